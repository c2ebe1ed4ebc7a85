/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on other descriptors and paths, on many, and on names. */
#include "ops.h"

#include <string.h>

#include "addr.h"
#include "answer.h"

void op_pipe(const struct args *a)
{
	int fd[2];
	struct sock_ret r = sock_pipe(fd);

	answer_made(r, fd, 2, &a->as, -1);
}

void op_open(const struct args *a)
{
	struct sock_ret r = sock_open((const char *)a->path.bytes.at,
				      (int)args_or(&a->flags, 2));
	int fd = (int)r.ret;

	answer_made(r, &fd, 1, &a->as, -1);
}

void op_dup(const struct args *a)
{
	struct sock_ret r = sock_dup((int)a->fd.number);
	int fd = (int)r.ret;

	answer_made(r, &fd, 1, &a->as, a->fd.family);
}

void op_unlink(const struct args *a)
{
	answer_ret(sock_unlink((const char *)a->path.bytes.at));
}

void op_symlink(const struct args *a)
{
	answer_ret(sock_symlink((const char *)a->path.bytes.at,
				(const char *)a->to.bytes.at));
}

void op_link(const struct args *a)
{
	answer_ret(sock_link((int)a->up.number, (int)args_or(&a->mtu, 0)));
}

void op_poll(const struct args *a)
{
	struct sock_poll p = {
		.fd = a->fds.poll.fd,
		.n = a->fds.poll.n,
		.timeout = (int)args_or(&a->timeout, 0),
		.ptr = a->buf.ptr,
	};
	struct spell *t;

	if (!answer_ret(sock_poll(&p)) || a->buf.given)
		return;
	t = answer_key("revents");
	for (int i = 0; i < p.n; i++) {
		if (i > 0)
			spell_char(t, ',');
		names_tell_bits(t, GROUP_POLL, (unsigned long)p.fd[i].revents);
		if (p.vague)
			spell_char(t, '*');
	}
	if (p.odd > 0) {
		spell_put(t, p.n > 0 ? ",?" : "?");
		spell_num(t, p.odd);
	}
}

/* The different addresses, in the order in which they first came. */
static void lookup_addrs(const struct sock_lookup *l)
{
	struct spell *t = answer_key("addrs");
	int j;

	for (int i = 0; i < l->n; i++) {
		for (j = 0; j < i; j++)
			if (addr_same(&l->found[i].addr, &l->found[j].addr))
				break;
		if (j < i)
			continue;
		if (i > 0)
			spell_char(t, ',');
		addr_tell(t, &l->found[i].addr);
	}
}

static void lookup_full(const struct sock_lookup *l)
{
	struct spell *t = answer_key("full");

	for (int i = 0; l->full && i < l->n; i++) {
		if (i > 0)
			spell_char(t, ',');
		addr_tell(t, &l->found[i].addr);
		spell_char(t, ';');
		names_tell(t, GROUP_TYPE, l->found[i].type);
		spell_char(t, ';');
		names_tell(t, GROUP_PROTO, l->found[i].protocol);
	}
	if (!l->full)
		spell_char(t, '-');
}

static void lookup_gai(long gai)
{
	if (gai == SOCK_UNSAYABLE)
		answer_str("gai", "-");
	else
		names_tell(answer_key("gai"), GROUP_EAI, gai);
}

void op_getaddrinfo(const struct args *a)
{
	static struct sock_lookup l;
	struct sock_ret r;

	l = (struct sock_lookup){
		.node = a->node.given ? (char *)a->node.bytes.at : NULL,
		.service =
			a->service.given ? (char *)a->service.bytes.at : NULL,
		.hints = a->domain.given || a->type.given ||
			 a->protocol.given || a->flags.given,
		.domain = (int)a->domain.number,
		.type = (int)a->type.number,
		.protocol = (int)a->protocol.number,
		.flags = (int)a->flags.number,
	};
	r = sock_getaddrinfo(&l);
	if (r.why == NULL && r.ret == -1 && r.err == 0)
		answer_num("ret", -1);
	else
		answer_ret(r);
	if (r.why == NULL && r.ret == -1)
		lookup_gai(l.gai);
	if (r.ret == -1)
		return;
	lookup_addrs(&l);
	lookup_full(&l);
	if (l.canonname[0] != '\0')
		spell_hex(answer_key("canonname"), l.canonname,
			  strlen(l.canonname));
}
