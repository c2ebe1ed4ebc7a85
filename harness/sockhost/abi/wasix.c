/* SPDX-License-Identifier: Apache-2.0 */
/* WASIX's sockets: how they come to be, are named and joined, see wasix.h. */
#include "wasix.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/host.h"
#include "core/make.h"
#include "core/sock.h"
#include "mutants/mutants.h"
#include "preview1.h"

enum { STATUS_OPENING, STATUS_OPENED, STATUS_CLOSED, STATUS_FAILED };

/* Linux's numbers, or what it says of such as it does not have: -errno. */
static int wasix_kind(uint32_t af, uint32_t type, int *domain, int *kind)
{
	*domain = wasix_family(af);
	*kind = wasix_type(type);
	if (*domain <= 0)
		return -EAFNOSUPPORT;
	if (*kind > 0)
		return 0;
	return type > SOCK_PACKET ? -EINVAL : -ESOCKTNOSUPPORT;
}

uint32_t wasix_sock_open(struct sockhost *h, uint32_t af, uint32_t type,
			 uint32_t protocol, uint32_t out_fd)
{
	int domain, kind, r;

	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	r = wasix_kind(af, type, &domain, &kind);
	if (r == 0)
		r = sock_open(h, domain, kind, (int)protocol);
	if (r >= 0)
		mem_put32(h, out_fd, (uint32_t)r);
	return errnos_result(h, r);
}

uint32_t wasix_sock_pair(struct sockhost *h, uint32_t af, uint32_t type,
			 uint32_t protocol, uint32_t out_fd, uint32_t out_other)
{
	uint32_t made[2];
	int domain, kind, r;

	if (!mem_at(h, out_fd, 4) || !mem_at(h, out_other, 4))
		return errnos_wasi(h, EFAULT);
	r = wasix_kind(af, type, &domain, &kind);
	if (r == 0)
		r = make_pair(h, domain, kind, (int)protocol, made);
	if (r == 0) {
		mem_put32(h, out_fd, made[0]);
		mem_put32(h, out_other, made[1]);
	}
	return errnos_result(h, r);
}

uint32_t wasix_sock_bind(struct sockhost *h, uint32_t fd, uint32_t addr)
{
	struct addr a;
	int r = wasix_addr_load(h, &a, addr);

	return errnos_result(h, r < 0 ? r : sock_bind(h, fd, &a));
}

uint32_t wasix_sock_connect(struct sockhost *h, uint32_t fd, uint32_t addr)
{
	struct addr a;
	int r = wasix_addr_load(h, &a, addr);

	return errnos_result(h, r < 0 ? r : sock_connect(h, fd, &a));
}

uint32_t wasix_sock_listen(struct sockhost *h, uint32_t fd, uint32_t backlog)
{
	return errnos_result(h, sock_listen(h, fd, (int)backlog));
}

uint32_t wasix_sock_accept_v2(struct sockhost *h, uint32_t fd, uint32_t fdflags,
			      uint32_t out_fd, uint32_t out_addr)
{
	struct addr a;
	int r;

	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	if (fdflags & ~(uint32_t)FDFLAG_NONBLOCK)
		return errnos_wasi(h, EINVAL);
	r = sock_accept(h, fd, fdflags ? SOCK_NONBLOCK : 0,
			wasix_addr_room(h, &a, out_addr));
	if (r < 0)
		return errnos_result(h, r);
	wasix_addr_store(h, &a, out_addr);
	mem_put32(h, out_fd, (uint32_t)r);
	return WASI_SUCCESS;
}

/* getsockname(2) or getpeername(2); r is what it returned. */
static uint32_t wasix_named(struct sockhost *h, int r, const struct addr *a,
			    uint32_t out_addr)
{
	if (r == 0)
		wasix_addr_store(h, a, out_addr);
	return errnos_result(h, r);
}

uint32_t wasix_sock_addr_local(struct sockhost *h, uint32_t fd,
			       uint32_t out_addr)
{
	struct addr a;
	int r = sock_name(h, fd, wasix_addr_room(h, &a, out_addr));

	return wasix_named(h, r, &a, out_addr);
}

/* A host that has no peer's address to tell, and tells zeros. */
static uint32_t wasix_no_peer(struct sockhost *h, uint32_t out_addr)
{
	struct addr none = {.in = {.sin_family = AF_INET},
			    .len = sizeof(none.in)};

	return wasix_named(h, 0, &none, out_addr);
}

uint32_t wasix_sock_addr_peer(struct sockhost *h, uint32_t fd,
			      uint32_t out_addr)
{
	struct addr a;
	int r = sock_peer(h, fd, wasix_addr_room(h, &a, out_addr));

	if (mutant(h, M_peer_zeros) && r == -ENOTCONN)
		return wasix_no_peer(h, out_addr);
	return wasix_named(h, r, &a, out_addr);
}

/*
 * Linux has no such call; what it would say: a socket that has failed has an
 * error that nobody has asked for yet, one that is connected has a peer, and
 * one that is neither and waits for nothing is on its way.
 */
static uint8_t wasix_status(int host)
{
	struct pollfd p = {.fd = host, .events = POLLOUT | POLLRDHUP};
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);

	if (poll(&p, 1, 0) < 0 || p.revents & POLLERR)
		return STATUS_FAILED;
	if (p.revents & POLLRDHUP && p.revents & POLLHUP)
		return STATUS_CLOSED;
	return getpeername(host, (struct sockaddr *)&peer, &len) == 0
		       ? STATUS_OPENED
		       : STATUS_OPENING;
}

uint32_t wasix_sock_status(struct sockhost *h, uint32_t fd, uint32_t out_status)
{
	const struct fd *f = fds_get(h, fd);
	int type;
	socklen_t len = sizeof(type);
	uint8_t status;

	if (!mem_at(h, out_status, 1))
		return errnos_wasi(h, EFAULT);
	if (!f)
		return errnos_wasi(h, EBADF);
	if (getsockopt(f->host, SOL_SOCKET, SO_TYPE, &type, &len) == -1)
		return errnos_wasi(h, errno);
	status = wasix_status(f->host);
	mem_put(h, out_status, &status, sizeof(status));
	return WASI_SUCCESS;
}

#define ABI wasix
#define ABI_DEF "wasix.def"
#include "abi_fns.h"

const struct abi abi_wasix = {"wasix", "wasix_32v1", &abi_preview1,
			      ABI_FNS(wasix)};
