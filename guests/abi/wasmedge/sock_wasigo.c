/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasi-go's dialect of WasmEdge's version 2: its functions under plain names,
 * getsockopt's size by value, an option of TCP, and nodes of a lookup that
 * hold no more than addresses.
 */
#include "wasmedge.h"
#include "wasmedge_plain.h"

IMPORT_3(sock_accept)
IMPORT_8(sock_recv_from)
IMPORT_3(sock_getlocaladdr)
IMPORT_3(sock_getpeeraddr)

const struct wasmedge wasmedge = {
	.abi = "wasigo",
	.names = 1,
	.by_value = 1,
	.tcp = 1,
	.in6 = 2,
	.roflags = 4,
	.port = 1,
	WASMEDGE_PLAIN,
	.accept2 = call_sock_accept,
	.recv_from2 = call_sock_recv_from,
	.name2 = call_sock_getlocaladdr,
	.peer2 = call_sock_getpeeraddr,
};
