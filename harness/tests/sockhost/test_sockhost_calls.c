/* SPDX-License-Identifier: Apache-2.0 */
/* Calls told as lines: calls.h. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"

static struct guest g;
static int told[2]; /* a pipe */

static void calls_open(void)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0); /* guests read from it, and may close theirs */
	ck_assert_int_eq(pipe2(told, O_CLOEXEC | O_NONBLOCK), 0);
	guest_open(&g, "all");
	sockhost_trace(g.h, told[1]);
}

static void calls_close(void)
{
	guest_close(&g);
	close(told[0]);
	close(told[1]);
}

/* All that was told since the last time. */
static const char *lines(void)
{
	static char text[65536];
	ssize_t n = read(told[0], text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

#define TOLD(line, ...)                               \
	do {                                          \
		guest_call(&g, __VA_ARGS__);          \
		ck_assert_str_eq(lines(), line "\n"); \
	} while (0)

START_TEST(numbers_and_words)
{
	TOLD("sock_open(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP, [3]) "
	     "= 0",
	     "sock_open", AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 6, OUT);
	TOLD("sock_open(99, SOCK_DGRAM, IPPROTO_IP, 0x40) = EAFNOSUPPORT",
	     "sock_open", 99, SOCK_DGRAM, 0, OUT);
	TOLD("sock_listen(-1, 5) = EBADF", "sock_listen", UINT32_MAX, 5);
	TOLD("sock_shutdown(3, SHUT_WR) = ENOTCONN", "sock_shutdown", 3,
	     SHUT_WR);
	TOLD("fd_fdstat_set_flags(3, APPEND|NONBLOCK) = 0",
	     "fd_fdstat_set_flags", 3, 5);
	TOLD("clock_res_get(MONOTONIC, [1]) = 0", "clock_res_get", 1, OUT);
	TOLD("fd_seek(3, -7, SET, 0x40) = ESPIPE", "fd_seek", 3, (uint64_t)-7,
	     0, OUT);
	TOLD("fd_close(3) = 0", "fd_close", 3);
	TOLD("proc_exit(9) = ?", "proc_exit", 9);
}
END_TEST

START_TEST(addresses)
{
	uint32_t len = guest_in(&g, ADDR, "127.0.0.1", 7000);

	TOLD("sock_connect(-1, 127.0.0.1:7000, 16) = EBADF", "sock_connect",
	     UINT32_MAX, ADDR, len);
	len = guest_in6(&g, ADDR, "::1", 7000);
	TOLD("sock_bind(-1, [::1]:7000, 32) = EBADF", "sock_bind", UINT32_MAX,
	     ADDR, len);
	len = guest_un(&g, ADDR, "door", 4);
	TOLD("sock_bind(-1, unix:door, 12) = EBADF", "sock_bind", UINT32_MAX,
	     ADDR, len);
	len = guest_un(&g, ADDR, "@door", 5);
	TOLD("sock_bind(-1, unix:@door, 13) = EBADF", "sock_bind", UINT32_MAX,
	     ADDR, len);
	TOLD("sock_bind(-1, none, 0) = EBADF", "sock_bind", UINT32_MAX, ADDR,
	     0);
	TOLD("sock_bind(-1, 0xfffffff0, 130) = EBADF", "sock_bind", UINT32_MAX,
	     0xfffffff0, 130);
}
END_TEST

/* Of an address there is no more than Linux has room for. */
START_TEST(long_addresses)
{
	static const uint32_t lengths[] = {131, 2000, 16 << 20, UINT32_MAX};
	char want[400] = "", *end = want;

	guest_un(&g, ADDR, "", 0);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		const char *line;

		guest_call(&g, "sock_connect", UINT32_MAX, ADDR, lengths[i]);
		line = lines();
		ck_assert_ptr_eq(strstr(line, "sock_connect(-1, unix:@"), line);
		ck_assert_uint_lt(strlen(line), 600);
		ck_assert_ptr_nonnull(strstr(line, ") = EBADF\n"));
	}
	for (int i = 0; i < 3; i++)
		end += sprintf(end, "\\x%02x", 0);
	guest_un(&g, ADDR, "@\0\0\0", 4);
	guest_call(&g, "sock_connect", UINT32_MAX, ADDR, 12);
	ck_assert_ptr_nonnull(strstr(lines(), want));
}
END_TEST

START_TEST(data)
{
	uint32_t peer, fd = guest_tcp(&g, &peer);
	char want[200];

	lines();
	guest_text(&g, DATA, "a\"b\n\x01");
	guest_vec(&g, 0, DATA, 5);
	TOLD("sock_send_to(4, [{\"a\\\"b\\n\\x01\", 5}], 1, 0, 0, none, 0, "
	     "MSG_NOSIGNAL, [5]) = 0",
	     "sock_send_to", fd, IOV, 1, 0, 0, 0, 0, MSG_NOSIGNAL, OUT);
	guest_vec(&g, 0, DATA, 3);
	guest_vec(&g, 1, DATA + 100, 300);
	guest_call(&g, "sock_recv_from", peer, IOV, 2, 0, 0, 0, 0, MSG_PEEK,
		   OUT, OUT2);
	snprintf(want, sizeof(want),
		 "sock_recv_from(%u, [{\"a\\\"b\", 3}, "
		 "{\"\\n\\x01\", 300}], 2, 0, 0, none, 0, MSG_PEEK, [5], [0]) "
		 "= 0\n",
		 peer);
	ck_assert_str_eq(lines(), want);
	TOLD("fd_write(99, [{\"\", 0}, {0xffff, 9}], 2, 0x40) = EBADF",
	     "fd_write", 99,
	     (guest_iov(&g, 0, DATA, 0), guest_iov(&g, 1, 0xffff, 9), IOV), 2,
	     OUT);
}
END_TEST

START_TEST(options)
{
	uint32_t fd = guest_make(&g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);

	lines();
	guest_set32(&g, DATA, 1);
	TOLD("sock_setsockopt(3, SOL_SOCKET, SO_KEEPALIVE, "
	     "\"\\x01\\x00\\x00\\x00\", 4) = 0",
	     "sock_setsockopt", fd, SOL_SOCKET, SO_KEEPALIVE, DATA, 4);
	TOLD("sock_getsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0",
	     "sock_getsockopt", fd, SOL_SOCKET, SO_KEEPALIVE, DATA, 4);
	TOLD("sock_getsockopt(3, IPPROTO_TCP, TCP_NODELAY, [0], 4) = 0",
	     "sock_getsockopt", fd, 6, 1, DATA, 4);
	TOLD("sock_getsockopt(3, 77, 1, 0x1000, 4) = EOPNOTSUPP",
	     "sock_getsockopt", fd, 77, 1, DATA, 4);
}
END_TEST

START_TEST(paths_and_polls)
{
	guest_text(&g, DATA, "some/file");
	g.abi = "preview1";
	TOLD("path_open(9, SYMLINK_FOLLOW, \"some/file\", 9, CREAT|EXCL, 0x2, "
	     "0, NONBLOCK, 0x40) = EBADF",
	     "path_open", 9, 1, DATA, 9, 5, 2, 0, 4, OUT);
	memset(g.mem + MORE, 0, 96);
	g.mem[MORE + 8] = 1; /* fd_read of descriptor 77, and a clock */
	guest_set32(&g, MORE + 16, 77);
	guest_set32(&g, MORE + 48 + 16, 1);
	guest_set64(&g, MORE + 48 + 24, 5000000000);
	TOLD("poll_oneoff([{fd_read 77}, {clock 1, 5000000000 ns}], [{fd_read, error "
	     "8}], 2, [1]) = 0",
	     "poll_oneoff", MORE, DATA, 2, OUT);
}
END_TEST

/* Is it one line, of that function, with a result? */
static void check_line(const char *name, const char *text)
{
	const char *end = strchr(text, '\n');
	size_t n = strlen(name);

	ck_assert_msg(end && !end[1], "%s: %s", name, text);
	ck_assert_msg(!strncmp(text, name, n) && text[n] == '(', "%s: %s", name,
		      text);
	ck_assert_msg(strstr(text, ") = "), "%s: %s", name, text);
}

/* Every function of every ABI with the same number for each argument. */
START_TEST(every_call)
{
	static const uint64_t numbers[] = {0, 1, 64, UINT32_MAX,
					   GUEST_MEMORY - 2};
	const char *abi, *module, *name;
	const struct sockhost_fn *fn;

	/* Without any right, lest a name is looked up far away; and a socket
	 * that one call happens to make would keep the next one waiting. */
	guest_close(&g);
	guest_open(&g, NULL);
	sockhost_nonblocking(g.h, 1);
	sockhost_trace(g.h, told[1]);
	for (size_t i = 0; (abi = sockhost_abi(i)); i++) {
		for (size_t k = 0;
		     (fn = sockhost_fn_at(abi, k, &module, &name)); k++) {
			uint64_t v[10];

			for (size_t n = 0; n < 10; n++)
				v[n] = numbers[_i];
			memset(g.mem, (int)numbers[_i], 4096);
			sockhost_memory(g.h, g.mem, GUEST_MEMORY);
			sockhost_call(g.h, fn, v);
			check_line(name, lines());
		}
	}
}
END_TEST

START_TEST(quiet_again)
{
	sockhost_trace(g.h, -1);
	guest_call(&g, "fd_close", 77);
	ck_assert_str_eq(lines(), "");
}
END_TEST

START_TEST(linux_errnos)
{
	static const uint64_t v[] = {77, ADDR};
	const struct sockhost_fn *fn = sockhost_find(
		"python", "wasi_snapshot_preview1", "sock_connect");
	uint8_t *a = g.mem + ADDR;

	memcpy(a, "\2\x1b\x58\x7f\0\0\1", 7);
	sockhost_memory(g.h, g.mem, GUEST_MEMORY);
	sockhost_call(g.h, fn, v);
	ck_assert_str_eq(lines(), "sock_connect(77, 127.0.0.1:7000) = "
				  "EBADF\n");
}
END_TEST

Suite *sockhost_calls_suite(void)
{
	Suite *s = suite_create("sockhost_calls");
	TCase *t = tcase_create("calls");

	tcase_add_checked_fixture(t, calls_open, calls_close);
	tcase_add_test(t, numbers_and_words);
	tcase_add_test(t, addresses);
	tcase_add_test(t, long_addresses);
	tcase_add_test(t, data);
	tcase_add_test(t, options);
	tcase_add_test(t, paths_and_polls);
	tcase_add_loop_test(t, every_call, 0, 5);
	tcase_add_test(t, quiet_again);
	tcase_add_test(t, linux_errnos);
	suite_add_tcase(s, t);
	return s;
}
