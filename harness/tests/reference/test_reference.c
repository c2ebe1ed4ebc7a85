/* SPDX-License-Identifier: Apache-2.0 */
/* Stored recordings: their form, what spoils them, where two part. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/help/suite.h"
#include "tests/help/fake.h"
#include "tests/help/scratch.h"
#include "reference/drift.h"
#include "recording/mismatch.h"
#include "reference/reference.h"
#include "result/results.h"

#define PATH "ref/udp/x.rec"

static struct provenance made(const char *kernel)
{
	struct provenance p = {0};
	char *line = xasprintf("kernel: %s", kernel);

	ck_assert(provenance_line(&p, line));
	ck_assert(provenance_line(&p, "arch: x86_64"));
	ck_assert(provenance_line(&p, "net.ipv4.tcp_wmem: 1 2 3"));
	ck_assert(!provenance_line(&p, "no colon"));
	free(line);
	return p;
}

static char *two_sections(void)
{
	struct section v[] = {
		{.id = (char *)"udp/x[a]",
		 .text = (char *)"1 socket {}\n  = s\n"},
		{.id = (char *)"udp/x[b]",
		 .text = (char *)"1 recv {}\n  = 4\npackets:\n  none\n"},
	};
	struct provenance p = made("6.1.0");
	char *text = reference_text(&p, v, 2);

	provenance_free(&p);
	return text;
}

/* What is loaded when a file has this text. */
static struct reference *loaded(const char *text)
{
	struct reference *r;
	char *why = NULL;

	scratch_write(PATH, text, strlen(text));
	r = reference_load(PATH, &why);
	ck_assert_ptr_nonnull(r);
	ck_assert_ptr_null(why);
	return r;
}

/* --- the form -------------------------------------------------------------*/

START_TEST(golden)
{
	char *text = two_sections();

	ck_assert_str_eq(text, "sockdiff reference, schema 1\n"
			       "kernel: 6.1.0\n"
			       "arch: x86_64\n"
			       "net.ipv4.tcp_wmem: 1 2 3\n"
			       "\n"
			       "case udp/x[a]\n"
			       "1 socket {}\n"
			       "  = s\n"
			       "\n"
			       "case udp/x[b]\n"
			       "1 recv {}\n"
			       "  = 4\n"
			       "packets:\n"
			       "  none\n"
			       "\n"
			       "checksum: 274be40ab59384a0\n");
	free(text);
}
END_TEST

START_TEST(read_again)
{
	char *text = two_sections();
	struct reference *r = loaded(text);

	ck_assert_int_eq(r->state, REFERENCE_GOOD);
	ck_assert_ptr_null(r->trouble);
	ck_assert_int_eq(r->n, 2);
	ck_assert_int_eq(r->v[0].line, 6);
	ck_assert_int_eq(r->v[1].line, 10);
	ck_assert_str_eq(r->v[0].text, "1 socket {}\n  = s\n");
	ck_assert_str_eq(reference_find(r, "udp/x[b]")->text,
			 "1 recv {}\n  = 4\npackets:\n  none\n");
	ck_assert_ptr_null(reference_find(r, "udp/x[c]"));
	ck_assert_str_eq(provenance_get(&r->made, "net.ipv4.tcp_wmem"),
			 "1 2 3");
	reference_free(r);
	free(text);
}
END_TEST

START_TEST(no_file)
{
	char *why = NULL;

	ck_assert_ptr_null(reference_load("ref/none.rec", &why));
	ck_assert_ptr_null(why);
	scratch_write("ref/x", "", 0);
	ck_assert_ptr_null(reference_load("ref/x/y.rec", &why));
	ck_assert_ptr_null(why);
	ck_assert_int_eq(mkdir("ref/dir.rec", 0777), 0);
	ck_assert_ptr_null(reference_load("ref/dir.rec", &why));
	ck_assert_ptr_nonnull(strstr(why, "ref/dir.rec"));
	free(why);
}
END_TEST

