/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge2.c: WasmEdge's sockets of today: version 1 under plain names,
 * version 2 under names that end in _v2. A plain name that a guest imports
 * with a type that is not version 1's is version 2's, each by itself, so that
 * guests may mix them.
 */
#include <sys/socket.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/sock.h"
#include "wasmedge.h"

static const struct wasmedge wasmedge2 = {
	.in = WASMEDGE_4 | WASMEDGE_16 | WASMEDGE_128,
	.out = WASMEDGE_128,
	.from = WASMEDGE_4 | WASMEDGE_16 | WASMEDGE_128,
	.port = true,
	.roflags = 2,
	.aligned = true,
	.send_flags = MSG_NOSIGNAL,
	.ask_unix = true,
};

#define DIALECT wasmedge2
#define WASMEDGE(name) wasmedge2_##name##_v2
#include "wasmedge_fns.h"
#include "wasmedge_v2.h"

#define ABI wasmedge2
#define ABI_DEF "wasmedge2.def"
#include "abi_fns.h"

const struct abi abi_wasmedge2 = {
	.name = "wasmedge2",
	.module = "wasi_snapshot_preview1",
	.base = &abi_wasmedge1,
	ABI_FNS(wasmedge2),
	.suffix = "_v2",
};
