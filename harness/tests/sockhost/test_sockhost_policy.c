/* SPDX-License-Identifier: Apache-2.0 */
/* What is allowed, and that nothing else is. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/addr.h"
#include "sockhost/core/host.h"
#include "sockhost/core/policy.h"

static const char *const bad_rules[] = {
	"",
	"everything",
	"127.0.0.1",
	"127.0.0.1:",
	"127.0.0.1:x",
	"127.0.0.1:-1",
	"127.0.0.1:65536",
	"127.0.0.1:9-8",
	"127.0.0.1/33:1",
	"127.0.0.1/:1",
	"127.0.0.1/-1:1",
	"::1:80",
	"[::1]",
	"[::1:80",
	"[::1/129]:80",
	"[127.0.0.1]:80",
	"connect:",
	"listen:127.0.0.1:1",
	"256.0.0.1:1",
	"bind:all",
	"127.0.0.1: 80",
	"127.0.0.1:+80",
	"join:",
	"join:127.0.0.1",
	"join:[::1]",
	"join:239.1.2.3:80",
	"join:224.0.0.0/3",
	"join:[ff00::]/7",
	"join:[::]/0",
	"device:",
	"option:",
	"option:SO_REUSEADDR",
	"option:SO_MARKS",
	"option:IP_OPTIONS",
	"option:so_mark",
};

START_TEST(bad_rule)
{
	struct sockhost *h = sockhost_new();
	char *why = NULL;

	ck_assert_msg(sockhost_allow(h, bad_rules[_i], &why) == -1, "%s",
		      bad_rules[_i]);
	ck_assert_ptr_nonnull(why);
	free(why);
	sockhost_free(h);
}
END_TEST

static struct addr address(const char *text, unsigned port)
{
	struct addr a = {0};

	if (inet_pton(AF_INET, text, &a.in.sin_addr) == 1) {
		a.in.sin_family = AF_INET;
		a.in.sin_port = htons((uint16_t)port);
		a.len = sizeof(a.in);
	} else if (inet_pton(AF_INET6, text, &a.in6.sin6_addr) == 1) {
		a.in6.sin6_family = AF_INET6;
		a.in6.sin6_port = htons((uint16_t)port);
		a.len = sizeof(a.in6);
	} else {
		a.un.sun_family = AF_UNIX;
		memcpy(a.un.sun_path, text, strlen(text));
		a.len = ADDR_UN_NAME + (socklen_t)strlen(text);
		if (*text == '@')
			a.un.sun_path[0] = '\0';
	}
	return a;
}

#define BIND POLICY_BIND
#define CONN POLICY_CONNECT
#define SEND POLICY_SEND

static const struct {
	const char *rule;
	enum policy_what what;
	const char *addr;
	unsigned port;
	int allowed;
} grants[] = {
	{NULL, BIND, "127.0.0.1", 80, 0},
	{NULL, CONN, "127.0.0.1", 80, 0},
	{NULL, SEND, "::1", 80, 0},
	{NULL, CONN, "/door", 0, 0},
	{NULL, BIND, "@door", 0, 0},
	{"all", CONN, "8.8.8.8", 53, 1},
	{"all", BIND, "@door", 0, 1},
	{"127.0.0.1:80", CONN, "127.0.0.1", 80, 1},
	{"127.0.0.1:80", BIND, "127.0.0.1", 80, 1},
	{"127.0.0.1:80", SEND, "127.0.0.1", 80, 1},
	{"127.0.0.1:80", CONN, "127.0.0.1", 81, 0},
	{"127.0.0.1:80", CONN, "127.0.0.2", 80, 0},
	{"connect:127.0.0.1:80", BIND, "127.0.0.1", 80, 0},
	{"connect:127.0.0.1:80", SEND, "127.0.0.1", 80, 1},
	{"bind:127.0.0.1:80", CONN, "127.0.0.1", 80, 0},
	{"bind:127.0.0.1:0", BIND, "127.0.0.1", 0, 1},
	{"bind:127.0.0.1:0", BIND, "0.0.0.0", 0, 0},
	{"127.0.0.0/8:7000-7999", CONN, "127.255.3.4", 7000, 1},
	{"127.0.0.0/8:7000-7999", CONN, "127.255.3.4", 7999, 1},
	{"127.0.0.0/8:7000-7999", CONN, "127.255.3.4", 8000, 0},
	{"127.0.0.0/8:7000-7999", CONN, "128.0.0.1", 7000, 0},
	{"127.0.0.0/8:7000-7999", CONN, "::ffff:127.0.0.1", 7000, 1},
	{"127.0.0.0/8:7000-7999", CONN, "::127.0.0.1", 7000, 0},
	{"10.1.2.128/25:*", CONN, "10.1.2.129", 1, 1},
	{"10.1.2.128/25:*", CONN, "10.1.2.127", 1, 0},
	{"10.1.2.130/31:*", CONN, "10.1.2.131", 65535, 1},
	{"10.1.2.130/31:*", CONN, "10.1.2.132", 1, 0},
	{"0.0.0.0/0:*", CONN, "9.9.9.9", 1, 1},
	{"0.0.0.0/0:*", CONN, "::1", 1, 0},
	{"[::1]:80", CONN, "::1", 80, 1},
	{"[::1]:80", CONN, "::2", 80, 0},
	{"[::1]:80", CONN, "127.0.0.1", 80, 0},
	{"[fd00::/8]:80", CONN, "fd12::1", 80, 1},
	{"[fd00::]/8:80", CONN, "fd12::1", 80, 1},
	{"[fd00::]/8:80", CONN, "fe80::1", 80, 0},
	{"connect:[::]/0:*", CONN, "1.2.3.4", 80, 1},
	{"unix:/run/x/*", CONN, "/run/x/door", 0, 1},
	{"unix:/run/x/*", CONN, "/run/x/y/door", 0, 0},
	{"unix:/run/x/*", CONN, "/run/x/../door", 0, 0},
	{"unix:/run/x/*", CONN, "@/run/x/door", 0, 0},
	{"unix:/run/*/door", CONN, "/run/../door", 0, 0},
	{"unix:/run/*/door", CONN, "/run/./door", 0, 0},
	{"unix:/run/*/door", CONN, "/run//door", 0, 0},
	{"unix:/run/*/door", CONN, "/run/x/door/", 0, 0},
	{"unix:/run/*/door", CONN, "/run/x/door", 0, 1},
	{"unix:/run/?\?/door", CONN, "/run/../door", 0, 0},
	{"unix:/run/.*/door", CONN, "/run/../door", 0, 0},
	{"unix:/run/[.][.]/door", CONN, "/run/../door", 0, 0},
	{"unix:/run/../door", CONN, "/run/../door", 0, 1},
	{"unix:*", CONN, "..", 0, 0},
	{"unix:*", CONN, "door", 0, 1},
	{"unix:*", CONN, "/door", 0, 0},
	{"unix:*/*", CONN, "/door", 0, 0},
	{"unix:door", CONN, "door-1", 0, 0},
	{"unix:door-1", CONN, "door", 0, 0},
	{"unix:@app-*", BIND, "@app-1", 0, 1},
	{"unix:@app-*", BIND, "@app", 0, 0},
	{"unix:@app-*", BIND, "app-1", 0, 0},
	{"unix:door", BIND, "door", 0, 1},
};

