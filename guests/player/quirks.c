/* SPDX-License-Identifier: Apache-2.0 */
#include "quirks.h"

#include <stddef.h>
#include <string.h>

#include "answer.h"
#include "fds.h"

/* Linux's */
#define EBADF_ 9
#define EAGAIN_ 11
#define EALREADY_ 114
#define EINPROGRESS_ 115
#define TYPE_NONBLOCK 0x800
#define MSG_DONTWAIT_ 0x40
#define MSG_ERRQUEUE_ 0x2000
#define SHUT_RDWR_ 2

/* A flag of these, and the call waits on no host. */
#define NEVER_WAIT (MSG_DONTWAIT_ | MSG_ERRQUEUE_)
#define NAP_MS 1
#define FDS_KEPT 64

static int never_blocks, never_closes;

/* Descriptors in a state that the case brought about. */
struct fd_set_of {
	int fd[FDS_KEPT];
	int n;
};

static struct fd_set_of impatient, closed;

static int has(const struct fd_set_of *s, int fd)
{
	for (int i = 0; i < s->n; i++)
		if (s->fd[i] == fd)
			return 1;
	return 0;
}

static void put(struct fd_set_of *s, int fd)
{
	if (!has(s, fd) && s->n < FDS_KEPT)
		s->fd[s->n++] = fd;
}

static void drop(struct fd_set_of *s, int fd)
{
	for (int i = 0; i < s->n; i++)
		if (s->fd[i] == fd)
			s->fd[i--] = s->fd[--s->n];
}

/* --- what the harness told ------------------------------------------------*/

void quirks_play(struct wire_line *w)
{
	const char *name = wire_get(w, "name");

	answer_open(w->step);
	if (name != NULL && strcmp(name, "never-blocks") == 0) {
		never_blocks = 1;
		answer_ret(sock_done(0));
	} else if (name != NULL && strcmp(name, "never-closes") == 0) {
		never_closes = 1;
		answer_ret(sock_done(0));
	} else {
		answer_instead("malformed", "no such quirk");
	}
}

/* --- never-blocks ---------------------------------------------------------*/

static int is_one_of(const char *op, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(op, *list) == 0)
			return 1;
	return 0;
}

/* What a step did to how patient its descriptors are. */
static void patience_note(const char *op, const struct args *a)
{
	static const char *const makes[] = {"socket", "socketpair", "accept",
					    NULL};
	int fd, family,
		flags = a->type.given    ? (int)a->type.number
			: a->flags.given ? (int)a->flags.number
					 : 0;

	if (is_one_of(op, makes)) {
		for (int i = 0; a->as.given && i < a->as.names.n; i++) {
			if (fds_get(a->as.names.name[i], &fd, &family) != 0)
				continue;
			drop(&impatient, fd);
			drop(&closed, fd);
			if (flags & TYPE_NONBLOCK)
				put(&impatient, fd);
		}
	} else if (strcmp(op, "set-nonblock") == 0) {
		drop(&impatient, (int)a->fd.number);
		if (args_or(&a->on, 1))
			put(&impatient, (int)a->fd.number);
	} else if (strcmp(op, "setsockopt") == 0 && a->name.given &&
		   a->name.option != NULL &&
		   strstr(a->name.option->name, "TIMEO") != NULL) {
		put(&impatient, (int)a->fd.number);
	}
}

int quirks_again(const char *op, const struct args *a, int err)
{
	static const char *const waits[] = {
		"accept", "recv",   "recvfrom", "recvmsg", "read",
		"send",   "sendto", "sendmsg",  "write",   NULL};
	int again;

	if (err == 0)
		patience_note(op, a);
	if (!never_blocks || has(&impatient, (int)a->fd.number))
		return 0;
	if (strcmp(op, "connect") == 0)
		again = err == EINPROGRESS_ || err == EALREADY_ ||
			err == EAGAIN_;
	else
		again = err == EAGAIN_ && is_one_of(op, waits) &&
			!(args_or(&a->flags, 0) & NEVER_WAIT);
	if (again)
		sock_nap(NAP_MS);
	return again;
}

/* --- never-closes ---------------------------------------------------------*/

int quirks_instead(const char *op, const struct args *a)
{
	int fd = (int)a->fd.number;

	if (!never_closes || strcmp(op, "close") != 0 || !a->fd.given)
		return 0;
	if (fd < 3 || has(&closed, fd)) {
		answer_ret(sock_failed(EBADF_));
		return 1;
	}
	sock_shutdown(fd, SHUT_RDWR_);
	put(&closed, fd);
	answer_ret(sock_done(0));
	return 1;
}
