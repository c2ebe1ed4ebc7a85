/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1: nothing but what wasi_*.c have. A guest cannot make a socket: it
 * has those that it was given, see preopen in wire.h.
 */
#include "player/sock.h"

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

/* The commonest first step: what is missing is said more plainly. */
struct sock_ret sock_socket(int domain, int type, int protocol)
{
	(void)domain, (void)type, (void)protocol;
	return sock_absent("the guest cannot create sockets, it only receives "
			   "preopened ones");
}
