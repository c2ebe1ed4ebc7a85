/* SPDX-License-Identifier: Apache-2.0 */
#include "browse.h"

#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "base/util.h"
#include "pages.h"

/* Nothing may go wrong unseen: the console stays empty. */
static void check_console(void)
{
	char *said = wd_console();

	ck_assert_str_eq(said, "");
	free(said);
}

void browse_open(void)
{
	wd_screen(1280, 900, "light");
}

void browse_close(void)
{
	check_console();
}

/* A page, as if it were opened for the first time. */
void open_at(const char *page, const char *hash)
{
	char *url = xasprintf("file://%s%s", pages_path(page), hash);

	wd_get("about:blank");
	wd_get(url);
	wd_until("return document.querySelector('main h2') !== null");
	free(url);
}

void check_text(const char *script, const char *want)
{
	char *got = wd_string(script);

	ck_assert_str_eq(got, want);
	free(got);
}

void check_has(const char *script, const char *part)
{
	char *got = wd_string(script);

	ck_assert_msg(strstr(got, part) != NULL, "%s is not in: %s", part, got);
	free(got);
}

void open_a_gap(void)
{
	open_at("few", "#/cases?verdict=differs&host=host-2");
	wd_click(".list tbody a");
	wd_until("return location.hash.startsWith('#/case?')");
}

void choose(const char *id, const char *value)
{
	char *script = xasprintf(
		"const s = document.getElementById('%s'); s.value = '%s';"
		"s.dispatchEvent(new Event('change'))",
		id, value);

	json_decref(wd_run(script));
	free(script);
}
