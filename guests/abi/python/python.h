/* SPDX-License-Identifier: Apache-2.0 */
/*
 * python.h: what sock_python.c and python_lookup.c share.
 */
#ifndef PYTHON_H
#define PYTHON_H

#include "player/names.h"
#include "abi/wasi/wasi.h"

#define IMPORT(name) WASI_IMPORT(wasi_snapshot_preview1, name)

/* Families, as on Linux; of a unix socket no address can be told. */
enum { PYTHON_UNIX = 1, PYTHON_INET = 2, PYTHON_INET6 = 10 };

/* Bytes of an address. */
#define PYTHON_ADDR 19

/* What came of a call: an errno of Linux, or 0 and then ret. */
struct sock_ret python_ret(uint32_t err, long ret);
/* The address in a record; -1 when its family is none. */
int python_addr(struct sock_addr *a, const unsigned char *rec);

#endif
