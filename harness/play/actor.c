/* SPDX-License-Identifier: Apache-2.0 */
#include "actor.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void actor_init(struct actor *a, const char *name, const struct ends *ends)
{
	memset(a, 0, sizeof(*a));
	a->name = name;
	a->ends = *ends;
	a->err_closed = ends->err < 0;
	a->pending = -1;
}

void actor_free(struct actor *a)
{
	int fds[] = {a->ends.in, a->ends.out, a->ends.err};

	for (size_t i = 0; i < COUNT(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	buf_free(&a->out);
	buf_free(&a->first);
	buf_free(&a->noise);
	buf_free(&a->unsent);
}

void actor_flush(struct actor *a)
{
	while (a->unsent.len && a->ends.in >= 0) {
		ssize_t n = write(a->ends.in, a->unsent.s, a->unsent.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0) { /* it is gone; the tracer will say so */
			a->unsent.len = 0;
			break;
		}
		a->unsent.len -= (size_t)n;
		memmove(a->unsent.s, a->unsent.s + n, a->unsent.len);
	}
	if (a->is_program && a->ends.in >= 0) {
		close(a->ends.in);
		a->ends.in = -1;
	}
}

void actor_send_all(struct actor *a, const char *text)
{
	a->is_program = true;
	actor_send(a, text, strlen(text));
}

void actor_send(struct actor *a, const char *line, size_t len)
{
	buf_add(&a->unsent, line, len);
	actor_flush(a);
}

bool actor_took_all(const struct actor *a)
{
	int left = 0;

	return a->unsent.len == 0 &&
	       (ioctl(a->ends.in, FIONREAD, &left) < 0 || left == 0);
}

static void noise_add(struct actor *a, const char *text, size_t n)
{
	size_t over, more = ACTOR_FIRST_WORDS - a->first.len;

	buf_add(&a->first, text, n < more ? n : more);
	buf_add(&a->noise, text, n);
	if (a->noise.len <= 2 * ACTOR_NOISE_KEPT)
		return;
	over = a->noise.len - ACTOR_NOISE_KEPT;
	memmove(a->noise.s, a->noise.s + over, ACTOR_NOISE_KEPT + 1);
	a->noise.len = ACTOR_NOISE_KEPT;
	a->cut = true;
}

/* Returns how much was read; sets *closed at the end of the stream. */
static ssize_t drain(struct actor *a, int fd, bool *closed, bool is_out)
{
	static char text[65536];
	ssize_t n = read(fd, text, sizeof(text));

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		*closed = true;
	if (n <= 0)
		return n;
	a->printed += (size_t)n;
	if (is_out)
		buf_add(&a->out, text, (size_t)n);
	else
		noise_add(a, text, (size_t)n);
	return n;
}

/* Forget the lines that were taken; what is left moves to the front. */
static void taken_drop(struct actor *a)
{
	if (!a->taken)
		return;
	a->out.len -= a->taken;
	memmove(a->out.s, a->out.s + a->taken, a->out.len);
	a->taken = 0;
}

void actor_read(struct actor *a)
{
	while (!a->out_closed && a->printed < ACTOR_OUTPUT_MAX &&
	       drain(a, a->ends.out, &a->out_closed, true) == 65536)
		;
	while (!a->err_closed && a->printed < ACTOR_OUTPUT_MAX &&
	       drain(a, a->ends.err, &a->err_closed, false) == 65536)
		;
	/* No answer is that long: what is there without an end is noise. */
	taken_drop(a);
	if (!a->is_program && a->out.len > 2 * WIRE_LINE &&
	    !memchr(a->out.s, '\n', a->out.len)) {
		noise_add(a, a->out.s, a->out.len);
		a->out.len = 0;
	}
}

/*
 * Take the first whole line with its newline off `out`; NULL when there is
 * none. It lies there until the next call. Lines are moved away together: one
 * by one, a host that prints many would take long.
 */
static const char *line_take(struct actor *a, size_t *len)
{
	size_t left = a->out.len - a->taken;
	const char *from = left ? a->out.s + a->taken : NULL;
	const char *end = left ? memchr(from, '\n', left) : NULL;

	if (!end) {
		taken_drop(a);
		return NULL;
	}
	*len = (size_t)(end + 1 - from);
	a->taken += *len;
	return from;
}

/* Cuts the line into fields, so it works on a copy: it may be noise. */
static bool is_answer(const char *text, size_t len, struct wire_line *w,
		      char **line)
{
	const size_t prefix = strlen(WIRE_PREFIX);

	if (len < prefix || memcmp(text, WIRE_PREFIX, prefix) != 0)
		return false;
	*line = xstrndup(text + prefix, len - prefix);
	if (wire_parse(*line, 0, w) == 0)
		return true;
	free(*line);
	return false;
}

int actor_answer(struct actor *a, struct wire_line *w, char **line)
{
	const char *text;
	size_t len;

	while ((text = line_take(a, &len))) {
		if (is_answer(text, len, w, line))
			return 1;
		if (len > 1)
			noise_add(a, text, len);
	}
	return 0;
}

char *actor_words(const struct actor *a)
{
	size_t len = a->noise.len, first = a->first.len, last;
	struct buf b = {0};

	while (len && isspace((unsigned char)a->noise.s[len - 1]))
		len--;
	if (!len)
		return NULL;
	if (!a->cut && len <= ACTOR_FIRST_WORDS + ACTOR_WORDS) {
		buf_quote(&b, a->noise.s, len);
		return buf_take(&b);
	}
	last = len < ACTOR_WORDS ? len : ACTOR_WORDS;
	buf_quote(&b, a->first.s, first);
	buf_puts(&b, " ... ");
	buf_quote(&b, a->noise.s + len - last, last);
	return buf_take(&b);
}
