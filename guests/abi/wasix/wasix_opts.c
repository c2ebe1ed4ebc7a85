/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WASIX: socket options, by the type of their values, see wasix.def, and
 * multicast groups. A value of Linux's is said if it has the length of its
 * kind and if the type can hold it.
 */
#include <string.h>

#include "player/names.h"
#include "player/numbers.h"
#include "player/raw.h"
#include "wasix.h"

WASIX_IMPORT(sock_set_opt_flag)(uint32_t fd, uint32_t option, uint32_t flag);
WASIX_IMPORT(sock_get_opt_flag)(uint32_t fd, uint32_t option, wasi_ptr flag);
WASIX_IMPORT(sock_set_opt_time)(uint32_t fd, uint32_t option, wasi_ptr time);
WASIX_IMPORT(sock_get_opt_time)(uint32_t fd, uint32_t option, wasi_ptr time);
WASIX_IMPORT(sock_set_opt_size)(uint32_t fd, uint32_t option, uint64_t size);
WASIX_IMPORT(sock_get_opt_size)(uint32_t fd, uint32_t option, wasi_ptr size);
WASIX_IMPORT(sock_join_multicast_v4)
(uint32_t fd, wasi_ptr group, wasi_ptr interface);
WASIX_IMPORT(sock_leave_multicast_v4)
(uint32_t fd, wasi_ptr group, wasi_ptr interface);
WASIX_IMPORT(sock_join_multicast_v6)
(uint32_t fd, wasi_ptr group, uint32_t interface);
WASIX_IMPORT(sock_leave_multicast_v6)
(uint32_t fd, wasi_ptr group, uint32_t interface);

enum opt_form { FLAG, SIZE, ERROR, TYPE, TIMEVAL, LINGER };

struct opt_row {
	int level, name;
	uint32_t option;
	enum opt_form form;
};

static const struct opt_row opt_rows[] = {
#define OPT(level, name, number, form) \
	{LINUX_LEVEL_##level, LINUX_##name, number, form},
#include "wasix.def"
};

#define OPT_ROWS (sizeof(opt_rows) / sizeof(opt_rows[0]))
#define OPT_NONE 0x8000 /* is no option */

#define NS_PER_S 1000000000
#define NS_PER_US 1000
#define US_PER_S 1000000

/* option_timestamp: u8 none 0 or some 1, u64 nanoseconds at 8 */
#define TIME 16
#define TIME_NS 8

static const char no_length[] = "option values have the length of their type";
static const char no_pointer[] = "option values are not passed by pointer";

/*
 * Its row. What Linux has no name for, of the one level that WASIX knows no
 * other than, is a size of no option.
 */
static const char *opt_find(const struct sock_opt *opt, struct opt_row *o)
{
	for (size_t i = 0; i < OPT_ROWS; i++) {
		*o = opt_rows[i];
		if (o->level == opt->level && o->name == opt->name)
			return NULL;
	}
	*o = (struct opt_row){opt->level, opt->name, OPT_NONE, SIZE};
	if (names_option_number(opt->level, opt->name) != NULL)
		return "this ABI does not support this option";
	return opt->level == LINUX_LEVEL_SOL_SOCKET ? NULL
						    : "options have no level";
}

static uint64_t opt_load64(const unsigned char *in)
{
	return wasi_load32(in) | (uint64_t)wasi_load32(in + 4) << 32;
}

static void opt_store64(unsigned char *out, uint64_t n)
{
	wasi_store32(out, (uint32_t)n);
	wasi_store32(out + 4, (uint32_t)(n >> 32));
}

/* The time of a struct timeval: NULL, or why it is none. */
static const char *time_of_timeval(const unsigned char *value,
				   unsigned char *time)
{
	uint64_t sec = opt_load64(value), usec = opt_load64(value + 8);

	if (usec >= US_PER_S || sec >= UINT64_MAX / NS_PER_S)
		return "times are unsigned nanoseconds";
	time[0] = sec != 0 || usec != 0;
	opt_store64(time + TIME_NS, sec * NS_PER_S + usec * NS_PER_US);
	return NULL;
}

/* And of a struct linger. */
static const char *time_of_linger(const unsigned char *value,
				  unsigned char *time)
{
	int32_t on = (int32_t)wasi_load32(value);
	int32_t sec = (int32_t)wasi_load32(value + 4);

	if (on != 0 && on != 1)
		return "a time is there or not";
	if (sec < 0)
		return "times are unsigned nanoseconds";
	if (on == 0 && sec != 0)
		return "a time that is off has no seconds";
	time[0] = (unsigned char)on;
	opt_store64(time + TIME_NS, (uint64_t)sec * NS_PER_S);
	return NULL;
}

static struct sock_ret opt_set_time(int fd, const struct sock_opt *opt,
				    const struct opt_row *o)
{
	unsigned char time[TIME] = {0};
	const char *why = o->form == LINGER ? time_of_linger(opt->bytes, time)
					    : time_of_timeval(opt->bytes, time);

	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(
		wasix_32v1_sock_set_opt_time((uint32_t)fd, o->option,
					     wasi_at(hostile(opt->ptr, time))),
		0);
}

static struct sock_ret opt_set_int(int fd, const struct sock_opt *opt,
				   const struct opt_row *o)
{
	int32_t value = (int32_t)wasi_load32(opt->bytes);

	if (opt->ptr != HOSTILE_NOT)
		return sock_cannot(no_pointer);
	if (o->form != FLAG)
		return wasi_ret(
			wasix_32v1_sock_set_opt_size((uint32_t)fd, o->option,
						     (uint64_t)(int64_t)value),
			0);
	if (value != 0 && value != 1)
		return sock_cannot("a flag is 0 or 1");
	return wasi_ret(wasix_32v1_sock_set_opt_flag((uint32_t)fd, o->option,
						     (uint32_t)value),
			0);
}

/* Is it a group that is joined or left? Then *r is what came of it. */
static int opt_group(int fd, const struct sock_opt *opt, struct sock_ret *r)
{
	unsigned char *value = opt->bytes, group6[24] = {0};
	wasi_ptr at = wasi_at(hostile(opt->ptr, value));
	wasi_ptr interface = wasi_at(value + 4);
	uint32_t n = (uint32_t)fd, index = 0;

	if (opt->len == 20) {
		memcpy(group6, value, 16);
		index = wasi_load32(value + 16);
	}
	if (opt->level == LINUX_LEVEL_IPPROTO_IP &&
	    opt->name == LINUX_IP_ADD_MEMBERSHIP)
		*r = wasi_ret(
			wasix_32v1_sock_join_multicast_v4(n, at, interface), 0);
	else if (opt->level == LINUX_LEVEL_IPPROTO_IP &&
		 opt->name == LINUX_IP_DROP_MEMBERSHIP)
		*r = wasi_ret(
			wasix_32v1_sock_leave_multicast_v4(n, at, interface),
			0);
	else if (opt->level == LINUX_LEVEL_IPPROTO_IPV6 &&
		 opt->name == LINUX_IPV6_JOIN_GROUP)
		*r = wasi_ret(
			wasix_32v1_sock_join_multicast_v6(
				n, wasi_at(hostile(opt->ptr, group6)), index),
			0);
	else if (opt->level == LINUX_LEVEL_IPPROTO_IPV6 &&
		 opt->name == LINUX_IPV6_LEAVE_GROUP)
		*r = wasi_ret(
			wasix_32v1_sock_leave_multicast_v6(
				n, wasi_at(hostile(opt->ptr, group6)), index),
			0);
	else
		return 0;
	return 1;
}

struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt)
{
	struct opt_row o;
	struct sock_ret r;
	const char *why;

	if (opt->size != 0 && opt->len != opt->size)
		return sock_cannot(no_length);
	if (opt_group(fd, opt, &r))
		return r;
	why = opt_find(opt, &o);
	if (why == NULL && opt->len < 4)
		why = no_length;
	if (why != NULL)
		return sock_cannot(why);
	return o.form >= TIMEVAL ? opt_set_time(fd, opt, &o)
				 : opt_set_int(fd, opt, &o);
}

