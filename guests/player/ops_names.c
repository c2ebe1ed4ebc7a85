/* SPDX-License-Identifier: Apache-2.0 */
/* Operations that make sockets, and those about addresses. */
#include "ops.h"

#include "answer.h"

struct sock_to ops_to(const struct args *a)
{
	struct sock_to to = {
		.addr = a->addr.given ? &a->addr.addr : NULL,
		.len = a->addrlen.len,
		.ptr = a->addrbuf.ptr,
	};

	return to;
}

/* Out-addresses are asked for unless the case says `addr: no`. */
struct sock_from ops_from(const struct args *a)
{
	struct sock_from from = {
		.wanted = (int)args_or(&a->addr, 1),
		.family = a->fd.family,
		.len = a->addrlen.len,
		.ptr = a->addrbuf.ptr,
		.lenptr = a->lenbuf.ptr,
		.told = FROM_HIDDEN,
		.addrlen = SOCK_HIDDEN,
	};

	return from;
}

void op_socket(const struct args *a)
{
	int domain = (int)a->domain.number;
	struct sock_ret r = sock_socket(domain, (int)a->type.number,
					(int)a->protocol.number);
	int fd = (int)r.ret;

	answer_made(r, &fd, 1, &a->as, domain);
}

void op_socketpair(const struct args *a)
{
	int domain = (int)a->domain.number;
	int fd[2];
	struct sock_ret r =
		sock_socketpair(domain, (int)a->type.number,
				(int)a->protocol.number, a->buf.ptr, fd);

	answer_made(r, fd, 2, &a->as, domain);
}

void op_bind(const struct args *a)
{
	struct sock_to to = ops_to(a);

	answer_ret(sock_bind((int)a->fd.number, &to));
}

void op_listen(const struct args *a)
{
	answer_ret(
		sock_listen((int)a->fd.number, (int)args_or(&a->backlog, 16)));
}

void op_connect(const struct args *a)
{
	struct sock_to to = ops_to(a);

	answer_ret(sock_connect((int)a->fd.number, &to));
}

void op_accept(const struct args *a)
{
	struct sock_from from = ops_from(a);
	int flags = (int)a->flags.number;
	struct sock_ret r = sock_accept((int)a->fd.number,
					a->flags.given ? &flags : NULL, &from);
	int fd = (int)r.ret;

	answer_made(r, &fd, 1, &a->as, a->fd.family);
	if (r.ret != -1)
		answer_from(&from);
}

void op_shutdown(const struct args *a)
{
	answer_ret(sock_shutdown((int)a->fd.number, (int)a->how.number));
}

void op_close(const struct args *a)
{
	answer_ret(sock_close((int)a->fd.number));
}

void op_getsockname(const struct args *a)
{
	struct sock_from from = ops_from(a);

	if (answer_ret(sock_getsockname((int)a->fd.number, &from)))
		answer_from(&from);
}

void op_getpeername(const struct args *a)
{
	struct sock_from from = ops_from(a);

	if (answer_ret(sock_getpeername((int)a->fd.number, &from)))
		answer_from(&from);
}
