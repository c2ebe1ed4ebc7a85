/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockopt.c: socket options.
 *
 * Level, name, value and length go to the kernel as they are. That is safe
 * as long as a value is only bytes. The options below are more than that:
 * they hold an address of the caller's memory, a descriptor, or a length that
 * counts something else. Left alone, they would let a guest reach memory and
 * descriptors that are not its own.
 */
#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "errnos.h"
#include "host.h"
#include "mutants/mutants.h"
#include "policy_option.h"
#include "quota.h"
#include "sock.h"

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

enum sockopt_more {
	PLAIN,
	ADDRESSES, /* of the caller's: the kernel sees no value (EFAULT) */
	FILTER,    /* a struct sock_fprog: its address is translated */
	COUNTED,   /* the length counts struct sock_filter */
	FD_IN,     /* an int that is a descriptor */
	FD_OUT,
};

enum { SET = 1, GET = 2 };

static const struct {
	int level;
	int first, last; /* names */
	int way;
	enum sockopt_more more;
} sockopt_special[] = {
	{SOL_SOCKET, SO_ATTACH_FILTER, SO_ATTACH_FILTER, SET, FILTER},
	{SOL_SOCKET, SO_GET_FILTER, SO_GET_FILTER, GET, COUNTED},
	{SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_CBPF, SET,
		FILTER},
	{SOL_SOCKET, SO_ATTACH_BPF, SO_ATTACH_BPF, SET, FD_IN},
	{SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, SO_ATTACH_REUSEPORT_EBPF, SET,
		FD_IN},
	{SOL_SOCKET, SO_PEERPIDFD, SO_PEERPIDFD, GET, FD_OUT},
	/* struct tcp_zerocopy_receive */
	{IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE, TCP_ZEROCOPY_RECEIVE, GET,
		ADDRESSES},
	/* netfilter's tables: ip, arp, bridge; ipv6 */
	{IPPROTO_IP, 64, 65, SET, ADDRESSES},
	{IPPROTO_IP, 96, 97, SET, ADDRESSES},
	{IPPROTO_IP, 128, 131, SET | GET, ADDRESSES},
	{IPPROTO_IPV6, 64, 65, SET, ADDRESSES},
	/* protocols and families of their own, rich in both */
	{IPPROTO_SCTP, 0, 0x7fffffff, SET | GET, ADDRESSES},
};

/* Levels of other families, linux/socket.h: their values may be anything. */
#define SOCKOPT_FOREIGN 256
#define SOCKOPT_FOREIGN_END 512

static enum sockopt_more sockopt_more(int level, int name, int way)
{
	if (level >= SOCKOPT_FOREIGN && level < SOCKOPT_FOREIGN_END)
		return ADDRESSES;
	for (size_t i = 0;
	     i < sizeof(sockopt_special) / sizeof(sockopt_special[0]); i++)
		if (sockopt_special[i].level == level &&
		    name >= sockopt_special[i].first &&
		    name <= sockopt_special[i].last &&
		    (sockopt_special[i].way & way))
			return sockopt_special[i].more;
	return PLAIN;
}

/*
 * The guest's struct sock_fprog: u16 count @0, u64 address @8. Of any other
 * length the kernel takes none.
 */
static int sockopt_filter(struct sockhost *h, int host, int name,
	uint32_t ptr, uint32_t len)
{
	struct sock_fprog prog = {0};
	uint8_t bytes[sizeof(prog)];
	uint64_t code;

	if (len != sizeof(prog) || !mem_get(h, bytes, ptr, sizeof(bytes)))
		return setsockopt(host, SOL_SOCKET, name,
			mem_user(h, ptr, len), len);
	prog.len = mem_u16(bytes);
	code = prog.len * sizeof(struct sock_filter);
	prog.filter = mem_user(h, mem_u64(bytes + 8), code);
	return setsockopt(host, SOL_SOCKET, name, &prog, sizeof(prog));
}

/* Of any other length than an int's the kernel takes no descriptor. */
static int sockopt_set_fd(struct sockhost *h, int host, int name,
	uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4];
	int value;

	if (len != sizeof(bytes) || !mem_get(h, bytes, ptr, sizeof(bytes)))
		return setsockopt(host, SOL_SOCKET, name,
			mem_user(h, ptr, len), len);
	value = fds_host(h, mem_u32(bytes));
	return setsockopt(host, SOL_SOCKET, name, &value, sizeof(value));
}

static bool sockopt_is_reuse(int level, int name)
{
	return level == SOL_SOCKET &&
	       (name == SO_REUSEADDR || name == SO_REUSEPORT);
}

static bool sockopt_is_dgram(int host)
{
	socklen_t len = sizeof(int);
	int type = 0;

	return getsockopt(host, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	       type == SOCK_DGRAM;
}

static bool sockopt_is_zero(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4];

	return len == sizeof(bytes) && mem_get(h, bytes, ptr, len) &&
	       mem_u32(bytes) == 0;
}

/* The bugs that swallow an option, of a socket: -EBADF is still told. */
static bool sockopt_lost(struct sockhost *h, int host, int level, int name)
{
	if (host == -1)
		return false;
	if (mutant(h, M_reuse_not_udp) && sockopt_is_reuse(level, name) &&
	    sockopt_is_dgram(host))
		return true;
	return mutant_is(h, F_option, level, name);
}

