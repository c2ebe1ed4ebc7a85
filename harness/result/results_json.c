/* SPDX-License-Identifier: Apache-2.0 */
#include "results.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "causes.h"
#include "result_json.h"

/* A sysctl is a line. */
#define SYSCTL_MAX 4096

const char *report_str(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

/* Verdicts that say that the host is not Linux. */
static const bool is_gap[VERDICT_COUNT] = {
	[DIFFERS] = true,
	[UNSUPPORTED] = true,
	[CRASHED] = true,
	[HUNG] = true,
};

int report_verdict(const json_t *tcase)
{
	const char *name = report_str(tcase, "verdict");
	int v = 0;

	while (v < VERDICT_COUNT && strcmp(name, verdict_names[v]) != 0)
		v++;
	return v;
}

bool report_is_gap(int verdict)
{
	return verdict < VERDICT_COUNT && is_gap[verdict];
}

bool report_is_red(const json_t *tcase)
{
	const char *baseline = report_str(tcase, "baseline");

	if (strcmp(baseline, "fixed") == 0)
		return true;
	return report_is_gap(report_verdict(tcase)) &&
	       strcmp(baseline, "known") != 0;
}

/* A setting's value on one line, or NULL when the kernel has none. */
static char *sysctl_read(const char *name)
{
	char *path = xasprintf("/proc/sys/%s", name);
	char *why = NULL, *value;
	size_t len;

	for (char *p = path + strlen("/proc/sys/"); *p; p++)
		if (*p == '.')
			*p = '/';
	value = file_read(path, SYSCTL_MAX, &len, &why);
	free(why);
	free(path);
	if (value == NULL)
		return NULL;
	value[strcspn(value, "\n")] = '\0';
	for (char *p = value; *p; p++)
		if (*p == '\t')
			*p = ' ';
	return value;
}

static json_t *sysctls_json(void)
{
	static const char *const sysctls[] = {
#define SYSCTL(name, moves) name,
#include "sysctls.def"
#undef SYSCTL
	};
	json_t *o = json_object();

	for (size_t i = 0; i < COUNT(sysctls); i++) {
		char *value = sysctl_read(sysctls[i]);

		if (value != NULL)
			json_object_set_new(o, sysctls[i], clean_json(value));
		free(value);
	}
	return o;
}

json_t *report_machine(void)
{
	json_t *o = json_object();
	struct utsname u;

	if (uname(&u) != 0)
		memset(&u, 0, sizeof(u));
	json_object_set_new(o, "kernel", clean_json(u.release));
	json_object_set_new(o, "arch", clean_json(u.machine));
	json_object_set_new(o, "sysctls", sysctls_json());
	return o;
}

static json_t *host_json(const struct report_about *about)
{
	json_t *o = json_object();

	json_object_set_new(o, "name", clean_json(about->host));
	json_object_set_new(o, "abi", clean_json(about->abi));
	json_object_set_new(o, "command", clean_json(about->command));
	json_object_set_new(o, "version", clean_json(about->host_version));
	return o;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(report_str(*(json_t *const *)a, "id"),
		      report_str(*(json_t *const *)b, "id"));
}

void report_sort(json_t *cases)
{
	size_t n = json_array_size(cases);
	json_t **v = xcalloc(n + 1, sizeof(json_t *));

	for (size_t i = 0; i < n; i++)
		v[i] = json_incref(json_array_get(cases, i));
	qsort(v, n, sizeof(json_t *), by_id);
	json_array_clear(cases);
	for (size_t i = 0; i < n; i++)
		json_array_append_new(cases, v[i]);
	free(v);
}

struct tally {
	int verdict[VERDICT_COUNT + 1];
	int known, fresh, fixed, drift;
};

bool report_is_drift(const json_t *tcase)
{
	const char *drift = report_str(tcase, "drift");

	return *drift &&
	       strncmp(drift, DRIFT_UNKNOWN, strlen(DRIFT_UNKNOWN)) != 0;
}

static struct tally tally_of(const json_t *cases)
{
	struct tally n = {0};
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c) {
		const char *baseline = report_str(c, "baseline");
		bool fixed = strcmp(baseline, "fixed") == 0;

		n.verdict[report_verdict(c)]++;
		n.known += strcmp(baseline, "known") == 0;
		n.fixed += fixed;
		n.fresh += report_is_red(c) && !fixed;
		n.drift += report_is_drift(c);
	}
	return n;
}

