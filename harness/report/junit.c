/* SPDX-License-Identifier: Apache-2.0 */
/*
 * junit.c: JUnit XML, as Jenkins, GitLab and GitHub's actions read it.
 *
 * There is no standard; this is what they have in common (tests/junit.xsd):
 * one testsuite a run, one testcase a case, classname HOST.FAMILY, file and
 * line beside it. A case with gaps has a property "cause" for each, the id of
 * causes.h, and a failure its sentence. A case that was played several times
 * with more than one
 * verdict has the property "flaky", and Maven's flakyFailure if it passes.
 */
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "result/outcome.h"
#include "result/results.h"
#include "formats.h"
#include "result/cause_changes.h"
#include "base/util.h"

struct sums {
	int tests, failures, errors, skipped;
	long long us;
};

/* libxml2 takes and gives its own type of char. */
static const xmlChar *x(const char *s)
{
	return (const xmlChar *)s;
}

static void start(xmlTextWriterPtr w, const char *name)
{
	xmlTextWriterStartElement(w, x(name));
}

static void end(xmlTextWriterPtr w)
{
	xmlTextWriterEndElement(w);
}

static void attr(xmlTextWriterPtr w, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(w, x(name), x(value));
}

static void attr_number(xmlTextWriterPtr w, const char *name, long long n)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", n);
	attr(w, name, text);
}

/* Seconds, as the readers want them. */
static void attr_time(xmlTextWriterPtr w, long long us)
{
	char text[40];

	snprintf(text, sizeof(text), "%lld.%06lld", us / 1000000, us % 1000000);
	attr(w, "time", text);
}

static void property(xmlTextWriterPtr w, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	start(w, "property");
	attr(w, "name", name);
	attr(w, "value", value);
	end(w);
}

/* Of a case in times.json; 0 when there is none. */
static long long us_of(const struct report_run *run, const char *id)
{
	const json_t *us = json_object_get(run->times, "cases");
	long long n = json_integer_value(json_object_get(us, id));

	return n > 0 ? n : 0;
}

static struct sums sums_of(const struct report_run *run)
{
	struct sums n = {0};
	size_t i;
	json_t *c;

	json_array_foreach (report_cases(run), i, c) {
		enum outcome o = outcome_of(c);

		n.tests++;
		n.failures += o == FAILED || o == FIXED;
		n.errors += o == ERROR;
		n.skipped += o == SKIPPED || o == KNOWN;
		n.us += us_of(run, report_str(c, "id"));
	}
	return n;
}

static void write_sums(xmlTextWriterPtr w, const struct sums *n, bool timed)
{
	attr_number(w, "tests", n->tests);
	attr_number(w, "failures", n->failures);
	attr_number(w, "errors", n->errors);
	if (timed)
		attr_time(w, n->us);
}

/* What a person needs who sees nothing but this element. */
static char *details(const json_t *results, const json_t *c)
{
	const json_t *g = outcome_gap(c);
	const json_t *cause = cause_find(results, report_str(g, "cause"));
	char *text = outcome_text(c);
	struct buf b = {0};

	buf_printf(&b, "%s:%d: %s\n", report_str(c, "file"), case_line(c),
		   text);
	if (g)
		buf_printf(&b, "step %lld, %s of %s\nLinux: %s\nhost:  %s\n",
			   (long long)json_integer_value(
				   json_object_get(g, "step")),
			   report_str(g, "op"), report_str(g, "actor"),
			   report_str(g, "want"), report_str(g, "got"));
	if (cause)
		buf_printf(&b, "cause: %s\n", report_str(cause, "sentence"));
	if (outcome_consequences(c) > 0)
		buf_printf(&b, "and %d more, possibly consequences\n",
			   outcome_consequences(c));
	free(text);
	return buf_take(&b);
}

static void write_problem(xmlTextWriterPtr w, const char *element,
			  const json_t *results, const json_t *c)
{
	char *text = outcome_text(c), *all = details(results, c);

	start(w, element);
	attr(w, "message", text);
	attr(w, "type", outcome_type(c));
	xmlTextWriterWriteString(w, x(all));
	end(w);
	free(text);
	free(all);
}

