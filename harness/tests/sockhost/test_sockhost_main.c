/* SPDX-License-Identifier: Apache-2.0 */
/* The program: the player linked with sockhost, and its command line. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/help/suite.h"

static char output[8192];

/* What the host literally wrote is none of these tests' business. */
static void raw_cut(char *text)
{
	char *at;

	while ((at = strstr(text, " raw="))) {
		size_t n = 1 + strcspn(at + 1, " \n");

		memmove(at, at + n, strlen(at + n) + 1);
	}
}

/* Run a player with these arguments and this input; returns its status. */
static int run(const char *abi, const char *args, const char *input)
{
	const char *build = getenv("SOCKDIFF_BUILD");
	char command[PATH_MAX];
	size_t n;
	FILE *p;

	snprintf(command, sizeof(command),
		 "printf '%s' | %s/sockhost/player-%s %s 2>&1", input,
		 build ? build : "build", abi, args);
	p = popen(command, "r");
	ck_assert_ptr_nonnull(p);
	n = fread(output, 1, sizeof(output) - 1, p);
	output[n] = '\0';
	raw_cut(output);
	n = (size_t)pclose(p);
	return WIFEXITED((int)n) ? WEXITSTATUS((int)n) : -1;
}

#define UDP "1 socket as=s domain=AF_INET type=SOCK_DGRAM\\n"
#define BIND "2 bind fd=s addr=in:7f000001:0\\n"

static const struct {
	const char *args, *input;
	int status;
	const char *says;
} runs[] = {
	{"", "", 0, "@sd 0 player=1 abi=wasinet_v0\n"},
	{"", UDP, 0, "@sd 1 ret=0 fd=3\n"},
	{"", UDP BIND, 0, "@sd 2 ret=-1 errno=EACCES\n"},
	{"--allow all", UDP BIND, 0, "@sd 2 ret=0\n"},
	{"--allow 127.0.0.1:0", UDP BIND, 0, "@sd 2 ret=0\n"},
	{"--allow 127.0.0.2:0", UDP BIND, 0, "@sd 2 ret=-1 errno=EACCES\n"},
	{"--max-fds 3", UDP, 0, "@sd 1 ret=-1 errno=EMFILE\n"},
	{"--dir .", UDP, 0, "@sd 1 ret=0 fd=4\n"},
	{"--nonblocking", UDP "2 recv fd=s\\n", 0,
	 "@sd 2 ret=-1 errno=EAGAIN\n"},
	{"", "1 close fd=stdin\\n", 0, "@sd 1 ret=0\n"},
	{"--listen 127.0.0.1:0", "1 getsockopt fd=3 name=SO_ACCEPTCONN\\n", 0,
	 "@sd 1 ret=0 value=int:1"},
	{"--dir . --listen [::1]:0 --listen unix:@sockdiff-test",
	 "1 getsockname fd=5\\n", 0, "addr=un:00736f636b646966662d74657374"},
	{"--datagram 127.0.0.1:0", "1 getsockname fd=3\\n", 0,
	 "@sd 1 ret=0 addr=in:7f000001:"},
	{"--datagram [::1]:0=[::1]:9", "1 getpeername fd=3\\n", 0,
	 "@sd 1 ret=0 addr=in6:00000000000000000000000000000001:9:"},
	{"--nonblocking --listen 127.0.0.1:0", "1 accept fd=3\\n", 0,
	 "@sd 1 ret=-1 errno=EAGAIN\n"},
	{"--listen nowhere", "", 2, "nowhere: not an address; write"},
	{"--listen 127.0.0.1", "", 2, "127.0.0.1: not an address; write"},
	{"--listen ::1:80", "", 2, "::1:80: not an address; write"},
	{"--listen [127.0.0.1]:80", "", 2, "not an address; write"},
	{"--listen localhost:80", "", 2, "localhost:80: not an address"},
	{"--listen 127.0.0.1:http", "", 2, "not an address; write"},
	{"--listen unix:", "", 2, "unix:: a unix name has 1 to 107 bytes"},
	{"--listen 192.0.2.1:80", "", 2, "192.0.2.1:80: bind: Cannot assign"},
	{"--connect 127.0.0.1:1", "", 2,
	 "127.0.0.1:1: connect: Connection "
	 "refused"},
	{"--connect unix:/nonesuch/door", "", 2, "connect: No such file"},
	{"--datagram 127.0.0.1:0=here", "", 2, "here: not an address; write"},
	{"--max-fds 3 --listen 127.0.0.1:0", "", 2, "Too many open files"},
	{"--allow nothing", "", 2, "nothing: not a rule"},
	{"--dir /nonesuch", "", 2, "/nonesuch: No such file"},
	{"--map /app=/nonesuch", "", 2, "/nonesuch: No such file"},
	{"--max-fds many", "", 2, "many: a number"},
	{"--max-buffer 100", "", 2, "100: bytes, from 8192 on"},
	{"--abi none", "", 2, "none: no such ABI"},
	{"--mutant errno_raw", "", 2, "without mutants"},
	{"--abi preview1", "", 126, "preview1 has no wasinet_v0.sock_open"},
	{"--nonesuch", "", 2, "--help"},
	{"--help", "", 0, "Usage:"},
};

START_TEST(program)
{
	int status = run("wasinet_v0", runs[_i].args, runs[_i].input);

	ck_assert_msg(status == runs[_i].status, "%s: %d\n%s", runs[_i].args,
		      status, output);
	ck_assert_msg(strstr(output, runs[_i].says), "%s:\n%s", runs[_i].args,
		      output);
}
END_TEST

/* Players on ABIs with several versions of a name, or none of theirs. */
static const struct {
	const char *player, *args;
	int status;
	const char *says;
} links[] = {
	{"wasmedge1", "", 0, "abi=wasmedge1\n"},
	{"wasmedge1", "--abi wasmedge2", 0, "abi=wasmedge1\n"},
	{"wasmedge1", "--abi wasigo", 0, "abi=wasmedge1\n"},
	{"wasmedge2", "--abi wasmedge1", 126,
	 "wasmedge1 has no wasi_snapshot_preview1.sock_open_v2"},
	{"wasmedge2", "--abi wasigo", 126,
	 "wasigo2 has no wasi_snapshot_preview1.sock_open_v2"},
	/* plain names, but of version 2's types */
	{"wasigo", "--abi wasmedge2", 0, "abi=wasigo\n"},
	{"wasigo", "--abi wasmedge1", 126,
	 "sock_accept is (iii) -> (i), "
	 "but in wasmedge1 it is (ii) -> (i)"},
	{"wasigo", "--abi wasigo1", 126, "but in wasigo1 it is"},
};

START_TEST(linked)
{
	int status = run(links[_i].player, links[_i].args, "");

	ck_assert_msg(status == links[_i].status, "%s %s: %d\n%s",
		      links[_i].player, links[_i].args, status, output);
	ck_assert_msg(strstr(output, links[_i].says), "%s %s:\n%s",
		      links[_i].player, links[_i].args, output);
}
END_TEST

Suite *sockhost_main_suite(void)
{
	Suite *s = suite_create("sockhost_main");
	TCase *t = tcase_create("main");

	tcase_add_loop_test(t, program, 0, sizeof(runs) / sizeof(runs[0]));
	tcase_add_loop_test(t, linked, 0, sizeof(links) / sizeof(links[0]));
	suite_add_tcase(s, t);
	return s;
}
