/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: wasinet's record, unix names of every sort, and maps. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/abi/wasinet_addr.h"

static struct guest g;
static char folder[] = "/tmp/sockhost-XXXXXX";

static void names_open(void)
{
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	guest_open(&g, "all");
}

static void names_close(void)
{
	char command[64];

	guest_close(&g);
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	ck_assert_int_eq(system(command), 0);
}

#define done(...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), 0)
#define fails(err, ...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), err)
#define make(...) guest_make(&g, __VA_ARGS__)

/* What Linux is given for a length of the record. */
static const struct {
	uint16_t family;
	const char *name; /* of unix */
	uint32_t len;
	socklen_t linux_len;
} lengths[] = {
	{AF_INET, "", 0, 0},        {AF_INET, "", 1, 1},
	{AF_INET, "", 2, 2},        {AF_INET, "", 14, 14},
	{AF_INET, "", 16, 16},      {AF_INET, "", 24, 24},
	{AF_INET, "", 129, 128},    {AF_INET, "", 130, 16},
	{AF_INET, "", 131, 131},    {AF_INET, "", UINT32_MAX, (socklen_t)-1},
	{AF_INET6, "", 3, 0},       {AF_INET6, "", 28, 24},
	{AF_INET6, "", 30, 26},     {AF_INET6, "", 32, 28},
	{AF_INET6, "", 40, 36},     {AF_INET6, "", 130, 28},
	{AF_UNSPEC, "", 2, 2},      {AF_UNSPEC, "", 16, 16},
	{AF_UNSPEC, "", 130, 16},   {AF_UNSPEC, "", 200, 200},
	{AF_UNIX, "", 6, 0},        {AF_UNIX, "", 8, 2},
	{AF_UNIX, "door", 12, 6},   {AF_UNIX, "door", 13, 7},
	{AF_UNIX, "door", 21, 15},  {AF_UNIX, "door", 130, 7},
	{AF_UNIX, "@door", 130, 7}, {AF_UNIX, "@door", 13, 7},
	{AF_UNIX, "", 130, 2},      {AF_NETLINK, "", 18, 12},
};

START_TEST(length)
{
	struct addr a;

	memset(g.mem + ADDR, 0, 256);
	guest_set16(&g, ADDR, lengths[_i].family);
	guest_text(&g, ADDR + 8, lengths[_i].name);
	wasinet_addr_load(g.h, &a, ADDR, lengths[_i].len);
	ck_assert_uint_eq(a.len + a.over, lengths[_i].linux_len);
	ck_assert(!a.bad);
	if (lengths[_i].len >= 2)
		ck_assert_uint_eq(a.sa.sa_family, lengths[_i].family);
	if (lengths[_i].name[0] == '@')
		ck_assert_mem_eq(a.un.sun_path, "\0door", 6);
}
END_TEST

START_TEST(bad_pointer)
{
	struct addr a;

	wasinet_addr_load(g.h, &a, GUEST_MEMORY - 15, 16);
	ck_assert(a.bad);
	wasinet_addr_load(g.h, &a, UINT32_MAX, 2);
	ck_assert(a.bad);
	/* only what a record has is looked at */
	wasinet_addr_load(g.h, &a, GUEST_MEMORY - 130, 1000);
	ck_assert(!a.bad);
}
END_TEST

START_TEST(inet_both_ways)
{
	struct addr a;

	guest_in(&g, ADDR, "1.2.3.4", 0x12345);
	wasinet_addr_load(g.h, &a, ADDR, 16);
	ck_assert_uint_eq(ntohs(a.in.sin_port), 0x2345);
	ck_assert_uint_eq(ntohl(a.in.sin_addr.s_addr), 0x01020304);
	memset(g.mem + ADDR2, 0xee, 140);
	wasinet_addr_store(g.h, &a, ADDR2, 130);
	guest_in(&g, ADDR, "1.2.3.4", 0x2345);
	ck_assert_mem_eq(g.mem + ADDR, g.mem + ADDR2, 130);
	ck_assert_uint_eq(g.mem[ADDR2 + 130], 0xee);
}
END_TEST

START_TEST(inet6_both_ways)
{
	struct addr a;

	guest_in6(&g, ADDR, "fe80::1:2", 443);
	guest_set32(&g, ADDR + 28, 7);
	wasinet_addr_load(g.h, &a, ADDR, 32);
	ck_assert_uint_eq(a.in6.sin6_scope_id, 7);
	ck_assert_uint_eq(ntohs(a.in6.sin6_port), 443);
	memset(g.mem + ADDR2, 0xee, 140);
	wasinet_addr_store(g.h, &a, ADDR2, 32);
	ck_assert_mem_eq(g.mem + ADDR, g.mem + ADDR2, 32);
	ck_assert_uint_eq(g.mem[ADDR2 + 32], 0xee);
}
END_TEST

