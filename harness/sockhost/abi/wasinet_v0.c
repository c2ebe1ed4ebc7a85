/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasinet_v0.c: wasinet's sockets. Families, types, protocols, levels,
 * options and flags are Linux's numbers; errnos are WASI's, SO_ERROR's value
 * too. No address to send to is a pointer and a length of 0 both; an address
 * to receive of length 0 is one that nobody asks for; oob of length 0, no
 * control messages, just as in Linux.
 *
 * Numbers that a call makes are told through pointers that Linux has no
 * counterpart of. They are checked first, so that nothing is lost.
 */
#include <errno.h>
#include <string.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "core/resolve.h"
#include "core/sock.h"
#include "wasinet_addr.h"

static uint32_t wasinet_v0_sock_determine_host_af_family(struct sockhost *h,
							 uint32_t af)
{
	static const uint32_t linux_family[] = {AF_UNSPEC, AF_UNIX, AF_INET,
						AF_INET6};

	(void)h;
	return af < 4 ? linux_family[af] : AF_UNSPEC;
}

/* A descriptor just made, told at `out`, which has been checked. */
static uint32_t wasinet_made(struct sockhost *h, int fd, uint32_t out)
{
	if (fd < 0)
		return errnos_result(h, fd);
	mem_put32(h, out, (uint32_t)fd);
	return WASI_SUCCESS;
}

static uint32_t wasinet_v0_sock_open(struct sockhost *h, uint32_t af,
				     uint32_t type, uint32_t protocol,
				     uint32_t out_fd)
{
	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	return wasinet_made(h, sock_open(h, (int)af, (int)type, (int)protocol),
			    out_fd);
}

static uint32_t wasinet_v0_sock_bind(struct sockhost *h, uint32_t fd,
				     uint32_t addr, uint32_t addrlen)
{
	struct addr a;

	wasinet_addr_load(h, &a, addr, addrlen);
	return errnos_result(h, sock_bind(h, fd, &a));
}

static uint32_t wasinet_v0_sock_connect(struct sockhost *h, uint32_t fd,
					uint32_t addr, uint32_t addrlen)
{
	struct addr a;

	wasinet_addr_load(h, &a, addr, addrlen);
	return errnos_result(h, sock_connect(h, fd, &a));
}

static uint32_t wasinet_v0_sock_listen(struct sockhost *h, uint32_t fd,
				       uint32_t backlog)
{
	return errnos_result(h, sock_listen(h, fd, (int)backlog));
}

static uint32_t wasinet_v0_sock_accept(struct sockhost *h, uint32_t fd,
				       uint32_t out_fd, uint32_t out_addr,
				       uint32_t addrlen)
{
	struct addr a;
	struct addr *peer;
	int r;

	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	peer = addrlen ? wasinet_addr_room(h, &a, out_addr, addrlen) : NULL;
	r = sock_accept(h, fd, 0, peer);
	if (r >= 0 && peer)
		wasinet_addr_store(h, peer, out_addr, addrlen);
	return wasinet_made(h, r, out_fd);
}

static uint32_t wasinet_v0_sock_getsockopt(struct sockhost *h, uint32_t fd,
					   uint32_t level, uint32_t name,
					   uint32_t out_value, uint32_t len)
{
	int r = sockopt_get(h, fd, (int)level, (int)name, out_value, &len);

	if (r == 0 && level == SOL_SOCKET && name == SO_ERROR)
		errnos_value(h, out_value, len);
	if (mutant(h, M_getsockopt_minus_one))
		return UINT32_MAX;
	return errnos_result(h, r);
}

static uint32_t wasinet_v0_sock_setsockopt(struct sockhost *h, uint32_t fd,
					   uint32_t level, uint32_t name,
					   uint32_t value, uint32_t len)
{
	return errnos_result(
		h, sockopt_set(h, fd, (int)level, (int)name, value, len));
}

static uint32_t wasinet_v0_sock_getlocaladdr(struct sockhost *h, uint32_t fd,
					     uint32_t out_addr,
					     uint32_t addrlen)
{
	struct addr a;
	int r;

	r = sock_name(h, fd, wasinet_addr_room(h, &a, out_addr, addrlen));
	if (r == 0)
		wasinet_addr_store(h, &a, out_addr, addrlen);
	return errnos_result(h, r);
}

static uint32_t wasinet_v0_sock_getpeeraddr(struct sockhost *h, uint32_t fd,
					    uint32_t out_addr, uint32_t addrlen)
{
	struct addr a;
	int r;

	r = sock_peer(h, fd, wasinet_addr_room(h, &a, out_addr, addrlen));
	if (r == 0)
		wasinet_addr_store(h, &a, out_addr, addrlen);
	return errnos_result(h, r);
}

static uint32_t wasinet_v0_sock_recv_from(struct sockhost *h, uint32_t fd,
					  uint32_t iovs, uint32_t niovs,
					  uint32_t oob, uint32_t ooblen,
					  uint32_t out_addr, uint32_t addrlen,
					  uint32_t flags, uint32_t out_nread,
					  uint32_t out_flags)
{
	struct mem_iov iov;
	struct addr a;
	struct control control;
	struct sock_msg m = {.iov = &iov, .flags = (int)flags};
	long r;

	if (!mem_at(h, out_nread, 4) || !mem_at(h, out_flags, 4))
		return errnos_wasi(h, EFAULT);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_64);
	if (addrlen)
		m.addr = wasinet_addr_room(h, &a, out_addr, addrlen);
	if (ooblen) {
		control_room(h, &control, oob, ooblen);
		m.control = &control;
	}
	r = sock_recv(h, fd, &m);
	if (r < 0)
		return errnos_result(h, r);
	if (m.addr && !mutant(h, M_recvfrom_no_addr))
		wasinet_addr_store(h, &a, out_addr, addrlen);
	mem_put32(h, out_nread, (uint32_t)r);
	mem_put32(h, out_flags, (uint32_t)m.flags);
	return WASI_SUCCESS;
}

