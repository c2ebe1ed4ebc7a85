/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments: from YAML to the wire, and everything that is refused. */
#include <stdlib.h>
#include <string.h>

#include "lang/optkinds.h"
#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "case/args.h"
#include "cli/manual/manual.h"

/* Load the head with one step more. */
static char *load_step(const char *step, struct corpus *c)
{
	char *text = xasprintf(SCRATCH_HEAD "  - %s\n", step);
	char *wrong = scratch_load(text, strlen(text), c);

	free(text);
	return wrong;
}

static const struct {
	const char *step, *sentences;
} bads[] = {
#define BAD(step, sentences) {step, sentences},
#include "tests/bad_steps.def"
#undef BAD
};

START_TEST(bad)
{
	struct corpus c;
	char *wrong = load_step(bads[_i].step, &c);
	struct buf b = {0};

	/* Each of the sentences is about the step's line. */
	for (const char *p = bads[_i].sentences; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");

		buf_printf(&b, "%s%d: %.*s", b.len ? "\n" : "", SCRATCH_LINE,
			   (int)n, p);
		p += n;
	}
	ck_assert_str_eq(wrong, b.s);
	ck_assert_int_eq(c.n, 0);
	ck_assert_int_eq(c.nbad, 1);
	buf_free(&b);
	free(wrong);
	corpus_free(&c);
}
END_TEST

/* The descriptors of an actor that cannot be: neither made twice nor missed. */
START_TEST(actor_without_a_name)
{
	struct corpus c;
	char *wrong = load_step("1p.socket: {as: x}\n"
				"  - 1p.getsockname: {fd: x, as: x}\n"
				"  - recv: {fd: x}",
				&c);

	ck_assert_str_eq(wrong, "6: 1p cannot name an actor: use letters, "
				"digits and _\n"
				"7: 1p cannot name an actor: use letters, "
				"digits and _");
	free(wrong);
	corpus_free(&c);
}
END_TEST

#define X10 "xxxxxxxxxx"
#define X107 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 "xxxxxxx"
#define H10 "78787878787878787878"
#define H107 H10 H10 H10 H10 H10 H10 H10 H10 H10 H10 "78787878787878"

