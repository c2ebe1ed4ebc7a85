/* SPDX-License-Identifier: Apache-2.0 */
/* Manual pages and completions say what --help says. */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "base/options.h"
#include "host/host.h"
#include "host/marks.h"
#include "lang/tables.h"
#include "result/results.h"
#include "cli/manual/roff.h"
#include "tests/help/shell.h"

static const char *const pages[] = {"--man", "--case", "--host", "--run"};

/* groff has nothing to say against it, at any width. */
START_TEST(page_is_good)
{
	char *line = xasprintf("sockdiff manual %s >page; for n in 20 78 200; "
			       "do groff -man -Tutf8 -ww -rLL=${n}n page "
			       ">text$n || exit 1; done",
			       pages[_i]);

	shell_expect(line, 0, "");
	/* Very narrow, long words stick out: nothing else is said. */
	free(line);
	line = xasprintf("groff -man -Tutf8 -ww page >text");
	shell_expect(line, 0, "");
	ck_assert_str_eq(shell_err, "");
	free(line);
	shell_expect("grep -n '[^[:print:][:space:]]' page", 1, "");
}
END_TEST

/* What a reader sees, without bold and underlining, one blank for several. */
static char *formatted(const char *page)
{
	char *line = xasprintf("sockdiff manual %s | groff -man -Tascii -P-c "
			       "-P-b -P-u -rLL=2000n | tr -s ' \\n' ' '",
			       page);

	shell_expect(line, 0, "");
	free(line);
	return xstrdup(shell_out);
}

static void option_expect(const struct argp_option *o, void *ctx)
{
	char *option = xasprintf("--%s%s%s", o->name, o->arg ? "=" : "",
				 o->arg ? o->arg : "");

	ck_assert_msg(strstr(ctx, option), "%s", option);
	free(option);
}

START_TEST(page_has_all_commands)
{
	char *text = formatted("--man");

	for (const struct command *c = commands; c->name; c++) {
		char *title = xasprintf("sockdiff %s [OPTION...]", c->name);

		ck_assert_msg(strstr(text, title), "%s", title);
		option_walk(c->argp, option_expect, text);
		free(title);
	}
	ck_assert_ptr_nonnull(strstr(text, "JOB_COMPLETION_INDEX"));
	ck_assert_ptr_nonnull(strstr(text, " junit JUnit XML"));
	free(text);
}
END_TEST

/* All that a manifest can have, from the tables that it is read with. */
START_TEST(page_has_all_of_manifests)
{
	static const char *const keys[] = {
#define KEY(name, kind, help) " " #name ": ",
#include "host/manifest.def"
#undef KEY
	};
	char *text = formatted("--host");

	for (size_t i = 0; i < COUNT(keys); i++)
		ck_assert_msg(strstr(text, keys[i]), "%s", keys[i]);
	for (int i = 0; i < marks_count; i++) {
		char *mark = xasprintf("{%s} in ", marks[i].name);

		ck_assert_msg(strstr(text, mark), "%s", mark);
		free(mark);
	}
	for (int i = 0; i < QUIRKS; i++)
		ck_assert_ptr_nonnull(strstr(text, quirk_rows[i].name));
	for (int i = 0; i < PREOPEN_KINDS; i++)
		ck_assert_ptr_nonnull(strstr(text, preopen_rows[i].name));
	free(text);
}
END_TEST

/* What sockhost-run --help lists: argp of the program itself is asked. */
START_TEST(page_has_all_of_sockhost_run)
{
	char *text = formatted("--run"), *save = NULL, *options;
	int n = 0;

	option_walk(program_help.run_argp, option_expect, text);
	shell_expect("sockhost-run --help | grep -o -e '--[a-z][a-z-]*=*[^ ]*' "
		     "| grep -v -e --usage -e '[^]a-zA-Z]$' | sort -u",
		     0, "");
	options = xstrdup(shell_out);
	for (char *o = strtok_r(options, "\n", &save); o;
	     o = strtok_r(NULL, "\n", &save), n++)
		ck_assert_msg(strstr(text, o), "%s", o);
	ck_assert_int_ge(n, 15);
	ck_assert_ptr_nonnull(strstr(text, "Resources of the guest: --allow"));
	ck_assert_ptr_nonnull(strstr(text, "--invoke add sums.wasm -- 2 3"));
	free(options);
	free(text);
}
END_TEST

