/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second witness: what strace saw, compared with what the own tracer saw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/straced.h"
#include "result/results.h"
#include "reference/witness/witness.h"

/* --- comparing ------------------------------------------------------------*/

/* Two calls in the second step, one of them as strace printed it. */
static char *compared_in(const char *steps, const char *own, const char *theirs)
{
	char *a = xasprintf(FIRST SECOND "%s\n", own), *why = NULL;
	char *z = xasprintf(FIRST SECOND "%s\n", theirs);
	const struct tcase *t = plays_case(steps);
	struct strace_reading r = {.rec = recording_new(t)};
	struct strace_reading q = {.rec = recording_new(t)};
	struct buf b = {0};
	int calls = 0;

	ck_assert_int_eq(strace_read(&r, 0, a, &why), 0);
	ck_assert_int_eq(strace_read(&q, 0, z, &why), 0);
	ck_assert_int_eq(witness_compare(&b, r.rec, q.rec, &calls), !b.len);
	ck_assert_int_eq(calls, 2);
	recording_free(r.rec);
	recording_free(q.rec);
	free(a);
	free(z);
	return buf_take(&b);
}

static char *compared(const char *own, const char *theirs)
{
	return compared_in(STEPS, own, theirs);
}

#define WHERE "cases/play/x.yaml:6: play/x: step 2 recvmsg: "

static const struct {
	const char *own, *theirs, *said;
} pairs[] = {
	{"7 listen(3, 1) = 0", "7 listen(3, 1) = 0", ""},
	{"7 listen(3, 1) = 0", "7 listen(3, 2) = 0",
	 WHERE "backlog differs\n"
	       "  own:    listen(s, 1) = 0\n"
	       "  strace: listen(s, 2) = 0\n"},
	{"7 listen(3, 1) = 0", "7 listen(4, 1) = 0",
	 WHERE "fd differs\n"
	       "  own:    listen(s, 1) = 0\n"
	       "  strace: listen(#4, 1) = 0\n"},
	{"7 listen(3, 1) = 0", "7 shutdown(3, 0x1) = 0",
	 WHERE "the call differs\n"
	       "  own:    listen(s, 1) = 0\n"
	       "  strace: shutdown(s, SHUT_WR) = 0\n"},
	{"7 listen(3, 1) = -1 EINTR ()", "7 listen(3, 1) = -1 EINVAL ()",
	 WHERE "errno differs\n"
	       "  own:    listen(s, 1) = -1 EINTR\n"
	       "  strace: listen(s, 1) = -1 EINVAL\n"},
	{"7 accept4(3, NULL, NULL, 0) = 4", "7 accept4(3, NULL, NULL, 0) = 5",
	 WHERE "the result differs\n"
	       "  own:    accept4(s, NULL, NULL, 0) = #4\n"
	       "  strace: accept4(s, NULL, NULL, 0) = #5\n"},
	{"7 listen(3, 1) = 0", "",
	 WHERE "a call differs\n"
	       "  own:    listen(s, 1) = 0\n"
	       "  strace: (no call)\n"},
	/* What strace hides is anything, what is around it is not. */
	{"7 setsockopt(3, 0x1, 0x9, \"\\x01\\x00\\x00\\x00\\x05\", 5) = 0",
	 "7 setsockopt(3, 0x1, 0x9, [1], 5) = 0", ""},
	{"7 setsockopt(3, 0x1, 0x9, \"\\x02\\x00\\x00\\x00\\x05\", 5) = 0",
	 "7 setsockopt(3, 0x1, 0x9, [1], 5) = 0",
	 WHERE "value differs\n"
	       "  own:    setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, {hex: "
	       "0200000005}, 5) = 0\n"
	       "  strace: setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, {hex: "
	       "01000000" HIDDEN_MARK "}, 5) = 0\n"},
};

START_TEST(compares)
{
	char *said = compared(pairs[_i].own, pairs[_i].theirs);

	ck_assert_str_eq(said, pairs[_i].said);
	free(said);
}
END_TEST

/* A field that a case leaves uncompared is one of its calls' arguments too. */
START_TEST(leaves_uncompared)
{
	char *said = compared_in(
		"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n"
		"  - recvmsg: {fd: s, any: [data]} # of the day\n",
		"7 recvfrom(3, \"\\x61\", 1, 0, NULL, NULL) = 1",
		"7 recvfrom(3, \"\\x62\", 1, 0, NULL, NULL) = 1");

	ck_assert_str_eq(said, "");
	free(said);
}
END_TEST

/* --- the whole ------------------------------------------------------------*/

