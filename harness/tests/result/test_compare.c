/* SPDX-License-Identifier: Apache-2.0 */
/* Two runs: what became worse, better, other. */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "result/compare.h"
#include "result/results.h"
#include "base/util.h"
#include "tests/help/shell.h"
#include "tests/help/written.h"

static const struct {
	const char *a, *b, *change; /* NULL: nothing became of it */
	int status;
} pairs[] = {
	{"same\n", "same\n", NULL, 0},
	{"inexpressible no\n", "inexpressible other\n", NULL, 0},
	{"differs recv errno A B\n", "differs recv errno A B\n", NULL, 0},
	{"same\n", "differs recv errno A B\n", "regressed", 1},
	{"same\n", "unsupported recv missing A B\n", "regressed", 1},
	{"same\n", "crashed recv crash A B\n", "regressed", 1},
	{"inexpressible no\n", "differs recv errno A B\n", "regressed", 1},
	{"differs recv errno A B\n", "hung recv errno A B\n", "regressed", 1},
	{"hung recv hang A B\n", "crashed recv crash A B\n", "regressed", 1},
	{"differs recv errno A B\n", "same\n", "fixed", 0},
	{"crashed recv errno A B\n", "same\n", "fixed", 0},
	{"differs recv errno A B\n", "inexpressible no\n", "changed", 0},
	{"same\n", "inexpressible no\n", "changed", 0},
	{"differs recv errno A B\n", "differs recv errno A C\n", "changed", 0},
	{"unsupported recv missing A B\n", "differs recv errno A C\n",
	 "changed", 0},
	{"crashed recv crash A B\n", "differs recv errno A C\n", "changed", 0},
	/* Whoever lists it in the baseline of the change means it. */
	{"same\n", "known recv errno A B\n", "changed", 0},
	{"known recv errno A B\n", "fixed\n", "fixed", 0},
	{NULL, "same\n", "added", 0},
	{NULL, "differs recv errno A B\n", "added", 0},
	{"same\n", NULL, "gone", 0},
	{"broken no room\n", "differs recv errno A B\n", "added", 0},
	{"same\n", "broken no room\n", "gone", 3},
	{NULL, "broken no room\n", NULL, 3},
	{"broken no room\n", "broken no room\n", NULL, 3},
};

static void run_write(const char *name, const char *tcase)
{
	char *lines = xasprintf("udp/before same\n%s%s", tcase ? "udp/x " : "",
				tcase ? tcase : "");

	written_run(name, name, lines);
	free(lines);
}

START_TEST(becomes)
{
	json_t *o, *change;
	char *text;

	run_write("a", pairs[_i].a);
	run_write("b", pairs[_i].b);
	shell_expect("sockdiff compare -f json a b", pairs[_i].status, "");
	o = json_loads(shell_out, 0, NULL);
	ck_assert_ptr_nonnull(o);
	change = json_array_get(json_object_get(o, "changes"), 0);
	ck_assert_str_eq(report_str(change, "change"),
			 pairs[_i].change ? pairs[_i].change : "");
	for (int k = 0; k < CHANGE_COUNT; k++) {
		bool is =
			!strcmp(change_names[k], report_str(change, "change"));

		ck_assert_int_eq(
			json_integer_value(json_object_get(
				json_object_get(o, "counts"), change_names[k])),
			is);
	}
	json_decref(o);
	/* The other formats agree. */
	shell_expect("sockdiff compare a b", pairs[_i].status, "");
	text = xasprintf("1 %s", pairs[_i].change);
	ck_assert_int_eq(strstr(shell_out, text) != NULL,
			 pairs[_i].change != NULL);
	free(text);
	shell_expect("sockdiff compare -f markdown a b", pairs[_i].status, "");
	shell_expect("sockdiff compare -f github a b", pairs[_i].status, "");
	ck_assert_int_eq(*shell_out != '\0',
			 pairs[_i].change &&
				 !strcmp(pairs[_i].change, "regressed"));
}
END_TEST

#define BASE                                    \
	"udp/a same\nudp/b same\nudp/c same\n"  \
	"udp/d differs recv errno EACCES EIO\n" \
	"udp/e unsupported recv missing success ENOSYS\n"
