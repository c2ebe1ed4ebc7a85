/* SPDX-License-Identifier: Apache-2.0 */
#include "stored.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "verdict/diff.h"
#include "result/play_json.h"
#include "result/results.h"
#include "result/dir.h"
#include "result/sources.h"
#include "base/text.h"
#include "base/util.h"

const char stored_hostile_text[] =
	"<img src=x onerror=pwned()></script><script>pwned()</script><!-- "
	"<script> &lt; \"'` \xe2\x80\xa8 \xe2\x80\xae ${pwned()} \\u003c ]]>";

/* As many variants to a file as cases/ has. */
#define FILES 330
#define STEPS 8

/* --- files ----------------------------------------------------------------*/

static void put(const char *dir, const char *name, const char *text)
{
	char *why = NULL;

	if (report_dir_write(dir, name, text, strlen(text), &why) < 0)
		ck_abort_msg("%s", why);
}

static void put_json(const char *dir, const char *name, json_t *o)
{
	char *text = report_text(o);

	put(dir, name, text);
	free(text);
	json_decref(o);
}

static void put_case(const char *dir, const char *id, json_t *plays)
{
	static const char *const suffixes[] = {".txt", ".native.pcap",
					       ".host.pcap"};
	char *name = report_dir_name(id, ".json");

	put_json(dir, name, plays);
	free(name);
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		name = report_dir_name(id, suffixes[i]);
		put(dir, name, "not looked into");
		free(name);
	}
}

static void set(json_t *o, const char *key, char *value)
{
	json_object_set_new(o, key, json_string(value));
	free(value);
}

static char *open_run(const char *dir, const char *name)
{
	char *run = xasprintf("%s/%s", dir, name), *why = NULL;

	if (report_dir_open(run, &why) < 0)
		ck_abort_msg("%s", why);
	return run;
}

/* --- many -----------------------------------------------------------------*/

/* Numbers that look like chance and are always the same. */
static unsigned chance(int host, int i)
{
	unsigned n = (unsigned)(host + 1) * 2654435761u ^ (unsigned)i * 40503u;

	n ^= n >> 13;
	n *= 0x5bd1e995u;
	return n ^ n >> 15;
}

static char *id_of(int i)
{
	static const char *const families[] = {"tcp", "udp", "options-socket",
					       "unix-stream", "poll"};

	return xasprintf("%s/what-happens-when-%02d[AF_INET6,SOCK_STREAM,%d]",
			 families[i % FILES % 5], i % FILES, i / FILES);
}

static enum verdict verdict_of(int host, int i)
{
	static const enum verdict rare[] = {INEXPRESSIBLE, UNSUPPORTED, CRASHED,
					    HUNG, BROKEN};
	unsigned n = chance(host, i);

	if (n % 5 == 0)
		return DIFFERS;
	return n % 23 == 1 ? rare[n / 23 % COUNT(rare)] : SAME;
}

static const char *const gap_ops[] = {"recvfrom", "setsockopt", "getsockopt",
				      "accept", "connect"};

static json_t *gap_of(int host, int i, bool first)
{
	unsigned n = chance(host, i) / 5;
	const char *op = gap_ops[n % 5];
	bool option = strstr(op, "sockopt") != NULL;
	char *got = xasprintf("?%u", n / 5 % 8 + 90);
	json_t *o = json_pack(
		"{s:i, s:i, s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:b}",
		"step", first ? 6 : 7, "line", first ? 15 : 16, "op", op,
		"option", option ? "SO_RCVBUF" : "", "actor", "guest", "layer",
		1, "class", gap_names[n / 5 % 8 % 4 + 1], "what", "errno",
		"want", "ECONNREFUSED", "got", got, "signature", got,
		"consequence", !first);

	free(got);
	return o;
}

