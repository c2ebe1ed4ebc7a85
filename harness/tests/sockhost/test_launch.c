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

#include "base/util.h"
#include "sockhost/launch/code.h"
#include "sockhost/launch/features.h"
#include "sockhost/launch/link.h"
#include "sockhost/launch/tools.h"
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
#define FD_WRITE                                                             \
	"(import \"" WASI "\" \"fd_write\" (func $write (param i32 i32 i32 " \
	"i32) (result i32)))"
#define MEMORY "(memory (export \"memory\") 1)"
#define START(body) "(func (export \"_start\") " body ")"

/* Prints "hi". */
#define HI                                                                  \
	"(module " FD_WRITE MEMORY "(data (i32.const 8) \"\\10\\00\\00\\00" \
	"\\03\\00\\00\\00hi\\0a\")" START(                                  \
		"(drop (call $write (i32.const 1) "                         \
		"(i32.const 8) (i32.const 1) (i32.const 4)))") ")"

#define SUMS                                                               \
	"(module " MEMORY "(global $n (mut i32) (i32.const 0))"            \
	"(func (export \"_initialize\") (global.set $n (i32.const 40)))"   \
	"(func (export \"add\") (param i32 i32) (result i32)"              \
	" (i32.add (local.get 0) (local.get 1)))"                          \
	"(func (export \"half\") (param f64) (result f64)"                 \
	" (f64.mul (local.get 0) (f64.const 0.5)))"                        \
	"(func (export \"third\") (param f32) (result f32) (local.get 0))" \
	"(func (export \"long\") (param i64) (result i64)"                 \
	" (i64.mul (local.get 0) (i64.const 2)))"                          \
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
	{BYTES(""), "it is empty"},
	{BYTES("#!/bin/sh\n"), "it is not a WebAssembly module"},
	{BYTES("(module)"),
	 "it is not a WebAssembly module; if it is text, wat2wasm converts "
	 "it"},
	{BYTES("\0as"), "it is truncated after 3 bytes"},
	{BYTES("\0asm\1\0"), "it is truncated after 6 bytes"},
	{BYTES("\0asm\x0d\0\1\0"),
	 "it is a component (WASI 0.2 or later); sockhost runs core modules: "
	 "build it for wasm32-wasip1"},
	{BYTES("\0asm\2\0\0\0"), "its WebAssembly version is not 1"},
	{BYTES(HEAD "\1\x20\1"), "it is truncated after 11 bytes"},
	{BYTES(HEAD "\1\xff\xff\xff\xff\xff\xff"),
	 "it is truncated after 15 bytes"},
	{BYTES(HEAD "\1\2\5\x60"), "one of its sections ends too early"},
	{BYTES(HEAD "\1\4\1\x60\0\0\1\4\1\x60\0\0"),
	 "it has two type sections"},
	{BYTES(HEAD "\2\7\1\1a\1b\0\0"),
	 "it has a function with an undefined type"},
	{BYTES(HEAD "\2\x08\1\1a\1b\3\x7f\0"),
	 "it imports the global a.b; sockhost provides functions only"},
	{BYTES(HEAD "\2\7\1\1a\1'\0\0"),
	 "imports or exports have names with unsupported characters; rename "
	 "them"},
};

START_TEST(module_is_refused)
{
	struct module m;
	char *why = NULL;

	ck_assert_int_eq(module_read(&m, (const uint8_t *)modules[_i].bytes,
				     modules[_i].n, &why),
			 -1);
	ck_assert_str_eq(why, modules[_i].why);
	free(why);
}
END_TEST

/* Any module cut anywhere is refused or read, and nothing else. */
START_TEST(module_is_cut)
{
	static const char whole[] =
		HEAD "\1\6\1\x60\2\x7f\x7e\0"
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
				     sizeof(whole) - 1, &why),
			 0);
	ck_assert_str_eq(m.imports[0].type->params, "iI");
	ck_assert_ptr_nonnull(module_function(&m, "c"));
	module_free(&m);
	free(why);
}
END_TEST

