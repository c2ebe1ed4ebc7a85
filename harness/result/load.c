/* SPDX-License-Identifier: Apache-2.0 */
#include "causes.h"
#include "load.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "results.h"
#include "result_json.h"
#include "base/text.h"
#include "base/util.h"

/* results.json of 100,000 cases is 100 MB. */
#define REPORT_MAX ((size_t)1 << 30)
#define REPORTS "reports"

/* --- one file -------------------------------------------------------------*/

static json_t *parse(const char *file, char **why)
{
	size_t len;
	char *text = file_read(file, REPORT_MAX, &len, why);
	json_error_t err;
	json_t *o;

	if (!text)
		return NULL;
	o = json_loadb(text, len, 0, &err);
	free(text);
	if (!o && json_error_code(&err) == json_error_premature_end_of_input)
		fail(why,
		     "%s:%d: unexpected end of file: was it copied completely?",
		     file, err.line);
	else if (!o)
		fail(why, "%s:%d: this is not JSON: %s", file, err.line,
		     err.text);
	return o;
}

/* A copy with every string and key of it text_clean()ed. */
static json_t *cleaned(const json_t *j)
{
	json_t *copy, *item;
	const char *key;
	size_t i;

	if (json_is_string(j))
		return clean_json(json_string_value(j));
	if (json_is_array(j)) {
		copy = json_array();
		json_array_foreach (j, i, item)
			json_array_append_new(copy, cleaned(item));
		return copy;
	}
	if (!json_is_object(j))
		return json_deep_copy(j);
	copy = json_object();
	json_object_foreach ((json_t *)j, key, item) {
		char *clean = text_cleaned(key);

		json_object_set_new(copy, clean, cleaned(item));
		free(clean);
	}
	return copy;
}

static int schema_check(const json_t *o, const char *file, char **why)
{
	const json_t *schema = json_object_get(o, "schema");
	json_int_t n = json_integer_value(schema);

	if (!json_is_integer(schema) || !json_object_get(o, "sockdiff"))
		return fail(why, "%s: this is not a results.json of sockdiff",
			    file);
	if (n > REPORT_SCHEMA)
		return fail(why,
			    "%s: it has schema %lld, this sockdiff reads %d: "
			    "use the sockdiff that wrote it, %s",
			    file, (long long)n, REPORT_SCHEMA,
			    report_str(o, "sockdiff"));
	if (n != REPORT_SCHEMA)
		return fail(why,
			    "%s: it has schema %lld, this sockdiff reads %d: "
			    "run the cases again",
			    file, (long long)n, REPORT_SCHEMA);
	return 0;
}

json_t *report_load(const char *file, char **why)
{
	json_t *o = parse(file, why), *clean = NULL;
	char *wrong = NULL;

	if (o && schema_check(o, file, why) == 0)
		clean = cleaned(o);
	json_decref(o);
	/* Two ids may be one when cleaned, so it is checked after that. */
	if (clean && report_check(clean, &wrong) < 0) {
		fail(why, "%s: %s", file, wrong);
		free(wrong);
		json_decref(clean);
		clean = NULL;
	}
	/* Whichever version wrote it, one version's rules name its causes. */
	if (clean)
		json_object_set_new(clean, "causes",
				    causes_of(json_object_get(clean, "cases")));
	return clean;
}

/* --- one run --------------------------------------------------------------*/

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* Where the run of that name has its results, or NULL. */
static char *run_find(const char *name, char **why)
{
	static const char *const before[] = {"", REPORTS "/"};
	struct stat st;

	if (is_file(name))
		return xstrdup(name);
	for (size_t i = 0; i < COUNT(before); i++) {
		char *path = xasprintf("%s%s/results.json", before[i], name);

		if (is_file(path))
			return path;
		free(path);
	}
	if (stat(name, &st) == 0)
		fail(why,
		     "%s has no results.json: was sockdiff run with "
		     "-o %s?",
		     name, name);
	else
		fail(why,
		     "%s is not a folder of results, a results.json or a host "
		     "with results in " REPORTS "/",
		     name);
	return NULL;
}

/* Times explain and judge nothing: what cannot be read is left out. */
static json_t *times_load(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *path = xasprintf("%.*stimes.json",
			       slash ? (int)(slash - file) + 1 : 0, file);
	json_t *o = json_load_file(path, 0, NULL);

	free(path);
	if (json_is_object(json_object_get(o, "cases")))
		return o;
	json_decref(o);
	return NULL;
}

int report_run_load(struct report_run *run, const char *name, char **why)
{
	char *file = run_find(name, why);

	/* Both are shown in reports. */
	*run = (struct report_run){.name = text_cleaned(name),
				   .file = text_cleaned(file)};
	if (file)
		run->results = report_load(file, why);
	if (run->results)
		run->times = times_load(file);
	free(file);
	return run->results ? 0 : -1;
}

void report_run_free(struct report_run *run)
{
	free(run->name);
	free(run->file);
	json_decref(run->results);
	json_decref(run->times);
	*run = (struct report_run){0};
}

const char *report_host(const struct report_run *run)
{
	return report_str(json_object_get(run->results, "host"), "name");
}

const json_t *report_cases(const struct report_run *run)
{
	return json_object_get(run->results, "cases");
}

const char *report_label(const struct report_input *in, int i)
{
	const char *host = report_host(&in->runs[i]);

	for (int k = 0; k < in->n; k++)
		if (k != i && strcmp(report_host(&in->runs[k]), host) == 0)
			return in->runs[i].name;
	return host;
}

/* --- several --------------------------------------------------------------*/

static int has_results(const struct dirent *e)
{
	char *path = xasprintf(REPORTS "/%s/results.json", e->d_name);
	bool is = e->d_name[0] != '.' && is_file(path);

	free(path);
	return is;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Adds a sentence to those that there are. */
static void complain(struct buf *wrong, char *sentence)
{
	buf_printf(wrong, "%s%s", wrong->len ? "\n" : "", sentence);
	free(sentence);
}

static void add(struct report_input *in, const char *name, struct buf *wrong)
{
	char *why = NULL;

	GROW(in->runs, in->n);
	if (report_run_load(&in->runs[in->n++], name, &why) < 0)
		complain(wrong, why);
}

static void add_all(struct report_input *in, struct buf *wrong)
{
	struct dirent **v;
	int n = scandir(REPORTS, &v, has_results, by_name);

	for (int i = 0; i < n; i++) {
		char *name = xasprintf(REPORTS "/%s", v[i]->d_name);

		add(in, name, wrong);
		free(name);
		free(v[i]);
	}
	if (n >= 0)
		free(v);
	if (n <= 0)
		buf_puts(wrong, "no results in " REPORTS "/: run `sockdiff "
				"run` first, or name a folder");
}

int report_input_load(struct report_input *in, char *const *which, int n,
		      char **why)
{
	struct buf wrong = {0};

	*in = (struct report_input){0};
	for (int i = 0; i < n; i++)
		add(in, which[i], &wrong);
	if (n == 0)
		add_all(in, &wrong);
	if (wrong.len)
		fail(why, "%s", wrong.s);
	n = wrong.len ? -1 : 0;
	buf_free(&wrong);
	return n;
}

void report_input_free(struct report_input *in)
{
	for (int i = 0; i < in->n; i++)
		report_run_free(&in->runs[i]);
	free(in->runs);
	*in = (struct report_input){0};
}
