/* SPDX-License-Identifier: Apache-2.0 */
/* What is allowed in a case and looks wrong. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "case/lint.h"

#define SOCKET "  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"

/* why, covers, the steps after the socket (line 5), and the warnings. */
static const struct {
	const char *why, *covers, *steps, *warnings;
} rows[] = {
	{"recv(2)", "socket, recv", "  - recv: {fd: s}\n", ""},
	{"RFC 9293", "socket", "", ""},
	{"net/ipv4/udp.c", "socket", "", ""},
	{"it is so", "socket", "",
	 "1: `why` names no source: a manual page such as recv(2), an RFC, an "
	 "issue, a file or function of Linux\n"},
	/* covers */
	{"recv(2)", "socket, recv, SOCK_STREAM, SO_LINGER, EAGAIN", "",
	 "1: `covers` lists recv, which no step uses\n"
	 "1: `covers` lists SOCK_STREAM, which no step uses\n"
	 "1: `covers` lists SO_LINGER, which no step uses\n"},
	{"ip(7)", "socket, IPPROTO_IP, IP_TTL",
	 "  - getsockopt: {fd: s, name: IP_TTL}\n", ""},
	{"ip(7)", "socket, IP_MTU_DISCOVER, IP_PMTUDISC_DO",
	 "  - setsockopt: {fd: s, name: IP_MTU_DISCOVER, value: "
	 "IP_PMTUDISC_DO}\n",
	 ""},
	{"poll(2)", "socket, POLLHUP, POLLIN",
	 "  - poll: {fds: [{fd: s, events: POLLIN}]}\n", ""},
	{"unix(7)", "socket, SCM_RIGHTS",
	 "  - sendmsg: {fd: s, control: [{rights: [s]}]}\n", ""},
	{"ip(7)", "socket, IP_TTL, MSG_CTRUNC, SCM_TIMESTAMP",
	 "  - recvmsg: {fd: s, controllen: 64}\n", ""},
	{"getaddrinfo(3)", "socket, EAI_NONAME, AF_UNSPEC",
	 "  - getaddrinfo: {node: x}\n  - bind: {fd: s, addr: unspec}\n", ""},
	/* names */
	{"bind(2)", "bind", "  - bind: {fd: 1, addr: unspec}\n",
	 "5: the name s is never used\n"},
	{"bind(2)", "bind",
	 "  - bind: {fd: s, addr: unspec}\n"
	 "  - p.socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - pipe: {as: [a, b]}\n"
	 "  - close: {fd: b}\n",
	 "7: the name s is never used\n"},
	{"accept(2)", "connect",
	 "  - connect: {fd: s, addr: unspec}\n  - accept: {fd: s, as: c}\n",
	 ""},
	/* blocks */
	{"recv(2)", "recv", "  - recv: {fd: s, blocks: yes}\n",
	 "6: `blocks` on the last step: no other actor can unblock it\n"},
	{"recv(2)", "recv",
	 "  - recv: {fd: s, blocks: yes}\n  - close: {fd: s}\n"
	 "  - p.getaddrinfo: {node: x}\n",
	 "6: `blocks`, but the next step is also by guest: no other actor can "
	 "unblock it\n"},
	{"recv(2)", "recv",
	 "  - recv: {fd: s, blocks: yes}\n  - p.getaddrinfo: {node: x}\n", ""},
	/* any */
	{"socket(7)", "getsockopt",
	 "  - getsockopt: {fd: s, name: SO_COOKIE, any: [value]} # x\n"
	 "  - getsockopt: {fd: s, name: SO_TYPE, any: [value]}\n"
	 "  - recvfrom: {fd: s, addr: no, any: [addr, data]} # x\n"
	 "  - recvmsg: {fd: s, any: [control]} # x\n",
	 "6: `any` is not needed: value is not compared anyway\n"
	 "8: `any` is not needed: addr is not compared anyway\n"
	 "9: `any` is not needed: control is not compared anyway\n"},
};

/* Warnings about all cases of a corpus, each in a line. */
static char *warnings(const struct corpus *c)
{
	struct mistakes m = {0};
	struct buf b = {0};
	char **lines = NULL;
	int n = 0;

	lint_file(c->cases, c->n, &m);
	mistakes_move(&m, "f", &lines, &n);
	for (int i = 0; i < n; i++) {
		buf_printf(&b, "%s\n", lines[i] + strlen("f:"));
		free(lines[i]);
	}
	free(lines);
	return buf_take(&b);
}

START_TEST(row)
{
	char *text = xasprintf(
		"title: t\nwhy: %s\ncovers: [%s]\nsteps:\n" SOCKET "%s",
		rows[_i].why, rows[_i].covers, rows[_i].steps);
	struct corpus c;
	char *wrong = scratch_load(text, strlen(text), &c);

	ck_assert_str_eq(wrong, "");
	char *got = warnings(&c);
	ck_assert_str_eq(got, rows[_i].warnings);
	free(got);
	free(wrong);
	free(text);
	corpus_free(&c);
}
END_TEST

/* What one variant lacks another may have. */
START_TEST(variants_are_one_file)
{
	static const char text[] =
		"title: t\nwhy: send(2)\ncovers: [send, write, AF_INET6]\n"
		"each: {op: [send, write], d: [AF_INET, AF_INET6]}\nsteps:\n"
		"  - socket: {as: s, domain: $d, type: SOCK_DGRAM}\n"
		"  - $op: {fd: s}\n";
	struct corpus c;
	char *wrong = scratch_load(text, sizeof(text) - 1, &c);
	char *got = warnings(&c);

	ck_assert_int_eq(c.n, 4);
	ck_assert_str_eq(got, "");
	free(got);
	free(wrong);
	corpus_free(&c);
}
END_TEST

START_TEST(name_of_the_file)
{
	static const char text[] = "title: t\nwhy: send(2)\ncovers: [socket]\n"
				   "steps:\n" SOCKET;
	char *what[] = {"Some_Case.yaml"};
	const struct selection sel = {.what = what, .nwhat = 1};
	struct corpus c;
	char *why = NULL;

	scratch_write(what[0], text, sizeof(text) - 1);
	ck_assert_int_eq(corpus_load(&sel, &c, &why), 0);
	char *got = warnings(&c);
	ck_assert_str_eq(got, "1: the file name should be lower-case words "
			      "joined by dashes: what-happens.yaml\n");
	free(got);
	corpus_free(&c);
}
END_TEST

START_TEST(guest_does_nothing)
{
	static const char text[] =
		"title: t\nwhy: send(2)\ncovers: [socket]\nsteps:\n"
		"  - peer.socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n";
	struct corpus c;
	char *wrong = scratch_load(text, sizeof(text) - 1, &c);
	char *got = warnings(&c);

	ck_assert_str_eq(got, "1: the guest has no step: no host is tested\n");
	free(got);
	free(wrong);
	corpus_free(&c);
}
END_TEST

Suite *lint_suite(void);

Suite *lint_suite(void)
{
	Suite *s = suite_create("lint");
	TCase *t = tcase_create("lint");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_loop_test(t, row, 0, COUNT(rows));
	tcase_add_test(t, variants_are_one_file);
	tcase_add_test(t, name_of_the_file);
	tcase_add_test(t, guest_does_nothing);
	suite_add_tcase(s, t);
	return s;
}
