/* SPDX-License-Identifier: Apache-2.0 */
/* A run in parts: which part, and all parts joined. */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "result/results.h"
#include "result/load.h"
#include "base/util.h"
#include "tests/help/shell.h"
#include "tests/help/written.h"

/* --- which part ---*/

#define UNSET                                                      \
	"unset TEST_SHARD_INDEX TEST_TOTAL_SHARDS "                \
	"JOB_COMPLETION_INDEX JOB_COMPLETION_COUNT CI_NODE_INDEX " \
	"CI_NODE_TOTAL TEST_SHARD_STATUS_FILE; "

#define CASES                                            \
	"title: t\nwhy: socket(2)\ncovers: [socket]\n"   \
	"each: {n: [1, 2, 3, 4, 5]}\nsteps:\n"           \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"                           \
	"  - send: {fd: a, data: x$n}\n"                 \
	"  - recv: {fd: b, len: 2}\n"

static void open_all(void)
{
	shell_open();
	shell_write("cases/a/x.yaml", CASES);
	/* Two of five have a gap. */
	shell_write("liar", "#!/bin/sh\n$BUILD/guests/player-native | "
			    "sed -u 's/data=783[24]/data=7939/'\n");
	chmod("liar", 0755);
}

static const struct {
	const char *line, *ids;
} parts[] = {
	{"sockdiff run -H native -o r", "12345"},
	{"sockdiff run -H native -o r --shard 1/1", "12345"},
	{"sockdiff run -H native -o r --shard 1/2", "135"},
	{"sockdiff run -H native -o r --shard 2/2", "24"},
	{"sockdiff run -H native -o r --shard 3/4", "3"},
	{"sockdiff run -H native -o r --shard 6/7", ""},
	{"sockdiff run -H native -o r --shard 1/2 'a/x[5]' 'a/x[2]'", "2"},
	{"TEST_SHARD_INDEX=1 TEST_TOTAL_SHARDS=2 "
	 "sockdiff run -H native -o r",
	 "24"},
	{"JOB_COMPLETION_INDEX=0 JOB_COMPLETION_COUNT=3 "
	 "sockdiff run -H native -o r",
	 "14"},
	{"CI_NODE_INDEX=3 CI_NODE_TOTAL=3 sockdiff run -H native -o r", "3"},
	/* GitLab sets the total to 1 where there are no shards. */
	{"CI_NODE_TOTAL=1 sockdiff run -H native -o r", "12345"},
	{"CI_NODE_INDEX=3 CI_NODE_TOTAL=3 "
	 "sockdiff run -H native -o r --shard 2/2",
	 "24"},
};

START_TEST(part)
{
	char *line = xasprintf(UNSET "%s", parts[_i].line), ids[8] = "";
	char *why = NULL;
	json_t *o, *c;
	size_t i;

	shell_expect(line, STATUS_GOOD, "");
	o = report_load("r/results.json", &why);
	ck_assert_msg(o, "%s", why);
	json_array_foreach (json_object_get(o, "cases"), i, c)
		ids[i] = report_str(c, "id")[4];
	ck_assert_str_eq(ids, parts[_i].ids);
	json_decref(o);
	free(line);
}
END_TEST

START_TEST(status_file)
{
	shell_expect(UNSET "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=2 "
			   "TEST_SHARD_STATUS_FILE=touched "
			   "sockdiff run -H native -o r",
		     STATUS_GOOD, "");
	ck_assert_int_eq(access("touched", F_OK), 0);
	shell_expect(UNSET "TEST_SHARD_STATUS_FILE=/nowhere/x "
			   "sockdiff run -H native -o r",
		     STATUS_USAGE,
		     "sockdiff: TEST_SHARD_STATUS_FILE: cannot write "
		     "/nowhere/x");
}
END_TEST

