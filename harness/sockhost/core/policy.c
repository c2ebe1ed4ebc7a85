/* SPDX-License-Identifier: Apache-2.0 */
#include "policy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "host.h"
#include "mutants/mutants.h"

#define V4_BITS 96 /* of ::ffff:0:0, in front of an IPv4 address */

void policy_free(struct policy *p)
{
	free(p->net);
	wordlist_free(&p->names);
	wordlist_free(&p->resolve);
	for (size_t i = 0; i < p->maps; i++) {
		free(p->map[i].guest);
		free(p->map[i].host);
		close(p->map[i].dir);
	}
	free(p->map);
	*p = (struct policy){0};
}

/* The rest of s behind prefix, or NULL. */
static const char *policy_after(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

static void policy_v4(uint8_t ip[16], const void *v4)
{
	memset(ip, 0, 10);
	memset(ip + 10, 0xff, 2);
	memcpy(ip + 12, v4, 4);
}

/* A number from 0 to max that fills the whole of s. */
static bool policy_number(const char *s, unsigned max, unsigned *n)
{
	char *end;
	unsigned long v = strtoul(s, &end, 10);

	*n = (unsigned)v;
	return *s >= '0' && *s <= '9' && !*end && v <= max;
}

static bool policy_ports(struct policy_net *net, char *s)
{
	char *dash = strchr(s, '-');

	net->first = 0;
	net->last = 65535;
	if (strcmp(s, "*") == 0)
		return true;
	if (dash)
		*dash++ = '\0';
	return policy_number(s, 65535, &net->first) &&
	       policy_number(dash ? dash : s, 65535, &net->last) &&
	       net->first <= net->last;
}

/* ADDRESS, ADDRESS/BITS, [ADDRESS], [ADDRESS/BITS] or [ADDRESS]/BITS */
static bool policy_ip(struct policy_net *net, char *s)
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
		policy_v4(net->ip, &v4);
	net->bits = v6 ? 128 : 32;
	if (slash && !policy_number(slash, net->bits, &net->bits))
		return false;
	net->bits += v6 ? 0 : V4_BITS;
	return true;
}

static bool policy_net(struct policy_net *net, const char *rule)
{
	char copy[128];
	const char *rest;
	char *ports;

	net->what = POLICY_BIND | POLICY_CONNECT;
	if ((rest = policy_after(rule, "bind:")))
		net->what = POLICY_BIND;
	else if ((rest = policy_after(rule, "connect:")))
		net->what = POLICY_CONNECT;
	else
		rest = rule;
	if ((size_t)snprintf(copy, sizeof(copy), "%s", rest) >= sizeof(copy))
		return false;
	ports = strrchr(copy, ':');
	if (!ports || strchr(ports, ']'))
		return false;
	*ports++ = '\0';
	return policy_ports(net, ports) && policy_ip(net, copy);
}

int policy_allow(struct policy *p, const char *rule, char **why)
{
	struct policy_net net = {0};
	const char *rest;

	if (strcmp(rule, "all") == 0) {
		p->all = true;
	} else if ((rest = policy_after(rule, "unix:"))) {
		wordlist_add(&p->names, rest);
	} else if ((rest = policy_after(rule, "resolve:"))) {
		wordlist_add(&p->resolve, rest);
	} else if (policy_net(&net, rule)) {
		p->net = host_realloc(p->net, (p->nets + 1) * sizeof(net));
		p->net[p->nets++] = net;
	} else {
		return host_why(why, "%s: not a rule; rules are all, "
			"[bind:|connect:]ADDRESS[/BITS]:PORTS, unix:PATH, "
			"unix:@NAME and resolve:NAME", rule);
	}
	return 0;
}

int policy_socket(struct sockhost *h, int domain, int type)
{
	int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (h->policy.all)
		return 0;
	if (domain != AF_INET && domain != AF_INET6 && domain != AF_UNIX)
		return -EACCES;
	return kind == SOCK_RAW || kind == SOCK_PACKET ? -EACCES : 0;
}

static bool policy_match(const struct wordlist *patterns, const char *s)
{
	const char *p = patterns->bytes;

	for (uint32_t i = 0; i < patterns->count; i++, p += strlen(p) + 1)
		if (fnmatch(p, s, FNM_PATHNAME) == 0)
			return true;
	return false;
}

static bool policy_same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(a, b, bits / 8) != 0)
		return false;
	return !rest || !((a[bits / 8] ^ b[bits / 8]) >> (8 - rest));
}

static int policy_inet(const struct policy *p, int what, const uint8_t ip[16],
	unsigned port)
{
	for (size_t i = 0; i < p->nets; i++) {
		const struct policy_net *n = &p->net[i];

		if ((n->what & what) && port >= n->first && port <= n->last &&
		    policy_same_bits(ip, n->ip, n->bits))
			return 0;
	}
	return -EACCES;
}

/*
 * A name with a NUL inside has no pattern that could mean it; a path ends at
 * its first.
 */
static int policy_unix(const struct policy *p, const struct addr *a)
{
	char name[sizeof(a->un.sun_path) + 1] = "";
	size_t n = a->len > ADDR_UN_NAME ? a->len - ADDR_UN_NAME : 0;

	if (n > sizeof(a->un.sun_path))
		return 0; /* longer than Linux takes: EINVAL, by the kernel */
	memcpy(name, a->un.sun_path, n);
	if (!name[0]) {
		name[0] = '@';
		if (n > 1 && strnlen(name, n) != n)
			return -EACCES;
	}
	return policy_match(&p->names, name) ? 0 : -EACCES;
}

int policy_addr(struct sockhost *h, enum policy_what what,
	const struct addr *a)
{
	const struct policy *p = &h->policy;
	int want = what == POLICY_SEND ? POLICY_CONNECT : (int)what;
	uint8_t ip[16];

	/* what the kernel will not even read needs no grant */
	if (p->all || a->bad || a->len < sizeof(sa_family_t) ||
	    a->len > ADDR_MAX || mutant(h, M_policy_ignored))
		return 0;
	switch (a->sa.sa_family) {
	case AF_UNSPEC: /* bind and sendto take it for IPv4 */
		if (what == POLICY_CONNECT)
			return 0; /* dissolves a connection */
		/* fall through */
	case AF_INET:
		policy_v4(ip, &a->in.sin_addr);
		return policy_inet(p, want, ip, ntohs(a->in.sin_port));
	case AF_INET6:
		return policy_inet(p, want, a->in6.sin6_addr.s6_addr,
			ntohs(a->in6.sin6_port));
	case AF_UNIX:
		return policy_unix(p, a);
	}
	return -EACCES;
}

bool policy_has_unix(struct sockhost *h)
{
	const struct policy *p = &h->policy;

	return p->all || p->names.count > 0 || p->maps > 0;
}

int policy_resolve(struct sockhost *h, const char *name)
{
	const struct policy *p = &h->policy;

	return p->all || policy_match(&p->resolve, name) ? 0 : -EACCES;
}
