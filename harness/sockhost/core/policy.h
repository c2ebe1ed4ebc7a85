/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h: what a guest may do. Nothing, unless a rule grants it; see
 * sockhost_allow() for how rules are written. A refusal is -EACCES.
 *
 *	policy.c         the words of rules, and what kinds of sockets there are
 *	policy_net.c     addresses of IPv4 and IPv6, and their ports
 *	policy_path.c    names of unix sockets
 *	policy_option.c  options and control messages, policy_option.def
 *
 * Each call is judged by itself: no answer is kept for the next one.
 */
#ifndef SOCKHOST_POLICY_H
#define SOCKHOST_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wordlist.h"

struct sockhost;
struct addr;
struct fd;

enum policy_what {
	POLICY_BIND = 1,
	POLICY_CONNECT = 2,
	POLICY_SEND = 4, /* granted together with connect */
	POLICY_JOIN = 8, /* a multicast group; has no ports */
};

/* An inet rule. IPv4 is kept as ::ffff:a.b.c.d. */
struct policy_net {
	int what; /* of enum policy_what, or-ed */
	uint8_t ip[16];
	unsigned bits;
	unsigned first, last; /* ports */
};

/*
 * A rule of unix paths. The folder in front of its first wildcard, as far as
 * it was there when the rule was made, is open: symbolic links in it are the
 * embedder's. What a path has behind it is found beneath that folder, without
 * any symbolic link.
 *
 *	rule   /run/app/door-*     dir  /run/app, or /run before there is app
 *	                           skip length of "/run/app/", or of "/run/"
 */
struct policy_path {
	char *pattern;
	int dir;
	size_t skip; /* bytes of pattern, and of each path that fits */
};

struct policy {
	bool all;
	struct policy_net *net;
	size_t nets;
	struct policy_path *path;
	size_t paths;
	struct wordlist names;   /* patterns of abstract names, with their @ */
	struct wordlist resolve; /* patterns of names to look up */
	struct wordlist devices; /* patterns of network interfaces */
	struct wordlist options; /* patterns of names of options */
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
int policy_socket(struct sockhost *h, int domain, int type, int protocol);
int policy_addr(struct sockhost *h, enum policy_what what,
		const struct addr *a);
/* May it listen? A socket that was not bound gets a port of its own. */
int policy_listen(struct sockhost *h, const struct fd *f);
/* Is there any unix name that it may bind or connect to? */
bool policy_has_unix(struct sockhost *h);
int policy_resolve(struct sockhost *h, const char *name);

#endif
