/* SPDX-License-Identifier: Apache-2.0 */
/* Both plays of a case next to each other. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "report/show.h"
#include "base/text.h"
#include "tests/help/fake.h"

/* Linux and a host that cuts what recv returned, and then fails to close. */
static struct recording *want, *got;
static struct result *res;

static void setup(void)
{
	const struct tcase *t = fake_case();

	want = fake_recording(t);
	got = fake_recording(t);
	res = fake_result(t, DIFFERS, NULL);
	fake_call(want, 1, "bind", CALL_BIND, "[::1]:7000", 0);
	fake_call(got, 1, "bind", CALL_BIND, "[::1]:7000", 0);
	fake_call(got, 1, "getsockname", CALL_GETSOCKNAME, "[::1]:7000", 0);
	record_set(&want->steps[3], "ret", "10");
	record_set(&got->steps[3], "ret", "4");
	fake_call(want, 3, "recvfrom", CALL_RECV, "4", 10);
	fake_call(got, 3, "recvmsg", CALL_RECV, "{}", 4);
	record_set(&got->steps[4], "ret", "-1");
	record_set(&got->steps[4], "errno", "EBADF");
	fake_gap(res, 3, GAP_data, "ret", "10", "4");
	fake_gap(res, 4, GAP_errno, "errno", "success", "EBADF");
	res->gaps[1].consequence = true;
	res->parted = 3;
}

static void teardown(void)
{
	recording_free(want);
	recording_free(got);
	result_free(res);
}

static char *shown(int width, bool color, bool full)
{
	const struct show_style style = {
		.host = "wazero", .width = width, .color = color, .full = full};
	struct buf b = {0};

	show_print(&b, fake_case(), want, got, res, &style);
	return buf_take(&b);
}

static void expect_in(char *text, const char *want_text)
{
	ck_assert_msg(strstr(text, want_text) != NULL, "expected\n%s\nin\n%s",
		      want_text, text);
}

START_TEST(narrow)
{
	char *text = shown(80, false, false);

	expect_in(text, "udp/recv-msg-trunc[AF_INET6]\n"
			"MSG_TRUNC makes recv tell the true length\n"
			"recv(2), MSG_TRUNC; the tail is dropped\n"
			"cases/udp/recv-msg-trunc.yaml:1\n"
			"differs\n"
			"\n"
			"1 socket {}\n"
			"    = 0\n"
			"2 bind {fd: s}\n"
			"    = 0\n"
			"    | bind(s, [::1]:7000) = 0\n"
			"~   wazero: | getsockname(s, [::1]:7000) = 0\n");
	expect_in(text, "4 recv {fd: s, len: 4}\n"
			"!   native: = 10\n"
			"!   wazero: = 4\n"
			"~   native: | recvfrom(s, 4) = 10\n"
			"~   wazero: | recvmsg(s, {}) = 4\n"
			"! cases/udp/recv-msg-trunc.yaml:9: recv transferred 4 "
			"bytes (Linux: 10)\n"
			"5 close {fd: s}\n"
			".   native: = 0\n"
			".   wazero: = -1 EBADF\n");
	expect_in(text, "\n"
			"\n"
			"! the gap   . a consequence   ~ differs, not a gap\n");
	free(text);
}
END_TEST

START_TEST(wide)
{
	char *text = shown(100, false, false);

	expect_in(text, "!   = 10                                          │   "
			"= 4\n"
			"~   | recvfrom(s, 4) = 10                         │   "
			"| recvmsg(s, {}) = 4\n");
	expect_in(text, "    native                                        │   "
			"wazero\n──────");
	free(text);
}
END_TEST

static void packet_add(struct recording *r, const char *line)
{
	GROW(r->packets, r->npackets);
	r->packets[r->npackets++] = xstrdup(line);
}

/* Rows of equal packets; between them those that went the same way. */
START_TEST(packets)
{
	char *text;

	packet_add(want, "tcp a > b SYN");
	packet_add(want, "tcp a > b seq 1 \"x\"");
	packet_add(want, "tcp a > b seq 2 FIN");
	packet_add(got, "tcp a > b SYN");
	packet_add(got, "tcp b > a SYN|ACK");
	packet_add(got, "tcp a > b seq 1 \"y\"");
	packet_add(got, "tcp a > b seq 2 FIN");
	fake_gap(res, fake_case()->nsteps, GAP_wire, "packet", "x", "y");
	res->gaps[2].layer = 3;
	res->gaps[2].consequence = true;
	text = shown(80, false, false);
	expect_in(text, "packets\n"
			"      tcp a > b SYN\n"
			".   wazero:   tcp b > a SYN|ACK\n"
			".   native:   tcp a > b seq 1 \"x\"\n"
			".   wazero:   tcp a > b seq 1 \"y\"\n"
			"      tcp a > b seq 2 FIN\n");
	free(text);
}
END_TEST

