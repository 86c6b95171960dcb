/* A small ncursesw program with what the screen tools must see: wide and combining characters, attributes, colours, an
 * alternate screen, bracketed paste, resizes, keys by name. `rude` as argument: leaves without giving the terminal back. */
#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put_mode(const char *sequence) {
    fflush(stdout);
    if (write(STDOUT_FILENO, sequence, strlen(sequence)) < 0)
        exit(9);
}

static void draw(void) {
    erase();
    mvprintw(0, 0, "%dx%d", LINES, COLS);
    if (LINES > 6) {
        attrset(A_BOLD);
        mvaddstr(1, 0, "张三 ab");
        attrset(A_REVERSE);
        mvaddstr(2, 4, "倒");
        attrset(COLOR_PAIR(1) | A_UNDERLINE);
        mvaddstr(3, 0, "红");
        attrset(A_NORMAL);
        mvaddstr(4, 0, "e\u0301x \U00020bb7z  ------------------------");
        mvaddstr(5, 0, "> ");
    }
    refresh();
}

int main(int argc, char **argv) {
    bool rude = argc > 1 && strcmp(argv[1], "rude") == 0;
    wint_t c;
    setlocale(LC_ALL, "");
    initscr();
    set_escdelay(50);
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    start_color();
    use_default_colors();
    init_pair(1, COLOR_RED, -1);
    put_mode("\033[?2004h\033]2;sample 样品\a");
    draw();
    for (;;) {
        int kind = get_wch(&c);
        if (kind == ERR || (kind == OK && c == 'q'))
            break;
        if (kind == OK && c == 26) {
            put_mode("\033[?2004l");
            endwin();
            kill(0, SIGTSTP);
            put_mode("\033[?2004h");
            draw();
            continue;
        }
        if (kind == KEY_CODE_YES && c == KEY_RESIZE)
            draw();
        else if (kind == KEY_CODE_YES)
            printw("[%s]", keyname((int)c));
        else
            printw(c < 32 ? "<%u>" : "%lc", c);
        refresh();
    }
    if (rude)
        _exit(3);
    put_mode("\033[?2004l");
    endwin();
    return 3;
}