static const struct {
	const char *line, *err;
} no_part[] = {
	{"sockdiff run --shard 0/2",
	 "sockdiff: --shard must be I/N, from 1/N to N/N with N at most "
	 "10000, not 0/2\n"},
	{"sockdiff run --shard 3/2", "not 3/2"},
	{"sockdiff run --shard 1", "not 1\n"},
	{"sockdiff run --shard 1/", "not 1/\n"},
	{"sockdiff run --shard /2", "not /2\n"},
	{"sockdiff run --shard +1/2", "not +1/2"},
	{"sockdiff run --shard 1/99999999999", "not 1/99999999999"},
	{"sockdiff run --shard 1/2/3", "not 1/2/3"},
	{"JOB_COMPLETION_INDEX=0 sockdiff run",
	 "JOB_COMPLETION_INDEX=0 is set, as by Kubernetes, but "
	 "JOB_COMPLETION_COUNT is not: set it"},
	{"TEST_SHARD_INDEX=2 TEST_TOTAL_SHARDS=2 sockdiff run",
	 "TEST_SHARD_INDEX=2 and TEST_TOTAL_SHARDS=2 are not a valid shard: "
	 "Bazel counts from 0"},
	{"CI_NODE_INDEX=0 CI_NODE_TOTAL=2 sockdiff run",
	 "are not a valid shard: GitLab counts from 1"},
	{"CI_NODE_INDEX=one CI_NODE_TOTAL=2 sockdiff run", "are not a valid "
							   "shard"},
};

START_TEST(no_shard)
{
	char *line = xasprintf(UNSET "%s", no_part[_i].line);

	shell_expect(line, STATUS_USAGE, no_part[_i].err);
	ck_assert_str_eq(shell_out, "");
	free(line);
}
END_TEST

/* --- joined ---*/

#define LIAR UNSET "sockdiff run --host-cmd ./liar --abi x "

static const int shards[] = {1, 2, 3, 5, 7};

/* Whatever the number of shards, what is joined is the whole, to the byte. */
START_TEST(joined)
{
	struct buf names = {0};
	char *line;

	shell_expect(LIAR "-o whole", STATUS_GAPS, "");
	shell_expect("sockdiff baseline --from whole -o known.yaml; sed -i "
		     "'s/x.2./x[1]/' known.yaml",
		     STATUS_GOOD, "");
	shell_expect(LIAR "-o whole --baseline known.yaml", STATUS_GAPS, "");
	/* Named last first: their order says nothing. */
	for (int i = shards[_i]; i >= 1; i--) {
		line = xasprintf(LIAR "-o s%d --shard %d/%d --baseline "
				      "known.yaml || test $? = 1",
				 i, i, shards[_i]);
		shell_expect(line, 0, "");
		free(line);
		buf_printf(&names, " s%d", i);
	}
	line = xasprintf("sockdiff merge -o all%s", names.s);
	shell_expect(line, STATUS_GAPS, "");
	shell_expect("cmp whole/results.json all/results.json", 0, "");
	shell_expect("diff -r whole/cases all/cases", 0, "");
	shell_expect("cmp whole/sources.json all/sources.json", 0, "");
	shell_expect("sockdiff report -f junit -o j.xml all; xmllint --xpath "
		     "'count(//testcase[@time])' j.xml",
		     0, "");
	ck_assert_int_eq(atoi(shell_out), 5);
	free(line);
	buf_free(&names);
}
END_TEST

/* A shard of two, with one thing changed: a path of keys and its value. */
static void part_written(const char *dir, int index, const char *lines,
			 const char *path, json_t *value)
{
	json_t *o = written_results("h", lines), *at = o;
	json_t *shard = json_pack("{s:i, s:i, s:i, s:s}", "index", index,
				  "total", 2, "cases", 2, "corpus", "c0");

	json_object_set_new(o, "shard", shard);
	for (const char *dot; path && (dot = strchr(path, ':'));
	     path = dot + 1) {
		char *key = xstrndup(path, (size_t)(dot - path));

		at = json_object_get(at, key);
		free(key);
	}
	if (path && value)
		json_object_set_new(at, path, value);
	else if (path)
		json_object_del(at, path);
	written_store(dir, o);
}

static const struct {
	const char *path, *value, *err;
} others[] = {
	{"host:name", "i", "different hosts: h in a, i in b\n"},
	{"host:version", "2",
	 "different versions of the host: nothing in a, 2 in b\n"},
	{"host:command", "x",
	 "different commands of the host: h in a, x in b\n"},
	{"host:abi", "x", "different ABIs: "},
	{"machine:kernel", "9.9", "different kernels: "},
	{"machine:arch", "riscv", "different machines: "},
	{"machine:sysctls:net.core.somaxconn", "3",
	 "different values of net.core.somaxconn: "},
	{"machine:sysctls:net.new", "3", "net.new is set in b and not in a\n"},
	{"sockdiff", "9",
	 "different versions of sockdiff: 0.1.0 in a, 9 in b\n"},
	{"baseline", "x", "different baselines: nothing in a, x in b\n"},
	{"shard:corpus", "c1",
	 "different selections of cases: 2 cases in a, 2 others in b\n"},
	{"packets", "", "packets were captured in only one of a and b\n"},
	{"shard", NULL, "b is not a shard: it was run without --shard\n"},
};