/* --- what wasm2c cannot translate -----------------------------------------*/

#define PLAIN_BODY(body) "(module " MEMORY START(body) ")"
#define VECTOR "(v128.const i32x4 1 2 3 4)"

static const struct {
	const char *wat, *says, *advice;
} features[] = {
	{PLAIN_BODY("(drop " VECTOR ")"),
	 "SIMD (128-bit vectors), first in function 0;", "-msimd128"},
	{"(module " MEMORY "(func $f (local v128))" START("") ")",
	 "SIMD (128-bit vectors), first in function 0;", "-msimd128"},
	{"(module " MEMORY START("") "(func (param v128)))",
	 "SIMD (128-bit vectors);", "-msimd128"},
	{"(module " MEMORY "(global v128 " VECTOR ")" START("") ")",
	 "SIMD (128-bit vectors);", "-msimd128"},
	{"(module " MEMORY "(tag $t)" START("(throw $t)") ")",
	 "exception handling;", "-fno-exceptions"},
	{PLAIN_BODY("(try (do) (catch_all))"),
	 "exception handling, first in function 0;", "-fno-exceptions"},
	{"(module (import \"a\" \"b\" (tag)) " MEMORY START("") ")",
	 "exception handling;", "-fno-exceptions"},
	{"(module " MEMORY "(func $f)" START("(return_call $f)") ")",
	 "tail calls, first in function 1;", "-mtail-call"},
	{"(module (memory (export \"memory\") 1 2 shared)" START("") ")",
	 "threads", "-pthread"},
	{"(module (import \"env\" \"memory\" (memory 1 2 shared))" START(
		 "") ")",
	 "threads", "-pthread"},
	{PLAIN_BODY("(drop (i32.atomic.load (i32.const 0)))"), "threads",
	 "-matomics"},
	{"(module (memory (export \"memory\") i64 1)" START("") ")",
	 "a 64-bit memory (memory64);", "wasm32"},
	{"(module " MEMORY "(memory 1)" START("") ")",
	 "several memories (multi-memory);", "--multi-memory-lowering"},
	{"(module " MEMORY "(global i32 (i32.add (i32.const 1) "
	 "(i32.const 2)))" START("") ")",
	 "extended constant expressions;", "-mextended-const"},
	{"(module " MEMORY "(data (i32.add (i32.const 1) (i32.const 2)) "
	 "\"x\")" START("") ")",
	 "extended constant expressions;", "-mextended-const"},
};

START_TEST(feature_is_named)
{
	scratch_write("f.wat", features[_i].wat, strlen(features[_i].wat));
	ck_assert_msg(shell("wat2wasm --enable-all f.wat -o f.wasm") == 0, "%s",
		      output);
	ck_assert_int_eq(shell("$run f.wasm"), 2);
	ck_assert_msg(strstr(output, "f.wasm: it uses ") &&
			      strstr(output, features[_i].says) &&
			      strstr(output, "wasm2c (of wabt 1.0.32)") &&
			      strstr(output, features[_i].advice),
		      "%s", output);
	ck_assert_int_eq(access("cache", F_OK), -1);
}
END_TEST

/* Instructions that wat2wasm does not write. */
static const struct {
	const char *bytes;
	size_t n;
	enum feature uses;
} bodies[] = {
	{BYTES("\xd4"), FEATURE_FUNCTION_REFERENCES},
	{BYTES("\x14\0"), FEATURE_FUNCTION_REFERENCES},
	{BYTES("\2\x63\0\x0b"), FEATURE_FUNCTION_REFERENCES},
	{BYTES("\xfb\0"), FEATURE_GC},
	{BYTES("\x1c\1\x6e"), FEATURE_GC},
	{BYTES("\x15\0"), FEATURE_TAIL_CALLS},
	{BYTES("\x1f\x40\0"), FEATURE_EXCEPTIONS},
	{BYTES("\xfc\x13"), FEATURE_WIDE_ARITHMETIC},
	{BYTES("\xfc\x30"), FEATURE_UNKNOWN},
	{BYTES("\xfd\x80\2"), FEATURE_RELAXED_SIMD},
	{BYTES("\xe0\0"), FEATURE_STACK_SWITCHING},
	{BYTES("\x41\0\x28\x42\1\0"), FEATURE_MULTI_MEMORY},
	{BYTES("\x27"), FEATURE_UNKNOWN},
	{BYTES("\x42\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x1a\xfe"),
	 FEATURE_THREADS},
	{BYTES("\x44\xfd\xfd\xfd\xfd\xfd\xfd\xfd\xfd\x1a\x0b"), FEATURE_NONE},
};

