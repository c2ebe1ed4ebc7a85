/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WasmEdge's sockets, version 1: plain names, and addresses of 4 or 16
 * bytes, so that sockets of AF_UNIX are there but have no names. Accept tells
 * no address, recv_from no port.
 */
#include "wasmedge.h"
#include "wasmedge_plain.h"

IMPORT_2(sock_accept)
IMPORT_7(sock_recv_from)
IMPORT_4(sock_getlocaladdr)
IMPORT_4(sock_getpeeraddr)

const struct wasmedge wasmedge = {
	.abi = "wasmedge1",
	.aligned = 1,
	.gai = 1,
	.in6 = 6,
	.roflags = 2,
	WASMEDGE_PLAIN,
	.accept1 = call_sock_accept,
	.recv_from1 = call_sock_recv_from,
	.name1 = call_sock_getlocaladdr,
	.peer1 = call_sock_getpeeraddr,
};
