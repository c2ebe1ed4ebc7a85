/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WASIX: socket options, by the type of their values, and multicast groups,
 * see wasix.h. Which option goes by which calls is in wasix.def of the
 * guests. One that has no row there is ENOPROTOOPT, and so is one that has
 * another type than the call; a timeout longer than a timeval can hold is
 * EDOM, as on Linux.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>

#include "core/errnos.h"
#include "core/host.h"
#include "core/sock.h"
#include "mutants/mutants.h"
#include "wasix.h"

#define NS_PER_S 1000000000
#define NS_PER_US 1000

/* option_timestamp: u8 none 0 or some 1, u64 nanoseconds at 8 */
#define TIME 16
#define TIME_NS 8

enum opt_form { FLAG = 1, SIZE, ERROR, TYPE, TIMEVAL, LINGER };

struct opt_row {
	int level, name;
	enum opt_form form;
};

static const struct opt_row opt_rows[] = {
#define OPT(level, name, number, form) [number] = {level, name, form},
#include "guests/abi/wasix/wasix.def"
};

/* Its row, if its form is from `first` to `last`. */
static const struct opt_row *opt_find(uint32_t option, enum opt_form first,
				      enum opt_form last)
{
	const struct opt_row *o;

	if (option >= sizeof(opt_rows) / sizeof(opt_rows[0]))
		return NULL;
	o = &opt_rows[option];
	return o->form >= first && o->form <= last ? o : NULL;
}

/* Of an option that there is not: is there the descriptor at least? */
static uint32_t opt_none(struct sockhost *h, uint32_t fd)
{
	int value;
	uint32_t len = sizeof(value);
	int r = sockopt_get_value(h, fd, SOL_SOCKET, SO_TYPE, &value, &len);

	return errnos_wasi(h, r < 0 ? -r : ENOPROTOOPT);
}

static uint32_t opt_set_int(struct sockhost *h, uint32_t fd,
			    const struct opt_row *o, int value)
{
	return errnos_result(h, sockopt_set_value(h, fd, o->level, o->name,
						  &value, sizeof(value)));
}

/* The kernel may tell a byte where an int was asked for, as IP_TTL does not. */
static int opt_get_int(struct sockhost *h, uint32_t fd, const struct opt_row *o,
		       int *value)
{
	uint32_t len = sizeof(*value);

	*value = 0;
	return sockopt_get_value(h, fd, o->level, o->name, value, &len);
}

uint32_t wasix_sock_set_opt_flag(struct sockhost *h, uint32_t fd,
				 uint32_t option, uint32_t flag)
{
	const struct opt_row *o = opt_find(option, FLAG, FLAG);

	if (!o)
		return opt_none(h, fd);
	if (flag > 1)
		return errnos_wasi(h, EINVAL);
	return opt_set_int(h, fd, o, mutant(h, M_flags_always) ? 1 : (int)flag);
}

uint32_t wasix_sock_get_opt_flag(struct sockhost *h, uint32_t fd,
				 uint32_t option, uint32_t out_flag)
{
	const struct opt_row *o = opt_find(option, FLAG, FLAG);
	uint8_t flag;
	int value, r;

	if (!mem_at(h, out_flag, 1))
		return errnos_wasi(h, EFAULT);
	if (!o)
		return opt_none(h, fd);
	r = opt_get_int(h, fd, o, &value);
	flag = value != 0;
	if (r == 0)
		mem_put(h, out_flag, &flag, sizeof(flag));
	return errnos_result(h, r);
}

/* 64 bits that an int does not have are no value of the option. */
uint32_t wasix_sock_set_opt_size(struct sockhost *h, uint32_t fd,
				 uint32_t option, uint64_t size)
{
	const struct opt_row *o = opt_find(option, SIZE, TYPE);
	int64_t value = (int64_t)size;

	if (!o)
		return opt_none(h, fd);
	if (value != (int)value || mutant(h, M_sizes_refused))
		return errnos_wasi(h, EINVAL);
	return opt_set_int(h, fd, o, (int)value);
}

uint32_t wasix_sock_get_opt_size(struct sockhost *h, uint32_t fd,
				 uint32_t option, uint32_t out_size)
{
	const struct opt_row *o = opt_find(option, SIZE, TYPE);
	int value, r;

	if (!mem_at(h, out_size, 8))
		return errnos_wasi(h, EFAULT);
	if (!o)
		return opt_none(h, fd);
	r = opt_get_int(h, fd, o, &value);
	if (r < 0)
		return errnos_result(h, r);
	if (o->form == ERROR && !mutant(h, M_so_error_raw))
		value = (int)errnos_wasi(h, value);
	else if (o->form == TYPE && !mutant(h, M_so_type_raw))
		value = wasix_type_of(value);
	mem_put64(h, out_size, (uint64_t)(int64_t)value);
	return WASI_SUCCESS;
}

