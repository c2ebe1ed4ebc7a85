/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run leaves on disk: hosts that never start, parts of a run, runs that
 * are interrupted, killed, or out of space.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/shell.h"
#include "base/util.h"
#include "result/results.h"

#define HEAD "title: t\nwhy: socket(2)\ncovers: [socket]\n"
#define PAIR                                             \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"
#define GOOD                                                              \
	HEAD "each: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, " \
	     "15, 16, 17, 18, 19, 20]}\n"                                 \
	     "steps:\n" PAIR "  - send: {fd: a, data: x$n}\n"             \
	     "  - recv: {fd: b, len: $n}\n"
#define SLOW                                                               \
	HEAD "each: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}\n"        \
	     "steps:\n" PAIR "  - setsockopt: {fd: a, name: SO_RCVTIMEO, " \
	     "value: {sec: 0, usec: 100000}}\n"                            \
	     "  - recv: {fd: a, len: $n, waits: yes}\n"
#define GIVEN                                                \
	HEAD "preopen:\n  l: {listen: \"127.0.0.1:7000\"}\n" \
	     "steps:\n  - close: {fd: l}\n"

static void script(const char *name, const char *text)
{
	char *all = xasprintf("#!/bin/sh\n%s\n", text);

	shell_write(name, all);
	ck_assert_int_eq(chmod(name, 0755), 0);
	free(all);
}

static void setup(void)
{
	char here[4096];

	shell_open();
	ck_assert_int_eq(mkdir("tmp", 0777), 0);
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here) - 8));
	setenv("TMPDIR", strcat(here, "/tmp"), 1);
	shell_write("cases/pair/good.yaml", GOOD);
	shell_write("cases/slow/slow.yaml", SLOW);
}

/* A file of ours in the folder of temporary ones is one too many. */
static void teardown(void)
{
	ck_assert_int_eq(shell("test -z \"$(ls -A tmp)\" || "
			       "{ ls -lA tmp; exit 1; }"),
			 0);
	shell_close();
}

static void said(const char *text)
{
	ck_assert_msg(strstr(shell_out, text) || strstr(shell_err, text),
		      "not said: %s\n%s%s", text, shell_out, shell_err);
}

static json_t *results(const char *dir)
{
	char *path = xasprintf("%s/results.json", dir);
	json_t *o = json_load_file(path, 0, NULL);

	ck_assert_msg(o, "no %s", path);
	free(path);
	return o;
}

static int cases_of(const char *dir)
{
	json_t *o = results(dir);
	int n = (int)json_array_size(json_object_get(o, "cases"));

	json_decref(o);
	return n;
}

/* --- hosts that never start -----------------------------------------------*/

static const struct {
	const char *command, *said;
} dead[] = {
	{"/bin/false", "guest exited with status 1"},
	{"cat", "all its processes were asleep for 5 s"},
	{"sleep 60", "all its processes were asleep for 5 s"},
	{"yes", "guest printed more than 16 MiB; it said: y\\ny"},
	{"./flag", "guest exited with status 2; it said: no such flag: -x"},
	{"./busy", "its guest printed nothing within 8 s; it said: "
		   "compiling"},
};

static void dead_hosts(void)
{
	script("flag", "echo no such flag: -x >&2; exit 2");
	script("busy", "echo compiling >&2; while :; do :; done");
}

/*
 * With cases that its ABI, or its command line, cannot play, such a host is
 * not even run for them: the greeting is.
 */
START_TEST(greeted_first)
{
	char *line = xasprintf("sockdiff run --start-limit 2 --host-cmd '%s' "
			       "--abi preview1 -o r given.yaml",
			       dead[_i].command);

	dead_hosts();
	shell_write("given.yaml", GIVEN);
	shell_expect(line, STATUS_BROKEN,
		     "sockdiff: nothing was compared: the host did not "
		     "start: ");
	said(dead[_i].said);
	said("1 broken");
	free(line);
}
END_TEST

