/* SPDX-License-Identifier: Apache-2.0 */
/* pathopen: URLs, and the sockets that path_open makes of them. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/host.h"
#include "sockhost/abi/pathopen_url.h"

#define NOWHERE UINT32_MAX
#define RIGHTS_ALL_OF_IT UINT64_MAX

static struct guest g;

static void pathopen_begin(void)
{
	guest_open(&g, "all");
	g.abi = "pathopen";
}

static void pathopen_end(void)
{
	guest_close(&g);
}

#define fails(err, ...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), err)

/* --- URLs -----------------------------------------------------------------*/

static const struct {
	const char *url;
	int want; /* 0 or -errno */
	const char *host, *port;
	int family;
	bool listen, nonblock;
	int nodelay, reuseaddr, backlog;
} urls[] = {
	{"tcp+listen://127.0.0.1:7000", 0, "127.0.0.1", "7000", AF_UNSPEC, true,
	 true, 1, 1, 128},
	{"tcp4+dial://localhost:80", 0, "localhost", "80", AF_INET, false, true,
	 1, 1, 128},
	{"tcp6+dial://[::1]:0?nonblock=0&nodelay=0&reuseaddr=0", 0, "::1", "0",
	 AF_INET6, false, false, 0, 0, 128},
	{"tcp6+listen://[fe80::1%25lo]:65535?backlog=-1", 0, "fe80::1%lo",
	 "65535", AF_INET6, true, true, 1, 1, -1},
	{"tcp+listen://:7000?", 0, "", "7000", AF_UNSPEC, true, true, 1, 1,
	 128},
	{"tcp+listen://:7000?nonblock=maybe&colour=blue&&backlog=7", 0, "",
	 "7000", AF_UNSPEC, true, true, 1, 1, 7},
	{"tcp+listen://:7000?nonblock=no", 0, "", "7000", AF_UNSPEC, true,
	 false, 1, 1, 128},
	{"tcp+listen://:7000?nonblock=f&nonblock=t", 0, "", "7000", AF_UNSPEC,
	 true, true, 1, 1, 128},
	{.url = "tcp+listen://127.0.0.1", .want = -EINVAL},
	{.url = "tcp+listen://127.0.0.1:", .want = -EINVAL},
	{.url = "tcp+listen://127.0.0.1:http", .want = -EINVAL},
	{.url = "tcp+listen://127.0.0.1:65536", .want = -EINVAL},
	{.url = "tcp+listen://127.0.0.1:-1", .want = -EINVAL},
	{.url = "tcp+listen://127.0.0.1:000001", .want = -EINVAL},
	{.url = "tcp+listen://::1:7000", .want = -EINVAL},
	{.url = "tcp+listen://[::1]", .want = -EINVAL},
	{.url = "tcp+listen://[localhost]:7000", .want = -EINVAL},
	{.url = "tcp+listen://:7000?backlog=", .want = -EINVAL},
	{.url = "tcp+listen://:7000?backlog=x", .want = -EINVAL},
	{.url = "tcp+dial://:7000?nodelay=99999999999", .want = -EINVAL},
	{.url = "tcp+listen", .want = -EINVAL},
	{.url = "tcp+accept://:7000", .want = -EINVAL},
	{.url = "udp+listen://:7000", .want = -EPROTONOSUPPORT},
	{.url = "unix+dial://door", .want = -EPROTONOSUPPORT},
	{.url = "+://", .want = -EPROTONOSUPPORT},
};

START_TEST(url)
{
	struct pathopen_url u;

	ck_assert_int_eq(pathopen_url(&u, urls[_i].url), urls[_i].want);
	if (urls[_i].want)
		return;
	ck_assert_str_eq(u.host, urls[_i].host);
	ck_assert_str_eq(u.port, urls[_i].port);
	ck_assert_int_eq(u.family, urls[_i].family);
	ck_assert_int_eq(u.listen, urls[_i].listen);
	ck_assert_int_eq(u.nonblock, urls[_i].nonblock);
	ck_assert_int_eq(u.nodelay, urls[_i].nodelay);
	ck_assert_int_eq(u.reuseaddr, urls[_i].reuseaddr);
	ck_assert_int_eq(u.backlog, urls[_i].backlog);
}
END_TEST

