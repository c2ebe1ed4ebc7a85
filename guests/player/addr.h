/* SPDX-License-Identifier: Apache-2.0 */
/*
 * addr.h: socket addresses between the wire's ADDR and struct sock_addr.
 */
#ifndef ADDR_H
#define ADDR_H

#include "sock.h"
#include "spell.h"

/* Cuts text in place. 0, or -1 when it is no ADDR. */
int addr_parse(char *text, struct sock_addr *a);
void addr_tell(struct spell *t, const struct sock_addr *a);
int addr_same(const struct sock_addr *a, const struct sock_addr *b);

#endif
