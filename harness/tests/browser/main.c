/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTML report in a browser: tests-page FOLDER, for pages and screenshots.
 *
 * Tests run one after the other in this process, for they share a browser.
 */
#include <stdio.h>

#include "tests/help/suite.h"
#include "pages.h"

TCase *page_tcase(void);
TCase *looks_tcase(void);

static Suite *page_suite(void)
{
	Suite *s = suite_create("page");

	suite_add_tcase(s, page_tcase());
	suite_add_tcase(s, looks_tcase());
	return s;
}

int main(int argc, char **argv)
{
	SRunner *r = srunner_create(page_suite());
	int failed;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	pages_make(argv[1]);
	srunner_set_fork_status(r, CK_NOFORK);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
