/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bugs of policies, ways in which a guest gets round what it was granted, see
 * wrap.h.
 */
#include <errno.h>
#include <fnmatch.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "core/policy_net.h"
#include "core/policy_option_row.h"
#include "core/policy_path.h"
#include "core/unixname.h"
#include "wrap.h"

WRAPPED(int, policy_socket,
	(struct sockhost * h, int domain, int type, int protocol))
WRAPPED(int, policy_addr,
	(struct sockhost * h, enum policy_what what, const struct addr *a))
WRAPPED(int, policy_listen, (struct sockhost * h, const struct fd *f))
WRAPPED(bool, policy_net_has,
	(struct sockhost * h, int what, const uint8_t ip[16], unsigned port))
WRAPPED(bool, policy_net_anywhere,
	(struct sockhost * h, int what, const uint8_t ip[16]))
WRAPPED(bool, policy_path_name, (struct sockhost * h, const struct addr *a))
WRAPPED(bool, policy_path_fits,
	(const struct policy_path *rule, const char *path))
WRAPPED(int, unixname_find,
	(struct sockhost * h, enum policy_what what, const struct addr *a,
	 struct unixname *u))
WRAPPED(const struct option_row *, option_row_find,
	(enum option_way way, int level, int name))

/* --- kinds of sockets -----------------------------------------------------*/

static bool kind_passes(int domain, int type)
{
	bool inet = domain == AF_INET || domain == AF_INET6;

	if (chosen(policy_raw))
		return type == SOCK_RAW && inet;
	if (chosen(policy_protocol))
		return inet && type != SOCK_RAW;
	return chosen(policy_family) && !inet;
}

int __wrap_policy_socket(struct sockhost *h, int domain, int type, int protocol)
{
	if (kind_passes(domain, type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)))
		return 0;
	return __real_policy_socket(h, domain, type, protocol);
}

/* --- calls that are not looked at -----------------------------------------*/

/* The call that goes on, of the guest's; whether this one passes. */
static const struct fd *caller;
static bool passes;
static int before; /* what was answered to the calls before */

void wrap_call_begin(struct sockhost *h, uint32_t fd)
{
	caller = fds_get(h, fd);
	passes = false;
}

void wrap_call_end(void)
{
	caller = NULL;
	passes = false;
}

/* By what the socket is or has done before. */
static bool call_passes(enum policy_what what, const struct addr *a)
{
	const struct fd *f = caller;

	if (chosen(policy_send))
		return what == POLICY_SEND;
	if (chosen(policy_send_connected))
		return what == POLICY_SEND && wrap_is_connected(f->host);
	if (chosen(policy_reconnect))
		return what == POLICY_CONNECT && wrap_is_connected(f->host);
	if (chosen(policy_dgram))
		return f->type == FD_SOCKET_DGRAM;
	if (chosen(policy_stream))
		return f->type == FD_SOCKET_STREAM;
	if (chosen(policy_bound))
		return what == POLICY_BIND && f->bound;
	if (chosen(policy_bound_connects))
		return what != POLICY_BIND && f->bound;
	if (chosen(policy_dissolved) && what == POLICY_CONNECT) {
		bool open = before;

		before = a->sa.sa_family == AF_UNSPEC;
		return open;
	}
	return false;
}

/* What is refused, done all the same. */
static int refused(enum policy_what what, const struct addr *a, int r)
{
	if (r >= 0 || !caller || !chosen(policy_late))
		return r;
	if (what == POLICY_BIND)
		(void)bind(caller->host, &a->sa, a->len);
	else
		(void)connect(caller->host, &a->sa, a->len);
	return r;
}

int __wrap_unixname_find(struct sockhost *h, enum policy_what what,
			 const struct addr *a, struct unixname *u)
{
	passes = caller && call_passes(what, a);
	if (passes)
		return unixname_plain(u, a);
	return refused(what, a, __real_unixname_find(h, what, a, u));
}

/* --- addresses ------------------------------------------------------------*/

static bool addr_passes(const struct addr *a)
{
	int family = a->sa.sa_family;

	if (chosen(policy_ignored))
		return true;
	if (chosen(policy_unspec) && family == AF_UNSPEC)
		return true;
	if (chosen(policy_v6) && family == AF_INET6)
		return !IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr);
	if (chosen(policy_mapped) && family == AF_INET6)
		return IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr);
	return chosen(policy_unix) && family == AF_UNIX;
}

/* Answers that hang on earlier ones. */
static int answered(struct sockhost *h, int r)
{
	bool granted = r == 0;

	if (h->policy.all)
		return r;
	if (chosen(policy_remembered))
		granted = before |= granted;
	if (chosen(policy_sulks))
		granted = !(before |= !granted);
	return granted ? 0 : -EACCES;
}

int __wrap_policy_addr(struct sockhost *h, enum policy_what what,
		       const struct addr *a)
{
	if (passes || addr_passes(a))
		return 0;
	return refused(what, a, answered(h, __real_policy_addr(h, what, a)));
}

/* IPv6's port is where IPv4's is. */
static bool has_port(int host)
{
	struct addr a = {.len = ADDR_MAX};

	return getsockname(host, &a.sa, &a.len) == 0 && a.in.sin_port != 0;
}

/* Of a socket that was received neither family nor type is known. */
static bool listen_passes(const struct fd *f)
{
	if (chosen(policy_listen_open) || chosen(policy_ignored))
		return true;
	if (chosen(policy_listen_received))
		return f->domain == AF_UNSPEC;
	return chosen(policy_listen_named) && has_port(f->host);
}

