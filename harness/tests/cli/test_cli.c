/* SPDX-License-Identifier: Apache-2.0 */
/* The program as its users run it: what it says, writes and exits with. */
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <poll.h>
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
#include "result/results.h"
#include "result/load.h"

#define HEAD "title: t\nwhy: socket(2)\ncovers: [socket]\n"
#define PAIR                                             \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"
#define GOOD                                       \
	HEAD "each: {n: [1, 2, 3]}\nsteps:\n" PAIR \
	     "  - send: {fd: a, data: x$n}\n"      \
	     "  - recv: {fd: b, len: $n}\n"
#define BROKEN_CASE \
	HEAD "steps:\n" PAIR "  - send: {fd: a, data: x, blocks: yes}\n"
#define SLOW                                                                  \
	HEAD "each: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, "         \
	     "14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28]}\n" \
	     "steps:\n" PAIR "  - setsockopt: {fd: a, name: SO_RCVTIMEO, "    \
	     "value: {sec: 0, usec: 100000}}\n"                               \
	     "  - recv: {fd: a, len: $n, waits: yes}\n"

static char *out, *err; /* of the last call */

static void file_put(const char *path, const char *text)
{
	scratch_write(path, text, strlen(text));
}

static void cli_open(void)
{
	char *path, here[PATH_MAX];

	scratch_open();
	plays_mark();
	/* What a killed program leaves goes with the folder. */
	setenv("TMPDIR", getcwd(here, sizeof(here)), 1);
	path = xasprintf("%s:%s", plays_build(), getenv("PATH"));
	setenv("PATH", path, 1);
	setenv("BUILD", plays_build(), 1);
	free(path);
	file_put("cases/pair/good.yaml", GOOD);
	file_put("broken.yaml", BROKEN_CASE);
	file_put("bad.yaml", "titel: t\n");
	file_put("noyaml.yaml", "a: [b\nc: {\n");
	mkdir("empty", 0777);
	/* Two of the three variants have a gap. */
	file_put("liar", "#!/bin/sh\n$BUILD/guests/player-native | "
			 "sed -u 's/data=783/data=793/'\n");
	chmod("liar", 0755);
	file_put("quitter", "#!/bin/sh\necho bye >&2\nexit 5\n");
	chmod("quitter", 0755);
	file_put("crasher", "#!/bin/sh\nprintf '\\n@sd 0 player=1 abi=x\\n'\n"
			    "read l\necho bye >&2\nexit 5\n");
	chmod("crasher", 0755);
}

static void cli_close(void)
{
	free(out);
	free(err);
	scratch_close();
}

static char *text_of(const char *path)
{
	char *why = NULL, *text = file_read(path, 16 << 20, NULL, &why);

	ck_assert_msg(text, "%s", why);
	return text;
}

