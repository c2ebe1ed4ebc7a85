/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WasmEdge's sockets, version 2: names that end in _v2, and addresses of 128
 * bytes, so that unix names can be said; but not how long they are.
 */
#include "wasmedge.h"
#include "wasmedge_import.h"

IMPORT_3(sock_open_v2)
IMPORT_3(sock_bind_v2)
IMPORT_3(sock_connect_v2)
IMPORT_2(sock_listen_v2)
IMPORT_3(sock_accept_v2)
IMPORT_6(sock_recv_v2)
IMPORT_8(sock_recv_from_v2)
IMPORT_5(sock_send_v2)
IMPORT_7(sock_send_to_v2)
IMPORT_3(sock_getlocaladdr_v2)
IMPORT_3(sock_getpeeraddr_v2)

const struct wasmedge wasmedge = {
	.abi = "wasmedge2",
	.names = 1,
	.aligned = 1,
	.gai = 1,
	.in6 = 6,
	.roflags = 2,
	.port = 1,
	.open = call_sock_open_v2,
	.bind = call_sock_bind_v2,
	.connect = call_sock_connect_v2,
	.listen = call_sock_listen_v2,
	.recv = call_sock_recv_v2,
	.send = call_sock_send_v2,
	.send_to = call_sock_send_to_v2,
	.accept2 = call_sock_accept_v2,
	.recv_from2 = call_sock_recv_from_v2,
	.name2 = call_sock_getlocaladdr_v2,
	.peer2 = call_sock_getpeeraddr_v2,
};
