/* SPDX-License-Identifier: Apache-2.0 */
/* python: records of 19 bytes, Linux's errnos, and the sockets behind. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/host.h"

#define RECORD 19

static struct guest g;

static void python_begin(void)
{
	signal(SIGPIPE, SIG_IGN);
	guest_open(&g, "all");
	g.abi = "python";
}

static void python_end(void)
{
	guest_close(&g);
}

#define done(...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), 0)
#define fails(err, ...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), err)
#define make(...) guest_make(&g, __VA_ARGS__)

static const uint8_t v6_loopback[16] = {[15] = 1};

static void record(uint32_t at, uint8_t family, unsigned port)
{
	static const uint8_t v4[4] = {127, 0, 0, 1};

	memset(g.mem + at, 0xee, RECORD);
	g.mem[at] = family;
	g.mem[at + 1] = (uint8_t)(port >> 8);
	g.mem[at + 2] = (uint8_t)port;
	if (family == AF_INET6)
		memcpy(g.mem + at + 3, v6_loopback, 16);
	else
		memcpy(g.mem + at + 3, v4, 4);
}

/* A listener that the guest was given; its port. */
static uint32_t given(const char *address, unsigned *port)
{
	struct sockaddr_in6 a;
	socklen_t len = sizeof(a);
	char *why = NULL;
	int fd = sockhost_listen(g.h, address, &why);

	ck_assert_msg(fd >= 0, "%s", why);
	ck_assert_int_eq(getsockname(fds_host(g.h, (uint32_t)fd),
				     (struct sockaddr *)&a, &len),
			 0);
	*port = ntohs(a.sin6_port);
	return (uint32_t)fd;
}

START_TEST(opening)
{
	ck_assert_uint_eq(make("sock_open", AF_INET, SOCK_STREAM, OUT), 3);
	ck_assert_uint_eq(make("sock_open", AF_INET6, SOCK_DGRAM, OUT), 4);
	ck_assert_int_eq(fds_get(g.h, 4)->type, FD_SOCKET_DGRAM);
	fails(EAFNOSUPPORT, "sock_open", AF_UNIX, SOCK_STREAM, OUT);
	fails(EAFNOSUPPORT, "sock_open", UINT32_MAX, SOCK_STREAM, OUT);
	fails(ESOCKTNOSUPPORT, "sock_open", AF_INET, SOCK_RAW, OUT);
	fails(EINVAL, "sock_open", AF_INET, SOCK_STREAM | SOCK_NONBLOCK, OUT);
	fails(EFAULT, "sock_open", AF_INET, SOCK_STREAM, GUEST_MEMORY - 3);
	sockhost_max_fds(g.h, 5);
	fails(EMFILE, "sock_open", AF_INET, SOCK_STREAM, OUT);
	ck_assert_ptr_null(fds_get(g.h, 5));
}
END_TEST

static const struct {
	const char *address;
	uint8_t family;
} streams[] = {{"127.0.0.1:0", AF_INET}, {"[::1]:0", AF_INET6}};

START_TEST(stream)
{
	uint8_t family = streams[_i].family;
	uint32_t fd = make("sock_open", family, SOCK_STREAM, OUT), peer;
	uint32_t l, n;
	unsigned port;

	l = given(streams[_i].address, &port);
	record(ADDR, family, port);
	done("sock_connect", fd, ADDR);
	fails(EISCONN, "sock_connect", fd, ADDR);
	memset(g.mem + ADDR2, 0xee, RECORD + 1);
	guest_set32(&g, OUT2, 0);
	done("sock_accept", l, ADDR2, OUT2);
	peer = guest_u32(&g, OUT2);
	ck_assert_uint_eq(g.mem[ADDR2], family);
	ck_assert_mem_eq(g.mem + ADDR2 + 3, g.mem + ADDR + 3,
			 family == AF_INET ? 4 : 16);
	ck_assert_uint_eq(g.mem[ADDR2 + RECORD], 0xee);
	n = guest_text(&g, DATA, "hello");
	ck_assert_uint_eq(make("sock_send", fd, DATA, n, OUT), 5);
	ck_assert_uint_eq(make("sock_recv", peer, DATA + 64, 64, OUT), 5);
	ck_assert_mem_eq(g.mem + DATA + 64, "hello", 5);
	done("sock_shutdown", fd, SHUT_WR);
	fails(EPIPE, "sock_send", fd, DATA, n, OUT);
	ck_assert_uint_eq(make("sock_recv", peer, DATA + 64, 64, OUT), 0);
	fails(EINVAL, "sock_shutdown", fd, 3);
	done("sock_close", fd);
	fails(EBADF, "sock_close", fd);
	fails(EBADF, "sock_shutdown", fd, SHUT_WR);
}
END_TEST

START_TEST(datagrams)
{
	char *why;
	uint32_t peer =
		(uint32_t)sockhost_datagram(g.h, "127.0.0.1:0", NULL, &why);
	uint32_t fd = make("sock_open", AF_INET, SOCK_DGRAM, OUT), n;
	struct sockaddr_in a;
	socklen_t len = sizeof(a);

	getsockname(fds_host(g.h, peer), (struct sockaddr *)&a, &len);
	fails(EDESTADDRREQ, "sock_send", fd, DATA, 3, OUT);
	record(ADDR, AF_INET, ntohs(a.sin_port));
	done("sock_connect", fd, ADDR);
	n = guest_text(&g, DATA, "0123456789");
	ck_assert_uint_eq(make("sock_send", fd, DATA, n, OUT), 10);
	ck_assert_uint_eq(make("sock_recv", peer, DATA + 64, 4, OUT), 4);
	ck_assert_uint_eq(make("sock_send", fd, DATA, 0, OUT), 0);
	ck_assert_uint_eq(make("sock_recv", peer, DATA + 64, 4, OUT), 0);
}
END_TEST