START_TEST(page_has_the_language)
{
	char *text = formatted("--case");

	for (int i = 0; i < ops_count; i++) {
		ck_assert_msg(strstr(text, ops[i].name), "%s", ops[i].name);
		ck_assert_msg(strstr(text, ops[i].help), "%s", ops[i].help);
	}
	for (int i = 0; i < sockopts_count; i++)
		ck_assert_msg(strstr(text, sockopts[i].name), "%s",
			      sockopts[i].name);
	for (int i = 0; i < GAP_COUNT; i++)
		ck_assert_msg(strstr(text, gap_meanings[i]), "%s",
			      gap_names[i]);
	free(text);
}
END_TEST

/* The README explains each class of gap, in the words of a report. */
START_TEST(readme_has_all_gaps)
{
	for (int i = 0; i < GAP_COUNT; i++) {
		char *line = xasprintf("grep -c '^| `%s` | .* |$' "
				       "$SOURCE/README.md",
				       gap_names[i]);

		shell_expect(line, 0, "");
		ck_assert_str_eq(shell_out, "1\n");
		free(line);
	}
}
END_TEST

/* The example of its synopsis is a case that can be played. */
START_TEST(page_has_a_good_case)
{
	shell_expect("mkdir cases/m; sockdiff manual --case | groff -man "
		     "-Tascii -P-c -P-b -P-u -rLL=200n | sed -n "
		     "'/^SYNOPSIS/,/^DESCRIPTION/s/^           //p' "
		     ">cases/m/x.yaml; sockdiff lint m/x; sockdiff run -H "
		     "native -o r 'm/x[4]'",
		     STATUS_GOOD, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "1 files, 2 cases, 0 mistakes, "
						"0 warnings\n"));
}
END_TEST

static const struct {
	const char *text, *roff;
} texts[] = {
	{"", ""},
	{".SH x", "\\&.SH x"},
	{"a\n.b\n'c", "a\n\\&.b\n\\(aqc"},
	{"a\\b \"q\" --x ~ ^ `", "a\\eb \\(dqq\\(dq \\-\\-x \\(ti \\(ha "
				 "\\(ga"},
	{"\xc2\xb5s \xe2\x80\xa6 \xf0\x9f\x90\xa2",
	 "\\[u00B5]s \\[u2026] \\[u1F422]"},
	{"\x1b[2J\xff", "\\ex1b[2J\\exff"},
};

START_TEST(roff)
{
	struct buf b = {0};

	roff_text(&b, texts[_i].text);
	ck_assert_str_eq(b.s ? b.s : "", texts[_i].roff);
	buf_free(&b);
}
END_TEST

/* What it was told comes out of groff again. */
START_TEST(roff_is_read_back)
{
	struct buf b = {0};

	buf_puts(&b, ".TH X 1\n.SH \"A\"\n");
	roff_paragraphs(&b, "'one' \\fB.two\n.three --four\n\n  .five 'six'\n"
			    "  \\n(seven\n");
	shell_write("page", b.s);
	buf_free(&b);
	shell_expect("groff -man -Tascii -ww -P-c -P-b -P-u page | tr -s "
		     "' \\n' ' ' | grep -F \"'one' \\\\fB.two .three --four "
		     ".five 'six' \\\\n(seven\"",
		     0, "");
	ck_assert_str_eq(shell_err, "");
}
END_TEST

/* --- completions ---*/

