/* SPDX-License-Identifier: Apache-2.0 */
#include "errnos.h"

#include <errno.h>
#include <stddef.h>

#include "host.h"

/* Linux's number, and WASI's or -1. */
static const int8_t errnos_table[] = {
#define ERRNO(name, linux_number, wasi) [linux_number] = wasi,
#include "guests/lang/errnos.def"
#undef ERRNO
};

#define ERRNOS_N (sizeof(errnos_table) / sizeof(errnos_table[0]))

/* The numbers are the same in every host. */
uint32_t errnos_wasi(struct sockhost *h, int e)
{
	(void)h;
	if (e == 0)
		return WASI_SUCCESS;
	if (e < 0 || (size_t)e >= ERRNOS_N || errnos_table[e] <= 0)
		return WASI_IO;
	return (uint32_t)errnos_table[e];
}

uint32_t errnos_result(struct sockhost *h, long result)
{
	return result < 0 ? errnos_wasi(h, (int)-result) : WASI_SUCCESS;
}

int errnos_linux(uint32_t wasi)
{
	if (wasi == WASI_SUCCESS)
		return 0;
	for (size_t e = 1; e < ERRNOS_N; e++)
		if (errnos_table[e] > 0 && (uint32_t)errnos_table[e] == wasi)
			return (int)e;
	return -1;
}

/* The kernel may have cut the int: what is there counts, little-endian. */
void errnos_value(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4] = {0};

	if (len > sizeof(bytes))
		len = sizeof(bytes);
	if (!mem_get(h, bytes, ptr, len))
		return;
	mem_set32(bytes, errnos_wasi(h, (int)mem_u32(bytes)));
	mem_put(h, ptr, bytes, len);
}
