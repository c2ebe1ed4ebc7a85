/* SPDX-License-Identifier: Apache-2.0 */
/* WasmEdge's sockets in each tongue: numbers, addresses, names of unix. */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "tests/help/scratch.h"
#include "tests/help/suite.h"
#include "tests/help/wasmedge_guest.h"
#include "sockhost/core/host.h"
#include "sockhost/abi/wasmedge.h"

static struct guest g;
static const struct tongue *t;

/* A tongue for each round of a loop test. */
static void speak(int i, const char *rule)
{
	t = &tongues[i];
	tongue_open(&g, t, rule);
}

static void hush(void)
{
	guest_close(&g);
}

#define fails(err, name, ...) \
	ck_assert_uint_eq(tongue_call(&g, t, name, __VA_ARGS__), err)
#define done(name, ...) fails(0, name, __VA_ARGS__)

START_TEST(families_and_types)
{
	speak(_i, "all");
	for (uint32_t family = 0; family < 6; family++)
		for (uint32_t type = 0; type < 5; type++)
			fails(family < 1 || family > 3 ? 5  /* afnosupport */
			      : type < 1 || type > 2   ? 29 /* io */
						       : 0,
			      "sock_open", family, type, OUT);
	fails(5, "sock_open", UINT32_MAX, 1, OUT);
	fails(NUM_INVAL, "sock_open", 1, UINT32_MAX, OUT);
	fails(NUM_FAULT, "sock_open", 1, 1, GUEST_MEMORY);
	hush();
}
END_TEST

static int option_of(uint32_t fd, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	getsockopt(fds_host(g.h, fd), SOL_SOCKET, option, &value, &len);
	return value;
}

START_TEST(what_is_opened)
{
	static const int domains[] = {0, AF_INET, AF_INET6, AF_UNIX};
	static const int types[] = {0, SOCK_DGRAM, SOCK_STREAM};

	speak(_i, "all");
	for (uint32_t family = 1; family < 4; family++)
		for (uint32_t type = 1; type < 3; type++) {
			uint32_t fd = tongue_socket(&g, t, family, type);

			ck_assert_int_eq(option_of(fd, SO_DOMAIN),
					 domains[family]);
			ck_assert_int_eq(option_of(fd, SO_TYPE), types[type]);
		}
	hush();
}
END_TEST

/* WasmEdge has no AF_UNIX unless it is asked to. */
START_TEST(unix_needs_a_grant)
{
	speak(_i, "127.0.0.1:*");
	fails(t->go ? 0 : NUM_NOSYS, "sock_open", UNIX, STREAM, OUT);
	guest_allow(&g, "unix:door");
	done("sock_open", UNIX, STREAM, OUT);
	hush();
}
END_TEST

static int takes(unsigned sizes, uint32_t size)
{
	return (size == 4 && sizes & WASMEDGE_4) ||
	       (size == 16 && sizes & WASMEDGE_16) ||
	       (size == 128 && sizes & WASMEDGE_128);
}

static const uint32_t sizes[] = {0,   1,   2,   3,   4,   5,   8,
				 14,  15,  16,  17,  28,  32,  126,
				 127, 128, 129, 130, 256, 4096};

#define N(a) (sizeof(a) / sizeof((a)[0]))

/*
 * One that is too short is Linux's to refuse: of 8 bytes and more it is long
 * enough for a sockaddr_in, but says that it is IPv6. One that is too long
 * does not get there.
 */
static uint32_t size_error(uint32_t size)
{
	if (takes(t->in, size))
		return 0;
	return size >= 8 && size < 16 ? NUM_AFNOSUPPORT : NUM_INVAL;
}

START_TEST(sizes_that_go_in)
{
	uint32_t most;

	speak(_i, "all");
	most = t->in & WASMEDGE_128 ? 128 : 16;
	for (size_t i = 0; i < N(sizes); i++) {
		uint32_t family = sizes[i] == 16 ? INET6 : INET4;
		uint32_t fd = tongue_socket(&g, t, family, DGRAM);
		uint32_t err = size_error(sizes[i]);

		tongue_bytes(&g, sizes[i], family);
		fails(err, "sock_bind", fd, PAIR, 0);
		fails(err, "sock_connect", fd, PAIR, 7);
		/* a wrong descriptor is found before a wrong address */
		fails(sizes[i] > most ? err : NUM_BADF, "sock_bind", 99, PAIR,
		      0);
	}
	hush();
}
END_TEST