/* Run a shell's command line in the scratch folder; the exit status. */
static int sh(const char *line)
{
	char *all = xasprintf("{ %s ; } >out.txt 2>err.txt </dev/null", line);
	int status = system(all);

	free(all);
	free(out);
	free(err);
	out = text_of("out.txt");
	err = text_of("err.txt");
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* --- what it says --- */

START_TEST(help)
{
	char command[32], *rest, *list;
	int n = 0, used;

	ck_assert_int_eq(sh("sockdiff -h"), STATUS_GOOD);
	ck_assert_int_eq(sh("sockdiff help"), STATUS_GOOD);
	ck_assert_int_eq(sh("sockdiff --version"), STATUS_GOOD);
	ck_assert_int_eq(strncmp(out, "sockdiff ", 9), 0);
	ck_assert_int_eq(sh("sockdiff --help"), STATUS_GOOD);
	list = xstrdup(out);
	/* Every command that it lists has a help of its own. */
	rest = strstr(list, "\n\n");
	while (sscanf(rest, " %31[a-z] %*[^\n]%n", command, &used) == 1) {
		char *line = xasprintf("sockdiff %s --help", command);

		if (strcmp(command, "xamples") == 0)
			break;
		ck_assert_int_eq(sh(line), STATUS_GOOD);
		ck_assert_int_eq(strncmp(out, "Usage: sockdiff ", 16), 0);
		ck_assert_ptr_nonnull(strstr(out, command));
		ck_assert_str_eq(err, "");
		free(line);
		rest += used;
		n++;
	}
	ck_assert_int_ge(n, 8);
	free(list);
}
END_TEST

static const struct {
	const char *line;
	int status;
	const char *err; /* is in what it says */
} wrong[] = {
	{"sockdiff", STATUS_USAGE, "Usage: sockdiff COMMAND"},
	{"sockdiff rum", STATUS_USAGE,
	 "sockdiff: unknown command rum; did you mean run?\n"},
	{"sockdiff --jobs", STATUS_USAGE, "unknown command --jobs"},
	{"sockdiff run --hots x", STATUS_USAGE, "unrecognized option '--hots'"},
	{"sockdiff run -H", STATUS_USAGE, "requires an argument"},
	{"sockdiff run -H nothing", STATUS_USAGE,
	 "sockdiff: unknown host nothing (known: "},
	{"sockdiff run -j 0", STATUS_USAGE,
	 "-j must be a number from 1 to 256, not 0"},
	{"sockdiff run -j two", STATUS_USAGE, "not two"},
	{"sockdiff run -j 99999999999999999999", STATUS_USAGE,
	 "-j must be a number from 1 to 256"},
	{"sockdiff run --limit 0", STATUS_USAGE, "--limit must be"},
	{"sockdiff run --color blue", STATUS_USAGE,
	 "--color must be auto, always or never, not blue"},
	{"sockdiff run --host-cmd ./liar", STATUS_USAGE,
	 "--host-cmd needs --abi"},
	{"sockdiff run --abi x", STATUS_USAGE,
	 "--abi can only be used with "
	 "--host-cmd"},
	{"sockdiff run -H native --host-cmd ./liar --abi x", STATUS_USAGE,
	 "exclude each other"},
	{"sockdiff run --host-cmd ' ' --abi x", STATUS_USAGE,
	 "--host-cmd is empty"},
	{"sockdiff run --host-cmd ./no-host --abi x", STATUS_USAGE,
	 "program ./no-host not found"},
	{"sockdiff run --host-cmd 'sh {guest}' --abi none", STATUS_USAGE,
	 "is none an ABI that sockdiff supports?"},
	{"sockdiff run -H native missing.yaml", STATUS_USAGE,
	 "sockdiff: no file, folder or case named missing.yaml\n"},
	{"sockdiff run -H native mising.yaml cases/piar", STATUS_USAGE,
	 "sockdiff: no file, folder or case named mising.yaml\n"
	 "sockdiff: no file, folder or case named cases/piar; did you mean "
	 "cases/pair?\n"},
	{"sockdiff run -H ./mine.yaml", STATUS_USAGE,
	 "sockdiff: cannot read the manifest ./mine.yaml: No such file"},
	{"sockdiff run --host-cmd \"sh -c 'x\" --abi x", STATUS_USAGE,
	 "sockdiff: --host-cmd has an unmatched '\n"},
	{"sockdiff run -H native empty", STATUS_USAGE, "empty"},
	{"sockdiff run -H native -k 'nothing/*'", STATUS_USAGE, "nothing/*"},
	{"sockdiff run -H native bad.yaml", STATUS_USAGE, "bad.yaml:1: "},
	{"sockdiff run -H native noyaml.yaml", STATUS_USAGE, "noyaml.yaml:"},
	{"sockdiff show -H native", STATUS_USAGE, "name a case;"},
	{"sockdiff show -H native --width 3 good", STATUS_USAGE,
	 "--width must be 20 or more"},
	{"TMPDIR=/nowhere sockdiff run -H native", STATUS_BROKEN,
	 "sockdiff: cannot create a temporary folder /nowhere/"},
	{"sockdiff run -H native -o /proc/nowhere", STATUS_USAGE,
	 "sockdiff: cannot make the folder /proc/nowhere"},
	{"sockdiff run -H native -o bad.yaml/x", STATUS_USAGE,
	 "sockdiff: cannot make the folder bad.yaml: a file of that name "
	 "exists\n"},
	{"sockdiff run -H native -o cases", STATUS_USAGE, "cases"},
	{"sockdiff run -H native -o bad.yaml", STATUS_USAGE, "bad.yaml"},
};

START_TEST(refused)
{
	ck_assert_int_eq(sh(wrong[_i].line), wrong[_i].status);
	ck_assert_msg(strstr(err, wrong[_i].err), "%s: %s", wrong[_i].line,
		      err);
	ck_assert_str_eq(out, "");
	/* What is not ours is as it was. */
	ck_assert_int_eq(access("cases/pair/good.yaml", F_OK), 0);
	ck_assert_int_eq(access("bad.yaml", F_OK), 0);
}
END_TEST

/* The line that plays a case again names a manifest as it was named. */
START_TEST(replays_by_manifest)
{
	file_put("my host.yaml", "abi: native\nabout: a\n"
				 "command: [./liar, ./player-none]\n");
	ck_assert_int_eq(sh("sockdiff run -q -H './my host.yaml' -o r "
			    "cases"),
			 STATUS_GAPS);
	ck_assert_msg(strstr(out, "sockdiff run -H './my host.yaml' "), "%s",
		      out);
}
END_TEST

/* --- what it exits with, and writes --- */

static json_t *results_of(const char *dir)
{
	char *path = xasprintf("%s/results.json", dir), *why = NULL;
	json_t *results = report_load(path, &why);

	ck_assert_msg(results, "%s", why);
	free(path);
	return results;
}

static int count_of(const json_t *results, const char *verdict)
{
	const json_t *counts = json_object_get(results, "counts");

	return (int)json_integer_value(json_object_get(counts, verdict));
}

static const struct {
	const char *line;
	int status, same, differs, crashed, broken;
} runs[] = {
	{"sockdiff run -H native -o r", STATUS_GOOD, 3, 0, 0, 0},
	{"sockdiff run -H native -o r cases/pair/good.yaml 'pair/good[2]'",
	 STATUS_GOOD, 3, 0, 0, 0},
	{"sockdiff run -H native -o r 'pair/good[2]'", STATUS_GOOD, 1, 0, 0, 0},
	{"sockdiff run --host-cmd ./liar --abi x -o r", STATUS_GAPS, 1, 2, 0,
	 0},
	{"sockdiff run --host-cmd ./quitter --abi x -o r", STATUS_BROKEN, 0, 0,
	 0, 3},
	{"sockdiff run --host-cmd ./crasher --abi x -o r", STATUS_GAPS, 0, 0, 3,
	 0},
	/* What could be played is played, and the file that is none told. */
	{"sockdiff run -H native -o r noyaml.yaml cases", STATUS_USAGE, 3, 0, 0,
	 0},
	{"sockdiff run --host-cmd ./liar --abi x -o r bad.yaml cases",
	 STATUS_USAGE, 1, 2, 0, 0},
	/* A case that cannot be played as it is written. */
	{"sockdiff run -H native -o r broken.yaml cases", STATUS_BROKEN, 3, 0,
	 0, 1},
	{"sockdiff run --host-cmd ./liar --abi x -o r broken.yaml cases",
	 STATUS_BROKEN, 1, 2, 0, 1},
};

START_TEST(statuses)
{
	json_t *results;

	ck_assert_int_eq(sh(runs[_i].line), runs[_i].status);
	results = results_of("r");
	ck_assert_int_eq(count_of(results, "same"), runs[_i].same);
	ck_assert_int_eq(count_of(results, "differs"), runs[_i].differs);
	ck_assert_int_eq(count_of(results, "crashed"), runs[_i].crashed);
	ck_assert_int_eq(count_of(results, "broken"), runs[_i].broken);
	json_decref(results);
	ck_assert(!plays_left_behind());
}
END_TEST

START_TEST(same_bytes)
{
	char *first, *other;

	ck_assert_int_eq(sh("sockdiff run --host-cmd ./liar --abi x -j 1 "
			    "-o r"),
			 STATUS_GAPS);
	first = text_of("r/results.json");
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(sh(i == 0 ? "sockdiff run --host-cmd ./liar "
					     "--abi x -j 1 -o r2"
					   : "sockdiff run --host-cmd ./liar "
					     "--abi x -j 2 -o r2"),
				 STATUS_GAPS);
		other = text_of("r2/results.json");
		ck_assert_str_eq(first, other);
		free(other);
	}
	free(first);
	/* Both plays of what differs are there to be read, and no others. */
	ck_assert_int_eq(access("r2/cases/pair/good@2.txt", R_OK), 0);
	ck_assert_int_eq(access("r2/cases/pair/good@1.txt", R_OK), -1);
}
END_TEST

