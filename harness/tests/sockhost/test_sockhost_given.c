/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets that a guest of preview1 is given, by number and byte. */
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/host.h"

#define NONBLOCK 4
#define PEEK 1
#define WAITALL 2
#define STREAM 6
#define DGRAM 5

static struct guest g;
static uint32_t l; /* a listener that was given */
static int peer;   /* of the connection c, which it accepted */
static uint32_t c;

#define done(...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), 0)
#define fails(err, ...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), err)
#define make(...) guest_make(&g, __VA_ARGS__)

static int connected(uint32_t listener)
{
	struct sockaddr_storage a;
	socklen_t len = sizeof(a);
	int fd;

	ck_assert_int_eq(getsockname(fds_host(g.h, listener),
				     (struct sockaddr *)&a, &len),
			 0);
	fd = socket(a.ss_family, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&a, len), 0);
	return fd;
}

/* No rule allows anything: what is given needs none. */
static void given_open(void)
{
	char *why = NULL;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	guest_open(&g, NULL);
	g.abi = "preview1";
	fd = sockhost_listen(g.h, "127.0.0.1:0", &why);
	ck_assert_msg(fd == 3, "%s", why);
	l = (uint32_t)fd;
	peer = connected(l);
	c = make("sock_accept", l, 0, OUT);
}

static void given_closed(void)
{
	close(peer);
	guest_close(&g);
}

START_TEST(accepting)
{
	int more[2] = {connected(l), connected(l)};
	uint32_t fd;

	ck_assert_uint_eq(c, 4);
	fd = make("sock_accept", l, NONBLOCK, OUT);
	ck_assert(fcntl(fds_host(g.h, fd), F_GETFL) & O_NONBLOCK);
	ck_assert(!(fcntl(fds_host(g.h, c), F_GETFL) & O_NONBLOCK));
	/* flags that are none of accept's take no connection */
	for (uint32_t flag = 1; flag; flag <<= 1)
		if (flag != NONBLOCK)
			fails(NUM_INVAL, "sock_accept", l, flag, OUT);
	fails(NUM_FAULT, "sock_accept", l, 0, GUEST_MEMORY - 3);
	fails(NUM_FAULT, "sock_accept", l, 0, UINT32_MAX);
	fails(NUM_BADF, "sock_accept", 99, 0, OUT);
	fails(NUM_INVAL, "sock_accept", c, 0, OUT);
	fails(NUM_NOTSOCK, "sock_accept", 0, 0, OUT);
	done("sock_accept", l, 0, GUEST_MEMORY - 4);
	done("fd_fdstat_set_flags", l, NONBLOCK);
	fails(NUM_AGAIN, "sock_accept", l, 0, OUT);
	close(more[0]);
	close(more[1]);
}
END_TEST

/* What is told: how many bytes, u32, and roflags, a u16 and no more. */
START_TEST(receiving)
{
	ck_assert_int_eq(send(peer, "0123456789", 10, 0), 10);
	guest_iov(&g, 0, DATA, 3);
	guest_iov(&g, 1, DATA + 8, 0);
	guest_iov(&g, 2, DATA + 16, 4);
	memset(g.mem + DATA, 0xee, 64);
	memset(g.mem + OUT2, 0xee, 8);
	done("sock_recv", c, IOV, 3, PEEK, OUT, OUT2);
	ck_assert_uint_eq(guest_u32(&g, OUT), 7);
	ck_assert_uint_eq(guest_u16(&g, OUT2), 0);
	ck_assert_uint_eq(guest_u16(&g, OUT2 + 2), 0xeeee);
	ck_assert_mem_eq(g.mem + DATA, "012\xee", 4);
	ck_assert_mem_eq(g.mem + DATA + 16, "3456\xee", 5);
	guest_iov(&g, 0, DATA, 10);
	ck_assert_uint_eq(
		make("sock_recv", c, IOV, 1, WAITALL | PEEK, OUT, OUT2), 10);
	for (uint32_t flag = 4; flag; flag <<= 1)
		fails(NUM_INVAL, "sock_recv", c, IOV, 1, flag, OUT, OUT2);
	ck_assert_uint_eq(make("sock_recv", c, IOV, 1, 0, OUT, OUT2), 10);
	close(peer);
	peer = -1;
	ck_assert_uint_eq(make("sock_recv", c, IOV, 1, 0, OUT, OUT2), 0);
}
END_TEST

