/* SPDX-License-Identifier: Apache-2.0 */
/* WasmEdge's getaddrinfo: the nodes that a guest makes beforehand. */
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/wasmedge_guest.h"

/* The nodes of a list, each with its sockaddr, its data and its canonname. */
enum {
	HINTS = MORE,
	RES = MORE + 32,
	COUNT = MORE + 36,
	NODE = MORE + 64,
	SOCKADDR = MORE + 128,
	ROOM = MORE + 192,
	CANON = MORE + 256,
	STRIDE = 512,
	NODES = 4,
	NAME = MORE + 8192,
	SERVICE = MORE + 8448
};

/* errnos behind preview1's */
enum {
	NUM_CANCELED = 11,
	AIBADFLAG = 79,
	AIFAMILY = 81,
	AIMEMORY = 82,
	AINONAME = 84,
	AISERVICE = 85
};

static struct guest g;
static int go;

/* A list, and hints for an IPv4 stream. */
static void speak(int i, uint32_t room)
{
	tongue_open(&g, &tongues[i], "all");
	go = tongues[i].go;
	memset(g.mem + MORE, WASMEDGE_FILL, 8192);
	memset(g.mem + HINTS, 0, 28);
	g.mem[HINTS + 2] = INET4;
	g.mem[HINTS + 3] = STREAM;
	guest_set32(&g, RES, NODE);
	for (uint32_t k = 0; k < NODES; k++) {
		uint32_t at = k * STRIDE;

		memset(g.mem + NODE + at, 0, 28);
		memset(g.mem + SOCKADDR + at, 0, 12);
		guest_set32(&g, NODE + at + 12, SOCKADDR + at);
		guest_set32(&g, NODE + at + 16, CANON + at);
		guest_set32(&g, NODE + at + 20, 64);
		if (k + 1 < NODES)
			guest_set32(&g, NODE + at + 24, NODE + at + STRIDE);
		guest_set32(&g, SOCKADDR + at + 4, room);
		guest_set32(&g, SOCKADDR + at + 8, ROOM + at);
	}
}

static void hush(void)
{
	guest_close(&g);
}

static uint32_t ask(const char *name, const char *service, uint32_t max)
{
	return guest_call(&g, "sock_getaddrinfo", NAME,
			  guest_text(&g, NAME, name), SERVICE,
			  guest_text(&g, SERVICE, service), HINTS, RES, max,
			  COUNT);
}

/* Untouched behind what the node has room for. */
static void behind(uint32_t n)
{
	ck_assert_uint_eq(g.mem[ROOM + n], WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[CANON + 64], WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[SOCKADDR + 12], WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[NODE + 28], WASMEDGE_FILL);
}

START_TEST(ipv4)
{
	speak(_i, 14);
	g.mem[HINTS] = 4 | 8; /* numbers both */
	ck_assert_uint_eq(ask("192.0.2.7", "7000", NODES), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 1);
	ck_assert_uint_eq(g.mem[SOCKADDR], INET4);
	ck_assert_uint_eq(guest_u32(&g, SOCKADDR + 4), 14);
	ck_assert_mem_eq(g.mem + ROOM, "\x1b\x58\xc0\0\2\7\0\0\0\0\0\0\0\0",
			 14);
	ck_assert_uint_eq(guest_u32(&g, NODE + 8), 16);
	ck_assert_uint_eq(guest_u32(&g, NODE + 20), 0);
	ck_assert_uint_eq(guest_u16(&g, NODE), go ? 0 : 4 | 8);
	ck_assert_uint_eq(g.mem[NODE + 2], go ? 0 : INET4);
	ck_assert_uint_eq(g.mem[NODE + 3], go ? 0 : STREAM);
	ck_assert_uint_eq(g.mem[NODE + 4], go ? 0 : 1); /* tcp */
	behind(14);
	/* the second node is as it was */
	ck_assert_uint_eq(g.mem[ROOM + STRIDE], WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[SOCKADDR + STRIDE], 0);
	hush();
}
END_TEST