/* The command that a gap comes with plays just that case again. */
START_TEST(replay)
{
	json_t *results, *cases;

	ck_assert_int_eq(sh("sockdiff run --host-cmd ./liar --abi x -o r"),
			 STATUS_GAPS);
	results = results_of("r");
	cases = json_object_get(results, "cases");
	ck_assert_uint_eq(json_array_size(cases), 3);
	for (size_t i = 0; i < 3; i++) {
		const char *line =
			report_str(json_array_get(cases, i), "replay");
		json_t *again;

		ck_assert_int_eq(sh(line), i == 0 ? STATUS_GOOD : STATUS_GAPS);
		again = results_of("reports/parts/custom");
		ck_assert(json_equal(
			json_array_get(json_object_get(again, "cases"), 0),
			json_array_get(cases, i)));
		json_decref(again);
	}
	json_decref(results);
}
END_TEST

/* So it does where the case is not among the corpus. */
START_TEST(replay_elsewhere)
{
	json_t *results;

	file_put("elsewhere/x.yaml", GOOD);
	ck_assert_int_eq(sh("sockdiff run --host-cmd ./liar --abi x -o r "
			    "elsewhere/x.yaml"),
			 STATUS_GAPS);
	results = results_of("r");
	ck_assert_int_eq(
		sh(report_str(
			json_array_get(json_object_get(results, "cases"), 1),
			"replay")),
		STATUS_GAPS);
	ck_assert_ptr_nonnull(strstr(out, "1 case on custom\n"));
	json_decref(results);
}
END_TEST

