/* SPDX-License-Identifier: Apache-2.0 */
/* Root causes: which one a gap has, and what of many gaps is one fault. */
#include "help/suite.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "lang/tables.h"
#include "result/causes.h"
#include "result/results.h"

struct row {
	const char *op, *option, *gclass, *what, *want, *got;
	const char *cause; /* its id */
};

static json_t *gap_json(const struct row *r)
{
	return json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "step", 1,
			 "op", r->op, "option", r->option, "class", r->gclass,
			 "what", r->what, "want", r->want, "got", r->got,
			 "consequence", 0);
}

static void case_add(json_t *cases, const struct row *r, const char *why)
{
	char id[32];

	snprintf(id, sizeof(id), "a/%03zu", json_array_size(cases));
	json_array_append_new(
		cases, json_pack("{s:s, s:s, s:s, s:[o]}", "id", id,
				 "verdict", "differs", "why", why, "gaps",
				 gap_json(r)));
}

static const char *cause_id(const json_t *causes, size_t i)
{
	return report_str(json_array_get(causes, i), "id");
}

/* Each alone: what a gap says is enough. */
static const struct row alone[] = {
	{ "getsockname", "", "overrun", "overrun", "nothing", "addr+1",
	  "overrun" },
	{ "recvmsg", "", "scribble", "scribble", "nothing", "list+1",
	  "scribble:recv" },
	{ "recv", "", "data", "ret", "10", "4", "stream_short:recv" },
	{ "read", "", "data", "data", "\"0123\"", "\"01\"",
	  "stream_short:recv" },
	{ "read", "", "data", "data", "\"01\"", "\"0123\"",
	  "stream_long:recv" },
	{ "read", "", "data", "data", "\"01\"", "\"10\"", "data_order:recv" },
	{ "read", "", "data", "data", "\"01\"", "\"12\"", "data_other:recv" },
	{ "read", "", "data", "data", "\"01\"", "\"0101\"",
	  "data_twice:recv" },
	{ "recvmsg", "", "data", "data", "\"0123\"... 20000 bytes, fnv 6c",
	  "\"0123\"... 10000 bytes, fnv ac", "stream_short:recv" },
	{ "getpeername", "", "address", "addr", "un:61", "un:62",
	  "address_other:names of AF_UNIX" },
	{ "poll", "", "value", "revents", "[POLLOUT]", "[POLLIN|POLLOUT*]",
	  "event_early:POLLIN" },
	{ "poll", "", "value", "revents", "[POLLIN|POLLHUP]", "[POLLIN*]",
	  "event_less:POLLHUP" },
	{ "poll", "", "value", "revents", "[POLLIN]", "[POLLOUT*]",
	  "event_other:POLLOUT where Linux has POLLIN" },
	{ "recvfrom", "", "address", "addr", "none", "family 238 {}",
	  "address_invented:recv" },
	{ "recvfrom", "", "address", "addr", "127.0.0.1:7001", "none",
	  "address_missing:recv" },
	{ "getpeername", "", "address", "addr", "127.0.0.1:7000",
	  "127.0.0.1:22555", "address_port:names" },
	{ "getsockname", "", "address", "addr", "[::1]:7000",
	  "127.0.0.1:7000", "address_other:names" },
	{ "accept", "", "blocking", "wait", "waits", "does not wait",
	  "waits_not:accept" },
	{ "poll", "", "blocking", "wait", "does not wait", "waits",
	  "waits:poll" },
	{ "poll", "", "hang", "end", "success", "guest: poll waits",
	  "hangs:poll" },
	{ "setsockopt", "SO_KEEPALIVE", "faked", "setsockopt", "x",
	  "no such call", "faked:setsockopt" },
	{ "shutdown", "", "altered", "shutdown how", "SHUT_RDWR", "SHUT_WR",
	  "altered:how SHUT_WR instead of SHUT_RDWR" },
	{ "recv", "", "altered", "recvfrom flags", "MSG_PEEK|MSG_WAITALL",
	  "MSG_PEEK", "altered:flags without MSG_WAITALL" },
	{ "accept", "", "altered", "added setsockopt", "no such call",
	  "setsockopt(c, IPPROTO_TCP, TCP_NODELAY, 1, 4) = 0",
	  "added:setsockopt(TCP_NODELAY)" },
	{ "bind", "", "errno", "errno", "EADDRNOTAVAIL", "?99",
	  "untranslated" },
	{ "bind", "", "errno", "errno", "EBADF", "EBADMSG", "untranslated" },
	{ "send", "", "errno", "errno", "EFAULT", "success",
	  "pointer_unchecked" },
	{ "recv", "", "errno", "errno", "EBADF", "EFAULT", "pointer_early" },
	{ "recv", "", "errno", "errno", "ENOTSOCK", "EBADF", "badf:calls" },
	{ "recv", "", "errno", "errno", "ENOBUFS", "EIO",
	  "renamed:ENOBUFS becomes EIO" },
	{ "recv", "", "errno", "errno", "success", "EAGAIN",
	  "refused:EAGAIN of recv" },
	{ "accept", "", "errno", "errno", "EINTR", "success",
	  "retried" },
	{ "accept", "", "errno", "errno", "EINVAL", "success",
	  "accepted:EINVAL" },
	{ "socket", "", "errno", "errno", "success", "EAFNOSUPPORT",
	  "refused:EAFNOSUPPORT" },
	{ "poll", "", "value", "revents", "[0, POLLIN]", "[0, POLLERR*]",
	  "event_error:POLLERR" },
	{ "poll", "", "value", "revents", "[POLLIN]", "[0*]",
	  "event_missing" },
	{ "poll", "", "value", "revents", "[0]", "[POLLIN*]",
	  "event_early:POLLIN" },
	{ "getsockopt", "SO_RCVBUF", "value", "value", "40000", "20000",
	  "value_scaled:half of Linux's" },
	{ "getsockopt", "SO_LINGER", "value", "value", "{1, 5}", "{0, 0}",
	  "value:value of getsockopt SO_LINGER" },
	{ "setsockopt", "SO_LINGER", "missing", "errno", "success",
	  "EOPNOTSUPP", "missing_option:EOPNOTSUPP" },
	{ "shutdown", "", "missing", "errno", "success", "ENOSYS",
	  "missing:ENOSYS" },
	{ "end", "", "leak", "open at the end", "none", "a, b", "leak" },
	{ "recv", "", "later-class", "x", "1", "2",
	  "other:x is 2, on Linux 1" },
};

