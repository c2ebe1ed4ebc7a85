/* SPDX-License-Identifier: Apache-2.0 */
/* How values look: from the kernel's bytes and from the wire, the same. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/help/suite.h"
#include "lang/pretty.h"
#include "guests/lang/wire.h"

static void expect(struct buf *b, const char *want)
{
	ck_assert_str_eq(b->s ? b->s : "", want);
	buf_free(b);
}

static const struct {
	const char *key, *wire, *want;
} fields[] = {
	{"addr", "in:7f000001:7000", "127.0.0.1:7000"},
	{"addr", "in:00000000:0", "0.0.0.0:0"},
	{"addr", "in6:00000000000000000000000000000001:80:0:0", "[::1]:80"},
	{"addr", "in6:fe800000000000000000000000000001:80:0:2",
	 "[fe80::1%2]:80"},
	{"addr", "in6:00000000000000000000000000000001:80:5:0",
	 "[::1]:80/flow=5"},
	{"addr", "un:646f6f7200", "unix:door"},
	{"addr", "un:646f6f72", "unix:door"},
	{"addr", "un:646f006f7200", "unix:do\\x00or"},
	{"addr", "un:00646f6f72", "unix:@door"},
	{"addr", "un:", "unix:"},
	{"addr", "un:00", "unix:@"},
	{"addr", "raw:02001b587f0000010000000000000000", "127.0.0.1:7000"},
	{"addr", "raw:02001b58", "family 2 {1b58}"},
	{"addr", "raw:63001b58", "family 99 {1b58}"},
	{"addr", "raw:0000", "unspec"},
	{"addr", "raw:07", "{07}"},
	{"addr", "none", "none"},
	{"addr", "cut", "cut"},
	{"addr", "unspec", "unspec"},
	{"addr", "-", "-"},
	/* Not of the form: as it came. */
	{"addr", "in:7f0001:7000", "in:7f0001:7000"},
	{"addr", "in:zz:7000", "in:zz:7000"},
	{"addr", "un:zz", "un:zz"},
	{"addr", "un:6", "un:6"},
	{"addr", "", ""},
	{"data", "", "\"\""},
	{"data", "68690022", "\"hi\\x00\\\"\""},
	{"data", "long:6162:300:0123456789abcdef",
	 "\"ab\"... 300 bytes, fnv 0123456789abcdef"},
	{"data", "long:zz:300:0", "long:zz:300:0"},
	{"data", "zz", "zz"},
	{"data", "-", "-"},
	{"value", "int:5", "5"},
	{"value", "int:?5", "?5"},
	{"value", "u64:18446744073709551615", "18446744073709551615"},
	{"value", "linger:1:5", "{onoff: 1, linger: 5}"},
	{"value", "linger:1", "{onoff: 1, linger: }"},
	{"value", "timeval:1:0", "{sec: 1, usec: 0}"},
	{"value", "ucred:guest:0:0", "{pid: guest, uid: 0, gid: 0}"},
	{"value", "str:6c6f", "\"lo\""},
	{"value", "str:6", "\"\""},
	{"value", "hex:00ff", "{hex: 00ff}"},
	{"value", "inaddr:7f000001", "127.0.0.1"},
	{"value", "mreq:e0000101:7f000001",
	 "{group: 224.0.1.1, interface: 127.0.0.1}"},
	{"value", "mreqsrc:e0000101:7f000001:7f000002",
	 "{group: 224.0.1.1, interface: 127.0.0.1, source: 127.0.0.2}"},
	{"value", "mreq6:ff020000000000000000000000000001:1",
	 "{group: \"ff02::1\", interface: 1}"},
	{"value", "none", "none"},
	{"value", "other:1", "other:1"},
	{"control", "", "[]"},
	{"control", "SOL_SOCKET:SCM_RIGHTS:rights:a;b", "[{rights: [a, b]}]"},
	{"control", "SOL_SOCKET:SCM_CREDENTIALS:cred:guest;0;0",
	 "[{credentials: {pid: guest, uid: 0, gid: 0}}]"},
	{"control", "IPPROTO_IP:IP_TTL:int:5,SOL_SOCKET:9:hex:00",
	 "[{level: IPPROTO_IP, type: IP_TTL, int: 5}, "
	 "{level: SOL_SOCKET, type: 9, hex: 00}]"},
	{"control", "SOL_SOCKET:SCM_TIMESTAMP:hex:0011",
	 "[{level: SOL_SOCKET, type: SCM_TIMESTAMP, time}]"},
	{"control", "SOL_SOCKET", "[SOL_SOCKET]"},
	{"revents", "POLLIN|POLLOUT,0", "[POLLIN|POLLOUT, 0]"},
	{"addrs", "in:7f000001:80,in6:00000000000000000000000000000001:80:0:0",
	 "[127.0.0.1:80, [::1]:80]"},
	{"full", "in:7f000001:80;SOCK_STREAM;IPPROTO_TCP",
	 "[127.0.0.1:80/SOCK_STREAM/IPPROTO_TCP]"},
	{"canonname", "646f6f72", "\"door\""},
	/* All else is what it is. */
	{"ret", "5", "5"},
	{"errno", "?7", "?7"},
	{"addrlen", "16", "16"},
};

