/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host may do what it is asked in any way that Linux has: each is followed,
 * and is as good as the call of the same name.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/plays.h"
#include "tests/help/suite.h"

static const struct {
	const char *way, *seen; /* a call of the host's that shows it */
} ways[] = {
	{"sendmmsg", "| sendmmsg(c, NULL, \"hello\", [], 0) = 5"},
	{"sendmmsg", "| recvmmsg(c, 0, NULL, \"world\", [], 0) = 5"},
	{"pwritev2", "| pwritev2(c, \"hello\", 1, -1, 0, 0) = 5"},
	{"pwritev2", "| preadv2(c, \"world\", 1, -1, 0, 0) = 5"},
	{"write", "| write(c, \"hello\", 5) = 5"},
	{"sendfile", "| sendfile(c, ?, 5) = 5"},
	{"splice", "| splice(c, ?, 5) = 5"},
	{"splice", "| splice(c, ?, 10) = 5"},
	{"vmsplice", "| vmsplice(#6, \"hello\", 1) = 5"},
	{"tee", "| tee(#6, ?, 5) = 5"},
	{"io_submit", "| io_submit(c, \"hello\", 5) = 5"},
	{"io_submit", "| io_submit(c, \"world\", 10) = 5"},
	{"io_submit-vector", "| io_submit(c, \"hello\", 1) = 5"},
	{"io_uring", "| sendto(c, \"hello\", 5, 0, NULL, 0) = 5"},
	{"close_range", "| close_range(c) = 0"},
	{"close_range-unshare", "| close_range(c) = 0"},
	{"close_range-cloexec", "| close(c) = 0"},
	{"close-by-dup2", "| dup2(c) = 0"},
	{"close-by-dup3", "| dup3(c) = 0"},
	{"dup-by-fcntl", "| fcntl(c, F_DUPFD_CLOEXEC, 0x28) = d"},
	{"dup-by-dup2", "| dup2(c, #50) = d"},
	{"dup-by-dup3", "| dup3(c, #60, 0x80000) = d"},
	{"dup-counted", "| sendto(c, \"again\", 5, 0, NULL, 0) = 5"},
	{"moved", "| fcntl(c, F_DUPFD_CLOEXEC, 0x64) = c"},
	{"on-a-copy", "| fcntl(c, F_DUPFD_CLOEXEC, 0x46) = c"},
	{"own-socket", "| socket(AF_UNIX, SOCK_STREAM, 0) = #"},
	{"fork", "| write(c, \"hello\", 5) = 5"},
	{"clone3", "| sendto(c, \"hello\", 5, 0, NULL, 0) = 5"},
	{"exec", "| sendto(c, \"hello\", 5, 0, NULL, 0) = 5"},
	{"clone-files", "| close(d) = 0"},
	{"unshare", "| unshare(0x400) = 0"},
	{"rights", "[{rights: [c]}]"},
	{"pidfd_getfd", ", 0) = s"},
	{"late", "| ...() = ? (not followed)"},
#ifdef __x86_64__
	{"i386", "| syscall_102() = 5 (not followed)"},
#endif
};

#define CONNECTION                                                        \
	"  - socket:       {as: s, domain: AF_INET, type: SOCK_STREAM}\n" \
	"  - bind:         {fd: s, addr: 127.0.0.1:7000}\n"               \
	"  - listen:       {fd: s}\n"                                     \
	"  - peer.socket:  {as: p, domain: AF_INET, type: SOCK_STREAM}\n" \
	"  - peer.connect: {fd: p, addr: 127.0.0.1:7000}\n"               \
	"  - accept:       {fd: s, as: c, addr: no}\n"

#define STEPS                                      \
	CONNECTION                                 \
	"  - send:         {fd: c, data: hello}\n" \
	"  - peer.recv:    {fd: p, len: 10}\n"     \
	"  - peer.send:    {fd: p, data: world}\n" \
	"  - recv:         {fd: c, len: 10}\n"     \
	"  - dup:          {fd: c, as: d}\n"       \
	"  - close:        {fd: c}\n"              \
	"  - send:         {fd: d, data: again}\n" \
	"  - close:        {fd: d}\n"              \
	"  - peer.recv:    {fd: p, len: 10}\n"     \
	"  - peer.recv:    {fd: p, len: 10}\n"     \
	"  - close:        {fd: s}\n"

/* Linux is never asked, whatever the call. */
#define INJECTED                                                          \
	"  - socket:       {as: x, domain: AF_INET, type: SOCK_STREAM, "  \
	"inject: {errno: ENOBUFS}}\n" CONNECTION                          \
	"  - send:         {fd: c, data: no, inject: {errno: ENOBUFS}}\n" \
	"  - send:         {fd: c, data: hello}\n"                        \
	"  - peer.recv:    {fd: p, len: 10}\n"                            \
	"  - peer.send:    {fd: p, data: world}\n"                        \
	"  - recv:         {fd: c, len: 10, inject: {errno: ENOMEM}}\n"   \
	"  - recv:         {fd: c, len: 10}\n"                            \
	"  - dup:          {fd: c, as: e, inject: {errno: EMFILE}}\n"     \
	"  - close:        {fd: c}\n"                                     \
	"  - close:        {fd: s}\n"