/* A run on it stops after a few cases, which are broken, with its words. */
START_TEST(stops_after_a_few)
{
	json_t *o, *c;
	int n;

	dead_hosts();
	ck_assert_int_eq(shell("sockdiff run --host-cmd ./flag --abi x -o r "
			       "pair"),
			 STATUS_BROKEN);
	said("the host printed: no such flag: -x");
	said("such cases in a row: the host did not start: guest exited with "
	     "status 2; it said: no such flag: -x");
	o = results("r");
	n = (int)json_array_size(json_object_get(o, "cases"));
	ck_assert_int_ge(n, 5);
	ck_assert_int_lt(n, 20);
	c = json_array_get(json_object_get(o, "cases"), 0);
	ck_assert_str_eq(report_str(c, "verdict"), "broken");
	ck_assert_str_eq(report_str(c, "said"), "no such flag: -x");
	json_decref(o);
	ck_assert_int_eq(access("r/unfinished", F_OK), -1);
}
END_TEST

/* Of a host that starts and ends later, the words stand beside the gap. */
START_TEST(words_beside_the_gap)
{
	json_t *o, *c;

	script("panics", "printf '\\n@sd 0 player=1 abi=x\\n'; read l\n"
			 "echo panic: index >&2; exit 5");
	ck_assert_int_eq(shell("sockdiff run --host-cmd ./panics --abi x "
			       "-o r 'pair/good[1]'"),
			 STATUS_GAPS);
	said("the host printed: panic: index\n");
	o = results("r");
	c = json_array_get(json_object_get(o, "cases"), 0);
	ck_assert_str_eq(report_str(c, "verdict"), "crashed");
	ck_assert_str_eq(report_str(c, "said"), "panic: index");
	json_decref(o);
}
END_TEST

/* A first start that compiles is outside of the limit for the others. */
START_TEST(slow_first_start)
{
	script("slow", "while [ $(date +%s) -lt $UNTIL ]; do :; done\n"
		       "exec $BUILD/guests/player-native");
	ck_assert_int_eq(shell("export UNTIL=$(($(date +%s) + 3)); "
			       "sockdiff run --start-limit 1 --host-cmd ./slow "
			       "--abi x -o r 'pair/good[1]'"),
			 STATUS_GOOD);
}
END_TEST

/* The line that --help shows works as it is. */
START_TEST(example_of_help)
{
	shell_write("one.yaml", HEAD "steps:\n  - socket: {as: s, domain: "
				     "AF_INET, type: SOCK_DGRAM}\n");
	ck_assert_int_eq(
		shell("line=$(sockdiff run --help | sed -n 's/^ *\\(sockdiff run "
		      "--host-cmd .*\\)/\\1/p'); test -n \"$line\" || exit 9\n"
		      "HOME=$PWD; export HOME\n"
		      "eval \"$line -q -o r one.yaml\""),
		STATUS_GOOD);
	ck_assert_int_eq(cases_of("r"), 1);
}
END_TEST

/* --- a part and the whole -------------------------------------------------*/

START_TEST(part_beside_the_whole)
{
	ck_assert_int_eq(shell("sockdiff run -q -H native"), STATUS_GOOD);
	ck_assert_int_eq(shell("sockdiff run -q -H native 'pair/good[1]'"),
			 STATUS_GOOD);
	ck_assert_int_eq(shell("sockdiff run -q -H native -k 'pair/*'"),
			 STATUS_GOOD);
	ck_assert_int_eq(shell("sockdiff run -q -H native --shard 1/2"),
			 STATUS_GOOD);
	ck_assert_int_eq(cases_of("reports/native"), 32);
	ck_assert_int_eq(cases_of("reports/parts/native"), 16);
	/* All of a folder of cases is no part. */
	ck_assert_int_eq(shell("sockdiff run -q -H native cases"), STATUS_GOOD);
	ck_assert_int_eq(cases_of("reports/native"), 32);
}
END_TEST

