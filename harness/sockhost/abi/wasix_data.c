/* SPDX-License-Identifier: Apache-2.0 */
/* WASIX: sending, receiving and names of hosts, see wasix.h. */
#include <errno.h>
#include <string.h>
#include <sys/sendfile.h>

#include "core/errnos.h"
#include "core/host.h"
#include "core/resolve.h"
#include "core/sock.h"
#include "mutants/mutants.h"
#include "wasix.h"

#define RIFLAG_PEEK 0x1
#define RIFLAG_WAITALL 0x2
#define RIFLAG_TRUNCATED 0x4
#define RIFLAG_DONT_WAIT 0x8
#define RIFLAGS 0xf
#define SIFLAG_DONT_WAIT 0x1
#define ROFLAG_TRUNCATED 0x1

/* addr_ip: u8 family, u8 unused, 4 or 16 bytes of address */
#define FOUND 18
#define FOUND_IP 2

static int recv_flags(struct sockhost *h, uint32_t riflags)
{
	int flags = (riflags & RIFLAG_PEEK ? MSG_PEEK : 0) |
		    (riflags & RIFLAG_WAITALL ? MSG_WAITALL : 0) |
		    (riflags & RIFLAG_TRUNCATED ? MSG_TRUNC : 0) |
		    (riflags & RIFLAG_DONT_WAIT ? MSG_DONTWAIT : 0);

	return mutant(h, M_riflags_peek_only) ? flags & MSG_PEEK : flags;
}

/* a: where the sender is told, or NULL */
static uint32_t wasix_recv(struct sockhost *h, uint32_t fd, struct sock_msg *m,
			   uint32_t riflags, uint32_t out_len,
			   uint32_t out_roflags)
{
	long r;

	if (!mem_at(h, out_len, 4) || !mem_at(h, out_roflags, 2))
		return errnos_wasi(h, EFAULT);
	if (riflags & ~(uint32_t)RIFLAGS)
		return errnos_wasi(h, EINVAL);
	m->flags = recv_flags(h, riflags);
	r = sock_recv(h, fd, m);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_len, (uint32_t)r);
	mem_put16(h, out_roflags,
		  m->flags & MSG_TRUNC && !mutant(h, M_roflags_never)
			  ? ROFLAG_TRUNCATED
			  : 0);
	return WASI_SUCCESS;
}

uint32_t wasix_sock_recv(struct sockhost *h, uint32_t fd, uint32_t iovs,
			 uint32_t niovs, uint32_t riflags, uint32_t out_len,
			 uint32_t out_roflags)
{
	struct mem_iov iov;
	struct sock_msg m = {.iov = &iov};

	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	return wasix_recv(h, fd, &m, riflags, out_len, out_roflags);
}

uint32_t wasix_sock_recv_from(struct sockhost *h, uint32_t fd, uint32_t iovs,
			      uint32_t niovs, uint32_t riflags,
			      uint32_t out_len, uint32_t out_roflags,
			      uint32_t out_addr)
{
	struct mem_iov iov;
	struct addr a;
	struct sock_msg m = {.iov = &iov,
			     .addr = wasix_addr_room(h, &a, out_addr)};
	uint32_t err;

	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	err = wasix_recv(h, fd, &m, riflags, out_len, out_roflags);
	if (err == WASI_SUCCESS && !mutant(h, M_recvfrom_no_addr))
		wasix_addr_store(h, &a, out_addr);
	return err;
}

static uint32_t wasix_send(struct sockhost *h, uint32_t fd, struct sock_msg *m,
			   uint32_t siflags, uint32_t out_len)
{
	long r;

	if (!mem_at(h, out_len, 4))
		return errnos_wasi(h, EFAULT);
	if (siflags & ~(uint32_t)SIFLAG_DONT_WAIT)
		return errnos_wasi(h, EINVAL);
	m->flags = MSG_NOSIGNAL | (siflags ? MSG_DONTWAIT : 0);
	r = sock_send(h, fd, m);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_len, (uint32_t)r);
	return WASI_SUCCESS;
}

uint32_t wasix_sock_send(struct sockhost *h, uint32_t fd, uint32_t iovs,
			 uint32_t niovs, uint32_t siflags, uint32_t out_len)
{
	struct mem_iov iov;
	struct sock_msg m = {.iov = &iov};

	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	return wasix_send(h, fd, &m, siflags, out_len);
}

uint32_t wasix_sock_send_to(struct sockhost *h, uint32_t fd, uint32_t iovs,
			    uint32_t niovs, uint32_t siflags, uint32_t addr,
			    uint32_t out_len)
{
	struct mem_iov iov;
	struct addr a;
	struct sock_msg m = {.iov = &iov, .addr = &a};
	int r = wasix_addr_load(h, &a, addr);

	if (r < 0)
		return errnos_result(h, r);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	return wasix_send(h, fd, &m, siflags, out_len);
}

/* sendfile(2); `offset` is where to begin, and stays as it is. */
uint32_t wasix_sock_send_file(struct sockhost *h, uint32_t fd, uint32_t in_fd,
			      uint64_t offset, uint64_t count,
			      uint32_t out_count)
{
	off_t from = (off_t)offset;
	long r;

	if (!mem_at(h, out_count, 8))
		return errnos_wasi(h, EFAULT);
	r = host_result(sendfile(fds_host(h, fd), fds_host(h, in_fd), &from,
				 (size_t)count));
	if (r < 0)
		return errnos_result(h, r);
	mem_put64(h, out_count, (uint64_t)r);
	return WASI_SUCCESS;
}

/* As many as there is room for; returns how many. */
static uint32_t wasix_found(const struct addrinfo *found, uint8_t *to,
			    uint32_t most)
{
	uint32_t n = 0;

	for (; found && n < most; found = found->ai_next) {
		uint8_t *at = to + (size_t)n * FOUND;
		struct addr a;

		memset(at, 0, FOUND);
		memcpy(&a.any, found->ai_addr, found->ai_addrlen);
		at[0] = found->ai_family == AF_INET ? 1 : 2;
		if (found->ai_family == AF_INET)
			memcpy(at + FOUND_IP, &a.in.sin_addr, 4);
		else
			memcpy(at + FOUND_IP, &a.in6.sin6_addr, 16);
		n++;
	}
	return n;
}

/* The port, a hint, changes nothing in what is found. */
uint32_t wasix_resolve(struct sockhost *h, uint32_t name, uint32_t namelen,
		       uint32_t port, uint32_t out_ips, uint32_t most,
		       uint32_t out_len)
{
	static const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	uint8_t *to = mem_at(h, out_ips, (uint64_t)most * FOUND);
	struct addrinfo *found;
	char node[RESOLVE_NAME];
	int r;

	(void)port;
	if (!to || !mem_at(h, out_len, 4))
		return errnos_wasi(h, EFAULT);
	r = resolve_name(h, node, name, namelen);
	if (r == 0)
		r = resolve_lookup(h, node, NULL, &hints, &found);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_len, wasix_found(found, to, most));
	freeaddrinfo(found);
	return WASI_SUCCESS;
}