START_TEST(gap_by_itself)
{
	json_t *cases = json_array(), *causes;

	case_add(cases, &alone[_i], "");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 1);
	ck_assert_str_eq(cause_id(causes, 0), alone[_i].cause);
	ck_assert_str_eq(report_str(json_array_get(json_object_get(
		json_array_get(cases, 0), "gaps"), 0), "cause"),
		alone[_i].cause);
	json_decref(causes);
	json_decref(cases);
}
END_TEST

/* Every class of gap.def is in the table above. */
START_TEST(every_class)
{
	for (int c = 0; c < GAP_COUNT; c++) {
		bool found = c == GAP_wire || c == GAP_crash;

		for (size_t i = 0; i < COUNT(alone); i++)
			found |= strcmp(alone[i].gclass, gap_names[c]) == 0;
		ck_assert_msg(found, "%s", gap_names[c]);
	}
}
END_TEST

static json_t *many(const char *const *wants, const char *got)
{
	json_t *cases = json_array();

	for (int i = 0; wants[i]; i++) {
		const struct row r = { i % 2 ? "recv" : "read", "", "errno",
				       "errno", wants[i], got, NULL };

		case_add(cases, &r, "");
	}
	return cases;
}

/* Three errnos of one fate are one fault, two are two. */
START_TEST(errnos_collapse)
{
	static const char *const two[] = { "ENOBUFS", "EPIPE", NULL };
	static const char *const three[] = { "ENOBUFS", "EPIPE", "ENOMEM",
					     NULL };
	json_t *cases = many(two, "EIO"), *causes = causes_of(cases);

	ck_assert_uint_eq(json_array_size(causes), 2);
	json_decref(causes);
	json_decref(cases);
	cases = many(three, "EIO");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 1);
	ck_assert_str_eq(cause_id(causes, 0), "collapsed:EIO");
	json_decref(causes);
	json_decref(cases);
	cases = many(three, "success");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 1);
	ck_assert_str_eq(cause_id(causes, 0), "error_hidden:recv");
	json_decref(causes);
	json_decref(cases);
}
END_TEST

#define DIED "guest was killed by signal 6 (Aborted)"

/* Two assertions of a file are two faults, one at two lines is one. */
START_TEST(last_words)
{
	static const struct row r = { "connect", "", "crash", "end",
				      "success", DIED, NULL };
	json_t *cases = json_array(), *causes;

	case_add(cases, &r, DIED "; its last words: h.h:217: fromErrNo(int): "
			    "Assertion `false' failed.");
	case_add(cases, &r, DIED "; its last words: h.h:220: fromErrNo(int): "
			    "Assertion `false' failed.");
	case_add(cases, &r, DIED "; its last words: h.h:489: fromType(int): "
			    "Assertion `false' failed.");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(
		json_array_get(causes, 0), "cases")), 2);
	ck_assert_str_eq(cause_id(causes, 0),
			 "dies:" DIED ": fromErrNo(): Assertion `false' "
			 "failed.");
	json_decref(causes);
	json_decref(cases);
}
END_TEST

/* The most severe first, whatever the number of cases. */
START_TEST(order)
{
	static const struct row often = { "bind", "", "errno", "errno",
					  "success", "EINVAL", NULL };
	static const struct row once = { "bind", "", "overrun", "overrun",
					 "nothing", "addr+1", NULL };
	json_t *cases = json_array(), *causes;

	case_add(cases, &often, "");
	case_add(cases, &often, "");
	case_add(cases, &once, "");
	causes = causes_of(cases);
	ck_assert_str_eq(cause_id(causes, 0), "overrun");
	ck_assert_str_eq(cause_id(causes, 1), "refused:EINVAL of bind");
	ck_assert_str_eq(report_str(json_array_get(causes, 1), "sentence"),
			 "bind: fails with EINVAL where Linux succeeds");
	json_decref(causes);
	json_decref(cases);
}
END_TEST

Suite *causes_suite(void);

Suite *causes_suite(void)
{
	Suite *s = suite_create("causes");
	TCase *t = tcase_create("causes");

	tcase_add_loop_test(t, gap_by_itself, 0, (int)COUNT(alone));
	tcase_add_test(t, every_class);
	tcase_add_test(t, errnos_collapse);
	tcase_add_test(t, last_words);
	tcase_add_test(t, order);
	suite_add_tcase(s, t);
	return s;
}
