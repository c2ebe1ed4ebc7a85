/* SPDX-License-Identifier: Apache-2.0 */
/* WASIX by name, on real sockets: above all what no case says. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/host.h"
#include "tests/help/sockhost_guest.h"
#include "tests/help/suite.h"

/* WASIX's numbers */
enum { INET4 = 1, INET6, UNIX };
enum { STREAM = 1, DGRAM, RAW, SEQPACKET };
enum { OPENING, OPENED, CLOSED, FAILED };
enum {
	REUSE_ADDR = 2,
	PROMISCUOUS = 9,
	LINGER = 13,
	RECV_BUF = 15,
	RECV_TIMEOUT = 19,
	TYPE = 25
};

static struct guest g;

static void wasix_open(void)
{
	guest_open(&g, "all");
	g.abi = "wasix";
}

static void wasix_close(void)
{
	guest_close(&g);
}

#define call(...) guest_call(&g, __VA_ARGS__)
#define make(...) guest_make(&g, __VA_ARGS__)

/* addr_port of 127.0.0.1 */
static void put_in(uint32_t at, uint16_t port)
{
	static const uint8_t ip[] = {127, 0, 0, 1};

	memset(g.mem + at, 0, 110);
	g.mem[at] = INET4;
	guest_set16(&g, at + 2, port);
	memcpy(g.mem + at + 4, ip, sizeof(ip));
}

static uint16_t listener(uint32_t *fd)
{
	*fd = make("sock_open", INET4, STREAM, 0, OUT);
	put_in(ADDR, 0);
	ck_assert_uint_eq(call("sock_bind", *fd, ADDR), 0);
	ck_assert_uint_eq(call("sock_listen", *fd, 1), 0);
	ck_assert_uint_eq(call("sock_addr_local", *fd, ADDR2), 0);
	return guest_u16(&g, ADDR2 + 2);
}

static uint8_t status_of(uint32_t fd)
{
	ck_assert_uint_eq(call("sock_status", fd, OUT2), 0);
	return g.mem[OUT2];
}

START_TEST(opening)
{
	ck_assert_uint_eq(make("sock_open", INET4, STREAM, 6, OUT), 3);
	ck_assert_uint_eq(make("sock_open", UNIX, SEQPACKET, 0, OUT), 4);
	ck_assert_uint_eq(call("sock_open", 0, STREAM, 0, OUT),
			  NUM_AFNOSUPPORT);
	ck_assert_uint_eq(call("sock_open", 77, STREAM, 0, OUT),
			  NUM_AFNOSUPPORT);
	ck_assert_uint_eq(call("sock_open", INET4, 77, 0, OUT), NUM_INVAL);
	ck_assert_uint_eq(call("sock_open", INET4, STREAM, 0, GUEST_MEMORY),
			  NUM_FAULT);
	ck_assert_int_eq(fds_host(g.h, 5), -1);
}
END_TEST

/* Ports are in the guest's order both ways, and no byte behind IPv4 changes. */
START_TEST(names)
{
	uint32_t fd;
	uint16_t port;

	memset(g.mem + ADDR2, 0xa5, 110);
	port = listener(&fd);
	ck_assert_uint_ne(port, 0);
	ck_assert_uint_eq(g.mem[ADDR2], INET4);
	ck_assert_uint_eq(g.mem[ADDR2 + 7], 1);
	ck_assert_uint_eq(g.mem[ADDR2 + 8], 0xa5);
	ck_assert_uint_eq(call("sock_addr_peer", fd, ADDR2), NUM_NOTCONN);
	ck_assert_uint_eq(call("sock_addr_local", fd, GUEST_MEMORY - 109),
			  NUM_FAULT);
	g.mem[ADDR] = 9;
	ck_assert_uint_eq(call("sock_bind", fd, ADDR), NUM_AFNOSUPPORT);
}
END_TEST

