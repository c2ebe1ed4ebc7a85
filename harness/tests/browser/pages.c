/* SPDX-License-Identifier: Apache-2.0 */
#include "pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/stored.h"
#include "tests/help/suite.h"
#include "verdict/diff.h"
#include "result/results.h"
#include "report/formats.h"

#define FEW_HOSTS 3
#define MANY_HOSTS 8

static char *root;

static void page_make(const char *page, char **runs, int n)
{
	char *file = xasprintf("%s/%s.html", root, page), *why = NULL;
	struct report_input in;
	FILE *out = fopen(file, "w");
	int err = report_input_load(&in, runs, n, &why);

	in.to = file;
	if (err == 0)
		err = format_html(&in, out, &why);
	if (err < 0 || fclose(out) != 0) {
		fprintf(stderr, "%s: %s\n", file, why ? why : "not written");
		exit(1);
	}
	report_input_free(&in);
	free(file);
}

static char *run_of(const char *page, int host)
{
	return xasprintf("%s/%s/host-%d", root, page, host + 1);
}

static void pages_stored(const char *page, int hosts, int cases)
{
	char *dir = xasprintf("%s/%s", root, page), *runs[MANY_HOSTS];

	stored_runs(dir, hosts, cases);
	for (int i = 0; i < hosts; i++)
		runs[i] = run_of(page, i);
	page_make(page, runs, hosts);
	for (int i = 0; i < hosts; i++)
		free(runs[i]);
	free(dir);
}

void pages_make(const char *folder)
{
	char *why = NULL, *hostile;

	if (dir_make(folder, &why) < 0) {
		fprintf(stderr, "%s\n", why);
		exit(1);
	}
	root = realpath(folder, NULL);
	pages_stored("few", FEW_HOSTS, 200);
	pages_stored("many", MANY_HOSTS, 1200);
	stored_hostile(root);
	hostile = xasprintf("%s/hostile", root);
	page_make("hostile", &hostile, 1);
	free(hostile);
}

const char *pages_path(const char *page)
{
	static char *path;

	free(path);
	path = xasprintf("%s/%s.html", root, page);
	return path;
}

long pages_size(const char *page)
{
	struct stat st;

	return stat(pages_path(page), &st) == 0 ? (long)st.st_size : -1;
}

char *pages_shot(int view, const char *kind)
{
	return xasprintf("%s/view-%d-%s.png", root, view, kind);
}

int pages_count(const char *page, int host, const char *verdict)
{
	struct report_run run;
	char *name = run_of(page, host), *why = NULL;
	const json_t *c;
	int n = 0;

	ck_assert_int_eq(report_run_load(&run, name, &why), 0);
	for (size_t i = 0; (c = json_array_get(report_cases(&run), i)); i++)
		n += strcmp(report_str(c, "verdict"), verdict) == 0;
	report_run_free(&run);
	free(name);
	return n;
}

char *pages_counts(const char *page, int host)
{
	struct buf b = {0};

	for (int v = 0; v < VERDICT_COUNT; v++) {
		int n = pages_count(page, host, verdict_names[v]);

		if (n)
			buf_printf(&b, "%s%d %s", b.len ? ", " : "", n,
				   verdict_names[v]);
	}
	return buf_take(&b);
}

/* %5B is [ */
static char *unescaped(const char *url)
{
	struct buf b = {0};
	unsigned c;

	while (*url) {
		if (*url == '%' && sscanf(url + 1, "%2x", &c) == 1) {
			buf_add(&b, &(char){(char)c}, 1);
			url += 3;
		} else {
			buf_add(&b, url++, 1);
		}
	}
	return buf_take(&b);
}

bool pages_is_file(const char *url)
{
	char *path = unescaped(url);
	bool is =
		strncmp(path, "file://", 7) == 0 && access(path + 7, R_OK) == 0;

	free(path);
	return is;
}
