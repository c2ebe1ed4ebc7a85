/* SPDX-License-Identifier: Apache-2.0 */
/* Case files: what is read, and what is refused. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "base/util.h"

static const char good[] =
	"title:  MSG_TRUNC makes recv tell a datagram's true length\n"
	"why:    recv(2), MSG_TRUNC\n"
	"covers: [recv, MSG_TRUNC]\n"
	"needs:  [udp, inet]\n"
	"each:\n"
	"  domain: [AF_INET, AF_INET6]\n"
	"  lo: {AF_INET: 127.0.0.1, AF_INET6: \"[::1]\"}\n"
	"steps:\n"
	"  - socket:      {as: s, domain: $domain, type: SOCK_DGRAM}\n"
	"  - bind:        {fd: s, addr: \"$lo:7000\"}\n"
	"  - getsockname: {fd: s}\n"
	"  - peer.socket: {as: p, domain: $domain, type: SOCK_DGRAM}\n"
	"  - peer.bind:   {fd: p, addr: \"$lo:0\"}\n"
	"  - peer.sendto:\n"
	"      fd: p\n"
	"      addr: of:s\n"
	"      data: 0123456789\n"
	"  - recv: {fd: s, len: 4, blocks: yes, any: [data]} # they race\n"
	"  - recv: {fd: s, waits: yes, inject: {errno: EHOSTUNREACH}}\n";

START_TEST(everything_is_read)
{
	struct corpus c;
	char *wrong = scratch_load(good, sizeof(good) - 1, &c);

	ck_assert_str_eq(wrong, "");
	ck_assert_int_eq(c.n, 2);
	const struct tcase *t = &c.cases[0];
	ck_assert_str_eq(t->id, "udp/x[AF_INET6]");
	ck_assert_str_eq(t->base, "udp/x");
	ck_assert_str_eq(t->file, "cases/udp/x.yaml");
	ck_assert_int_eq(t->line, 1);
	ck_assert_str_eq(t->why, "recv(2), MSG_TRUNC");
	ck_assert_int_eq(t->ncovers, 2);
	ck_assert_str_eq(t->covers[1], "MSG_TRUNC");
	ck_assert_int_eq(t->nneeds, 2);
	ck_assert_int_eq(t->nactors, 2);
	ck_assert_str_eq(t->actors[0], "guest");
	ck_assert_str_eq(t->actors[1], "peer");
	ck_assert_int_eq(t->nports, 1);
	ck_assert_int_eq(t->ports[0], 7000);
	free(wrong);
	corpus_free(&c);
}
END_TEST

START_TEST(steps_are_read)
{
	struct corpus c;
	char *wrong = scratch_load(good, sizeof(good) - 1, &c);
	const struct tcase *t = &c.cases[0];

	ck_assert_int_eq(t->nsteps, 8);
	ck_assert_int_eq(t->steps[0].nas, 1);
	ck_assert_str_eq(t->steps[0].as[0], "s");
	ck_assert_int_eq(t->steps[5].line, 14);
	ck_assert_int_eq(t->steps[5].actor, 1);
	ck_assert_str_eq(step_arg(&t->steps[5], "addr"), "of:guest.s");
	ck_assert_ptr_null(step_arg(&t->steps[5], "flags"));
	ck_assert(t->steps[6].blocks && !t->steps[6].waits);
	ck_assert_int_eq(t->steps[6].nany, 1);
	ck_assert(t->steps[7].waits && !t->steps[7].blocks);
	ck_assert_str_eq(t->steps[7].inject->name, "EHOSTUNREACH");
	free(wrong);
	corpus_free(&c);
}
END_TEST

/* Who lives on which host of a network. */
START_TEST(hosts_are_read)
{
	static const char text[] =
		"title: t\nwhy: w\ncovers: [socket]\n"
		"net: two-hosts\n"
		"near: [mate]\n"
		"steps:\n"
		"  - peer.socket: {domain: AF_INET, type: SOCK_DGRAM}\n"
		"  - mate.socket: {domain: AF_INET, type: SOCK_DGRAM}\n";
	struct corpus c;
	char *wrong = scratch_load(text, sizeof(text) - 1, &c);

	ck_assert_str_eq(wrong, "");
	ck_assert_str_eq(c.cases[0].net->name, "two-hosts");
	ck_assert(!case_is_far(&c.cases[0], 0));
	ck_assert(case_is_far(&c.cases[0], 1));
	ck_assert(!case_is_far(&c.cases[0], 2));
	free(wrong);
	corpus_free(&c);
}
END_TEST

static const char *const texts[] = {
	"socket {as: s, domain: AF_INET6, type: SOCK_DGRAM}",
	"bind {fd: s, addr: \"[::1]:7000\"}",
	"getsockname {fd: s}",
	"peer.socket {as: p, domain: AF_INET6, type: SOCK_DGRAM}",
	"peer.bind {fd: p, addr: \"[::1]:0\"}",
	"peer.sendto {fd: p, addr: of:s, data: 0123456789}",
	"recv {fd: s, len: 4, blocks: yes, any: [data]}",
	"recv {fd: s, waits: yes, inject: {errno: EHOSTUNREACH}}",
};