#define NEW                                     \
	"udp/a differs recv errno EACCES EIO\n" \
	"udp/b differs recv errno EACCES EIO\n" \
	"udp/c differs bind errno EACCES EIO\n" \
	"udp/d same\n"                          \
	"udp/e differs recv errno EACCES HOSTILE\n"

START_TEST(text_says)
{
	written_run("reports/h", "h", BASE);
	written_run("reports/i", "i", NEW);
	shell_expect("sockdiff compare h i", STATUS_GAPS, "");
	/* Causes come first. */
	ck_assert_ptr_nonnull(strstr(shell_out, "h to i\n"
						"\n"
						"New causes\n"
						"  1 gap: recv: EACCES "
						"becomes "));
	ck_assert_ptr_nonnull(strstr(
		shell_out, "    sockdiff run -H i -\n\nCauses with more gaps\n"
			   "  1 to 3 gaps: recv, bind: EACCES becomes EIO\n\n"
			   "Causes that are gone\n"
			   "  1 gap: recv: fails with ENOSYS where Linux "
			   "succeeds\n\n"
			   "Regressed: "));
	ck_assert_ptr_nonnull(
		strstr(shell_out,
		       "\n"
		       "Regressed: a new gap, or a worse one\n"
		       "   2 cases  recv failed with EIO (Linux: EACCES)\n"
		       "            cases/udp/x.yaml:9\n"
		       "            sockdiff run -H i -\n"
		       "   1 case   bind failed with EIO (Linux: EACCES)\n"));
	ck_assert_ptr_nonnull(strstr(
		shell_out, "\n"
			   "Fixed: now the same as on Linux\n"
			   "  udp/d: differs: recv failed with EIO (Linux: "
			   "EACCES)\n"));
	ck_assert_ptr_nonnull(strstr(
		shell_out, "\n3 regressed, 1 fixed, 1 changed; same 3 to 1\n"));
}
END_TEST

START_TEST(markdown_says)
{
	const char *head = "## sockdiff: `h` (`x/h`) to `h` (`y/h`)\n\n"
			   "**3 regressed**, **1 fixed**, **1 changed**; "
			   "same 3 to 1\n\n"
			   "### New causes\n\n"
			   "- 1 gap: `";
	const char *regressed =
		"\n"
		"### Causes with more gaps\n"
		"\n"
		"- 1 to 3 gaps: `recv, bind: EACCES becomes EIO`\n"
		"\n"
		"### Causes that are gone\n"
		"\n"
		"- 1 gap: `recv: fails with ENOSYS where Linux succeeds`\n"
		"\n"
		"### Regressed: a new gap, or a worse one\n"
		"\n"
		"1. 2 cases: `recv failed with EIO (Linux: EACCES)`  \n"
		"   `cases/udp/x.yaml:9`\n"
		"\n"
		"   ```sh\n"
		"   sockdiff run -H h -\n"
		"   ```\n";

	written_run("x/h", "h", BASE);
	written_run("y/h", "h", NEW);
	shell_expect("sockdiff compare -f markdown x/h y/h/results.json "
		     "-o out.md",
		     STATUS_GAPS, "");
	ck_assert_str_eq(shell_out, "");
	shell_expect("sockdiff compare -f markdown x/h y/h", STATUS_GAPS, "");
	ck_assert_msg(strncmp(shell_out, head, strlen(head)) == 0, "%s",
		      shell_out);
	ck_assert_msg(strstr(shell_out, regressed) != NULL, "%s", shell_out);
	ck_assert_ptr_null(strstr(shell_out, "\nok 1"));
	/* Of one machine and one sockdiff, there is nothing to beware of. */
	ck_assert_ptr_null(strstr(shell_out, "not played alike"));
}
END_TEST

/* What only one run played says nothing of a cause; a known gap is one. */
START_TEST(causes_of_both)
{
	json_t *o, *causes;

	written_run("x", "h",
		    "udp/a differs recv errno EACCES EIO\n"
		    "udp/b differs recv errno EACCES EIO\n"
		    "udp/c same\nudp/d broken no room\n");
	written_run("y", "h",
		    "udp/b known recv errno EACCES EIO\n"
		    "udp/c differs bind data 10 4\n"
		    "udp/d differs bind errno A B\n"
		    "udp/e differs bind errno A B\n");
	shell_expect("sockdiff compare -f json x y", STATUS_GAPS, "");
	o = json_loads(shell_out, 0, NULL);
	causes = json_object_get(o, "causes");
	ck_assert_uint_eq(json_array_size(causes), 1);
	ck_assert_str_eq(report_str(json_array_get(causes, 0), "change"),
			 "new");
	ck_assert_str_eq(report_str(json_array_get(causes, 0), "id"),
			 "data_other:bind");
	json_decref(o);
}
END_TEST

