/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form.h: socket addresses in WasmEdge's form, for its sockets version 2:
 * u16 family, then the bytes of an address or of a name; the port stands
 * beside it, in the host's order.
 */
#ifndef WASMEDGE_FORM_H
#define WASMEDGE_FORM_H

#include <sys/socket.h>

#define FORM 128

struct form {
	unsigned char bytes[FORM];
	struct {
		void *at;
		uint32_t len;
	} head; /* what a call is given */
	uint32_t port;
};

/* WasmEdge's number of a family; an unknown one stays what it is. */
uint32_t form_family(int family);
/* An empty one, for a call to fill. */
void form_open(struct form *f);
/* 0, or -1 with errno EINVAL when this cannot be said. */
int form_put(struct form *f, const struct sockaddr *addr, socklen_t len);
/* As much of it as there is room for; *len becomes how long it is. */
void form_take(const struct form *f, struct sockaddr *addr, socklen_t *len);

#endif