START_TEST(from_the_wire)
{
	struct buf b = {0};

	pretty_field(&b, fields[_i].key, fields[_i].wire);
	expect(&b, fields[_i].want);
}
END_TEST

#define F10 "ffffffffff"
#define UNIX_109 "unix:" F10 F10 F10 F10 F10 F10 F10 F10 F10 F10 "fffffffff"

/* Names longer than there is room for, and a field as long as can be. */
START_TEST(long_ones)
{
	char *hex = xcalloc(WIRE_LINE, 1);
	char bytes[256];
	struct buf b = {0};

	memcpy(hex, "un:", 3);
	memset(hex + 3, '6', 2 * 110);
	ck_assert_uint_eq(wire_sockaddr(hex, bytes, sizeof(bytes)), 0);
	/* unix(7): a path of 108 bytes has its NUL behind sun_path. */
	hex[3 + 2 * 109] = '\0';
	ck_assert_uint_eq(wire_sockaddr(hex, bytes, sizeof(bytes)), 111);
	pretty_field(&b, "addr", hex);
	ck_assert_str_eq(b.s, UNIX_109);
	buf_free(&b);
	memcpy(hex, "raw:", 4);
	memset(hex + 4, '6', 2 * 257);
	ck_assert_uint_eq(wire_sockaddr(hex, bytes, sizeof(bytes)), 0);
	memset(hex, '6', WIRE_LINE - 1);
	pretty_field(&b, "data", hex);
	ck_assert_str_eq(b.s, hex);
	buf_free(&b);
	free(hex);
}
END_TEST

static const struct {
	size_t len;
	const char *want;
} lengths[] = {
	{0, "{}"},
	{1, "{0a}"},
	{2, "family 10 {}"},
	{23, "family 10 {1f9000000000000000000000000000000000000000}"},
	/* RFC 2133's is without the scope. */
	{24, "[::]:8080"},
	{28, "[::7%3]:8080"},
	{40, "[::7%3]:8080"},
};

START_TEST(sockaddr_lengths)
{
	struct sockaddr_in6 in[2] = {
		{.sin6_family = AF_INET6, .sin6_port = htons(8080)}};
	struct buf b = {0};

	if (lengths[_i].len > 24) {
		in[0].sin6_addr.s6_addr[15] = 7;
		in[0].sin6_scope_id = 3;
	}
	pretty_sockaddr(&b, in, lengths[_i].len);
	expect(&b, lengths[_i].want);
}
END_TEST

static const struct {
	int level, name;
	const char *bytes;
	size_t len;
	const char *want;
} values[] = {
	{SOL_SOCKET, SO_RCVBUF, "\5\0\0\0", 4, "5"},
	{SOL_SOCKET, SO_RCVBUF, "\5\0", 2, "{hex: 0500}"},
	{SOL_SOCKET, SO_LINGER, "\1\0\0\0\5\0\0\0", 8, "{onoff: 1, linger: 5}"},
	{SOL_SOCKET, SO_LINGER, "", 0, "{hex: }"},
	{SOL_SOCKET, SO_RCVTIMEO, "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0", 16,
	 "{sec: 1, usec: 2}"},
	{SOL_SOCKET, SO_BINDTODEVICE, "lo\0xx", 5, "\"lo\""},
	{SOL_SOCKET, SO_BINDTODEVICE, "lo", 2, "\"lo\""},
	{SOL_SOCKET, SO_PEERCRED, "\7\0\0\0\0\0\0\0\0\0\0\0", 12,
	 "{pid: 7, uid: 0, gid: 0}"},
	/* No option of the table. */
	{4711, 1, "\5\0\0\0", 4, "5"},
	{4711, 1, "\5\0\0", 3, "{hex: 050000}"},
};

START_TEST(option_values)
{
	struct buf b = {0};

	pretty_value(&b, values[_i].level, values[_i].name, values[_i].bytes,
		     values[_i].len);
	expect(&b, values[_i].want);
}
END_TEST

