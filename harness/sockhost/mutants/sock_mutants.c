/* SPDX-License-Identifier: Apache-2.0 */
#include "sock_mutants.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "mutants.h"

socklen_t sock_addrlen(struct sockhost *h, const struct addr *a)
{
	(void)h;
	return a->len + a->over - mutant_length(h, L_addrlen_in) +
	       mutant_length(h, L_addrlen_in_more);
}

bool sock_is_listening(int host)
{
	int on = 0;
	socklen_t len = sizeof(on);

	return getsockopt(host, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 &&
	       on;
}

static bool sock_is_dgram(int host)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return getsockopt(host, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	       type == SOCK_DGRAM;
}

static bool sock_is_connected(int host)
{
	struct addr a;
	socklen_t len = sizeof(a.any);

	return getpeername(host, &a.sa, &len) == 0;
}

void sock_refused_mutant(struct sockhost *h, enum policy_what what, int host,
			 const struct addr *a)
{
	if (!mutant(h, M_policy_late))
		return;
	if (what == POLICY_BIND)
		bind(host, &a->sa, a->len);
	else
		connect(host, &a->sa, a->len);
}

void sock_connect_mutant(struct sockhost *h, int host, bool before)
{
	int flags;

	if (!mutant(h, M_connect_early))
		return;
	flags = fcntl(host, F_GETFL);
	if (before)
		h->mutant_number = flags & O_NONBLOCK;
	fcntl(host, F_SETFL,
	      before ? flags | O_NONBLOCK
		     : (flags & ~O_NONBLOCK) | h->mutant_number);
}

long sock_error_mutant(int host, long r)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (r > 0)
		getsockopt(host, SOL_SOCKET, SO_ERROR, &error, &len);
	return error ? -error : r;
}

void sock_bind_mutant(struct sockhost *h, int host)
{
	if (mutant(h, M_reuseaddr_on_bind))
		setsockopt(host, SOL_SOCKET, SO_REUSEADDR, &(int){1},
			   sizeof(int));
	if (mutant(h, M_linger_on_bind))
		setsockopt(host, SOL_SOCKET, SO_LINGER,
			   &(struct linger){.l_onoff = 1},
			   sizeof(struct linger));
}

int sock_listen_mutant(struct sockhost *h, int host, int *backlog)
{
	struct addr a = {0};
	socklen_t len = sizeof(a.any);

	if (mutant(h, M_listen_inside) && host != -1)
		return 0;
	if (mutant(h, M_listen_any6_fails) &&
	    getsockname(host, &a.sa, &len) == 0 && a.sa.sa_family == AF_INET6 &&
	    IN6_IS_ADDR_UNSPECIFIED(&a.in6.sin6_addr))
		return -EINVAL;
	if (mutant(h, M_backlog_fixed))
		*backlog = 4096;
	*backlog -= mutant_length(h, L_backlog_fewer);
	*backlog += mutant_length(h, L_backlog_more);
	return 1;
}

void sock_name_mutant(struct sockhost *h, int host, struct addr *a)
{
	bool late = mutant(h, M_bind_no_port) && !sock_is_connected(host) &&
		    !sock_is_listening(host);
	bool never = mutant(h, M_connect_no_port) && sock_is_connected(host) &&
		     sock_is_dgram(host);

	/* IPv6's port is where IPv4's is */
	if ((late || never) &&
	    (a->sa.sa_family == AF_INET || a->sa.sa_family == AF_INET6))
		a->in.sin_port = 0;
}

long sock_split_mutant(int host, const struct msghdr *msg, int flags)
{
	struct msghdr one = *msg;
	long sum = 0;
	long r;

	one.msg_iovlen = 1;
	for (size_t i = 0; i < msg->msg_iovlen; i++) {
		one.msg_iov = &msg->msg_iov[i];
		r = sendmsg(host, &one, flags);
		if (r == -1)
			return -errno;
		sum += r;
	}
	return sum;
}

static size_t sock_iov_sum(const struct msghdr *msg)
{
	size_t sum = 0;

	for (size_t i = 0; i < msg->msg_iovlen && i < MEM_IOV_MAX; i++)
		sum += msg->msg_iov[i].iov_len;
	return sum;
}

int sock_refuse_mutant(struct sockhost *h, int host, const struct mem_iov *iov,
		       const struct msghdr *msg)
{
	struct addr a;
	socklen_t len = sizeof(a.any);

	if (mutant(h, M_sendto_isconn) && msg->msg_name &&
	    getpeername(host, &a.sa, &len) == 0)
		return -EISCONN;
	if (mutant(h, M_send_needs_addr) && !msg->msg_name &&
	    sock_is_dgram(host))
		return -EDESTADDRREQ;
	if (mutant(h, M_empty_refused) && iov->at == iov->piece &&
	    sock_iov_sum(msg) == 0)
		return -EINVAL;
	return 0;
}

void sock_pieces_mutant(const struct mem_iov *iov, struct msghdr *msg,
			int piece, int byte)
{
	size_t n = msg->msg_iovlen;

	if (n == 0 || iov->at != iov->piece)
		return;
	if (n > 1 && piece)
		msg->msg_iovlen--;
	if (msg->msg_iov[n - 1].iov_len > 0 && byte)
		msg->msg_iov[n - 1].iov_len--;
}

long sock_sent_mutant(struct sockhost *h, const struct mem_iov *iov,
		      const struct msghdr *msg, long r)
{
	if (mutant(h, M_sigpipe_kills) && r == -EPIPE)
		abort();
	if (mutant(h, M_sendto_unchecked) && msg->msg_name &&
	    iov->at == iov->piece && (r == -EINVAL || r == -EAFNOSUPPORT))
		return (long)sock_iov_sum(msg);
	if (r > 0)
		r += mutant_length(h, L_send_more) -
		     mutant_length(h, L_send_fewer);
	return r;
}

void sock_sender_mutant(struct sockhost *h, int host, struct addr *a,
			struct msghdr *msg)
{
	if (!a || msg->msg_namelen != 0 || !mutant(h, M_recvfrom_tcp_addr))
		return;
	msg->msg_namelen = sizeof(a->any);
	if (getpeername(host, &a->sa, &msg->msg_namelen) == -1)
		msg->msg_namelen = 0;
}
