/* SPDX-License-Identifier: Apache-2.0 */
/* The names of descriptors, as calls make and copy them. */
#include <stdlib.h>

#include "tests/help/suite.h"
#include "trace/fd_names.h"

/* dup2(2) of a descriptor onto itself leaves it what it is. */
START_TEST(onto_itself)
{
	struct fd_names *f = xcalloc(1, sizeof(*f));
	struct call c = {.calls = CALL_DUP};

	fd_names_set(f, 5, "s");
	fd_names_returned(f, NULL, &c, 5, fd_name(f, 5));
	ck_assert_str_eq(fd_name(f, 5), "s");
	ck_assert_str_eq(c.made, "s");
	fd_names_returned(f, NULL, &c, 6, fd_name(f, 5));
	ck_assert_str_eq(fd_name(f, 6), "s");
	free(c.made);
	fd_names_free(f);
	free(f);
}
END_TEST

Suite *fd_names_suite(void);

Suite *fd_names_suite(void)
{
	Suite *s = suite_create("fd_names");
	TCase *c = tcase_create("names");

	tcase_add_test(c, onto_itself);
	suite_add_tcase(s, c);
	return s;
}