static void pcap_expect(const char *path)
{
	size_t len;
	char *why = NULL, *bytes = file_read(path, 1 << 20, &len, &why);

	ck_assert_msg(bytes, "%s", why);
	/* A file's head and at least one packet: pcap-savefile(5). */
	ck_assert_uint_gt(len, 24 + 16);
	ck_assert_mem_eq(bytes, "\xd4\xc3\xb2\xa1", 4);
	free(bytes);
}

#define WIRE                                                            \
	HEAD "steps:\n"                                                 \
	     "  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n" \
	     "  - sendto: {fd: s, addr: 127.0.0.1:7000, data: x}\n"     \
	     "  - bind: {fd: s, addr: 127.0.0.1:7000}\n"
/* A host whose packets alone are others. */
#define TTL                                                         \
	"#!/bin/sh\n"                                               \
	"ip route change table local local 127.0.0.1 dev lo proto " \
	"kernel scope host src 127.0.0.1 hoplimit 33\n"             \
	"exec $BUILD/guests/player-native\n"

/* Packets are kept of what differs, and of all that one asks for. */
START_TEST(keeps_packets)
{
	file_put("w/udp.yaml", WIRE);
	ck_assert_int_eq(sh("sockdiff run -H native -o r w/udp.yaml"),
			 STATUS_GOOD);
	ck_assert_int_eq(access("r/cases/w/udp.native.pcap", F_OK), -1);
	ck_assert_int_eq(sh("sockdiff run -H native --keep -o r w/udp.yaml"),
			 STATUS_GOOD);
	ck_assert_int_eq(access("r/cases/w/udp.txt", R_OK), 0);
	pcap_expect("r/cases/w/udp.native.pcap");
	pcap_expect("r/cases/w/udp.host.pcap");
	file_put("ttl", TTL);
	chmod("ttl", 0755);
	ck_assert_int_eq(sh("sockdiff run --host-cmd ./ttl --abi x -o r "
			    "w/udp.yaml"),
			 STATUS_GAPS);
	pcap_expect("r/cases/w/udp.native.pcap");
	pcap_expect("r/cases/w/udp.host.pcap");
	/* And the next run cleans up. */
	ck_assert_int_eq(sh("sockdiff run -H native -o r w/udp.yaml"),
			 STATUS_GOOD);
	ck_assert_int_eq(access("r/cases", F_OK), -1);
}
END_TEST

/* A layer less: nothing is captured, and the report says so. */
START_TEST(no_packets)
{
	json_t *results;

	file_put("w/udp.yaml", WIRE);
	file_put("ttl", TTL);
	chmod("ttl", 0755);
	ck_assert_int_eq(sh("sockdiff run --no-packets --keep -o r "
			    "--host-cmd ./ttl --abi x w/udp.yaml"),
			 STATUS_GOOD);
	ck_assert_ptr_nonnull(strstr(out, "packets were not compared\n"));
	ck_assert_int_eq(access("r/cases/w/udp.native.pcap", F_OK), -1);
	results = results_of("r");
	ck_assert(json_is_false(json_object_get(results, "packets")));
	json_decref(results);
}
END_TEST

