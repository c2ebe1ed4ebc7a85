/* SPDX-License-Identifier: Apache-2.0 */
/* Cases played several times: unstable Linux, flaky hosts, busy CPUs. */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "cli/cmd.h"
#include "reference/reference.h"
#include "reference/repeat.h"
#include "result/results.h"

#define STEPS                                                      \
	"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n" \
	"  - getsockname: {fd: s}\n"

/* Turns that a host takes: a room can read from a pipe outside of it. */
static int turns = -1;

static void turns_make(void)
{
	close(turns);
	unlink("turns");
	ck_assert(mkfifo("turns", 0666) == 0 && chmod("turns", 0666) == 0);
	turns = open("turns", O_RDWR | O_NONBLOCK);
	for (int i = 0; i < 64; i++)
		dprintf(turns, i % 2 ? "even\n" : "odd\n");
}

/* A script that runs the player, and every other time does something else. */
static struct host *alternating(const char *otherwise)
{
	char here[PATH_MAX];
	char *script = xasprintf("read turn <%s/turns\n"
				 "if [ $turn = odd ]; then\n%s\nfi\n"
				 "exec $player\n",
				 getcwd(here, sizeof(here)), otherwise);
	struct host *h;

	turns_make();
	h = plays_script(script);
	free(script);
	return h;
}

/* --- natively -------------------------------------------------------------*/

static void native(int n, char **text, char **why)
{
	repeat_native(text, why, n, &plays_stage, &plays, plays_case(STEPS));
}

START_TEST(stable)
{
	char *once, *often, *why;

	native(0, &once, &why);
	ck_assert_ptr_null(why);
	native(5, &often, &why);
	ck_assert_ptr_null(why);
	ck_assert_str_eq(once, often);
	ck_assert_int_eq(strncmp(once, "1 socket {", 10), 0);
	free(once);
	free(often);
}
END_TEST

/* What the guest prints besides belongs to a recording. */
START_TEST(unstable)
{
	const struct host *real = plays.native;
	struct host *h = alternating("echo odd");
	char *text, *why;

	plays.native = plays.host = h;
	native(1, &text, &why);
	ck_assert_ptr_null(why);
	free(text);
	native(3, &text, &why);
	ck_assert_ptr_null(text);
	ck_assert_ptr_nonnull(strstr(why, ": play/x: unstable: printed "
					  "besides: \""));
	free(why);
	plays.native = plays.host = real;
	host_free(h);
}
END_TEST

START_TEST(broken)
{
	const struct host *real = plays.native;
	struct host *h = plays_script("exit 1\n");
	char *text, *why;

	plays.native = plays.host = h;
	native(3, &text, &why);
	ck_assert_ptr_null(text);
	ck_assert_ptr_nonnull(strstr(why, "x.yaml:1: play/x: native, "));
	free(why);
	plays.native = plays.host = real;
	host_free(h);
}
END_TEST

/* Which step of the case is meant, and both lines. */
START_TEST(unstable_lines)
{
	const struct tcase *t = plays_case(STEPS);
	int line = 0;
	char *why = repeat_unstable(t, "1 a {}\n  = s\n2 b {}\n  = 1\n",
				    "1 a {}\n  = s\n2 b {}\n  = 2\n", &line);

	ck_assert_str_eq(why, "unstable: step 2 b {}: \"= 1\" and \"= 2\"");
	ck_assert_int_eq(line, t->steps[1].line);
	free(why);
	why = repeat_unstable(t, "packets:\n  a\n", "packets:\n  b\n", &line);
	ck_assert_int_eq(line, t->line);
	free(why);
	ck_assert_ptr_null(repeat_unstable(t, "same", "same", &line));
}
END_TEST

/* --- and on a host --------------------------------------------------------*/

/* Once it has started: before that it would be broken. */
#define DIES "printf '\\n@sd 0 player=1 abi=x\\n'; read l; exit 1"