START_TEST(grant)
{
	struct sockhost *h = sockhost_new();
	struct addr a = address(grants[_i].addr, grants[_i].port);
	char *why;

	if (grants[_i].rule)
		ck_assert_int_eq(sockhost_allow(h, grants[_i].rule, &why), 0);
	ck_assert_msg(policy_addr(h, grants[_i].what, &a) ==
			      (grants[_i].allowed ? 0 : -EACCES),
		      "%s: %s %u", grants[_i].rule, grants[_i].addr,
		      grants[_i].port);
	sockhost_free(h);
}
END_TEST

START_TEST(several_rules)
{
	struct sockhost *h = sockhost_new();
	struct addr a = address("10.0.0.2", 2);
	char *why;

	ck_assert_int_eq(sockhost_allow(h, "10.0.0.1:1", &why), 0);
	ck_assert_int_eq(sockhost_allow(h, "10.0.0.2:2", &why), 0);
	ck_assert_int_eq(policy_addr(h, POLICY_BIND, &a), 0);
	sockhost_free(h);
}
END_TEST

/* No pattern can mean a name with a NUL in it. */
START_TEST(abstract_with_nul)
{
	struct sockhost *h = sockhost_new();
	struct addr a = address("@app-1", 0);
	char *why;

	ck_assert_int_eq(sockhost_allow(h, "unix:@app-*", &why), 0);
	a.un.sun_path[5] = '\0';
	ck_assert_int_eq(policy_addr(h, POLICY_BIND, &a), -EACCES);
	sockhost_free(h);
}
END_TEST