static void write_outcome(xmlTextWriterPtr w, const json_t *results,
			  const json_t *c)
{
	static const char *const elements[OUTCOME_COUNT] = {
		[FAILED] = "failure",
		[FIXED] = "failure",
		[ERROR] = "error",
	};
	enum outcome o = outcome_of(c);
	char *text;

	if (elements[o]) {
		write_problem(w, elements[o], results, c);
	} else if (o != PASSED) {
		text = outcome_text(c);
		start(w, "skipped");
		attr(w, "message", text);
		end(w);
		free(text);
	} else if (outcome_is_flaky(c)) {
		start(w, "flakyFailure");
		attr(w, "message", "the verdict differed between plays");
		attr(w, "type", "flaky");
		end(w);
	}
}

/* A property "cause" for each gap that counts, its id in results.json. */
static void write_properties(xmlTextWriterPtr w, const json_t *c)
{
	bool flaky = outcome_is_flaky(c);
	const char *first = report_str(outcome_gap(c), "cause");
	size_t i;
	json_t *g;

	if (!flaky && !*first)
		return;
	start(w, "properties");
	json_array_foreach (json_object_get(c, "gaps"), i, g)
		property(w, "cause", report_str(g, "cause"));
	if (flaky)
		property(w, "flaky", "true");
	end(w);
}

static void write_case(xmlTextWriterPtr w, const struct report_run *run,
		       const char *label, const json_t *c)
{
	const char *id = report_str(c, "id"), *slash = strchr(id, '/');
	char *class =
		xasprintf("%s.%.*s", label, slash ? (int)(slash - id) : 0, id);

	start(w, "testcase");
	attr(w, "classname", class);
	attr(w, "name", slash ? slash + 1 : id);
	attr(w, "file", report_str(c, "file"));
	attr_number(w, "line", case_line(c));
	if (run->times)
		attr_time(w, us_of(run, id));
	write_properties(w, c);
	write_outcome(w, run->results, c);
	xmlTextWriterWriteElement(w, x("system-out"),
				  x(report_str(c, "replay")));
	end(w);
	free(class);
}

static void write_about(xmlTextWriterPtr w, const json_t *results)
{
	const json_t *host = json_object_get(results, "host");
	const json_t *machine = json_object_get(results, "machine");

	start(w, "properties");
	property(w, "sockdiff", report_str(results, "sockdiff"));
	property(w, "host", report_str(host, "name"));
	property(w, "host.version", report_str(host, "version"));
	property(w, "host.abi", report_str(host, "abi"));
	property(w, "kernel", report_str(machine, "kernel"));
	property(w, "arch", report_str(machine, "arch"));
	if (json_is_true(json_object_get(results, "interrupted")))
		property(w, "interrupted", "true");
	end(w);
}

static void write_run(xmlTextWriterPtr w, const struct report_run *run,
		      const char *label)
{
	struct sums n = sums_of(run);
	const char *date = report_str(run->times, "date");
	size_t i;
	json_t *c;

	start(w, "testsuite");
	attr(w, "name", label);
	write_sums(w, &n, run->times);
	attr_number(w, "skipped", n.skipped);
	if (*date)
		attr(w, "timestamp", date);
	write_about(w, run->results);
	json_array_foreach (report_cases(run), i, c)
		write_case(w, run, label, c);
	end(w);
}

static void write_all(xmlTextWriterPtr w, const struct report_input *in)
{
	struct sums all = {0};
	bool timed = true;

	for (int i = 0; i < in->n; i++) {
		struct sums n = sums_of(&in->runs[i]);

		all.tests += n.tests;
		all.failures += n.failures;
		all.errors += n.errors;
		all.us += n.us;
		timed = timed && in->runs[i].times;
	}
	xmlTextWriterSetIndent(w, 1);
	xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
	start(w, "testsuites");
	attr(w, "name", "sockdiff");
	write_sums(w, &all, timed);
	for (int i = 0; i < in->n; i++)
		write_run(w, &in->runs[i], report_label(in, i));
	end(w);
	xmlTextWriterEndDocument(w);
}

int format_junit(const struct report_input *in, FILE *out, char **why)
{
	xmlBufferPtr text = xmlBufferCreate();
	xmlTextWriterPtr w = text ? xmlNewTextWriterMemory(text, 0) : NULL;

	if (!w) {
		xmlBufferFree(text);
		return fail(why, "out of memory for a report");
	}
	write_all(w, in);
	xmlFreeTextWriter(w);
	fwrite(xmlBufferContent(text), 1, (size_t)xmlBufferLength(text), out);
	xmlBufferFree(text);
	return 0;
}
