/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasigo.c: wasi-go's dialect of WasmEdge's sockets: no names of version 2,
 * but one of the two versions as a whole, which the guest's imports choose.
 */
#include <string.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/sock.h"
#include "wasmedge.h"

static const struct wasmedge wasigo = {
	.in = WASMEDGE_4 | WASMEDGE_16 | WASMEDGE_128,
	.roflags = 4,
	.siflags = true,
	.by_value = true,
	.tcp = true,
	.short_lookup = true,
};

#define DIALECT wasigo
#define WASMEDGE(name) wasigo_##name
#include "wasmedge_fns.h"
#include "wasmedge_once.h"

/* The types that are version 1's alone. */
static const struct {
	const char *name;
	size_t params;
} wasigo_marks[] = {
	{"sock_accept", 2},
	{"sock_getlocaladdr", 4},
	{"sock_getpeeraddr", 4},
};

static bool wasigo_is_mark(const struct sockhost_import *import)
{
	size_t n = sizeof(wasigo_marks) / sizeof(wasigo_marks[0]);

	for (size_t i = 0; i < n; i++)
		if (strcmp(import->name, wasigo_marks[i].name) == 0 &&
		    strlen(import->params) == wasigo_marks[i].params)
			return true;
	return false;
}

static const char *wasigo_choose(const struct sockhost_import *import, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(import[i].module, "wasi_snapshot_preview1") == 0 &&
		    wasigo_is_mark(&import[i]))
			return "wasigo1";
	return "wasigo2";
}

#define ABI wasigo
#define ABI_DEF "wasigo.def"
#include "abi_fns.h"

/* What wasigo1 and wasigo2 stand on; no guest is linked with it alone. */
const struct abi abi_wasigo_both = {
	.name = "",
	.module = "wasi_snapshot_preview1",
	.base = &abi_preview1,
	ABI_FNS(wasigo),
};

const struct abi abi_wasigo = {
	.name = "wasigo",
	.module = "wasi_snapshot_preview1",
	.base = &abi_wasigo2,
	.choose = wasigo_choose,
};