START_TEST(room_of_each_length)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);

	for (uint32_t room = 0; room < 140; room++) {
		uint32_t n = room < 130 ? room : 130;

		memset(g.mem + ADDR, 0xee, 200);
		done("sock_getlocaladdr", fd, ADDR, room);
		for (uint32_t i = n; i < 200; i++)
			ck_assert_uint_eq(g.mem[ADDR + i], 0xee);
		if (room >= 12)
			ck_assert_uint_eq(guest_u32(&g, ADDR + 8), port);
	}
	fails(NUM_INVAL, "sock_getlocaladdr", fd, ADDR, UINT32_MAX);
	fails(NUM_INVAL, "sock_getlocaladdr", fd, UINT32_MAX, UINT32_MAX);
	fails(NUM_FAULT, "sock_getlocaladdr", fd, GUEST_MEMORY - 8, 16);
	fails(NUM_BADF, "sock_getlocaladdr", 99, GUEST_MEMORY - 8, 16);
}
END_TEST

/* Bound to a name, it tells that name, and is reached by it. */
static const struct {
	const char *name;
	uint32_t len;
	const char *told;
} unix_names[] = {
	{"door", 5, "door"},
	{"./door", 6, "./door"},
	{"@door", 5, "@door"},
	{"\0door", 5, "@door"},
};

START_TEST(unix_name)
{
	uint32_t a = make("sock_open", AF_UNIX, SOCK_DGRAM, 0, OUT);
	uint32_t b = make("sock_open", AF_UNIX, SOCK_DGRAM, 0, OUT);
	uint32_t len =
		guest_un(&g, ADDR, unix_names[_i].name, unix_names[_i].len);

	/* no two runs share an abstract name */
	if (unix_names[_i].told[0] == '@')
		len += (uint32_t)snprintf((char *)g.mem + ADDR + len, 16, "%d",
					  getpid());
	done("sock_bind", a, ADDR, len);
	done("sock_getlocaladdr", a, ADDR2, 130);
	ck_assert_int_eq(strncmp((char *)g.mem + ADDR2 + 8, unix_names[_i].told,
				 strlen(unix_names[_i].told)),
			 0);
	guest_vec(&g, 0, DATA, 5);
	ck_assert_uint_eq(
		make("sock_send_to", b, IOV, 1, 0, 0, ADDR2, 130, 0, OUT), 5);
	/* the sender has no name: nothing is told */
	memset(g.mem + ADDR, 0xee, 130);
	ck_assert_uint_eq(make("sock_recv_from", a, IOV, 1, 0, 0, ADDR, 130, 0,
			       OUT, OUT2),
			  5);
	ck_assert_uint_eq(g.mem[ADDR], 0xee);
	done("sock_connect", b, ADDR2, 130);
	done("sock_getpeeraddr", b, ADDR, 130);
	ck_assert_mem_eq(g.mem + ADDR, g.mem + ADDR2, 130);
}
END_TEST

START_TEST(unnamed)
{
	uint32_t fd = make("sock_open", AF_UNIX, SOCK_STREAM, 0, OUT);

	memset(g.mem + ADDR, 0xee, 130);
	done("sock_getlocaladdr", fd, ADDR, 130);
	ck_assert_uint_eq(guest_u16(&g, ADDR), AF_UNIX);
	for (int i = 8; i < 130; i++)
		ck_assert_uint_eq(g.mem[ADDR + i], 0);
	/* to bind to no name is to be given one */
	done("sock_bind", fd, ADDR, 130);
	done("sock_getlocaladdr", fd, ADDR, 130);
	ck_assert_uint_eq(g.mem[ADDR + 8], '@');
	ck_assert_uint_eq(strlen((char *)g.mem + ADDR + 8), 6);
}
END_TEST

START_TEST(longest_path)
{
	uint32_t fd = make("sock_open", AF_UNIX, SOCK_STREAM, 0, OUT);
	char path[123];

	memset(path, 'p', sizeof(path));
	guest_un(&g, ADDR, path, 109);
	fails(NUM_INVAL, "sock_bind", fd, ADDR, 8 + 109);
	fails(NUM_INVAL, "sock_bind", fd, ADDR, 130);
	guest_un(&g, ADDR, path, 108);
	done("sock_bind", fd, ADDR, 8 + 108);
	done("sock_getlocaladdr", fd, ADDR2, 130);
	ck_assert_mem_eq(g.mem + ADDR2 + 8, path, 108);
	ck_assert_uint_eq(g.mem[ADDR2 + 8 + 108], 0);
}
END_TEST