START_TEST(part_is_refused)
{
	ck_assert_int_eq(shell("sockdiff run -q -H native -o r"), STATUS_GOOD);
	shell_expect("sockdiff run -q -H native -o r pair", STATUS_USAGE,
		     "sockdiff: r has the results of a whole run, 32 cases, "
		     "and this is a run of 20 only: choose another folder "
		     "with -o\n");
	ck_assert_int_eq(cases_of("r"), 32);
	/* A part takes the place of another part, and the whole of both. */
	ck_assert_int_eq(shell("sockdiff run -q -H native -o p pair && "
			       "sockdiff run -q -H native -o p slow"),
			 STATUS_GOOD);
	ck_assert_int_eq(cases_of("p"), 12);
	ck_assert_int_eq(shell("sockdiff run -q -H native -o p"), STATUS_GOOD);
	ck_assert_int_eq(cases_of("p"), 32);
}
END_TEST

/* The same bytes, from wherever the cases are found. */
START_TEST(from_the_parent_folder)
{
	ck_assert_int_eq(
		shell("mkdir tree tree/build; cp -R cases tree; cp -R $BUILD/guests "
		      "$BUILD/room $BUILD/sockdiff tree/build; "
		      "mkdir tree/harness; cp -R $SOURCE/harness/hosts tree/harness\n"
		      "cd tree && build/sockdiff run -q -H native -o ../a pair && "
		      "cd .. && rm -r cases && "
		      "tree/build/sockdiff run -q -H native -o b pair && "
		      "tree/build/sockdiff run -q -H native -o c tree/cases/pair && "
		      "mkdir cases && "
		      "tree/build/sockdiff run -q -H native -o d pair && "
		      "mkdir cases/pair && touch cases/pair/good.yaml && "
		      "tree/build/sockdiff run -q -H native -o e "
		      "tree/cases/pair"),
		STATUS_GOOD);
	ck_assert_int_eq(shell("cmp a/results.json b/results.json && "
			       "cmp a/sources.json b/sources.json && "
			       "sed 's,\"tree/cases/pair\",\"pair\",' "
			       "c/results.json | cmp a/results.json && "
			       "cmp a/results.json d/results.json"),
			 0);
	/* unless another file has that name here */
	ck_assert_int_eq(shell("grep -q '\"file\": "
			       "\"tree/cases/pair/good.yaml\"' "
			       "e/results.json"),
			 0);
	ck_assert_int_eq(shell("grep -q '\"file\": \"cases/pair/good.yaml\"' "
			       "a/results.json"),
			 0);
}
END_TEST

/* --- runs that end early --------------------------------------------------*/

/*
 * Start a run, wait until it has reported a case, and send it a signal:
 * $status is then its status.
 */
#define STOP(sig)                                                       \
	"sockdiff run -v -j 2 -H native -o r >v.txt 2>e.txt & pid=$!\n" \
	"until grep -q ' slow/' v.txt; do sleep 0.01; done\n"           \
	"kill -" sig " $pid; wait $pid; status=$?; cat v.txt e.txt\n"

static const char *const stops[] = {"INT", "TERM", "HUP", "PIPE", "KILL"};

/* Finished cases are kept, and with the others give the same results. */
START_TEST(goes_on)
{
	char *line = xasprintf(
		"sockdiff run -q -H native -o whole && cp -R whole r\n"
		"%s[ $status != 0 ] || exit 8\n"
		"cmp whole/results.json r/results.json || exit 9\n"
		"sockdiff run -H native -o r --resume >again.txt || exit 10\n"
		"grep '^resumed: [1-9][0-9]* of them' again.txt || exit 11\n"
		"cmp whole/results.json r/results.json || exit 12\n"
		"test ! -e r/unfinished",
		_i == 0   ? STOP("INT")
		: _i == 1 ? STOP("TERM")
		: _i == 2 ? STOP("HUP")
		: _i == 3 ? STOP("PIPE")
			  : STOP("KILL"));

	ck_assert_msg(shell(line) == 0, "%s: %s%s", stops[_i], shell_out,
		      shell_err);
	free(line);
}
END_TEST

