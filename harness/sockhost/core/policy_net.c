/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_net.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

#define V4_BITS 96 /* of ::ffff:0:0, in front of an IPv4 address */
#define PORT_MAX 65535

void policy_net_v4(uint8_t ip[16], const void *v4)
{
	memset(ip, 0, 10);
	memset(ip + 10, 0xff, 2);
	memcpy(ip + 12, v4, 4);
}

/* --- how they are written -------------------------------------------------*/

/* A number from 0 to max that fills the whole of s. */
static bool net_number(const char *s, unsigned max, unsigned *n)
{
	char *end;
	unsigned long v = strtoul(s, &end, 10);

	*n = (unsigned)v;
	return *s >= '0' && *s <= '9' && !*end && v <= max;
}

static bool net_ports(struct policy_net *net, char *s)
{
	char *dash = strchr(s, '-');

	net->first = 0;
	net->last = PORT_MAX;
	if (strcmp(s, "*") == 0)
		return true;
	if (dash)
		*dash++ = '\0';
	return net_number(s, PORT_MAX, &net->first) &&
	       net_number(dash ? dash : s, PORT_MAX, &net->last) &&
	       net->first <= net->last;
}

/* ADDRESS, ADDRESS/BITS, [ADDRESS], [ADDRESS/BITS] or [ADDRESS]/BITS */
static bool net_ip(struct policy_net *net, char *s)
{
	struct in_addr v4;
	char *slash = strchr(s, '/');
	char *bracket = strchr(s, ']');
	bool v6 = *s == '[';

	if (slash)
		*slash++ = '\0';
	if (slash && bracket > slash)
		*bracket = '\0';
	else if (bracket && bracket[1] == '\0')
		*bracket = '\0';
	if (v6 && (!bracket || inet_pton(AF_INET6, s + 1, net->ip) != 1))
		return false;
	if (!v6 && inet_pton(AF_INET, s, &v4) != 1)
		return false;
	if (!v6)
		policy_net_v4(net->ip, &v4);
	net->bits = v6 ? 128 : 32;
	if (slash && !net_number(slash, net->bits, &net->bits))
		return false;
	net->bits += v6 ? 0 : V4_BITS;
	return true;
}

/* The rest of s behind prefix, or NULL. */
static const char *net_after(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

bool policy_net_rule(struct policy_net *net, const char *rule)
{
	char copy[128];
	const char *rest;
	char *ports;

	net->what = POLICY_BIND | POLICY_CONNECT;
	if ((rest = net_after(rule, "bind:")))
		net->what = POLICY_BIND;
	else if ((rest = net_after(rule, "connect:")))
		net->what = POLICY_CONNECT;
	else
		rest = rule;
	if ((size_t)snprintf(copy, sizeof(copy), "%s", rest) >= sizeof(copy))
		return false;
	ports = strrchr(copy, ':');
	if (!ports || strchr(ports, ']'))
		return false;
	*ports++ = '\0';
	return net_ports(net, ports) && net_ip(net, copy);
}

/* RFC 5771, RFC 4291 2.7 */
static bool net_is_group(const struct policy_net *net)
{
	struct policy_net v4 = {.bits = V4_BITS};

	policy_net_v4(v4.ip, &(struct in_addr){0});
	if (memcmp(net->ip, v4.ip, V4_BITS / 8) == 0 && net->bits >= V4_BITS)
		return (net->ip[12] & 0xf0) == 0xe0 && net->bits >= V4_BITS + 4;
	return net->ip[0] == 0xff && net->bits >= 8;
}

bool policy_net_group(struct policy_net *net, const char *group)
{
	char copy[128];

	net->what = POLICY_JOIN;
	net->last = PORT_MAX;
	return (size_t)snprintf(copy, sizeof(copy), "%s", group) <
		       sizeof(copy) &&
	       net_ip(net, copy) && net_is_group(net);
}

/* --- what they grant ------------------------------------------------------*/

static bool net_same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(a, b, bits / 8) != 0)
		return false;
	return !rest || !((a[bits / 8] ^ b[bits / 8]) >> (8 - rest));
}

static bool net_has(const struct policy_net *n, int what, const uint8_t ip[16])
{
	return (n->what & what) && net_same_bits(ip, n->ip, n->bits);
}

bool policy_net_has(struct sockhost *h, int what, const uint8_t ip[16],
		    unsigned port)
{
	const struct policy *p = &h->policy;

	for (size_t i = 0; i < p->nets; i++) {
		const struct policy_net *n = &p->net[i];

		if (port >= n->first && port <= n->last && net_has(n, what, ip))
			return true;
	}
	return false;
}

bool policy_net_anywhere(struct sockhost *h, int what, const uint8_t ip[16])
{
	const struct policy *p = &h->policy;

	for (size_t i = 0; i < p->nets; i++)
		if (net_has(&p->net[i], what, ip))
			return true;
	return false;
}