START_TEST(played_elsewhere)
{
	json_t *o = written_results("h", BASE);

	written_run("x", "h", BASE);
	json_object_set_new(json_object_get(o, "machine"), "kernel",
			    json_string("9.9"));
	json_object_set_new(o, "sockdiff", json_string("9"));
	json_object_set_new(o, "packets", json_false());
	written_store("y", o);
	shell_expect("sockdiff compare x y", STATUS_GOOD, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "\n"
						"The runs were made under "
						"different conditions: "
						"sockdiff 0.1.0 and 9, "
						"Linux "));
	ck_assert_ptr_nonnull(strstr(shell_out, " and 9.9, packets captured "
						"and not captured\n"));
}
END_TEST

START_TEST(interrupted)
{
	json_t *o = written_results("h", BASE);

	written_run("x", "h", BASE);
	json_object_set_new(o, "interrupted", json_true());
	written_store("y", o);
	shell_expect("sockdiff compare x y", STATUS_BROKEN, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "the second was interrupted"));
	shell_expect("sockdiff compare y x", STATUS_GOOD, "");
}
END_TEST

START_TEST(long_lists)
{
	struct buf a = {0}, b = {0};

	for (int i = 0; i < 2000; i++) {
		buf_printf(&a,
			   "udp/%04d same\nudp/%04dx differs recv errno A "
			   "B\n",
			   i, i);
		buf_printf(&b,
			   "udp/%04d differs recv errno A E%d\n"
			   "udp/%04dx same\n",
			   i, i, i);
	}
	written_run("x", "h", a.s);
	written_run("y", "h", b.s);
	buf_free(&a);
	buf_free(&b);
	shell_expect("sockdiff compare -f markdown x y", STATUS_GAPS, "");
	ck_assert_uint_lt(strlen(shell_out), 16384);
	ck_assert_ptr_nonnull(strstr(shell_out, "\nand 1990 more\n"));
	ck_assert_ptr_nonnull(strstr(shell_out, "\nand 1980 more\n"));
	shell_expect("sockdiff compare -f github x y | grep -c ^::error", 0,
		     "");
	ck_assert_str_eq(shell_out, "10\n");
}
END_TEST

static const struct {
	const char *line, *err;
} wrong[] = {
	{"sockdiff compare", "name the two runs to compare"},
	{"sockdiff compare a", "name the two runs to compare"},
	{"sockdiff compare a a a", "exactly two runs are compared: unexpected "
				   "argument a"},
	{"sockdiff compare a nothing", "sockdiff: nothing is not a folder"},
	{"sockdiff compare nowhere nothing", "sockdiff: nowhere is not "
					     "a folder"},
	{"sockdiff compare nowhere nothing", "sockdiff: nothing is not "
					     "a folder"},
	{"sockdiff compare -f junit a a", "unknown format junit\n"},
	{"sockdiff compare -f txt a a", "did you mean text?"},
	{"sockdiff compare a a -o /nowhere/x", "/nowhere/x"},
	{"sockdiff compare a broken", "broken/results.json:1: "},
};

START_TEST(refused)
{
	run_write("a", NULL);
	shell_write("broken/results.json", "{");
	shell_expect(wrong[_i].line, STATUS_USAGE, wrong[_i].err);
}
END_TEST

Suite *compare_suite(void);

Suite *compare_suite(void)
{
	Suite *s = suite_create("compare");
	TCase *t = tcase_create("compare");

	tcase_add_checked_fixture(t, shell_open, shell_close);
	tcase_set_timeout(t, 20);
	tcase_add_loop_test(t, becomes, 0, (int)COUNT(pairs));
	tcase_add_test(t, text_says);
	tcase_add_test(t, markdown_says);
	tcase_add_test(t, causes_of_both);
	tcase_add_test(t, played_elsewhere);
	tcase_add_test(t, interrupted);
	tcase_add_test(t, long_lists);
	tcase_add_loop_test(t, refused, 0, (int)COUNT(wrong));
	suite_add_tcase(s, t);
	return s;
}
