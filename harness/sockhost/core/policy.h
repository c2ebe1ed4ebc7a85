/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h: what a guest may do. Nothing, unless a rule grants it; see
 * sockhost_allow() for how rules are written. A refusal is -EACCES.
 */
#ifndef SOCKHOST_POLICY_H
#define SOCKHOST_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wordlist.h"

struct sockhost;
struct addr;

enum policy_what {
	POLICY_BIND = 1,
	POLICY_CONNECT = 2,
	POLICY_SEND = 4, /* granted together with connect */
};

/* An inet rule. IPv4 is kept as ::ffff:a.b.c.d. */
struct policy_net {
	int what; /* of enum policy_what, or-ed */
	uint8_t ip[16];
	unsigned bits;
	unsigned first, last; /* ports */
};

struct policy {
	bool all;
	struct policy_net *net;
	size_t nets;
	struct wordlist names;   /* patterns of unix names, "@" for abstract */
	struct wordlist resolve; /* patterns of names to look up */
	struct policy_map *map;
	size_t maps;
};

/* A prefix of unix paths that is somewhere else, see unixname.h. */
struct policy_map {
	char *guest;
	char *host;
	int dir; /* host, opened */
};

void policy_free(struct policy *p);
/* Add a rule; -1 and *why. */
int policy_allow(struct policy *p, const char *rule, char **why);

/* May a socket of that kind be made? */
int policy_socket(struct sockhost *h, int domain, int type);
int policy_addr(struct sockhost *h, enum policy_what what,
	const struct addr *a);
/* Is there any unix name that it may bind or connect to? */
bool policy_has_unix(struct sockhost *h);
int policy_resolve(struct sockhost *h, const char *name);

#endif
