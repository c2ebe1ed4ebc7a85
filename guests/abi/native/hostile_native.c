/* SPDX-License-Identifier: Apache-2.0 */
#include "player/hostile.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void *hostile_at[HOSTILE_WRAP + 1];

/*
 * A page behind a mapped one is kept mapped without any right: so nothing
 * else comes to lie there, and the kernel answers for it as for an address
 * that is not mapped.
 */
void hostile_start(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (two == MAP_FAILED || mprotect(two + page, page, PROT_NONE) == -1)
		abort();
	hostile_at[HOSTILE_BAD] = two + page;
	hostile_at[HOSTILE_END] = two + page - 1;
	hostile_at[HOSTILE_WRAP] = (void *)UINTPTR_MAX;
}

int hostile_sayable(enum hostile kind)
{
	(void)kind;
	return 1;
}

void *hostile(enum hostile kind, void *right)
{
	return kind == HOSTILE_NOT ? right : hostile_at[kind];
}