/* What ended by itself says what is kept, and where. */
START_TEST(says_what_is_kept)
{
	ck_assert_int_eq(shell("sockdiff run -q -H native -o r\n" STOP(
				 "TERM") "exit $status"),
			 STATUS_BROKEN);
	said("interrupted: ");
	said("sockdiff: r/results.json is still that of the previous run, 32 "
	     "cases\n");
	said("kept in r/unfinished: the same command with --resume plays the "
	     "rest\n");
}
END_TEST

/* A finished part is no less worth than a finished whole. */
START_TEST(part_is_kept_as_the_whole_is)
{
	ck_assert_int_eq(
		shell("sockdiff run -q -H native -o r slow && "
		      "cp -R r old\n" STOP(
			      "TERM") "cmp old/results.json r/results.json || "
				      "exit 9; exit $status"),
		STATUS_BROKEN);
	said("sockdiff: r/results.json is still that of the previous run, 12 "
	     "cases\n");
}
END_TEST

/* Another run cannot go on with it. */
START_TEST(only_the_same_run)
{
	ck_assert_int_eq(shell(STOP("KILL") "exit 0"), 0);
	shell_expect("sockdiff run -q -H native -o r --resume --repeat 2",
		     STATUS_USAGE,
		     "cannot resume: r/unfinished/journal.jsonl "
		     "belongs to a run with another set of "
		     "options");
	shell_write("cases/pair/more.yaml", GOOD);
	shell_expect("sockdiff run -q -H native -o r --resume", STATUS_USAGE,
		     "belongs to a run with another selection of "
		     "cases");
	shell_expect("sockdiff run -q -H native -o r", STATUS_GOOD,
		     "finished cases of an interrupted run are discarded");
}
END_TEST

/* A line that is cut is as if it were not there. */
START_TEST(cut_journal)
{
	ck_assert_int_eq(
		shell("sockdiff run -q -H native -o whole\n" STOP(
			"KILL") "printf '{\"us\": 1, \"case\": {\"id\"' >>r/unfinished/"
				"journal.jsonl\n"
				"sockdiff run -q -H native -o r --resume && "
				"cmp whole/results.json r/results.json"),
		0);
}
END_TEST

/* Two runs do not write to one folder. */
START_TEST(one_at_a_time)
{
	ck_assert_int_eq(
		shell("sockdiff run -v -j 1 --repeat 3 -H native -o r >v.txt & pid=$!\n"
		      "until grep -q ' pair/' v.txt; do sleep 0.01; done\n"
		      "sockdiff run -q -H native -o r; status=$?\n"
		      "wait $pid || exit 9; exit $status"),
		STATUS_USAGE);
	said("sockdiff: another sockdiff, process ");
	ck_assert_int_eq(cases_of("r"), 32);
}
END_TEST

/* Nobody reads on. */
START_TEST(into_head)
{
	ck_assert_int_eq(
		shell("sockdiff run -q -H native -o r && cp r/results.json old\n"
		      "{ sockdiff run -v -H native -o r; echo $? >status; } | head -n 2\n"
		      "test $(cat status) != 0 && cmp old r/results.json && "
		      "sockdiff run -q -H native -o r --resume && "
		      "cmp old r/results.json && test ! -e r/unfinished"),
		0);
}
END_TEST

/* --- no space -------------------------------------------------------------*/

static const char *const printers[] = {
	"run -q -H native pair",
	"list",
	"ops",
	"--help",
	"run --help",
	"hosts",
	"schema",
	"--version",
	"show -H native pair/good[1]",
	"report r",
	"report -f html r",
	"compare r r",
	"manual --man",
	"completion bash",
};

