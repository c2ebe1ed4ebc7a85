/* SPDX-License-Identifier: Apache-2.0 */
/* Options and control messages that reach beyond addresses. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "sockhost/core/policy_option.h"
#include "sockhost/sockhost.h"

enum way { SET, GET, SEND };

#define BYTES(...)                            \
	(const unsigned char[]){__VA_ARGS__}, \
		sizeof((const unsigned char[]){__VA_ARGS__})
#define NONE NULL, 0
#define ZEROS16 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define LO 1
#define NOT_THERE 0xff, 0xff, 0xff, 0x7f

static const struct {
	const char *rule; /* or NULL */
	enum way way;
	int level, name;
	const void *value;
	size_t len;
	int allowed;
} options[] = {
	/* what needs nothing */
	{NULL, SET, SOL_SOCKET, SO_REUSEADDR, BYTES(1, 0, 0, 0), 1},
	{NULL, SET, IPPROTO_TCP, TCP_NODELAY, BYTES(1, 0, 0, 0), 1},
	{NULL, GET, SOL_SOCKET, SO_MARK, NONE, 1},
	{NULL, GET, SOL_SOCKET, SO_BINDTODEVICE, NONE, 1},
	{NULL, SET, IPPROTO_IP, IP_DROP_MEMBERSHIP, BYTES(239, 1, 2, 3), 1},
	{NULL, SEND, SOL_SOCKET, SCM_RIGHTS, BYTES(1, 0, 0, 0), 1},
	{NULL, SEND, IPPROTO_IP, IP_TTL, BYTES(1, 0, 0, 0), 1},
	/* by name */
	{NULL, SET, SOL_SOCKET, SO_MARK, BYTES(1, 0, 0, 0), 0},
	{"option:SO_MARK", SET, SOL_SOCKET, SO_MARK, NONE, 1},
	{"option:SO_MARK", SEND, SOL_SOCKET, SO_MARK, NONE, 1},
	{"option:SO_MARK", SET, IPPROTO_IP, IP_TRANSPARENT, NONE, 0},
	{"option:*", SET, IPPROTO_IPV6, 75, NONE, 1},
	{"option:TCP_REP*", SET, IPPROTO_TCP, TCP_REPAIR, NONE, 1},
	{"option:TCP_REP*", SET, IPPROTO_TCP, TCP_QUEUE_SEQ, NONE, 0},
	{"option:*", SET, IPPROTO_IP, IP_OPTIONS,
	 BYTES(131, 7, 4, 127, 0, 0, 2, 0), 0},
	{"option:*", GET, IPPROTO_IP, 64, NONE, 0},
	/* interfaces */
	{"device:l?", SET, SOL_SOCKET, SO_BINDTODEVICE, BYTES('l', 'o'), 1},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTODEVICE, BYTES('l', 'o', 0), 1},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTODEVICE, BYTES('l'), 0},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTODEVICE, BYTES('l', 'o', 'p'),
	 0},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTODEVICE, NONE, 0},
	{"device:*", SET, SOL_SOCKET, SO_BINDTODEVICE, NONE, 1},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTOIFINDEX, BYTES(LO, 0, 0, 0), 1},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTOIFINDEX, BYTES(NOT_THERE), 0},
	{"device:lo", SET, SOL_SOCKET, SO_BINDTOIFINDEX, BYTES(0, 0, 0, 0), 0},
	{"device:lo", SET, IPPROTO_IP, 50, BYTES(0, 0, 0, LO), 1},
	{"device:lo", SET, IPPROTO_IP, 50, BYTES(NOT_THERE), 0},
	{NULL, SET, IPPROTO_IP, 50, BYTES(0, 0, 0, 0), 1},
	{NULL, SET, IPPROTO_IPV6, IPV6_MULTICAST_IF, BYTES(LO, 0, 0, 0), 0},
	{NULL, SET, IPPROTO_IP, IP_MULTICAST_IF, BYTES(127, 0, 0, 1), 0},
	{"bind:127.0.0.1:1", SET, IPPROTO_IP, IP_MULTICAST_IF,
	 BYTES(127, 0, 0, 1), 1},
	{"connect:127.0.0.1:1", SET, IPPROTO_IP, IP_MULTICAST_IF,
	 BYTES(127, 0, 0, 1), 0},
	{"bind:127.0.0.1:1", SET, IPPROTO_IP, IP_MULTICAST_IF,
	 BYTES(0, 0, 0, 0, 127, 0, 0, 1), 1},
	{"bind:127.0.0.1:1", SET, IPPROTO_IP, IP_MULTICAST_IF,
	 BYTES(0, 0, 0, 0, 127, 0, 0, 1, LO, 0, 0, 0), 0},
	/* groups */
	{NULL, SET, IPPROTO_IP, IP_ADD_MEMBERSHIP,
	 BYTES(239, 1, 2, 3, 0, 0, 0, 0), 0},
	{"join:239.0.0.0/15", SET, IPPROTO_IP, IP_ADD_MEMBERSHIP,
	 BYTES(239, 1, 2, 3, 0, 0, 0, 0), 1},
	{"join:239.0.0.0/15", SET, IPPROTO_IP, IP_ADD_MEMBERSHIP,
	 BYTES(239, 2, 2, 3, 0, 0, 0, 0), 0},
	{"0.0.0.0/0:*", SET, IPPROTO_IP, IP_ADD_MEMBERSHIP,
	 BYTES(239, 1, 2, 3, 0, 0, 0, 0), 0},
	{"join:[ff02::]/16", SET, IPPROTO_IPV6, IPV6_JOIN_GROUP,
	 BYTES(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 1},
	{"join:[ff02::]/16", SET, IPPROTO_IPV6, IPV6_JOIN_GROUP,
	 BYTES(0xff, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 0},
	{"join:[ff00::]/8", SET, IPPROTO_IPV6, IPV6_JOIN_ANYCAST,
	 BYTES(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 0},
	/* source addresses; zeros are the kernel's choice */
	{NULL, SEND, IPPROTO_IP, IP_PKTINFO,
	 BYTES(0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9), 1},
	{NULL, SEND, IPPROTO_IP, IP_PKTINFO,
	 BYTES(0, 0, 0, 0, 127, 0, 0, 2, 0, 0, 0, 0), 0},
	{"bind:127.0.0.2:9", SEND, IPPROTO_IP, IP_PKTINFO,
	 BYTES(0, 0, 0, 0, 127, 0, 0, 2, 0, 0, 0, 0), 1},
	{"connect:127.0.0.2:9", SEND, IPPROTO_IP, IP_PKTINFO,
	 BYTES(0, 0, 0, 0, 127, 0, 0, 2, 0, 0, 0, 0), 0},
	{"bind:127.0.0.2:9", SEND, IPPROTO_IP, IP_PKTINFO,
	 BYTES(LO, 0, 0, 0, 127, 0, 0, 2, 0, 0, 0, 0), 0},
	{NULL, SET, IPPROTO_IPV6, IPV6_PKTINFO, BYTES(ZEROS16, 0, 0, 0, 0), 1},
	{NULL, SET, IPPROTO_IPV6, IPV6_PKTINFO, BYTES(ZEROS16, LO, 0, 0, 0), 0},
	{"device:lo", SEND, IPPROTO_IPV6, IPV6_PKTINFO,
	 BYTES(ZEROS16, LO, 0, 0, 0), 1},
	/* source routes: in a list, and what is no list */
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, BYTES(131, 7, 4, 127, 0, 0, 2, 0),
	 0},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, BYTES(1, 137, 7, 4, 127, 0, 0, 2),
	 0},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS,
	 BYTES(7, 7, 4, 0, 0, 0, 0, 131, 7, 4, 127, 0, 0, 2), 0},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS,
	 BYTES(7, 7, 4, 131, 131, 131, 131, 0), 1},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, BYTES(0, 131, 7, 4), 1},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, BYTES(7), 1},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, BYTES(131), 0},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, BYTES(7, 200, 0), 1},
	{NULL, SET, IPPROTO_IP, IP_OPTIONS, NONE, 1},
	{NULL, SEND, IPPROTO_IP, IP_RETOPTS, BYTES(131, 7, 4, 127, 0, 0, 2), 0},
	{NULL, SET, IPPROTO_IPV6, IPV6_RTHDR, BYTES(ZEROS16), 0},
	{NULL, SET, IPPROTO_IPV6, IPV6_RTHDR, NONE, 1},
	{NULL, SEND, IPPROTO_IPV6, IPV6_RTHDR, NONE, 0},
	/* not known, or another's */
	{NULL, SET, IPPROTO_IP, 64, NONE, 0},
	{NULL, GET, IPPROTO_IPV6, 64, NONE, 0},
	{NULL, GET, IPPROTO_IP, 80, NONE, 1}, /* SO_ORIGINAL_DST */
	{NULL, SET, IPPROTO_IP, 80, NONE, 0},
	{NULL, SET, IPPROTO_IP, -1, NONE, 0},
	{NULL, SET, SOL_SOCKET, 1000, NONE, 0},
	{NULL, SET, IPPROTO_SCTP, 1, NONE, 0},
	{NULL, GET, 282, 1, NONE, 0},
	{NULL, SEND, SOL_SOCKET, 1000, NONE, 0},
	{NULL, SEND, IPPROTO_SCTP, 7, BYTES(127, 0, 0, 2), 0},
	{"all", SET, IPPROTO_IP, 64, NONE, 1},
	{"all", SEND, IPPROTO_IP, IP_RETOPTS, BYTES(131, 7, 4), 1},
};