START_TEST(not_of_one_run)
{
	part_written("a", 1, "udp/a same\n", NULL, NULL);
	part_written("b", 2, "udp/b same\n", others[_i].path,
		     !others[_i].value   ? NULL
		     : *others[_i].value ? json_string(others[_i].value)
					 : json_false());
	shell_expect("sockdiff merge -o all a b", STATUS_USAGE, others[_i].err);
	ck_assert_int_eq(access("all", F_OK), -1);
}
END_TEST

static const struct {
	const char *line, *err;
} wrong[] = {
	{"sockdiff merge", "name the folders of the shards"},
	{"sockdiff merge -o all a", "sockdiff: shard 2/2 is missing\n"},
	{"sockdiff merge -o all a a", "duplicate shard 1/2: a and a\n"
				      "sockdiff: shard 2/2 is missing\n"},
	{"sockdiff merge -o all a b nothing", "nothing is not a folder"},
	{"sockdiff merge -o all a c", "case udp/a is in two shards\n"},
	{"sockdiff merge -o all a d", "the shards have 3 cases together, but "
				      "the run has 2\n"},
	{"sockdiff merge -o a a b", "the output folder a contains a shard: "
				    "choose another with -o\n"},
	{"sockdiff merge -o . a b", "contains a shard"},
	{"sockdiff merge -o cases a b", "cases is not a report folder"},
};

START_TEST(refused)
{
	part_written("a", 1, "udp/a same\n", NULL, NULL);
	part_written("b", 2, "udp/b same\n", NULL, NULL);
	part_written("c", 2, "udp/a same\n", NULL, NULL);
	part_written("d", 2, "udp/b same\nudp/c same\n", NULL, NULL);
	shell_expect("sockdiff merge -o good a b", STATUS_GOOD, "");
	shell_expect(wrong[_i].line, STATUS_USAGE, wrong[_i].err);
}
END_TEST

START_TEST(statuses)
{
	part_written("a", 1, "udp/a same\n", NULL, NULL);
	part_written("b", 2, "udp/b broken no room\n", NULL, NULL);
	shell_expect("sockdiff merge -o all a b", STATUS_BROKEN, "");
	part_written("b", 2, "udp/b fixed\n", NULL, NULL);
	shell_expect("sockdiff merge -o all a b", STATUS_GAPS, "");
	/* A part that was interrupted lacks cases, and so does the whole. */
	part_written("b", 2, "", "interrupted", json_true());
	shell_expect("sockdiff merge -o all a b", STATUS_GOOD, "");
	shell_expect("grep interrupted all/results.json", 0, "");
}
END_TEST

/* Several places, told by several parts, in the order of one run. */
START_TEST(recorded)
{
	part_written("a", 1, "udp/a same\n", "recorded",
		     json_string("Linux 6.1 x and Linux 6.6 x"));
	part_written("b", 2, "udp/b same\n", "recorded",
		     json_string("Linux 5.1 x and Linux 6.1 x"));
	shell_expect("sockdiff merge -o all a b; grep '\"recorded\": "
		     "\"Linux 5.1 x and Linux 6.1 x and Linux 6.6 x\"' "
		     "all/results.json",
		     0, "");
}
END_TEST

Suite *shard_suite(void);

Suite *shard_suite(void)
{
	Suite *s = suite_create("shard");
	TCase *t = tcase_create("shard");

	tcase_add_checked_fixture(t, open_all, shell_close);
	tcase_set_timeout(t, 30);
	tcase_add_loop_test(t, part, 0, (int)COUNT(parts));
	tcase_add_test(t, status_file);
	tcase_add_loop_test(t, no_shard, 0, (int)COUNT(no_part));
	tcase_add_loop_test(t, joined, 0, (int)COUNT(shards));
	tcase_add_loop_test(t, not_of_one_run, 0, (int)COUNT(others));
	tcase_add_loop_test(t, refused, 0, (int)COUNT(wrong));
	tcase_add_test(t, statuses);
	tcase_add_test(t, recorded);
	suite_add_tcase(s, t);
	return s;
}
