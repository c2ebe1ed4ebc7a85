/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs that are put into sockhost, and scripts/check/mutants that plays them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sockhost/mutants/mutants_list.h"
#include "sockhost/sockhost.h"
#include "tests/help/shell.h"
#include "tests/help/suite.h"

#define PLAYER "$BUILD/mutants/player-wasinet_v0 --allow all --dir . "

/* A socket that sends to itself, by a name that each test has of its own. */
#define SELF                                                            \
	"1 socket as=s domain=AF_UNIX type=SOCK_DGRAM|SOCK_NONBLOCK\\n" \
	"2 bind fd=s addr=un:6d6500\\n3 connect fd=s addr=un:6d6500\\n"
#define SENT SELF "4 send fd=s data=616263\\n"
#define UDP "1 socket as=s domain=AF_INET type=SOCK_DGRAM\\n"
#define TCP "1 socket as=s domain=AF_INET type=SOCK_STREAM\\n"
#define RIGHTS                                                 \
	"4 sendmsg fd=s iov=61 control=SOL_SOCKET:SCM_RIGHTS:" \
	"rights:s\\n5 recvmsg fd=s iov=9 controllen=64 as=t\\n"

/* One of each family: what the right host says, and what it says with it. */
static const struct {
	const char *id, *input, *right, *wrong;
} effects[] = {
	{"peer_is_name", TCP "2 getpeername fd=s\\n", "errno=ENOTCONN",
	 "@sd 2 ret=0"},
	{"getsockopt_minus_one", TCP "2 getsockopt fd=s name=SO_TYPE\\n",
	 "value=int:1", "errno=?2147483647"},
	{"errno:ENOTCONN", TCP "2 getpeername fd=s\\n", "errno=ENOTCONN",
	 "errno=ENOTDIR"},
	{"option:SO_KEEPALIVE",
	 TCP "2 setsockopt fd=s name=SO_KEEPALIVE "
	     "value=int:1\\n3 getsockopt fd=s name=SO_KEEPALIVE\\n",
	 "value=int:1", "value=int:0"},
	{"option-get:SO_TYPE", TCP "2 getsockopt fd=s name=SO_TYPE\\n",
	 "value=int:1", "value=int:0"},
	{"send:MSG_OOB", SELF "4 send fd=s data=61 flags=MSG_OOB\\n",
	 "errno=EOPNOTSUPP", "@sd 4 ret=1"},
	{"recv:MSG_PEEK",
	 SENT "5 recv fd=s flags=MSG_PEEK\\n"
	      "6 recv fd=s\\n",
	 "@sd 6 ret=3", "@sd 6 ret=-1"},
	{"told:MSG_TRUNC", SENT "5 recvmsg fd=s iov=1\\n", "flags=MSG_TRUNC",
	 "flags=0"},
	{"type:SOCK_NONBLOCK", SELF "4 get-nonblock fd=s\\n",
	 "@sd 4 ret=0 value=int:1", "@sd 4 ret=0 value=int:0"},
	{"poll:POLLOUT", UDP "2 poll fds=s:POLLOUT timeout=0\\n",
	 "revents=POLLOUT", "@sd 2 ret=0"},
	{"control-in:SCM_RIGHTS", SELF RIGHTS, "SCM_RIGHTS", "control= "},
	{"control-out:SCM_RIGHTS", SELF RIGHTS, "SCM_RIGHTS", "control= "},
	{"field:wasinet_v0.sock_send_to:out_nwritten:0", SENT, "@sd 4 ret=3",
	 "@sd 4 ret=4"},
	{"length:send-cut", SENT "5 recv fd=s\\n", "data=616263", "data=6162 "},
};

START_TEST(effect)
{
	char line[1024];

	snprintf(line, sizeof(line), "printf '%s' | " PLAYER,
		 effects[_i].input);
	ck_assert_int_eq(shell(line), 0);
	ck_assert_msg(strstr(shell_out, effects[_i].right), "%s without:\n%s",
		      effects[_i].id, shell_out);
	shell("rm -f me");
	snprintf(line, sizeof(line), "printf '%s' | " PLAYER "--mutant %s",
		 effects[_i].input, effects[_i].id);
	ck_assert_int_eq(shell(line), 0);
	ck_assert_msg(strstr(shell_out, effects[_i].wrong) &&
			      !strstr(shell_out, effects[_i].right),
		      "%s:\n%s", effects[_i].id, shell_out);
}
END_TEST