START_TEST(seqpacket_keeps_boundaries)
{
	uint32_t door = make("sock_open", AF_UNIX, SOCK_SEQPACKET, 0, OUT);
	uint32_t a = make("sock_open", AF_UNIX, SOCK_SEQPACKET, 0, OUT);
	uint32_t b;

	guest_un(&g, ADDR, "seq", 4);
	done("sock_bind", door, ADDR, 12);
	done("sock_listen", door, 1);
	done("sock_connect", a, ADDR, 12);
	b = make("sock_accept", door, OUT, ADDR2, 130);
	ck_assert_uint_eq(guest_u16(&g, ADDR2), AF_UNIX);
	ck_assert_uint_eq(g.mem[ADDR2 + 8], 0);
	for (uint32_t n = 1; n < 3; n++) {
		guest_vec(&g, 0, DATA, n);
		done("sock_send_to", a, IOV, 1, 0, 0, 0, 0, 0, OUT);
	}
	guest_vec(&g, 0, DATA, 100);
	for (uint32_t n = 1; n < 3; n++)
		ck_assert_uint_eq(make("sock_recv_from", b, IOV, 1, 0, 0, 0, 0,
				       0, OUT, OUT2),
				  n);
}
END_TEST

static void map(struct guest *to, const char *guest, const char *host)
{
	char *why = NULL;

	ck_assert_msg(sockhost_map(to->h, guest, host, &why) == 0, "%s", why);
}

/* A guest without any other right, and a folder that is /app to it. */
static void mapped_guest(struct guest *m)
{
	guest_open(m, NULL);
	mkdir("app", 0700);
	map(m, "/app", "app");
}

static uint32_t unix_socket(struct guest *m, int type)
{
	return guest_make(m, "sock_open", AF_UNIX, (uint64_t)type, 0, OUT);
}

static uint32_t name_call(struct guest *m, const char *function, uint32_t fd,
			  const char *path)
{
	uint32_t len = guest_un(m, ADDR, path, strlen(path) + 1);

	return guest_call(m, function, fd, ADDR, len);
}

START_TEST(map_there_and_back)
{
	struct guest m;
	struct stat st;
	uint32_t a, b;

	mapped_guest(&m);
	a = unix_socket(&m, SOCK_DGRAM);
	b = unix_socket(&m, SOCK_DGRAM);
	ck_assert_uint_eq(name_call(&m, "sock_bind", a, "/app/door"), 0);
	ck_assert_int_eq(stat("app/door", &st), 0);
	ck_assert_uint_eq(guest_call(&m, "sock_getlocaladdr", a, ADDR2, 130),
			  0);
	ck_assert_str_eq((char *)m.mem + ADDR2 + 8, "/app/door");
	ck_assert_uint_eq(name_call(&m, "sock_connect", b, "/app/door"), 0);
	ck_assert_uint_eq(guest_call(&m, "sock_getpeeraddr", b, ADDR2, 130), 0);
	ck_assert_str_eq((char *)m.mem + ADDR2 + 8, "/app/door");
	guest_close(&m);
}
END_TEST

static const struct {
	const char *path;
	uint32_t err;
} outside[] = {
	{"/app/../outer", NUM_PERM},
	{"/app/link", 0}, /* connecting follows no link, see below */
	{"/app/up/outer", NUM_PERM},
	{"/apple/outer", NUM_ACCES},
	{"/app", NUM_ACCES},
	{"outer", NUM_ACCES},
	{"/outer", NUM_ACCES},
	{"/app/missing", NUM_NOENT},
};

START_TEST(map_stays_beneath)
{
	struct guest m;
	uint32_t err;

	mapped_guest(&m);
	ck_assert_uint_eq(
		name_call(&g, "sock_bind",
			  make("sock_open", AF_UNIX, SOCK_DGRAM, 0, OUT),
			  "outer"),
		0);
	ck_assert_int_eq(symlink("../outer", "app/link"), 0);
	ck_assert_int_eq(symlink("..", "app/up"), 0);
	err = name_call(&m, "sock_connect", unix_socket(&m, SOCK_DGRAM),
			outside[_i].path);
	ck_assert_uint_ne(err, 0);
	if (outside[_i].err)
		ck_assert_uint_eq(err, outside[_i].err);
	err = name_call(&m, "sock_bind", unix_socket(&m, SOCK_DGRAM),
			outside[_i].path);
	if (outside[_i].err && outside[_i].err != NUM_NOENT)
		ck_assert_uint_eq(err, outside[_i].err);
	guest_close(&m);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_names_suite(void)
{
	Suite *s = suite_create("sockhost_names");
	TCase *t = tcase_create("names");

	tcase_add_checked_fixture(t, names_open, names_close);
	tcase_add_loop_test(t, length, 0, N(lengths));
	tcase_add_test(t, bad_pointer);
	tcase_add_test(t, inet_both_ways);
	tcase_add_test(t, inet6_both_ways);
	tcase_add_test(t, room_of_each_length);
	tcase_add_loop_test(t, unix_name, 0, N(unix_names));
	tcase_add_test(t, unnamed);
	tcase_add_test(t, longest_path);
	tcase_add_test(t, seqpacket_keeps_boundaries);
	tcase_add_test(t, map_there_and_back);
	tcase_add_loop_test(t, map_stays_beneath, 0, N(outside));
	suite_add_tcase(s, t);
	return s;
}
