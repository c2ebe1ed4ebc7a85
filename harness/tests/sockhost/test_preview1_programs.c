/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The programs of guests/programs/preview1 on sockhost: they print what they
 * print on Linux, or what NAME.expected has, in which lines with # are
 * remarks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/util.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "tests/help/shell.h"
#include "tests/help/suite.h"

static const struct {
	const char *name, *where;
} programs[] = {
#define NATIVE "native"
#define WASI "wasi"
#define PREPARED "prepared"
#define PROGRAM(name, where) {#name, where},
#define __wasi__
#include "../../../guests/programs/preview1/programs.def"
#undef __wasi__
#undef PROGRAM
};

START_TEST(program)
{
	const char *name = programs[_i].name, *where = programs[_i].where;
	char *line = xasprintf(
		"name=%s where=%s\n"
		"rm -rf play native; mkdir play native; cd play\n"
		"[ $where != prepared ] || { printf text > a; mkdir d; }\n"
		"export PROGRAM_VALUE='a b=c'\n"
		"ro=$([ $where != prepared ] || echo :ro)\n"
		"$BUILD/sockhost/preview1 --env \"PROGRAM_VALUE=a b=c\" "
		"--dir .$ro -- $name </dev/null > ../out; echo $? >> ../out\n"
		"cd ../native\n"
		"if [ $where = native ]; then\n"
		"$BUILD/guests/programs/native/preview1 $name </dev/null "
		"> ../right; echo $? >> ../right\n"
		"else sed '/^#/d' $SOURCE/guests/programs/preview1/"
		"$name.expected > ../right; echo 0 >> ../right; fi\n"
		"diff ../right ../out",
		name, where);

	/*
	 * What others do at the same time shows in Linux's own answers: where a
	 * walk along a path has to begin anew since something was mounted
	 * elsewhere, links that it has followed are counted twice.
	 */
	for (int i = 0; i < 3; i++) {
		shell(line);
		if (!*shell_out && !*shell_err)
			break;
	}
	ck_assert_msg(!*shell_out && !*shell_err,
		      "%s, right is <, sockhost "
		      "is >:\n%s%s",
		      name, shell_out, shell_err);
	free(line);
}
END_TEST

Suite *preview1_programs_suite(void)
{
	Suite *s = suite_create("preview1_programs");
	TCase *t = tcase_create("programs");

	tcase_add_checked_fixture(t, shell_open, shell_close);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, program, 0, (int)COUNT(programs));
	suite_add_tcase(s, t);
	return s;
}