static int judge(struct sockhost *h, int i)
{
	switch (options[i].way) {
	case SET:
		return policy_option_set(h, options[i].level, options[i].name,
					 options[i].value, options[i].len);
	case GET:
		return policy_option_get(h, options[i].level, options[i].name);
	case SEND:
		return policy_message(h, options[i].level, options[i].name,
				      options[i].value, options[i].len);
	}
	return 1;
}

START_TEST(option)
{
	struct sockhost *h = sockhost_new();
	char *why;

	if (options[_i].rule)
		ck_assert_int_eq(sockhost_allow(h, options[_i].rule, &why), 0);
	ck_assert_msg(judge(h, _i) == (options[_i].allowed ? 0 : -EACCES),
		      "%d: %s, level %d, %d", _i, options[_i].rule,
		      options[_i].level, options[_i].name);
	sockhost_free(h);
}
END_TEST

/* A struct group_req names its group behind a family. */
START_TEST(group_req)
{
	struct sockhost *h = sockhost_new();
	struct group_req req = {.gr_interface = 1};
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&req.gr_group;
	struct sockaddr_in *in = (struct sockaddr_in *)&req.gr_group;
	char *why;

	ck_assert_int_eq(sockhost_allow(h, "join:239.1.2.3", &why), 0);
	ck_assert_int_eq(sockhost_allow(h, "join:[ff02::1]", &why), 0);
	in->sin_family = AF_INET;
	in->sin_addr.s_addr = htonl(0xef010203);
	ck_assert_int_eq(policy_option_set(h, IPPROTO_IP, MCAST_JOIN_GROUP,
					   &req, sizeof(req)),
			 0);
	in->sin_addr.s_addr = htonl(0xef010204);
	ck_assert_int_eq(policy_option_set(h, IPPROTO_IP, MCAST_JOIN_GROUP,
					   &req, sizeof(req)),
			 -EACCES);
	in6->sin6_family = AF_INET6;
	in6->sin6_addr = (struct in6_addr){{{0xff, 2, [15] = 1}}};
	ck_assert_int_eq(policy_option_set(h, IPPROTO_IPV6, MCAST_JOIN_GROUP,
					   &req, sizeof(req)),
			 0);
	in6->sin6_addr.s6_addr[15] = 2;
	ck_assert_int_eq(policy_option_set(h, IPPROTO_IPV6, MCAST_JOIN_GROUP,
					   &req, sizeof(req)),
			 -EACCES);
	sockhost_free(h);
}
END_TEST