static const struct {
	const char *step, *arg, *wire;
} goods[] = {
	{"recv: {fd: s}", "fd", "s"},
	{"recv: {fd: stdin}", "fd", "stdin"},
	{"recv: {fd: -1}", "fd", "-1"},
	{"guest.recv: {fd: s}", "fd", "s"},
	{"recv: {fd: s, len: 0x10}", "len", "16"},
	{"recv: {fd: s, len: \"010\"}", "len", "10"},
	{"recv: {fd: s, flags: MSG_PEEK}", "flags", "MSG_PEEK"},
	{"recv: {fd: s, flags: MSG_PEEK | MSG_TRUNC}", "flags",
	 "MSG_PEEK|MSG_TRUNC"},
	{"recv: {fd: s, flags: 0}", "flags", "0"},
	{"recv: {fd: s, flags: 0x80000000}", "flags", "-2147483648"},
	{"recv: {fd: s, buf: null}", "buf", "null"},
	{"dup: {fd: s, as: t}", "as", "t"},
	{"socketpair: {domain: AF_UNIX, type: SOCK_DGRAM, as: [a, b]}", "as",
	 "a,b"},
	{"recvmsg: {fd: s, as: x}", "as", "x"},
	{"recvmsg: {fd: s, as: [x, y, z]}", "as", "x,y,z"},
	{"listen: {fd: s, backlog: -2147483648}", "backlog", "-2147483648"},
	{"bind: {fd: s, addr: 127.0.0.1:0}", "addr", "in:7f000001:0"},
	{"bind: {fd: s, addr: 255.255.255.255:65535}", "addr",
	 "in:ffffffff:65535"},
	{"bind: {fd: s, addr: \"[::1]:7000\"}", "addr",
	 "in6:00000000000000000000000000000001:7000:0:0"},
	{"bind: {fd: s, addr: \"[fe80::1%7]:7000\"}", "addr",
	 "in6:fe800000000000000000000000000001:7000:0:7"},
	{"bind: {fd: s, addr: \"[::ffff:1.2.3.4]:1\"}", "addr",
	 "in6:00000000000000000000ffff01020304:1:0:0"},
	{"bind: {fd: s, addr: unspec}", "addr", "unspec"},
	{"bind: {fd: s, addr: raw:02001B58}", "addr", "raw:02001b58"},
	{"bind: {fd: s, addr: \"raw:\"}", "addr", "raw:"},
	{"bind: {fd: s, addr: unix:door}", "addr", "un:646f6f7200"},
	{"bind: {fd: s, addr: unix:@door}", "addr", "un:00646f6f72"},
	{"bind: {fd: s, addr: \"unix:@a\\0b\"}", "addr", "un:00610062"},
	{"bind: {fd: s, addr: \"unix:\"}", "addr", "un:"},
	{"bind: {fd: s, addr: unix:@}", "addr", "un:00"},
	{"bind: {fd: s, addr: unix:a..b/..c}", "addr", "un:612e2e622f2e2e6300"},
	/* 107 bytes and the NUL; 108 bytes have no room for one */
	{"bind: {fd: s, addr: unix:" X107 "}", "addr", "un:" H107 "00"},
	{"bind: {fd: s, addr: unix:" X107 "x}", "addr", "un:" H107 "78"},
	{"bind: {fd: s, addr: unix:@" X107 "}", "addr", "un:00" H107},
	{"bind: {fd: s, addr: unspec, addrlen: short}", "addrlen", "short"},
	{"bind: {fd: s, addr: unspec, addrlen: -1}", "addrlen", "-1"},
	{"send: {fd: s, data: abc}", "data", "616263"},
	{"send: {fd: s, data: 0123}", "data", "30313233"},
	{"send: {fd: s, data: \"\"}", "data", ""},
	{"send: {fd: s, data: \"a\\0\"}", "data", "6100"},
	{"send: {fd: s, data: $$x}", "data", "2478"},
	{"send: {fd: s, data: {hex: 00 FF}}", "data", "00ff"},
	{"send: {fd: s, data: {hex: \"\"}}", "data", ""},
	{"send: {fd: s, data: {fill: ab, size: 65507}}", "data",
	 "fill:6162:65507"},
	{"sendmsg: {fd: s, iov: [a, \"\", {hex: 01}, {fill: x, size: 2}]}",
	 "iov", "61,,01,fill:78:2"},
	{"recvmsg: {fd: s, iov: [1, 0, 0x10]}", "iov", "1,0,16"},
	{"getsockopt: {fd: s, name: 9999, level: 1}", "name", "9999"},
	{"getsockopt: {fd: s, name: SO_TYPE, level: IPPROTO_IP}", "level",
	 "IPPROTO_IP"},
	{"getsockopt: {fd: s, name: SO_TYPE, optlen: -1}", "optlen", "-1"},
	{"setsockopt: {fd: s, name: SO_RCVBUF, value: 4096}", "value",
	 "int:4096"},
	{"setsockopt: {fd: s, name: SO_MARK, value: 0xffffffff}", "value",
	 "int:-1"},
	{"setsockopt: {fd: s, name: SO_RCVBUF, value: {hex: 0010}}", "value",
	 "hex:0010"},
	{"setsockopt: {fd: s, name: SO_LINGER, value: {int: 5}}", "value",
	 "int:5"},
	{"setsockopt: {fd: s, name: 99, level: 1, value: 3}", "value", "int:3"},
	{"setsockopt: {fd: s, name: IP_MTU_DISCOVER, "
	 "value: IP_PMTUDISC_DO}",
	 "value", "int:2"},
	{"setsockopt: {fd: s, name: SO_LINGER, "
	 "value: {linger: 5, onoff: 1}}",
	 "value", "linger:1:5"},
	{"setsockopt: {fd: s, name: SO_RCVTIMEO, "
	 "value: {sec: -1, usec: 1000000}}",
	 "value", "timeval:-1:1000000"},
	{"setsockopt: {fd: s, name: TCP_CONGESTION, value: reno}", "value",
	 "str:72656e6f"},
	{"setsockopt: {fd: s, name: SO_BINDTODEVICE, value: \"\"}", "value",
	 "str:"},
	{"setsockopt: {fd: s, name: IP_MULTICAST_IF, value: 127.0.0.1}",
	 "value", "inaddr:7f000001"},
	{"setsockopt: {fd: s, name: IP_ADD_MEMBERSHIP, "
	 "value: {group: 224.0.0.9, interface: 0.0.0.0}}",
	 "value", "mreq:e0000009:00000000"},
	{"setsockopt: {fd: s, name: IP_BLOCK_SOURCE, value: {group: "
	 "224.0.0.9, interface: 127.0.0.1, source: 10.0.0.1}}",
	 "value", "mreqsrc:e0000009:7f000001:0a000001"},
	{"setsockopt: {fd: s, name: IPV6_JOIN_GROUP, "
	 "value: {group: \"ff02::9\", interface: 1}}",
	 "value", "mreq6:ff020000000000000000000000000009:1"},
	{"setsockopt: {fd: s, name: SO_PEERCRED, "
	 "value: {pid: 1, uid: 2, gid: 3}}",
	 "value", "ucred:1:2:3"},
	{"setsockopt: {fd: s, name: SO_COOKIE, value: 0x100000000}", "value",
	 "u64:4294967296"},
	{"sendmsg: {fd: s, control: [{rights: [s, stdin, 9]}]}", "control",
	 "SOL_SOCKET:SCM_RIGHTS:rights:s;stdin;9"},
	{"sendmsg: {fd: s, control: []}", "control", ""},
	{"sendmsg: {fd: s, control: [{rights: []}]}", "control",
	 "SOL_SOCKET:SCM_RIGHTS:rights:"},
	{"sendmsg: {fd: s, control: [{credentials: "
	 "{pid: self, uid: 0, gid: 5}}]}",
	 "control", "SOL_SOCKET:SCM_CREDENTIALS:cred:self;0;5"},
	{"sendmsg: {fd: s, control: [{type: IP_TTL, int: 5}, "
	 "{level: 7, type: 8, hex: 00}]}",
	 "control", "IPPROTO_IP:IP_TTL:int:5,7:8:hex:00"},
	{"sendmsg: {fd: s, control: [{level: IPPROTO_IP, type: SCM_RIGHTS, "
	 "rights: [s]}]}",
	 "control", "IPPROTO_IP:SCM_RIGHTS:rights:s"},
	{"poll: {fds: [{fd: s, events: POLLIN|POLLOUT}, "
	 "{fd: -1, events: 0}]}",
	 "fds", "s:POLLIN|POLLOUT,-1:0"},
	{"poll: {fds: []}", "fds", ""},
	{"poll: {fds: [], timeout: -1}", "timeout", "-1"},
	{"accept: {fd: s, addr: no}", "addr", "no"},
	{"open: {path: door, flags: rw}", "path", "646f6f72"},
	{"unlink: {path: \"\"}", "path", ""},
	{"getaddrinfo: {node: \"::1\", service: \"80\"}", "node", "3a3a31"},
	{"ioctl: {fd: s, request: FIONREAD}", "request", "FIONREAD"},
	{"shutdown: {fd: s, how: 7}", "how", "7"},
};