static const int widths[] = {40, 80, 99, 100, 101, 160};

/* With long values, nothing is wider than the terminal, cut or full. */
START_TEST(fits)
{
	char *value = xcalloc(500, 1);

	memset(value, 'x', 499);
	record_set(&want->steps[3], "data", "\"%s\"", value);
	record_set(&got->steps[3], "data", "\"%s, %s\"", value, value);
	for (int full = 0; full < 2; full++) {
		char *text = shown(widths[_i], false, full), *save = NULL;

		for (char *p = strtok_r(text, "\n", &save); p != NULL;
		     p = strtok_r(NULL, "\n", &save))
			ck_assert_msg(text_width(p) <= widths[_i] ||
					      strstr(p, "───"),
				      "%s", p);
		free(text);
	}
	free(value);
}
END_TEST

/* A cut line shows its difference, and what the call returned. */
START_TEST(cut_around_the_difference)
{
	char *value = xcalloc(301, 1), *text;

	memset(value, 'x', 300);
	fake_call(want, 2, "getsockopt", CALL_GETSOCKOPT, value, 0);
	value[250] = ',';
	value[251] = 'A';
	fake_call(got, 2, "getsockopt", CALL_GETSOCKOPT, value, 0);
	text = shown(80, false, false);
	expect_in(text, "A");
	expect_in(text, "… = 0\n");
	free(text);
	text = shown(80, false, true);
	ck_assert_ptr_null(strstr(text, "…"));
	free(text);
	free(value);
}
END_TEST

START_TEST(colours)
{
	char *text = shown(80, true, false);

	expect_in(text, "\033[31m!\033[0m   native: = \033[32m10\033[0m\n"
			"\033[31m!\033[0m   wazero: = \033[31m4\033[0m\n");
	free(text);
	text = shown(80, false, false);
	ck_assert_ptr_null(strchr(text, '\033'));
	free(text);
}
END_TEST

START_TEST(hung)
{
	char *text;

	got->end = END_HUNG;
	got->at = 4;
	got->why = xstrdup("guest: close did not return in time");
	got->noise = xstrdup("\033[2Jbye\n");
	result_free(res);
	res = fake_result(fake_case(), HUNG, got->why);
	fake_gap(res, 4, GAP_hang, "end", "an answer", got->why);
	text = shown(80, false, false);
	expect_in(text, "hung: guest: close did not return in time\n"
			"\n");
	expect_in(text, "end\n"
			"!   native: ended\n"
			"!   wazero: hung at step 5: guest: close did not "
			"return in time\n"
			"\n"
			"wazero printed besides:\n"
			"  > \\x1b[2Jbye\n");
	free(text);
}
END_TEST

/* A crash counts whatever was before it. */
START_TEST(crash_after_the_gap)
{
	char *text;

	got->end = END_CRASHED;
	got->at = 4;
	got->why = xstrdup("guest was killed by signal 6 (Aborted)");
	res->verdict = CRASHED;
	text = shown(80, false, false);
	expect_in(text, "end\n"
			"!   native: ended\n"
			"!   wazero: crashed at step 5: guest was killed");
	free(text);
}
END_TEST

START_TEST(left_open)
{
	char *text;

	want->left_open = xstrdup("");
	got->left_open = xstrdup("s");
	fake_gap(res, 5, GAP_leak, "open at the end", "none", "s");
	res->gaps[2].layer = 2;
	res->gaps[2].consequence = true;
	text = shown(80, false, false);
	expect_in(text, "end\n"
			".   native: left open: nothing\n"
			".   wazero: left open: s\n"
			". cases/udp/recv-msg-trunc.yaml:1: still open at the "
			"end: s\n");
	free(text);
}
END_TEST

START_TEST(native_alone)
{
	const struct show_style style = {.width = 80};
	struct buf b = {0};

	show_print(&b, fake_case(), want, NULL, NULL, &style);
	expect_in(b.s, ":1\n\n1 socket {}\n  = 0\n");
	buf_free(&b);
}
END_TEST

Suite *show_suite(void);

Suite *show_suite(void)
{
	Suite *s = suite_create("show");
	TCase *t = tcase_create("show");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, narrow);
	tcase_add_test(t, wide);
	tcase_add_test(t, packets);
	tcase_add_loop_test(t, fits, 0, COUNT(widths));
	tcase_add_test(t, cut_around_the_difference);
	tcase_add_test(t, colours);
	tcase_add_test(t, hung);
	tcase_add_test(t, crash_after_the_gap);
	tcase_add_test(t, left_open);
	tcase_add_test(t, native_alone);
	suite_add_tcase(s, t);
	return s;
}
