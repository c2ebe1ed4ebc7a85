/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WasmEdge's socket options. Values are Linux's, of any length; SO_TYPE and
 * SO_ERROR tell WASI's numbers. wasi-go's dialect has the size itself for a
 * pointer to it, and options of TCP.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "core/sock.h"
#include "wasmedge_addr.h"

static const struct opt_row {
	uint32_t level, name;
	int linux_level, linux_name;
} opt_rows[] = {
#define OPT(linux_level, linux_name, level, name) \
	{level, name, linux_level, linux_name},
#include "guests/abi/wasmedge/wasmedge.def"
};

#define OPT_ROWS (sizeof(opt_rows) / sizeof(opt_rows[0]))

/* A level, and a name, that Linux does not have either: its answer is ours. */
#define OPT_NONE 0x7fff

static int opt_level(const struct wasmedge *d, uint32_t level)
{
	if (level == 0)
		return SOL_SOCKET;
	return level == IPPROTO_TCP && d->tcp ? IPPROTO_TCP : OPT_NONE;
}

static struct opt_row opt_find(const struct wasmedge *d,
			       const struct wasmedge_opt *o)
{
	int level = opt_level(d, o->level);

	for (size_t i = 0; i < OPT_ROWS && level != OPT_NONE; i++)
		if (opt_rows[i].level == o->level &&
		    opt_rows[i].name == o->name)
			return opt_rows[i];
	return (struct opt_row){o->level, o->name, level, OPT_NONE};
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

static void opt_value(struct sockhost *h, const struct opt_row *row,
		      uint32_t ptr, uint32_t len)
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
	}
}

uint32_t wasmedge_getsockopt(struct sockhost *h, const struct wasmedge *d,
			     const struct wasmedge_opt *o)
{
	struct opt_row row = opt_find(d, o);
	uint8_t size[4];
	uint32_t len = o->size;
	int r = 0;

	if (!d->by_value) {
		r = wasmedge_ptr(h, d, o->size, sizeof(size));
		if (r == 0)
			mem_get(h, size, o->size, sizeof(size));
		len = r == 0 ? mem_u32(size) : 0;
	}
	if (r == 0)
		r = sockopt_get(h, o->fd, row.linux_level, row.linux_name,
				o->value, &len);
	if (r < 0)
		return errnos_result(h, r);
	opt_value(h, &row, o->value, len);
	if (!d->by_value)
		mem_put32(h, o->size, len);
	return WASI_SUCCESS;
}

uint32_t wasmedge_setsockopt(struct sockhost *h, const struct wasmedge *d,
			     const struct wasmedge_opt *o)
{
	struct opt_row row = opt_find(d, o);

	if (mutant(h, M_nodelay_ignored) && row.linux_level == IPPROTO_TCP)
		return WASI_SUCCESS;
	return errnos_result(h, sockopt_set(h, o->fd, row.linux_level,
					    row.linux_name, o->value, o->size));
}
