/* SPDX-License-Identifier: Apache-2.0 */
/* Hosts: manifests good and bad, command lines, and whether they can run. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "host/host.h"
#include "base/paths.h"

#define COMMAND "abi: native\ncommand: [a, '{guest}']\n"
#define GIVES "abi: native\ncommand: [a, '{guest}', '{preopen}']\n"

static const struct {
	const char *text, *why; /* behind "m.yaml:" */
} bad[] = {
	{"", "1: the file is empty"},
	{"[a, b]\n", "1: a manifest needs abi and command"},
	{"abi: native\n", "1: a manifest needs abi and command"},
	{"command: [a, '{guest}']\n", "1: a manifest needs abi and command"},
	{"abi: native\ncommand: a b\n", "2: command must be a list of words"},
	{"abi: native\ncommand: []\n", "2: command must be a list of words"},
	{"abi: native\ncommand: [[a]]\n",
	 "2: a list is not a word; does it need quotes?"},
	{"abi: native\ncommand: [a, {guest: }]\n",
	 "2: a mapping is not a word; does it need quotes?"},
	{"abi: native\ncommand: ['']\n",
	 "2: \"\" is not a word; does it need quotes?"},
	{"abi: [x]\ncommand: [a, '{guest}']\n", "1: abi must be text"},
	{"abi:\ncommand: [a, '{guest}']\n", "1: abi must be text"},
	{"abi: native\nversion: {a: b}\ncommand: [a, '{guest}']\n",
	 "2: version must be text"},
	{COMMAND "comand: [a]\n",
	 "3: unknown key comand; did you mean command? (known: abi, "
	 "about, runtime, command, program, version, install, env, start, "
	 "preopen, allow, quirks)"},
	{"abi: native\nabi: y\ncommand: [a, '{guest}']\n", NULL},
	{"abi: native\ncommand: [a\n", NULL},
	{"abi: \"\\0\"\ncommand: [a, '{guest}']\n", "1: abi must be text"},
	{"abi: native\n"
	 "command: "
	 "['{guest}',2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3]\n",
	 "2: command has more than 32 words"},
	{COMMAND "env: [b]\n",
	 "3: env must be a mapping of at most 8 names to values"},
	{COMMAND "env: {b: [c]}\n", "3: env: b must be text"},
	{COMMAND "version: []\n", "3: version must be a list of words"},
	{COMMAND "quirks: [never-blocks]\n", "3: quirks must be a mapping"},
	{COMMAND "quirks:\n  never-block: {why: a, case: b}\n",
	 "4: unknown quirk never-block; did you mean never-blocks?"},
	{COMMAND "quirks:\n  never-blocks: {why: a}\n",
	 "4: quirks: never-blocks needs why, the reason, and case, the case "
	 "that proves it"},
	{COMMAND "quirks:\n"
		 "  never-blocks: {why: a, case: udp, cas: c}\n",
	 "4: quirks: never-blocks: unknown key cas (known: why, case); did "
	 "you mean case?"},
	{COMMAND "preopen: {lisen: [a]}\n",
	 "3: preopen: unknown key lisen; did you mean listen? (known: listen, "
	 "connect, datagram, first, domains)"},
	{COMMAND "preopen: {domains: [AF_INET5]}\n",
	 "3: preopen: unknown domain AF_INET5; did you mean AF_INET?"},
	{GIVES "preopen: {listen: {AF_INET5: ['{addr}']}}\n",
	 "3: preopen: listen: unknown domain AF_INET5; did you mean "
	 "AF_INET?"},
	{GIVES "preopen: {listen: {}}\n", "3: preopen: listen has no domain"},
	{GIVES "preopen: {listen: {AF_INET: a}}\n",
	 "3: preopen: AF_INET must be a list of 1 to 4 words"},
	{GIVES "preopen:\n  listen:\n    AF_INET: ['{adr}{addr}']\n"
	       "    AF_INET6: [-l]\n",
	 "5: {adr} is not a mark of preopen; did you mean {addr}? (preopen "
	 "can have {addr}, {peer})\n"
	 "m.yaml:6: preopen: listen has no {addr}: the host would not know "
	 "the address"},
	{COMMAND "start: 0\n",
	 "3: start must be a number of seconds, from 1 to 600"},
	{COMMAND "start: 601\n",
	 "3: start must be a number of seconds, from 1 to 600"},
	{COMMAND "start: 5s\n",
	 "3: start must be a number of seconds, from 1 to 600"},
	{COMMAND "start: [5]\n",
	 "3: start must be a number of seconds, from 1 to 600"},
	/* --- marks --- */
	{"abi: native\ncommand: [a, '{gest}']\n",
	 "2: {gest} is not a mark of command; did you mean {guest}? (command "
	 "can have {guest}, {preopen}, {allow}, {runtime}, {build}, {hosts})\n"
	 "m.yaml:2: command has no {guest}: the host would not run the player "
	 "(if the player is built in, the program must be named player-ABI)"},
	{"abi: native\ncommand: [a, '{guest}', '{rule}']\n",
	 "2: {rule} is not a mark of command (command can have {guest}, "
	 "{preopen}, {allow}, {runtime}, {build}, {hosts})"},
	{"abi: native\ncommand: [a, b]\n",
	 "2: command has no {guest}: the host would not run the player (if "
	 "the player is built in, the program must be named player-ABI)"},
	{"abi: native\ncommand: [a,\n '{guest}', 'x{preopen}']\n"
	 "preopen: {listen: ['{addr}']}\n",
	 "3: command: {preopen} must be a word of its own"},
	{COMMAND "preopen: {first: 3, listen: [--listen, '{addr}']}\n",
	 "3: command has no {preopen}: the words of preopen would not be "
	 "used"},
	{"abi: native\ncommand: [a, '{guest}', '{preopen}']\npreopen:\n"
	 "  listen: [--listen]\n  datagram: [--d, '{adr}={addr}']\n",
	 "4: preopen: listen has no {addr}: the host would not know the "
	 "address\n"
	 "m.yaml:5: {adr} is not a mark of preopen; did you mean {addr}? "
	 "(preopen can have {addr}, {peer})"},
	{"abi: native\ncommand: [a, '{guest}', '{preopen}', '{allow}']\n",
	 "2: command has {preopen}, but the manifest has no key preopen\n"
	 "m.yaml:2: command has {allow}, but the manifest has no key allow"},
	{COMMAND "allow: [--allow]\n",
	 "3: allow has no {rule}: the host would not get the rules\n"
	 "m.yaml:3: command has no {allow}: the host would not get the "
	 "rules"},
	{"abi: native\ncommand: ['{runtime}', '{guest}']\n",
	 "2: command has {runtime}, but the manifest has no key runtime"},
	{COMMAND "runtime: x\n",
	 "3: runtime is not used: command has no {runtime}"},
	{COMMAND "program: [a, '{arg}']\n",
	 "3: {arg} is not a mark of program; did you mean {args}? (program "
	 "can have {guest}, {runtime}, {build}, {hosts}, {program}, {args}, "
	 "{env}, {invoke})\nm.yaml:3: program has neither {guest} nor "
	 "{program}: the host would not run it"},
	{COMMAND "version: [a, '{guest}']\n",
	 "3: {guest} is not a mark of version (version can have {runtime}, "
	 "{build}, {hosts})"},
	/* --- what is not there --- */
	{"abi: wasinet_v1\ncommand: [a, '{guest}']\n",
	 "1: unknown ABI wasinet_v1; did you mean wasinet_v0? (known: native, "
	 "pathopen, preview1, python, wasigo, wasinet_v0, wasix, wasmedge1, "
	 "wasmedge2)"},
	{COMMAND "quirks:\n  never-blocks: {why: a, case: udp/empty-datagra}\n",
	 "4: quirks: never-blocks: no file, folder or case named "
	 "udp/empty-datagra; did you mean udp/empty-datagram?"},
	{COMMAND
	 "quirks:\n"
	 "  never-blocks: {why: a, case: 'udp/empty-datagram[AF_INE]'}\n",
	 NULL},
	/* All at once, by line. */
	{"abuot: x\nabi: [x]\nversion: {}\ncommand: a\n",
	 "1: unknown key abuot; did you mean about? (known: abi, "
	 "about, runtime, command, program, version, install, env, start, "
	 "preopen, allow, quirks)\n"
	 "m.yaml:2: abi must be text\n"
	 "m.yaml:3: version must be text\n"
	 "m.yaml:4: command must be a list of words"},
};