/* Replaces what is there, so that a key keeps its place. */
void report_count(json_t *results)
{
	struct tally n = tally_of(json_object_get(results, "cases"));
	json_t *counts = json_object();

	for (int v = 0; v < VERDICT_COUNT; v++)
		json_object_set_new(counts, verdict_names[v],
				    json_integer(n.verdict[v]));
	json_object_set_new(results, "counts", counts);
	json_object_set_new(results, "known", json_integer(n.known));
	json_object_set_new(results, "new", json_integer(n.fresh));
	json_object_set_new(results, "fixed", json_integer(n.fixed));
	json_object_set_new(results, "drift", json_integer(n.drift));
	json_object_set_new(results, "causes",
			    causes_of(json_object_get(results, "cases")));
}

json_t *report_results(const struct report_about *about, json_t *cases)
{
	json_t *o = json_object();

	report_sort(cases);
	json_object_set_new(o, "schema", json_integer(REPORT_SCHEMA));
	json_object_set_new(o, "sockdiff", clean_json(about->version));
	json_object_set_new(o, "host", host_json(about));
	json_object_set_new(o, "machine", report_machine());
	json_object_set_new(o, "counts", json_null());
	json_object_set_new(o, "known", json_null());
	json_object_set_new(o, "new", json_null());
	json_object_set_new(o, "fixed", json_null());
	json_object_set_new(o, "drift", json_null());
	json_object_set_new(o, "recorded", clean_json(about->recorded));
	if (about->baseline)
		json_object_set_new(o, "baseline", clean_json(about->baseline));
	if (json_array_size(about->notes) > 0)
		json_object_set(o, "notes", about->notes);
	if (about->no_packets)
		json_object_set_new(o, "packets", json_false());
	if (about->interrupted)
		json_object_set_new(o, "interrupted", json_true());
	if (about->selection)
		json_object_set(o, "selection", about->selection);
	if (about->shard)
		json_object_set(o, "shard", about->shard);
	json_object_set_new(o, "causes", json_null());
	json_object_set(o, "cases", cases);
	report_count(o);
	return o;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same keys and values, sorted: us has them as the cases ended. */
static json_t *sorted(const json_t *us)
{
	const char **keys = xcalloc(json_object_size(us) + 1, sizeof(*keys));
	json_t *o = json_object();
	size_t n = 0;

	for (void *i = json_object_iter((json_t *)us); i != NULL;
	     i = json_object_iter_next((json_t *)us, i))
		keys[n++] = json_object_iter_key(i);
	qsort(keys, n, sizeof(*keys), by_name);
	for (size_t i = 0; i < n; i++)
		json_object_set(o, keys[i], json_object_get(us, keys[i]));
	free(keys);
	return o;
}

json_t *report_times(const json_t *us, long long total_us, int jobs,
		     time_t date)
{
	json_t *o = json_object();
	struct tm tm;
	char text[32];

	if (gmtime_r(&date, &tm) == NULL)
		memset(&tm, 0, sizeof(tm));
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	json_object_set_new(o, "schema", json_integer(REPORT_SCHEMA));
	json_object_set_new(o, "date", json_string(text));
	json_object_set_new(o, "jobs", json_integer(jobs));
	json_object_set_new(o, "total_us", json_integer(total_us));
	json_object_set_new(o, "cases", sorted(us));
	return o;
}

void report_times_starts(json_t *times, const json_t *starts)
{
	if (json_object_size(starts))
		json_object_set_new(times, "starts", sorted(starts));
}

char *report_text(const json_t *report)
{
	struct buf b = {0};
	char *text = json_dumps(report, JSON_INDENT(1));

	assert(text != NULL);
	buf_printf(&b, "%s\n", text);
	free(text);
	return buf_take(&b);
}

enum report_status report_status(const json_t *results)
{
	const json_t *cases = json_object_get(results, "cases");
	enum report_status status = STATUS_GOOD;
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c) {
		int v = report_verdict(c);

		if (v == BROKEN || v == VERDICT_COUNT)
			return STATUS_BROKEN;
		if (report_is_red(c))
			status = STATUS_GAPS;
	}
	return status;
}