/* The reason, where it is still known, is not one of what happened since. */
START_TEST(stdout_is_full)
{
	char *line = xasprintf("sockdiff run -q -H native -o r pair >out && "
			       "sockdiff %s >/dev/full",
			       printers[_i]);

	shell_expect(line, STATUS_BROKEN, "sockdiff: cannot write to stdout");
	ck_assert_msg(
		strstr(shell_err, "stdout\n") ||
			strstr(shell_err, "stdout: No space left on device\n"),
		"%s", shell_err);
	free(line);
}
END_TEST

START_TEST(files_may_not_grow)
{
	ck_assert_int_eq(
		shell("sockdiff run -q -H native -o r && cp r/results.json old\n"
		      "(ulimit -f 8; sockdiff run -q -H native -o r); status=$?\n"
		      "cmp old r/results.json || exit 9; exit $status"),
		STATUS_BROKEN);
	said("cannot write r/unfinished/journal.jsonl: ");
	said("kept in r/unfinished");
	ck_assert_int_eq(shell("sockdiff run -q -H native -o r --resume && "
			       "cmp old r/results.json && "
			       "test ! -e r/unfinished"),
			 0);
}
END_TEST

#define FULL                                                                  \
	"mkdir disk; mount -t tmpfs -o size=160k disk disk || exit 7\n"       \
	"sockdiff run -q -H native -o disk/r && cp disk/r/results.json old\n" \
	"head -c 1000000 /dev/zero >disk/filler 2>/dev/null\n"                \
	"sockdiff run -q -H native -o disk/r && exit 8\n"                     \
	"cmp old disk/r/results.json || exit 9\n"                             \
	"truncate -s -12K disk/filler\n"                                      \
	"sockdiff run -q -H native -o disk/r; status=$?\n"                    \
	"cmp old disk/r/results.json || exit 9\n"                             \
	"rm disk/filler\n"                                                    \
	"sockdiff run -q -H native -o disk/r --resume || exit 10\n"           \
	"cmp old disk/r/results.json || exit 11\n"                            \
	"test ! -e disk/r/unfinished || exit 12; exit $status"

START_TEST(disk_is_full)
{
	shell_write("full", FULL);
	ck_assert_int_eq(shell("unshare -Urm sh full"), STATUS_BROKEN);
	said("No space left on device");
}
END_TEST

/* --- kills ----------------------------------------------------------------*/

/* scripts/check/kills does it 200 times. */
START_TEST(random_kills)
{
	ck_assert_msg(shell("$SOURCE/scripts/check/kills $BUILD 6") == 0,
		      "%s%s", shell_out, shell_err);
	said(" 0 finished cases lost, 0 leftovers, 0 other results");
}
END_TEST

Suite *runs_suite(void);

Suite *runs_suite(void)
{
	Suite *s = suite_create("runs");
	TCase *c = tcase_create("runs");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 120);
	tcase_add_loop_test(c, greeted_first, 0, (int)COUNT(dead));
	tcase_add_test(c, stops_after_a_few);
	tcase_add_test(c, words_beside_the_gap);
	tcase_add_test(c, slow_first_start);
	tcase_add_test(c, example_of_help);
	tcase_add_test(c, part_beside_the_whole);
	tcase_add_test(c, part_is_refused);
	tcase_add_test(c, from_the_parent_folder);
	tcase_add_loop_test(c, goes_on, 0, (int)COUNT(stops));
	tcase_add_test(c, says_what_is_kept);
	tcase_add_test(c, part_is_kept_as_the_whole_is);
	tcase_add_test(c, only_the_same_run);
	tcase_add_test(c, cut_journal);
	tcase_add_test(c, one_at_a_time);
	tcase_add_test(c, into_head);
	tcase_add_loop_test(c, stdout_is_full, 0, (int)COUNT(printers));
	tcase_add_test(c, files_may_not_grow);
	tcase_add_test(c, disk_is_full);
	tcase_add_test(c, random_kills);
	suite_add_tcase(s, c);
	return s;
}