START_TEST(feature_of_bytes)
{
	struct bytes b = {.p = (const uint8_t *)bodies[_i].bytes};

	b.end = b.p + bodies[_i].n;
	ck_assert_int_eq(code_body(&b).uses, bodies[_i].uses);
}
END_TEST

/* What clang makes, all that wasm2c has, is none of these. */
static const char had[] =
	"(module " MEMORY "(table 2 funcref)(table 1 externref)"
	"(global $g (mut i64) (i64.const -1))(data (i32.const 9) \"xyz\")"
	"(data $d \"passive\")(elem (i32.const 0) $f)"
	"(type $two (func (result i32 i32)))"
	"(func $f (result i32 i32) (i32.const 1) (i32.const 2))" START(
		"(local f32 f64 externref)"
		"(drop (i32.trunc_sat_f32_s (f32.const 1.5)))"
		"(drop (f64.const 0.5)) (drop (i32.extend8_s (i32.const 1)))"
		"(memory.copy (i32.const 0) (i32.const 9) (i32.const 3))"
		"(memory.fill (i32.const 0) (i32.const 1) (i32.const 3))"
		"(memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))"
		"(data.drop $d) (drop (select (result externref)"
		"(ref.null extern) (ref.null extern) (i32.const 0)))"
		"(call_indirect (type $two) (i32.const 0)) drop drop"
		"(block $a (block $b (br_table $a $b $a (i32.const 7))))"
		"(drop (i64.load8_u offset=7000 (i32.const 5)))"
		"(block (type $two) (call $f)) drop drop"
		"(drop (ref.is_null (ref.func $f))) (drop (memory.size))") ")";

START_TEST(feature_is_had)
{
	guest("plain", had);
	ck_assert_msg(shell("$run plain.wasm") == 0, "%s", output);
}
END_TEST

/* One function with so many blocks within each other. */
static void nested(size_t depth)
{
	static const char head[] = HEAD "\1\4\1\x60\0\0\3\2\1\0\5\3\1\0\1"
					"\7\x13\2\6memory\2\0\6_start\0\0\12";
	size_t n = 2 * depth + depth + 2; /* begin, end, locals, end */
	FILE *f = fopen("nested.wasm", "w");

	fwrite(head, 1, sizeof(head) - 1, f);
	for (size_t i = 0, size = n + 6; i < 5; i++, size >>= 7)
		fputc((int)(size & 0x7f) | (i < 4 ? 0x80 : 0), f);
	fputc(1, f);
	for (size_t i = 0, size = n; i < 5; i++, size >>= 7)
		fputc((int)(size & 0x7f) | (i < 4 ? 0x80 : 0), f);
	fputc(0, f);
	for (size_t i = 0; i < depth; i++)
		fwrite("\2\x40", 1, 2, f);
	for (size_t i = 0; i < depth + 1; i++)
		fputc(0x0b, f);
	fclose(f);
}

START_TEST(nesting)
{
	nested(50000);
	ck_assert_int_eq(shell("$run nested.wasm"), 2);
	ck_assert_msg(strstr(output,
			     "nested.wasm: function 0 has 50000 nested blocks; "
			     "wasm2c (of wabt 1.0.32), which compiles modules "
			     "to C, supports 10000: split the function"),
		      "%s", output);
	nested(10000);
	ck_assert_msg(shell("$run nested.wasm") == 0, "%s", output);
}
END_TEST

