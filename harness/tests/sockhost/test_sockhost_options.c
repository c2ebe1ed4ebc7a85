/* SPDX-License-Identifier: Apache-2.0 */
/* Socket options: values of every length, and those that are more. */
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/host.h"

static struct guest g;
static uint32_t tcp, udp, udp6;

static void options_open(void)
{
	guest_open(&g, "all");
	tcp = guest_make(&g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	udp = guest_make(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT);
	udp6 = guest_make(&g, "sock_open", AF_INET6, SOCK_DGRAM, 0, OUT);
}

static void options_closed(void)
{
	guest_close(&g);
}

static uint32_t set(uint32_t fd, int level, int name, uint32_t len)
{
	return guest_call(&g, "sock_setsockopt", fd, (uint64_t)level,
			  (uint64_t)name, MORE, len);
}

/* Into len bytes at DATA, the rest of which is 0xee. */
static uint32_t get(uint32_t fd, int level, int name, uint32_t len)
{
	memset(g.mem + DATA, 0xee, 256);
	return guest_call(&g, "sock_getsockopt", fd, (uint64_t)level,
			  (uint64_t)name, DATA, len);
}

/* Set, and told just so, in as many bytes as it has. */
static const struct {
	int level, name;
	uint32_t len;
	uint8_t value[16];
} values[] = {
	{SOL_SOCKET, SO_REUSEADDR, 4, {1}},
	{SOL_SOCKET, SO_LINGER, 8, {1, 0, 0, 0, 7}},
	{SOL_SOCKET, SO_RCVTIMEO, 16, {3, 0, 0, 0, 0, 0, 0, 0, 0x20, 0xa1, 7}},
	{IPPROTO_IP, IP_TTL, 4, {33}},
	{IPPROTO_IP, 13, 4, {1}}, /* IP_RECVTOS, SO_LINGER's name */
	{IPPROTO_TCP, TCP_NODELAY, 4, {1}},
	{IPPROTO_TCP, 25, 4, {0, 16}}, /* SO_BINDTODEVICE's name */
	{IPPROTO_TCP, TCP_CONGESTION, 16, "reno"},
};

START_TEST(value)
{
	uint32_t len = values[_i].len;
	int level = values[_i].level, name = values[_i].name;

	memcpy(g.mem + MORE, values[_i].value, 16);
	ck_assert_uint_eq(set(tcp, level, name, len), 0);
	ck_assert_uint_eq(get(tcp, level, name, len), 0);
	ck_assert_mem_eq(g.mem + DATA, values[_i].value, len);
	ck_assert_uint_eq(g.mem[DATA + len], 0xee);
}
END_TEST

START_TEST(room_is_kept)
{
	static const uint8_t room[4] = {0xee, 0xee, 0xee, 0xee};

	guest_set32(&g, MORE, 1);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_KEEPALIVE, 4), 0);
	for (uint32_t n = 0; n <= 4; n++) {
		ck_assert_uint_eq(get(tcp, SOL_SOCKET, SO_KEEPALIVE, n), 0);
		ck_assert_mem_eq(g.mem + DATA + n, room, 4);
		ck_assert_uint_eq(g.mem[DATA], n ? 1 : 0xee);
	}
	ck_assert_uint_eq(get(tcp, SOL_SOCKET, SO_KEEPALIVE, 8), 0);
	ck_assert_uint_eq(g.mem[DATA + 4], 0xee);
	ck_assert_uint_eq(get(tcp, SOL_SOCKET, SO_KEEPALIVE, UINT32_MAX),
			  NUM_INVAL);
}
END_TEST

START_TEST(lengths)
{
	guest_set32(&g, MORE, 1);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_KEEPALIVE, 3), NUM_INVAL);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_KEEPALIVE, 0), NUM_INVAL);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_KEEPALIVE, 8), 0);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_LINGER, 4), NUM_INVAL);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_KEEPALIVE, UINT32_MAX),
			  NUM_INVAL);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, SO_RCVTIMEO, 8), NUM_INVAL);
	/* a group to join, 20 bytes */
	memset(g.mem + MORE, 0, 32);
	g.mem[MORE] = 0xff;
	g.mem[MORE + 1] = 2;
	g.mem[MORE + 15] = 0x99;
	guest_set32(&g, MORE + 16, 1);
	ck_assert_uint_eq(set(udp6, IPPROTO_IPV6, IPV6_JOIN_GROUP, 16),
			  NUM_INVAL);
	ck_assert_uint_eq(set(udp6, IPPROTO_IPV6, IPV6_JOIN_GROUP, 20), 0);
}
END_TEST