static int port_of(uint32_t fd)
{
	struct sockaddr_in a = {0};
	socklen_t len = sizeof(a);

	getsockname(fds_host(g.h, fd), (struct sockaddr *)&a, &len);
	return a.sin_port;
}

/* What Linux does before it looks at the address is done. */
START_TEST(short_addresses_reach_the_kernel)
{
	uint32_t size, a, b;

	speak(_i, "all");
	size = t->in & WASMEDGE_128 ? 126 : 2;
	a = tongue_socket(&g, t, INET4, DGRAM);
	tongue_bytes(&g, size, INET4);
	ck_assert_int_eq(port_of(a), 0);
	fails(NUM_INVAL, "sock_connect", a, PAIR, 7);
	ck_assert_int_ne(port_of(a), 0);
	b = tongue_socket(&g, t, INET4, DGRAM);
	tongue_bytes(&g, 0, INET4);
	guest_iov(&g, 0, DATA, 1);
	fails(NUM_INVAL, "sock_send_to", b, IOV, 1, PAIR, 7, 0, OUT);
	hush();
}
END_TEST

START_TEST(sizes_that_come_out)
{
	uint32_t fd;

	speak(_i, "all");
	fd = tongue_socket(&g, t, INET4, DGRAM);
	for (size_t i = 0; i < N(sizes); i++) {
		tongue_room(&g, sizes[i]);
		ck_assert_uint_eq(tongue_name(&g, t, fd),
				  takes(t->out, sizes[i]) ? 0 : NUM_INVAL);
	}
	hush();
}
END_TEST

/* Only the family's own bytes are written, and no more than there are. */
START_TEST(a_name_in_bytes)
{
	static const uint8_t in6[16] = {[15] = 1};
	const uint8_t *bytes;
	uint32_t fd;

	speak(_i, "all");
	bytes = g.mem + BYTES;
	for (uint32_t family = INET4; family <= INET6; family++) {
		uint32_t n = family == INET4 ? 4 : 16;
		uint32_t size = t->version == 1 ? 16 : 128;

		fd = tongue_socket(&g, t, family, DGRAM);
		tongue_bytes(&g, n, family);
		done("sock_bind", fd, PAIR, 0);
		tongue_room(&g, size);
		ck_assert_uint_eq(tongue_name(&g, t, fd), 0);
		ck_assert_uint_eq(bytes[size], WASMEDGE_FILL);
		ck_assert_uint_le(guest_u32(&g, OUT), 65535);
		ck_assert_uint_eq(g.mem[OUT + 4], WASMEDGE_FILL);
		if (t->version == 1) {
			ck_assert_uint_eq(guest_u32(&g, OUT2),
					  family == INET4 ? 4 : 6);
			ck_assert_uint_eq(bytes[n], WASMEDGE_FILL);
		} else {
			ck_assert_uint_eq(guest_u16(&g, BYTES), family);
			bytes += 2;
		}
		ck_assert_mem_eq(bytes,
				 family == INET4 ? (const uint8_t *)"\177\0\0\1"
						 : in6,
				 n);
		bytes = g.mem + BYTES;
	}
	hush();
}
END_TEST

/* Version 1 of WasmEdge: four bytes are enough for IPv4, and not for IPv6. */
START_TEST(four_bytes)
{
	uint32_t fd;

	speak(V1, "all");
	fd = tongue_socket(&g, t, INET6, DGRAM);
	tongue_room(&g, 4);
	ck_assert_uint_eq(tongue_name(&g, t, fd), NUM_NOMEM);
	ck_assert_uint_eq(g.mem[BYTES], WASMEDGE_FILL);
	fd = tongue_socket(&g, t, INET4, DGRAM);
	ck_assert_uint_eq(tongue_name(&g, t, fd), 0);
	ck_assert_uint_eq(guest_u32(&g, BYTES), 0);
	ck_assert_uint_eq(g.mem[BYTES + 4], WASMEDGE_FILL);
	hush();
}
END_TEST

