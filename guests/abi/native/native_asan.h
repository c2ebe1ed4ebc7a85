/* SPDX-License-Identifier: Apache-2.0 */
/*
 * native_asan.h: calls past AddressSanitizer's stand-ins for them, which
 * follow the pointers that they are given. Hostile ones must reach the
 * kernel unfollowed. Nothing but sock_native.c includes this.
 */
#ifndef NATIVE_ASAN_H
#define NATIVE_ASAN_H

#ifdef __SANITIZE_ADDRESS__

#include <sys/syscall.h>

#define accept(...) syscall(SYS_accept, __VA_ARGS__)
#define accept4(...) syscall(SYS_accept4, __VA_ARGS__)
#define sendmsg(...) syscall(SYS_sendmsg, __VA_ARGS__)
#define recvmsg(...) syscall(SYS_recvmsg, __VA_ARGS__)
#define recvfrom(...) syscall(SYS_recvfrom, __VA_ARGS__)
#define getsockname(...) syscall(SYS_getsockname, __VA_ARGS__)
#define getpeername(...) syscall(SYS_getpeername, __VA_ARGS__)
#define getsockopt(...) syscall(SYS_getsockopt, __VA_ARGS__)
#ifdef SYS_poll
#define poll(...) syscall(SYS_poll, __VA_ARGS__)
#endif

#endif
#endif