#define LIED                                             \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_DGRAM}\n"                            \
	"  - send:       {fd: a, data: hello}\n"         \
	"  - close:      {fd: a}\n"

/* What the tests play on: the host of ways/, by one way. */
static struct host *way_host(const char *way)
{
	char *script = xasprintf("exec ${player%%/guests/*}/ways %s\n", way);
	struct host *h = plays_script(script);

	free(script);
	return h;
}

/* Play on it, and see a text in what the host did. Empty it afterwards. */
static struct pair play_way(const char *way, const char *steps,
			    const char *seen)
{
	struct host *h = way_host(way);
	struct pair p = {0};
	struct buf b = {0};

	plays.host = h;
	pair_play(&p, &plays_stage, &plays, plays_case(steps));
	recording_print(&b, p.got);
	ck_assert_msg(!seen || strstr(b.s, seen), "%s: no %s in:\n%s", way,
		      seen, b.s);
	buf_free(&b);
	host_free(h);
	return p;
}

static void expect_same(const char *way, const char *steps, const char *seen)
{
	struct pair p = play_way(way, steps, seen);

	ck_assert_msg(p.result->verdict == SAME, "%s: %s, %s", way,
		      p.result->why ? p.result->why : "",
		      p.result->ngaps ? p.result->gaps[0].signature : "");
	pair_free(&p);
}

START_TEST(every_way)
{
	expect_same(ways[_i].way, STEPS, ways[_i].seen);
}
END_TEST

/*
 * A program that a host runs returns no errno, and a dup that is not asked of
 * the kernel fails with none.
 */
START_TEST(injected)
{
	const char *way = ways[_i].way;

	if (strcmp(way, "exec") != 0 && strcmp(way, "i386") != 0 &&
	    strcmp(way, "dup-counted") != 0)
		expect_same(way, INJECTED, "(injected)");
}
END_TEST

#ifdef __x86_64__
/* Where the kernel was asked past the tracer nothing is compared. */
START_TEST(not_injected)
{
	struct pair p = play_way("i386", INJECTED, "(not followed)");

	ck_assert_int_eq(p.result->verdict, INEXPRESSIBLE);
	ck_assert_ptr_nonnull(strstr(p.result->why, "not traced"));
	pair_free(&p);
}
END_TEST
#endif

static const struct {
	const char *way;
	enum gap_class gap;
} liars[] = {
	{"no-message", GAP_faked},      {"other-messages", GAP_altered},
	{"close-before", GAP_faked},    {"close-and-keep", GAP_leak},
	{"close-in-a-child", GAP_leak},
};

/* Layers 1 and 3 would see it too, so the peer does not look. */
START_TEST(liar)
{
	struct pair p = play_way(liars[_i].way, LIED, NULL);

	ck_assert_int_eq(p.result->verdict, DIFFERS);
	ck_assert_msg(p.result->gaps[0].gclass == liars[_i].gap, "%s: %s",
		      liars[_i].way, p.result->gaps[0].signature);
	pair_free(&p);
}
END_TEST

/* Lengths in a host's memory are its own word, and nothing to rely on. */
START_TEST(bad_rights)
{
	expect_same("bad-rights", LIED, "sendmsg(a");
}
END_TEST

/* --- a sleep with an end is no hang ---------------------------------------*/

static const char *const waiting[] = {
	"poll",      "ppoll",
	"select",    "epoll",
	"nanosleep", "clock_nanosleep",
	"futex",     "condition",
	"timerfd",   "timerfd-in-epoll",
	"itimer",    "timer",
	"option",    "option-in-a-thread",
};

START_TEST(waits_for_a_while)
{
	expect_same(waiting[_i], LIED, NULL);
}
END_TEST

static const char *const hanging[] = {"for-ever", "for-an-hour"};

/* What would end only behind the limit is seen at once. */
START_TEST(waits_for_ever)
{
	long long began = now_ms();
	struct pair p = play_way(hanging[_i], LIED, NULL);

	ck_assert_int_eq(p.result->verdict, HUNG);
	ck_assert_ptr_nonnull(strstr(p.result->why, "every process is asleep"));
	ck_assert_int_lt(now_ms() - began, PLAY_LIMIT_MS / 2);
	pair_free(&p);
}
END_TEST

Suite *ways_suite(void);

Suite *ways_suite(void)
{
	Suite *s = suite_create("ways");
	TCase *c = tcase_create("hosts");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_loop_test(c, every_way, 0, (int)COUNT(ways));
	tcase_add_loop_test(c, injected, 0, (int)COUNT(ways));
#ifdef __x86_64__
	tcase_add_test(c, not_injected);
#endif
	tcase_add_loop_test(c, liar, 0, (int)COUNT(liars));
	tcase_add_test(c, bad_rights);
	tcase_add_loop_test(c, waits_for_a_while, 0, (int)COUNT(waiting));
	tcase_add_loop_test(c, waits_for_ever, 0, (int)COUNT(hanging));
	suite_add_tcase(s, c);
	return s;
}