/* Any module cut anywhere is looked at, and nothing else happens. */
START_TEST(feature_is_cut)
{
	char *why = NULL;
	uint8_t *bytes;
	size_t n;

	guest("plain", had);
	bytes = tools_read("plain.wasm", &n, &why);
	ck_assert_ptr_nonnull(bytes);
	for (size_t cut = 0; cut <= n; cut++) {
		uint8_t *part = xcalloc(cut + 1, 1);

		memcpy(part, bytes, cut);
		features_check(part, cut, &why);
		free(part);
	}
	ck_assert_int_eq(features_check(bytes, n, &why), 0);
	free(bytes);
	free(why);
}
END_TEST

/* --- long lists, odd starts, limits ---------------------------------------*/

START_TEST(lists_are_cut)
{
	ck_assert_int_eq(
		shell("{ echo '(module'; for i in $(seq 400); do "
		      "echo \"(func (export \\\"f$i\\\"))\"; done; echo ')'; } "
		      "> many.wat; wat2wasm many.wat -o many.wasm; $run many.wasm"),
		2);
	ck_assert_msg(strstr(output, "f9, f10 and 390 more\n"), "%s", output);
	ck_assert_int_eq(shell("$run --invoke none many.wasm"), 2);
	ck_assert_msg(strstr(output, "f9, f10 and 390 more\n"), "%s", output);
	ck_assert_int_eq(
		shell("{ echo '(module'; for i in $(seq 400); do "
		      "echo \"(import \\\"env\\\" \\\"f$i\\\" (func))\"; done; "
		      "echo '(func (export \"_start\")))'; } > many.wat; "
		      "wat2wasm many.wat -o many.wasm; $run many.wasm"),
		2);
	ck_assert_msg(strstr(output, "lacks 400 functions:") &&
			      strstr(output, "\n  env.f20: ") &&
			      !strstr(output, "env.f21") &&
			      strstr(output, "\n  and 380 more\n"),
		      "%s", output);
}
END_TEST

static const struct {
	const char *wat, *says;
} starts[] = {
	{"(func (export \"_start\") (param i32))",
	 "its _start has the type (i32) -> (), but must be "
	 "(func (export \"_start\"))"},
	{"(func (export \"_start\") (param i64 f32) (result f64) "
	 "(f64.const 0))",
	 "its _start has the type (i64, f32) -> (f64)"},
	{"(func (export \"_start\") (result i32) (i32.const 0))",
	 "its _start has the type () -> (i32)"},
	{"(func (export \"_initialize\") (param i32))"
	 "(func (export \"f\"))",
	 "its _initialize has the type (i32) -> ()"},
};

START_TEST(odd_start)
{
	char *wat = xasprintf("(module " MEMORY "%s)", starts[_i].wat);

	guest("odd", wat);
	free(wat);
	ck_assert_int_eq(shell("$run odd.wasm"), 2);
	ck_assert_msg(strstr(output, starts[_i].says), "%s", output);
}
END_TEST

#define EXIT "(import \"" WASI "\" \"proc_exit\" (func $exit (param i32)))"

/* Grows by a MiB until it cannot, and exits with how many it had. */
#define GROW_MEMORY                                                           \
	"(module " EXIT MEMORY START(                                         \
		"(loop $l (br_if $l (i32.ne "                                 \
		"(memory.grow (i32.const 16)) (i32.const -1)))) (call $exit " \
		"(i32.shr_u (memory.size) (i32.const 4)))") ")"
#define GROW_TABLE                                                            \
	"(module " EXIT MEMORY "(table $t 0 funcref)" START(                  \
		"(loop $l (br_if $l (i32.ne (table.grow $t (ref.null func) "  \
		"(i32.const 1000)) (i32.const -1)))) (call $exit (i32.div_u " \
		"(table.size $t) (i32.const 1000)))") ")"