START_TEST(errnos)
{
	uint32_t fd = make("sock_open", AF_INET, SOCK_STREAM, OUT);
	uint32_t six = make("sock_open", AF_INET6, SOCK_STREAM, OUT);

	fails(ENOTCONN, "sock_recv", fd, DATA, 4, OUT);
	fails(EPIPE, "sock_send", fd, DATA, 4, OUT);
	fails(EINVAL, "sock_accept", fd, ADDR2, OUT);
	fails(ENOTCONN, "sock_shutdown", fd, SHUT_RD);
	record(ADDR, AF_INET, 1);
	fails(ECONNREFUSED, "sock_connect", fd, ADDR);
	fails(ECONNREFUSED, "sock_connect", fd, ADDR);
	record(ADDR, AF_INET6, 1);
	fails(EAFNOSUPPORT, "sock_connect", fd, ADDR);
	fails(ECONNREFUSED, "sock_connect", six, ADDR);
	record(ADDR, 77, 1);
	fails(EAFNOSUPPORT, "sock_connect", fd, ADDR);
	fails(EBADF, "sock_connect", 99, ADDR);
	fails(EBADF, "sock_recv", UINT32_MAX, DATA, 4, OUT);
}
END_TEST

/* All 19 bytes are the record, wherever they lie. */
START_TEST(pointers)
{
	const uint32_t edges[] = {GUEST_MEMORY - RECORD + 1,
				  GUEST_MEMORY - 1,
				  GUEST_MEMORY,
				  0x80000000,
				  UINT32_MAX - RECORD + 1,
				  UINT32_MAX};
	unsigned port;
	uint32_t l = given("127.0.0.1:0", &port);
	uint32_t fd = make("sock_open", AF_INET, SOCK_STREAM, OUT);

	for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		fails(EFAULT, "sock_connect", fd, edges[i]);
	record(GUEST_MEMORY - RECORD, AF_INET, port);
	done("sock_connect", fd, GUEST_MEMORY - RECORD);
	for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++) {
		fails(EFAULT, "sock_send", fd, edges[i], RECORD + 1, OUT);
		fails(EFAULT, "sock_send", fd, DATA, 1,
		      edges[i] > GUEST_MEMORY - 4 ? edges[i] : UINT32_MAX);
	}
	fails(EFAULT, "sock_accept", l, GUEST_MEMORY - RECORD + 1, OUT);
	fails(EFAULT, "sock_accept", l, ADDR2, GUEST_MEMORY - 3);
	fails(EFAULT, "sock_recv", fd, DATA, 1, GUEST_MEMORY - 1);
}
END_TEST

START_TEST(resolving)
{
	uint32_t n = guest_text(&g, MORE, "::1");

	memset(g.mem + DATA, 0xee, 2 * RECORD);
	done("sock_resolve", MORE, n, 7000, DATA, 2, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 1);
	ck_assert_uint_eq(g.mem[DATA], AF_INET6);
	ck_assert_uint_eq(g.mem[DATA + 1], 7000 >> 8);
	ck_assert_uint_eq(g.mem[DATA + 2], 7000 & 255);
	ck_assert_mem_eq(g.mem + DATA + 3, v6_loopback, 16);
	ck_assert_uint_eq(g.mem[DATA + RECORD], 0xee);
	n = guest_text(&g, MORE, "127.0.0.1");
	done("sock_resolve", MORE, n, 0, DATA, 1, OUT);
	ck_assert_uint_eq(g.mem[DATA], AF_INET);
	ck_assert_uint_eq(g.mem[DATA + 7], 0);
	ck_assert_uint_eq(g.mem[DATA + 18], 0);
	done("sock_resolve", MORE, n, 0, GUEST_MEMORY, 0, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	fails(EINVAL, "sock_resolve", MORE, n, 65536, DATA, 1, OUT);
	fails(EFAULT, "sock_resolve", MORE, n, 0, GUEST_MEMORY - 37, 2, OUT);
	fails(EFAULT, "sock_resolve", MORE, n, 0, DATA, UINT32_MAX, OUT);
	fails(EFAULT, "sock_resolve", GUEST_MEMORY - 2, n, 0, DATA, 1, OUT);
	fails(EFAULT, "sock_resolve", MORE, n, 0, DATA, 1, GUEST_MEMORY - 3);
}
END_TEST

/* The four names that preview1 has too are python's here. */
START_TEST(shares_the_module)
{
	static const struct {
		const char *name, *params;
	} fns[] = {{"sock_send", "iiii"},
		   {"sock_recv", "iiii"},
		   {"sock_accept", "iii"},
		   {"fd_close", "i"}};

	for (size_t i = 0; i < sizeof(fns) / sizeof(fns[0]); i++)
		ck_assert_str_eq(sockhost_fn_params(sockhost_find(
					 "python", "wasi_snapshot_preview1",
					 fns[i].name)),
				 fns[i].params);
	ck_assert_ptr_null(sockhost_find("python", "wasinet_v0", "sock_open"));
}
END_TEST

Suite *sockhost_python_suite(void)
{
	Suite *s = suite_create("sockhost_python");
	TCase *t = tcase_create("python");

	tcase_add_checked_fixture(t, python_begin, python_end);
	tcase_add_test(t, opening);
	tcase_add_loop_test(t, stream, 0, 2);
	tcase_add_test(t, datagrams);
	tcase_add_test(t, errnos);
	tcase_add_test(t, pointers);
	tcase_add_test(t, resolving);
	tcase_add_test(t, shares_the_module);
	suite_add_tcase(s, t);
	return s;
}