START_TEST(is_it_one)
{
	ck_assert(pathopen_is_url("tcp+listen://x"));
	ck_assert(pathopen_is_url("x+y://"));
	ck_assert(!pathopen_is_url("tcp://x+y"));
	ck_assert(!pathopen_is_url("a+b"));
	ck_assert(!pathopen_is_url("file"));
	ck_assert(!pathopen_is_url(""));
}
END_TEST

/* --- sockets --------------------------------------------------------------*/

static uint32_t open_at(uint32_t dir, const char *text)
{
	guest_set32(&g, OUT, 0xdeadbeef);
	return guest_call(&g, "path_open", dir, 0, MORE,
			  guest_text(&g, MORE, text), 0, RIGHTS_ALL_OF_IT,
			  RIGHTS_ALL_OF_IT, 0, OUT);
}

static uint32_t open_url(const char *text)
{
	return open_at(NOWHERE, text);
}

/* It must succeed: the descriptor. */
static uint32_t opened(const char *text)
{
	uint32_t err = open_url(text);

	ck_assert_msg(err == 0, "%s: %u", text, err);
	return guest_u32(&g, OUT);
}

static unsigned port_of(uint32_t fd)
{
	struct sockaddr_storage any;
	socklen_t len = sizeof(any);

	ck_assert_int_eq(
		getsockname(fds_host(g.h, fd), (struct sockaddr *)&any, &len),
		0);
	return ntohs(((struct sockaddr_in *)&any)->sin_port);
}

static int option(uint32_t fd, int level, int name)
{
	int value = -1;
	socklen_t len = sizeof(value);

	ck_assert_int_eq(
		getsockopt(fds_host(g.h, fd), level, name, &value, &len), 0);
	return value;
}

static int is_nonblocking(uint32_t fd)
{
	return !!(fcntl(fds_host(g.h, fd), F_GETFL) & O_NONBLOCK);
}

/* A URL of that port. */
static const char *at_port(const char *before, unsigned port,
			   const char *behind)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s:%u%s", before, port, behind);
	return text;
}

static const char *const hosts[][2] = {
	{"tcp+listen://127.0.0.1", "tcp+dial://127.0.0.1"},
	{"tcp4+listen://", "tcp4+dial://127.0.0.1"},
	{"tcp6+listen://[::1]", "tcp6+dial://[::1]"},
	{"tcp+listen://[::1]", "tcp+dial://[::1]"},
	{"tcp6+listen://", "tcp6+dial://127.0.0.1"},
	{"tcp4+listen://127.0.0.1", "tcp4+dial://localhost"},
};

START_TEST(listens_and_dials)
{
	uint32_t l = opened(at_port(hosts[_i][0], 0, "?nonblock=0"));
	uint32_t d = opened(at_port(hosts[_i][1], port_of(l), "?nonblock=0"));
	uint32_t a = guest_make(&g, "sock_accept", l, 0, OUT);

	guest_iov(&g, 0, DATA, guest_text(&g, DATA, "hello"));
	ck_assert_uint_eq(guest_make(&g, "fd_write", d, IOV, 1, OUT), 5);
	guest_iov(&g, 0, DATA + 64, 16);
	ck_assert_uint_eq(guest_make(&g, "sock_recv", a, IOV, 1, 0, OUT, OUT2),
			  5);
	ck_assert_mem_eq(g.mem + DATA + 64, "hello", 5);
	ck_assert_uint_eq(l, 3);
	ck_assert_uint_eq(d, 4);
}
END_TEST