/* One page more than the runtime can count. */
#define WHOLE                           \
	"(module " EXIT MEMORY START(   \
		"(call $exit (i32.add " \
		"(memory.grow (i32.const 65535)) (i32.const 4)))") ")"

START_TEST(memory_is_limited)
{
	guest("grow", GROW_MEMORY);
	ck_assert_int_eq(shell("$run --max-memory 64M grow.wasm"), 63);
	ck_assert_int_eq(shell("$run --max-memory 9500000 grow.wasm"), 8);
	ck_assert_int_eq(shell("$run --max-memory 10K grow.wasm"), 2);
	ck_assert_str_eq(output, "grow.wasm: its initial memory of 65536 bytes "
				 "exceeds --max-memory 10K\n");
	guest("table", GROW_TABLE);
	ck_assert_int_eq(shell("$run --max-memory 1M table.wasm"), 40);
	guest("whole", WHOLE);
	ck_assert_int_eq(shell("$run whole.wasm"), 3);
}
END_TEST

START_TEST(time_is_limited)
{
	guest("endless", "(module " MEMORY START("(loop br 0)") ")");
	ck_assert_int_eq(shell("$run --timeout 0.3 endless.wasm"), 124);
	ck_assert_str_eq(output, "endless.wasm: timed out after 0.3 seconds\n");
	guest("hi", HI);
	ck_assert_int_eq(shell("$run --timeout 60 hi.wasm"), 0);
	ck_assert_str_eq(output, "hi\n");
}
END_TEST

/* Waits for standard input, which never comes: a call is ended, too. */
#define READ                                                            \
	"(module (import \"" WASI "\" \"fd_read\" (func $read (param "  \
	"i32 i32 i32 i32) (result i32)))" MEMORY "(data (i32.const 8) " \
	"\"\\10\\00\\00\\00\\03\\00\\00\\00\")" START(                  \
		"(drop (call $read "                                    \
		"(i32.const 0) (i32.const 8) (i32.const 1) (i32.const 4)))") ")"

START_TEST(time_is_limited_in_calls)
{
	guest("read", READ);
	ck_assert_int_eq(shell("mkfifo fifo; exec 9<>fifo; $run --timeout 0.3 "
			       "read.wasm <&9"),
			 124);
}
END_TEST

static const struct {
	const char *args, *says;
} limits[] = {
	{"--max-memory 0", "--max-memory 0: a number of bytes, as in "
			   "1000000, 512K, 64M or 2G"},
	{"--max-memory -1", "--max-memory -1: a number"},
	{"--max-memory 5X", "--max-memory 5X: a number"},
	{"--max-memory 5MB", "--max-memory 5MB: a number"},
	{"--max-memory 99999999999G", "--max-memory 99999999999G: a number"},
	{"--timeout 0", "--timeout 0: a number of seconds, as in 10 or 0.5"},
	{"--timeout -1", "--timeout -1: a number"},
	{"--timeout nan", "--timeout nan: a number"},
	{"--timeout 1e99", "--timeout 1e99: a number"},
	{"--timeout 1s", "--timeout 1s: a number"},
};

START_TEST(limits_are_refused)
{
	guest("hi", HI);
	for (size_t i = 0; i < COUNT(limits); i++) {
		char *command = xasprintf("$run %s hi.wasm", limits[i].args);

		ck_assert_msg(shell(command) == 2, "%s", output);
		ck_assert_msg(strstr(output, limits[i].says), "%s", output);
		free(command);
	}
}
END_TEST

/* --- ABIs -----------------------------------------------------------------*/

static struct module_type open_type = {(char *)"iiii", (char *)"i"};
static struct module_import open_import = {(char *)"wasinet_v0",
					   (char *)"sock_open", &open_type};
static const struct module sockets = {.imports = &open_import, .nimports = 1};