START_TEST(says)
{
	ck_assert_int_eq(sh("sockdiff run --host-cmd ./liar --abi x -o r"),
			 STATUS_GAPS);
	ck_assert_ptr_nonnull(strstr(out, "same           pair/good[1]\n"));
	ck_assert_ptr_nonnull(strstr(out, "differs        pair/good[2]  "
					  "cases/pair/good.yaml:"));
	ck_assert_ptr_nonnull(strstr(out, "1 same, 2 differ in "));
	ck_assert_str_eq(err, "");
	ck_assert_int_eq(sh("sockdiff run --host-cmd ./crasher --abi x -q "
			    "-o r"),
			 STATUS_GAPS);
	ck_assert_ptr_null(strstr(out, "crashed        pair/good[1]"));
	ck_assert_ptr_nonnull(strstr(out, "3 crashed in "));
	ck_assert_int_eq(sh("sockdiff show --host-cmd ./liar --abi x "
			    "'pair/good[2]' --color never"),
			 STATUS_GAPS);
	ck_assert_ptr_nonnull(strstr(out, "data=\"y2\""));
	ck_assert_int_eq(sh("sockdiff hosts"), STATUS_GOOD);
	ck_assert_ptr_nonnull(strstr(out, "native"));
}
END_TEST

/* --- interrupted --- */

/* In a process group of its own, its output in a pipe. */
static pid_t start(int *fd)
{
	int pipes[2];
	pid_t pid;

	ck_assert_int_eq(pipe(pipes), 0);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		dup2(pipes[1], 1);
		close(pipes[0]);
		close(pipes[1]);
		execlp("sockdiff", "sockdiff", "run", "-H", "native", "-j", "2",
		       "-o", "r", "slow.yaml", NULL);
		_exit(127);
	}
	close(pipes[1]);
	*fd = pipes[0];
	return pid;
}

/* Read on until `want` was said. */
static void hear(int fd, const char *want)
{
	struct buf b = {0};
	char c;

	while (!b.s || !strstr(b.s, want)) {
		ck_assert_int_eq(read(fd, &c, 1), 1);
		buf_add(&b, &c, 1);
	}
	buf_free(&b);
}

static char *rest_of(int fd)
{
	struct buf b = {0};
	char text[4096];
	ssize_t n;

	while ((n = read(fd, text, sizeof(text))) > 0)
		buf_add(&b, text, (size_t)n);
	close(fd);
	return buf_take(&b);
}

/* Rooms die with their workers, but nobody waits for that. */
static bool all_gone(void)
{
	for (long long from = now_ms(); now_ms() - from < 5000;) {
		if (!plays_left_behind())
			return true;
		poll(NULL, 0, 1);
	}
	return false;
}

static const struct {
	int sig;
	bool group; /* as the terminal does it, or only the main process */
} signals[] = {{SIGINT, true}, {SIGINT, false}, {SIGTERM, false}};

START_TEST(interrupted)
{
	long long began = now_ms();
	json_t *results;
	int fd, status, n;
	char *text;
	pid_t pid;

	file_put("slow.yaml", SLOW);
	pid = start(&fd);
	hear(fd, "same  ");
	kill(signals[_i].group ? -pid : pid, signals[_i].sig);
	text = rest_of(fd);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), STATUS_BROKEN);
	ck_assert_int_lt(now_ms() - began, 6000);
	ck_assert(all_gone());

	results = results_of("r");
	n = (int)json_array_size(json_object_get(results, "cases"));
	ck_assert_int_ge(n, 1);
	ck_assert_int_lt(n, 28);
	ck_assert_int_eq(count_of(results, "same"), n);
	ck_assert(json_is_true(json_object_get(results, "interrupted")));
	json_decref(results);
	ck_assert_ptr_nonnull(strstr(text, "interrupted: "));
	ck_assert_ptr_nonnull(strstr(text, " of 28 cases were played"));
	free(text);
}
END_TEST

/* Killed outright, it takes its workers and their rooms along. */
START_TEST(killed)
{
	int fd, status;
	pid_t pid;

	file_put("slow.yaml", SLOW);
	pid = start(&fd);
	hear(fd, "same  ");
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	free(rest_of(fd));
	ck_assert(all_gone());
}
END_TEST

Suite *cli_suite(void);

Suite *cli_suite(void)
{
	Suite *s = suite_create("cli");
	TCase *c = tcase_create("program");

	tcase_add_checked_fixture(c, cli_open, cli_close);
	tcase_set_timeout(c, 20);
	tcase_add_test(c, help);
	tcase_add_test(c, replays_by_manifest);
	tcase_add_loop_test(c, refused, 0, (int)COUNT(wrong));
	tcase_add_loop_test(c, statuses, 0, (int)COUNT(runs));
	tcase_add_test(c, same_bytes);
	tcase_add_test(c, replay);
	tcase_add_test(c, replay_elsewhere);
	tcase_add_test(c, keeps_packets);
	tcase_add_test(c, no_packets);
	tcase_add_test(c, says);
	tcase_add_loop_test(c, interrupted, 0, (int)COUNT(signals));
	tcase_add_test(c, killed);
	suite_add_tcase(s, c);
	return s;
}
