/* SPDX-License-Identifier: Apache-2.0 */
/* reactor.h: the functions of reactor.c. */
#ifndef PROGRAMS_REACTOR_H
#define PROGRAMS_REACTOR_H

#include <stdint.h>

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name)))
#else
#define EXPORT(name)
#endif

int32_t add(int32_t a, int32_t b);
double half(double a);
int64_t ask(int32_t port);

#endif