/* A datagram to AF_UNSPEC goes where its IPv4 address says. */
START_TEST(unspecified_family)
{
	struct sockhost *h = sockhost_new();
	struct addr a = address("9.9.9.9", 53);

	a.sa.sa_family = AF_UNSPEC;
	ck_assert_int_eq(policy_addr(h, POLICY_SEND, &a), -EACCES);
	ck_assert_int_eq(policy_addr(h, POLICY_BIND, &a), -EACCES);
	/* to connect there is to disconnect */
	ck_assert_int_eq(policy_addr(h, POLICY_CONNECT, &a), 0);
	sockhost_free(h);
}
END_TEST

static const struct {
	int domain, type, allowed;
} kinds[] = {
	{AF_INET, SOCK_STREAM, 1},
	{AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 1},
	{AF_UNIX, SOCK_SEQPACKET, 1},
	{AF_INET, SOCK_RAW, 0},
	{AF_INET6, SOCK_RAW | SOCK_NONBLOCK, 0},
	{AF_NETLINK, SOCK_DGRAM, 0},
	{AF_PACKET, SOCK_DGRAM, 0},
	{AF_VSOCK, SOCK_STREAM, 0},
};

#define IPPROTO_L2TP_ 115

static const struct {
	int type, protocol, allowed;
} protocols[] = {
	{SOCK_STREAM, IPPROTO_TCP, 1},    {SOCK_DGRAM, IPPROTO_UDP, 1},
	{SOCK_DGRAM, IPPROTO_UDPLITE, 1}, {SOCK_STREAM, 262, 1}, /* MPTCP */
	{SOCK_STREAM, IPPROTO_SCTP, 0},   {SOCK_DGRAM, IPPROTO_L2TP_, 0},
	{SOCK_DGRAM, IPPROTO_ICMP, 0},    {SOCK_DGRAM, -1, 0},
};

START_TEST(protocol)
{
	struct sockhost *h = sockhost_new();

	ck_assert_int_eq(policy_socket(h, AF_INET, protocols[_i].type,
				       protocols[_i].protocol),
			 protocols[_i].allowed ? 0 : -EACCES);
	sockhost_free(h);
}
END_TEST

/* Of such an address the kernel reads nothing; see sock.c of sendmsg(2). */
START_TEST(length_beyond_the_most)
{
	struct sockhost *h = sockhost_new();
	struct addr a = address("9.9.9.9", 53);

	a.len = ADDR_MAX;
	ck_assert_int_eq(policy_addr(h, POLICY_SEND, &a), -EACCES);
	a.over = 1;
	ck_assert_int_eq(policy_addr(h, POLICY_SEND, &a), 0);
	ck_assert_int_eq(policy_addr(h, POLICY_CONNECT, &a), 0);
	ck_assert_int_eq(policy_addr(h, POLICY_BIND, &a), 0);
	sockhost_free(h);
}
END_TEST