START_TEST(options)
{
	uint32_t l = opened("tcp+listen://127.0.0.1:0");
	unsigned port = port_of(l);
	uint32_t d;

	ck_assert(is_nonblocking(l));
	ck_assert_int_eq(option(l, SOL_SOCKET, SO_REUSEADDR), 1);
	d = opened(at_port("tcp+dial://127.0.0.1", port, "?nonblock=false"));
	ck_assert(!is_nonblocking(d));
	ck_assert_int_eq(option(d, IPPROTO_TCP, TCP_NODELAY), 1);
	d = opened(at_port("tcp+dial://127.0.0.1", port,
			   "?nonblock=0&nodelay=0&reuseaddr=0"));
	ck_assert_int_eq(option(d, IPPROTO_TCP, TCP_NODELAY), 0);
	ck_assert_int_eq(option(d, SOL_SOCKET, SO_REUSEADDR), 0);
}
END_TEST

/* In progress, and its descriptor is told all the same. */
START_TEST(dials_without_waiting)
{
	uint32_t l = opened("tcp+listen://127.0.0.1:0");
	uint32_t d;

	ck_assert_uint_eq(
		open_url(at_port("tcp+dial://127.0.0.1", port_of(l), "")), 26);
	d = guest_u32(&g, OUT);
	ck_assert_uint_eq(d, 4);
	ck_assert(is_nonblocking(d));
	ck_assert_uint_eq(guest_call(&g, "fd_close", d), 0);
}
END_TEST

/* What fails leaves no descriptor, and tells none. */
static const struct {
	const char *url;
	uint32_t err;
} failing[] = {
	{"tcp+dial://127.0.0.1:1?nonblock=0", NUM_CONNREFUSED},
	{"tcp6+dial://[::1]:1?nonblock=0", NUM_CONNREFUSED},
	{"tcp+listen://192.0.2.1:7000", 4},
	{"tcp4+listen://[::1]:0", 5},
	{"tcp4+dial://[::1]:7000", 5},
	{"tcp+dial://no.such.name.invalid:7000", NUM_NOENT},
	{"udp+dial://127.0.0.1:7000", 66},
	{"unix+listen://door", 66},
	{"tcp+greet://127.0.0.1:7000", NUM_INVAL},
	{"tcp+dial://127.0.0.1", NUM_INVAL},
	{"tcp+dial://127.0.0.1:x", NUM_INVAL},
	{"file", NUM_BADF},
	{"", NUM_BADF},
};

START_TEST(failures)
{
	uint32_t err = open_url(failing[_i].url);

	/* who has no name service at all is told to try again */
	if (strstr(failing[_i].url, "invalid") && err == NUM_AGAIN)
		err = NUM_NOENT;
	ck_assert_uint_eq(err, failing[_i].err);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0xdeadbeef);
	ck_assert_ptr_null(fds_get(g.h, 3));
}
END_TEST

START_TEST(address_in_use)
{
	uint32_t l = opened("tcp+listen://127.0.0.1:0");

	ck_assert_uint_eq(
		open_url(at_port("tcp+listen://127.0.0.1", port_of(l), "")),
		NUM_ADDRINUSE);
	ck_assert_ptr_null(fds_get(g.h, l + 1));
}
END_TEST

START_TEST(no_room)
{
	sockhost_max_fds(g.h, 3);
	ck_assert_uint_eq(open_url("tcp+listen://127.0.0.1:0"), NUM_MFILE);
}
END_TEST

/* With a folder's number it is a path as any other. */
START_TEST(needs_no_folder)
{
	char *why;

	ck_assert_int_eq(sockhost_dir(g.h, "/", "/tmp", &why), 0);
	ck_assert_uint_eq(open_at(3, "tcp+listen://127.0.0.1:0"), NUM_NOENT);
	ck_assert_uint_eq(open_at(77, "tcp+listen://127.0.0.1:0"), NUM_BADF);
	ck_assert_uint_eq(open_at(0x80000000, "tcp+listen://127.0.0.1:0"), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT), 4);
}
END_TEST

