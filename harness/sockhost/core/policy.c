/* SPDX-License-Identifier: Apache-2.0 */
#include "policy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "host.h"
#include "policy_net.h"
#include "policy_option.h"
#include "policy_path.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

void policy_free(struct policy *p)
{
	free(p->net);
	policy_paths_free(p);
	wordlist_free(&p->names);
	wordlist_free(&p->resolve);
	wordlist_free(&p->devices);
	wordlist_free(&p->options);
	for (size_t i = 0; i < p->maps; i++) {
		free(p->map[i].guest);
		free(p->map[i].host);
		close(p->map[i].dir);
	}
	free(p->map);
	*p = (struct policy){0};
}

/* --- rules ----------------------------------------------------------------*/

static int rule_net(struct policy *p, const struct policy_net *net)
{
	p->net = host_realloc(p->net, (p->nets + 1) * sizeof(*net));
	p->net[p->nets++] = *net;
	return 0;
}

static int rule_unix(struct policy *p, const char *name, char **why)
{
	(void)why;
	if (*name == '@')
		wordlist_add(&p->names, name);
	else
		policy_path_add(p, name);
	return 0;
}

static int rule_resolve(struct policy *p, const char *name, char **why)
{
	(void)why;
	wordlist_add(&p->resolve, name);
	return 0;
}

static int rule_join(struct policy *p, const char *group, char **why)
{
	struct policy_net net = {0};

	if (!policy_net_group(&net, group))
		return host_why(
			why,
			"join:%s: not a multicast group; groups "
			"are 239.1.2.3, [ff02::1] or, with /BITS, several",
			group);
	return rule_net(p, &net);
}

static int rule_device(struct policy *p, const char *name, char **why)
{
	if (!*name)
		return host_why(why, "device: the name of a network interface "
				     "is missing");
	wordlist_add(&p->devices, name);
	return 0;
}

static int rule_option(struct policy *p, const char *name, char **why)
{
	if (policy_option_known(name, why) == -1)
		return -1;
	wordlist_add(&p->options, name);
	return 0;
}

static const struct {
	const char *word;
	int (*add)(struct policy *p, const char *rest, char **why);
} rule_words[] = {
	{"unix:", rule_unix},     {"resolve:", rule_resolve},
	{"join:", rule_join},     {"device:", rule_device},
	{"option:", rule_option},
};

int policy_allow(struct policy *p, const char *rule, char **why)
{
	struct policy_net net = {0};

	if (strcmp(rule, "all") == 0) {
		p->all = true;
		return 0;
	}
	for (size_t i = 0; i < sizeof(rule_words) / sizeof(rule_words[0]);
	     i++) {
		size_t n = strlen(rule_words[i].word);

		if (strncmp(rule, rule_words[i].word, n) == 0)
			return rule_words[i].add(p, rule + n, why);
	}
	if (policy_net_rule(&net, rule))
		return rule_net(p, &net);
	return host_why(
		why,
		"%s: not a rule; rules are all, "
		"[bind:|connect:]ADDRESS[/BITS]:PORTS, unix:PATH, "
		"unix:@NAME, resolve:NAME, join:GROUP[/BITS], device:NAME "
		"and option:NAME",
		rule);
}

/* --- what they grant ------------------------------------------------------*/

/*
 * Protocols whose packets go where the address says, and nowhere else. Others
 * have ports and addresses of their own (SCTP takes further ones in control
 * messages, L2TP has none where ports are).
 */
static bool socket_protocol(int protocol)
{
	static const int known[] = {0, IPPROTO_TCP, IPPROTO_UDP,
				    IPPROTO_UDPLITE, IPPROTO_MPTCP};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i] == protocol)
			return true;
	return false;
}

int policy_socket(struct sockhost *h, int domain, int type, int protocol)
{
	int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (h->policy.all)
		return 0;
	if (domain == AF_UNIX)
		return kind == SOCK_RAW ? -EACCES : 0;
	if (domain != AF_INET && domain != AF_INET6)
		return -EACCES;
	return kind == SOCK_RAW || kind == SOCK_PACKET ||
			       !socket_protocol(protocol)
		       ? -EACCES
		       : 0;
}

static bool addr_inet(struct sockhost *h, int what, const struct addr *a)
{
	uint8_t ip[16];

	if (a->sa.sa_family == AF_INET6)
		memcpy(ip, &a->in6.sin6_addr, sizeof(ip));
	else
		policy_net_v4(ip, &a->in.sin_addr);
	/* a port is at the same place in both */
	return policy_net_has(h, what, ip, ntohs(a->in.sin_port));
}

/*
 * The kernel reads nothing of an address that is too long. sendmsg(2), which
 * cuts it to what it has room for, is handed it without `over` (sock.c).
 */
static bool addr_is_read(const struct addr *a)
{
	return !a->bad && a->len >= sizeof(sa_family_t) && !a->over;
}

int policy_addr(struct sockhost *h, enum policy_what what, const struct addr *a)
{
	int want = what == POLICY_SEND ? POLICY_CONNECT : (int)what;
	bool granted = false;

	/* what the kernel will not even read needs no grant */
	if (h->policy.all || !addr_is_read(a))
		return 0;
	switch (a->sa.sa_family) {
	case AF_UNSPEC: /* bind and sendto take it for IPv4 */
		granted = what == POLICY_CONNECT || /* ends a connection */
			  addr_inet(h, want, a);
		break;
	case AF_INET:
	case AF_INET6:
		granted = addr_inet(h, want, a);
		break;
	case AF_UNIX:
		granted = policy_path_name(h, a);
		break;
	}
	return granted ? 0 : -EACCES;
}

static bool socket_listens(int host)
{
	int on = 0;
	socklen_t len = sizeof(on);

	return getsockopt(host, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 &&
	       on;
}

/*
 * What the guest has bound itself was granted then. Of any other socket the
 * name is no proof: after a connection it still tells the port, which
 * AF_UNSPEC has set free, and listen(2) takes another one. So the rules have
 * to grant that port, or, as port 0, any.
 */
int policy_listen(struct sockhost *h, const struct fd *f)
{
	struct addr a = {.len = ADDR_MAX};

	if (h->policy.all || !f || f->bound || socket_listens(f->host) ||
	    getsockname(f->host, &a.sa, &a.len) == -1 ||
	    (a.sa.sa_family != AF_INET && a.sa.sa_family != AF_INET6) ||
	    policy_addr(h, POLICY_BIND, &a) == 0)
		return 0;
	a.in.sin_port = 0;
	return policy_addr(h, POLICY_BIND, &a);
}

bool policy_has_unix(struct sockhost *h)
{
	const struct policy *p = &h->policy;

	return p->all || p->names.count > 0 || p->paths > 0 || p->maps > 0;
}

int policy_resolve(struct sockhost *h, const char *name)
{
	const struct policy *p = &h->policy;

	return p->all || wordlist_match(&p->resolve, name) ? 0 : -EACCES;
}