START_TEST(status)
{
	uint32_t l, fd;
	uint16_t port = listener(&l);

	fd = make("sock_open", INET4, STREAM, 0, OUT);
	ck_assert_uint_eq(status_of(fd), OPENING);
	put_in(ADDR, port);
	ck_assert_uint_eq(call("sock_connect", fd, ADDR), 0);
	ck_assert_uint_eq(status_of(fd), OPENED);
	ck_assert_uint_eq(call("fd_close", l), 0);
	fd = make("sock_open", INET4, STREAM, 0, OUT);
	fcntl(fds_host(g.h, fd), F_SETFL, O_NONBLOCK);
	call("sock_connect", fd, ADDR);
	poll(&(struct pollfd){.fd = fds_host(g.h, fd), .events = POLLOUT}, 1,
	     1000);
	ck_assert_uint_eq(status_of(fd), FAILED);
	ck_assert_uint_eq(call("sock_status", 99, OUT2), NUM_BADF);
	ck_assert_uint_eq(call("sock_status", fd, GUEST_MEMORY), NUM_FAULT);
}
END_TEST

START_TEST(options)
{
	uint32_t fd = make("sock_open", INET4, STREAM, 0, OUT);

	ck_assert_uint_eq(call("sock_set_opt_flag", fd, REUSE_ADDR, 1), 0);
	ck_assert_uint_eq(call("sock_get_opt_flag", fd, REUSE_ADDR, OUT2), 0);
	ck_assert_uint_eq(g.mem[OUT2], 1);
	ck_assert_uint_eq(call("sock_set_opt_flag", fd, REUSE_ADDR, 2),
			  NUM_INVAL);
	/* of another type, none of Linux's, none at all */
	ck_assert_uint_eq(call("sock_set_opt_flag", fd, RECV_BUF, 1),
			  NUM_NOPROTOOPT);
	ck_assert_uint_eq(call("sock_set_opt_flag", fd, PROMISCUOUS, 1),
			  NUM_NOPROTOOPT);
	ck_assert_uint_eq(call("sock_set_opt_size", fd, UINT32_MAX, 1),
			  NUM_NOPROTOOPT);
	ck_assert_uint_eq(call("sock_set_opt_size", 99, UINT32_MAX, 1),
			  NUM_BADF);
	ck_assert_uint_eq(
		call("sock_set_opt_size", fd, RECV_BUF, UINT64_C(1) << 32),
		NUM_INVAL);
	ck_assert_uint_eq(call("sock_get_opt_size", fd, TYPE, OUT2), 0);
	ck_assert_uint_eq(guest_u64(&g, OUT2), STREAM);
}
END_TEST

START_TEST(times)
{
	uint32_t fd = make("sock_open", INET4, STREAM, 0, OUT);

	memset(g.mem + MORE, 0, 16);
	g.mem[MORE] = 1;
	guest_set64(&g, MORE + 8, 1500000000);
	ck_assert_uint_eq(call("sock_set_opt_time", fd, RECV_TIMEOUT, MORE), 0);
	ck_assert_uint_eq(call("sock_get_opt_time", fd, RECV_TIMEOUT, DATA), 0);
	ck_assert_uint_eq(g.mem[DATA], 1);
	ck_assert_uint_eq(guest_u64(&g, DATA + 8), 1500000000);
	ck_assert_uint_eq(call("sock_get_opt_time", fd, LINGER, DATA), 0);
	ck_assert_uint_eq(g.mem[DATA], 0);
	guest_set64(&g, MORE + 8, UINT64_MAX);
	ck_assert_uint_eq(call("sock_set_opt_time", fd, LINGER, MORE), 18);
	g.mem[MORE] = 2;
	ck_assert_uint_eq(call("sock_set_opt_time", fd, LINGER, MORE),
			  NUM_INVAL);
	ck_assert_uint_eq(
		call("sock_set_opt_time", fd, LINGER, GUEST_MEMORY - 15),
		NUM_FAULT);
}
END_TEST

START_TEST(sends_a_file)
{
	uint32_t file, far;
	int host = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char got[8];

	ck_assert_int_ge(host, 0);
	ck_assert_int_eq(write(host, "0123456", 7), 7);
	file = (uint32_t)fds_add(g.h, host);
	ck_assert_uint_eq(call("sock_pair", UNIX, STREAM, 0, OUT, OUT2), 0);
	far = guest_u32(&g, OUT2);
	ck_assert_uint_eq(
		call("sock_send_file", guest_u32(&g, OUT), file, 2, 3, MORE),
		0);
	ck_assert_uint_eq(guest_u64(&g, MORE), 3);
	ck_assert_int_eq(read(fds_host(g.h, far), got, sizeof(got)), 3);
	ck_assert_int_eq(memcmp(got, "234", 3), 0);
	ck_assert_uint_eq(call("sock_send_file", far, 99, 0, 1, MORE),
			  NUM_BADF);
	ck_assert_uint_eq(
		call("sock_send_file", far, file, 0, 1, GUEST_MEMORY - 7),
		NUM_FAULT);
}
END_TEST

