/* SPDX-License-Identifier: Apache-2.0 */
/* What a host has of what a guest imports, and a player without the rest. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "host/probe.h"
#include "host/run.h"

/* --- modules --------------------------------------------------------------*/

static void imports_of(struct wasm_imports *list, const char *file)
{
	char *why = NULL;

	*list = (struct wasm_imports){0};
	ck_assert_msg(wasm_imports(list, file, &why) == 0, "%s", why);
}

static const struct wasm_import *import_find(const struct wasm_imports *list,
					     const char *name)
{
	for (int i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0)
			return &list->v[i];
	return NULL;
}

START_TEST(player_imports)
{
	char *file = xasprintf("%s/guests/player-preview1.wasm", plays_build());
	struct wasm_imports list;

	imports_of(&list, file);
	ck_assert_str_eq(import_find(&list, "sock_recv")->type, "iiiiii:i");
	ck_assert_str_eq(import_find(&list, "path_open")->type, "iiiiiIIii:i");
	ck_assert_str_eq(import_find(&list, "proc_exit")->type, "i:");
	ck_assert_str_eq(import_find(&list, "proc_exit")->module,
			 "wasi_snapshot_preview1");
	wasm_imports_free(&list);
	free(file);
}
END_TEST

/* What is written can be read, and no cut of it does harm. */
START_TEST(guest_and_its_cuts)
{
	static const struct wasm_import one = {(char *)"m", (char *)"f",
					       (char *)"iIfF:I"};
	const struct wasm_import *v[] = {&one};
	struct wasm_imports list;
	struct buf b = {0};
	int good = 0;

	wasm_guest(&b, v, 1, "hello");
	scratch_write("g.wasm", b.s, b.len);
	imports_of(&list, "g.wasm");
	ck_assert_int_eq(list.n, 2);
	ck_assert_str_eq(list.v[0].type, "iIfF:I");
	ck_assert_str_eq(list.v[1].name, "fd_write");
	wasm_imports_free(&list);
	for (size_t n = 0; n < b.len; n++) {
		char *why = NULL;

		scratch_write("g.wasm", b.s, n);
		good += wasm_imports(&list, "g.wasm", &why) == 0;
		wasm_imports_free(&list);
		free(why);
	}
	/* Only where a section ends. */
	ck_assert_int_le(good, 8);
	buf_free(&b);
}
END_TEST

START_TEST(type_text)
{
	char *a = wasm_type_text("iIfF:i"), *b = wasm_type_text(":");

	ck_assert_str_eq(a, "(i32, i64, f32, f64) -> i32");
	ck_assert_str_eq(b, "() -> nothing");
	free(a);
	free(b);
}
END_TEST

/* --- a host run for a word ------------------------------------------------*/

static const struct {
	const char *script, *until, *words;
	int ms;
	bool said;
} runs[] = {
	{"echo yes; sleep 100", "yes", NULL, 20000, true},
	{"echo no >&2; exit 3", "yes", "it exited with status 3; it said: no",
	 20000, false},
	{"kill -SEGV $$", NULL,
	 "it was killed by signal 11 (Segmentation fault)", 20000, false},
	{"sleep 100", NULL, "it did not finish in time", 200, false},
	{"exec >&- 2>&-; sleep 100", "x", "it did not finish in time", 200,
	 false},
	{"while :; do echo much; done", "x", NULL, 20000, false},
};

START_TEST(run)
{
	char *argv[] = {(char *)"sh", (char *)"-c", (char *)runs[_i].script,
			NULL};
	long long began = now_ms();
	char *why = NULL, *words;
	struct host_run r;

	ck_assert_int_eq(host_run(&r, argv, runs[_i].until, runs[_i].ms, &why),
			 0);
	ck_assert_int_eq(r.said, runs[_i].said);
	ck_assert_int_lt(now_ms() - began, 15000);
	words = host_run_words(&r);
	if (runs[_i].words)
		ck_assert_str_eq(words, runs[_i].words);
	free(words);
	host_run_free(&r);
	ck_assert(!plays_left_behind());
}
END_TEST

/* --- probing --------------------------------------------------------------*/

/*
 * A host that runs no guest which has one of the texts in it: their names are
 * in the module as they are. It runs guests by saying what they would.
 */
static struct host *pretender(const char *conditions)
{
	char here[PATH_MAX], *why = NULL, *command;
	char *text = xasprintf("#!/bin/sh\n%s\n"
			       "grep -aqs '@probe says hello' $1 && "
			       "{ echo '@probe says hello'; exit 0; }\n"
			       "exec %s/guests/player-native\n",
			       conditions, plays_build());
	struct host *h;

	scratch_write("host", text, strlen(text));
	chmod("host", 0755);
	command = xasprintf("%s/host {guest}", getcwd(here, sizeof(here)));
	h = host_from_command(command, "preview1", &why);
	ck_assert_msg(h, "%s", why);
	free(command);
	free(text);
	return h;
}