START_TEST(abi_is_found)
{
	char *why = NULL;

	ck_assert_str_eq(link_abi(&sockets, NULL, &why), "wasinet_v0");
	ck_assert_str_eq(link_abi(&(struct module){0}, NULL, &why), "preview1");
	ck_assert_str_eq(link_abi(&sockets, "wasinet_v0", &why), "wasinet_v0");
	ck_assert_ptr_null(link_abi(&sockets, "preview1", &why));
	ck_assert_str_eq(why, "it imports 1 function that the ABI preview1 "
			      "does not have:\n"
			      "  wasinet_v0.sock_open: use --abi wasinet_v0, "
			      "which has it");
	ck_assert_ptr_null(link_abi(&sockets, "nope", &why));
	ck_assert_ptr_nonnull(strstr(why, "unknown ABI nope; known: "));
	free(why);
}
END_TEST

START_TEST(abi_is_ambiguous)
{
	static const char *const differ[] = {"wasinet_v0", "another"};
	static const char *const same[] = {"wasinet_v0", "wasinet_v0"};
	static const char *const plain[] = {"wasinet_v0", "preview1"};
	char *why = NULL;

	ck_assert_ptr_null(link_choose(&sockets, differ, 2, &why));
	ck_assert_str_eq(why,
			 "its imports match 2 ABIs, but wasinet_v0.sock_open "
			 "differs between them: use --abi wasinet_v0 or --abi "
			 "another");
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
	struct module_type type = {(char *)"iii", (char *)"i"};
	struct module_import import = {(char *)"wasi_snapshot_preview1",
				       (char *)"sock_getpeeraddr", &type};
	struct module m = {.imports = &import, .nimports = 1};
	char *why = NULL;

	ck_assert_ptr_null(link_abi(&m, NULL, &why));
	ck_assert_ptr_nonnull(strstr(
		why,
		"wasi_snapshot_preview1.sock_getpeeraddr "
		"differs between them: use --abi wasmedge2 or --abi wasigo"));
	/* where each is named once: wasigo stands for its versions */
	ck_assert_ptr_null(strstr(why, "wasigo2"));
	free(why);
	why = NULL;
	ck_assert_str_eq(link_abi(&m, "wasmedge2", &why), "wasmedge2");
	ck_assert_str_eq(link_abi(&m, "wasigo", &why), "wasigo");
	ck_assert_ptr_null(link_abi(&m, "wasmedge1", &why));
	ck_assert_ptr_nonnull(strstr(why, "sock_getpeeraddr is (iiii) -> (i)"
					  ", but (iii) -> (i) in the module"));
	free(why);
}
END_TEST

