/* SPDX-License-Identifier: Apache-2.0 */
/*
 * python.c: the socket extension of a Python for WebAssembly. Families, types
 * and shutdown's directions are Linux's numbers, and so is what each function
 * returns: 0 or an errno.
 *
 *	an address, 19 bytes
 *	 0  u8   family
 *	 1  u16  port, in network order
 *	 3       4 bytes of IPv4 (and then 12 unused), or 16 of IPv6
 *
 * A record says no length: all 19 bytes have to be in memory, of which IPv4
 * reads 7. Of what a family needs beyond it, flow and scope, there is 0. A
 * family that is neither reaches the kernel as a bare family, for it to
 * refuse.
 *
 * The functions share one table of descriptors with preview1's. Numbers that
 * a call makes have their place checked first, so that nothing is lost.
 */
#include <errno.h>
#include <string.h>

#include "abi.h"
#include "core/host.h"
#include "core/resolve.h"
#include "core/sock.h"

#define RECORD 19
#define RECORD_PORT 1
#define RECORD_IP 3

static uint32_t python_result(long r)
{
	return r < 0 ? (uint32_t)-r : 0;
}

static void python_load(struct sockhost *h, struct addr *a, uint32_t ptr)
{
	uint8_t rec[RECORD] = {0};

	memset(a, 0, sizeof(*a));
	a->bad = !mem_get(h, rec, ptr, RECORD);
	a->sa.sa_family = rec[0];
	a->len = sizeof(a->in6);
	if (rec[0] == AF_INET6) {
		memcpy(&a->in6.sin6_port, rec + RECORD_PORT, 2);
		memcpy(&a->in6.sin6_addr, rec + RECORD_IP, 16);
	} else if (rec[0] == AF_INET) {
		a->len = sizeof(a->in);
		memcpy(&a->in.sin_port, rec + RECORD_PORT, 2);
		memcpy(&a->in.sin_addr, rec + RECORD_IP, 4);
	}
}

/* An address that the kernel told; false for one that has no record. */
static bool python_record(uint8_t rec[RECORD], const struct addr *a)
{
	memset(rec, 0, RECORD);
	rec[0] = (uint8_t)a->sa.sa_family;
	if (a->sa.sa_family == AF_INET) {
		memcpy(rec + RECORD_PORT, &a->in.sin_port, 2);
		memcpy(rec + RECORD_IP, &a->in.sin_addr, 4);
	} else if (a->sa.sa_family == AF_INET6) {
		memcpy(rec + RECORD_PORT, &a->in6.sin6_port, 2);
		memcpy(rec + RECORD_IP, &a->in6.sin6_addr, 16);
	} else {
		return false;
	}
	return true;
}

/* A descriptor just made, told at `out`, which has been checked. */
static uint32_t python_made(struct sockhost *h, int fd, uint32_t out)
{
	if (fd >= 0)
		mem_put32(h, out, (uint32_t)fd);
	return python_result(fd);
}

static uint32_t python_sock_open(struct sockhost *h, uint32_t family,
				 uint32_t type, uint32_t out_fd)
{
	if (!mem_at(h, out_fd, 4))
		return EFAULT;
	if (family != AF_INET && family != AF_INET6)
		return EAFNOSUPPORT;
	/* as Linux says it of numbers that it has, and of others */
	if (type != SOCK_STREAM && type != SOCK_DGRAM)
		return type > SOCK_PACKET ? EINVAL : ESOCKTNOSUPPORT;
	return python_made(h, sock_open(h, (int)family, (int)type, 0), out_fd);
}

static uint32_t python_sock_connect(struct sockhost *h, uint32_t fd,
				    uint32_t addr)
{
	struct addr a;

	python_load(h, &a, addr);
	return python_result(sock_connect(h, fd, &a));
}

