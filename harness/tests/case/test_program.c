/* SPDX-License-Identifier: Apache-2.0 */
/* Cases whose guest is a program. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "host/program_words.h"
#include "verdict/program_judge.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "tests/help/suite.h"

#define TITLE "title: t\nwhy: recv(2)\ncovers: [recv]\n" /* 3 lines */

/* --- the language ---------------------------------------------------------*/

static const struct {
	const char *text, *mistakes;
} texts[] = {
	{"program: {name: hello}\n", ""},
	{"program: {name: hello, args: [a, 1], env: {A: b}, input: x,\n"
	 "  invoke: f}\n",
	 ""},
	{"program: hello\n",
	 "4: program must be a mapping such as {name: hello, args: [..]}"},
	{"program: {args: [a]}\n",
	 "4: program: name is missing: one of guests/programs"},
	{"program: {name: ../sh}\n",
	 "4: program: ../sh is not a program name: use letters, digits and "
	 "-"},
	{"program: {name: a, arg: [a]}\n",
	 "4: program: unknown key arg; did you mean args?"},
	{"program: {name: a, args: a}\n",
	 "4: program: args must be a list of at most 32 words"},
	{"program: {name: a, args: [[a]]}\n",
	 "4: program: an argument must be text"},
	{"program: {name: a, env: [A]}\n",
	 "4: program: env must be a mapping {NAME: value}"},
	{"program: {name: a}\nsteps:\n"
	 "  - unlink: {path: a}\n",
	 "6: the guest is a program: only its peers have steps, such as "
	 "peer.unlink"},
	{"preopen: {l: {listen: 127.0.0.1:7000}}\nprogram: {name: a}\n",
	 "5: program and preopen exclude each other: a program creates its "
	 "own sockets"},
	{"program: {name: a}\nsteps:\n  - start: {}\n  - start: {}\n",
	 "7: start: the program is already running"},
	{"steps:\n  - start: {}\n",
	 "5: start: this case has no program; name one in the key program"},
};

START_TEST(language)
{
	char *text = xasprintf(TITLE "%s", texts[_i].text);
	struct corpus c;
	char *wrong = scratch_load(text, strlen(text), &c);

	ck_assert_str_eq(wrong, texts[_i].mistakes);
	corpus_free(&c);
	free(wrong);
	free(text);
}
END_TEST

/* --- verdicts -------------------------------------------------------------*/

#define HELLO "program: {name: hello, args: [you], env: {GREETING: hi}}\n"

/* A shell script instead of the program, or a word of the manifest's. */
static const struct {
	const char *script;
	enum verdict verdict;
	const char *signature; /* or the reason */
} hosts[] = {
	{"echo hi you", SAME, NULL},
	{"echo hi me", DIFFERS,
	 "program(hello) data out: \"hi you\\n\" -> \"hi me\\n\""},
	{"echo hi you; echo warning >&2", SAME, NULL},
	{"echo hi you; exit 3", DIFFERS, "program(hello) value ret: 0 -> 3"},
	{"echo hi you; kill -9 $$", DIFFERS,
	 "program(hello) value ret: 0 -> killed by signal 9"},
	{"echo hi you; exec sleep 60", DIFFERS,
	 "program(hello) value ret: 0 -> waits"},
	{NULL, INEXPRESSIBLE, "host fake has no key program in its manifest"},
};

static void check_verdict(const struct result *r, int i)
{
	const char *says = r->ngaps ? r->gaps[0].signature : r->why;

	ck_assert_msg(r->verdict == hosts[i].verdict, "%s: %s", hosts[i].script,
		      verdict_names[r->verdict]);
	if (hosts[i].signature)
		ck_assert_str_eq(says, hosts[i].signature);
}

START_TEST(verdicts)
{
	struct host fake = {.name = (char *)"fake", .abi = (char *)"native"};
	struct pair_config config = plays;
	struct corpus c;
	struct pair p;
	char *wrong = scratch_load(TITLE HELLO, strlen(TITLE HELLO), &c);

	ck_assert_str_eq(wrong, "");
	if (hosts[_i].script) {
		fake.program[0] = (char *)"sh";
		fake.program[1] = (char *)"-c";
		fake.program[2] = (char *)hosts[_i].script;
	}
	config.host = &fake;
	pair_play(&p, &plays_stage, &config, &c.cases[0]);
	check_verdict(p.result, _i);
	pair_free(&p);
	corpus_free(&c);
	free(wrong);
}
END_TEST

START_TEST(not_built)
{
	struct host fake = {.name = (char *)"fake", .abi = (char *)"nope"};
	struct program p = {.name = (char *)"unix-echo"};
	char *why = NULL;

	fake.program[0] = (char *)"sh";
	ck_assert_ptr_null(host_program(&fake, &p, &why));
	ck_assert_str_eq(why, "program unix-echo is not available for the ABI "
			      "nope");
	free(why);
	/* One that makes no sockets is there for every ABI. */
	p.name = (char *)"hello";
	why = NULL;
	host_argv_free(host_program(&fake, &p, &why));
	ck_assert_ptr_null(why);
	/* A host that cannot call one of its functions. */
	p.invoke = (char *)"add";
	ck_assert_ptr_null(host_program(&fake, &p, &why));
	ck_assert_str_eq(why, "the program line of host fake has no {invoke}: "
			      "it cannot call a function of a module");
	free(why);
}
END_TEST