START_TEST(unknown)
{
	ck_assert_uint_eq(set(tcp, 77, 1, 4), NUM_NOPROTOOPT);
	ck_assert_uint_eq(set(tcp, SOL_SOCKET, 9999, 4), NUM_NOPROTOOPT);
	ck_assert_uint_eq(get(tcp, 77, 1, 4), NUM_NOTSUP);
	ck_assert_uint_eq(get(tcp, SOL_SOCKET, 9999, 4), NUM_NOPROTOOPT);
	ck_assert_uint_eq(get(99, SOL_SOCKET, 9999, 4), NUM_BADF);
	ck_assert_uint_eq(guest_call(&g, "sock_setsockopt", tcp, SOL_SOCKET,
				     SO_KEEPALIVE, GUEST_MEMORY - 3, 4),
			  NUM_FAULT);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", tcp, SOL_SOCKET,
				     SO_KEEPALIVE, GUEST_MEMORY - 3, 4),
			  NUM_FAULT);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", tcp, SOL_SOCKET,
				     9999, GUEST_MEMORY - 3, 4),
			  NUM_NOPROTOOPT);
}
END_TEST

/* A struct sock_fprog at MORE, of n instructions at `code`. */
static void filter(uint16_t n, uint64_t code)
{
	memset(g.mem + MORE, 0, 16);
	guest_set16(&g, MORE, n);
	guest_set64(&g, MORE + 8, code);
}

START_TEST(filter_is_the_guests)
{
	/* BPF_RET | BPF_K: keep two bytes of each packet */
	guest_set64(&g, DATA, UINT64_C(0x0000000a00000006));
	filter(1, DATA);
	ck_assert_uint_eq(set(udp, SOL_SOCKET, SO_ATTACH_FILTER, 16), 0);
	/* SO_GET_FILTER counts instructions, of 8 bytes each */
	ck_assert_uint_eq(get(udp, SOL_SOCKET, SO_GET_FILTER, 1), 0);
	ck_assert_uint_eq(g.mem[DATA], 6);
	ck_assert_uint_eq(g.mem[DATA + 8], 0xee);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", udp, SOL_SOCKET,
				     SO_GET_FILTER, GUEST_MEMORY - 4, 1),
			  NUM_FAULT);
	ck_assert_uint_eq(set(udp, SOL_SOCKET, SO_ATTACH_FILTER, 8), NUM_INVAL);
	/* an address of the host's is none of the guest's */
	filter(1, (uint64_t)(uintptr_t)(g.mem + DATA));
	ck_assert_uint_eq(set(udp, SOL_SOCKET, SO_ATTACH_FILTER, 16),
			  NUM_FAULT);
	filter(1, GUEST_MEMORY - 4);
	ck_assert_uint_eq(set(udp, SOL_SOCKET, SO_ATTACH_FILTER, 16),
			  NUM_FAULT);
}
END_TEST

/* A descriptor of the host's is none of the guest's. */
START_TEST(program_by_descriptor)
{
	int host = fcntl(0, F_DUPFD_CLOEXEC, 200);

	guest_set32(&g, MORE, (uint32_t)host);
	ck_assert_uint_eq(set(udp, SOL_SOCKET, SO_ATTACH_BPF, 4), NUM_BADF);
	/* its own is looked at, and found to be no program */
	guest_set32(&g, MORE, udp);
	ck_assert_uint_eq(set(udp, SOL_SOCKET, SO_ATTACH_BPF, 4), NUM_INVAL);
	close(host);
}
END_TEST

/* Values with addresses in them never reach the kernel. */
START_TEST(addresses_inside)
{
	static uint8_t target[4096];
	uint32_t b, a = guest_tcp(&g, &b);

	memset(g.mem + DATA, 0, 256);
	guest_set64(&g, DATA + 16, (uint64_t)(uintptr_t)target);
	guest_set32(&g, DATA + 24, sizeof(target));
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", a, IPPROTO_TCP,
				     TCP_ZEROCOPY_RECEIVE, DATA, 64),
			  NUM_FAULT);
	ck_assert_uint_ne(set(a, IPPROTO_IP, 64, 96), 0);
	ck_assert_uint_ne(set(a, 284, 1, 96), 0);
	ck_assert_uint_ne(get(a, IPPROTO_SCTP, 1, 96), 0);
}
END_TEST

