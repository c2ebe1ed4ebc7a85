/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge1.c: WasmEdge's sockets, version 1. Its addresses have 4 or 16
 * bytes, so that sockets of AF_UNIX have no names.
 */
#include <sys/socket.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/sock.h"
#include "wasmedge.h"

static const struct wasmedge wasmedge1 = {
	.in = WASMEDGE_4 | WASMEDGE_16,
	.out = WASMEDGE_4 | WASMEDGE_16,
	.from = WASMEDGE_4 | WASMEDGE_16,
	.roflags = 2,
	.aligned = true,
	.send_flags = MSG_NOSIGNAL,
	.ask_unix = true,
};

#define DIALECT wasmedge1
#define WASMEDGE(name) wasmedge1_##name
#include "wasmedge_fns.h"
#include "wasmedge_once.h"
#include "wasmedge_v1.h"

#define ABI wasmedge1
#define ABI_DEF "wasmedge1.def"
#include "abi_fns.h"

const struct abi abi_wasmedge1 = {
	.name = "wasmedge1",
	.module = "wasi_snapshot_preview1",
	.base = &abi_preview1,
	ABI_FNS(wasmedge1),
};