static const struct {
	const char *otherwise;
	int n;
	enum verdict verdict;
	bool flaky;
} hosts[] = {
	{":", 4, SAME, false},
	{DIES, 1, CRASHED, false},
	{DIES, 2, CRASHED, true},
	{DIES, 5, CRASHED, true},
	/* What a host prints besides is no verdict. */
	{"echo odd", 4, SAME, false},
};

START_TEST(verdicts)
{
	struct pair_config c = plays;
	struct host *h = alternating(hosts[_i].otherwise);
	struct pair p = {0};

	c.host = h;
	repeat_pair(&p, hosts[_i].n, &plays_stage, &c, plays_case(STEPS));
	ck_assert_int_eq(p.result->verdict, hosts[_i].verdict);
	ck_assert_int_eq(p.result->flaky, hosts[_i].flaky);
	pair_free(&p);
	host_free(h);
}
END_TEST

START_TEST(unstable_pair)
{
	struct pair_config c = plays;
	struct host *h = alternating("echo odd");
	struct pair p = {0};

	c.native = h;
	repeat_pair(&p, 3, &plays_stage, &c, plays_case(STEPS));
	ck_assert_int_eq(p.result->verdict, BROKEN);
	ck_assert(!p.result->flaky);
	ck_assert_int_eq(strncmp(p.result->why, "unstable: ", 10), 0);
	pair_free(&p);
	host_free(h);
}
END_TEST

/* --- busy CPUs ------------------------------------------------------------*/

START_TEST(load_comes_and_goes)
{
	struct load l;
	char *why = NULL;
	int n;

	ck_assert_int_eq(load_begin(&l, &why), 0);
	n = l.n;
	ck_assert_int_ge(n, 1);
	for (int i = 0; i < n; i++)
		ck_assert_int_eq(kill(l.pids[i], 0), 0);
	load_end(&l);
	for (int i = 0; i < n; i++)
		ck_assert_int_eq(kill(l.pids[i], 0), -1);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	load_end(&l);
}
END_TEST

/* Whatever ends us ends them. */
START_TEST(load_ends_with_us)
{
	int ends[2];
	char byte;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct load l;
		char *why = NULL;

		close(ends[0]);
		_exit(load_begin(&l, &why) < 0 || kill(getpid(), SIGKILL));
	}
	close(ends[1]);
	waitpid(child, NULL, 0);
	/* The last of them had the last copy of our end. */
	ck_assert_int_eq(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}
END_TEST

/* --- the commands ---------------------------------------------------------*/

/* Both outputs of a command that is called in the scratch folder. */
static char *call(int (*cmd)(int, char **), const char *words, int *status)
{
	char *argv[20], *copy = xstrdup(words), *save = NULL, *why = NULL;
	int argc = 0, fd = open("out", O_RDWR | O_CREAT | O_TRUNC, 0666);

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	argv[argc] = NULL;
	fflush(NULL);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
	*status = cmd(argc, argv);
	fflush(NULL);
	free(copy);
	return file_read("out", 1 << 20, NULL, &why);
}

static void expect(int (*cmd)(int, char **), const char *words, int status,
		   const char *said)
{
	int got;
	char *out = call(cmd, words, &got);

	ck_assert_msg(got == status && strstr(out, said),
		      "%s: status %d, said:\n%s", words, got, out);
	free(out);
}

static void cases_write(void)
{
	static const char each[] =
		"title: t $d\nwhy: socket(2)\ncovers: [socket]\n"
		"each: {d: [AF_UNIX, AF_INET]}\n"
		"steps:\n  - socket: {as: s, domain: $d, type: SOCK_DGRAM}\n";
	static const char bad[] = "title: t\n";

	scratch_write("cases/a/x.yaml", each, strlen(each));
	scratch_write("cases/a/y.yaml", each, strlen(each));
	scratch_write("bad/z.yaml", bad, strlen(bad));
}