/* What bash offers for a command line whose last word is being typed. */
static const struct {
	const char *words, *offers; /* sorted, some may be left out: ... */
} typed[] = {
	{"sockdiff ba", "baseline"},
	{"sockdiff --v", "--version"},
	{"sockdiff run --max", "--max-gaps"},
	{"sockdiff run -", "--abi --baseline ..."},
	{"sockdiff run --color ''", "always auto never"},
	{"sockdiff run --color = n", "never"},
	{"sockdiff run --color =", "always auto never"},
	{"sockdiff run --jobs ''", ""},
	{"sockdiff run --host nat", "native"},
	{"sockdiff run -H nat", "native"},
	{"sockdiff run -j 2 a/x", "a/x[1] a/x[2]"},
	{"sockdiff run cas", "cases"},
	{"sockdiff report -f j", "json junit"},
	{"sockdiff report --format = ma", "markdown"},
	{"sockdiff compare -f j", "json"},
	{"sockdiff compare ca", "cases"},
	{"sockdiff merge fi", ""},
	{"sockdiff run --baseline fi", "file"},
	{"sockdiff ops SO_REUSE", "SO_REUSEADDR SO_REUSEPORT"},
	{"sockdiff ops set-n", "set-nonblock"},
	{"sockdiff completion ''", "bash zsh"},
	{"sockdiff nothing x", ""},
	{"sockdiff run --abi wasin", "wasinet_v0"},
	{"sockdiff manual --r", "--run"},
	{"sockdiff run -- --max", ""},
	{"sockhost-run --in", "--invoke"},
	{"sockhost-run -", "--abi --allow ..."},
	{"sockhost-run --abi python", "python"},
	{"sockhost-run --abi = wasmedge", "wasmedge1 wasmedge2"},
	{"sockhost-run --cache c", "cases"},
	{"sockhost-run --dir = c", "cases"},
	{"sockhost-run --map g = cas", "cases"},
	{"sockhost-run --trace fi", "file"},
	{"sockhost-run --invoke ''", ""},
	{"sockhost-run file -- --in", ""},
	{"sockhost-run file -- fi", "file"},
};

static void open_all(void)
{
	shell_open();
	shell_write("file", "");
	shell_write("cases/a/x.yaml",
		    "title: t\nwhy: socket(2)\ncovers: [socket]\n"
		    "each: {n: [1, 2]}\nsteps:\n  - socket: {domain: AF_INET, "
		    "type: SOCK_DGRAM, protocol: $n}\n");
}

START_TEST(bash_offers)
{
	char *line = xasprintf(
		"bash -c 'source <(sockdiff completion bash); "
		"source <(sockdiff completion --run bash); COMP_WORDS=(%s); "
		"COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
		"$(complete -p $COMP_WORDS | cut -d \" \" -f 3); "
		"printf \"%%s\\n\" \"${COMPREPLY[@]}\"' | LC_ALL=C sort | tr "
		"'\\n' ' '",
		typed[_i].words);
	char *want = xasprintf("%s ", typed[_i].offers), *dots;

	for (char *p = line; (p = strstr(p, "''")); p += 2)
		memcpy(p, "\"\"", 2);
	shell_expect(line, 0, "");
	dots = strstr(want, "...");
	if (dots)
		*dots = shell_out[dots - want] = '\0';
	ck_assert_msg(!strcmp(shell_out, want), "%s: %s, not %s",
		      typed[_i].words, shell_out, want);
	ck_assert_str_eq(shell_err, "");
	free(want);
	free(line);
}
END_TEST

/* All that its --help lists is in both scripts; what is quoted is of others. */
static void options_expect(const char *program)
{
	char *line = xasprintf(
		"for o in $(%s --help | sed \"s/'[^']*'//g\" | grep -o -e "
		"'--[a-z][a-z-]*' | sort -u | grep -v usage); do grep -q -e \"$o\" "
		"b || echo $o; grep -q -e \"$o\" z || echo $o; done",
		program);

	shell_expect(line, 0, "");
	ck_assert_str_eq(shell_out, "");
	free(line);
}

/* Both shells know every option of every command, and parse the script. */
START_TEST(scripts_are_whole)
{
	shell_expect("sockdiff completion bash >b; bash -n b", 0, "");
	ck_assert_str_eq(shell_err, "");
	shell_expect("sockdiff completion zsh >z; zsh -n z", 0, "");
	ck_assert_str_eq(shell_err, "");
	for (const struct command *c = commands; c->name; c++) {
		char *program = xasprintf("sockdiff %s", c->name);

		options_expect(program);
		free(program);
	}
}
END_TEST

START_TEST(scripts_of_sockhost_run_are_whole)
{
	shell_expect("sockdiff completion --run bash >b; bash -n b", 0, "");
	ck_assert_str_eq(shell_err, "");
	shell_expect("sockdiff completion --run zsh >z; zsh -n z", 0, "");
	ck_assert_str_eq(shell_err, "");
	options_expect("sockhost-run");
}
END_TEST