START_TEST(bad_manifest)
{
	char *why = NULL;

	scratch_write("m.yaml", bad[_i].text, strlen(bad[_i].text));
	ck_assert_ptr_null(host_read("m", "m.yaml", &why));
	ck_assert_ptr_nonnull(why);
	ck_assert_int_eq(strncmp(why, "m.yaml:", 7), 0);
	if (bad[_i].why)
		ck_assert_str_eq(why + 7, bad[_i].why);
	free(why);
}
END_TEST

START_TEST(good_manifest)
{
	static const char text[] =
		"command: [\"{build}/x\", \"{guest}\", \"\", \"a{build}b {\"]\n"
		"version: 1.2\n"
		"about: some host\n"
		"abi: wasinet_v0\n";
	char *why = NULL, *guest;
	struct host *h;

	scratch_write("m.yaml", text, sizeof(text) - 1);
	h = host_read("m", "m.yaml", &why);
	ck_assert_msg(h, "%s", why);
	ck_assert_str_eq(h->name, "m");
	ck_assert_str_eq(h->abi, "wasinet_v0");
	ck_assert_str_eq(h->about, "some host");
	ck_assert_str_eq(h->version, "1.2");
	ck_assert_str_eq(h->command, "{build}/x {guest}  a{build}b {");
	guest = xasprintf("%s/guests/player-wasinet_v0.wasm", plays_build());
	ck_assert_str_eq(h->argv[1], guest);
	ck_assert_str_eq(h->argv[2], "");
	ck_assert_int_eq(
		strncmp(h->argv[0], plays_build(), strlen(plays_build())), 0);
	ck_assert_ptr_null(h->argv[4]);
	free(guest);
	host_free(h);
}
END_TEST

