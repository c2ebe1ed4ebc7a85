/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasi-go's dialect of WasmEdge's version 2: its functions under plain names,
 * '@' for abstract names, options that are ints, and lookups that tell no
 * more than addresses.
 */
#include "wasmedge.h"
#include "wasmedge_plain.h"

IMPORT_3(sock_accept)
IMPORT_8(sock_recv_from)
IMPORT_3(sock_getlocaladdr)
IMPORT_3(sock_getpeeraddr)

const struct wasmedge wasmedge = {
	.abi = "wasigo",
	.names = NAMES_AT,
	.ints = 1,
	.in6 = 2,
	.roflags = 4,
	.port = 4,
	WASMEDGE_PLAIN,
	.accept2 = call_sock_accept,
	.recv_from2 = call_sock_recv_from,
	.name2 = call_sock_getlocaladdr,
	.peer2 = call_sock_getpeeraddr,
};