START_TEST(good)
{
	struct corpus c;
	char *wrong = load_step(goods[_i].step, &c);

	ck_assert_str_eq(wrong, "");
	const struct step *s = &c.cases[0].steps[1];
	ck_assert_ptr_nonnull(step_arg(s, goods[_i].arg));
	ck_assert_str_eq(step_arg(s, goods[_i].arg), goods[_i].wire);
	free(wrong);
	corpus_free(&c);
}
END_TEST

/* What the manual shows must be right. */
START_TEST(example)
{
	struct corpus c;
	char *text = manual_example(&ops[_i]);
	char *file =
		xasprintf("%s%s", text,
			  ops[_i].flags & OP_HOSTS ? "\nnet: two-hosts" : "");
	char *wrong = load_step(file, &c);

	ck_assert_str_eq(wrong, "");
	free(wrong);
	free(file);
	free(text);
	corpus_free(&c);
}
END_TEST

START_TEST(example_of_a_value)
{
	struct corpus c;

	for (int i = 0; i < sockopts_count; i++) {
		char *step = xasprintf(
			"setsockopt: {fd: s, name: %s, value: %s}",
			sockopts[i].name, optkinds[sockopts[i].kind].example);
		char *wrong = load_step(step, &c);

		ck_assert_msg(!*wrong, "%s: %s", step, wrong);
		free(wrong);
		free(step);
		corpus_free(&c);
	}
}
END_TEST

/* A line to the player has an end. */
START_TEST(step_is_too_long)
{
	struct buf b = {0};
	struct corpus c;

	buf_puts(&b, "send: {fd: s, data: ");
	for (int i = 0; i < 600000; i++)
		buf_puts(&b, "x");
	buf_puts(&b, "}");
	char *wrong = load_step(b.s, &c);
	ck_assert_str_eq(wrong, "6: the step is too long: 1200075 bytes when "
				"sent to the player (at most 1048576)");
	free(wrong);
	buf_free(&b);
	corpus_free(&c);
}
END_TEST

Suite *args_suite(void);

Suite *args_suite(void)
{
	Suite *s = suite_create("args");
	TCase *t = tcase_create("args");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_test(t, actor_without_a_name);
	tcase_add_loop_test(t, bad, 0, COUNT(bads));
	tcase_add_loop_test(t, good, 0, COUNT(goods));
	tcase_add_loop_test(t, example, 0, ops_count);
	tcase_add_test(t, example_of_a_value);
	tcase_add_test(t, step_is_too_long);
	suite_add_tcase(s, t);
	return s;
}