START_TEST(reference_command)
{
	cases_write();
	expect(cmd_reference, "r", STATUS_GOOD,
	       "new      reference/a/x.rec\nnew      reference/a/y.rec\n"
	       "2 new, 0 changed, 0 unchanged\n");
	expect(cmd_reference, "r --check", STATUS_GOOD,
	       "4 same, 0 drift, 0 missing, 0 stale\n");
	expect(cmd_reference, "r --check --repeat 2 a/x[AF_UNIX]", STATUS_GOOD,
	       "1 same, 0 drift, 0 missing, 0 stale\n");
	/* A file is written whole, whatever was asked for. */
	expect(cmd_reference, "r --dir other/ a/x[AF_UNIX]", STATUS_GOOD,
	       "new      other/a/x.rec\n1 new, 0 changed, 0 unchanged\n");
	expect(cmd_reference, "r --check --dir other a/x", STATUS_GOOD,
	       "2 same");
	expect(cmd_reference, "r --check --dir other", STATUS_GAPS,
	       "2 same, 0 drift, 2 missing, 0 stale\n");
	expect(cmd_reference, "r nothing", STATUS_USAGE, "nothing");
	expect(cmd_reference, "r bad/z.yaml", STATUS_USAGE, "bad/z.yaml");
	expect(cmd_reference, "r bad/z.yaml a/x", STATUS_USAGE,
	       "0 new, 0 changed, 1 unchanged\n");
	ck_assert_int_eq(remove("cases/a/y.yaml"), 0);
	expect(cmd_reference, "r --check", STATUS_GAPS, "1 stale\n");
	expect(cmd_reference, "r --prune", STATUS_GOOD,
	       "removed  reference/a/y.rec\n");
}
END_TEST

static const char *const misuses[] = {
	"r --check --force", "r --check --prune", "r --prune a/x", "r --load",
	"r --repeat 0",      "r --repeat x",      "r -j 0",
};

START_TEST(reference_misused)
{
	int status;

	cases_write();
	free(call(cmd_reference, misuses[_i], &status));
}
END_TEST

START_TEST(run_command)
{
	static const char changed[] =
		"title: t $d\nwhy: socket(2)\ncovers: [socket]\n"
		"each: {d: [AF_UNIX, AF_INET]}\n"
		"steps:\n  - socket: {as: s, domain: $d, type: SOCK_STREAM}\n";

	cases_write();
	expect(cmd_reference, "r", STATUS_GOOD, "2 new");
	expect(cmd_run, "r -H native -q --durations 0", STATUS_GOOD, "4 same");
	scratch_write("cases/a/x.yaml", changed, strlen(changed));
	/* Beside the results: it is no gap, and is no status. */
	expect(cmd_run, "r -H native -q --durations 0", STATUS_GOOD,
	       "drift: on Linux 2 cases differ from reference/ (recorded on "
	       "Linux ");
	expect(cmd_run, "r -H native -v --repeat 2 --load a/x[AF_INET]",
	       STATUS_GOOD, "  a/x[AF_INET]\n      a/x.rec:");
	expect(cmd_run, "r -H native -q --reference none", STATUS_GOOD,
	       "4 same");
}
END_TEST

Suite *repeat_suite(void);

Suite *repeat_suite(void)
{
	Suite *s = suite_create("repeat");
	TCase *t = tcase_create("plays");

	tcase_add_checked_fixture(t, plays_open, plays_close);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, stable);
	tcase_add_test(t, unstable);
	tcase_add_test(t, broken);
	tcase_add_test(t, unstable_lines);
	tcase_add_loop_test(t, verdicts, 0, COUNT(hosts));
	tcase_add_test(t, unstable_pair);
	suite_add_tcase(s, t);
	t = tcase_create("load");
	tcase_set_timeout(t, 20);
	tcase_add_test(t, load_comes_and_goes);
	tcase_add_test(t, load_ends_with_us);
	suite_add_tcase(s, t);
	t = tcase_create("commands");
	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, reference_command);
	for (int i = 0; i < (int)COUNT(misuses); i++)
		tcase_add_loop_exit_test(t, reference_misused, STATUS_USAGE, i,
					 i + 1);
	tcase_add_test(t, run_command);
	suite_add_tcase(s, t);
	return s;
}