/* One flat buffer as the kernel's list of one. */
static void python_piece(struct sockhost *h, struct mem_iov *iov, uint32_t ptr,
			 uint32_t len)
{
	iov->piece[0] = (struct iovec){mem_user(h, ptr, len), len};
	iov->at = iov->piece;
	iov->n = 1;
}

static uint32_t python_sock_send(struct sockhost *h, uint32_t fd, uint32_t data,
				 uint32_t len, uint32_t out_sent)
{
	struct mem_iov iov;
	struct sock_msg m = {.iov = &iov};
	long r;

	if (!mem_at(h, out_sent, 4))
		return EFAULT;
	python_piece(h, &iov, data, len);
	r = sock_send(h, fd, &m);
	if (r >= 0)
		mem_put32(h, out_sent, (uint32_t)r);
	return python_result(r);
}

static uint32_t python_sock_recv(struct sockhost *h, uint32_t fd,
				 uint32_t out_data, uint32_t len,
				 uint32_t out_received)
{
	struct mem_iov iov;
	struct sock_msg m = {.iov = &iov};
	long r;

	if (!mem_at(h, out_received, 4))
		return EFAULT;
	python_piece(h, &iov, out_data, len);
	r = sock_recv(h, fd, &m);
	if (r >= 0)
		mem_put32(h, out_received, (uint32_t)r);
	return python_result(r);
}

static uint32_t python_sock_close(struct sockhost *h, uint32_t fd)
{
	return python_result(fds_close(h, fd));
}

static uint32_t python_sock_accept(struct sockhost *h, uint32_t fd,
				   uint32_t out_addr, uint32_t out_fd)
{
	struct addr peer = {.len = ADDR_MAX};
	uint8_t rec[RECORD];
	int r;

	if (!mem_at(h, out_fd, 4))
		return EFAULT;
	peer.bad = !mem_at(h, out_addr, RECORD);
	r = sock_accept(h, fd, 0, &peer);
	if (r >= 0 && python_record(rec, &peer))
		mem_put(h, out_addr, rec, RECORD);
	return python_made(h, r, out_fd);
}

static uint32_t python_sock_shutdown(struct sockhost *h, uint32_t fd,
				     uint32_t how)
{
	return python_result(sock_shutdown(h, fd, (int)how));
}

/* As many as there is room for; getaddrinfo(3) tells each once per type. */
static uint32_t python_records(const struct addrinfo *found, uint16_t port,
			       uint8_t *to, uint32_t most)
{
	uint32_t n = 0;

	for (; found && n < most; found = found->ai_next) {
		struct addr a;

		memcpy(&a.any, found->ai_addr, found->ai_addrlen);
		if (a.sa.sa_family == AF_INET)
			a.in.sin_port = htons(port);
		else if (a.sa.sa_family == AF_INET6)
			a.in6.sin6_port = htons(port);
		n += python_record(to + (size_t)n * RECORD, &a);
	}
	return n;
}

static uint32_t python_sock_resolve(struct sockhost *h, uint32_t name,
				    uint32_t namelen, uint32_t port,
				    uint32_t out_addrs, uint32_t most,
				    uint32_t out_count)
{
	uint8_t *to = mem_at(h, out_addrs, (uint64_t)most * RECORD);
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *found;
	char node[RESOLVE_NAME];
	int r;

	if (!to || !mem_at(h, out_count, 4))
		return EFAULT;
	if (port > UINT16_MAX)
		return EINVAL;
	r = resolve_name(h, node, name, namelen);
	if (r == 0)
		r = resolve_lookup(h, node, NULL, &hints, &found);
	if (r < 0)
		return python_result(r);
	mem_put32(h, out_count,
		  python_records(found, (uint16_t)port, to, most));
	freeaddrinfo(found);
	return 0;
}

#define ABI python
#define ABI_DEF "python.def"
#include "abi_fns.h"

const struct abi abi_python = {"python", "wasi_snapshot_preview1",
			       &abi_preview1, ABI_FNS(python)};