/* One change by hand each: `what` becomes `to`. */
static const struct {
	const char *what, *to;
	enum reference_state state;
	const char *trouble;
} edits[] = {
	{"= 4", "= 5", REFERENCE_EDITED,
	 ":16: was edited by hand: the checksum does not match"},
	{"6.1.0", "6.1.1", REFERENCE_EDITED,
	 ":16: was edited by hand: the checksum does not match"},
	{"  = s\n", "", REFERENCE_EDITED,
	 ":15: was edited by hand: the checksum does not match"},
	{"checksum: 27", "checksum: 72", REFERENCE_EDITED,
	 ":16: was edited by hand: the checksum does not match"},
	{"checksum: 274be40ab59384a0\n", "", REFERENCE_EDITED,
	 ":15: was edited by hand: the checksum at the end is missing"},
	{"84a0\n", "84a0", REFERENCE_EDITED,
	 ":16: was edited by hand: the checksum does not match"},
	{"schema 1", "schema 2", REFERENCE_NEWER,
	 ":1: it was written by a newer sockdiff"},
	{"schema 1", "schema 0", REFERENCE_OLDER,
	 ":1: it was written by an older sockdiff; record it again with "
	 "`sockdiff reference`"},
	{"schema 1", "schema one", REFERENCE_FOREIGN,
	 ":1: its schema is not a number"},
	{"sockdiff", "<<<<<<<", REFERENCE_FOREIGN,
	 ":1: this is not a sockdiff recording"},
};

START_TEST(edited)
{
	char *text = two_sections(), *at = strstr(text, edits[_i].what);
	char *changed = xasprintf("%.*s%s%s", (int)(at - text), text,
				  edits[_i].to, at + strlen(edits[_i].what));
	struct reference *r = loaded(changed);

	ck_assert_int_eq(r->state, edits[_i].state);
	ck_assert_int_eq(strncmp(r->trouble, PATH, strlen(PATH)), 0);
	ck_assert_str_eq(r->trouble + strlen(PATH), edits[_i].trouble);
	/* What was only edited can be compared all the same. */
	ck_assert_int_eq(r->n, r->state == REFERENCE_EDITED ? 2 : 0);
	reference_free(r);
	free(changed);
	free(text);
}
END_TEST

static const struct {
	const char *text;
	size_t len;
} hostile[] = {
	{"", 0},
	{"\n", 1},
	{"sockdiff reference, schema 1", 28},
	{"sockdiff reference, schema 1\n", 29},
	{"sockdiff reference, schema 99999999999999999999\n", 48},
	{"sockdiff reference, schema 1\ncase ", 34},
	{"sockdiff reference, schema 1\n\ncase x\ncase x\n\n\n", 46},
	{"sockdiff reference, schema 1\nchecksum: ", 39},
	{"sockdiff reference, schema 1\n\0case x\n", 37},
	{"sockdiff reference, schema 1\n\ncase x\n\nchecksum: 0\n\0", 51},
};

START_TEST(hostile_files)
{
	struct reference *r;
	char *why = NULL;

	scratch_write(PATH, hostile[_i].text, hostile[_i].len);
	r = reference_load(PATH, &why);
	ck_assert_ptr_nonnull(r);
	ck_assert_int_ne(r->state, REFERENCE_GOOD);
	for (int i = 0; i < r->n; i++)
		ck_assert_ptr_nonnull(r->v[i].text);
	reference_free(r);
}
END_TEST

/* What a case leaves uncompared is not stored, in either layer. */
START_TEST(any_is_not_stored)
{
	static const char text[] = SCRATCH_HEAD
		"  - send: {fd: s, data: x, any: [ret, errno]} # chance\n"
		"  - send: {fd: s, data: x}\n";
	struct corpus c;
	char *mistakes = scratch_load(text, strlen(text), &c), *stored;
	struct recording *r = fake_recording(&c.cases[0]);

	ck_assert_str_eq(mistakes, "");
	for (int i = 1; i < 3; i++) {
		record_set(&r->steps[i], "ret", "17");
		fake_call(r, i, "sendto", CALL_SEND, "\"x\"", 17);
	}
	stored = reference_recording(r);
	ck_assert_ptr_nonnull(strstr(stored, "any: [ret, errno]}\n"
					     "  = any\n"
					     "  | sendto(s, \"x\") = any\n"));
	ck_assert_ptr_nonnull(strstr(stored, "  = 17\n"
					     "  | sendto(s, \"x\") = 17\n"));
	ck_assert_str_eq(record_field(&r->steps[1], "ret"), "17");
	free(stored);
	recording_free(r);
	free(mistakes);
	corpus_free(&c);
}
END_TEST

