/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasi.h: what the ABIs of WebAssembly share, most of it preview1's.
 *
 * Imports are declared here and not taken from a C library, so that a player
 * asks for nothing but what it uses. The symbol of an import is MODULE_NAME:
 * where a host lacks one, a C function of that name, linked in, takes its
 * place.
 *
 * wasi_fd.c, wasi_sock.c, wasi_poll.c and wasi_files.c hold operations of
 * sock.h as preview1 says them, for an ABI to be linked with where it has no
 * words of its own.
 */
#ifndef WASI_H
#define WASI_H

#include <stdint.h>

#include "player/guard.h"
#include "player/sock.h"

#define WASI_IMPORT(module, name) \
	__attribute__((import_module(#module), import_name(#name))) \
	uint32_t module##_##name

/* A place in linear memory as an import's parameter. */
typedef uint32_t wasi_ptr;

static inline wasi_ptr wasi_at(const void *p)
{
	return (wasi_ptr)(uintptr_t)p;
}

/* What came of a call: WASI's errno, or 0 and then ret. */
struct sock_ret wasi_ret(uint32_t err, long ret);

/* A guarded u32 for a host to write, and what it wrote. */
struct guard *wasi_out(const char *what);
uint32_t wasi_out_u32(const struct guard *g);

/* Pieces as preview1's iovec, u32 pointer and u32 length, in a static list. */
wasi_ptr wasi_iovs(const struct sock_iov *iov);

/*
 * Weak, and no: is fd a socket that the ABI will make later, and did it note
 * this for then?
 */
int wasi_later_nonblock(int fd, int on);

uint16_t wasi_load16(const unsigned char *in);
uint32_t wasi_load32(const unsigned char *in);
void wasi_store16(unsigned char *out, uint16_t n);
void wasi_store32(unsigned char *out, uint32_t n);

#endif