START_TEST(missing_imports_are_named)
{
	static const char *const lines[] = {
		"\n  fastly_http_req.send_v2: it belongs to Fastly's Compute",
		"\n  wasix_32v1.futex_wake: it belongs to WASIX",
		"\n  the type of wasinet_v0.sock_open is (iiii) -> (i), but "
		"(i) -> (i) in the module",
		"\n  somewhere.else\n",
	};

	guest("bad",
	      "(module " IMPORT("fastly_http_req", "send_v2",
				"i32") IMPORT("wasix_32v1", "futex_wake", "i32")
		      IMPORT("wasinet_v0", "sock_open", "i32")
			      IMPORT("wasinet_v0", "sock_listen", "i32 i32")
				      IMPORT("somewhere", "else", "f32")
					      MEMORY START("") ")");
	ck_assert_int_eq(shell("$run bad.wasm"), 2);
	ck_assert_msg(strstr(output,
			     "bad.wasm: no ABI of sockhost has all its "
			     "imports; the closest, wasinet_v0, lacks 4 "
			     "functions:"),
		      "%s", output);
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

#define FAKE_GCC(what)                                             \
	"mkdir -p bin; printf '#!/bin/sh\n" what "\n' > bin/gcc; " \
	"chmod +x bin/gcc; PATH=$PWD/bin:$PATH; "

START_TEST(killed_compile)
{
	guest("hi", HI);
	shell(FAKE_GCC(
		"touch begun; exec sleep 60") "setsid $run hi.wasm & pid=$!\n"
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
	ck_assert_int_eq(
		shell(FAKE_GCC(
			"echo a; echo x.c:1: error: no; exit 1") "$run hi.wasm"),
		2);
	ck_assert_ptr_nonnull(strstr(output,
				     "hi.wasm: the compiler cannot "
				     "translate the module: x.c:1: error: "
				     "no\n"));
	ck_assert_int_eq(entries(true), 0);
	ck_assert_int_eq(shell("mkdir none; for i in sh awk wasm2c; do ln -s "
			       "$(command -v $i) none; done; PATH=$PWD/none; "
			       "$run hi.wasm"),
			 2);
	ck_assert_ptr_nonnull(strstr(output, "cannot run the compiler"));
	ck_assert_int_eq(entries(true), 0);
}
END_TEST

/* --- what it says ---------------------------------------------------------*/

static const struct {
	const char *args;
	int status;
	const char *says;
} runs[] = {
	{"--help", 0, "Usage: sockhost-run"},
	{"", 2, "name a .wasm file to run"},
	{"none.wasm", 2, "cannot read none.wasm: No such file"},
	{"--nonesuch x.wasm", 2, "--help"},
	{".", 2, "cannot read .: Is a directory"},
	{"sums.wasm", 2,
	 "it is a reactor, without _start: use --invoke with one of its "
	 "functions, add, half, third, long, begun, nothing, trap"},
	{"--cache /proc/none sums.wasm --invoke add", 2,
	 "cannot create the cache /proc/none"},
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
	{"add sums.wasm 2 3", 0, "5\n"},
	{"add sums.wasm -- 2 -3", 0, "-1\n"},
	{"add sums.wasm 0xffffffff 1", 0, "0\n"},
	{"half sums.wasm 5", 0, "2.5\n"},
	{"third sums.wasm 0.1", 0, "0.100000001\n"},
	{"long sums.wasm 0x100000000", 0, "8589934592\n"},
	{"begun sums.wasm", 0, "40\n"},
	{"nothing sums.wasm", 0, ""},
	{"trap sums.wasm", 134,
	 "sums.wasm: the guest trapped: Unreachable instruction executed\n"},
	{"none sums.wasm", 2,
	 "sums.wasm: it exports no function none; its functions: add, half, "
	 "third, long, begun, nothing, trap\n"},
	{"add sums.wasm 1", 2,
	 "sums.wasm: add takes 2 arguments, 1 is given\n"},
	{"add sums.wasm 1 x", 2,
	 "sums.wasm: x: argument 2 of add is of type i32\n"},
	{"add sums.wasm 1 4294967296", 2,
	 "sums.wasm: 4294967296: argument 2 of add is of type i32\n"},
};

START_TEST(invoke)
{
	guest("sums", SUMS);
	for (size_t i = 0; i < COUNT(invokes); i++) {
		char *command = xasprintf("$run --invoke %s", invokes[i].args);

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
				  "127.0.0.1:1 /",
				  plays_build());
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
	tcase_add_loop_test(t, feature_of_bytes, 0, COUNT(bodies));
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
	tcase_add_loop_test(t, feature_is_named, 0, COUNT(features));
	tcase_add_test(t, feature_is_had);
	tcase_add_test(t, feature_is_cut);
	tcase_add_test(t, nesting);
	tcase_add_test(t, lists_are_cut);
	tcase_add_loop_test(t, odd_start, 0, COUNT(starts));
	tcase_add_test(t, memory_is_limited);
	tcase_add_test(t, time_is_limited);
	tcase_add_test(t, time_is_limited_in_calls);
	tcase_add_test(t, limits_are_refused);
	tcase_add_loop_test(t, says, 0, COUNT(runs));
	tcase_add_test(t, invoke);
	tcase_add_test(t, trace);
	tcase_add_test(t, interrupt);
	suite_add_tcase(s, t);
	return s;
}