/* The bugs that change what is set; true if there is nothing left to do. */
static bool sockopt_set_mutant(struct sockhost *h, int *level, int *named,
	uint32_t *len)
{
	int name = *named;

	if (mutant(h, M_setsockopt_fake))
		return true;
	if (mutant(h, M_reuse_swapped) && sockopt_is_reuse(*level, name))
		*named = name == SO_REUSEADDR ? SO_REUSEPORT : SO_REUSEADDR;
	*len -= mutant_length(h, L_optlen_in);
	*len += mutant_length(h, L_optlen_in_more);
	if (mutant(h, M_v6only_ignored) && *level == IPPROTO_IPV6 &&
	    name == IPV6_V6ONLY)
		return true;
	if (mutant(h, M_timeo_ignored) && *level == SOL_SOCKET &&
	    (name == SO_RCVTIMEO || name == SO_SNDTIMEO))
		return true;
	if (mutant(h, M_linger_cut) && *level == SOL_SOCKET &&
	    name == SO_LINGER)
		*len = 4;
	if (mutant(h, M_level_ignored))
		*level = SOL_SOCKET;
	return false;
}

int sockopt_set(struct sockhost *h, uint32_t fd, int level, int name,
	uint32_t ptr, uint32_t len)
{
	int host = fds_host(h, fd);
	const void *value;

	if (sockopt_set_mutant(h, &level, &name, &len) ||
	    sockopt_lost(h, host, level, name))
		return 0;
	if (mutant(h, M_zero_refused) && sockopt_is_zero(h, ptr, len))
		return -EINVAL;
	if (host != -1 && policy_option_set(h, level, name,
				  mem_at(h, ptr, len), len) < 0)
		return -EACCES;
	if (quota_option(h, level, name, ptr, len) < 0)
		return -ENOBUFS;
	value = mem_user(h, ptr, len);
	switch (sockopt_more(level, name, SET)) {
	case FILTER:
		return (int)host_result(sockopt_filter(h, host, name, ptr,
			len));
	case FD_IN:
		return (int)host_result(sockopt_set_fd(h, host, name, ptr,
			len));
	case ADDRESSES:
		value = mem_bad(h);
		break;
	case PLAIN:
	case COUNTED:
	case FD_OUT:
		break;
	}
	return (int)host_result(setsockopt(host, level, name, value, len));
}

/* A new descriptor of the host's becomes one of the guest's. */
static int sockopt_take_fd(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4];
	int fd;

	if (len != sizeof(bytes) || !mem_get(h, bytes, ptr, len))
		return 0;
	fd = fds_add(h, (int)mem_u32(bytes));
	mem_put32(h, ptr, (uint32_t)fd);
	return fd < 0 ? fd : 0;
}

static void sockopt_zero(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	void *value = mem_at(h, ptr, len);

	if (value)
		memset(value, 0, len);
}

static void sockopt_get_mutant(struct sockhost *h, int level, int name,
	uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4];

	if (mutant_is(h, F_option_get, level, name) ||
	    (mutant(h, M_so_error_zero) && level == SOL_SOCKET &&
		    name == SO_ERROR))
		sockopt_zero(h, ptr, len);
	if (mutant(h, M_rcvbuf_halved) && level == SOL_SOCKET &&
	    (name == SO_RCVBUF || name == SO_SNDBUF) &&
	    mem_get(h, bytes, ptr, sizeof(bytes)))
		mem_put32(h, ptr, mem_u32(bytes) / 2);
}

/* All that is a value: how many bytes of memory does a length stand for? */
static void *sockopt_room(struct sockhost *h, enum sockopt_more more,
	uint32_t ptr, uint32_t len)
{
	uint64_t unit = more == COUNTED ? sizeof(struct sock_filter) : 1;

	return more == ADDRESSES ? mem_bad(h) : mem_user(h, ptr, len * unit);
}

int sockopt_get(struct sockhost *h, uint32_t fd, int level, int name,
	uint32_t ptr, uint32_t *len)
{
	enum sockopt_more more;
	socklen_t told = *len;
	int r;

	if (mutant(h, M_level_ignored))
		level = SOL_SOCKET;
	if (mutant(h, M_getsockopt_four))
		told = 4;
	if (mutant(h, M_so_error_unsupported) && level == SOL_SOCKET &&
	    name == SO_ERROR)
		return -EOPNOTSUPP;
	if (fds_get(h, fd) && policy_option_get(h, level, name) < 0)
		return -EACCES;
	if (told > 0)
		told -= mutant_length(h, L_optlen_room);
	more = sockopt_more(level, name, GET);
	r = getsockopt(fds_host(h, fd), level, name,
		sockopt_room(h, more, ptr, *len), &told);
	if (r == -1)
		return mutant(h, M_option_unknown_inval) &&
				errno == ENOPROTOOPT
			? -EINVAL
			: -errno;
	*len = told - mutant_length(h, L_optlen_out) +
	       mutant_length(h, L_optlen_out_more);
	if (more == FD_OUT)
		return sockopt_take_fd(h, ptr, told);
	sockopt_get_mutant(h, level, name, ptr, told);
	return 0;
}
