/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_mutants.h"

#include <fnmatch.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "core/addr.h"
#include "core/host.h"
#include "mutants.h"

int policy_what_mutant(struct sockhost *h, int what)
{
	if (mutant(h, M_policy_bind_connects) && (what & POLICY_BIND))
		return what | POLICY_CONNECT;
	if (mutant(h, M_policy_connect_binds) && (what & POLICY_CONNECT))
		return what | POLICY_BIND;
	return what;
}

size_t policy_rules_mutant(struct sockhost *h, size_t rules)
{
	return mutant(h, M_policy_first_rule) && rules > 1 ? 1 : rules;
}

void policy_ports_mutant(struct sockhost *h, unsigned *first, unsigned *last)
{
	if (mutant(h, M_policy_ports)) {
		*first = 0;
		*last = UINT16_MAX;
	}
	if (mutant(h, M_policy_port_last))
		++*last;
	if (mutant(h, M_policy_port_first) && *first > 0)
		--*first;
	if (mutant(h, M_policy_port_one))
		*last = *first;
}

void policy_any_mutant(struct sockhost *h, uint8_t ip[16])
{
	static const uint8_t any[16], v4[12] = {[10] = 0xff, [11] = 0xff};

	if (!mutant(h, M_policy_any))
		return;
	if (memcmp(ip, any, sizeof(any)) == 0)
		ip[15] = 1;
	if (memcmp(ip, v4, sizeof(v4)) == 0 && memcmp(ip + 12, any, 4) == 0) {
		ip[12] = 127;
		ip[15] = 1;
	}
}

bool policy_addr_mutant(struct sockhost *h, const struct addr *a)
{
	int family = a->sa.sa_family;

	if (mutant(h, M_policy_ignored))
		return true;
	if (mutant(h, M_policy_unspec) && family == AF_UNSPEC)
		return true;
	if (mutant(h, M_policy_v6) && family == AF_INET6)
		return !IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr);
	if (mutant(h, M_policy_mapped) && family == AF_INET6)
		return IN6_IS_ADDR_V4MAPPED(&a->in6.sin6_addr);
	return mutant(h, M_policy_unix) && family == AF_UNIX;
}

/* mutant_number has what was answered before. */
bool policy_answer_mutant(struct sockhost *h, bool granted)
{
	if (mutant(h, M_policy_remembered)) {
		h->mutant_number |= granted;
		return h->mutant_number;
	}
	if (mutant(h, M_policy_sulks)) {
		h->mutant_number |= !granted;
		return !h->mutant_number;
	}
	return granted;
}

static bool call_is_connected(int host)
{
	struct sockaddr_storage any;
	socklen_t len = sizeof(any);

	return getpeername(host, (struct sockaddr *)&any, &len) == 0;
}

/* IPv6's is where IPv4's is. */
static bool call_has_port(int host)
{
	struct addr a = {.len = ADDR_MAX};

	return getsockname(host, &a.sa, &a.len) == 0 && a.in.sin_port != 0;
}

bool policy_call_mutant(struct sockhost *h, enum policy_what what,
			const struct fd *f, const struct addr *a)
{
	if (mutant(h, M_policy_send))
		return what == POLICY_SEND;
	if (mutant(h, M_policy_send_connected))
		return what == POLICY_SEND && call_is_connected(f->host);
	if (mutant(h, M_policy_reconnect))
		return what == POLICY_CONNECT && call_is_connected(f->host);
	if (mutant(h, M_policy_dgram))
		return f->type == FD_SOCKET_DGRAM;
	if (mutant(h, M_policy_stream))
		return f->type == FD_SOCKET_STREAM;
	if (mutant(h, M_policy_bound))
		return what == POLICY_BIND && f->bound;
	if (mutant(h, M_policy_bound_connects))
		return what != POLICY_BIND && f->bound;
	if (mutant(h, M_policy_dissolved) && what == POLICY_CONNECT) {
		bool open = h->mutant_number;

		h->mutant_number = a->sa.sa_family == AF_UNSPEC;
		return open;
	}
	return false;
}

bool policy_kind_mutant(struct sockhost *h, int domain, int type)
{
	if (mutant(h, M_policy_raw))
		return type == SOCK_RAW &&
		       (domain == AF_INET || domain == AF_INET6);
	if (mutant(h, M_policy_protocol))
		return (domain == AF_INET || domain == AF_INET6) &&
		       type != SOCK_RAW;
	return mutant(h, M_policy_family) && domain != AF_INET &&
	       domain != AF_INET6;
}

/* Of a socket that was received neither is known. */
bool policy_listen_mutant(struct sockhost *h, const struct fd *f)
{
	if (mutant(h, M_policy_listen_open))
		return true;
	if (mutant(h, M_policy_listen_received))
		return f->domain == AF_UNSPEC;
	return mutant(h, M_policy_listen_named) && call_has_port(f->host);
}

bool policy_path_mutant(struct sockhost *h, const char *pattern,
			const char *path)
{
	if (mutant(h, M_policy_slash))
		return fnmatch(pattern, path, 0) == 0;
	return mutant(h, M_policy_prefix) &&
	       strncmp(pattern, path, strlen(pattern)) == 0;
}
