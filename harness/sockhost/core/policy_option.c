/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_option.h"

#include <errno.h>
#include <fnmatch.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host.h"
#include "policy_net.h"
#include "policy_option_row.h"

/* The value of an option, or the data of a control message. */
struct option_value {
	const uint8_t *at;
	size_t len;
};

/* The first size bytes; false where it has fewer, and the kernel fails. */
static bool value_read(const struct option_value *v, size_t offset, void *to,
		       size_t size)
{
	if (!v->at || v->len < offset + size)
		return false;
	memcpy(to, v->at + offset, size);
	return true;
}

/* --- one function for each rule: is it granted? ---------------------------*/

typedef bool option_granted(struct sockhost *h, const struct option_row *row,
			    const struct option_value *v);

static bool needs_nothing(struct sockhost *h, const struct option_row *row,
			  const struct option_value *v)
{
	(void)h;
	(void)row;
	(void)v;
	return true;
}

static bool needs_everything(struct sockhost *h, const struct option_row *row,
			     const struct option_value *v)
{
	(void)h;
	(void)row;
	(void)v;
	return false;
}

static bool needs_name(struct sockhost *h, const struct option_row *row,
		       const struct option_value *v)
{
	(void)v;
	return wordlist_match(&h->policy.options, row->name);
}

/* To be bound to none again is only for those who may have any. */
static bool needs_device(struct sockhost *h, const struct option_row *row,
			 const struct option_value *v)
{
	char name[IFNAMSIZ] = "";
	size_t n = v->len < sizeof(name) - 1 ? v->len : sizeof(name) - 1;

	(void)row;
	value_read(v, 0, name, n);
	return wordlist_match(&h->policy.devices, name);
}

/* A number can be set before there is such an interface: it has no name yet. */
static bool device_has(struct sockhost *h, unsigned index)
{
	char name[IFNAMSIZ];

	if (!if_indextoname(index, name))
		name[0] = '\0';
	return wordlist_match(&h->policy.devices, name);
}

static bool needs_bound(struct sockhost *h, const struct option_row *row,
			const struct option_value *v)
{
	uint32_t index;

	(void)row;
	return !value_read(v, 0, &index, sizeof(index)) || device_has(h, index);
}

static bool needs_index(struct sockhost *h, const struct option_row *row,
			const struct option_value *v)
{
	uint32_t index;

	(void)row;
	return !value_read(v, 0, &index, sizeof(index)) || index == 0 ||
	       device_has(h, index);
}

static bool needs_index_net(struct sockhost *h, const struct option_row *row,
			    const struct option_value *v)
{
	uint32_t index;

	(void)row;
	return !value_read(v, 0, &index, sizeof(index)) || index == 0 ||
	       device_has(h, ntohl(index));
}

/* An address of zeros is the one that the kernel would choose. */
static bool source_has(struct sockhost *h, const uint8_t ip[16], unsigned index)
{
	static const uint8_t zeros[16];
	uint8_t v4_zeros[16];

	policy_net_v4(v4_zeros, zeros);
	if (index && !device_has(h, index))
		return false;
	return memcmp(ip, zeros, 16) == 0 || memcmp(ip, v4_zeros, 16) == 0 ||
	       policy_net_anywhere(h, POLICY_BIND, ip);
}

static bool source4_has(struct sockhost *h, const struct in_addr *address,
			int index)
{
	uint8_t ip[16];

	policy_net_v4(ip, address);
	return source_has(h, ip, (unsigned)index);
}

/* struct in_addr, ip_mreq or ip_mreqn, by the length */
static bool needs_local(struct sockhost *h, const struct option_row *row,
			const struct option_value *v)
{
	struct ip_mreqn req = {0};

	(void)row;
	if (!value_read(v, 0, &req, sizeof(req)) &&
	    !value_read(v, 0, &req, sizeof(struct ip_mreq)) &&
	    !value_read(v, 0, &req.imr_address, sizeof(req.imr_address)))
		return true;
	return source4_has(h, &req.imr_address, req.imr_ifindex);
}

static bool group_has(struct sockhost *h, int family, const void *group)
{
	uint8_t ip[16];

	if (family == AF_INET)
		policy_net_v4(ip, group);
	else
		memcpy(ip, group, sizeof(ip));
	return policy_net_anywhere(h, POLICY_JOIN, ip);
}

static bool needs_group4(struct sockhost *h, const struct option_row *row,
			 const struct option_value *v)
{
	struct in_addr group;

	(void)row;
	return !value_read(v, 0, &group, sizeof(group)) ||
	       group_has(h, AF_INET, &group);
}

