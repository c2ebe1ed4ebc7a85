/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolve.h: names to addresses and ports, by getaddrinfo(3). Failures are
 * errnos: no such name or service is -ENOENT, try again is -EAGAIN.
 */
#ifndef SOCKHOST_RESOLVE_H
#define SOCKHOST_RESOLVE_H

#include <netdb.h>
#include <stdint.h>

struct sockhost;

/* Names longer than this are no names; with the NUL. */
#define RESOLVE_NAME NI_MAXHOST

/* getaddrinfo(3), if the policy has it; *found is for freeaddrinfo(). */
int resolve_lookup(struct sockhost *h, const char *node, const char *service,
		   const struct addrinfo *hints, struct addrinfo **found);
/*
 * The same for those who tell its failures apart: *gai is what it returned.
 * -errno when it was not called.
 */
int resolve_gai(struct sockhost *h, const char *node, const char *service,
		const struct addrinfo *hints, struct addrinfo **found,
		int *gai);
/* A name of len bytes at ptr in the guest's memory; 0 or -errno. */
int resolve_name(struct sockhost *h, char name[RESOLVE_NAME], uint32_t ptr,
		 uint32_t len);

#endif