static json_t *case_of(int host, int i)
{
	enum verdict v = verdict_of(host, i);
	json_t *o = json_object(), *gaps = json_array();
	char *id = id_of(i);

	if (v == DIFFERS || v == CRASHED || v == HUNG) {
		json_array_append_new(gaps, gap_of(host, i, true));
		json_array_append_new(gaps, gap_of(host, i, false));
	}
	set(o, "id", xstrdup(id));
	set(o, "file", xasprintf("cases/%.*s.yaml", (int)strcspn(id, "["), id));
	json_object_set_new(o, "line", json_integer(1));
	set(o, "title",
	    xasprintf("what happens when the peer of %d has long "
		      "been closed (SOCK_STREAM)",
		      i));
	set(o, "about",
	    xasprintf("recvfrom(2), ip(7), part %d; what was sent "
		      "before is still there",
		      i % FILES));
	json_object_set_new(o, "covers",
			    json_pack("[s, s, s, s]", gap_ops[i % 5],
				      "SO_RCVBUF", "ECONNREFUSED",
				      i % 2 ? "MSG_PEEK" : "IPV6_V6ONLY"));
	set(o, "verdict", xstrdup(verdict_names[v]));
	set(o, "why",
	    v == SAME || v == DIFFERS
		    ? xstrdup("")
		    : xasprintf("step 6 is %s here", verdict_names[v]));
	json_object_set_new(o, "gaps", gaps);
	set(o, "replay",
	    xasprintf("sockdiff run -H host-%d '%s'", host + 1, id));
	set(o, "drift", xstrdup(""));
	free(id);
	return o;
}

static json_t *play_of(int host, int i, bool native)
{
	json_t *said = json_array(), *packets = json_array();

	for (int s = 0; s < STEPS; s++) {
		char *a = xasprintf("= %d data=\"case %d\" addr=[::1]:%d", s,
				    i / 4, native ? 7000 : 7000 + host);
		char *c =
			xasprintf("%s(s, \"case %d\", %d, 0, [::1]:~1, [28])"
				  " = %d",
				  native ? "recvfrom" : "recvmsg", i / 4, s, s);

		json_array_append_new(said, json_pack("[s, s, s]", a, c,
						      "poll([s POLLIN]) = 1"));
		free(a);
		free(c);
	}
	for (int s = 0; s < STEPS; s++) {
		char *p = xasprintf("tcp [::1]:~1 > [::1]:7000 seq %d \"%d\"",
				    s, native ? i / 4 : i / 4 + host);

		json_array_append_new(packets, json_string(p));
		free(p);
	}
	return json_pack("{s:s, s:s, s:[], s:o, s:o}", "end", "ended", "open",
			 "", "noise", "steps", said, "packets", packets);
}

static json_t *plays_of(const char *id, int host, int i)
{
	json_t *steps = json_array();

	for (int s = 0; s < STEPS; s++) {
		char *text = xasprintf("recvfrom {fd: s, len: %d}", i / 16);

		json_array_append_new(steps, json_pack("{s:i, s:s, s:s}",
						       "line", 10 + s, "actor",
						       "guest", "text", text));
		free(text);
	}
	return json_pack("{s:i, s:s, s:[s], s:o, s:o, s:o}", "schema",
			 PLAY_SCHEMA, "id", id, "given",
			 "given l {listen: 127.0.0.1:7000}", "steps", steps,
			 "native", play_of(host, i, true), "host",
			 play_of(host, i, false));
}

static json_t *lines_of(int file)
{
	json_t *a = json_array();

	for (int i = 0; i < 10 + STEPS; i++) {
		char *line = xasprintf("%s recvfrom: {fd: s, len: %d, addr: "
				       "\"[::1]:7000\"}  # %d",
				       i < 9 ? "title:" : "  -", file, i);

		json_array_append_new(a, json_string(line));
		free(line);
	}
	return a;
}