static bool needs_group6(struct sockhost *h, const struct option_row *row,
			 const struct option_value *v)
{
	struct in6_addr group;

	(void)row;
	return !value_read(v, 0, &group, sizeof(group)) ||
	       group_has(h, AF_INET6, &group);
}

/* RFC 3678 5.1: struct group_source_req begins with the same two fields. */
static bool needs_group_req(struct sockhost *h, const struct option_row *row,
			    const struct option_value *v)
{
	struct group_req req;

	(void)row;
	if (!value_read(v, 0, &req, sizeof(req)))
		return true;
	if (req.gr_group.ss_family == AF_INET)
		return group_has(
			h, AF_INET,
			(const uint8_t *)&req.gr_group +
				offsetof(struct sockaddr_in, sin_addr));
	return group_has(h, AF_INET6,
			 (const uint8_t *)&req.gr_group +
				 offsetof(struct sockaddr_in6, sin6_addr));
}

static bool needs_source4(struct sockhost *h, const struct option_row *row,
			  const struct option_value *v)
{
	struct in_pktinfo info;

	(void)row;
	return !value_read(v, 0, &info, sizeof(info)) ||
	       source4_has(h, &info.ipi_spec_dst, info.ipi_ifindex);
}

static bool needs_source6(struct sockhost *h, const struct option_row *row,
			  const struct option_value *v)
{
	struct in6_pktinfo info;

	(void)row;
	return !value_read(v, 0, &info, sizeof(info)) ||
	       source_has(h, info.ipi6_addr.s6_addr, info.ipi6_ifindex);
}

/*
 * RFC 791 3.1: END ends the list, NOP is a byte, all others have their length
 * in the second. A list that is not well made is EINVAL, by the kernel.
 */
static bool needs_no_route(struct sockhost *h, const struct option_row *row,
			   const struct option_value *v)
{
	enum { END = 0, NOP = 1, LOOSE = 131, STRICT = 137 };
	size_t i = 0;

	(void)h;
	(void)row;
	while (v->at && i < v->len && v->at[i] != END) {
		if (v->at[i] == LOOSE || v->at[i] == STRICT)
			return false;
		if (v->at[i] != NOP && (i + 1 == v->len || v->at[i + 1] < 2))
			return true;
		i += v->at[i] == NOP ? 1 : v->at[i + 1];
	}
	return true;
}

static bool needs_no_value(struct sockhost *h, const struct option_row *row,
			   const struct option_value *v)
{
	(void)h;
	(void)row;
	return v->len == 0;
}

/* unix(7): only with privileges can they be another's. */
static bool needs_own(struct sockhost *h, const struct option_row *row,
		      const struct option_value *v)
{
	uid_t user[3];
	gid_t group[3];
	struct ucred c;
	bool uid = false, gid = false;

	(void)h;
	(void)row;
	if (!value_read(v, 0, &c, sizeof(c)))
		return true;
	getresuid(&user[0], &user[1], &user[2]);
	getresgid(&group[0], &group[1], &group[2]);
	for (int i = 0; i < 3; i++) {
		uid = uid || c.uid == user[i];
		gid = gid || c.gid == group[i];
	}
	return c.pid == getpid() && uid && gid;
}

static option_granted *const option_rules[OPTION_RULES] = {
	[NOTHING] = needs_nothing, [NAMED] = needs_name,
	[DEVICE] = needs_device,   [BOUND] = needs_bound,
	[INDEX] = needs_index,     [INDEX_NET] = needs_index_net,
	[LOCAL] = needs_local,     [GROUP4] = needs_group4,
	[GROUP6] = needs_group6,   [GROUP_REQ] = needs_group_req,
	[SOURCE4] = needs_source4, [SOURCE6] = needs_source6,
	[ROUTE] = needs_no_route,  [FILLED] = needs_no_value,
	[OWN] = needs_own,         [EVERYTHING] = needs_everything,
};

/* --- what the three ask ----------------------------------------------------*/

static int option_judge(struct sockhost *h, enum option_way way, int level,
			int name, const struct option_value *v)
{
	const struct option_row *row;

	if (h->policy.all)
		return 0;
	row = option_row_find(way, level, name);
	return option_rules[row->rule](h, row, v) ? 0 : -EACCES;
}

int policy_option_set(struct sockhost *h, int level, int name,
		      const void *value, size_t len)
{
	return option_judge(h, SET, level, name,
			    &(struct option_value){value, len});
}

int policy_option_get(struct sockhost *h, int level, int name)
{
	return option_judge(h, GET, level, name,
			    &(struct option_value){NULL, 0});
}

int policy_message(struct sockhost *h, int level, int type, const void *data,
		   size_t len)
{
	return option_judge(h, SEND, level, type,
			    &(struct option_value){data, len});
}