#define LACKS(name)                                                      \
	"grep -aq " name " $1 && { echo 'unknown import " name "' >&2; " \
	"exit 1; }\n"

START_TEST(has_all)
{
	struct host *h = pretender("");
	struct probe p;
	char *why = NULL, *guest = xstrdup(h->guest);

	ck_assert_msg(host_probe(&p, h, true, 0, &why) == 0, "%s", why);
	ck_assert_int_eq(p.lacks, 0);
	ck_assert_int_gt(p.imports.n, 8);
	ck_assert_int_eq(host_fit(h, 0, &why), 0);
	ck_assert_str_eq(h->argv[1], guest);
	probe_free(&p);
	free(guest);
	host_free(h);
}
END_TEST

/* The player is linked without it, once. */
START_TEST(lacks_two)
{
	struct host *h = pretender(LACKS("sock_shutdown") LACKS("sock_send"));
	struct host *again =
		pretender(LACKS("sock_shutdown") LACKS("sock_send"));
	char *usual = xstrdup(h->guest), *why = NULL;
	struct wasm_imports before, after;
	struct probe p;

	ck_assert_msg(host_probe(&p, h, true, 0, &why) == 0, "%s", why);
	ck_assert_int_eq(p.lacks, 2);
	ck_assert_ptr_nonnull(strstr(p.words, "unknown import sock_"));
	probe_free(&p);
	ck_assert_msg(host_fit(h, 0, &why) == 0, "%s", why);
	ck_assert_str_ne(h->guest, usual);
	ck_assert_str_eq(h->argv[1], h->guest);
	ck_assert_ptr_nonnull(strstr(h->lacks, "sock_shutdown"));
	imports_of(&before, usual);
	imports_of(&after, h->guest);
	ck_assert_int_eq(after.n, before.n - 2);
	ck_assert_ptr_null(import_find(&after, "sock_shutdown"));
	ck_assert_ptr_null(import_find(&after, "sock_send"));
	ck_assert_ptr_nonnull(import_find(&after, "sock_recv"));
	ck_assert_int_eq(host_fit(again, 0, &why), 0);
	ck_assert_str_eq(again->guest, h->guest);
	wasm_imports_free(&before);
	wasm_imports_free(&after);
	free(usual);
	host_free(h);
	host_free(again);
}
END_TEST

/* It has a sock_shutdown of three parameters. */
START_TEST(other_type)
{
	struct host *h = pretender(
		"if grep -aq sock_shutdown $1; then LC_ALL=C "
		"grep -aqP '\\x60\\x03\\x7f\\x7f\\x7f\\x01\\x7f' $1 && "
		"! grep -aq sock_send $1 || exit 1; fi\n");
	char *why = NULL;
	struct probe p;

	ck_assert_msg(host_probe(&p, h, true, 0, &why) == 0, "%s", why);
	ck_assert_int_eq(p.lacks, 1);
	for (int i = 0; i < p.imports.n; i++) {
		bool it = strcmp(p.imports.v[i].name, "sock_shutdown") == 0;

		ck_assert_int_eq(p.found[i], it ? PROBE_OTHER : PROBE_HAS);
		if (it)
			ck_assert_str_eq(p.other[i], "iii:i");
	}
	probe_free(&p);
	host_free(h);
}
END_TEST

START_TEST(runs_nothing)
{
	struct host *h = pretender("echo 'no more licences' >&2; exit 7");
	char *why = NULL;

	ck_assert_int_eq(host_fit(h, 0, &why), -1);
	ck_assert_str_eq(why,
			 "host custom cannot run even a guest that only prints "
			 "a line: it exited with status 7; it said: no more "
			 "licences");
	free(why);
	host_free(h);
}
END_TEST

/* A host without {guest} brings its own. */
START_TEST(brings_its_own)
{
	char *why = NULL;
	struct host *h = host_from_command("false", "preview1", &why);

	ck_assert_int_eq(host_fit(h, 0, &why), 0);
	host_free(h);
}
END_TEST

Suite *probe_suite(void);

Suite *probe_suite(void)
{
	Suite *s = suite_create("probe");
	TCase *c = tcase_create("probe");

	tcase_set_timeout(c, 120);
	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_test(c, player_imports);
	tcase_add_test(c, guest_and_its_cuts);
	tcase_add_test(c, type_text);
	tcase_add_loop_test(c, run, 0, (int)COUNT(runs));
	tcase_add_test(c, has_all);
	tcase_add_test(c, lacks_two);
	tcase_add_test(c, other_type);
	tcase_add_test(c, runs_nothing);
	tcase_add_test(c, brings_its_own);
	suite_add_tcase(s, c);
	return s;
}