START_TEST(rights)
{
	uint32_t n = guest_text(&g, MORE, "tcp+listen://127.0.0.1:0");

	ck_assert_uint_eq(guest_call(&g, "path_open", NOWHERE, 0, MORE, n, 0,
				     UINT64_C(1) << 29, UINT64_C(1) << 1, 4,
				     OUT),
			  0);
	ck_assert_uint_eq(
		guest_call(&g, "fd_fdstat_get", guest_u32(&g, OUT), DATA), 0);
	ck_assert_uint_eq(g.mem[DATA], 6); /* socket_stream */
	ck_assert_uint_eq(guest_u16(&g, DATA + 2), 4);
	ck_assert_uint_eq(guest_u64(&g, DATA + 8), UINT64_C(1) << 29);
	ck_assert_uint_eq(guest_u64(&g, DATA + 16), UINT64_C(1) << 1);
}
END_TEST

/* A bad pointer makes nothing. */
START_TEST(pointers)
{
	uint32_t n = guest_text(&g, MORE, "tcp+listen://127.0.0.1:0");
	const uint32_t outs[] = {GUEST_MEMORY - 3, GUEST_MEMORY, 0xfffffffe};
	const uint32_t paths[] = {GUEST_MEMORY - n + 1, GUEST_MEMORY,
				  0xfffffff0};

	for (size_t i = 0; i < 3; i++) {
		fails(NUM_FAULT, "path_open", NOWHERE, 0, MORE, n, 0, 0, 0, 0,
		      outs[i]);
		fails(NUM_FAULT, "path_open", NOWHERE, 0, paths[i], n, 0, 0, 0,
		      0, OUT);
	}
	fails(NUM_FAULT, "path_open", NOWHERE, 0, MORE, 0xffffffff, 0, 0, 0, 0,
	      OUT);
	fails(NUM_NAMETOOLONG, "path_open", NOWHERE, 0, DATA, 8192, 0, 0, 0, 0,
	      OUT);
	g.mem[MORE + 12] = '\0';
	fails(NUM_INVAL, "path_open", NOWHERE, 0, MORE, n, 0, 0, 0, 0, OUT);
	ck_assert_ptr_null(fds_get(g.h, 3));
	memcpy(g.mem + GUEST_MEMORY - n, "tcp+listen://127.0.0.1:0", n);
	ck_assert_uint_eq(guest_call(&g, "path_open", NOWHERE, 0,
				     GUEST_MEMORY - n, n, 0, 0, 0, 0, OUT),
			  0);
}
END_TEST

START_TEST(nothing_is_granted)
{
	guest_close(&g);
	guest_open(&g, "127.0.0.2:*");
	g.abi = "pathopen";
	ck_assert_uint_eq(open_url("tcp+listen://127.0.0.1:0"), NUM_ACCES);
	ck_assert_uint_eq(open_url("tcp+dial://127.0.0.1:1"), NUM_ACCES);
	ck_assert_uint_eq(open_url("tcp+dial://localhost:1"), NUM_ACCES);
	ck_assert_ptr_null(fds_get(g.h, 3));
	ck_assert_uint_eq(open_url("tcp+listen://127.0.0.2:0"), 0);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_pathopen_suite(void)
{
	Suite *s = suite_create("sockhost_pathopen");
	TCase *t = tcase_create("pathopen");

	tcase_add_checked_fixture(t, pathopen_begin, pathopen_end);
	tcase_add_loop_test(t, url, 0, N(urls));
	tcase_add_test(t, is_it_one);
	tcase_add_loop_test(t, listens_and_dials, 0, N(hosts));
	tcase_add_test(t, options);
	tcase_add_test(t, dials_without_waiting);
	tcase_add_loop_test(t, failures, 0, N(failing));
	tcase_add_test(t, address_in_use);
	tcase_add_test(t, no_room);
	tcase_add_test(t, needs_no_folder);
	tcase_add_test(t, rights);
	tcase_add_test(t, pointers);
	tcase_add_test(t, nothing_is_granted);
	suite_add_tcase(s, t);
	return s;
}
