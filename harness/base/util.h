/* SPDX-License-Identifier: Apache-2.0 */
/*
 * util.h: memory that is there or the program is not, and growing text.
 *
 * The x* functions end the program with a sentence when memory runs out.
 */
#ifndef UTIL_H
#define UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
/* Are both the same text, or both NULL? */
bool text_same(const char *a, const char *b);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) PRINTF(1, 2);
char *xvasprintf(const char *fmt, va_list ap);

/*
 * Make room for one more element in a growing array:
 *	GROW(v, n); v[n++] = x;
 * Doubles at powers of two, so that no capacity has to be kept.
 */
#define GROW(v, n)                                                             \
	((v) = (((n) & ((n)-1)) == 0                                           \
			? xrealloc((v), (n) ? (size_t)(n)*2 : 1, sizeof(*(v))) \
			: (v)))

/* Text that grows. Zeroed is empty; s is NULL or ends with a NUL. */
struct buf {
	char *s;
	size_t len, cap;
};
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* Bytes as C would quote them, without the quotes: \n, \x00, \". */
void buf_quote(struct buf *b, const void *bytes, size_t n);
/* The text, never NULL; the caller frees it and b is empty again. */
char *buf_take(struct buf *b);
void buf_free(struct buf *b);

/*
 * Say why something failed for the user's reasons: sets *why to a sentence
 * that the caller frees, unless it is set already. Returns -1.
 */
int fail(char **why, const char *fmt, ...) PRINTF(2, 3);

/* n texts and their list. */
void texts_free(char **v, int n);

/* The whole file as text, at most limit bytes; NULL and a sentence if not. */
char *file_read(const char *path, size_t limit, size_t *len, char **why);
/* The same of an open file, from where its offset is. */
char *fd_read(int fd, size_t limit, size_t *len, char **why);
/* A path that leads to what a descriptor has open; its own offset counts not. */
#define FD_PATH_MAX 40
const char *fd_path(char path[FD_PATH_MAX], int fd);
/* Write a file whole or not at all (a temporary beside it, renamed). */
int file_write(const char *path, const char *text, size_t len, char **why);
/* The same, by that name of the temporary: one writer at a time. */
int file_write_as(const char *tmp, const char *path, const char *text,
		  size_t len, char **why);
/* mkdir -p. */
int dir_make(const char *path, char **why);
/* Milliseconds and microseconds of the monotonic clock. */
long long now_ms(void);
long long now_us(void);

#endif