/* What is not there says how to get it. */
START_TEST(not_installed)
{
	static const char text[] = "abi: native\n"
				   "command: [no-such-program, '{guest}']\n"
				   "install: apt install x\n";
	char *why = NULL;
	struct host *h;

	scratch_write("m.yaml", text, sizeof(text) - 1);
	h = host_read("m", "m.yaml", &why);
	ck_assert_msg(h, "%s", why);
	ck_assert_int_eq(host_check(h, &why), -1);
	ck_assert_str_eq(why, "cannot run host m: program no-such-program not "
			      "found; to install it: apt install x");
	free(why);
	host_free(h);
}
END_TEST

START_TEST(missing_manifest)
{
	char *why = NULL;

	ck_assert_ptr_null(host_read("m", "none.yaml", &why));
	ck_assert_ptr_nonnull(strstr(why, "none.yaml"));
	free(why);
}
END_TEST

START_TEST(unknown)
{
	static const char *const wrong[] = {"nothing", "", "native.yaml"};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		char *why = NULL,
		     *want = xasprintf("unknown host %s", wrong[i]);

		ck_assert_ptr_null(host_load(wrong[i], &why));
		ck_assert_int_eq(strncmp(why, want, strlen(want)), 0);
		ck_assert_ptr_nonnull(strstr(why, "native, "));
		free(want);
		free(why);
	}
}
END_TEST

