/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.h: what programs are told on their command line: 127.0.0.1:7000,
 * [::1]:7000, or unix:PATH.
 *
 * Programs are plain POSIX. Natively the C library has their sockets; in
 * WebAssembly wasinet/ has, headers and all.
 */
#ifndef PROGRAMS_ADDRESS_H
#define PROGRAMS_ADDRESS_H

#include <stddef.h>
#include <sys/socket.h>

struct address {
	struct sockaddr_storage at;
	socklen_t len;
};

/* 0, or -1 when it is none. */
int address_read(struct address *a, const char *text);
/* As text, or "?"; good until the next call. */
const char *address_text(const struct sockaddr *a);

/*
 * A socket of that type, bound or connected; -1 and a line on stderr. A
 * stream socket that is bound listens too.
 */
int address_serve(const char *text, int type);
int address_dial(const char *text, int type);

/* Send all n bytes: 0, or -1 with errno. */
int send_all(int fd, const char *bytes, size_t n);

/* How an errno is called on every system alike. */
const char *error_name(int e);

#endif
