/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket options. Values are Linux's, but for those of SO_TYPE and SO_ERROR.
 * WasmEdge has a pointer to the size, and any value; wasi-go's dialect the
 * size itself, only ints, and tells sizes of queues as they were asked for,
 * half of what Linux tells.
 */
#include "player/names.h"
#include "player/numbers.h"
#include "wasmedge.h"

WASI_IMPORT(wasi_snapshot_preview1, sock_getsockopt)(uint32_t fd,
	uint32_t level, uint32_t name, wasi_ptr value, uint32_t size);
WASI_IMPORT(wasi_snapshot_preview1, sock_setsockopt)(uint32_t fd,
	uint32_t level, uint32_t name, wasi_ptr value, uint32_t size);

enum { NONE, GET, BOTH };

static const struct wasmedge_opt {
	int linux_level, linux_name;
	uint32_t level, name;
	int wasigo;
} wasmedge_opts[] = {
#define OPT(linux_level, linux_name, level, name, wasigo) \
	{LINUX_LEVEL_##linux_level, LINUX_##linux_name, level, name, wasigo},
#include "wasmedge.def"
};

#define OPTS (sizeof(wasmedge_opts) / sizeof(wasmedge_opts[0]))

/* way: GET, or BOTH to set. *o is its row; NULL, or why it cannot be said. */
static const char *opt_find(const struct sock_opt *opt, int way,
	const struct wasmedge_opt **o)
{
	for (size_t i = 0; i < OPTS; i++) {
		*o = &wasmedge_opts[i];
		if ((*o)->linux_level != opt->level ||
			(*o)->linux_name != opt->name)
			continue;
		if (!wasmedge.ints && (*o)->level != 0)
			break;
		if (wasmedge.ints && (*o)->wasigo < way)
			return (*o)->wasigo == NONE ? "this option is no int" :
				"this option can only be read";
		return NULL;
	}
	return "this ABI has no such option";
}

static const char *opt_size(const struct sock_opt *opt)
{
	if (opt->len < 0)
		return "a length is never negative";
	if (wasmedge.ints && opt->len != 4)
		return "a value has four bytes";
	return NULL;
}

/* Little-endian, of as many bytes as there are. */
static uint32_t opt_load(const unsigned char *value, long n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | value[n];
	return v;
}

static void opt_store(unsigned char *value, long n, uint32_t v)
{
	for (long i = 0; i < n; i++, v >>= 8)
		value[i] = (unsigned char)v;
}

/* Linux's value for one of the ABI's. */
static uint32_t opt_value(struct sock_opt *opt, uint32_t v)
{
	int n;

	switch (opt->name) {
	case LINUX_SO_TYPE:
		return (uint32_t)wasmedge_linux_type(v);
	case LINUX_SO_ERROR:
		n = v == 0 ? 0 : names_errno_wasi((int)v);
		if (n < 0)
			opt->odd = -n;
		return (uint32_t)n;
	case LINUX_SO_SNDBUF:
	case LINUX_SO_RCVBUF:
		return wasmedge.ints ? 2 * v : v;
	}
	return v;
}

static void opt_tell(struct sock_opt *opt)
{
	unsigned char *value = opt->room->bytes;
	long n = opt->written < 4 ? opt->written : 4;

	if (opt->ptr != HOSTILE_NOT) {
		opt->written = SOCK_HIDDEN;
		return;
	}
	if (opt->level == LINUX_LEVEL_SOL_SOCKET && opt->written <= 4 && n > 0)
		opt_store(value, n, opt_value(opt, opt_load(value, n)));
}

/* The size is told; it must be no more than there was room for. */
static struct sock_ret opt_get_sized(int fd, struct sock_opt *opt,
	const struct wasmedge_opt *o)
{
	struct guard *size = wasi_out("len");
	uint32_t err;

	if (opt->lenptr == HOSTILE_END && wasmedge.aligned)
		return sock_cannot("an aligned number never crosses an end");
	wasi_store32(size->bytes, (uint32_t)opt->len);
	err = wasi_snapshot_preview1_sock_getsockopt((uint32_t)fd, o->level,
		o->name, wasi_at(hostile(opt->ptr, opt->room->bytes)),
		wasi_at(wasmedge_hostile(opt->lenptr, size->bytes)));
	opt->told = opt->lenptr != HOSTILE_NOT ? SOCK_HIDDEN :
		(long)wasi_out_u32(size);
	opt->written = opt->told == SOCK_HIDDEN ? 0 : opt->told;
	if (opt->written < 0 || opt->written > (long)opt->room->size)
		opt->written = (long)opt->room->size;
	if (err == 0)
		opt_tell(opt);
	return wasi_ret(err, 0);
}

static struct sock_ret opt_get_int(int fd, struct sock_opt *opt,
	const struct wasmedge_opt *o)
{
	uint32_t err;

	if (opt->lenptr != HOSTILE_NOT)
		return sock_cannot("there is no pointer to a length");
	err = wasi_snapshot_preview1_sock_getsockopt((uint32_t)fd, o->level,
		o->name, wasi_at(hostile(opt->ptr, opt->room->bytes)), 4);
	opt->told = SOCK_UNSAYABLE;
	opt->written = guard_written(opt->room) > 0 ? 4 : 0;
	if (err == 0)
		opt_tell(opt);
	return wasi_ret(err, 0);
}

struct sock_ret sock_getsockopt(int fd, struct sock_opt *opt)
{
	const struct wasmedge_opt *o;
	const char *why = opt_find(opt, GET, &o);

	if (why == NULL)
		why = opt_size(opt);
	if (why != NULL)
		return sock_cannot(why);
	return wasmedge.ints ? opt_get_int(fd, opt, o) :
		opt_get_sized(fd, opt, o);
}

struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt)
{
	const struct wasmedge_opt *o;
	const char *why = opt_find(opt, BOTH, &o);

	if (why == NULL)
		why = opt_size(opt);
	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(wasi_snapshot_preview1_sock_setsockopt((uint32_t)fd,
		o->level, o->name, wasi_at(hostile(opt->ptr, opt->bytes)),
		(uint32_t)opt->len), 0);
}