START_TEST(path_is_wrong)
{
	static const struct {
		const char *path, *why;
	} wrong[] = {
		{"../hosts/native",
		 "cannot read the manifest ../hosts/native: No such file or "
		 "directory"},
		{"./none.yaml", "cannot read the manifest ./none.yaml: No "
				"such file or directory"},
		{"/etc", "/etc is a folder: name a manifest in it, "
			 "HOST.yaml"},
		{"/etc/passwd", "/etc/passwd: the name of a manifest must end "
				"with .yaml"},
	};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		char *why = NULL;

		ck_assert_ptr_null(host_load(wrong[i].path, &why));
		ck_assert_str_eq(why, wrong[i].why);
		free(why);
	}
}
END_TEST

/* A file of the user's own; its version is asked for; its program found. */
START_TEST(own_manifest)
{
	static const char text[] =
		"abi: native\nruntime: my-runtime\n"
		"command: ['{runtime}', '{build}', '{guest}']\n"
		"version: ['{runtime}', --version]\n"
		"env: {SOME_SWITCH: on, OTHER: 'a b'}\n";
	static const char program[] =
		"#!/bin/sh\necho \"my-runtime version v1.20.3-rc1 (x)\"\n";
	char here[PATH_MAX], *why = NULL, **argv, *path;
	struct host *h;

	scratch_write("d/mine.yaml", text, sizeof(text) - 1);
	scratch_write("program", program, sizeof(program) - 1);
	chmod("program", 0755);
	h = host_load("d/mine.yaml", &why);
	ck_assert_msg(h, "%s", why);
	ck_assert_str_eq(h->name, "mine");
	ck_assert_str_eq(h->argv[0], "my-runtime");
	ck_assert_int_eq(host_check(h, &why), -1);
	free(why);
	host_ask(h);
	ck_assert_ptr_null(h->version);
	host_free(h);
	path = xasprintf("%s/program", getcwd(here, sizeof(here)));
	setenv("SOCKDIFF_MY_RUNTIME", path, 1);
	why = NULL;
	h = host_load("d/mine.yaml", &why);
	ck_assert_str_eq(h->argv[0], path);
	host_ask(h);
	ck_assert_str_eq(h->version, "1.20.3-rc1");
	argv = host_argv(h, NULL, &why);
	ck_assert_str_eq(argv[0], "env");
	ck_assert_str_eq(argv[1], "SOME_SWITCH=on");
	ck_assert_str_eq(argv[2], "OTHER=a b");
	ck_assert_str_eq(argv[3], path);
	host_argv_free(argv);
	host_free(h);
	unsetenv("SOCKDIFF_MY_RUNTIME");
	free(path);
}
END_TEST

/* What proves a quirk is a case of ours, and its guest a player of ours. */
static void ours_proven(const struct host *h)
{
	ck_assert_msg(!h->guest || access(h->guest, R_OK) == 0, "%s: %s",
		      h->name, h->guest);
	for (int i = 0; i < QUIRKS; i++) {
		char *file;

		if (!h->quirks[i].declared)
			continue;
		file = xasprintf("%s/%s.yaml", path_cases(),
				 h->quirks[i].proof);
		ck_assert_msg(access(file, R_OK) == 0, "%s: %s", h->name, file);
		free(file);
	}
}

/* Every manifest of ours can be read. */
START_TEST(ours)
{
	char *why = NULL, **all = host_names(&why);

	ck_assert_ptr_nonnull(all);
	for (int i = 0; all[i]; i++) {
		struct host *h = host_load(all[i], &why);

		ck_assert_msg(h, "%s", why);
		ck_assert(i == 0 || strcmp(all[i - 1], all[i]) < 0);
		ours_proven(h);
		host_free(h);
	}
	for (int i = 0; all[i]; i++)
		free(all[i]);
	free(all);
}
END_TEST

