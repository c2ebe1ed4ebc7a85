/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hosts that do what no host should: each gets the right verdict and a
 * sentence, leaves nothing behind, and the next case plays as ever.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"

#define STEPS                                            \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"                           \
	"  - send: {fd: a, data: x}\n"                   \
	"  - recv: {fd: b, len: 4}\n"                    \
	"  - close: {fd: a}\n"

#define HELLO "printf '\\n@sd 0 player=1 abi=x\\n'\n"
/* A right host, but for what it does when a command comes. */
#define RELAY(cases)                        \
	"mkfifo c; $player <c & exec 9>c\n" \
	"while read -r l; do\n"             \
	"case $l in " cases " esac\n"       \
	"echo \"$l\" >&9; done\n"
/* Answers everything by itself, with this. */
#define ANSWERS(text) \
	HELLO "while read -r n l; do printf '\\n@sd %s " text "\\n' $n; done\n"

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

/* It ended before its guest said a word: that says nothing of the case. */
#define NOT_STARTED "the host did not start: "
#define HANG_MS 300
#define MEMORY (100LL << 20)

static const struct hostile {
	const char *name, *script;
	enum verdict verdict;
	int at; /* step in which it ended; SAME, DIFFERS: -1 */
	const char *why;
	const char *noise; /* in its last words */
	int ms;            /* limits, if not the usual ones */
} hosts[] = {
	/* --- it ends --- */
	{"last words", "echo so long >&2; exit 3", BROKEN, 0,
	 NOT_STARTED "guest exited with status 3", "so long", 0},
	{"silent end", "exit 0", BROKEN, 0,
	 NOT_STARTED "guest exited with status 0", NULL, 0},
	{"crash at start", "kill -SEGV $$", BROKEN, 0,
	 NOT_STARTED "guest was killed by signal 11 (Segmentation fault)", NULL,
	 0},
	{"crash in step 3", RELAY("'3 '*) kill -SEGV $$;;"), CRASHED, 2,
	 "guest was killed by signal 11 (Segmentation fault)", NULL, 0},
	{"crash with words", RELAY("'3 '*) echo \"panic: $l\"; exit 2;;"),
	 CRASHED, 2, "guest exited with status 2", "panic: 3 recv fd=b len=4",
	 0},
	{"crash after its answer",
	 HELLO "read l; printf '\\n@sd 1 ret=0\\n'; exit 9", CRASHED, 1,
	 "guest exited with status 9", NULL, 0},
	{"closed stdout", "exec >&-; exec sleep 60", BROKEN, 0,
	 NOT_STARTED "guest closed its stdout", NULL, 0},
	{"closed stdout later", HELLO "exec >&-; exec sleep 60", CRASHED, 0,
	 "guest closed its stdout", NULL, 0},
	/* --- it hangs --- */
	{"hang at start", "exec sleep 60", BROKEN, 0,
	 NOT_STARTED "its guest printed nothing within 0.3 s", NULL, HANG_MS},
	{"spin at start", "while :; do :; done", BROKEN, 0,
	 NOT_STARTED "its guest printed nothing within 0.3 s", NULL, HANG_MS},
	{"sleeps in step 1", HELLO "exec sleep 60", HUNG, 0,
	 "guest: socketpair waits while every process is asleep: deadlock",
	 NULL, 0},
	{"closed stdin", HELLO "exec <&-; exec sleep 60", HUNG, 0,
	 "guest: socketpair waits while every process is asleep: deadlock",
	 NULL, 0},
	{"spin in step 3", RELAY("'3 '*) while :; do :; done;;"), HUNG, 2,
	 "guest: recv did not return in time", NULL, HANG_MS},
	/* --- it prints --- */
	{"garbage", "printf '\\001\\033[2J\\377\\n@sd x\\n@sd 7 8\\n'; exit 1",
	 BROKEN, 0, NOT_STARTED "guest exited with status 1",
	 "\\x01\\x1b[2J\\xff\\n@sd x\\n@sd 7 8", 0},
	{"garbage before a good play",
	 "printf 'hi \\033[31m\\000@sd 1 ret=0'; exec $player", SAME, -1, NULL,
	 "hi", 0},
	{"a line without end",
	 "printf '@sd 0 x='; head -c 5000000 /dev/zero | tr '\\0' a; exec "
	 "$player",
	 SAME, -1, NULL, "aaaa", 0},
	{"lines without end", "exec yes", BROKEN, 0,
	 NOT_STARTED "guest printed more than 16 MiB", "y\\ny", 0},
	{"empty lines without end", "exec yes ''", BROKEN, 0,
	 NOT_STARTED "guest printed more than 16 MiB", NULL, 0},
	{"bytes without end", "exec cat /dev/zero", BROKEN, 0,
	 NOT_STARTED "guest printed more than 16 MiB", "\\x00", 0},
	{"errors without end", RELAY("'3 '*) exec yes >&2;;"), CRASHED, 2,
	 "guest printed more than 16 MiB", "y\\ny", 0},
	/* --- it answers --- */
	{"wrong step", RELAY("'3 '*) printf '\\n@sd 7 ret=0\\n';;"), CRASHED, 2,
	 "guest replied to step 7, which was not sent", NULL, 0},
	{"before the start", "printf '\\n@sd 1 ret=0\\n'; exec sleep 60",
	 BROKEN, 0, NOT_STARTED "guest replied to step 1, which was not sent",
	 NULL, 0},
	{"started twice", HELLO HELLO "exec sleep 60", CRASHED, 0,
	 "guest replied to step 0, which was not sent", NULL, 0},
	{"a player of another version",
	 "printf '\n@sd 0 player=7 abi=x\n'; exec sleep 60", BROKEN, 0,
	 "guest is player version 7; this sockdiff needs version 1: rebuild "
	 "the host with the matching player",
	 NULL, 0},
	{"a player of no version", "printf '\n@sd 0 abi=x\n'; exec sleep 60",
	 BROKEN, 0,
	 "guest is player version none; this sockdiff needs version 1: "
	 "rebuild the host with the matching player",
	 NULL, 0},
	{"twice", RELAY("'2 '*) printf '\\n@sd 2 ret=1\\n';;"), CRASHED, 2,
	 "guest replied to step 2, which was not sent", NULL, 0},
	{"a lie", "$player | sed -u 's/data=78/data=79/'", DIFFERS, -1, NULL,
	 NULL, 0},
	{"nonsense in every field",
	 ANSWERS("ret=0 fd=-9,x data=long:zz:99:zz addr=raw:02 "
		 "value=mreq6:zz:1 control=a:b,:::,1:2:rights:9;;,1:2:cred:1 "
		 "revents=*,,* flags=%% gai=%%zz full=;;; addrs=un:zz,in:zz "
		 "canonname=7 overrun="),
	 DIFFERS, -1, NULL, NULL, 0},
	{"no field at all", ANSWERS("ret=0"), DIFFERS, -1, NULL, NULL, 0},
	/* --- it does not stay alone --- */
	{"children that outlive it",
	 "sleep 60 & setsid sh -c 'trap \"\" HUP TERM; sleep 60; :' & exit 4",
	 BROKEN, 0, NOT_STARTED "guest exited with status 4", NULL, 0},
	{"children beside a good play",
	 "sleep 60 & setsid sleep 60 & exec $player", SAME, -1, NULL, NULL, 0},
	{"a child is the host", "cat & $player; exit 3", SAME, -1, NULL, NULL,
	 0},
	{"fork bomb", "f() { f | f; }; f", BROKEN, 0,
	 NOT_STARTED "more than 128 processes and threads", NULL, 0},
	{"fork bomb in step 3", RELAY("'3 '*) f() { f | f; }; f;;"), CRASHED, 2,
	 "more than 128 processes and threads", NULL, 0},
	{"kills the room", "kill -KILL 1; kill -STOP $$; exec $player", SAME,
	 -1, NULL, NULL, 0},
	/* --- it takes all --- */
	{"memory", "exec tail /dev/zero", BROKEN, 0,
	 NOT_STARTED "used more than 100 MiB of memory", NULL, 0},
	{"memory, and busy", "tail /dev/zero & while :; do echo x >&2; done",
	 BROKEN, 0, NOT_STARTED "used more than 100 MiB of memory", NULL, 0},
	{"memory in files without a name",
	 "exec perl -e 'for (1..40) { my $n = \"x\"; open(my $h, \">&=\", "
	 "syscall(" TEXT(
		 SYS_memfd_create) ", $n, 0)); push @h, $h; syswrite $h, "
				   "\"x\" x (1 << 20) for 1..60 } sleep 60'",
	 BROKEN, 0, NOT_STARTED "used more than 100 MiB of memory", NULL, 0},
	{"all shared memory",
	 "cat /dev/zero >/dev/shm/a 2>/dev/null; cat /dev/zero >/dev/shm/b "
	 "2>/dev/null; exec $player",
	 SAME, -1, NULL, NULL, 0},
	{"the whole folder", "cat /dev/zero >a 2>/dev/null; exec $player", SAME,
	 -1, NULL, NULL, 0},
};

