/* What vt.c (the process), view.c (the cells) and keys.c (the notation) share. */
#ifndef TESTS_SCREEN_VT_INNER_H
#define TESTS_SCREEN_VT_INNER_H

#include <termios.h>
#include <vterm.h>
#include "vt.h"

struct vt_buf {
    char *bytes;
    size_t len, size;
};

struct vt {
    VTerm *term;
    VTermScreen *screen;
    VTermState *state;
    int master; /* -1 after vt_hangup */
    pid_t pid;
    int rows, cols;
    bool mute, closed, exited, wide_ambiguous;
    struct vt_buf half; /* the begin of a character whose rest was not read yet */
    int status;
    char term_name[64];
    struct termios at_open;
    struct vt_buf log, answers;
    struct vt_buf *capture; /* where libvterm's output goes while a key is translated */
    size_t mark;
    int64_t last_output;
    struct {
        char *text;
        int64_t changed;
    } * row;
    bool alt_screen, cursor_visible;
    int mouse, bells;
    char title[256];
    char error[256];
};

void vt_buf_add(struct vt_buf *buf, const void *bytes, size_t len);
size_t vt_utf8_put(char out[4], uint32_t cp);
void vt_view_init(struct vt *vt); /* after rows and cols are set or changed */
void vt_view_free(struct vt *vt);
void vt_fail(struct vt *vt, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
