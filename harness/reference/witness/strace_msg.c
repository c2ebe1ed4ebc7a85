/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A msghdr as strace shows it, and the control messages in it.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lang/pretty.h"
#include "strace_args.h"

#define CONTROLS_MAX 64
#define IP_OPTIONS_MAX 40 /* ip(7) */
#define CONTROL_MAX 4096  /* bytes; ours shows no more either */

static const char *namer(void *ctx, int fd)
{
	return fd_name(ctx, fd);
}

static size_t data_length(struct piece p)
{
	int len = piece_int(piece_member(p, "cmsg_len"), 0);

	if (len < (int)CMSG_LEN(0))
		return 0;
	return len > CONTROL_MAX ? CONTROL_MAX : (size_t)len - CMSG_LEN(0);
}

static void head_of(struct cmsghdr *head, struct piece p, size_t len)
{
	head->cmsg_len = CMSG_LEN(len);
	head->cmsg_level = piece_int(piece_member(p, "cmsg_level"), -1);
	head->cmsg_type = piece_int(piece_member(p, "cmsg_type"), -1);
}

/* The data of a message that was filled in is not to be seen. */
static void data_hide(struct buf *text, const struct seen *s)
{
	static const char *const forms[] = {", int: ", ", hex: "};

	for (size_t i = 0; i < COUNT(forms); i++) {
		char *at = strstr(text->s, forms[i]);

		if (!at)
			continue;
		text->len = (size_t)(at - text->s) + strlen(forms[i]);
		seen_hide(text, s, HIDDEN_CONTROL);
		buf_puts(text, "}]");
		return;
	}
}

/* IP options are a list of octets there; all other lists are of ints. */
static bool is_octets(const struct cmsghdr *head)
{
	return head->cmsg_level == IPPROTO_IP &&
	       (head->cmsg_type == IP_RETOPTS ||
		head->cmsg_type == IP_RECVOPTS);
}

static bool octets_add(struct piece data, struct buf *bytes)
{
	int v[IP_OPTIONS_MAX], n = piece_ints(data, v, IP_OPTIONS_MAX);

	for (int i = 0; i < n; i++)
		buf_add(bytes, &(char){(char)v[i]}, 1);
	return n > 0;
}

/* One message, as it was laid out in memory. */
static void show_control(struct buf *b, const struct seen *s, struct piece p)
{
	size_t len = data_length(p);
	struct cmsghdr head;
	struct buf bytes = {0}, text = {0};
	bool shown;

	head_of(&head, p, len);
	buf_add(&bytes, &head, sizeof(head));
	shown = is_octets(&head)
			? octets_add(piece_member(p, "cmsg_data"), &bytes)
			: piece_bytes(piece_member(p, "cmsg_data"), &bytes);
	bytes_resize(&bytes, CMSG_LEN(len));
	pretty_control(&text, bytes.s, bytes.len, namer, (void *)s->at.fds);
	if (!shown)
		data_hide(&text, s);
	buf_add(b, text.s + 1, text.len - 2); /* without its brackets */
	buf_free(&bytes);
	buf_free(&text);
}

static void show_controls(struct buf *b, const struct seen *s, struct piece msg)
{
	struct piece control = piece_member(msg, "msg_control"), inside;
	struct piece parts[CONTROLS_MAX];
	int n;

	if (!control.len || piece_is(control, "NULL")) {
		buf_puts(b, "[]");
		return;
	}
	if (!piece_inside(control, '[', &inside)) {
		seen_unread(b, control);
		return;
	}
	n = piece_split(inside, parts, CONTROLS_MAX);
	buf_puts(b, "[");
	for (int i = 0; i < n; i++) {
		buf_puts(b, i ? ", " : "");
		show_control(b, s, parts[i]);
	}
	buf_puts(b, "]");
}

/* Flags that came with the message, not those of the call. */
static char *flags_text(struct piece msg)
{
	struct buf b = {0};

	pretty_flags(&b, "MSG",
		     (unsigned)piece_int(piece_member(msg, "msg_flags"), 0));
	return buf_take(&b);
}

/* Where a message is to go: a name of no bytes is none, see sendmsg(2). */
static void seen_name(struct buf *b, const struct seen *s, struct piece addr,
		      struct piece len)
{
	unsigned n = (unsigned)piece_int(len, 0);

	if (n)
		seen_addr(b, s, addr, n);
	else
		buf_puts(b, "NULL");
}

void seen_msghdr(const struct seen *s, struct call *c, int i)
{
	bool out = s->at.row->args[i].kind == DECODE_MSGHDR_OUT;
	struct piece msg = s->call->args[i];
	struct piece addr = piece_member(msg, "msg_name");
	struct piece len = piece_member(msg, "msg_namelen");
	struct buf text = {0};

	if (i >= s->call->nargs || (out && !s->call->returned))
		return;
	if (!piece_starts(msg, "{") || (out && s->at.ret < 0)) {
		call_arg_set(c, "msg", xstrdup(out ? "?" : "bad"));
		return;
	}
	if (out)
		seen_told(&text, s, addr, len);
	else
		seen_name(&text, s, addr, len);
	call_arg_set(c, "addr", buf_take(&text));
	seen_pieces(&text, s, piece_member(msg, "msg_iov"),
		    out ? (size_t)s->at.ret : SIZE_MAX);
	call_arg_set(c, "data", buf_take(&text));
	show_controls(&text, s, msg);
	call_arg_set(c, "control", buf_take(&text));
	if (out)
		call_arg_set(c, "msg_flags", flags_text(msg));
}

int seen_rights(const struct seen *s, int i, int *fds, int max)
{
	struct piece parts[CONTROLS_MAX], inside, control;
	int n = 0, count;

	if (i >= s->call->nargs)
		return 0;
	control = piece_member(s->call->args[i], "msg_control");
	if (!piece_inside(control, '[', &inside))
		return 0;
	count = piece_split(inside, parts, CONTROLS_MAX);
	for (int k = 0; k < count; k++) {
		struct cmsghdr head;

		head_of(&head, parts[k], 0);
		if (head.cmsg_level == SOL_SOCKET &&
		    head.cmsg_type == SCM_RIGHTS)
			n += piece_ints(piece_member(parts[k], "cmsg_data"),
					fds + n, max - n);
	}
	return n;
}
