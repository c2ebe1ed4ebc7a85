/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockopt.c: socket options.
 *
 * Level, name and length go to the kernel as they are, and of the value a
 * copy that is exactly as long as the kernel may touch (mem_value in mem.h).
 * That is enough as long as a value is only bytes, optlen of them. The rows
 * of sockopt.def are more than that.
 */
#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "errnos.h"
#include "host.h"
#include "policy_option.h"
#include "quota.h"
#include "sock.h"

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif
#ifndef TCP_AO_GET_KEYS
#define TCP_AO_GET_KEYS 41
#endif

enum sockopt_more {
	PLAIN,
	ADDRESSES,
	FILTER,
	FD_IN,
	FD_OUT,
	FILTERS,
	SOURCES_4,
	SOURCES,
	KEYS
};

enum { SET = 1, GET = 2 };

static const struct {
	int level;
	int first, last; /* names */
	int way;
	enum sockopt_more more;
} sockopt_special[] = {
#define SOCKOPT_IS(level, first, last, way, more) \
	{level, first, last, way, more},
#include "sockopt.def"
#undef SOCKOPT_IS
};

/*
 * Values that say themselves how long they may get: a head, in it the number
 * of elements that the caller has room for, and the size of one; 0 for
 * optlen. 64-bit layouts of linux/in.h and linux/tcp.h.
 */
static const struct sockopt_list {
	uint32_t head, count, unit;
} sockopt_lists[] = {
	[SOURCES_4] = {16, 12, 4},
	[SOURCES] = {144, 140, 128},
	[KEYS] = {276, 272, 0},
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

/* Some values are written to, also where they are set (IPV6_FLOWLABEL_MGR). */
static int sockopt_plain(struct sockhost *h, int host, int level, int name,
			 uint32_t ptr, uint32_t len)
{
	struct mem_value v;
	int r;

	mem_value(h, &v, ptr, len);
	r = setsockopt(host, level, name, v.at, len);
	mem_value_store(h, &v);
	return r;
}

/*
 * The guest's struct sock_fprog: u16 count @0, u64 address @8. Of any other
 * length the kernel takes none.
 */
static int sockopt_filter(struct sockhost *h, int host, int name, uint32_t ptr,
			  uint32_t len)
{
	struct sock_fprog prog = {0};
	uint8_t bytes[sizeof(prog)];
	uint64_t code;

	if (len != sizeof(prog) || !mem_get(h, bytes, ptr, sizeof(bytes)))
		return sockopt_plain(h, host, SOL_SOCKET, name, ptr, len);
	prog.len = mem_u16(bytes);
	code = prog.len * sizeof(struct sock_filter);
	prog.filter = mem_user(h, mem_u64(bytes + 8), code);
	return setsockopt(host, SOL_SOCKET, name, &prog, sizeof(prog));
}

/* Of any other length than an int's the kernel takes no descriptor. */
static int sockopt_set_fd(struct sockhost *h, int host, int name, uint32_t ptr,
			  uint32_t len)
{
	uint8_t bytes[4];
	int value;

	if (len != sizeof(bytes) || !mem_get(h, bytes, ptr, sizeof(bytes)))
		return sockopt_plain(h, host, SOL_SOCKET, name, ptr, len);
	value = fds_host(h, mem_u32(bytes));
	return setsockopt(host, SOL_SOCKET, name, &value, sizeof(value));
}

static int sockopt_set_more(struct sockhost *h, int host, int level, int name,
			    uint32_t ptr, uint32_t len)
{
	switch (sockopt_more(level, name, SET)) {
	case FILTER:
		return sockopt_filter(h, host, name, ptr, len);
	case FD_IN:
		return sockopt_set_fd(h, host, name, ptr, len);
	case ADDRESSES:
		return setsockopt(host, level, name, mem_bad(h), len);
	case PLAIN:
	case FD_OUT:
	case FILTERS:
	case SOURCES_4:
	case SOURCES:
	case KEYS:
		break;
	}
	return sockopt_plain(h, host, level, name, ptr, len);
}

int sockopt_set(struct sockhost *h, uint32_t fd, int level, int name,
		uint32_t ptr, uint32_t len)
{
	int host = fds_host(h, fd);

	if (host != -1 &&
	    policy_option_set(h, level, name, mem_at(h, ptr, len), len) < 0)
		return -EACCES;
	if (quota_option(h, level, name, ptr, len) < 0)
		return -ENOBUFS;
	return (int)host_result(
		sockopt_set_more(h, host, level, name, ptr, len));
}

/*
 * A new descriptor of the host's becomes one of the guest's. The kernel would
 * cut it to a shorter length and make it all the same, so it is asked for all
 * of it, and the guest's number is cut.
 */
static int sockopt_get_fd(struct sockhost *h, int host, int level, int name,
			  uint32_t ptr, uint32_t *len)
{
	bool negative = (int32_t)*len < 0;
	uint32_t room = *len < sizeof(int) ? *len : sizeof(int);
	int value = -1;
	socklen_t told = negative ? *len : sizeof(value);
	uint8_t bytes[4];

	if (getsockopt(host, level, name,
		       mem_at(h, ptr, room) ? &value : mem_user(h, ptr, room),
		       &told) == -1)
		return -errno;
	value = value < 0 ? value : fds_add(h, value);
	mem_set32(bytes, (uint32_t)value);
	mem_put(h, ptr, bytes, room);
	*len = room;
	return value < 0 ? value : 0;
}

/* How many bytes from ptr on the kernel may read and write. */
static uint64_t sockopt_room(struct sockhost *h, enum sockopt_more more,
			     uint32_t ptr, uint32_t len)
{
	const struct sockopt_list *list;
	uint64_t room;
	uint8_t count[4];

	if (more == FILTERS)
		return (uint64_t)len * sizeof(struct sock_filter);
	if (more != SOURCES_4 && more != SOURCES && more != KEYS)
		return len;
	list = &sockopt_lists[more];
	if (!mem_get(h, count, (uint64_t)ptr + list->count, sizeof(count)))
		return len;
	room = (uint64_t)mem_u32(count) * (list->unit ? list->unit : len) +
	       (list->unit ? list->head : 0);
	if (room < list->head)
		room = list->head;
	return room < len ? len : room;
}

static int sockopt_get_checked(struct sockhost *h, int host, int level,
			       int name, uint32_t ptr, uint32_t room,
			       socklen_t *told)
{
	enum sockopt_more more = sockopt_more(level, name, GET);
	struct mem_value v;
	int r;

	if (more == ADDRESSES)
		return getsockopt(host, level, name, mem_bad(h), told);
	mem_value(h, &v, ptr, sockopt_room(h, more, ptr, room));
	r = getsockopt(host, level, name, v.at, told);
	mem_value_store(h, &v);
	return r;
}

int sockopt_get(struct sockhost *h, uint32_t fd, int level, int name,
		uint32_t ptr, uint32_t *len)
{
	int host = fds_host(h, fd);
	socklen_t told = *len;

	if (fds_get(h, fd) && policy_option_get(h, level, name) < 0)
		return -EACCES;
	if (sockopt_more(level, name, GET) == FD_OUT)
		return sockopt_get_fd(h, host, level, name, ptr, len);
	if (sockopt_get_checked(h, host, level, name, ptr, *len, &told) == -1)
		return -errno;
	*len = told;
	return 0;
}