/* What zsh's own functions are given: they work only inside of its editor. */
static const struct {
	const char *words, *has;
} specs[] = {
	{"sockdiff ''", "command commands\nrun:play cases on a host and "
			"report where it differs\n"},
	{"sockdiff report ''", ")-f+[Output format (default\\: "
			       "text)]:FORMAT:(text json junit"},
	{"sockdiff run ''", "\n--color=[auto, always or never]:WHEN:(auto "
			    "always never)\n"},
	{"sockdiff run ''", "\n(-j --jobs)--jobs=[Play N cases"},
	{"sockdiff merge ''", "\n*:DIR...:_files -/\n"},
	{"sockdiff run ''", ":HOST:_sockdiff_lines files \"sockdiff hosts "
			    "2>/dev/null | sed '1d; /^ /d; s/ .*//'\"\n"},
	{"sockhost-run ''", "\n--cache=[The folder for compiled guests "},
	{"sockhost-run ''", "\n*:GUEST.wasm \\[-- ARGUMENT...\\]:_files\n"},
};

START_TEST(zsh_offers)
{
	char *script = xasprintf(
		"compdef() { }\n"
		"_arguments() { print -rl -- \"$@\" }\n"
		"_describe() { print -r -- \"$@\"; print -rl -- $commands }\n"
		"source =(sockdiff completion zsh)\n"
		"source =(sockdiff completion --run zsh)\n"
		"words=(%s)\nCURRENT=$#words\n_${words[1]/-/_}\n",
		specs[_i].words);

	shell_write("try.zsh", script);
	shell_expect("zsh -f try.zsh", 0, "");
	ck_assert_str_eq(shell_err, "");
	ck_assert_msg(strstr(shell_out, specs[_i].has), "%s: %s", specs[_i].has,
		      shell_out);
	free(script);
}
END_TEST

/* Its helper runs the command that it is given. */
START_TEST(zsh_runs)
{
	shell_write("try.zsh",
		    "compdef() { }\ncompadd() { print -rl -- $lines }\n"
		    "_files() { print files }\n"
		    "source =(sockdiff completion zsh)\n"
		    "eval '_sockdiff_lines \"\" \"sockdiff hosts 2>/dev/null "
		    "| sed '\\''1d; /^ /d; s/ .*//'\\''\"'\n"
		    "_sockdiff_lines files \"sockdiff list | cut -f 1\"\n");
	shell_expect("zsh -f try.zsh", 0, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "native\n"));
	ck_assert_ptr_nonnull(strstr(shell_out, "\na/x[1]\na/x[2]\nfiles\n"));
}
END_TEST

static const struct {
	const char *line, *err;
} wrong[] = {
	{"sockdiff manual", "name a page: --man, --case, --host or --run"},
	{"sockdiff manual man", "unexpected argument man"},
	{"sockdiff completion", "name a shell, bash or zsh"},
	{"sockdiff completion fish", "unknown shell fish: bash and zsh are "
				     "supported"},
	{"sockdiff completion zsh bash", "unknown shell bash"},
};

START_TEST(refused)
{
	shell_expect(wrong[_i].line, STATUS_USAGE, wrong[_i].err);
}
END_TEST

Suite *manual_suite(void);

Suite *manual_suite(void)
{
	Suite *s = suite_create("manual");
	TCase *t = tcase_create("manual");

	tcase_add_checked_fixture(t, open_all, shell_close);
	tcase_set_timeout(t, 30);
	tcase_add_loop_test(t, page_is_good, 0, (int)COUNT(pages));
	tcase_add_test(t, page_has_all_commands);
	tcase_add_test(t, page_has_all_of_manifests);
	tcase_add_test(t, page_has_all_of_sockhost_run);
	tcase_add_test(t, page_has_the_language);
	tcase_add_test(t, readme_has_all_gaps);
	tcase_add_test(t, page_has_a_good_case);
	tcase_add_loop_test(t, roff, 0, (int)COUNT(texts));
	tcase_add_test(t, roff_is_read_back);
	tcase_add_loop_test(t, bash_offers, 0, (int)COUNT(typed));
	tcase_add_test(t, scripts_are_whole);
	tcase_add_test(t, scripts_of_sockhost_run_are_whole);
	tcase_add_loop_test(t, zsh_offers, 0, (int)COUNT(specs));
	tcase_add_test(t, zsh_runs);
	tcase_add_loop_test(t, refused, 0, (int)COUNT(wrong));
	suite_add_tcase(s, t);
	return s;
}