START_TEST(truncation)
{
	char *why = NULL;
	uint32_t d =
		(uint32_t)sockhost_datagram(g.h, "127.0.0.1:0", NULL, &why);
	struct sockaddr_in a;
	socklen_t len = sizeof(a);
	int p = socket(AF_INET, SOCK_DGRAM, 0);

	getsockname(fds_host(g.h, d), (struct sockaddr *)&a, &len);
	for (int i = 0; i < 2; i++)
		sendto(p, "0123456789", 10, 0, (struct sockaddr *)&a, len);
	guest_iov(&g, 0, DATA, 4);
	ck_assert_uint_eq(make("sock_recv", d, IOV, 1, PEEK, OUT, OUT2), 4);
	ck_assert_uint_eq(guest_u16(&g, OUT2), 1);
	ck_assert_uint_eq(make("sock_recv", d, IOV, 1, 0, OUT, OUT2), 4);
	ck_assert_uint_eq(guest_u16(&g, OUT2), 1);
	guest_iov(&g, 0, DATA, 10);
	ck_assert_uint_eq(make("sock_recv", d, IOV, 1, 0, OUT, OUT2), 10);
	ck_assert_uint_eq(guest_u16(&g, OUT2), 0);
	fails(NUM_DESTADDRREQ, "sock_send", d, IOV, 1, 0, OUT);
	done("fd_fdstat_get", d, DATA);
	ck_assert_uint_eq(g.mem[DATA], DGRAM);
	close(p);
}
END_TEST

START_TEST(sending)
{
	char text[16];

	guest_iov(&g, 0, DATA, guest_text(&g, DATA, "ab"));
	guest_iov(&g, 1, GUEST_MEMORY - 3, 3);
	memcpy(g.mem + GUEST_MEMORY - 3, "cde", 3);
	ck_assert_uint_eq(make("sock_send", c, IOV, 2, 0, OUT), 5);
	ck_assert_int_eq(recv(peer, text, sizeof(text), 0), 5);
	ck_assert_mem_eq(text, "abcde", 5);
	for (uint32_t flag = 1; flag; flag <<= 1)
		fails(NUM_INVAL, "sock_send", c, IOV, 1, flag, OUT);
	ck_assert_uint_eq(make("sock_send", c, IOV, 0, 0, OUT), 0);
	done("sock_shutdown", c, 2);
	fails(NUM_PIPE, "sock_send", c, IOV, 1, 0, OUT);
	fails(NUM_PIPE, "fd_write", c, IOV, 1, OUT);
}
END_TEST

/* Ranges that end, begin or wrap outside of memory. */
START_TEST(pointers)
{
	static const struct {
		uint32_t at, len;
	} bad[] = {{GUEST_MEMORY, 1},
		   {0x80000000, 8},
		   {UINT32_MAX, 1},
		   {UINT32_MAX, 2},
		   {UINT32_MAX - 3, 8}};
	const uint32_t lists[] = {GUEST_MEMORY - 7, GUEST_MEMORY, 0xfffffff9};

	ck_assert_int_eq(send(peer, "0123456789", 10, 0), 10);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		guest_iov(&g, 0, bad[i].at, bad[i].len);
		fails(NUM_FAULT, "sock_recv", c, IOV, 1, 0, OUT, OUT2);
		fails(NUM_FAULT, "sock_send", c, IOV, 1, 0, OUT);
		fails(NUM_FAULT, "fd_read", c, IOV, 1, OUT);
		fails(NUM_FAULT, "fd_write", c, IOV, 1, OUT);
	}
	guest_iov(&g, 0, DATA, 4);
	for (size_t i = 0; i < 3; i++) {
		fails(NUM_FAULT, "sock_recv", c, lists[i], 1, 0, OUT, OUT2);
		fails(NUM_FAULT, "sock_send", c, lists[i], 1, 0, OUT);
	}
	fails(NUM_FAULT, "sock_recv", c, IOV, 1, 0, GUEST_MEMORY - 3, OUT2);
	fails(NUM_FAULT, "sock_recv", c, IOV, 1, 0, OUT, GUEST_MEMORY - 1);
	fails(NUM_FAULT, "sock_recv", c, IOV, 1, 0, OUT, UINT32_MAX);
	fails(NUM_FAULT, "sock_send", c, IOV, 1, 0, UINT32_MAX - 2);
	/* nothing of it was taken */
	ck_assert_uint_eq(
		make("sock_recv", c, IOV, 1, 0, OUT, GUEST_MEMORY - 2), 4);
	ck_assert_mem_eq(g.mem + DATA, "0123", 4);
}
END_TEST

