/* SPDX-License-Identifier: Apache-2.0 */
/* wasigo1.c: version 1 in wasi-go's dialect. */
#include "abi.h"
#include "wasmedge.h"

static const struct wasmedge wasigo1 = {
	.out = WASMEDGE_16,
	.from = WASMEDGE_16,
	.roflags = 4,
};

#define DIALECT wasigo1
#define WASMEDGE(name) wasigo1_##name
#include "wasmedge_v1.h"

#define ABI wasigo1
#define ABI_DEF "wasigo1.def"
#include "abi_fns.h"

const struct abi abi_wasigo1 = {
	.name = "wasigo1",
	.module = "wasi_snapshot_preview1",
	.base = &abi_wasigo_both,
	ABI_FNS(wasigo1),
};