static uint32_t wasinet_v0_sock_send_to(struct sockhost *h, uint32_t fd,
					uint32_t iovs, uint32_t niovs,
					uint32_t oob, uint32_t ooblen,
					uint32_t addr, uint32_t addrlen,
					uint32_t flags, uint32_t out_nwritten)
{
	struct mem_iov iov;
	struct addr a;
	struct control control;
	struct sock_msg m = {.iov = &iov, .flags = (int)flags};
	long r;

	if (!mem_at(h, out_nwritten, 4))
		return errnos_wasi(h, EFAULT);
	control.heap = NULL;
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_64);
	if (addr || addrlen) {
		wasinet_addr_load(h, &a, addr, addrlen);
		m.addr = &a;
	}
	if (ooblen) {
		control_load(h, &control, oob, ooblen);
		m.control = &control;
	}
	r = sock_send(h, fd, &m);
	control_free(&control);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_nwritten, (uint32_t)r);
	return WASI_SUCCESS;
}

static uint32_t wasinet_v0_sock_shutdown(struct sockhost *h, uint32_t fd,
					 uint32_t how)
{
	return errnos_result(h, sock_shutdown(h, fd, (int)how));
}

static int wasinet_network(struct sockhost *h, uint32_t ptr, uint32_t len,
			   struct addrinfo *hints)
{
	static const struct {
		const char *name;
		int family, type;
	} networks[] = {
		{"", AF_UNSPEC, SOCK_STREAM},    {"ip", AF_UNSPEC, SOCK_STREAM},
		{"ip4", AF_INET, SOCK_STREAM},   {"ip6", AF_INET6, SOCK_STREAM},
		{"tcp", AF_UNSPEC, SOCK_STREAM}, {"tcp4", AF_INET, SOCK_STREAM},
		{"tcp6", AF_INET6, SOCK_STREAM}, {"udp", AF_UNSPEC, SOCK_DGRAM},
		{"udp4", AF_INET, SOCK_DGRAM},   {"udp6", AF_INET6, SOCK_DGRAM},
	};
	char name[RESOLVE_NAME];
	int r = resolve_name(h, name, ptr, len);

	if (r < 0)
		return r;
	for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++)
		if (strcmp(networks[i].name, name) == 0) {
			*hints = (struct addrinfo){
				.ai_family = networks[i].family,
				.ai_socktype = networks[i].type};
			return 0;
		}
	return -EINVAL;
}

/* 16 bytes for each, as many as there is room for; returns how many bytes. */
static uint32_t wasinet_ips(const struct addrinfo *found, uint8_t *to,
			    uint32_t room)
{
	uint32_t n = 0;

	for (; found && room - n >= 16; found = found->ai_next) {
		struct addr a;

		memcpy(&a.any, found->ai_addr, found->ai_addrlen);
		memset(to + n, 0, 16);
		if (found->ai_family == AF_INET) {
			memset(to + n + 10, 0xff, 2);
			memcpy(to + n + 12, &a.in.sin_addr, 4);
		} else if (found->ai_family == AF_INET6) {
			memcpy(to + n, &a.in6.sin6_addr, 16);
		} else {
			continue;
		}
		n += 16;
	}
	return n;
}

static uint32_t wasinet_v0_sock_getaddrip(struct sockhost *h, uint32_t network,
					  uint32_t networklen, uint32_t name,
					  uint32_t namelen, uint32_t out_ips,
					  uint32_t room, uint32_t out_len)
{
	uint8_t *to = mem_at(h, out_ips, room);
	struct addrinfo hints;
	struct addrinfo *found;
	char node[RESOLVE_NAME];
	int r;

	if (!to || !mem_at(h, out_len, 4))
		return errnos_wasi(h, EFAULT);
	r = wasinet_network(h, network, networklen, &hints);
	if (r == 0)
		r = resolve_name(h, node, name, namelen);
	if (r == 0)
		r = resolve_lookup(h, node, NULL, &hints, &found);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_len, wasinet_ips(found, to, room));
	freeaddrinfo(found);
	return WASI_SUCCESS;
}

static uint32_t wasinet_v0_sock_getaddrport(
	struct sockhost *h, uint32_t network, uint32_t networklen,
	uint32_t service, uint32_t servicelen, uint32_t out_port)
{
	struct addrinfo hints;
	struct addrinfo *found;
	char name[RESOLVE_NAME];
	struct addr a;
	int r;

	if (!mem_at(h, out_port, 4))
		return errnos_wasi(h, EFAULT);
	r = wasinet_network(h, network, networklen, &hints);
	if (r == 0)
		r = resolve_name(h, name, service, servicelen);
	if (r == 0)
		r = resolve_lookup(h, NULL, name, &hints, &found);
	if (r < 0)
		return errnos_result(h, r);
	memcpy(&a.any, found->ai_addr, found->ai_addrlen);
	mem_put32(h, out_port, ntohs(a.in.sin_port));
	freeaddrinfo(found);
	return WASI_SUCCESS;
}

#define ABI wasinet_v0
#define ABI_DEF "wasinet_v0.def"
#include "abi_fns.h"

const struct abi abi_wasinet_v0 = {"wasinet_v0", "wasinet_v0", &abi_preview1,
				   ABI_FNS(wasinet_v0)};
