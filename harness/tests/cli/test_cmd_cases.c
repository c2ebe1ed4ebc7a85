/* SPDX-License-Identifier: Apache-2.0 */
/* The commands about cases: list, lint, coverage, ops, schema. */
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "cli/cmd.h"
#include "case/lint.h"
#include "result/results.h"
#include "base/util.h"

#define GOOD                                                   \
	"title: t\nwhy: socket(2)\ncovers: [socket]\nsteps:\n" \
	"  - socket: {domain: AF_INET, type: SOCK_DGRAM}\n"
#define SUSPECT                                                 \
	"title: \"a\\tb\"\nwhy: so\ncovers: [socket]\nsteps:\n" \
	"  - socket: {domain: AF_INET, type: SOCK_DGRAM}\n"
#define BAD "title: t\n"

/* Both outputs of a command that is called in the scratch folder. */
static char *call(int (*cmd)(int, char **), int argc, char **argv, int *status)
{
	char *why = NULL;
	int fd = open("out", O_RDWR | O_CREAT | O_TRUNC, 0666);

	fflush(NULL);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
	*status = cmd(argc, argv);
	fflush(NULL);
	return file_read("out", 1 << 20, NULL, &why);
}

static const struct {
	int (*cmd)(int, char **);
	const char *args[3];
	int status;
	const char *out;
} calls[] = {
	{cmd_list, {"cases/a.yaml"}, STATUS_GOOD, "a\tt\n"},
	{cmd_list,
	 {"-l", "a", "b"},
	 STATUS_GOOD,
	 "a\tt\tcases/a.yaml:1\nb\ta\\tb\tcases/b.yaml:1\n"},
	{cmd_list,
	 {"d"},
	 STATUS_USAGE,
	 "sockdiff: no file, folder or case named d\n"},
	{cmd_lint,
	 {"a"},
	 STATUS_GOOD,
	 "1 files, 1 cases, 0 mistakes, 0 warnings\n"},
	{cmd_lint,
	 {"a", "b"},
	 STATUS_GAPS,
	 "cases/b.yaml:1: `why` names no source: a manual page such as "
	 "recv(2), an RFC, an issue, a file or function of Linux\n"
	 "2 files, 2 cases, 0 mistakes, 1 warnings\n"},
	{cmd_lint, {"-k", "none"}, STATUS_USAGE, NULL},
	{cmd_ops,
	 {"SO_LINGER"},
	 STATUS_GOOD,
	 "  SO_LINGER                  SOL_SOCKET    LINGER: what close does "
	 "with unsent data\n"},
	{cmd_ops,
	 {"recvv"},
	 STATUS_USAGE,
	 "sockdiff: no operation or option named recvv; did you mean "
	 "recv?\n"},
	{cmd_ops,
	 {"close"},
	 STATUS_GOOD,
	 "close: close a descriptor: close(2)\n"
	 "\n"
	 "  fd             descriptor: name of a descriptor; stdin, stdout "
	 "or stderr; or\n"
	 "                 a number\n"
	 "\n"
	 "  returns: ret, errno\n"
	 "  example: - close: {fd: s}\n"},
};

START_TEST(calling)
{
	char *argv[] = {"sockdiff", (char *)calls[_i].args[0],
			(char *)calls[_i].args[1], (char *)calls[_i].args[2],
			NULL};
	int argc = 1, status;

	while (argv[argc])
		argc++;
	scratch_write("cases/a.yaml", GOOD, strlen(GOOD));
	scratch_write("cases/b.yaml", SUSPECT, strlen(SUSPECT));
	scratch_write("cases/c.yaml", BAD, strlen(BAD));
	char *out = call(calls[_i].cmd, argc, argv, &status);
	if (calls[_i].out)
		ck_assert_str_eq(out, calls[_i].out);
	ck_assert_int_eq(status, calls[_i].status);
	free(out);
}
END_TEST

/* Every table of the manual has something to say. */
START_TEST(tables)
{
	static const char *const options[] = {
		"--options", "--constants", "--errnos", "--kinds",
		"--needs",   "--gaps",      "--keys",
	};
	char *argv[] = {"sockdiff ops", (char *)options[_i], NULL};
	int status;
	char *out = call(cmd_ops, 2, argv, &status);

	ck_assert_int_eq(status, STATUS_GOOD);
	ck_assert_uint_gt(strlen(out), 300);
	free(out);
}
END_TEST

/* With one good case, coverage's holes are 1, a slip of the pen is 2. */
static const struct {
	const char *args[3];
	int status;
	const char *out; /* a piece of it */
} coverages[] = {
	{{"SO_LINGR"}, STATUS_USAGE, "did you mean SO_LINGER?"},
	{{"socket"}, STATUS_GAPS, "# udp new                  a\n"},
	{{"options", "-c"}, STATUS_GAPS, "get ??????? set ??????? effect"},
};