START_TEST(packets)
{
	struct recording *r = fake_recording(fake_case());
	char *text = reference_recording(r);

	ck_assert_ptr_null(strstr(text, "packets"));
	free(text);
	r->wire = true;
	text = reference_recording(r);
	ck_assert_ptr_nonnull(strstr(text, "\npackets:\n  none\n"));
	free(text);
	GROW(r->packets, r->npackets);
	r->packets[r->npackets++] = xstrdup("udp 127.0.0.1:~1 > \"a\"");
	text = reference_recording(r);
	ck_assert_ptr_nonnull(
		strstr(text, "\npackets:\n  udp 127.0.0.1:~1 > \"a\"\n"));
	free(text);
	recording_free(r);
}
END_TEST

/* --- where two part -------------------------------------------------------*/

static const struct {
	const char *want, *got;
	int line, step;
	const char *where, *first, *second;
} parts[] = {
	{"1 a {}\n  = s\n", "1 a {}\n  = t\n", 1, 1, "step 1 a {}", "= s",
	 "= t"},
	{"1 a {}\n  = s\n12 b\n  = 0\n", "1 a {}\n  = s\n12 b\n  = 1\n", 3, 12,
	 "step 12 b", "= 0", "= 1"},
	{"1 a {}\n", "1 b {}\n", 0, 1, "step 1 a {}", "1 a {}", "1 b {}"},
	{"1 a\n  = s\n", "1 a\n", 1, 1, "step 1 a", "= s", "nothing"},
	{"1 a\n", "1 a\n  = s\n", 1, 1, "step 1 a", "nothing", "= s"},
	{"1 a\n\n", "1 a\n", 1, 1, "step 1 a", "", "nothing"},
	{"", "1 a\n", 0, 1, "step 1 a", "nothing", "1 a"},
	{"1 a\npackets:\n  x\n", "1 a\npackets:\n  y\n", 2, 0, "packets", "x",
	 "y"},
	{"1 a\nleft open: s\n", "1 a\nleft open: t\n", 1, 0, "the end",
	 "left open: s", "left open: t"},
};

START_TEST(parting)
{
	struct mismatch m;

	ck_assert(mismatch_find(parts[_i].want, parts[_i].got, &m));
	ck_assert_int_eq(m.line, parts[_i].line);
	ck_assert_int_eq(m.step, parts[_i].step);
	ck_assert_str_eq(m.where, parts[_i].where);
	ck_assert_str_eq(m.want, parts[_i].first);
	ck_assert_str_eq(m.got, parts[_i].second);
	mismatch_free(&m);
	ck_assert(!mismatch_find(parts[_i].want, parts[_i].want, &m));
}
END_TEST

/* --- provenance -----------------------------------------------------------*/

START_TEST(elsewhere)
{
	struct provenance a = made("6.1.0"), b = made("6.18.4");
	char *same = provenance_differs(&a, &a), *differs;

	ck_assert_str_eq(same, "");
	provenance_line(&a, "sockdiff: 0.1.0");
	provenance_line(&b, "sockdiff: 0.2.0");
	provenance_line(&b, "net.unix.max_dgram_qlen: 10");
	differs = provenance_differs(&a, &b);
	ck_assert_str_eq(differs, "kernel 6.1.0 (here 6.18.4), "
				  "net.unix.max_dgram_qlen unknown (here 10)");
	free(same);
	free(differs);
	provenance_free(&a);
	provenance_free(&b);
}
END_TEST