START_TEST(command_line)
{
	char *why = NULL;
	struct host *h = host_from_command(" wazero\trun  {guest} ", "x", &why);

	ck_assert_str_eq(h->name, "custom");
	ck_assert_str_eq(h->argv[0], "wazero");
	ck_assert_str_eq(h->argv[1], "run");
	ck_assert_ptr_nonnull(strstr(h->argv[2], "/guests/player-x.wasm"));
	ck_assert_ptr_null(h->argv[3]);
	ck_assert_str_eq(h->command, "wazero run {guest}");
	host_free(h);
	h = host_from_command("sh -c 'a \"b\"  c'd\" '\" ''", "x", &why);
	ck_assert_str_eq(h->argv[1], "-c");
	ck_assert_str_eq(h->argv[2], "a \"b\"  cd '");
	ck_assert_str_eq(h->argv[3], "");
	ck_assert_ptr_null(h->argv[4]);
	host_free(h);
	ck_assert_ptr_null(host_from_command("sh -c 'echo", "x", &why));
	ck_assert_str_eq(why, "--host-cmd has an unmatched '");
	free(why);
	why = NULL;
	ck_assert_ptr_null(host_from_command(" \t", "x", &why));
	ck_assert_str_eq(why, "--host-cmd is empty");
	free(why);
	why = NULL;
	ck_assert_ptr_null(host_from_command(
		"1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 "
		"3",
		"x", &why));
	ck_assert_str_eq(why, "the command of host custom has more than 32 "
			      "words");
	free(why);
}
END_TEST

/* A program is where the user sees it, although rooms have other folders. */
START_TEST(relative_program)
{
	char here[PATH_MAX], *why = NULL, *want;
	struct host *h;

	scratch_write("d/host", "", 0);
	scratch_write("d/guest", "", 0);
	h = host_from_command("./d/host ./d d/guest", "x", &why);
	want = xasprintf("%s/d/host", getcwd(here, sizeof(here)));
	ck_assert_str_eq(h->argv[0], want);
	free(want);
	ck_assert_str_eq(h->argv[1], "./d");
	want = xasprintf("%s/d/guest", here);
	ck_assert_str_eq(h->argv[2], want);
	free(want);
	ck_assert_str_eq(h->command, "./d/host ./d d/guest");
	host_free(h);
}
END_TEST

static void check(const char *command, const char *want)
{
	char *why = NULL;
	struct host *h = host_from_command(command, "x", &why);

	ck_assert_int_eq(host_check(h, &why), want ? -1 : 0);
	if (want)
		ck_assert_ptr_nonnull(strstr(why, want));
	free(why);
	host_free(h);
}

START_TEST(checks)
{
	check("sh -c true", NULL);
	check("/bin/sh", NULL);
	check("no-such-program-anywhere",
	      "cannot run host custom: program no-such-program-anywhere "
	      "not found");
	check("/no/such/program", "program /no/such/program not found");
	scratch_write("text", "", 0);
	check("./text", "not found");
	check("sh {guest}",
	      "/guests/player-x.wasm not found; is x an ABI that sockdiff "
	      "supports?");
}
END_TEST

Suite *host_suite(void);

Suite *host_suite(void)
{
	Suite *s = suite_create("host");
	TCase *c = tcase_create("manifests");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_loop_test(c, bad_manifest, 0, (int)COUNT(bad));
	tcase_add_test(c, good_manifest);
	tcase_add_test(c, not_installed);
	tcase_add_test(c, missing_manifest);
	tcase_add_test(c, unknown);
	tcase_add_test(c, path_is_wrong);
	tcase_add_test(c, own_manifest);
	tcase_add_test(c, ours);
	tcase_add_test(c, command_line);
	tcase_add_test(c, relative_program);
	tcase_add_test(c, checks);
	suite_add_tcase(s, c);
	return s;
}