START_TEST(families_in_a_form)
{
	speak(V2, "all");
	for (uint32_t family = 0; family < 6; family++) {
		uint32_t fd = tongue_socket(&g, t, INET4, DGRAM);
		uint32_t err = family <= INET4 ? 0 : NUM_INVAL;

		if (family == INET6 || family == UNIX) /* by the kernel */
			continue;
		tongue_bytes(&g, 128, family);
		fails(err, "sock_bind", fd, PAIR, 0);
	}
	/* Linux's number for IPv6 is none here */
	tongue_bytes(&g, 128, AF_INET6);
	fails(NUM_INVAL, "sock_bind", tongue_socket(&g, t, INET6, DGRAM), PAIR,
	      0);
	hush();
}
END_TEST

/* The pair, and the bytes that it points to, at and over the end. */
START_TEST(at_the_end_of_memory)
{
	static const struct {
		uint32_t pair, bytes, err;
	} ends[] = {
		{GUEST_MEMORY - 8, BYTES, 0},
		{GUEST_MEMORY - 4, BYTES, NUM_FAULT},
		{GUEST_MEMORY, BYTES, NUM_FAULT},
		{0xfffffff8, BYTES, NUM_FAULT},
		{0xfffffffc, BYTES, NUM_FAULT},
		{PAIR, GUEST_MEMORY - 4, 0},
		{PAIR, GUEST_MEMORY - 3, NUM_FAULT},
		{PAIR, GUEST_MEMORY, NUM_FAULT},
		{PAIR, 0xfffffffc, NUM_FAULT},
		{PAIR, 0xfffffffe, NUM_FAULT},
		{PAIR, 0xffffffff, NUM_FAULT},
	};

	speak(_i, "all");
	for (size_t i = 0; i < N(ends); i++) {
		uint32_t fd = tongue_socket(&g, t, INET4, DGRAM);

		memset(g.mem + GUEST_MEMORY - 16, 0, 16);
		guest_set32(&g, PAIR, ends[i].bytes);
		guest_set32(&g, PAIR + 4, 4);
		if (ends[i].pair == GUEST_MEMORY - 8)
			memcpy(g.mem + ends[i].pair, g.mem + PAIR, 8);
		fails(ends[i].err, "sock_bind", fd, ends[i].pair, 0);
	}
	hush();
}
END_TEST

/* The same for what is written; the kernel finds bad bytes, not we. */
START_TEST(names_over_the_end)
{
	uint32_t fd, size;

	speak(_i, "all");
	fd = tongue_socket(&g, t, INET4, DGRAM);
	size = t->version == 1 ? 16 : 128;
	for (uint32_t over = 0; over < 4; over++) {
		guest_set32(&g, PAIR, GUEST_MEMORY - size + over);
		guest_set32(&g, PAIR + 4, size);
		ck_assert_uint_eq(tongue_name(&g, t, fd), over ? NUM_FAULT : 0);
		ck_assert_uint_eq(tongue_name(&g, t, 99), NUM_BADF);
	}
	hush();
}
END_TEST

START_TEST(misaligned)
{
	uint32_t fd, err;

	speak(_i, "all");
	err = t->go ? 0 : NUM_ADDRNOTAVAIL;
	fails(err, "sock_open", INET4, DGRAM, OUT + 1);
	fails(err, "sock_open", INET4, DGRAM, OUT + 2);
	fd = tongue_socket(&g, t, INET4, DGRAM);
	tongue_bytes(&g, 4, INET4);
	memmove(g.mem + PAIR + 2, g.mem + PAIR, 8);
	fails(err, "sock_bind", fd, PAIR + 2, 0);
	tongue_bytes(&g, 4, INET4);
	/* bytes lie as they like */
	guest_set32(&g, PAIR, BYTES + 1);
	memmove(g.mem + BYTES + 1, g.mem + BYTES, 4);
	done("sock_connect", fd, PAIR, 7);
	hush();
}
END_TEST

/* A name that goes in, what the kernel has of it, what comes out. */
struct unix_name {
	const char *in;
	size_t inlen;
	uint32_t err;
	size_t kernel; /* the length of the kernel's address */
	const char *out;
};

#define NAME100                                    \
	"0123456789012345678901234567890123456789" \
	"012345678901234567890123456789012345678901234567890123456789"

static const struct unix_name raw_names[] = {
	{"door", 4, 0, 2 + 5, "door"},
	{"@door", 5, 0, 2 + 6, "@door"}, /* a path */
	{NAME100 "1234567", 107, 0, 2 + 108, NAME100 "1234567"},
	{NAME100 "12345678", 108, 0, 2 + 109, NAME100 "12345678"},
	/* what is behind sun_path does not count */
	{NAME100 "a2345678xx", 110, 0, 2 + 109, NAME100 "a2345678"},
	/* NULs fill the rest of an abstract name */
	{"\0door", 5, 0, 2 + 5, "\0door"},
};

