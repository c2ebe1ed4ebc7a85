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

#define WASI_IMPORT(module, name)                                   \
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

/* A guarded buffer that is zero before the call, as clients have it. */
struct guard *wasi_zeroed(const char *what, size_t size);
/* A u32 of that kind, and what the host left there. */
struct guard *wasi_out(const char *what);
uint32_t wasi_out_u32(const struct guard *g);
/*
 * One for the number of a descriptor, and what came of the call that makes
 * it: -1 is the number where the host told none.
 */
struct guard *wasi_out_fd(void);
struct sock_ret wasi_ret_fd(uint32_t err, const struct guard *fd);
/*
 * SOCK_NONBLOCK in parts: the new descriptor in r is to be non-blocking. What
 * cannot be made so is closed again.
 */
struct sock_ret wasi_made(struct sock_ret r, int nonblock);

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
/* The first n bytes of one of 32 bits, as a call returns it that was given room
 * for no more; at most 4. */
uint32_t wasi_load_cut(const unsigned char *in, long n);
void wasi_store_cut(unsigned char *out, long n, uint32_t v);

#endif