START_TEST(steps_are_shown)
{
	struct corpus c;
	char *wrong = scratch_load(good, sizeof(good) - 1, &c);
	char *text = step_text(&c.cases[0], &c.cases[0].steps[_i]);

	ck_assert_str_eq(text, texts[_i]);
	free(text);
	free(wrong);
	corpus_free(&c);
}
END_TEST

#define SOCKET(name) \
	"  - " name "socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"

#define SOCKET_ARGS "socket: {domain: AF_INET, type: SOCK_DGRAM}\n"
#define HEAD(keys) "title: t\nwhy: w\ncovers: [socket]\n" keys "\nsteps:\n"

/* Whole files, and everything that is wrong with each, by line. */
static const struct {
	const char *text, *wrong;
} bads[] = {
	{"", "1: the file is empty"},
	{"- a list\n",
	 "1: a case must be a mapping with title, why, covers and steps"},
	{"{}\n",
	 "1: missing key title: one line that describes the behaviour\n"
	 "1: missing key why: the source: a manual page, an RFC, a bug "
	 "report\n"
	 "1: missing key covers: the operations, constants, options and "
	 "errnos that the case tests\n"
	 "1: missing key steps: the steps, played in order"},
	/* many mistakes, found in another order than that of the lines */
	{"steps:\n"
	 "  - recv: {fd: t}\n"
	 "  - socket: {as: s, domain: AF_INTE, type: SOCK_DGRAM}\n"
	 "  - bnd: {fd: s, addr: unspec}\n"
	 "  - bind: {fd: s, adr: unspec}\n"
	 "covers: [recvv, SO_RCVBUFF, EWOULDBLOCK, bind, bind, \"\"]\n"
	 "tittle: x\n"
	 "needs: [upd]\n"
	 "why:\n"
	 "title: |\n"
	 "  two\n"
	 "  lines\n",
	 "2: fd: the guest has not created a descriptor t yet\n"
	 "3: domain: unknown constant AF_INTE; did you mean AF_INET?\n"
	 "4: unknown operation bnd; did you mean bind?\n"
	 "5: bind has no argument adr; did you mean addr?\n"
	 "6: covers: unknown word recvv; did you mean recv?\n"
	 "6: covers: unknown word SO_RCVBUFF; did you mean SO_RCVBUF?\n"
	 "6: covers: unknown word EWOULDBLOCK; did you mean EAGAIN?\n"
	 "6: covers: duplicate bind\n"
	 "6: covers must be a list of words\n"
	 "7: unknown key tittle; did you mean title?\n"
	 "8: needs: unknown word upd; did you mean udp?\n"
	 "9: why must be a line of text\n"
	 "10: title must be a single line"},
	{HEAD("net: two-host") "  - peer." SOCKET_ARGS "near: [peer]\n",
	 "4: net: unknown word two-host; did you mean two-hosts?"},
	{HEAD("descriptors: few") "  - " SOCKET_ARGS,
	 "4: descriptors: few is not a number"},
	{HEAD("descriptors: 101") "  - " SOCKET_ARGS,
	 "4: descriptors: 101 is not in the range 0 to 100"},
	{HEAD("net: three") "  - " SOCKET_ARGS,
	 "4: net: unknown word three; it is one-host or two-hosts"},
	{HEAD("net: [two-hosts]") "  - " SOCKET_ARGS,
	 "4: net: unknown word a nested value; it is one-host or two-hosts"},
	{HEAD("near: [peer]") "  - peer." SOCKET_ARGS,
	 "4: near: only allowed with net: two-hosts"},
	{HEAD("net: two-hosts\nnear: [pear, guest]") "  - peer." SOCKET_ARGS,
	 "5: near: no step belongs to an actor pear; did you mean peer?\n"
	 "5: near: no step belongs to an actor guest"},
	{HEAD("net: two-hosts\nnear: peer") "  - peer." SOCKET_ARGS,
	 "5: near must be a list of actors"},
	{"title: t\nwhy: w\ncovers: recv\nneeds: []\nsteps: []\n",
	 "3: covers must be a list of words\n"
	 "4: needs must be a list of words\n"
	 "5: steps must be a list of - operation: {arguments}"},
	{SCRATCH_HEAD "  -\n  - recv:\n  - recv: {fd: s}\n    blocks: yes\n",
	 "6: a step must have the form operation: {arguments}\n"
	 "7: the arguments of recv must be in braces: - recv: {..}\n"
	 "9: blocks belongs inside the braces: - recv: {.., blocks: ..}"},
	/* a mistake in a step makes none in those after it */
	{SCRATCH_HEAD
	 "  - sokcet: {as: a, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - socket: {as: b, domain: AF_INE, type: SOCK_DGRAM}\n"
	 "  - socketpairs: {as: [c, d], domain: AF_UNIX, type: x}\n"
	 "  - getsocknam: {fd: s}\n"
	 "  - poll: {fds: [{fd: a, events: 0}, {fd: b, events: 0}]}\n"
	 "  - poll: {fds: [{fd: c, events: 0}, {fd: d, events: 0}]}\n"
	 "  - connect: {fd: a, addr: of:s}\n"
	 "  - recv: {fd: e}\n",
	 "6: unknown operation sokcet; did you mean socket?\n"
	 "7: domain: unknown constant AF_INE; did you mean AF_INET?\n"
	 "8: unknown operation socketpairs; did you mean socketpair?\n"
	 "9: unknown operation getsocknam; did you mean getsockname?\n"
	 "13: fd: the guest has not created a descriptor e yet"},
	/* the line of a nested mistake */
	{SCRATCH_HEAD "  - poll:\n"
		      "      fds:\n"
		      "        - {fd: s, events: POLLIN}\n"
		      "        - {fd: s, events: POLIN}\n"
		      "  - sendmsg:\n"
		      "      fd: s\n"
		      "      iov:\n"
		      "        - abc\n"
		      "        - {hex: abc}\n",
	 "9: fds: unknown constant POLIN; did you mean POLLIN?\n"
	 "14: iov: abc is not hex: odd number of digits"},
	/* a descriptor belongs to who made it */
	{SCRATCH_HEAD SOCKET("peer.")
		 SOCKET("other.") "  - third.close: {fd: s}\n"
				  "  - getsockname: {fd: s}\n"
				  "  - peer.getsockname: {fd: s}\n"
				  "  - connect: {fd: s, addr: of:peer.s}\n"
				  "  - connect: {fd: s, addr: of:s}\n"
				  "  - connect: {fd: s, addr: of:other.s}\n",
	 "8: fd: the descriptor s belongs to other; third has none of that "
	 "name\n"
	 "12: addr: of:s is ambiguous, it belongs to both guest and peer: "
	 "write of:guest.s\n"
	 "13: addr: of:other.s needs an earlier getsockname of other.s"},
	{SCRATCH_HEAD SOCKET("a.") SOCKET("b.") SOCKET("c.") SOCKET("d.")
		 SOCKET("e.") SOCKET("f.") SOCKET("g.") SOCKET("h."),
	 "13: h is one actor too many: at most 8 with the guest"},
};