/* A descriptor that an option tells is the guest's own, and no other. */
START_TEST(process_descriptor)
{
	struct fd *f;
	int pair[2];
	uint32_t err, fd;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fd = (uint32_t)sockhost_give(g.h, pair[0]);
	sockhost_give(g.h, pair[1]);
	err = get(fd, SOL_SOCKET, 77, 4); /* SO_PEERPIDFD */
	if (err == NUM_NOPROTOOPT)
		return; /* an older kernel */
	ck_assert_uint_eq(err, 0);
	ck_assert_uint_eq(guest_u32(&g, DATA), fd + 2);
	f = fds_get(g.h, fd + 2);
	ck_assert_ptr_nonnull(f);
	ck_assert(fcntl(f->host, F_GETFD) & FD_CLOEXEC);
}
END_TEST

/* Cut short, it is still taken in: nothing stays open in the host alone. */
START_TEST(process_descriptor_cut)
{
	int pair[2], before;
	uint32_t fd;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fd = (uint32_t)sockhost_give(g.h, pair[0]);
	sockhost_give(g.h, pair[1]);
	if (get(fd, SOL_SOCKET, 77, 4) == NUM_NOPROTOOPT)
		return; /* an older kernel */
	for (uint32_t len = 0; len < 4; len++) {
		ck_assert_uint_eq(get(fd, SOL_SOCKET, 77, len), 0);
		ck_assert_uint_eq(g.mem[DATA], len ? fd + 3 + len : 0xee);
		ck_assert_uint_eq(g.mem[DATA + len], 0xee);
		ck_assert_ptr_nonnull(fds_get(g.h, fd + 3 + len));
	}
	/* nor is it made where it cannot be given */
	before = dup(0);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, SOL_SOCKET, 77,
				     GUEST_MEMORY - 3, 4),
			  NUM_FAULT);
	sockhost_max_fds(g.h, 1);
	ck_assert_uint_eq(get(fd, SOL_SOCKET, 77, 4), NUM_MFILE);
	ck_assert_int_eq(dup(0), before + 1);
	close(before + 1);
	close(before);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

static uint32_t buffer_told(void)
{
	uint32_t n;

	memcpy(&n, g.mem + DATA, sizeof(n));
	return n;
}

/* A socket's queues are no longer than the quota, and cannot be made so. */
START_TEST(buffer_quota)
{
	uint32_t before = tcp, after;

	sockhost_max_buffer(g.h, 16384);
	after = guest_make(&g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	guest_set32(&g, MORE, 8193);
	ck_assert_uint_eq(set(after, SOL_SOCKET, SO_RCVBUF, 4), NUM_NOBUFS);
	ck_assert_uint_eq(set(before, SOL_SOCKET, SO_SNDBUF, 4), NUM_NOBUFS);
	ck_assert_uint_eq(get(after, SOL_SOCKET, SO_RCVBUF, 4), 0);
	ck_assert_uint_eq(buffer_told(), 16384);
	ck_assert_uint_eq(get(after, SOL_SOCKET, SO_SNDBUF, 4), 0);
	ck_assert_uint_eq(buffer_told(), 16384);
	guest_set32(&g, MORE, 8192);
	ck_assert_uint_eq(set(after, SOL_SOCKET, SO_RCVBUF, 4), 0);
	/* Other options, and values that are none, are the kernel's. */
	guest_set32(&g, MORE, 1000000);
	ck_assert_uint_eq(set(after, SOL_SOCKET, SO_KEEPALIVE, 4), 0);
	ck_assert_uint_ne(set(after, SOL_SOCKET, SO_RCVBUF, 3), NUM_NOBUFS);
	ck_assert_uint_ne(set(after, SOL_SOCKET, SO_RCVBUF, 3), 0);
}
END_TEST

Suite *sockhost_options_suite(void)
{
	Suite *s = suite_create("sockhost_options");
	TCase *t = tcase_create("options");

	tcase_add_checked_fixture(t, options_open, options_closed);
	tcase_add_loop_test(t, value, 0, N(values));
	tcase_add_test(t, room_is_kept);
	tcase_add_test(t, lengths);
	tcase_add_test(t, unknown);
	tcase_add_test(t, filter_is_the_guests);
	tcase_add_test(t, program_by_descriptor);
	tcase_add_test(t, addresses_inside);
	tcase_add_test(t, process_descriptor);
	tcase_add_test(t, process_descriptor_cut);
	tcase_add_test(t, buffer_quota);
	suite_add_tcase(s, t);
	return s;
}