START_TEST(ipv6)
{
	static const uint8_t ip[16] = {0x20, 1, 0xd, 0xb8, [15] = 7};

	speak(_i, 26);
	g.mem[HINTS + 2] = INET6;
	ck_assert_uint_eq(ask("2001:db8::7", "1", NODES), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 1);
	ck_assert_uint_eq(g.mem[SOCKADDR], INET6);
	ck_assert_mem_eq(g.mem + ROOM, "\0\1", 2);
	ck_assert_mem_eq(g.mem + ROOM + (go ? 2 : 6), ip, sizeof(ip));
	behind(26);
	hush();
}
END_TEST

/* Room of 14 bytes: too little, but wasi-go takes it for 26. */
START_TEST(ipv6_in_a_small_room)
{
	speak(_i, 14);
	g.mem[HINTS + 2] = INET6;
	ck_assert_uint_eq(ask("2001:db8::7", "1", NODES), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), go ? 1 : 0);
	ck_assert_uint_eq(g.mem[ROOM], go ? 0 : WASMEDGE_FILL);
	behind(26);
	hush();
	speak(_i, 13);
	ck_assert_uint_eq(ask("127.0.0.1", "1", NODES), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 0);
	behind(0);
	hush();
}
END_TEST

/* Both families, in as many nodes as there are; a NUL may be counted. */
START_TEST(several)
{
	speak(_i, 26);
	g.mem[HINTS + 2] = 0;
	ck_assert_uint_eq(ask("", "7000", NODES), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 2);
	ck_assert_uint_eq(g.mem[SOCKADDR] + g.mem[SOCKADDR + STRIDE],
			  INET4 + INET6);
	if (!go) {
		ck_assert_uint_eq(ask("", "7000", 1), 0);
		ck_assert_uint_eq(guest_u32(&g, COUNT), 1);
	}
	g.mem[HINTS + 2] = INET4;
	ck_assert_uint_eq(guest_call(&g, "sock_getaddrinfo", NAME,
				     guest_text(&g, NAME, "127.0.0.1") + 1,
				     SERVICE, guest_text(&g, SERVICE, "80") + 1,
				     HINTS, RES, NODES, COUNT),
			  0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 1);
	hush();
}
END_TEST

START_TEST(canonical_name)
{
	speak(V1, 26);
	g.mem[HINTS] = 2;
	ck_assert_uint_eq(ask("127.0.0.1", "1", NODES), 0);
	ck_assert_uint_eq(guest_u32(&g, NODE + 20), 9);
	ck_assert_str_eq((char *)g.mem + CANON, "127.0.0.1");
	guest_set32(&g, NODE + 20, 9); /* no room for its NUL */
	memset(g.mem + CANON, WASMEDGE_FILL, 16);
	ck_assert_uint_eq(ask("127.0.0.1", "1", 1), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 0);
	ck_assert_uint_eq(g.mem[CANON], WASMEDGE_FILL);
	ck_assert_uint_eq(ask("", "1", NODES), AIBADFLAG);
	hush();
}
END_TEST