START_TEST(bad)
{
	struct corpus c;
	char *wrong = scratch_load(bads[_i].text, strlen(bads[_i].text), &c);

	ck_assert_str_eq(wrong, bads[_i].wrong);
	ck_assert_int_eq(c.n, 0);
	free(wrong);
	corpus_free(&c);
}
END_TEST

START_TEST(too_many_steps)
{
	struct buf b = {0};
	struct corpus c;

	buf_puts(&b, SCRATCH_HEAD);
	for (int i = 0; i < CASE_STEPS_MAX; i++)
		buf_puts(&b, "  - recv: {fd: s}\n");
	char *wrong = scratch_load(b.s, b.len, &c);
	ck_assert_str_eq(wrong, "5: 201 steps (at most 200 per case)");
	free(wrong);
	buf_free(&b);
	corpus_free(&c);
}
END_TEST

/* Cut anywhere, a case is good or bad, but never more than that. */
START_TEST(truncated)
{
	for (size_t n = 0; n < sizeof(good); n++) {
		struct corpus c;
		char *wrong = scratch_load(good, n, &c);

		ck_assert_int_eq(c.n > 0, !*wrong);
		ck_assert_int_eq(c.nbad, *wrong != '\0');
		free(wrong);
		corpus_free(&c);
	}
}
END_TEST

/* Each byte in turn replaced by one that means something to YAML or to us. */
START_TEST(scrambled)
{
	static const char bytes[] = "{}[]:,#&*!|>'\"%@`$- \n\t\\\0\xff=.x";
	char text[sizeof(good)];

	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		struct corpus c;

		memcpy(text, good, sizeof(good));
		text[i] = bytes[(i * 7 + (size_t)_i) % (sizeof(bytes) - 1)];
		char *wrong = scratch_load(text, sizeof(good) - 1, &c);
		ck_assert_int_eq(c.n > 0, !*wrong);
		free(wrong);
		corpus_free(&c);
	}
}
END_TEST

Suite *case_suite(void);

Suite *case_suite(void)
{
	Suite *s = suite_create("case");
	TCase *t = tcase_create("case");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, everything_is_read);
	tcase_add_test(t, steps_are_read);
	tcase_add_test(t, hosts_are_read);
	tcase_add_loop_test(t, steps_are_shown, 0, COUNT(texts));
	tcase_add_loop_test(t, bad, 0, COUNT(bads));
	tcase_add_test(t, too_many_steps);
	tcase_add_test(t, truncated);
	tcase_add_loop_test(t, scrambled, 0, 27);
	suite_add_tcase(s, t);
	return s;
}