/* A path may begin with @; the abstract name is another one. */
START_TEST(path_with_at)
{
	struct sockhost *h = sockhost_new();
	struct addr a = address("x@app-1", 0);
	char *why;

	memmove(a.un.sun_path, a.un.sun_path + 1, 7);
	a.len--;
	ck_assert_int_eq(sockhost_allow(h, "unix:@app-*", &why), 0);
	ck_assert_int_eq(policy_addr(h, POLICY_BIND, &a), -EACCES);
	a = address("@app-1", 0);
	ck_assert_int_eq(policy_addr(h, POLICY_BIND, &a), 0);
	sockhost_free(h);
}
END_TEST

START_TEST(kind)
{
	struct sockhost *h = sockhost_new();
	char *why;

	ck_assert_int_eq(policy_socket(h, kinds[_i].domain, kinds[_i].type, 0),
			 kinds[_i].allowed ? 0 : -EACCES);
	sockhost_allow(h, "all", &why);
	ck_assert_int_eq(policy_socket(h, kinds[_i].domain, kinds[_i].type, 0),
			 0);
	sockhost_free(h);
}
END_TEST

START_TEST(names_to_look_up)
{
	struct sockhost *h = sockhost_new();
	char *why;

	ck_assert_int_eq(policy_resolve(h, "localhost"), -EACCES);
	sockhost_allow(h, "resolve:*.example.org", &why);
	ck_assert_int_eq(policy_resolve(h, "a.example.org"), 0);
	ck_assert_int_eq(policy_resolve(h, "example.com"), -EACCES);
	sockhost_free(h);
}
END_TEST

/* The guest's view: refused is EACCES, a wrong descriptor comes first. */
START_TEST(refusals)
{
	struct guest g;
	uint32_t fd;

	guest_open(&g, "bind:127.0.0.1:*");
	fd = guest_make(&g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	guest_in(&g, ADDR, "127.0.0.1", 9);
	ck_assert_uint_eq(guest_call(&g, "sock_connect", fd, ADDR, 16),
			  NUM_ACCES);
	ck_assert_uint_eq(guest_call(&g, "sock_connect", 99, ADDR, 16),
			  NUM_BADF);
	ck_assert_uint_eq(guest_call(&g, "sock_connect", fd, 1 << 20, 16),
			  NUM_FAULT);
	ck_assert_uint_eq(
		guest_call(&g, "sock_open", AF_INET, SOCK_RAW, 1, OUT),
		NUM_ACCES);
	/* would take any address */
	ck_assert_uint_eq(guest_call(&g, "sock_listen", fd, 1), NUM_ACCES);
	guest_in(&g, ADDR, "127.0.0.1", 0);
	ck_assert_uint_eq(guest_call(&g, "sock_bind", fd, ADDR, 16), 0);
	ck_assert_uint_eq(guest_call(&g, "sock_listen", fd, 1), 0);
	guest_vec(&g, 0, DATA, 1);
	guest_in(&g, ADDR, "127.0.0.1", 9);
	ck_assert_uint_eq(guest_call(&g, "sock_send_to", fd, IOV, 1, 0, 0, ADDR,
				     16, 0, OUT),
			  NUM_ACCES);
	guest_close(&g);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_policy_suite(void)
{
	Suite *s = suite_create("sockhost_policy");
	TCase *t = tcase_create("policy");

	tcase_add_loop_test(t, bad_rule, 0, N(bad_rules));
	tcase_add_loop_test(t, grant, 0, N(grants));
	tcase_add_test(t, several_rules);
	tcase_add_test(t, abstract_with_nul);
	tcase_add_test(t, path_with_at);
	tcase_add_test(t, length_beyond_the_most);
	tcase_add_loop_test(t, protocol, 0, N(protocols));
	tcase_add_test(t, unspecified_family);
	tcase_add_loop_test(t, kind, 0, N(kinds));
	tcase_add_test(t, names_to_look_up);
	tcase_add_test(t, refusals);
	suite_add_tcase(s, t);
	return s;
}