static void try_name(const struct unix_name *n)
{
	uint32_t fd = tongue_socket(&g, t, UNIX, DGRAM);
	struct sockaddr_un un;
	socklen_t len = sizeof(un) + 8;
	char room[sizeof(un) + 8];
	bool whole;

	tongue_bytes(&g, 128, UNIX);
	memset(g.mem + BYTES + 2, 0, 126);
	memcpy(g.mem + BYTES + 2, n->in, n->inlen);
	fails(n->err, "sock_bind", fd, PAIR, 0);
	if (n->err)
		return;
	ck_assert_int_eq(getsockname(fds_host(g.h, fd),
				     (struct sockaddr *)(void *)room, &len),
			 0);
	ck_assert_uint_eq(len, n->kernel);
	tongue_room(&g, 128);
	ck_assert_uint_eq(tongue_name(&g, t, fd), 0);
	ck_assert_uint_eq(guest_u16(&g, BYTES), UNIX);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	/* sun_path as it is: a NUL behind 108 bytes is none of it. */
	whole = strlen(n->out) < sizeof(un.sun_path);
	ck_assert_mem_eq(g.mem + BYTES + 2, n->out, strlen(n->out) + whole);
	if (!whole)
		ck_assert_uint_eq(g.mem[BYTES + 2 + 108], WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[BYTES + 128], WASMEDGE_FILL);
}

START_TEST(unix_names)
{
	speak(_i % 2 ? V2 : GO2, "all");
	try_name(&raw_names[_i / 2]);
	hush();
}
END_TEST

/* No name at all: an empty one is for the kernel to choose. */
START_TEST(unix_unnamed)
{
	uint32_t fd;

	speak(GO2, "all");
	fd = tongue_socket(&g, t, UNIX, DGRAM);
	tongue_room(&g, 128);
	ck_assert_uint_eq(tongue_name(&g, t, fd), 0);
	ck_assert_mem_eq(g.mem + BYTES + 2, "\0\0", 2);
	tongue_bytes(&g, 128, UNIX);
	memset(g.mem + BYTES + 2, 0, 126);
	done("sock_bind", fd, PAIR, 0);
	tongue_room(&g, 128);
	ck_assert_uint_eq(tongue_name(&g, t, fd), 0);
	ck_assert_uint_eq(g.mem[BYTES + 2], 0);
	ck_assert_uint_eq(strlen((char *)g.mem + BYTES + 3), 5);
	memset(g.mem + BYTES + 2, 'x', 126); /* a name without end */
	guest_set16(&g, BYTES, UNIX);
	fails(44 /* noent */, "sock_connect", fd, PAIR, 0);
	hush();
	speak(V1, "all");
	fd = tongue_socket(&g, t, UNIX, DGRAM);
	tongue_room(&g, 16);
	ck_assert_uint_eq(tongue_name(&g, t, fd), NUM_INVAL);
	hush();
}
END_TEST

Suite *sockhost_wasmedge_suite(void)
{
	Suite *s = suite_create("sockhost_wasmedge");
	TCase *c = tcase_create("addresses");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_loop_test(c, families_and_types, 0, TONGUES);
	tcase_add_loop_test(c, what_is_opened, 0, TONGUES);
	tcase_add_loop_test(c, unix_needs_a_grant, 0, TONGUES);
	tcase_add_loop_test(c, sizes_that_go_in, 0, TONGUES);
	tcase_add_loop_test(c, short_addresses_reach_the_kernel, 0, TONGUES);
	tcase_add_loop_test(c, sizes_that_come_out, 0, TONGUES);
	tcase_add_loop_test(c, a_name_in_bytes, 0, TONGUES);
	tcase_add_test(c, four_bytes);
	tcase_add_test(c, families_in_a_form);
	tcase_add_loop_test(c, at_the_end_of_memory, 0, TONGUES);
	tcase_add_loop_test(c, names_over_the_end, 0, TONGUES);
	tcase_add_loop_test(c, misaligned, 0, TONGUES);
	tcase_add_loop_test(c, unix_names, 0, 2 * N(raw_names));
	tcase_add_test(c, unix_unnamed);
	suite_add_tcase(s, c);
	return s;
}