/* Every family has one above. */
START_TEST(families)
{
	struct mutants_row row;
	size_t n;

	for (size_t i = 0; mutants_list(i, &row); i++) {
		size_t len = strlen(row.family);

		for (n = 0; n < sizeof(effects) / sizeof(effects[0]); n++)
			if (strncmp(effects[n].id, row.family, len) == 0)
				break;
		ck_assert_msg(n < sizeof(effects) / sizeof(effects[0]),
			      "%s: no test", row.family);
	}
}
END_TEST

START_TEST(list)
{
	static char ids[4096][MUTANTS_ID];
	struct mutants_row row;
	size_t mutants = 0;
	char *a;

	for (size_t i = 0; mutants_list(i, &row); i++) {
		ck_assert_uint_lt(i, sizeof(ids) / sizeof(ids[0]));
		a = ids[i];
		mutants_id(&row, a);
		ck_assert_msg(strlen(a) < MUTANTS_ID - 1 && *row.word &&
				      *row.sees && *row.name > '9',
			      "%s", a);
		mutants += !row.left_out;
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(a, ids[k]);
	}
	ck_assert_uint_ge(mutants, 150);
}
END_TEST

/* A row that is left out must be one of the table's, with a reason. */
START_TEST(left_out)
{
	static const struct {
		const char *family, *name, *why;
	} rows[] = {
#define MUTANT(id, word, source, sees)
#define MUTANT_NOT(id, source, why) {"", #id, why},
#include "sockhost/mutants/mutants.def"
#undef MUTANT
#define LEFT_OUT(family, name, why) {#family, #name, why},
#include "sockhost/mutants/mutant_families.def"
	};
	size_t n = 0, right = 0;
	struct mutants_row row;

	for (size_t i = 0; mutants_list(i, &row); i++)
		if (row.left_out) {
			ck_assert_uint_gt(strlen(row.left_out), 10);
			n++;
		}
	/* Of fields a whole function is left out, which has no row: fields. */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		right += strcmp(rows[i].family, "field") != 0;
	ck_assert_uint_eq(n, right);
}
END_TEST

/* Is there a bug in that parameter of a function of that name? */
static bool has_field(const char *fn, const char *param, size_t n)
{
	static const struct {
		const char *fn, *param;
	} rows[] = {
#define FIELD(abi, fn, param, offset, word) {#fn, #param},
#define LEFT_OUT(family, name, why) {#family "." #name, ""},
#include "sockhost/mutants/mutant_families.def"
	};
	char without[64];

	snprintf(without, sizeof(without), "field.%s", fn);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].fn, without) == 0)
			return true;
		else if (strcmp(rows[i].fn, fn) == 0 &&
			 strlen(rows[i].param) == n &&
			 memcmp(rows[i].param, param, n) == 0)
			return true;
	return false;
}

/* Every field of every answer of every ABI's sockets has one. */
START_TEST(fields)
{
	static const char *const abis[] = {
		"wasinet_v0", "preview1", "pathopen", "python", "wasmedge1",
		"wasmedge2",  "wasigo1",  "wasigo2",  "wasix"};
	const struct sockhost_fn *fn;
	const char *module, *name;

	for (size_t a = 0; a < sizeof(abis) / sizeof(abis[0]); a++)
		for (size_t i = 0;
		     (fn = sockhost_fn_at(abis[a], i, &module, &name)) != NULL;
		     i++) {
			const char *at = sockhost_fn_names(fn);

			for (; strncmp(name, "sock_", 5) == 0 && *at;) {
				size_t n = strcspn(at, ",");

				if (memmem(at, n, "out_", 4) &&
				    strncmp(at, "out_data", n) != 0)
					ck_assert_msg(has_field(name, at, n),
						      "%s %s %.*s", abis[a],
						      name, (int)n, at);
				at += n + (at[n] == ',');
			}
		}
}
END_TEST

START_TEST(distance)
{
	ck_assert_int_eq(mutants_distance("", ""), 0);
	ck_assert_int_eq(mutants_distance("send", "sned"), 2);
	ck_assert_int_eq(mutants_distance("recv", "recvv"), 1);
	ck_assert_int_eq(mutants_distance("recv", ""), 4);
	ck_assert_int_eq(mutants_distance("kitten", "sitting"), 3);
}
END_TEST