static uint32_t time_set_linger(struct sockhost *h, uint32_t fd, bool some,
				uint64_t ns)
{
	struct linger value = {.l_onoff = some,
			       .l_linger = (int)(ns / NS_PER_S)};

	if (some && ns / NS_PER_S > INT32_MAX)
		return errnos_wasi(h, EDOM);
	return errnos_result(h, sockopt_set_value(h, fd, SOL_SOCKET, SO_LINGER,
						  &value, sizeof(value)));
}

uint32_t wasix_sock_set_opt_time(struct sockhost *h, uint32_t fd,
				 uint32_t option, uint32_t time)
{
	const struct opt_row *o = opt_find(option, TIMEVAL, LINGER);
	uint8_t bytes[TIME];
	struct timeval value = {0};
	uint64_t ns;

	if (!mem_get(h, bytes, time, sizeof(bytes)))
		return errnos_wasi(h, EFAULT);
	if (!o)
		return opt_none(h, fd);
	if (bytes[0] > 1)
		return errnos_wasi(h, EINVAL);
	ns = bytes[0] ? mem_u64(bytes + TIME_NS) : 0;
	if (o->form == LINGER)
		return time_set_linger(h, fd, bytes[0], ns);
	value.tv_sec = (time_t)(ns / NS_PER_S);
	value.tv_usec = (suseconds_t)(ns % NS_PER_S / NS_PER_US);
	return errnos_result(h, sockopt_set_value(h, fd, o->level, o->name,
						  &value, sizeof(value)));
}

/* A time that is over is told with its nanoseconds, and as none. */
static void time_put(struct sockhost *h, uint32_t ptr, bool some, uint64_t ns)
{
	uint8_t bytes[TIME] = {some};

	mem_set64(bytes + TIME_NS, ns);
	mem_put(h, ptr, bytes, sizeof(bytes));
}

static int time_get(struct sockhost *h, uint32_t fd, const struct opt_row *o,
		    bool *some, uint64_t *ns)
{
	struct linger linger = {0};
	struct timeval value = {0};
	uint32_t len = o->form == LINGER ? sizeof(linger) : sizeof(value);
	int r = sockopt_get_value(
		h, fd, o->level, o->name,
		o->form == LINGER ? (void *)&linger : (void *)&value, &len);

	*ns = (uint64_t)value.tv_sec * NS_PER_S +
	      (uint64_t)value.tv_usec * NS_PER_US;
	*some = *ns != 0;
	if (o->form == LINGER) {
		*some = linger.l_onoff;
		*ns = (uint64_t)linger.l_linger * NS_PER_S;
	}
	return r;
}

uint32_t wasix_sock_get_opt_time(struct sockhost *h, uint32_t fd,
				 uint32_t option, uint32_t out_time)
{
	const struct opt_row *o = opt_find(option, TIMEVAL, LINGER);
	bool some;
	uint64_t ns;
	int r;

	if (!mem_at(h, out_time, TIME))
		return errnos_wasi(h, EFAULT);
	if (!o)
		return opt_none(h, fd);
	r = time_get(h, fd, o, &some, &ns);
	if (r == 0)
		time_put(h, out_time, some, ns);
	return errnos_result(h, r);
}

static uint32_t group_v4(struct sockhost *h, uint32_t fd, int name,
			 uint32_t group, uint32_t interface)
{
	struct ip_mreq value;

	if (!mem_get(h, &value.imr_multiaddr, group, 4) ||
	    !mem_get(h, &value.imr_interface, interface, 4))
		return errnos_wasi(h, EFAULT);
	return errnos_result(h, sockopt_set_value(h, fd, IPPROTO_IP, name,
						  &value, sizeof(value)));
}

uint32_t wasix_sock_join_multicast_v4(struct sockhost *h, uint32_t fd,
				      uint32_t group, uint32_t interface)
{
	return group_v4(h, fd, IP_ADD_MEMBERSHIP, group, interface);
}

uint32_t wasix_sock_leave_multicast_v4(struct sockhost *h, uint32_t fd,
				       uint32_t group, uint32_t interface)
{
	return group_v4(h, fd, IP_DROP_MEMBERSHIP, group, interface);
}

/* addr_ip6 has 24 bytes; the flow label and scope behind 16 are not used. */
static uint32_t group_v6(struct sockhost *h, uint32_t fd, int name,
			 uint32_t group, uint32_t index)
{
	struct ipv6_mreq value = {.ipv6mr_interface = index};

	if (!mem_at(h, group, 24) ||
	    !mem_get(h, &value.ipv6mr_multiaddr, group, 16))
		return errnos_wasi(h, EFAULT);
	return errnos_result(h, sockopt_set_value(h, fd, IPPROTO_IPV6, name,
						  &value, sizeof(value)));
}

uint32_t wasix_sock_join_multicast_v6(struct sockhost *h, uint32_t fd,
				      uint32_t group, uint32_t index)
{
	return group_v6(h, fd, IPV6_JOIN_GROUP, group, index);
}

uint32_t wasix_sock_leave_multicast_v6(struct sockhost *h, uint32_t fd,
				       uint32_t group, uint32_t index)
{
	return group_v6(h, fd, IPV6_LEAVE_GROUP, group, index);
}
