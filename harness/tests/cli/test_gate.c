/* SPDX-License-Identifier: Apache-2.0 */
/* scripts/gate, and the files of CI servers that are there to be copied. */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "result/results.h"
#include "base/tree.h"
#include "tests/help/shell.h"
#include "tests/help/written.h"

#define GATE                                                            \
	"unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY; SOCKDIFF=sockdiff; " \
	"export SOCKDIFF; "
#define RUN "$SOURCE/scripts/gate "
#define LIAR "-- --host-cmd ./liar --abi x"

#define CASES                                            \
	"title: t\nwhy: socket(2)\ncovers: [socket]\n"   \
	"each: {n: [1, 2]}\nsteps:\n"                    \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"                           \
	"  - send: {fd: a, data: x$n}\n"                 \
	"  - recv: {fd: b, len: 2}\n"

static void open_all(void)
{
	shell_open();
	shell_write("cases/a/x.yaml", CASES);
	shell_write("liar", "#!/bin/sh\n$BUILD/guests/player-native | "
			    "sed -u 's/data=783[2]/data=7939/'\n");
	chmod("liar", 0755);
	written_run("good", "custom", "a/x[1] same\na/x[2] same\n");
	written_run("bad", "custom",
		    "a/x[1] same\na/x[2] differs recv errno A B\n");
	written_run("broken", "custom", "a/x[1] broken no\na/x[2] same\n");
}

static const struct {
	const char *line;
	int status;
	const char *summary; /* is in summary.md */
} gates[] = {
	{RUN "-- -H native", 0, "**0 new**"},
	{RUN LIAR, 1, "**1 new**"},
	{RUN "-b good " LIAR, 1, "**1 regressed**"},
	{RUN "-b bad " LIAR, 0, "**0 regressed**"},
	{RUN "-b bad -- -H native", 0, "**1 fixed**"},
	{RUN "-b gate/none " LIAR, 0, "There is no gate/none yet"},
	{RUN "-r good", 0, "**0 new**"},
	{RUN "-r bad", 1, "**1 new**"},
	{RUN "-r bad -b good", 1, "**1 regressed**"},
	{RUN "-r bad -b bad/results.json", 0, "**0 regressed**"},
	{RUN "-r broken -b good", 3, "1 broken"},
	{RUN "-r broken", 3, "**1 broken**"},
	/* A list of what is known judges beside the base. */
	{"sockdiff baseline --from bad -o b.yaml; " RUN "-b bad " LIAR
	 " --baseline=b.yaml",
	 1, "**0 regressed**"},
	{"sockdiff run -q -o r --host-cmd ./liar --abi x; sockdiff baseline "
	 "--from r -o b.yaml; " RUN "-b good " LIAR " --baseline b.yaml",
	 0, "**0 regressed**"},
};

START_TEST(judges)
{
	char *line = xasprintf(GATE "%s", gates[_i].line), *text;

	shell_expect(line, gates[_i].status, "");
	text = shell_read("gate/summary.md");
	ck_assert_msg(strstr(text, gates[_i].summary), "%s: %s", line, text);
	ck_assert_ptr_nonnull(strstr(shell_out, text));
	free(text);
	free(line);
	shell_expect("xmllint --noout --schema "
		     "$SOURCE/harness/tests/junit.xsd gate/junit.xml",
		     0, "");
}
END_TEST

static const struct {
	const char *line;
	int status;
	const char *err;
} wrong[] = {
	{RUN "-x", 2, "usage: scripts/gate [-b BASE]"},
	{RUN "-r good -- -H native", 2, "usage: "},
	{RUN "-r nothing", 2, "nothing is not a folder"},
	{RUN "-b cases -- -H native", 2, "cases has no results.json"},
	{RUN "-- -H nothing", 2, "unknown host nothing"},
	{RUN "-- --baseline nothing", 2, "nothing"},
	{RUN "-o /proc/nowhere -- -H native", 2, "/proc/nowhere"},
};

START_TEST(refused)
{
	char *line = xasprintf(GATE "%s", wrong[_i].line);

	shell_expect(line, wrong[_i].status, wrong[_i].err);
	free(line);
}
END_TEST

START_TEST(tells_github)
{
	char *text;

	shell_expect(GATE "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=s.md " RUN
			  "-r bad -b good",
		     STATUS_GAPS, "");
	ck_assert_int_eq(strncmp(shell_out,
				 "::error file=cases/udp/x.yaml,"
				 "line=9,title=a/x[2]::",
				 51),
			 0);
	text = shell_read("s.md");
	ck_assert_ptr_nonnull(strstr(text, "**1 regressed**"));
	free(text);
	/* It is added to what other steps say. */
	shell_expect(GATE "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=s.md " RUN
			  "-r bad -b bad; test $? = 0 && grep -c '^## ' s.md",
		     0, "");
	ck_assert_ptr_null(strstr(shell_out, "::error"));
	ck_assert_ptr_nonnull(strstr(shell_out, "\n2\n"));
}
END_TEST