START_TEST(flags_and_names)
{
	struct buf b = {0};

	pretty_flags(&b, "MSG", 0);
	expect(&b, "0");
	pretty_flags(&b, "MSG", MSG_PEEK);
	expect(&b, "MSG_PEEK");
	pretty_flags(&b, "MSG", MSG_PEEK | MSG_DONTWAIT);
	expect(&b, "MSG_PEEK|MSG_DONTWAIT");
	pretty_flags(&b, "MSG", MSG_PEEK | 0x8000000u);
	expect(&b, "MSG_PEEK|0x8000000");
	pretty_flags(&b, "MSG", 0x8000000u);
	expect(&b, "0x8000000");
	pretty_name(&b, "FAMILY", AF_INET6);
	expect(&b, "AF_INET6");
	pretty_name(&b, "FAMILY", 4711);
	expect(&b, "4711");
	pretty_name(&b, "FAMILY", -1);
	expect(&b, "-1");
}
END_TEST

START_TEST(bytes_as_text)
{
	struct buf b = {0};

	pretty_data(&b, "a\0\n", 3, 3, 0);
	expect(&b, "\"a\\x00\\n\"");
	pretty_data(&b, "", 0, 0, 0);
	expect(&b, "\"\"");
	pretty_data(&b, "ab", 2, 1000, 0xff);
	expect(&b, "\"ab\"... 1000 bytes, fnv 00000000000000ff");
}
END_TEST

static const char *letter(void *ctx, int fd)
{
	static char text[2];

	(void)ctx;
	text[0] = (char)('a' + fd);
	return fd < 26 ? text : NULL;
}

/* Append a control message as Linux lays them out. */
static size_t message(char *at, int level, int type, const void *data, size_t n)
{
	struct cmsghdr c = {.cmsg_len = CMSG_LEN(n),
			    .cmsg_level = level,
			    .cmsg_type = type};

	memset(at, 0, CMSG_SPACE(n));
	memcpy(at, &c, sizeof(c));
	memcpy(at + sizeof(c), data, n);
	return CMSG_SPACE(n);
}

START_TEST(control)
{
	char bytes[256];
	int fds[] = {5, 99}, ttl = 64;
	size_t n = message(bytes, SOL_SOCKET, SCM_RIGHTS, fds, sizeof(fds));
	struct buf b = {0};

	n += message(bytes + n, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
	n += message(bytes + n, SOL_SOCKET, SO_TIMESTAMP, bytes, 16);
	n += message(bytes + n, 4711, 3, "\1", 1);
	pretty_control(&b, bytes, n, letter, NULL);
	expect(&b, "[{rights: [f, #99]}, "
		   "{level: IPPROTO_IP, type: IP_TTL, int: 64}, "
		   "{level: SOL_SOCKET, type: SCM_TIMESTAMP, time}, "
		   "{level: 4711, type: 3, hex: 01}]");
	pretty_control(&b, bytes, 24, NULL, NULL);
	expect(&b, "[{rights: [#5, #99]}]");
}
END_TEST

/* Lengths that lie: nothing outside is looked at. */
START_TEST(control_that_lies)
{
	static const size_t lies[] = {0, 15, 1000, (size_t)-1, (size_t)-8};
	char *bytes = xcalloc(20, 1);
	struct buf b = {0};

	for (size_t i = 0; i < COUNT(lies); i++) {
		memcpy(bytes, &lies[i], sizeof(lies[i]));
		pretty_control(&b, bytes, 20, NULL, NULL);
		expect(&b, "[]");
	}
	pretty_control(&b, bytes, 3, NULL, NULL);
	expect(&b, "[]");
	/* Its data ends, and the next would begin outside. */
	memcpy(bytes, &(size_t){17}, sizeof(size_t));
	pretty_control(&b, bytes, 20, NULL, NULL);
	expect(&b, "[{level: IPPROTO_IP, type: 0, hex: 00}]");
	free(bytes);
}
END_TEST

Suite *pretty_suite(void);

Suite *pretty_suite(void)
{
	Suite *s = suite_create("pretty");
	TCase *c = tcase_create("values");

	tcase_add_loop_test(c, from_the_wire, 0, (int)COUNT(fields));
	tcase_add_test(c, long_ones);
	tcase_add_loop_test(c, sockaddr_lengths, 0, (int)COUNT(lengths));
	tcase_add_loop_test(c, option_values, 0, (int)COUNT(values));
	tcase_add_test(c, flags_and_names);
	tcase_add_test(c, bytes_as_text);
	tcase_add_test(c, control);
	tcase_add_test(c, control_that_lies);
	suite_add_tcase(s, c);
	return s;
}