/* sdflags are bits: none of them, or one that is none, is invalid. */
START_TEST(shutting_down)
{
	char text[4];

	fails(NUM_INVAL, "sock_shutdown", c, 0);
	for (uint32_t how = 4; how < 9; how++)
		fails(NUM_INVAL, "sock_shutdown", c, how);
	fails(NUM_INVAL, "sock_shutdown", c, UINT32_MAX);
	done("sock_shutdown", c, 2);
	ck_assert_int_eq(recv(peer, text, sizeof(text), 0), 0);
	ck_assert_int_eq(send(peer, "abc", 3, 0), 3);
	guest_iov(&g, 0, DATA, 4);
	ck_assert_uint_eq(make("sock_recv", c, IOV, 1, 0, OUT, OUT2), 3);
	done("sock_shutdown", c, 1);
	ck_assert_uint_eq(make("sock_recv", c, IOV, 1, 0, OUT, OUT2), 0);
	done("sock_shutdown", c, 3);
	fails(NUM_NOTSOCK, "sock_shutdown", 0, 3);
}
END_TEST

START_TEST(fdstat)
{
	static const uint32_t flags[] = {NONBLOCK, 0};

	for (int i = 0; i < 2; i++) {
		done("fd_fdstat_set_flags", l, flags[i]);
		memset(g.mem + DATA, 0xee, 32);
		done("fd_fdstat_get", l, DATA);
		ck_assert_uint_eq(g.mem[DATA], STREAM);
		ck_assert_uint_eq(guest_u16(&g, DATA + 2), flags[i]);
		/* fd_read, fd_write, poll, shutdown, accept are among them */
		ck_assert_uint_eq(guest_u64(&g, DATA + 8) >> 27 & 7, 7);
		ck_assert_uint_eq(guest_u16(&g, DATA + 24), 0xeeee);
	}
	fails(NUM_BADF, "fd_prestat_get", l, DATA);
	fails(NUM_SPIPE, "fd_seek", l, 0, 0, OUT);
}
END_TEST

/* A number, once closed, is the next one that is given. */
START_TEST(numbers)
{
	char *why = NULL;

	done("fd_close", l);
	fails(NUM_BADF, "fd_close", l);
	ck_assert_int_eq(sockhost_listen(g.h, "[::1]:0", &why), (int)l);
	done("fd_renumber", l, c);
	fails(NUM_BADF, "sock_accept", l, 0, OUT);
	done("fd_fdstat_set_flags", c, NONBLOCK);
	fails(NUM_AGAIN, "sock_accept", c, 0, OUT);
}
END_TEST

/* What cannot be given leaves nothing behind, and says why. */
static const struct {
	const char *address, *why;
} wrong[] = {
	{"", ": not an address"},
	{":80", "not an address"},
	{"127.0.0.1:", "not an address"},
	{"127.0.0.1:65536", "not an address"},
	{"[::1]", "not an address"},
	{"[::1:80", "not an address"},
	{"[]:80", "not an address"},
	{"unix:", "a unix name has 1 to 107 bytes"},
	{"unix:/no/such/folder/door", "bind: No such file"},
	{"192.0.2.7:80", "bind: Cannot assign"},
};

START_TEST(cannot_give)
{
	char *why = NULL;

	ck_assert_int_eq(sockhost_listen(g.h, wrong[_i].address, &why), -1);
	ck_assert_msg(strstr(why, wrong[_i].why), "%s", why);
	ck_assert_ptr_null(fds_get(g.h, 5));
	free(why);
	ck_assert_int_eq(sockhost_connect(g.h, "127.0.0.1:1", &why), -1);
	ck_assert_msg(strstr(why, "connect: Connection refused"), "%s", why);
	ck_assert_ptr_null(fds_get(g.h, 5));
	free(why);
	ck_assert_int_eq(
		sockhost_datagram(g.h, "127.0.0.1:0", wrong[_i].address, &why),
		-1);
	ck_assert_ptr_null(fds_get(g.h, 5));
	free(why);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_given_suite(void)
{
	Suite *s = suite_create("sockhost_given");
	TCase *t = tcase_create("given");

	tcase_add_checked_fixture(t, given_open, given_closed);
	tcase_add_test(t, accepting);
	tcase_add_test(t, receiving);
	tcase_add_test(t, truncation);
	tcase_add_test(t, sending);
	tcase_add_test(t, pointers);
	tcase_add_test(t, shutting_down);
	tcase_add_test(t, fdstat);
	tcase_add_test(t, numbers);
	tcase_add_loop_test(t, cannot_give, 0, N(wrong));
	suite_add_tcase(s, t);
	return s;
}