/* The next change is judged by what this one leaves. */
START_TEST(goes_on)
{
	shell_expect(GATE RUN LIAR, STATUS_GAPS, "");
	shell_expect(GATE "cp -R gate/run base; " RUN "-b base " LIAR,
		     STATUS_GOOD, "");
	shell_expect(GATE RUN "-b base -- -H native", STATUS_GOOD, "");
}
END_TEST

/* --- files to copy ---*/

static const char *const files[] = {".github/workflows/gate.yml",
				    ".gitlab-ci.yml"};

/* Every text below `run`, `script` and their kind is good shell. */
static void scripts_check(const struct node *n, const char *key, int *found)
{
	static const char *const keys[] = {"run", "script", "before_script",
					   "after_script"};
	bool is = false;

	for (size_t i = 0; i < COUNT(keys); i++)
		is = is || (key && !strcmp(key, keys[i]));
	if (n->kind == NODE_SCALAR && is) {
		shell_write("part.sh", n->text);
		shell_expect("bash -n part.sh", 0, "");
		ck_assert_str_eq(shell_err, "");
		++*found;
	}
	for (int i = 0; i < n->n; i++)
		scripts_check(n->items[i],
			      n->kind == NODE_MAP ? n->keys[i]->text : key,
			      found);
}

START_TEST(copied)
{
	char *path = xasprintf("%s/%s", getenv("SOURCE"), files[_i]);
	struct mistakes m = {0};
	struct tree t = {0};
	int found = 0;

	ck_assert_msg(tree_load(&t, path, &m) == 0, "%s:%d: %s", path,
		      m.v[0].line, m.v[0].text);
	scripts_check(t.root, NULL, &found);
	ck_assert_int_ge(found, 3);
	ck_assert_ptr_nonnull(strstr(t.source, "scripts/gate"));
	tree_free(&t);
	free(path);
}
END_TEST

/* What a part that failed did play is kept, and judged. */
START_TEST(parts_are_kept)
{
	static const struct {
		const char *job, *key;
	} always[] = {
		{"sockets", "artifacts"},
		{"gate", NULL},
		{"gate", "artifacts"},
	};
	char *path = xasprintf("%s/.gitlab-ci.yml", getenv("SOURCE"));
	struct mistakes m = {0};
	struct tree t = {0};

	ck_assert_int_eq(tree_load(&t, path, &m), 0);
	for (size_t i = 0; i < COUNT(always); i++) {
		const struct node *n = node_get(t.root, always[i].job);

		if (always[i].key)
			n = node_get(n, always[i].key);
		ck_assert_ptr_nonnull(n);
		ck_assert(node_is(node_get(n, "when"), "always"));
	}
	tree_free(&t);
	free(path);
}
END_TEST

/*
 * Installed, all of it is found from any folder, and nothing of it in PATH.
 * What is played is the installed corpus, under the names that --help has.
 */
START_TEST(installed)
{
	shell_expect("case $BUILD in */san) san=SAN=1;; esac; "
		     "make -s -C $SOURCE $san install PREFIX=$PWD/p "
		     ">install.log 2>&1",
		     0, "");
	shell_expect("mkdir -p far && cd far && PATH=/usr/bin:/bin && "
		     "../p/bin/sockdiff run -q -o r -k '*/empty-datagram*' "
		     "cases/udp",
		     0, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "2 same"));
	/* Also beside cases of one's own. */
	shell_expect("cd far && mkdir -p cases/a && cp ../cases/a/x.yaml "
		     "cases/a && ../p/bin/sockdiff list cases/a "
		     "cases/udp/empty-datagram.yaml udp/broadcast",
		     0, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "a/x[1]"));
	ck_assert_ptr_nonnull(strstr(shell_out, "udp/empty-datagram"));
	shell_expect("cd far && unset SOCKDIFF && PATH=/usr/bin:/bin && "
		     "../p/share/sockdiff/gate -- -H sockhost "
		     "cases/udp/empty-datagram",
		     0, "");
	shell_expect("cd p/share/man && ls man1/sockdiff.1 "
		     "man5/sockdiff-case.5 man5/sockdiff-host.5",
		     0, "");
}
END_TEST

Suite *gate_suite(void);

Suite *gate_suite(void)
{
	Suite *s = suite_create("gate");
	TCase *t = tcase_create("gate");

	tcase_add_checked_fixture(t, open_all, shell_close);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, judges, 0, (int)COUNT(gates));
	tcase_add_loop_test(t, refused, 0, (int)COUNT(wrong));
	tcase_add_test(t, tells_github);
	tcase_add_test(t, goes_on);
	tcase_add_loop_test(t, copied, 0, (int)COUNT(files));
	tcase_add_test(t, parts_are_kept);
	tcase_add_test(t, installed);
	suite_add_tcase(s, t);
	return s;
}