static json_t *sources_of(const json_t *cases)
{
	json_t *files = json_object(), *c;
	size_t i;

	json_array_foreach (cases, i, c)
		json_object_set_new(files, report_str(c, "file"),
				    lines_of((int)i % FILES));
	return json_pack("{s:i, s:o}", "schema", SOURCES_SCHEMA, "files",
			 files);
}

static void write_run(const char *run, const struct report_about *about,
		      json_t *cases)
{
	json_t *us = json_object(), *c;
	size_t i;

	json_array_foreach (cases, i, c)
		json_object_set_new(us, report_str(c, "id"),
				    json_integer((json_int_t)(1000 + i)));
	put_json(run, "times.json", report_times(us, 1234567, 2, 1700000000));
	put_json(run, "sources.json", sources_of(cases));
	put_json(run, "results.json", report_results(about, cases));
	json_decref(us);
	json_decref(cases);
}

static void stored_run(const char *dir, int host, int n)
{
	char *name = xasprintf("host-%d", host + 1);
	char *run = open_run(dir, name);
	struct report_about about = {.version = "0.1.0",
				     .host = name,
				     .abi = "wasinet_v0",
				     .command = "runtime {guest}",
				     .host_version = "1.2.3"};
	json_t *cases = json_array();

	for (int i = 0; i < n; i++) {
		json_t *c = case_of(host, i);

		json_array_append_new(cases, c);
		if (json_array_size(json_object_get(c, "gaps")))
			put_case(run, report_str(c, "id"),
				 plays_of(report_str(c, "id"), host, i));
	}
	write_run(run, &about, cases);
	free(run);
	free(name);
}

void stored_runs(const char *dir, int hosts, int cases)
{
	for (int host = 0; host < hosts; host++)
		stored_run(dir, host, cases);
}

/* --- hostile --------------------------------------------------------------*/

/* The same object with the text appended to every string of it but some. */
static void poison(json_t *j)
{
	static const char *const spared[] = {"verdict", "id", "baseline"};
	const char *key;
	json_t *value;
	size_t i;

	json_array_foreach (j, i, value) {
		if (json_is_string(value))
			json_array_set_new(j, i,
					   json_string(stored_hostile_text));
		else
			poison(value);
	}
	json_object_foreach (j, key, value) {
		bool keep = false;

		for (i = 0; i < COUNT(spared); i++)
			keep |= strcmp(key, spared[i]) == 0;
		if (json_is_string(value) && !keep)
			json_object_set_new(j, key,
					    json_string(stored_hostile_text));
		else
			poison(value);
	}
}

static json_t *hostile_case(int i, enum verdict v)
{
	json_t *c = case_of(0, i), *gaps = json_object_get(c, "gaps");
	char *id = text_cleaned(stored_hostile_text);

	/* Ids are cleaned before files are named by them. */
	set(c, "id", xasprintf("%d%s", i, id));
	free(id);
	set(c, "verdict", xstrdup(verdict_names[v]));
	json_array_clear(gaps);
	json_array_append_new(gaps, gap_of(0, i, true));
	json_array_append_new(gaps, gap_of(0, i, false));
	poison(c);
	return c;
}

void stored_hostile(const char *dir)
{
	static const enum verdict verdicts[] = {DIFFERS, CRASHED, SAME};
	const char *evil = stored_hostile_text;
	struct report_about about = {.version = evil,
				     .host = evil,
				     .abi = evil,
				     .command = evil,
				     .host_version = evil,
				     .interrupted = true,
				     .recorded = evil,
				     .baseline = evil};
	char *run = open_run(dir, "hostile");
	json_t *cases = json_array();

	for (size_t i = 0; i < COUNT(verdicts); i++) {
		json_t *c = hostile_case((int)i, verdicts[i]);
		const char *id = report_str(c, "id");
		json_t *plays = plays_of(id, 0, (int)i);

		poison(plays);
		put_case(run, id, plays);
		json_array_append_new(cases, c);
	}
	write_run(run, &about, cases);
	free(run);
}
