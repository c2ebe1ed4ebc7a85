/* SPDX-License-Identifier: Apache-2.0 */
/* wasigo2.c: version 2 in wasi-go's dialect. */
#include "abi.h"
#include "wasmedge.h"

static const struct wasmedge wasigo2 = {
	.out = WASMEDGE_128,
	.from = WASMEDGE_128,
	.port = true,
	.roflags = 4,
};

#define DIALECT wasigo2
#define WASMEDGE(name) wasigo2_##name
#include "wasmedge_v2.h"

#define ABI wasigo2
#define ABI_DEF "wasigo2.def"
#include "abi_fns.h"

const struct abi abi_wasigo2 = {
	.name = "wasigo2",
	.module = "wasi_snapshot_preview1",
	.base = &abi_wasigo_both,
	ABI_FNS(wasigo2),
};