/* A byte of the hints changed, and what comes of it. */
static const struct {
	int at, value;
	const char *name, *service;
	uint32_t max, err, go_err;
} wrongs[] = {
	{0, 0, "", "", NODES, AINONAME, NUM_INVAL},
	{0, 0, "127.0.0.1", "1", 0, AIMEMORY, NUM_INVAL},
	{0, 0, "127.0.0.1", "1", 1, 0, NUM_INVAL},
	{0, 0x80, "127.0.0.1", "1", NODES, AIBADFLAG, NUM_INVAL},
	{1, 0x10, "127.0.0.1", "1", NODES, AIBADFLAG, NUM_INVAL},
	{2, UNIX, "127.0.0.1", "1", NODES, AIFAMILY, NUM_NOTSUP},
	{2, 10, "127.0.0.1", "1", NODES, AIFAMILY, NUM_NOTSUP},
	{3, 3, "127.0.0.1", "1", NODES, 86 /* aisocktype */, NUM_NOTSUP},
	{4, 3, "127.0.0.1", "1", NODES, 86, NUM_NOTSUP},
	/* bytes behind the protocol: part of it, to wasi-go */
	{5, 1, "127.0.0.1", "1", NODES, 0, NUM_NOTSUP},
	{0, 4, "no.number", "1", NODES, AINONAME, NUM_INVAL},
	{0, 0, "127.0.0.1", "no-service", NODES, AISERVICE, NUM_INVAL},
};

START_TEST(wrong)
{
	for (int i = V1; i <= GO1; i += GO1 - V1) {
		speak(i, 26);
		g.mem[HINTS + wrongs[_i].at] = (uint8_t)wrongs[_i].value;
		if (wrongs[_i].at == 0 && wrongs[_i].value == 0)
			g.mem[HINTS] = 0;
		ck_assert_uint_eq(ask(wrongs[_i].name, wrongs[_i].service,
				      wrongs[_i].max),
				  go ? wrongs[_i].go_err : wrongs[_i].err);
		hush();
	}
}
END_TEST

/* Each pointer on the way, out of memory; and a list that has no end. */
START_TEST(wrong_pointers)
{
	static const uint32_t places[] = {RES, NODE + 12, NODE + 16,
					  SOCKADDR + 8, NODE + 24};
	static const uint32_t bad[] = {GUEST_MEMORY, GUEST_MEMORY - 8,
				       0xfffffff8};

	for (size_t i = 0; i < 5 * 3; i++) {
		speak(_i, 26);
		guest_set32(&g, places[i / 3], bad[i % 3]);
		ck_assert_uint_eq(ask("127.0.0.1", "1", NODES), NUM_FAULT);
		hush();
	}
	speak(_i, 26);
	guest_set32(&g, NODE + 24, NODE);
	ck_assert_uint_eq(ask("127.0.0.1", "1", UINT32_MAX), 0);
	ck_assert_uint_eq(guest_u32(&g, COUNT), 1);
	/* all that max says must be there; wasi-go's list ends by itself */
	guest_set32(&g, NODE + 24, 0);
	memset(g.mem, 0xfc, 64);
	ck_assert_uint_eq(ask("127.0.0.1", "1", 2), go ? 0 : NUM_FAULT);
	hush();
}
END_TEST

START_TEST(not_allowed)
{
	speak(_i, 26);
	sockhost_free(g.h);
	g.h = sockhost_new();
	sockhost_memory(g.h, g.mem, GUEST_MEMORY);
	ck_assert_uint_eq(ask("127.0.0.1", "1", NODES), NUM_ACCES);
	guest_allow(&g, "resolve:127.*");
	ck_assert_uint_eq(ask("127.0.0.1", "1", NODES), 0);
	hush();
}
END_TEST

Suite *sockhost_wasmedge_lookup_suite(void)
{
	Suite *s = suite_create("sockhost_wasmedge_lookup");
	TCase *c = tcase_create("lookup");

	tcase_add_loop_test(c, ipv4, 0, TONGUES);
	tcase_add_loop_test(c, ipv6, 0, TONGUES);
	tcase_add_loop_test(c, ipv6_in_a_small_room, 0, TONGUES);
	tcase_add_loop_test(c, several, 0, TONGUES);
	tcase_add_test(c, canonical_name);
	tcase_add_loop_test(c, wrong, 0, sizeof(wrongs) / sizeof(wrongs[0]));
	tcase_add_loop_test(c, wrong_pointers, 0, TONGUES);
	tcase_add_loop_test(c, not_allowed, 0, TONGUES);
	suite_add_tcase(s, c);
	return s;
}
