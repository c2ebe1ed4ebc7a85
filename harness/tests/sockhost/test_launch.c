/* SPDX-License-Identifier: Apache-2.0 */
/* sockhost-run: modules, ABIs, the cache, and what it says. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sockhost/launch/link.h"
#include "base/util.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "tests/help/suite.h"

/* --- running it -----------------------------------------------------------*/

static char output[16384];

/* The status of a shell command; $run is sockhost-run with a cache here. */
static int shell(const char *command)
{
	char *line = xasprintf("run='%s/sockhost-run --cache cache'\n%s",
			       plays_build(), command);
	char *argv = xasprintf("exec 2>&1\n%s", line);
	FILE *p = popen(argv, "r");
	size_t n = fread(output, 1, sizeof(output) - 1, p);
	int status = pclose(p);

	output[n] = '\0';
	free(argv);
	free(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void guest(const char *name, const char *wat)
{
	char *file = xasprintf("%s.wat", name);
	char *command = xasprintf("wat2wasm %s -o %s.wasm", file, name);

	scratch_write(file, wat, strlen(wat));
	ck_assert_msg(shell(command) == 0, "%s", output);
	free(command);
	free(file);
}

#define WASI "wasi_snapshot_preview1"
#define FD_WRITE                                                          \
	"(import \"" WASI "\" \"fd_write\" (func $write (param i32 i32 i32 " \
	"i32) (result i32)))"
#define MEMORY "(memory (export \"memory\") 1)"
#define START(body) "(func (export \"_start\") " body ")"

/* Prints "hi". */
#define HI                                                                  \
	"(module " FD_WRITE MEMORY "(data (i32.const 8) \"\\10\\00\\00\\00"  \
	"\\03\\00\\00\\00hi\\0a\")" START("(drop (call $write (i32.const 1) " \
	"(i32.const 8) (i32.const 1) (i32.const 4)))") ")"

#define SUMS                                                              \
	"(module " MEMORY                                                 \
	"(global $n (mut i32) (i32.const 0))"                             \
	"(func (export \"_initialize\") (global.set $n (i32.const 40)))"   \
	"(func (export \"add\") (param i32 i32) (result i32)"              \
	" (i32.add (local.get 0) (local.get 1)))"                         \
	"(func (export \"half\") (param f64) (result f64)"                 \
	" (f64.mul (local.get 0) (f64.const 0.5)))"                       \
	"(func (export \"third\") (param f32) (result f32) (local.get 0))" \
	"(func (export \"long\") (param i64) (result i64)"                 \
	" (i64.mul (local.get 0) (i64.const 2)))"                         \
	"(func (export \"begun\") (result i32) (global.get $n))"           \
	"(func (export \"nothing\"))"                                      \
	"(func (export \"trap\") unreachable))"

/* --- modules --------------------------------------------------------------*/

#define HEAD "\0asm\1\0\0\0"
#define BYTES(s) s, sizeof(s) - 1

static const struct {
	const char *bytes;
	size_t n;
	const char *why;
} modules[] = {
	{ BYTES(""), "it is empty" },
	{ BYTES("#!/bin/sh\n"), "it is not a wasm module" },
	{ BYTES("(module)"),
	  "it is not a wasm module; if it is text, wat2wasm makes one of it" },
	{ BYTES("\0as"), "it is cut off after 3 bytes" },
	{ BYTES("\0asm\1\0"), "it is cut off after 6 bytes" },
	{ BYTES("\0asm\x0d\0\1\0"), "it is a component; sockhost runs modules "
	  "of WASI preview1 and its kin" },
	{ BYTES("\0asm\2\0\0\0"),
	  "it is of a version of wasm that nobody knows here" },
	{ BYTES(HEAD "\1\x20\1"), "it is cut off after 11 bytes" },
	{ BYTES(HEAD "\1\xff\xff\xff\xff\xff\xff"),
	  "it is cut off after 15 bytes" },
	{ BYTES(HEAD "\1\2\5\x60"), "one of its sections ends too early" },
	{ BYTES(HEAD "\1\4\1\x60\0\0\1\4\1\x60\0\0"),
	  "it has two lists of types" },
	{ BYTES(HEAD "\2\7\1\1a\1b\0\0"),
	  "it has a function of a type that is not there" },
	{ BYTES(HEAD "\2\x08\1\1a\1b\3\x7f\0"),
	  "it imports the global a.b; sockhost gives functions only" },
	{ BYTES(HEAD "\2\7\1\1a\1'\0\0"),
	  "imports or exports have names with odd characters; rename them" },
};

START_TEST(module_is_refused)
{
	struct module m;
	char *why = NULL;

	ck_assert_int_eq(module_read(&m, (const uint8_t *)modules[_i].bytes,
				     modules[_i].n, &why), -1);
	ck_assert_str_eq(why, modules[_i].why);
	free(why);
}
END_TEST

/* Any module cut anywhere is refused or read, and nothing else. */
START_TEST(module_is_cut)
{
	static const char whole[] = HEAD "\1\6\1\x60\2\x7f\x7e\0"
		"\2\7\1\1a\1b\0\0\3\2\1\0\7\5\1\1c\0\1";
	struct module m;
	char *why = NULL;

	for (size_t n = 0; n < sizeof(whole); n++) {
		uint8_t *bytes = xcalloc(n + 1, 1);

		memcpy(bytes, whole, n);
		if (module_read(&m, bytes, n, &why) == 0)
			module_free(&m);
		free(bytes);
	}
	ck_assert_int_eq(module_read(&m, (const uint8_t *)whole,
				     sizeof(whole) - 1, &why), 0);
	ck_assert_str_eq(m.imports[0].type->params, "iI");
	ck_assert_ptr_nonnull(module_function(&m, "c"));
	module_free(&m);
	free(why);
}
END_TEST

/* --- ABIs -----------------------------------------------------------------*/

static struct module_type open_type = { (char *)"iiii", (char *)"i" };
static struct module_import open_import = { (char *)"wasinet_v0",
					    (char *)"sock_open", &open_type };
static const struct module sockets = { .imports = &open_import,
				       .nimports = 1 };

START_TEST(abi_is_found)
{
	char *why = NULL;

	ck_assert_str_eq(link_abi(&sockets, NULL, &why), "wasinet_v0");
	ck_assert_str_eq(link_abi(&(struct module){ 0 }, NULL, &why),
			 "preview1");
	ck_assert_str_eq(link_abi(&sockets, "wasinet_v0", &why), "wasinet_v0");
	ck_assert_ptr_null(link_abi(&sockets, "preview1", &why));
	ck_assert_str_eq(why, "it imports 1 function that the ABI preview1 "
			 "does not have:\n  wasinet_v0.sock_open: "
			 "--abi wasinet_v0 has it");
	ck_assert_ptr_null(link_abi(&sockets, "nope", &why));
	ck_assert_ptr_nonnull(strstr(why, "there is no ABI nope; there are: "));
	free(why);
}
END_TEST

START_TEST(abi_is_ambiguous)
{
	static const char *const differ[] = { "wasinet_v0", "another" };
	static const char *const same[] = { "wasinet_v0", "wasinet_v0" };
	static const char *const plain[] = { "wasinet_v0", "preview1" };
	char *why = NULL;

	ck_assert_ptr_null(link_choose(&sockets, differ, 2, &why));
	ck_assert_str_eq(why, "its imports fit 2 ABIs, and "
			 "wasinet_v0.sock_open means something else in each: "
			 "say --abi wasinet_v0 or --abi another");
	ck_assert_str_eq(link_choose(&sockets, same, 2, &why), "wasinet_v0");
	ck_assert_str_eq(link_choose(&sockets, plain, 2, &why), "preview1");
	free(why);
}
END_TEST

#define IMPORT(module, name, params)                                    \
	"(import \"" module "\" \"" name "\" (func (param " params ") " \
	"(result i32)))"

/* WasmEdge and wasi-go give the same names other functions. */
START_TEST(dialects_are_ambiguous)
{
	struct module_type type = { (char *)"iii", (char *)"i" };
	struct module_import import = { (char *)"wasi_snapshot_preview1",
					(char *)"sock_getpeeraddr", &type };
	struct module m = { .imports = &import, .nimports = 1 };
	char *why = NULL;

	ck_assert_ptr_null(link_abi(&m, NULL, &why));
	ck_assert_ptr_nonnull(strstr(why, "wasi_snapshot_preview1."
		"sock_getpeeraddr means something else in each: say --abi "
		"wasmedge2 or --abi wasigo"));
	/* where each is named once: wasigo stands for its versions */
	ck_assert_ptr_null(strstr(why, "wasigo2"));
	free(why);
	why = NULL;
	ck_assert_str_eq(link_abi(&m, "wasmedge2", &why), "wasmedge2");
	ck_assert_str_eq(link_abi(&m, "wasigo", &why), "wasigo");
	ck_assert_ptr_null(link_abi(&m, "wasmedge1", &why));
	ck_assert_ptr_nonnull(strstr(why, "sock_getpeeraddr is (iiii) -> (i) "
		"there, and (iii) -> (i) in the module"));
	free(why);
}
END_TEST

START_TEST(missing_imports_are_named)
{
	static const char *const lines[] = {
		"\n  fastly_http_req.send_v2: it belongs to Fastly's Compute",
		"\n  wasix_32v1.futex_wake: it belongs to WASIX",
		"\n  wasinet_v0.sock_open is (iiii) -> (i) there, and (i) -> "
		"(i) in the module",
		"\n  somewhere.else\n",
	};

	guest("bad", "(module " IMPORT("fastly_http_req", "send_v2", "i32")
	      IMPORT("wasix_32v1", "futex_wake", "i32")
	      IMPORT("wasinet_v0", "sock_open", "i32")
	      IMPORT("wasinet_v0", "sock_listen", "i32 i32")
	      IMPORT("somewhere", "else", "f32")
	      MEMORY START("") ")");
	ck_assert_int_eq(shell("$run bad.wasm"), 2);
	ck_assert_msg(strstr(output, "bad.wasm: no ABI of sockhost has all "
			     "that it imports; wasinet_v0, the nearest, lacks "
			     "4 functions:"), "%s", output);
	for (size_t i = 0; i < COUNT(lines); i++)
		ck_assert_msg(strstr(output, lines[i]), "%s: %s", lines[i],
			      output);
	ck_assert_ptr_null(strstr(output, "sock_listen"));
	ck_assert_int_eq(access("cache", F_OK), -1);
}
END_TEST

/* --- the cache ------------------------------------------------------------*/

/* Entries whose names have a dot behind the key, and all others. */
static int entries(bool folders)
{
	DIR *dir = opendir("cache");
	struct dirent *e;
	int n = 0;

	while (dir && (e = readdir(dir))) {
		size_t len = strlen(e->d_name);

		if (folders ? len == 71 : len == 64)
			n++;
	}
	if (dir)
		closedir(dir);
	return n;
}

START_TEST(runs_and_is_kept)
{
	guest("hi", HI);
	ck_assert_int_eq(shell("$run hi.wasm"), 0);
	ck_assert_str_eq(output, "hi\n");
	ck_assert_int_eq(entries(false), 1);
	/* no compiler is needed any more, nor the same name */
	ck_assert_int_eq(shell("mv hi.wasm ho.wasm; $run ho.wasm"), 0);
	ck_assert_str_eq(output, "hi\n");
	ck_assert_int_eq(entries(false), 1);
	ck_assert_int_eq(entries(true), 0);
}
END_TEST

START_TEST(side_by_side)
{
	guest("hi", HI);
	ck_assert_int_eq(shell("for i in 1 2 3; do $run hi.wasm & done; wait"),
			 0);
	ck_assert_str_eq(output, "hi\nhi\nhi\n");
	ck_assert_int_eq(entries(false), 1);
	ck_assert_int_eq(entries(true), 0);
}
END_TEST

#define FAKE_GCC(what)                                   \
	"mkdir -p bin; printf '#!/bin/sh\n" what "\n' > bin/gcc; " \
	"chmod +x bin/gcc; PATH=$PWD/bin:$PATH; "

START_TEST(killed_compile)
{
	guest("hi", HI);
	shell(FAKE_GCC("touch begun; exec sleep 60")
	      "setsid $run hi.wasm & pid=$!\n"
	      "while ! ls cache/*/begun >/dev/null 2>&1; do :; done\n"
	      "kill -9 -$pid\n");
	ck_assert_int_eq(entries(true), 1);
	ck_assert_int_eq(entries(false), 0);
	ck_assert_int_eq(shell("$run hi.wasm"), 0);
	ck_assert_str_eq(output, "hi\n");
	/* it is young: it might be just begun */
	ck_assert_int_eq(entries(true), 1);
	guest("sums", SUMS);
	shell("touch -d '1 hour ago' cache/*/; $run --invoke add sums.wasm "
	      "1 2");
	ck_assert_str_eq(output, "3\n");
	ck_assert_int_eq(entries(true), 0);
}
END_TEST

START_TEST(compiler_fails)
{
	guest("hi", HI);
	ck_assert_int_eq(shell(FAKE_GCC("echo a; echo x.c:1: error: no; exit 1")
			       "$run hi.wasm"), 2);
	ck_assert_ptr_nonnull(strstr(output, "hi.wasm: the compiler does not "
				     "take the module: x.c:1: error: no\n"));
	ck_assert_int_eq(entries(true), 0);
	ck_assert_int_eq(shell("mkdir none; for i in sh awk wasm2c; do ln -s "
			       "$(command -v $i) none; done; PATH=$PWD/none; "
			       "$run hi.wasm"), 2);
	ck_assert_ptr_nonnull(strstr(output, "the compiler cannot be run"));
	ck_assert_int_eq(entries(true), 0);
}
END_TEST

/* --- what it says ---------------------------------------------------------*/

static const struct {
	const char *args;
	int status;
	const char *says;
} runs[] = {
	{ "--help", 0, "Usage: sockhost-run" },
	{ "", 2, "which guest? Name a .wasm file" },
	{ "none.wasm", 2, "cannot read none.wasm: No such file" },
	{ "--nonesuch x.wasm", 2, "--help" },
	{ ".", 2, "cannot read .: Is a directory" },
	{ "sums.wasm", 2, "it is a reactor, without a _start: say --invoke "
	  "with one of its functions, add, half, third, long, begun, nothing, "
	  "trap" },
	{ "--cache /proc/none sums.wasm --invoke add", 2,
	  "cannot make the cache /proc/none" },
};

START_TEST(says)
{
	char *command = xasprintf("$run %s", runs[_i].args);

	guest("sums", SUMS);
	ck_assert_int_eq(shell(command), runs[_i].status);
	ck_assert_msg(strstr(output, runs[_i].says), "%s: %s", runs[_i].args,
		      output);
	free(command);
}
END_TEST

/* All of one guest, so that it is compiled once. */
static const struct {
	const char *args;
	int status;
	const char *out;
} invokes[] = {
	{ "add sums.wasm 2 3", 0, "5\n" },
	{ "add sums.wasm -- 2 -3", 0, "-1\n" },
	{ "add sums.wasm 0xffffffff 1", 0, "0\n" },
	{ "half sums.wasm 5", 0, "2.5\n" },
	{ "third sums.wasm 0.1", 0, "0.100000001\n" },
	{ "long sums.wasm 0x100000000", 0, "8589934592\n" },
	{ "begun sums.wasm", 0, "40\n" },
	{ "nothing sums.wasm", 0, "" },
	{ "trap sums.wasm", 134,
	  "sums.wasm: the guest trapped: Unreachable instruction executed\n" },
	{ "none sums.wasm", 2, "sums.wasm: it exports no function none; there "
	  "are: add, half, third, long, begun, nothing, trap\n" },
	{ "add sums.wasm 1", 2,
	  "sums.wasm: add takes 2 numbers, 1 is given\n" },
	{ "add sums.wasm 1 x", 2,
	  "sums.wasm: x: argument 2 of add is of type i32\n" },
	{ "add sums.wasm 1 4294967296", 2,
	  "sums.wasm: 4294967296: argument 2 of add is of type i32\n" },
};

START_TEST(invoke)
{
	guest("sums", SUMS);
	for (size_t i = 0; i < COUNT(invokes); i++) {
		char *command = xasprintf("$run --invoke %s",
					  invokes[i].args);

		ck_assert_msg(shell(command) == invokes[i].status, "%s: %s",
			      invokes[i].args, output);
		ck_assert_str_eq(output, invokes[i].out);
		free(command);
	}
}
END_TEST

START_TEST(trace)
{
	char *command = xasprintf("$run --trace --allow all %s/guests/programs"
				  "/wasinet_v0/http-client.wasm -- "
				  "127.0.0.1:1 /", plays_build());
	static const char *const lines[] = {
		"\nsock_open(AF_INET, SOCK_STREAM, IPPROTO_IP, [3]) = 0\n",
		"\nsock_connect(3, 127.0.0.1:1, 16) = ECONNREFUSED\n",
		"\nfd_close(3) = 0\n",
		"\nproc_exit(3) = ?\n",
	};

	ck_assert_int_eq(shell(command), 3);
	for (size_t i = 0; i < COUNT(lines); i++)
		ck_assert_msg(strstr(output, lines[i]), "%s: %s", lines[i],
			      output);
	free(command);
}
END_TEST

/* What begins a program has no parameters: nothing there could fill them. */
static const struct {
	const char *export, *says;
} parameters[] = {
	{"(func (export \"_start\") (param i32))",
		"guest.wasm: it exports _start with 1 parameter; a program's "
		"_start has none\n"},
	{"(func (export \"_initialize\") (param i32 i64)) "
		"(func (export \"f\"))",
		"guest.wasm: it exports _initialize with 2 parameters; a "
		"program's _initialize has none\n"},
};

START_TEST(start_with_parameters)
{
	char *wat = xasprintf("(module " MEMORY "%s)", parameters[_i].export);

	guest("guest", wat);
	ck_assert_int_eq(shell(_i ? "$run --invoke f guest.wasm"
				  : "$run guest.wasm"), 2);
	ck_assert_str_eq(output, parameters[_i].says);
	free(wat);
}
END_TEST

/* A start that never ends is the guest's right; an interrupt ends it. */
START_TEST(interrupt)
{
	guest("endless", "(module " MEMORY START("(loop br 0)") ")");
	ck_assert_int_eq(shell("timeout -s INT 5 $run endless.wasm"), 124);
}
END_TEST

Suite *launch_suite(void)
{
	Suite *s = suite_create("launch");
	TCase *t = tcase_create("module");

	tcase_add_loop_test(t, module_is_refused, 0, COUNT(modules));
	tcase_add_test(t, module_is_cut);
	tcase_add_test(t, abi_is_found);
	tcase_add_test(t, abi_is_ambiguous);
	tcase_add_test(t, dialects_are_ambiguous);
	suite_add_tcase(s, t);
	t = tcase_create("run");
	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, missing_imports_are_named);
	tcase_add_test(t, runs_and_is_kept);
	tcase_add_test(t, side_by_side);
	tcase_add_test(t, killed_compile);
	tcase_add_test(t, compiler_fails);
	tcase_add_loop_test(t, says, 0, COUNT(runs));
	tcase_add_test(t, invoke);
	tcase_add_test(t, trace);
	tcase_add_test(t, interrupt);
	tcase_add_loop_test(t, start_with_parameters, 0,
			    (int)COUNT(parameters));
	suite_add_tcase(s, t);
	return s;
}
