/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_plain.h: the imports that have the same name and type in
 * WasmEdge's version 1 and in wasi-go's dialect, and their places in struct
 * wasmedge.
 */
#ifndef WASMEDGE_PLAIN_H
#define WASMEDGE_PLAIN_H

#include "wasmedge_import.h"

IMPORT_3(sock_open)
IMPORT_3(sock_bind)
IMPORT_3(sock_connect)
IMPORT_2(sock_listen)
IMPORT_6(sock_recv)
IMPORT_5(sock_send)
IMPORT_7(sock_send_to)

#define WASMEDGE_PLAIN                                            \
	.open = call_sock_open, .bind = call_sock_bind,           \
	.connect = call_sock_connect, .listen = call_sock_listen, \
	.recv = call_sock_recv, .send = call_sock_send,           \
	.send_to = call_sock_send_to

#endif
