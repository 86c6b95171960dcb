/* Palettes, contrast (WCAG 2.2), the nearest pair. */
#include "theme_fit.h"

#define PALETTES 4
#define XTERM 1
#define GROUND 4 /* so much more a ground weighs: it is most of the screen */

static const unsigned char first[PALETTES][16][3] = {
    {{0, 0, 0},
     {170, 0, 0},
     {0, 170, 0},
     {170, 85, 0},
     {0, 0, 170},
     {170, 0, 170},
     {0, 170, 170},
     {170, 170, 170},
     {85, 85, 85},
     {255, 85, 85},
     {85, 255, 85},
     {255, 255, 85},
     {85, 85, 255},
     {255, 85, 255},
     {85, 255, 255},
     {255, 255, 255}},
    {{0, 0, 0},
     {205, 0, 0},
     {0, 205, 0},
     {205, 205, 0},
     {0, 0, 238},
     {205, 0, 205},
     {0, 205, 205},
     {229, 229, 229},
     {127, 127, 127},
     {255, 0, 0},
     {0, 255, 0},
     {255, 255, 0},
     {92, 92, 255},
     {255, 0, 255},
     {0, 255, 255},
     {255, 255, 255}},
    {{12, 12, 12},
     {197, 15, 31},
     {19, 161, 14},
     {193, 156, 0},
     {0, 55, 218},
     {136, 23, 152},
     {58, 150, 221},
     {204, 204, 204},
     {118, 118, 118},
     {231, 72, 86},
     {22, 198, 12},
     {249, 241, 165},
     {59, 120, 255},
     {180, 0, 158},
     {97, 214, 214},
     {242, 242, 242}},
    {{7, 54, 66},
     {220, 50, 47},
     {133, 153, 0},
     {181, 137, 0},
     {38, 139, 210},
     {211, 54, 130},
     {42, 161, 152},
     {238, 232, 213},
     {0, 43, 54},
     {203, 75, 22},
     {88, 110, 117},
     {101, 123, 131},
     {131, 148, 150},
     {108, 113, 196},
     {147, 161, 161},
     {253, 246, 227}},
};

static void rgb_in(int out[3], int palette, int colour) {
    static const int levels[6] = {0, 95, 135, 175, 215, 255};

    for (int i = 0; i < 3; i++)
        if (colour < 16)
            out[i] = first[palette][colour][i];
        else if (colour < 232)
            out[i] = levels[(colour - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6];
        else
            out[i] = 8 + (colour - 232) * 10;
}

void fit_rgb(int out[3], int colour) {
    rgb_in(out, XTERM, colour);
}

/* v to the power 2.4, as v * v * the fifth root of v * v: no mathematics library for one function. */
static double power_2_4(double v) {
    double square = v * v, root = 1;

    for (int i = 0; i < 30; i++)
        root -= (root * root * root * root * root - square) / (5 * root * root * root * root);
    return square * root;
}

static double light_of(int palette, int colour) {
    static const double share[] = {0.2126, 0.7152, 0.0722};
    static double known[PALETTES][256];
    double *light = &known[palette][colour];
    int rgb[3];

    if (*light > 0)
        return *light;
    rgb_in(rgb, palette, colour);
    *light = 0.05;
    for (int i = 0; i < 3; i++) {
        double v = rgb[i] / 255.0;

        *light += share[i] * (v <= 0.03928 ? v / 12.92 : power_2_4((v + 0.055) / 1.055));
    }
    return *light;
}

double fit_contrast(int a, int b) {
    double least = 21;

    for (int p = 0; p < PALETTES; p++) {
        double x = light_of(p, a), y = light_of(p, b), contrast = x > y ? x / y : y / x;

        if (contrast < least)
            least = contrast;
    }
    return least;
}

bool fit_bold(int fg, int bg, double least) {
    return fg > 7 || fit_contrast(fg + 8, bg) >= least;
}

/* How far a colour is from one that the terminal has, over the palettes. */
static long distance(int wanted, int have) {
    long sum = 0;

    for (int p = 0; p < PALETTES; p++) {
        int a[3], b[3];

        rgb_in(a, p, wanted);
        rgb_in(b, p, have);
        for (int i = 0; i < 3; i++)
            sum += (long)(a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

bool fit_pair(int *fg, int *bg, int count, double least) {
    long best = -1;
    int best_fg = 0, best_bg = 0;

    for (int b = 0; b < count; b++)
        for (int f = 0; f < count; f++) {
            long far = distance(*fg, f) + GROUND * distance(*bg, b);

            if ((best >= 0 && far >= best) || fit_contrast(f, b) < least)
                continue;
            best = far;
            best_fg = f;
            best_bg = b;
        }
    if (best < 0)
        return false;
    *fg = best_fg;
    *bg = best_bg;
    return true;
}
