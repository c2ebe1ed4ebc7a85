/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of options of which the kernel writes more than optlen. The guest's
 * memory ends at MORE; behind it is the host's.
 */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static struct guest g;
static uint32_t tcp, udp, udp6;

static void values_open(void)
{
	guest_open(&g, "all");
	tcp = guest_make(&g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	udp = guest_make(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT);
	udp6 = guest_make(&g, "sock_open", AF_INET6, SOCK_DGRAM, 0, OUT);
}

static void values_closed(void)
{
	guest_close(&g);
}

enum { JOINED = 5 };

static void host_begins_at_more(void)
{
	memset(g.mem + MORE, 0x5a, GUEST_MEMORY - MORE);
	sockhost_memory(g.h, g.mem, MORE);
}

static void host_is_untouched(void)
{
	uint32_t i = MORE;

	while (i < GUEST_MEMORY && g.mem[i] == 0x5a)
		i++;
	ck_assert_uint_eq(i, GUEST_MEMORY);
}

/* Join a group with sources 1 to JOINED; ff05::9 or 239.1.1.9, of lo. */
static void group_at(uint32_t at, int level, int is_source, int n)
{
	uint8_t *p = g.mem + at;

	memset(p, 0, 128);
	if (level == IPPROTO_IPV6) {
		p[0] = AF_INET6;
		p[8] = is_source ? 0xfd : 0xff;
		p[9] = 5;
		p[23] = (uint8_t)n;
	} else {
		p[0] = AF_INET;
		memcpy(p + 4, is_source ? "\x0a\1\1" : "\xef\1\1", 3);
		p[7] = (uint8_t)n;
	}
}

static void join_sources(uint32_t fd, int level)
{
	memset(g.mem + DATA, 0, 264);
	g.mem[DATA] = 1; /* the interface */
	group_at(DATA + 8, level, 0, 9);
	for (int i = 1; i <= JOINED; i++) {
		group_at(DATA + 136, level, 1, i);
		ck_assert_uint_eq(
			guest_call(&g, "sock_setsockopt", fd, (uint64_t)level,
				   MCAST_JOIN_SOURCE_GROUP, DATA, 264),
			0);
	}
}

static const struct {
	int level, name;
	uint32_t head, count, unit;
} sources[] = {
	{IPPROTO_IP, IP_MSFILTER, 16, 12, 4},
	{IPPROTO_IP, MCAST_MSFILTER, 144, 140, 128},
	{IPPROTO_IPV6, MCAST_MSFILTER, 144, 140, 128},
};

/* Ask for n sources, with room bytes of memory behind `at`. */
static uint32_t get_sources(uint32_t fd, int i, uint32_t room, uint32_t n)
{
	uint32_t at = MORE - room;

	memset(g.mem + at, 0, room);
	if (sources[i].name == IP_MSFILTER) {
		memcpy(g.mem + at, "\xef\1\1\x09\x7f\0\0\1", 8);
	} else {
		group_at(at + 8, sources[i].level, 0, 9);
		g.mem[at] = 1;
	}
	guest_set32(&g, at + sources[i].count, n);
	return guest_call(&g, "sock_getsockopt", fd, (uint64_t)sources[i].level,
			  (uint64_t)sources[i].name, at, sources[i].head);
}

START_TEST(sources_stay_inside)
{
	uint32_t head = sources[_i].head, unit = sources[_i].unit;
	uint32_t fd = sources[_i].level == IPPROTO_IPV6 ? udp6 : udp;

	join_sources(fd, sources[_i].level);
	host_begins_at_more();
	ck_assert_uint_eq(get_sources(fd, _i, head, JOINED), NUM_FAULT);
	ck_assert_uint_eq(get_sources(fd, _i, head + 4 * unit, JOINED),
			  NUM_FAULT);
	ck_assert_uint_eq(get_sources(fd, _i, head, UINT32_MAX), NUM_FAULT);
	/* as many as it asks for, and no more than there are */
	ck_assert_uint_eq(get_sources(fd, _i, head, 0), 0);
	ck_assert_uint_eq(get_sources(fd, _i, head + 5 * unit, 5), 0);
	ck_assert_uint_eq(get_sources(fd, _i, head + 5 * unit, UINT32_MAX), 0);
	ck_assert_uint_eq(
		guest_u32(&g, MORE - 5 * unit - head + sources[_i].count),
		JOINED);
	ck_assert_uint_ne(g.mem[MORE - unit + (unit == 4 ? 3 : 4)] |
				  g.mem[MORE - unit + 23],
			  0);
	ck_assert_uint_eq(get_sources(fd, _i, head + 2 * unit, 2), 0);
	host_is_untouched();
}
END_TEST

/* A struct tcp_ao_add, as linux/tcp.h has it: key `id`, to any IPv4 peer. */
static uint32_t add_key(uint32_t fd, uint8_t id)
{
	uint8_t *p = g.mem + DATA;

	memset(p, 0, 304);
	p[0] = AF_INET;
	memcpy(p + 128, "hmac(sha1)", 11);
	p[203] = id; /* sndid */
	p[204] = id; /* rcvid */
	p[207] = 4;  /* keylen */
	memcpy(p + 208, "abcd", 4);
	return guest_call(&g, "sock_setsockopt", fd, IPPROTO_TCP, 38, DATA,
			  288);
}

/* TCP_AO_GET_KEYS writes as many structures as the first one asks for. */
START_TEST(keys_stay_inside)
{
	enum { KEY = 304, NKEYS = 272, ALL = 276 };
	uint32_t at = MORE - KEY;

	if (add_key(tcp, 1) == 0)
		ck_assert_uint_eq(add_key(tcp, 2), 0);
	host_begins_at_more();
	for (uint32_t len = 1; len <= KEY; len++) {
		memset(g.mem + at, 0, KEY);
		g.mem[at + NKEYS] = 9;
		g.mem[at + ALL] = 4; /* get_all */
		guest_call(&g, "sock_getsockopt", tcp, IPPROTO_TCP, 41, at,
			   len);
		memset(g.mem + MORE - len, 0, len);
		guest_call(&g, "sock_getsockopt", tcp, IPPROTO_TCP, 41,
			   MORE - len, len);
	}
	host_is_untouched();
}
END_TEST

/* All that the kernel has, of every level: none writes beyond its length. */
START_TEST(every_option_stays_inside)
{
	static const uint32_t rooms[] = {0, 1, 4, 8, 16, 40, 64, 200};
	static const int levels[] = {SOL_SOCKET,  IPPROTO_IP,   IPPROTO_TCP,
				     IPPROTO_UDP, IPPROTO_IPV6, 58,
				     255};
	uint32_t fds[] = {tcp, udp, udp6};

	host_begins_at_more();
	for (size_t i = 0; i < N(levels) * 256 * 3 * N(rooms); i++) {
		uint32_t len = rooms[i % N(rooms)];
		int level = levels[i / N(rooms) % N(levels)];
		int name = (int)(i / N(rooms) / N(levels) % 256);

		memset(g.mem + MORE - len, (int)(i & 0xff), len);
		guest_call(&g, "sock_getsockopt", fds[i % 3], (uint64_t)level,
			   (uint64_t)name, MORE - len, len);
	}
	host_is_untouched();
}
END_TEST

/* A value may be said to be longer than the memory that is left. */
START_TEST(longer_than_memory)
{
	uint32_t at = GUEST_MEMORY - 4;

	guest_set32(&g, at, 1);
	ck_assert_uint_eq(guest_call(&g, "sock_setsockopt", tcp, SOL_SOCKET,
				     SO_KEEPALIVE, at, 0x7fffffff),
			  0);
	guest_set32(&g, at, 0);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", tcp, SOL_SOCKET,
				     SO_KEEPALIVE, at, 0x7fffffff),
			  0);
	ck_assert_uint_eq(guest_u32(&g, at), 1);
}
END_TEST

Suite *sockhost_values_suite(void)
{
	Suite *s = suite_create("sockhost_values");
	TCase *t = tcase_create("values");

	tcase_add_checked_fixture(t, values_open, values_closed);
	tcase_add_loop_test(t, sources_stay_inside, 0, N(sources));
	tcase_add_test(t, keys_stay_inside);
	tcase_add_test(t, every_option_stays_inside);
	tcase_add_test(t, longer_than_memory);
	suite_add_tcase(s, t);
	return s;
}
