/* SPDX-License-Identifier: Apache-2.0 */
#include "player/hostile.h"

#include <stdint.h>

#define WASM_PAGE 65536

static uintptr_t hostile_at[HOSTILE_WRAP + 1];

/* The player is linked with a memory that never grows to reach `bad`. */
void hostile_start(void)
{
	hostile_at[HOSTILE_BAD] = 0xf0000000;
	hostile_at[HOSTILE_END] = __builtin_wasm_memory_size(0) * WASM_PAGE - 1;
	hostile_at[HOSTILE_WRAP] = UINTPTR_MAX;
}

int hostile_sayable(enum hostile kind)
{
	return kind != HOSTILE_NULL;
}

void *hostile(enum hostile kind, void *right)
{
	return kind == HOSTILE_NOT ? right : (void *)hostile_at[kind];
}