static void expect_recording(const struct hostile *h, const struct recording *r)
{
	const char *noise = r->noise ? r->noise : "";

	if (h->why)
		ck_assert_str_eq(r->why ? r->why : "nothing", h->why);
	if (h->at >= 0)
		ck_assert_int_eq(r->at, h->at);
	if (h->noise)
		ck_assert_ptr_nonnull(strstr(noise, h->noise));
}

static void expect_next(const struct tcase *t)
{
	struct pair p = {0};

	pair_play(&p, &plays_stage, &plays, t);
	ck_assert_int_eq(p.result->verdict, SAME);
	pair_free(&p);
}

START_TEST(hostile)
{
	const struct hostile *h = &hosts[_i];
	const struct tcase *t = plays_case(STEPS);
	struct host *host = plays_script(h->script);
	struct recording *want = plays_play(t, plays.native), *got;
	struct result *res;

	plays.limits = (struct play_limits){h->ms, h->ms, MEMORY};
	got = plays_play(t, host);
	ck_assert_msg(!plays_left_behind(), "%s: a process stayed", h->name);
	plays.limits = (struct play_limits){0};
	expect_recording(h, got);
	res = diff(want, got);
	ck_assert_msg(res->verdict == h->verdict, "%s: %s, %s, %s", h->name,
		      verdict_names[res->verdict], res->why,
		      res->ngaps ? res->gaps[0].signature : "no gap");
	expect_next(t);
	result_free(res);
	recording_free(want);
	recording_free(got);
	host_free(host);
}
END_TEST

/* A host that takes its peers along: not their fault, and not Linux's. */
START_TEST(kills_its_peers)
{
	const struct tcase *t =
		plays_case(STEPS "  - peer.unlink: {path: none}\n");
	struct host *host = plays_script(
		RELAY("'3 '*) kill -KILL -1; while :; do :; done;;"));
	struct recording *got = plays_play(t, host);

	ck_assert_int_eq(got->end, END_BROKEN);
	ck_assert_str_eq(got->why, "peer was killed by signal 9 (Killed)");
	ck_assert(!plays_left_behind());
	recording_free(got);
	expect_next(t);
	host_free(host);
}
END_TEST

Suite *hostile_suite(void);

Suite *hostile_suite(void)
{
	Suite *s = suite_create("hostile");
	TCase *c = tcase_create("hosts");

	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_set_timeout(c, 20);
	tcase_add_loop_test(c, hostile, 0, (int)COUNT(hosts));
	tcase_add_test(c, kills_its_peers);
	suite_add_tcase(s, c);
	return s;
}
