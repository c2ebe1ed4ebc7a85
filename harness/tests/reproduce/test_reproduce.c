/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff reproduce: what it writes is built and run, and prints what was
 * recorded. The host is sockhost: the player as it was translated when it was
 * built, and a reproducer's guest by sockhost-run.
 */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/util.h"
#include "result/results.h"
#include "tests/help/shell.h"

#define HOST                                               \
	"#!/bin/sh\n"                                      \
	"abi=$1 guest=$2; shift 2\n"                       \
	"case $guest in\n"                                 \
	"*/player-*.wasm) p=${guest##*/}\n"                \
	"	exec \"$BUILD\"/sockhost/${p%.wasm} \"$@\" ;;\n" \
	"esac\n"                                           \
	"exec \"$BUILD\"/sockhost-run --abi=$abi "         \
	"--cache=\"$BUILD\"/obj/cache \"$@\" \"$guest\"\n"

#define MANIFEST                                                         \
	"abi: %s\n"                                                      \
	"about: sockhost\n"                                              \
	"command: [./host, %s, \"{guest}\", \"--allow=all\", --dir, ., " \
	"\"{preopen}\"]\n"                                               \
	"preopen:\n"                                                     \
	"  first: 4\n"                                                   \
	"  listen: [\"--listen={addr}\"]\n"

/* A shell in a namespace of its own, with loopback. */
#define ALONE                            \
	"TIMEOUT=120 unshare -rn sh -c " \
	"'ip link set lo up; exec \"$@\"' sh "

static void open_all(void)
{
	static const char *const abis[] = {"preview1", "wasmedge1", "wasmedge2",
					   "wasinet_v0"};

	shell_open();
	shell_write("host", HOST);
	chmod("host", 0755);
	for (size_t i = 0; i < COUNT(abis); i++) {
		char *path = xasprintf("%s.yaml", abis[i]);
		char *text = xasprintf(MANIFEST, abis[i], abis[i]);

		shell_write(path, text);
		free(path);
		free(text);
	}
}

/* --- written, built, run ---------------------------------------------------- */

static const struct {
	const char *abi, *tcase;
	bool on_host; /* which takes a while to translate */
	int lines;    /* at most */
} written[] = {
	{"preview1", "accepted/after-close[accept]", true, 100},
	{"wasmedge2", "udp/to-itself[AF_INET]", true, 120},
	{"wasmedge1", "udp/to-itself[AF_INET6]", false, 140},
	{"wasinet_v0", "udp/to-itself[AF_INET6]", false, 150},
	{"wasinet_v0", "tcp/recv-blocks[recv]", false, 220},
	{"wasinet_v0", "udp/read-and-write", true, 200},
	{"wasinet_v0", "tcp/iovecs", false, 220},
	{"wasinet_v0", "options-tcp/extreme-values[TCP_MAXSEG]", false, 120},
	{"wasmedge2", "options-socket/linger[tcp]", false, 200},
};

static void same(const char *side)
{
	char *name = xasprintf("r/%s.txt", side), *want = shell_read(name);
	char *line = xasprintf(ALONE "./r/run.sh %s", side);

	shell(line);
	ck_assert_msg(strcmp(shell_out, want) == 0, "%s printed\n%snot\n%s%s",
		      side, shell_out, want, shell_err);
	free(line);
	free(name);
	free(want);
}

START_TEST(prints_what_was_recorded)
{
	char *line = xasprintf("sockdiff reproduce -H ./%s.yaml -o r '%s'",
			       written[_i].abi, written[_i].tcase);
	char *source;
	int lines = 0;

	shell_expect(line, STATUS_GOOD, "");
	ck_assert_str_eq(shell_err, "");
	shell_expect("CFLAGS= ./r/build.sh", 0, "");
	ck_assert_msg(!strstr(shell_err, "warning"), "%s", shell_err);
	same("linux");
	if (written[_i].on_host)
		same("host");
	source = shell_read("r/"
			    "guest.c");
	for (const char *c = source; *c; c++)
		lines += *c == '\n';
	ck_assert_int_le(lines, written[_i].lines);
	free(source);
	free(line);
}
END_TEST

/* --- refused ------------------------------------------------------------------ */

static const struct {
	const char *args, *err;
} refused[] = {
	{"-H ./wasmedge2.yaml udp/to-itself", "a reproducer is for one case"},
	{"-H ./wasmedge2.yaml 'errors/errno-injection-open-close[EIO]'",
	 "step 1: EIO from the kernel is injected"},
	{"-H sockhost-wasmedge2 'udp/to-itself[AF_INET]'",
	 "the command of host sockhost-wasmedge2 has no {guest}"},
	{"-H sockhost-pathopen 'udp/to-itself[AF_INET]'",
	 "preview1, wasmedge1, wasmedge2 and wasinet_v0, not for pathopen"},
	{"-H ./wasinet_v0.yaml 'resolver/each-type[localhost]'",
	 "step 1: a reproducer has no getaddrinfo"},
	{"-H ./preview1.yaml 'udp/to-itself[AF_INET]'",
	 "cannot be played on preview1"},
	{"", "name a case;"},
};

START_TEST(refuses)
{
	char *line = xasprintf("sockdiff reproduce -o r %s", refused[_i].args);

	shell_expect(line, STATUS_USAGE, refused[_i].err);
	ck_assert_int_ne(access("r", F_OK), 0);
	free(line);
}
END_TEST

Suite *reproduce_suite(void);

Suite *reproduce_suite(void)
{
	Suite *s = suite_create("reproduce");
	TCase *t = tcase_create("reproduce");

	tcase_add_checked_fixture(t, open_all, shell_close);
	tcase_set_timeout(t, 300);
	tcase_add_loop_test(t, prints_what_was_recorded, 0,
			    (int)COUNT(written));
	tcase_add_loop_test(t, refuses, 0, (int)COUNT(refused));
	suite_add_tcase(s, t);
	return s;
}
