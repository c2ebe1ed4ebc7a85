/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1: nothing but what wasi_*.c have. A guest cannot make a socket: it
 * has those that it was given, see preopen in wire.h.
 */
#include "sock.h"

void sock_start(void)
{
}

const char *sock_abi(void)
{
	return "preview1";
}

long sock_pid(void)
{
	return -1;
}
