/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_net.h: rules of IPv4 and IPv6 addresses, see policy.h.
 *
 * Addresses are 16 bytes here; IPv4 is ::ffff:a.b.c.d, so that an IPv4
 * address counts as itself, in whichever way it is written.
 */
#ifndef SOCKHOST_POLICY_NET_H
#define SOCKHOST_POLICY_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "policy.h"

/* The rule [bind:|connect:]ADDRESS[/BITS]:PORTS; false for what is not one. */
bool policy_net_rule(struct policy_net *net, const char *rule);
/* ADDRESS[/BITS] of multicast; false for what is not. */
bool policy_net_group(struct policy_net *net, const char *group);

void policy_net_v4(uint8_t ip[16], const void *v4);
/* Is that address granted for it, at that port? */
bool policy_net_has(struct sockhost *h, int what, const uint8_t ip[16],
		    unsigned port);
/* The same at any port. */
bool policy_net_anywhere(struct sockhost *h, int what, const uint8_t ip[16]);

#endif