/* Mistakes, of the player and of the script. */
START_TEST(mistakes)
{
	shell_expect(PLAYER "--mutant option:SO_KEPALIVE", 2,
		     "option:SO_KEPALIVE: no such mutant; did you mean "
		     "option:SO_KEEPALIVE?");
	shell_expect(PLAYER "--mutant ''", 2, "no such mutant");
	shell_expect(PLAYER "--mutant send:MSG_NOSIGNAL", 2, "no such mutant");
	shell_expect("$SOURCE/scripts/check/mutants $BUILD errno:ECONREFUSED",
		     2, "did you mean errno:ECONNREFUSED?");
	shell_expect("$SOURCE/scripts/check/mutants $BUILD 'nosuch_*'", 2,
		     "no such mutant");
	shell_expect("$SOURCE/scripts/check/mutants $BUILD nosuch:", 2,
		     "no such mutant");
	shell_expect("$SOURCE/scripts/check/mutants --all", 2,
		     "--full, --list, --but");
	shell_expect("$SOURCE/scripts/check/mutants nowhere", 2,
		     "make mutants");
	shell_expect("$SOURCE/scripts/check/mutants --but nowhere", 2,
		     "nowhere");
}
END_TEST

START_TEST(listed)
{
	ck_assert_int_eq(shell(PLAYER "--mutant help"), 0);
	ck_assert_ptr_nonnull(strstr(shell_out,
				     "errno:EXDEV\twasinet_v0\t"
				     "EXDEV\tan errno is off by one\n"));
	ck_assert_ptr_nonnull(strstr(shell_out, "\nroflags_wide\twasmedge2\t"));
	ck_assert_int_eq(shell("$SOURCE/scripts/check/mutants --list $BUILD"),
			 0);
	ck_assert_ptr_nonnull(strstr(shell_out, "\npoll:POLLHUP\t"));
	ck_assert_ptr_nonnull(strstr(shell_out, "\nleft out: send:MSG_PEEK\t"
						"a send ignores it\n"));
}
END_TEST

/* What an earlier run caught is not played again; if nothing is left, that is
 * a mistake and not a success. */
START_TEST(but)
{
	shell_expect(
		"echo 'caught   errno:EXDEV  3 of 8' >log; "
		"$SOURCE/scripts/check/mutants --but log $BUILD errno:EXDEV",
		2, "nothing to play");
}
END_TEST

#define PLAY                                                             \
	"printf 'EXDEV\\tudp/order-preserved\\n' >index; "               \
	": >wasinet_v0.right; d=$PWD; cd $SOURCE; scripts/check/mutant " \
	"$BUILD $d 1 "
#define HOST                                            \
	"abi: wasinet_v0\ncommand: [\"{build}/mutants/" \
	"player-wasinet_v0\", %s--dir, .]\n"

/* What differs without the bug as well is not caught. */
START_TEST(right_without)
{
	char manifest[256];

	/* No address is granted: it differs anyway. */
	snprintf(manifest, sizeof(manifest), HOST, "");
	shell_write("wasinet_v0.yaml", manifest);
	ck_assert_int_eq(shell(PLAY "errno:EXDEV wasinet_v0 EXDEV"), 0);
	ck_assert_msg(strncmp(shell_out, "SURVIVED", 8) == 0, "%s", shell_out);
	ck_assert_ptr_nonnull(strstr(shell_out, "0 of 1\n"));
	/* And with all that is needed, the bug alone is. */
	snprintf(manifest, sizeof(manifest), HOST, "--allow, all, ");
	shell_write("wasinet_v0.yaml", manifest);
	ck_assert_int_eq(shell(PLAY "errno:EXDEV wasinet_v0 EXDEV"), 0);
	ck_assert_msg(strncmp(shell_out, "SURVIVED", 8) == 0, "%s", shell_out);
	ck_assert_int_eq(shell(PLAY "recv:MSG_DONTWAIT wasinet_v0 EXDEV"), 0);
	ck_assert_msg(strncmp(shell_out, "caught", 6) == 0, "%s", shell_out);
}
END_TEST

Suite *mutants_suite(void)
{
	Suite *s = suite_create("mutants");
	TCase *t = tcase_create("mutants");

	/* Some play cases, on a machine that may be busy. */
	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, shell_open, shell_close);
	tcase_add_loop_test(t, effect, 0, sizeof(effects) / sizeof(effects[0]));
	tcase_add_test(t, families);
	tcase_add_test(t, list);
	tcase_add_test(t, left_out);
	tcase_add_test(t, fields);
	tcase_add_test(t, distance);
	tcase_add_test(t, mistakes);
	tcase_add_test(t, listed);
	tcase_add_test(t, but);
	tcase_add_test(t, right_without);
	suite_add_tcase(s, t);
	return s;
}