/* What witness_run prints of these steps; *status is its own. */
static char *witnessed(const char *steps, const struct host *native,
		       int *status)
{
	char *what[] = {"cases/play/x.yaml"}, *why = NULL, *text;
	struct selection sel = {.what = what, .nwhat = 1};
	struct witness_config c = {
		.lobby = plays.lobby, .native = native, .jobs = 1};
	const int which[] = {0};
	struct corpus corpus;
	size_t len;

	plays_case(steps);
	ck_assert_int_eq(corpus_load(&sel, &corpus, &why), 0);
	c.out = open_memstream(&text, &len);
	*status = witness_run(&c, &corpus, which, 1, &why);
	fclose(c.out);
	if (*status < 0) {
		free(text);
		text = why;
	}
	corpus_free(&corpus);
	return text;
}

/* Two actors, a call that blocks, rights, credentials, an injected errno. */
#define WHOLE                                                            \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, type: "           \
	"SOCK_DGRAM}\n"                                                  \
	"  - setsockopt: {fd: b, name: SO_PASSCRED, value: 1}\n"         \
	"  - sendmsg: {fd: a, iov: [x], control: [{rights: [a]}]}\n"     \
	"  - recvmsg: {fd: b, controllen: 64, as: [c]}\n"                \
	"  - send: {fd: c, data: y, inject: {errno: ENOBUFS}}\n"         \
	"  - socket: {as: d, domain: AF_UNIX, type: SOCK_DGRAM}\n"       \
	"  - bind: {fd: d, addr: unix:door}\n"                           \
	"  - recv: {fd: d, len: 4, blocks: yes}\n"                       \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n"  \
	"  - peer.bind: {fd: p, addr: 127.0.0.1:0}\n"                    \
	"  - peer.getsockname: {fd: p}\n"                                \
	"  - third.socket: {as: t, domain: AF_UNIX, type: SOCK_DGRAM}\n" \
	"  - third.sendto: {fd: t, addr: unix:door, data: z}\n"

START_TEST(agrees)
{
	int status;
	char *text = witnessed(WHOLE, plays.native, &status);

	ck_assert_str_eq(text, "1 of 1 cases agree, 13 calls compared\n");
	ck_assert_int_eq(status, STATUS_GOOD);
	free(text);
}
END_TEST

START_TEST(leaves_out)
{
	int status;
	char *text = witnessed(
		"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM, "
		"inject: {errno: EMFILE}}\n"
		"  - socket: {as: p, domain: AF_UNIX, type: SOCK_DGRAM, "
		"inject: {errno: ENFILE}}\n",
		plays.native, &status);

	ck_assert_str_eq(
		text,
		"cases/play/x.yaml:1: play/x: skipped: strace can inject only "
		"once per system call\n"
		"0 of 1 cases agree, 0 calls compared, 1 left out\n");
	ck_assert_int_eq(status, STATUS_GOOD);
	free(text);
}
END_TEST

START_TEST(says_what_cannot_be_played)
{
	struct host *h = plays_script("echo no player here >&2; exit 3\n");
	int status;
	char *text = witnessed(
		"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n", h,
		&status);

	ck_assert_ptr_nonnull(strstr(text, "own tracer: broken: the host did "
					   "not start: guest exited with "
					   "status 3 (no player here)"));
	ck_assert_ptr_nonnull(strstr(text, "1 could not be played"));
	ck_assert_int_eq(status, STATUS_BROKEN);
	host_free(h);
	free(text);
}
END_TEST

START_TEST(misses_strace)
{
	int status;
	char *text;

	setenv("PATH", "/nowhere", 1);
	text = witnessed(WHOLE, plays.native, &status);
	ck_assert_int_eq(status, -1);
	ck_assert_str_eq(text, "--witness needs strace: install version 5.3 or "
			       "newer");
	free(text);
}
END_TEST

Suite *witness_suite(void);

Suite *witness_suite(void)
{
	Suite *s = suite_create("witness");
	TCase *t = tcase_create("compare");
	TCase *p = tcase_create("plays");

	tcase_add_checked_fixture(t, plays_open, plays_close);
	tcase_add_loop_test(t, compares, 0, COUNT(pairs));
	tcase_add_test(t, leaves_uncompared);
	suite_add_tcase(s, t);

	tcase_add_checked_fixture(p, plays_open, plays_close);
	tcase_set_timeout(p, 30);
	tcase_add_test(p, agrees);
	tcase_add_test(p, leaves_out);
	tcase_add_test(p, says_what_cannot_be_played);
	tcase_add_test(p, misses_strace);
	suite_add_tcase(s, p);
	return s;
}