/* A process may only send its own credentials. */
START_TEST(credentials)
{
	struct sockhost *h = sockhost_new();
	struct ucred c = {getpid(), geteuid(), getegid()};

#define SENT policy_message(h, SOL_SOCKET, SCM_CREDENTIALS, &c, sizeof(c))
	ck_assert_int_eq(SENT, 0);
	c.uid++;
	ck_assert_int_eq(SENT, -EACCES);
	c.uid--;
	c.gid++;
	ck_assert_int_eq(SENT, -EACCES);
	c.gid--;
	c.pid = 1;
	ck_assert_int_eq(SENT, -EACCES);
	sockhost_free(h);
}
END_TEST

/* Which options there are is said to who names another. */
START_TEST(unknown_name)
{
	struct sockhost *h = sockhost_new();
	char *why = NULL;

	ck_assert_int_eq(sockhost_allow(h, "option:SO_MARKS", &why), -1);
	ck_assert_ptr_nonnull(
		strstr(why, "option:SO_MARKS: not an option "
			    "that a rule can grant; those are SO_MARK, "));
	ck_assert_ptr_nonnull(strstr(why, ", TCP_AO_REPAIR"));
	free(why);
	sockhost_free(h);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_policy_options_suite(void);

Suite *sockhost_policy_options_suite(void)
{
	Suite *s = suite_create("sockhost_policy_options");
	TCase *t = tcase_create("options");

	tcase_add_loop_test(t, option, 0, N(options));
	tcase_add_test(t, group_req);
	tcase_add_test(t, credentials);
	tcase_add_test(t, unknown_name);
	suite_add_tcase(s, t);
	return s;
}
