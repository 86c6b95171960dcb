/* One line a happening, on stderr or a file, with no personal data: callers give counts, ids and codes, never names.
 * Control characters in arguments are replaced. */
#ifndef LINLI_LOG_H
#define LINLI_LOG_H

/* Lines go to this descriptor; -1 (the default) drops them. */
void log_to(int fd);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
