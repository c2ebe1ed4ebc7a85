/* SPDX-License-Identifier: Apache-2.0 */
#include "decode.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "guests/lang/rows.h"
#include "decode_memory.h"
#include "lang/pretty.h"

/* --- one decoder per kind, see decode_memory.h -----------------------------*/

static void show_int(struct buf *b, const struct stopped *s, int i)
{
	buf_printf(b, "%d", (int)s->args[i]);
}

static void show_hex(struct buf *b, const struct stopped *s, int i)
{
	buf_printf(b, s->args[i] ? "0x%llx" : "%llu",
		   (unsigned long long)s->args[i]);
}

static void show_fd(struct buf *b, const struct stopped *s, int i)
{
	fd_names_show(b, s->fds, (int)s->args[i]);
}

static void show_family(struct buf *b, const struct stopped *s, int i)
{
	pretty_name(b, "FAMILY", (int)s->args[i]);
}

#define TYPE_BITS 0xf

/* The flags that travel in a type, socket(2). */
static void show_type_flags(struct buf *b, unsigned long flags)
{
	const char *bar = "";

	if (flags & SOCK_NONBLOCK) {
		buf_puts(b, "SOCK_NONBLOCK");
		bar = "|";
	}
	if (flags & SOCK_CLOEXEC) {
		buf_printf(b, "%sSOCK_CLOEXEC", bar);
		bar = "|";
	}
	flags &= ~(unsigned long)(SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (flags || !*bar)
		buf_printf(b, flags ? "%s0x%lx" : "%s%lu", bar, flags);
}

static void show_type(struct buf *b, const struct stopped *s, int i)
{
	unsigned long type = (unsigned)s->args[i];

	if (s->row->calls == CALL_ACCEPT) {
		show_type_flags(b, type);
		return;
	}
	pretty_name(b, "TYPE", (long)(type & TYPE_BITS));
	if (type > TYPE_BITS) {
		buf_puts(b, "|");
		show_type_flags(b, type & ~(unsigned long)TYPE_BITS);
	}
}

static void show_proto(struct buf *b, const struct stopped *s, int i)
{
	/* IPPROTO_IP is 0 as well, but 0 is what was meant. */
	if ((int)s->args[i])
		pretty_name(b, "PROTO", (int)s->args[i]);
	else
		show_int(b, s, i);
}

static void show_level(struct buf *b, const struct stopped *s, int i)
{
	pretty_name(b, "LEVEL", (int)s->args[i]);
}

/* The option's name, by the level before it. */
static void show_optname(struct buf *b, const struct stopped *s, int i)
{
	const struct sockopt *o =
		sockopt_of((int)s->args[i - 1], (int)s->args[i]);

	if (o)
		buf_puts(b, o->name);
	else
		buf_printf(b, "%d", (int)s->args[i]);
}

static void show_how(struct buf *b, const struct stopped *s, int i)
{
	pretty_name(b, "HOW", (int)s->args[i]);
}

static void show_msg(struct buf *b, const struct stopped *s, int i)
{
	pretty_flags(b, "MSG", (unsigned)s->args[i]);
}

static void show_fcntl(struct buf *b, const struct stopped *s, int i)
{
	static const struct {
		int cmd;
		const char *name;
	} cmds[] = {
		{F_GETFL, "F_GETFL"}, {F_SETFL, "F_SETFL"},
		{F_GETFD, "F_GETFD"}, {F_SETFD, "F_SETFD"},
		{F_DUPFD, "F_DUPFD"}, {F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC"},
	};

	for (size_t k = 0; k < COUNT(cmds); k++) {
		if (cmds[k].cmd == (int)s->args[i]) {
			buf_puts(b, cmds[k].name);
			return;
		}
	}
	show_int(b, s, i);
}

/* The commands that only ask take none: what is there is of no meaning. */
static void show_fcntl_arg(struct buf *b, const struct stopped *s, int i)
{
	int cmd = (int)s->args[i - 1];

	if (cmd != F_GETFL && cmd != F_GETFD)
		show_hex(b, s, i);
}

static void show_ioctl(struct buf *b, const struct stopped *s, int i)
{
	const char *name = name_of("IOCTL", (unsigned)s->args[i]);

	if (name)
		buf_puts(b, name);
	else
		show_hex(b, s, i);
}

/* What the kernel moves from a file to a socket passes nobody's memory. */
static void show_unseen(struct buf *b, const struct stopped *s, int i)
{
	(void)s;
	(void)i;
	buf_puts(b, "?");
}

ROWS_BEGIN(plain);
static decoder *const plain[DECODE_COUNT] = {
	[ROW(DECODE_INT)] = show_int,
	[ROW(DECODE_HEX)] = show_hex,
	[ROW(DECODE_FD)] = show_fd,
	[ROW(DECODE_FAMILY)] = show_family,
	[ROW(DECODE_TYPE)] = show_type,
	[ROW(DECODE_PROTO)] = show_proto,
	[ROW(DECODE_LEVEL)] = show_level,
	[ROW(DECODE_OPTNAME)] = show_optname,
	[ROW(DECODE_HOW)] = show_how,
	[ROW(DECODE_MSG)] = show_msg,
	[ROW(DECODE_FCNTL)] = show_fcntl,
	[ROW(DECODE_FCNTL_ARG)] = show_fcntl_arg,
	[ROW(DECODE_IOCTL)] = show_ioctl,
	[ROW(DECODE_UNSEEN)] = show_unseen,
};
ROWS_END(plain, DECODE_IN_MEMORY - DECODE_INT);

bool decode_plain(struct buf *b, const struct stopped *s, int i)
{
	decoder *show = plain[s->row->args[i].kind];

	if (show)
		show(b, s, i);
	return show != NULL;
}

static void decode_one(const struct stopped *s, struct call *c, int i)
{
	const struct syscall_arg *a = &s->row->args[i];
	struct buf b = {0};

	if (!decode_plain(&b, s, i))
		memory_decoders[a->kind](&b, s, i);
	if (b.len) /* else there is no such argument */
		call_arg_set(c, a->key, buf_take(&b));
}

static bool is_msghdr(enum decode_kind kind)
{
	return kind == DECODE_MSGHDR_IN || kind == DECODE_MSGHDR_OUT;
}

void decode_enter(struct stopped *s, struct call *c)
{
	s->room = memory_room(s);
	for (int i = 0; s->row->args[i].key; i++) {
		enum decode_kind kind = s->row->args[i].kind;

		if (kind == DECODE_FD &&
		    strcmp(s->row->args[i].key, "fd") == 0) {
			struct buf b = {0};

			show_fd(&b, s, i);
			free(c->fd);
			c->fd = buf_take(&b);
		} else if (is_msghdr(kind)) {
			if (kind == DECODE_MSGHDR_IN)
				memory_msghdr(s, c, i, false);
		} else if (kind < DECODE_OUT) {
			decode_one(s, c, i);
		} else {
			/* Keeps its place in the list of arguments. */
			call_arg_set(c, s->row->args[i].key, xstrdup("?"));
		}
	}
}

void decode_exit(const struct stopped *s, struct call *c)
{
	for (int i = 0; s->row->args[i].key; i++) {
		if (s->row->args[i].kind == DECODE_MSGHDR_OUT)
			memory_msghdr(s, c, i, true);
		else if (s->row->args[i].kind >= DECODE_OUT)
			decode_one(s, c, i);
	}
}