START_TEST(more_numbers)
{
	uint32_t fd = make("sock_open", INET4, DGRAM, 0, OUT);

	ck_assert_uint_eq(make("fd_dup", fd, OUT), fd + 1);
	ck_assert_uint_eq(make("fd_dup2", fd, 9, 1, OUT), 9);
	ck_assert_uint_eq(make("fd_dup2", fd, 9, 0, OUT), 10);
	ck_assert_uint_eq(call("fd_dup2", fd, 1 << 20, 0, OUT), NUM_INVAL);
	ck_assert_uint_eq(call("fd_dup", 99, OUT), NUM_BADF);
	ck_assert_uint_eq(call("fd_fdflags_get", 9, OUT2), 0);
	ck_assert_uint_eq(guest_u16(&g, OUT2), 1);
	ck_assert_uint_eq(call("fd_fdflags_set", 9, 0), 0);
	ck_assert_uint_eq(call("fd_fdflags_get", 9, OUT2), 0);
	ck_assert_uint_eq(guest_u16(&g, OUT2), 0);
	ck_assert_uint_eq(call("fd_fdflags_set", 9, 2), NUM_INVAL);
	ck_assert_uint_eq(call("fd_close", fd), 0);
	put_in(ADDR, 0);
	ck_assert_uint_eq(call("sock_bind", 9, ADDR), 0);
	ck_assert_uint_eq(call("sock_addr_local", 10, ADDR2), 0);
	ck_assert_uint_ne(guest_u16(&g, ADDR2 + 2), 0);
}
END_TEST

START_TEST(resolves)
{
	uint32_t n = guest_text(&g, MORE, "127.0.0.1");

	ck_assert_uint_eq(call("resolve", MORE, n, 80, DATA, 2, OUT), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT), 1);
	ck_assert_uint_eq(g.mem[DATA], INET4);
	ck_assert_uint_eq(g.mem[DATA + 2], 127);
	ck_assert_uint_eq(call("resolve", MORE, n, 80, DATA, 0, OUT), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	ck_assert_uint_eq(
		call("resolve", MORE, n, 80, DATA, UINT32_MAX / 18, OUT),
		NUM_FAULT);
}
END_TEST

/* Without a rule nothing is reached, by values that the host has either. */
START_TEST(policy)
{
	uint32_t fd;

	guest_close(&g);
	guest_open(&g, NULL);
	g.abi = "wasix";
	fd = make("sock_open", INET4, DGRAM, 0, OUT);
	put_in(ADDR, 7000);
	ck_assert_uint_eq(call("sock_bind", fd, ADDR), NUM_ACCES);
	ck_assert_uint_eq(call("sock_connect", fd, ADDR), NUM_ACCES);
	memset(g.mem + MORE, 0, 8);
	g.mem[MORE] = 239;
	ck_assert_uint_eq(call("sock_join_multicast_v4", fd, MORE, MORE + 4),
			  NUM_ACCES);
	ck_assert_uint_eq(call("sock_pair", INET4, RAW, 0, OUT, OUT2),
			  NUM_ACCES);
}
END_TEST

Suite *sockhost_wasix_suite(void)
{
	Suite *s = suite_create("sockhost_wasix");
	TCase *t = tcase_create("wasix");

	tcase_add_checked_fixture(t, wasix_open, wasix_close);
	tcase_add_test(t, opening);
	tcase_add_test(t, names);
	tcase_add_test(t, status);
	tcase_add_test(t, options);
	tcase_add_test(t, times);
	tcase_add_test(t, sends_a_file);
	tcase_add_test(t, more_numbers);
	tcase_add_test(t, resolves);
	tcase_add_test(t, policy);
	suite_add_tcase(s, t);
	return s;
}
