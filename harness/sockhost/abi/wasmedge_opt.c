/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WasmEdge's socket options. Values are Linux's, of any length; SO_TYPE and
 * SO_ERROR tell WASI's numbers.
 *
 * wasi-go's dialect has the size itself for a pointer to it, and it must be
 * four: options that are no ints are not supported, and neither are some to
 * set. Sizes of queues read as they were asked for, half of Linux's.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "core/sock.h"
#include "wasmedge_addr.h"

enum opt_way { NONE, GET, BOTH };

static const struct opt_row {
	uint32_t level, name;
	int linux_level, linux_name;
	enum opt_way wasigo;
} opt_rows[] = {
#define OPT(linux_level, linux_name, level, name, wasigo) \
	{level, name, linux_level, linux_name, wasigo},
#include "guests/abi/wasmedge/wasmedge.def"
};

#define OPT_ROWS (sizeof(opt_rows) / sizeof(opt_rows[0]))

/* *row is the option's; 0 or -errno. */
static int opt_find(const struct wasmedge *d, const struct wasmedge_opt *o,
	enum opt_way way, const struct opt_row **row)
{
	for (size_t i = 0; i < OPT_ROWS; i++) {
		*row = &opt_rows[i];
		if ((*row)->level != o->level || (*row)->name != o->name)
			continue;
		if (!d->ints)
			return o->level == 0 ? 0 : -EINVAL;
		if ((*row)->linux_name == SO_RCVLOWAT && way == BOTH)
			return -EINVAL; /* the one that it says so of */
		if ((*row)->wasigo < way)
			return -EOPNOTSUPP;
		return o->size == sizeof(int) ? 0 : -EINVAL;
	}
	return -EINVAL;
}

/* SO_TYPE's value as WASI's; the kernel may have cut it. */
static void opt_type(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4] = {0};
	int type;

	if (len > sizeof(bytes))
		len = sizeof(bytes);
	if (mutant(h, M_so_type_raw) || !mem_get(h, bytes, ptr, len))
		return;
	type = wasmedge_type_of((int)mem_u32(bytes));
	mem_set32(bytes, type == -1 ? 0 : (uint32_t)type);
	mem_put(h, ptr, bytes, len);
}

static void opt_halve(struct sockhost *h, uint32_t ptr)
{
	uint8_t bytes[4];

	if (mem_get(h, bytes, ptr, sizeof(bytes)))
		mem_put32(h, ptr, mem_u32(bytes) / 2);
}

static void opt_value(struct sockhost *h, const struct wasmedge *d,
	const struct opt_row *row, uint32_t ptr, uint32_t len)
{
	if (row->linux_level != SOL_SOCKET)
		return;
	switch (row->linux_name) {
	case SO_ERROR:
		errnos_value(h, ptr, len);
		break;
	case SO_TYPE:
		opt_type(h, ptr, len);
		break;
	case SO_SNDBUF:
	case SO_RCVBUF:
		if (d->ints)
			opt_halve(h, ptr);
		break;
	}
}

uint32_t wasmedge_getsockopt(struct sockhost *h, const struct wasmedge *d,
	const struct wasmedge_opt *o)
{
	const struct opt_row *row;
	uint8_t size[4];
	uint32_t len = o->size;
	int r = opt_find(d, o, GET, &row);

	if (r == 0 && !d->ints) {
		r = wasmedge_ptr(h, d, o->size, sizeof(size));
		if (r == 0)
			mem_get(h, size, o->size, sizeof(size));
		len = r == 0 ? mem_u32(size) : 0;
	}
	if (r == 0)
		r = sockopt_get(h, o->fd, row->linux_level, row->linux_name,
			o->value, &len);
	if (r < 0)
		return errnos_result(h, r);
	opt_value(h, d, row, o->value, len);
	if (!d->ints)
		mem_put32(h, o->size, len);
	return WASI_SUCCESS;
}

uint32_t wasmedge_setsockopt(struct sockhost *h, const struct wasmedge *d,
	const struct wasmedge_opt *o)
{
	const struct opt_row *row;
	int r = opt_find(d, o, BOTH, &row);

	if (mutant(h, M_nodelay_ignored) && row->linux_name == TCP_NODELAY)
		return errnos_result(h, r);
	if (r == 0)
		r = sockopt_set(h, o->fd, row->linux_level, row->linux_name,
			o->value, o->size);
	return errnos_result(h, r);
}