START_TEST(coverage)
{
	char *argv[] = {"sockdiff coverage", (char *)coverages[_i].args[0],
			(char *)coverages[_i].args[1], NULL};
	int argc = coverages[_i].args[1] ? 3 : 2, status;

	scratch_write("cases/a.yaml", GOOD, strlen(GOOD));
	char *out = call(cmd_coverage, argc, argv, &status);
	ck_assert_msg(strstr(out, coverages[_i].out), "%s", out);
	ck_assert_int_eq(status, coverages[_i].status);
	free(out);
}
END_TEST

START_TEST(list_as_json)
{
	char *argv[] = {"sockdiff list", "--json", "a", NULL};
	int status;

	scratch_write("cases/a.yaml", GOOD, strlen(GOOD));
	char *out = call(cmd_list, 3, argv, &status);
	json_t *list = json_loads(out, 0, NULL);
	json_t *first = json_array_get(list, 0);
	ck_assert_uint_eq(json_array_size(list), 1);
	ck_assert_str_eq(json_string_value(json_object_get(first, "id")), "a");
	ck_assert_int_eq(json_integer_value(json_object_get(first, "steps")),
			 1);
	json_decref(list);
	free(out);
}
END_TEST

/* All references of a schema lead to a definition of it. */
static void check_refs(const json_t *defs, json_t *o)
{
	const char *key;
	json_t *v;
	size_t i;

	json_array_foreach (o, i, v)
		check_refs(defs, v);
	json_object_foreach (o, key, v) {
		if (!strcmp(key, "$ref"))
			ck_assert_ptr_nonnull(json_object_get(
				defs, json_string_value(v) +
					      strlen("#/definitions/")));
		check_refs(defs, v);
	}
}

START_TEST(schema)
{
	char *argv[] = {"sockdiff schema", NULL};
	int status;
	char *out = call(cmd_schema, 1, argv, &status);
	json_t *o = json_loads(out, 0, NULL);
	json_t *defs = json_object_get(o, "definitions");

	for (int i = 0; i < ops_count; i++)
		ck_assert_ptr_nonnull(json_object_get(defs, ops[i].name));
	check_refs(defs, o);
	json_decref(o);
	free(out);
}
END_TEST

/* The script for a new case, brought into the scratch folder. Free it. */
static char *new_case_script(void)
{
	static const char *const above[] = {"..", "../.."};
	char *why = NULL;

	for (size_t i = 0; i < COUNT(above); i++) {
		char *path = xasprintf("%s/%s/scripts/new-case", plays_build(),
				       above[i]);
		char *text = file_read(path, 1 << 20, NULL, &why);

		free(path);
		if (text)
			return text;
	}
	ck_abort_msg("%s", why);
	return NULL;
}

static int run(const char *command)
{
	int status = system(command);

	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What it makes is a good case; it is made once, and only where it belongs. */
START_TEST(new_case)
{
	char *what[] = {"cases/udp/it-works.yaml"}, *why = NULL;
	const struct selection sel = {.what = what, .nwhat = 1};
	char *script = new_case_script();
	struct mistakes m = {0};
	struct corpus c;

	scratch_write("scripts/new-case", script, strlen(script));
	ck_assert_int_eq(run("sh scripts/new-case udp/it-works >out"), 0);
	ck_assert_int_eq(corpus_load(&sel, &c, &why), 0);
	ck_assert_int_eq(c.nmistakes, 0);
	ck_assert_int_eq(c.n, 2);
	lint_file(c.cases, c.n, &m);
	ck_assert_int_eq(m.told, 0);
	corpus_free(&c);
	ck_assert_int_eq(run("sh scripts/new-case udp/it-works 2>out"), 2);
	ck_assert_int_eq(run("sh scripts/new-case ../it-works 2>out"), 2);
	ck_assert_int_eq(run("sh scripts/new-case It/Works 2>out"), 2);
	ck_assert_int_eq(run("sh scripts/new-case 2>out"), 2);
	ck_assert_int_eq(run("sh scripts/new-case --help >out"), 0);
	free(script);
}
END_TEST

Suite *cmd_cases_suite(void);

Suite *cmd_cases_suite(void)
{
	Suite *s = suite_create("cmd_cases");
	TCase *t = tcase_create("cmd_cases");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_loop_test(t, calling, 0, COUNT(calls));
	tcase_add_loop_test(t, tables, 0, 7);
	tcase_add_loop_test(t, coverage, 0, COUNT(coverages));
	tcase_add_test(t, list_as_json);
	tcase_add_test(t, schema);
	tcase_add_test(t, new_case);
	suite_add_tcase(s, t);
	return s;
}