START_TEST(command_line)
{
	char *args[] = {(char *)"-a", (char *)"b c"};
	struct host h = {.name = (char *)"h",
			 .abi = (char *)"native",
			 .program = {(char *)"run", (char *)"-e={env}",
				     (char *)"{program}", (char *)"{args}",
				     (char *)"-i={invoke}"}};
	struct program p = {.name = (char *)"hello",
			    .args = args,
			    .nargs = 2,
			    .invoke = (char *)"f"};
	char *why = NULL, **argv = host_program(&h, &p, &why);
	static const char *const want[] = {"run", "hello", "-a", "b c", "-i=f"};

	ck_assert_ptr_nonnull(argv);
	for (size_t i = 0; i < COUNT(want); i++)
		ck_assert_str_eq(argv[i], want[i]);
	ck_assert_ptr_null(argv[COUNT(want)]);
	host_argv_free(argv);
}
END_TEST

/* --- system calls ---------------------------------------------------------*/

static struct call call(const char *name, enum call_class calls,
			const char *flags, const char *err)
{
	struct call c = {.name = name, .calls = calls, .err = err};

	c.ret = err ? -1 : 0;
	c.args[c.nargs++] = (struct call_arg){"flags", (char *)flags};
	return c;
}

START_TEST(calls_in_order)
{
	struct call want[] = {call("recvfrom", CALL_RECV, "0", NULL),
			      call("sendto", CALL_SEND, "MSG_OOB", NULL)};
	struct call got[] = {
		call("recvmsg", CALL_RECV, "0", "EAGAIN"),
		call("ppoll", CALL_POLL, "", NULL),
		call("recvmsg", CALL_RECV, "0", NULL),
		call("sendmsg", CALL_SEND, "MSG_OOB|MSG_NOSIGNAL", NULL)};
	struct step_record w = {.calls = want, .ncalls = 2};
	struct step_record g = {.calls = got, .ncalls = 4};
	struct judgement j;

	ck_assert(!program_judge(&w, &g, &j));
	got[3].args[0].value = (char *)"0";
	ck_assert(program_judge(&w, &g, &j));
	ck_assert_int_eq(j.gclass, GAP_altered);
	ck_assert_str_eq(j.what, "sendto");
	free(j.what), free(j.want), free(j.got);
	g.ncalls = 3;
	ck_assert(program_judge(&w, &g, &j));
	ck_assert_int_eq(j.gclass, GAP_faked);
	ck_assert_str_eq(j.got, "no such call");
	free(j.what), free(j.want), free(j.got);
}
END_TEST

/* What goes through a runtime's own pipe is not the guest's; a number that a
 * socket has later is. */
START_TEST(pipes_of_the_host)
{
	struct call got[] = {call("pipe2", CALL_PIPE, "[#3, #4]", NULL),
			     call("write", CALL_SEND, "0", NULL),
			     call("socket", CALL_SOCKET, "", NULL),
			     call("write", CALL_SEND, "0", NULL)};
	struct step_record w = {.calls = &got[2], .ncalls = 1};
	struct step_record g = {.calls = got, .ncalls = 3};
	struct judgement j;

	got[1].fd = got[3].fd = got[2].made = (char *)"#4";
	ck_assert(!program_judge(&w, &g, &j));
	g.ncalls = 4;
	ck_assert(program_judge(&w, &g, &j));
	ck_assert_str_eq(j.want, "no such call");
	free(j.what), free(j.want), free(j.got);
}
END_TEST

/* --- the programs themselves, in sockhost ---------------------------------*/

static const char *const programs[] = {"arguments-",  "http-server",
				       "http-client", "unix-echo",
				       "name-server", "reactor"};

START_TEST(program_is_same)
{
	char *command = xasprintf("%s/sockdiff run -k 'programs/%s*' -o out "
				  "2>&1",
				  plays_build(), programs[_i]);
	FILE *p = popen(command, "r");
	char text[8192];
	size_t n = fread(text, 1, sizeof(text) - 1, p);
	int status = pclose(p);

	text[n] = '\0';
	ck_assert_msg(status == 0, "%s:\n%s", command, text);
	ck_assert_msg(strstr(text, " same in "), "%s", text);
	free(command);
}
END_TEST

Suite *program_suite(void)
{
	Suite *s = suite_create("program");
	TCase *t = tcase_create("language");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_loop_test(t, language, 0, COUNT(texts));
	tcase_add_loop_test(t, program_is_same, 0, COUNT(programs));
	suite_add_tcase(s, t);
	t = tcase_create("plays");
	tcase_add_checked_fixture(t, plays_open, plays_close);
	tcase_add_loop_test(t, verdicts, 0, COUNT(hosts));
	suite_add_tcase(s, t);
	t = tcase_create("judge");
	tcase_add_test(t, not_built);
	tcase_add_test(t, command_line);
	tcase_add_test(t, calls_in_order);
	tcase_add_test(t, pipes_of_the_host);
	suite_add_tcase(s, t);
	return s;
}
