/* SPDX-License-Identifier: Apache-2.0 */
/* What a play left behind, as text. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/fake.h"

static void expect_answer(const struct step_record *s, const char *want)
{
	struct buf b = {0};

	answer_text(&b, s);
	ck_assert_str_eq(b.s, want);
	buf_free(&b);
}

static void expect_call(const struct call *c, const char *want)
{
	struct buf b = {0};

	call_text(&b, c);
	ck_assert_str_eq(b.s, want);
	buf_free(&b);
}

START_TEST(answers)
{
	struct recording *r = recording_new(fake_case());
	struct step_record *s = &r->steps[3];

	expect_answer(s, "(not reached)");
	s->state = STEP_SENT;
	expect_answer(s, "(no answer)");
	s->wait = WAIT_SEEN;
	expect_answer(s, "(no answer) (waited)");
	s->state = STEP_ANSWERED;
	s->wait = WAIT_NOT;
	expect_answer(s, "= ?");
	record_set(s, "ret", "10");
	record_set(s, "data", "\"0123\"");
	record_set(s, "addr", "127.0.0.1:%d", 7000);
	expect_answer(s, "= 10 data=\"0123\" addr=127.0.0.1:7000");
	record_set(s, "ret", "-1");
	record_set(s, "errno", "EAGAIN");
	expect_answer(s, "= -1 EAGAIN data=\"0123\" addr=127.0.0.1:7000");
	recording_free(r);
}
END_TEST

START_TEST(inexpressible)
{
	struct recording *r = recording_new(fake_case());
	struct step_record *s = &r->steps[0];

	s->state = STEP_INEXPRESSIBLE;
	record_set(s, "inexpressible", "no way to say MSG_OOB");
	expect_answer(s, "inexpressible: no way to say MSG_OOB");
	recording_free(r);
}
END_TEST

/* A field can be replaced by something made from itself. */
START_TEST(fields)
{
	struct recording *r = recording_new(fake_case());
	struct step_record *s = &r->steps[0];

	ck_assert_ptr_null(record_field(s, "data"));
	record_set(s, "data", "abc");
	record_set(s, "data", "<%s>", record_field(s, "data"));
	ck_assert_str_eq(record_field(s, "data"), "<abc>");
	ck_assert_int_eq(s->nfields, 1);
	recording_free(r);
	recording_free(NULL);
}
END_TEST

START_TEST(calls)
{
	struct recording *r = fake_recording(fake_case());
	struct call *c = fake_call(r, 3, "recvfrom", CALL_RECV, "\"01\"", 10);

	c->args[c->nargs++] = (struct call_arg){"len", xstrdup("4")};
	expect_call(c, "recvfrom(s, \"01\", 4) = 10");
	c->ret = -1;
	c->err = "EAGAIN";
	expect_call(c, "recvfrom(s, \"01\", 4) = -1 EAGAIN");
	c->injected = true;
	expect_call(c, "recvfrom(s, \"01\", 4) = -1 EAGAIN (injected)");
	c->injected = false;
	c->unfinished = true;
	expect_call(c, "recvfrom(s, \"01\", 4) = ?");
	recording_free(r);
}
END_TEST

START_TEST(call_that_makes)
{
	struct recording *r = fake_recording(fake_case());
	struct call *c = fake_call(r, 0, "socket", CALL_SOCKET, "AF_INET", 7);

	free(c->fd);
	c->fd = NULL;
	c->made = xstrdup("s");
	expect_call(c, "socket(AF_INET) = s");
	recording_free(r);
}
END_TEST

/* Nothing that a host says moves the cursor of who reads it. */
START_TEST(hostile_bytes)
{
	struct recording *r = fake_recording(fake_case());

	record_set(&r->steps[0], "data", "\033[2J\xff\xc3\xa9");
	expect_answer(&r->steps[0], "= 0 data=\\x1b[2J\\xff\xc3\xa9");
	expect_call(fake_call(r, 0, "bind", CALL_BIND, "\r\n\xc3", 0),
		    "bind(s, \\r\\n\\xc3) = 0");
	recording_free(r);
}
END_TEST

START_TEST(whole_recording)
{
	struct recording *r = fake_recording(fake_case());
	struct buf b = {0};

	fake_call(r, 3, "recvfrom", CALL_RECV, "4", 10);
	r->steps[4].state = STEP_SENT;
	r->end = END_HUNG;
	r->at = 4;
	r->why = xstrdup("guest: close did not return in time");
	r->left_open = xstrdup("s");
	r->noise = xstrdup("one\ntwo \033\n");
	recording_print(&b, r);
	ck_assert_ptr_nonnull(strstr(b.s, "\n4 recv {fd: s, len: 4}\n"
					  "  = 0\n"
					  "  | recvfrom(s, 4) = 10\n"
					  "5 close {fd: s}\n"
					  "  (no answer)\n"));
	ck_assert_ptr_nonnull(strstr(
		b.s, "\n"
		     "hung at step 5: guest: close did not return in time\n"
		     "left open: s\n"
		     "printed besides:\n"
		     "  > one\n"
		     "  > two \\x1b\n"));
	buf_free(&b);
	recording_free(r);
}
END_TEST

Suite *recording_suite(void);

Suite *recording_suite(void)
{
	Suite *s = suite_create("recording");
	TCase *t = tcase_create("text");

	tcase_add_test(t, answers);
	tcase_add_test(t, inexpressible);
	tcase_add_test(t, fields);
	tcase_add_test(t, calls);
	tcase_add_test(t, call_that_makes);
	tcase_add_test(t, hostile_bytes);
	tcase_add_test(t, whole_recording);
	suite_add_tcase(s, t);
	return s;
}