/* An int of the ABI's as Linux's, and whether it is one. */
static uint32_t opt_value(struct sock_opt *opt, const struct opt_row *o,
			  uint64_t told)
{
	int64_t n = (int64_t)told;

	if (n != (int32_t)n || (o->form == FLAG && n > 1))
		opt->odd = (int)told;
	else if (o->form == TYPE)
		n = wasix_linux_type((uint32_t)n);
	else if (o->form == ERROR && n != 0)
		n = names_errno_wasi((int)n);
	if ((o->form == TYPE || o->form == ERROR) && n < 0)
		opt->odd = (int)told;
	return (uint32_t)n;
}

/* A time as a struct timeval or linger. */
static void opt_tell_time(const struct opt_row *o, const unsigned char *time,
			  unsigned char *value)
{
	uint64_t ns = opt_load64(time + TIME_NS);

	if (o->form == LINGER) {
		wasi_store32(value, time[0]);
		wasi_store32(value + 4, (uint32_t)(ns / NS_PER_S));
		return;
	}
	if (time[0] == 0)
		ns = 0;
	opt_store64(value, ns / NS_PER_S);
	opt_store64(value + 8, ns % NS_PER_S / NS_PER_US);
}

/* What the host wrote of the type's bytes becomes the value. */
static void opt_tell(struct sock_opt *opt, const struct opt_row *o,
		     const struct guard *out)
{
	unsigned char *value = opt->room->bytes;

	opt->told = SOCK_UNSAYABLE;
	opt->written = opt->ptr != HOSTILE_NOT ? SOCK_HIDDEN : opt->len;
	if (opt->ptr != HOSTILE_NOT || guard_written(out) == 0)
		return;
	raw_drop(opt->room);
	if (o->form >= TIMEVAL)
		opt_tell_time(o, out->bytes, value);
	else
		wasi_store32(value,
			     opt_value(opt, o,
				       o->form == FLAG
					       ? out->bytes[0]
					       : opt_load64(out->bytes)));
}

struct sock_ret sock_getsockopt(int fd, struct sock_opt *opt)
{
	static const size_t sizes[] = {
		[FLAG] = 1, [SIZE] = 8,       [ERROR] = 8,
		[TYPE] = 8, [TIMEVAL] = TIME, [LINGER] = TIME,
	};
	struct opt_row o;
	const char *why = opt_find(opt, &o);
	struct guard *out;
	wasi_ptr at;
	uint32_t err, n = (uint32_t)fd;

	if (why == NULL && opt->lenptr != HOSTILE_NOT)
		why = "lengths are not passed by pointer";
	if (why == NULL && opt->ptr == HOSTILE_END && o.form == FLAG)
		why = "one byte cannot cross the end of memory";
	if (why == NULL && opt->len != opt->size)
		why = no_length;
	if (why != NULL)
		return sock_cannot(why);
	out = guard_new("value", sizes[o.form]);
	at = wasi_at(hostile(opt->ptr, out->bytes));
	if (o.form >= TIMEVAL)
		err = wasix_32v1_sock_get_opt_time(n, o.option, at);
	else if (o.form == FLAG)
		err = wasix_32v1_sock_get_opt_flag(n, o.option, at);
	else
		err = wasix_32v1_sock_get_opt_size(n, o.option, at);
	if (err == 0)
		opt_tell(opt, &o, out);
	return wasi_ret(err, 0);
}
