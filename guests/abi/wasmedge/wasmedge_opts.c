/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket options. Values are Linux's, but for those of SO_TYPE and SO_ERROR.
 * WasmEdge has a pointer to the size, wasi-go's dialect the size itself, which
 * it does not tell back.
 */
#include "player/names.h"
#include "player/numbers.h"
#include "player/raw.h"
#include "wasmedge.h"

WASI_IMPORT(wasi_snapshot_preview1, sock_getsockopt)
(uint32_t fd, uint32_t level, uint32_t name, wasi_ptr value, uint32_t size);
WASI_IMPORT(wasi_snapshot_preview1, sock_setsockopt)
(uint32_t fd, uint32_t level, uint32_t name, wasi_ptr value, uint32_t size);

static const struct wasmedge_opt {
	int linux_level, linux_name;
	uint32_t level, name;
} wasmedge_opts[] = {
#define OPT(linux_level, linux_name, level, name) \
	{LINUX_LEVEL_##linux_level, LINUX_##linux_name, level, name},
#include "wasmedge.def"
};

#define OPTS (sizeof(wasmedge_opts) / sizeof(wasmedge_opts[0]))

/* The levels that there are, 0 up to 6, and the names. */
#define LEVELS 7
#define NAMES 16

/* The number of a level; NULL, or why there is none. */
static const char *opt_level(int linux_level, uint32_t *level)
{
	if (linux_level == LINUX_LEVEL_SOL_SOCKET) {
		*level = 0;
		return NULL;
	}
	if (linux_level == LINUX_LEVEL_IPPROTO_TCP && wasmedge.tcp) {
		*level = 6;
		return NULL;
	}
	*level = wasmedge_outside(linux_level, LEVELS);
	return names_name(GROUP_LEVEL, linux_level) == NULL
		       ? NULL
		       : "this option level is not supported";
}

/* What Linux has no name for is said as what the ABI has none for. */
static const char *opt_unknown(const struct sock_opt *opt,
			       struct wasmedge_opt *o)
{
	*o = (struct wasmedge_opt){opt->level, opt->name, 0,
				   wasmedge_outside(opt->name, NAMES)};
	if (names_option_number(opt->level, opt->name) != NULL)
		return "this ABI does not support this option";
	return opt_level(opt->level, &o->level);
}

/* *o is its row; NULL, or why it cannot be said. */
static const char *opt_find(const struct sock_opt *opt, struct wasmedge_opt *o)
{
	for (size_t i = 0; i < OPTS; i++) {
		*o = wasmedge_opts[i];
		if (o->linux_level == opt->level &&
		    o->linux_name == opt->name &&
		    (o->level == 0 || wasmedge.tcp))
			return NULL;
	}
	return opt_unknown(opt, o);
}

/* Linux's value for one of the ABI's, and whether that is one. */
static uint32_t opt_value(struct sock_opt *opt, uint32_t v)
{
	int n = (int)v;

	if (opt->name == LINUX_SO_TYPE)
		n = v == 0 ? -1 : wasmedge_linux_type(v);
	else if (opt->name == LINUX_SO_ERROR && v != 0)
		n = names_errno_wasi((int)v);
	else
		return v;
	if (n < 0)
		opt->odd = (int)v;
	return (uint32_t)n;
}

static void opt_tell(struct sock_opt *opt)
{
	unsigned char *value = opt->room->bytes;
	long n = opt->written < 4 ? opt->written : 4;

	if (opt->ptr != HOSTILE_NOT) {
		opt->written = SOCK_HIDDEN;
		return;
	}
	if (opt->level == LINUX_LEVEL_SOL_SOCKET && opt->written <= 4 &&
	    n > 0 && guard_written(opt->room) > 0) {
		raw_keep(opt->room);
		wasi_store_cut(value, n,
			       opt_value(opt, wasi_load_cut(value, n)));
	}
}

/* How much of the value there is: what was told of it, if it is there. */
static long opt_written(const struct sock_opt *opt)
{
	long room = (long)opt->room->size;

	if (opt->told == SOCK_HIDDEN)
		return 0;
	return opt->told < 0 || opt->told > room ? room : opt->told;
}

/* The size is told; it must be no more than there was room for. */
static struct sock_ret opt_get_sized(int fd, struct sock_opt *opt,
				     const struct wasmedge_opt *o)
{
	struct guard *size = wasi_out("len");
	uint32_t err;

	if (opt->lenptr == HOSTILE_END && wasmedge.aligned)
		return sock_cannot("an aligned number cannot cross the end of "
				   "memory");
	wasi_store32(size->bytes, (uint32_t)opt->len);
	err = wasi_snapshot_preview1_sock_getsockopt(
		(uint32_t)fd, o->level, o->name,
		wasi_at(hostile(opt->ptr, opt->room->bytes)),
		wasi_at(wasmedge_hostile(opt->lenptr, size->bytes)));
	opt->told = opt->lenptr != HOSTILE_NOT ? SOCK_HIDDEN
					       : (long)wasi_out_u32(size);
	opt->written = opt_written(opt);
	if (err == 0)
		opt_tell(opt);
	return wasi_ret(err, 0);
}

/*
 * The size is not told: the value is as far as it was written; and all that
 * the kind has, where but a few of its last bytes look as if they were not.
 */
static struct sock_ret opt_get_unsized(int fd, struct sock_opt *opt,
				       const struct wasmedge_opt *o)
{
	uint32_t err;

	if (opt->lenptr != HOSTILE_NOT)
		return sock_cannot("lengths are not passed by pointer");
	err = wasi_snapshot_preview1_sock_getsockopt(
		(uint32_t)fd, o->level, o->name,
		wasi_at(hostile(opt->ptr, opt->room->bytes)),
		(uint32_t)opt->len);
	opt->told = SOCK_UNSAYABLE;
	opt->written = guard_value(opt->room, opt->size);
	if (err == 0)
		opt_tell(opt);
	return wasi_ret(err, 0);
}

struct sock_ret sock_getsockopt(int fd, struct sock_opt *opt)
{
	struct wasmedge_opt o;
	const char *why = opt_find(opt, &o);

	if (why != NULL)
		return sock_cannot(why);
	return wasmedge.by_value ? opt_get_unsized(fd, opt, &o)
				 : opt_get_sized(fd, opt, &o);
}

struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt)
{
	struct wasmedge_opt o;
	const char *why = opt_find(opt, &o);

	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(wasi_snapshot_preview1_sock_setsockopt(
				(uint32_t)fd, o.level, o.name,
				wasi_at(hostile(opt->ptr, opt->bytes)),
				(uint32_t)opt->len),
			0);
}
