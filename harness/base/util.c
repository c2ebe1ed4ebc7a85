/* SPDX-License-Identifier: Apache-2.0 */
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static _Noreturn void out_of_memory(void)
{
	static const char text[] = "sockdiff: out of memory\n";

	/* Status 3: it is our side that broke. */
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(3);
	_exit(3);
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xrealloc(void *p, size_t n, size_t size)
{
	/* Never of no bytes, for that may free and answer NULL. */
	p = reallocarray(p, n ? n : 1, size ? size : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

bool text_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

char *xstrndup(const char *s, size_t n)
{
	n = strnlen(s, n);
	char *copy = xcalloc(n + 1, 1);

	memcpy(copy, s, n);
	return copy;
}

char *xvasprintf(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		out_of_memory();
	return s;
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	char *s = xvasprintf(fmt, ap);
	va_end(ap);
	return s;
}

/* Room for n more bytes and the NUL. */
static void buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->len > n)
		return;
	if (n >= SIZE_MAX / 2 - b->len)
		out_of_memory();
	size_t cap = b->cap ? b->cap : 32;
	while (cap - b->len <= n)
		cap *= 2;
	b->s = xrealloc(b->s, cap, 1);
	b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	buf_room(b, n);
	if (n)
		memcpy(b->s + b->len, bytes, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	char *s = xvasprintf(fmt, ap);
	va_end(ap);
	buf_puts(b, s);
	free(s);
}

void buf_quote(struct buf *b, const void *bytes, size_t n)
{
	static const char special[] = "\n\t\r\"\\";
	static const char letter[] = "ntr\"\\";
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) {
		const char *at = p[i] ? strchr(special, p[i]) : NULL;

		if (at)
			buf_printf(b, "\\%c", letter[at - special]);
		else if (p[i] >= ' ' && p[i] < 0x7f)
			buf_add(b, p + i, 1);
		else
			buf_printf(b, "\\x%02x", p[i]);
	}
}

char *buf_take(struct buf *b)
{
	buf_room(b, 0);
	b->s[b->len] = '\0';
	char *s = b->s;

	*b = (struct buf){0};
	return s;
}

void buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){0};
}

int fail(char **why, const char *fmt, ...)
{
	va_list ap;

	if (!why || *why)
		return -1;
	va_start(ap, fmt);
	*why = xvasprintf(fmt, ap);
	va_end(ap);
	return -1;
}

/* All of fd into b, up to one byte over the limit. */
static int read_all(int fd, size_t limit, struct buf *b)
{
	char piece[16384];

	while (b->len <= limit) {
		ssize_t n = read(fd, piece, sizeof(piece));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			return 0;
		buf_add(b, piece, (size_t)n);
	}
	return 0;
}

static char *read_named(int fd, const char *name, size_t limit, size_t *len,
			char **why)
{
	struct buf b = {0};
	int bad = fd < 0 || read_all(fd, limit, &b);

	if (bad)
		fail(why, "cannot read %s: %s", name, strerror(errno));
	else if (b.len > limit)
		bad = fail(why, "%s is larger than %zu bytes", name, limit);
	if (bad) {
		buf_free(&b);
		return NULL;
	}
	if (len)
		*len = b.len;
	return buf_take(&b);
}

char *file_read(const char *path, size_t limit, size_t *len, char **why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = read_named(fd, path, limit, len, why);

	if (fd >= 0)
		close(fd);
	return text;
}

char *fd_read(int fd, size_t limit, size_t *len, char **why)
{
	return read_named(fd, "an open file", limit, len, why);
}

static int write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

void texts_free(char **v, int n)
{
	for (int i = 0; i < n; i++)
		free(v[i]);
	free(v);
}

const char *fd_path(char path[FD_PATH_MAX], int fd)
{
	snprintf(path, FD_PATH_MAX, "/proc/self/fd/%d", fd);
	return path;
}

int file_write_as(const char *tmp, const char *path, const char *text,
		  size_t len, char **why)
{
	/* By hand and not by mkstemp, so that the umask decides the mode. */
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int bad = fd < 0;

	if (!bad) {
		bad = write_all(fd, text, len);
		bad |= close(fd);
		bad = bad || rename(tmp, path);
	}
	if (bad) {
		fail(why, "cannot write %s: %s", path, strerror(errno));
		if (fd >= 0)
			unlink(tmp);
	}
	return bad ? -1 : 0;
}

int file_write(const char *path, const char *text, size_t len, char **why)
{
	char *tmp = xasprintf("%s.%ld.tmp", path, (long)getpid());
	int err = file_write_as(tmp, path, text, len, why);

	free(tmp);
	return err;
}

static bool is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int dir_make(const char *path, char **why)
{
	char *p = xstrdup(path);
	int bad = 0;

	for (char *s = p; !bad && *s;) {
		s += strspn(s, "/");
		s += strcspn(s, "/");
		char end = *s;
		*s = '\0';
		if (mkdir(p, 0777) && !is_dir(p))
			bad = fail(why, "cannot make the folder %s: %s", p,
				   errno == EEXIST ? "a file of that name "
						     "exists"
						   : strerror(errno));
		*s = end;
	}
	free(p);
	return bad;
}

long long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

long long now_ms(void)
{
	return now_us() / 1000;
}