/* This machine, written down and read again, is this machine. */
START_TEST(here)
{
	struct provenance p, again = {0};
	struct buf b = {0};
	char *save = NULL, *differs;

	provenance_here(&p);
	ck_assert_str_ne(provenance_get(&p, "kernel"), "");
	ck_assert_str_ne(provenance_get(&p, "libpcap"), "");
	provenance_print(&b, &p);
	for (char *line = strtok_r(b.s, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		ck_assert(provenance_line(&again, line));
	differs = provenance_differs(&again, &p);
	ck_assert_str_eq(differs, "");
	ck_assert_int_eq(again.n, p.n);
	free(differs);
	buf_free(&b);
	provenance_free(&p);
	provenance_free(&again);
}
END_TEST

/* --- beside the results ---------------------------------------------------*/

/* The drift of a fake recording whose third step answers so. */
static char *drift_of(struct drift *d, const char *value)
{
	struct recording *r = fake_recording(fake_case());
	struct result *res = fake_result(fake_case(), SAME, NULL);
	char *drift;

	record_set(&r->steps[2], "value", "%s", value);
	drift_find(d, r, res);
	drift = res->drift ? xstrdup(res->drift) : NULL;
	result_free(res);
	recording_free(r);
	return drift;
}

static void store_fake(const char *kernel, const char *value)
{
	struct recording *r = fake_recording(fake_case());
	struct provenance p = made(kernel);
	struct section s = {.id = fake_case()->id};
	char *text;

	record_set(&r->steps[2], "value", "%s", value);
	s.text = reference_recording(r);
	text = reference_text(&p, &s, 1);
	scratch_write("ref/udp/recv-msg-trunc.rec", text, strlen(text));
	free(text);
	free(s.text);
	provenance_free(&p);
	recording_free(r);
}

START_TEST(drift)
{
	struct drift d = {.dir = "ref"};
	char *text;

	ck_assert_ptr_null(drift_of(&d, "1"));
	drift_free(&d);
	store_fake("6.1.0", "1");
	ck_assert_ptr_null(drift_of(&d, "1"));
	text = drift_of(&d, "2");
	ck_assert_str_eq(text, "udp/recv-msg-trunc.rec:12: step 3 getsockopt "
			       "{fd: s, name: SO_RCVBUF}: stored \"= 0 "
			       "value=1\", now \"= 0 value=2\"");
	free(text);
	drift_free(&d);
	text = xstrdup("sockdiff reference, schema 9\n");
	scratch_write("ref/udp/recv-msg-trunc.rec", text, strlen(text));
	free(text);
	text = drift_of(&d, "2");
	ck_assert_str_eq(text, DRIFT_UNKNOWN "udp/recv-msg-trunc.rec:1: it was "
					     "written by a newer sockdiff");
	free(text);
	drift_free(&d);
}
END_TEST

/* What breaks is not Linux having changed. */
START_TEST(no_drift_of_the_broken)
{
	struct drift d = {.dir = "ref"};
	struct recording *r = fake_recording(fake_case());
	struct result *res = fake_result(fake_case(), BROKEN, "no room");

	store_fake("6.1.0", "1");
	drift_find(&d, r, res);
	ck_assert_ptr_null(res->drift);
	result_free(res);
	recording_free(r);
	drift_free(&d);
}
END_TEST

START_TEST(drift_in_the_report)
{
	static const char cases[] =
		"[{\"drift\": \"udp/recv-msg-trunc.rec:10: x\"},"
		" {\"drift\": \"udp/recv-msg-trunc.rec:11: x\"},"
		" {\"drift\": \"\"}, {\"drift\": \"" DRIFT_UNKNOWN "x\"}]";
	json_t *o = json_loads(cases, 0, NULL), *results;
	struct report_about about = {.version = "1", .host = "h"};
	char *recorded;

	store_fake("6.1.0", "1");
	recorded = drift_recorded("ref", o);
	ck_assert_str_eq(recorded, "Linux 6.1.0 x86_64");
	about.recorded = recorded;
	results = report_results(&about, o);
	ck_assert_int_eq(json_integer_value(json_object_get(results, "drift")),
			 2);
	ck_assert_str_eq(report_str(results, "recorded"), recorded);
	json_decref(results);
	json_decref(o);
	free(recorded);
}
END_TEST

Suite *reference_suite(void);

Suite *reference_suite(void)
{
	Suite *s = suite_create("reference");
	TCase *t = tcase_create("files");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_test(t, golden);
	tcase_add_test(t, read_again);
	tcase_add_test(t, no_file);
	tcase_add_loop_test(t, edited, 0, COUNT(edits));
	tcase_add_loop_test(t, hostile_files, 0, COUNT(hostile));
	tcase_add_test(t, any_is_not_stored);
	tcase_add_test(t, packets);
	tcase_add_test(t, drift);
	tcase_add_test(t, no_drift_of_the_broken);
	tcase_add_test(t, drift_in_the_report);
	suite_add_tcase(s, t);
	t = tcase_create("texts");
	tcase_add_loop_test(t, parting, 0, COUNT(parts));
	tcase_add_test(t, elsewhere);
	tcase_add_test(t, here);
	suite_add_tcase(s, t);
	return s;
}
