/* The log: one line, bounded, no control characters. */
#include "linli/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/file.h"

static int log_fd = -1;

void log_to(int fd) {
    log_fd = fd;
}

void log_line(const char *format, ...) {
    char line[1024];
    va_list args;
    size_t len;

    if (log_fd < 0)
        return;
    clock_stamp(line, clock_now());
    len = strlen(line);
    line[len++] = ' ';
    va_start(args, format);
    vsnprintf(line + len, sizeof line - len - 1, format, args);
    va_end(args);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    len = strlen(line);
    line[len++] = '\n';
    file_write_fd(log_fd, line, len);
}