int __wrap_policy_listen(struct sockhost *h, const struct fd *f)
{
	if (f && listen_passes(f))
		return 0;
	return __real_policy_listen(h, f);
}

/* --- rules of inet addresses ----------------------------------------------*/

/* A rule as the bug reads it. */
static void rule_bend(struct policy_net *n)
{
	if (chosen(policy_bind_connects) && (n->what & POLICY_BIND))
		n->what |= POLICY_CONNECT;
	if (chosen(policy_connect_binds) && (n->what & POLICY_CONNECT))
		n->what |= POLICY_BIND;
	if (chosen(policy_bits))
		n->bits -= n->bits % 8;
	if (chosen(policy_ports)) {
		n->first = 0;
		n->last = UINT16_MAX;
	}
	if (chosen(policy_port_last))
		n->last++;
	if (chosen(policy_port_first) && n->first > 0)
		n->first--;
	if (chosen(policy_port_one))
		n->last = n->first;
}

/* All rules as the bug reads them; what they were is in *kept. */
static void rules_bend(struct policy *p, struct policy *kept)
{
	*kept = *p;
	p->net = host_alloc((p->nets + 1) * sizeof(*p->net));
	for (size_t i = 0; i < p->nets; i++) {
		p->net[i] = kept->net[i];
		rule_bend(&p->net[i]);
	}
	if (chosen(policy_first_rule) && p->nets > 1)
		p->nets = 1;
}

static void rules_unbend(struct policy *p, const struct policy *kept)
{
	free(p->net);
	p->net = kept->net;
	p->nets = kept->nets;
}

/* An address of zeros taken for the machine's own. */
static void any_is_local(uint8_t ip[16])
{
	static const uint8_t any[16], v4[12] = {[10] = 0xff, [11] = 0xff};

	if (memcmp(ip, any, sizeof(any)) == 0)
		ip[15] = 1;
	if (memcmp(ip, v4, sizeof(v4)) == 0 && memcmp(ip + 12, any, 4) == 0) {
		ip[12] = 127;
		ip[15] = 1;
	}
}

bool __wrap_policy_net_has(struct sockhost *h, int what, const uint8_t ip[16],
			   unsigned port)
{
	struct policy kept;
	uint8_t read[16];
	bool has;

	memcpy(read, ip, sizeof(read));
	if (chosen(policy_any))
		any_is_local(read);
	rules_bend(&h->policy, &kept);
	has = __real_policy_net_has(h, what, read, port);
	rules_unbend(&h->policy, &kept);
	return has;
}

bool __wrap_policy_net_anywhere(struct sockhost *h, int what,
				const uint8_t ip[16])
{
	struct policy kept;
	bool has;

	rules_bend(&h->policy, &kept);
	has = __real_policy_net_anywhere(h, what, ip);
	rules_unbend(&h->policy, &kept);
	return has;
}

/* --- paths ----------------------------------------------------------------*/

/* Patterns that mean more than they say. */
static bool path_passes(const char *pattern, const char *path)
{
	if (chosen(policy_dotdot))
		return fnmatch(pattern, path, FNM_PATHNAME) == 0;
	if (chosen(policy_slash))
		return fnmatch(pattern, path, 0) == 0;
	return chosen(policy_prefix) &&
	       strncmp(pattern, path, strlen(pattern)) == 0;
}

/* By which a path is found without following links: unixname.c. */
bool __wrap_policy_path_fits(const struct policy_path *rule, const char *path)
{
	return !chosen(policy_symlink) &&
	       (__real_policy_path_fits(rule, path) ||
		path_passes(rule->pattern, path));
}

bool __wrap_policy_path_name(struct sockhost *h, const struct addr *a)
{
	char name[sizeof(a->un.sun_path) + 1] = "";

	if (__real_policy_path_name(h, a))
		return true;
	if (a->len <= ADDR_UN_NAME || a->len - ADDR_UN_NAME >= sizeof(name) ||
	    !a->un.sun_path[0])
		return false;
	memcpy(name, a->un.sun_path, a->len - ADDR_UN_NAME);
	for (size_t i = 0; i < h->policy.paths; i++)
		if (path_passes(h->policy.path[i].pattern, name))
			return true;
	return false;
}

/* --- options and control messages: rules that are not asked for -----------*/

const struct option_row *__wrap_option_row_find(enum option_way way, int level,
						int name)
{
	static const int leaks[OPTION_RULES] = {
		[NAMED] = M_policy_named,
		[DEVICE] = M_policy_device,
		[BOUND] = M_policy_device_index,
		[INDEX] = M_policy_device_index,
		[INDEX_NET] = M_policy_device_index,
		[LOCAL] = M_policy_source,
		[GROUP4] = M_policy_join,
		[GROUP6] = M_policy_join6,
		[GROUP_REQ] = M_policy_join_req,
		[SOURCE4] = M_policy_source,
		[SOURCE6] = M_policy_source6,
		[ROUTE] = M_policy_route,
		[FILLED] = M_policy_route6,
		[OWN] = M_policy_credentials,
		[EVERYTHING] = M_policy_unknown_option,
	};
	static const struct option_row nothing = {.rule = NOTHING};
	const struct option_row *row = __real_option_row_find(way, level, name);
	int leak = leaks[row->rule];

	if (leak != M_none && mutant_chosen.mutant == leak)
		return &nothing;
	return way == SEND && chosen(policy_control) ? &nothing : row;
}
