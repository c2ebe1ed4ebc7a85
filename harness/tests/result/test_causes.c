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
	const char *call;  /* the step, or NULL */
};

static json_t *gap_json(const struct row *r)
{
	return json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}",
			 "step", 1, "call", r->call ? r->call : "", "op", r->op,
			 "option", r->option, "class", r->gclass, "what",
			 r->what, "want", r->want, "got", r->got, "consequence",
			 0);
}

static void case_add(json_t *cases, const struct row *r, const char *why)
{
	char id[32];

	snprintf(id, sizeof(id), "a/%03zu", json_array_size(cases));
	json_array_append_new(cases, json_pack("{s:s, s:s, s:s, s:[o]}", "id",
					       id, "verdict", "differs", "why",
					       why, "gaps", gap_json(r)));
}

static const char *cause_id(const json_t *causes, size_t i)
{
	return report_str(json_array_get(causes, i), "id");
}

/* Each alone: what a gap says is enough. */
static const struct row alone[] = {
	{"getsockname", "", "overrun", "overrun", "nothing", "addr+1",
	 "overrun", NULL},
	{"recvmsg", "", "scribble", "scribble", "nothing", "list+1",
	 "scribble:recv", NULL},
	{"recv", "", "data", "ret", "10", "4", "stream_short:recv", NULL},
	{"read", "", "data", "data", "\"0123\"", "\"01\"", "stream_short:recv",
	 NULL},
	{"read", "", "data", "data", "\"01\"", "\"0123\"", "stream_long:recv",
	 NULL},
	{"read", "", "data", "data", "\"01\"", "\"10\"", "data_order:recv",
	 NULL},
	{"read", "", "data", "data", "\"01\"", "\"12\"", "data_other:recv",
	 NULL},
	{"read", "", "data", "data", "\"01\"", "\"0101\"", "data_twice:recv",
	 NULL},
	{"recvmsg", "", "data", "data", "\"0123\"... 20000 bytes, fnv 6c",
	 "\"0123\"... 10000 bytes, fnv ac", "stream_short:recv", NULL},
	{"getpeername", "", "address", "addr", "un:61", "un:62",
	 "address_other:names of AF_UNIX", NULL},
	{"poll", "", "value", "revents", "[POLLOUT]", "[POLLIN|POLLOUT*]",
	 "event_early:POLLIN", NULL},
	{"poll", "", "value", "revents", "[POLLIN|POLLHUP]", "[POLLIN*]",
	 "event_less:POLLHUP", NULL},
	{"poll", "", "value", "revents", "[POLLIN]", "[POLLOUT*]",
	 "event_other:POLLOUT where Linux has POLLIN", NULL},
	{"recvfrom", "", "address", "addr", "none", "family 238 {}",
	 "address_invented:recv", NULL},
	{"getaddrinfo", "", "errno", "errno", "nothing", "ENOSYS",
	 "renamed:the error of a lookup becomes ENOSYS", NULL},
	{"recvfrom", "", "address", "addr", "none", "garbage",
	 "address_garbage:recv", NULL},
	{"recvfrom", "", "address", "addr", "127.0.0.1:7001", "none",
	 "address_missing:recv", NULL},
	{"getpeername", "", "address", "addr", "127.0.0.1:7000",
	 "127.0.0.1:22555", "address_port:names", NULL},
	{"getsockname", "", "address", "addr", "[::1]:7000", "127.0.0.1:7000",
	 "address_other:names", NULL},
	{"accept", "", "blocking", "wait", "waits", "does not wait",
	 "waits_not:accept", NULL},
	{"poll", "", "blocking", "wait", "does not wait", "waits", "waits:poll",
	 NULL},
	{"poll", "", "hang", "end", "success", "guest: poll waits",
	 "hangs:poll", NULL},
	{"setsockopt", "SO_KEEPALIVE", "faked", "setsockopt", "x",
	 "no such call", "faked:setsockopt", NULL},
	{"shutdown", "", "altered", "shutdown how", "SHUT_RDWR", "SHUT_WR",
	 "altered:how SHUT_WR instead of SHUT_RDWR", NULL},
	{"recv", "", "altered", "recvfrom flags", "MSG_PEEK|MSG_WAITALL",
	 "MSG_PEEK", "altered:flags without MSG_WAITALL", NULL},
	{"accept", "", "altered", "added setsockopt", "no such call",
	 "setsockopt(c, IPPROTO_TCP, TCP_NODELAY, 1, 4) = 0",
	 "added:setsockopt(TCP_NODELAY)", NULL},
	{"bind", "", "errno", "errno", "EADDRNOTAVAIL", "?99", "untranslated",
	 NULL},
	{"bind", "", "errno", "errno", "EBADF", "EBADMSG", "untranslated",
	 NULL},
	{"send", "", "errno", "errno", "EFAULT", "success", "pointer_unchecked",
	 NULL},
	{"recv", "", "errno", "errno", "EBADF", "EFAULT", "pointer_early",
	 NULL},
	{"recv", "", "errno", "errno", "ENOTSOCK", "EBADF", "badf:calls", NULL},
	{"recv", "", "errno", "errno", "ENOBUFS", "EIO",
	 "renamed:ENOBUFS becomes EIO", NULL},
	{"recv", "", "errno", "errno", "success", "EAGAIN",
	 "refused:EAGAIN of recv", NULL},
	{"accept", "", "errno", "errno", "EINTR", "success", "retried", NULL},
	{"accept", "", "errno", "errno", "EINVAL", "success", "accepted:EINVAL",
	 NULL},
	{"socket", "", "errno", "errno", "success", "EAFNOSUPPORT",
	 "refused:EAFNOSUPPORT", NULL},
	{"poll", "", "value", "revents", "[0, POLLIN]", "[0, POLLERR*]",
	 "event_error:POLLERR", NULL},
	{"poll", "", "value", "revents", "[POLLIN]", "[0*]", "event_missing",
	 NULL},
	{"poll", "", "value", "revents", "[0]", "[POLLIN*]",
	 "event_early:POLLIN", NULL},
	{"getsockopt", "SO_RCVBUF", "value", "value", "40000", "20000",
	 "value_scaled:half of Linux's", NULL},
	{"getsockopt", "SO_LINGER", "value", "value", "{1, 5}", "{0, 0}",
	 "value:value of getsockopt SO_LINGER", NULL},
	{"setsockopt", "SO_LINGER", "missing", "errno", "success", "EOPNOTSUPP",
	 "missing_option:EOPNOTSUPP", NULL},
	{"shutdown", "", "missing", "errno", "success", "ENOSYS",
	 "missing:ENOSYS", NULL},
	{"end", "", "leak", "open at the end", "none", "a, b", "leak", NULL},
	{"recv", "", "later-class", "x", "1", "2", "other:x is 2, on Linux 1",
	 NULL},
};

START_TEST(gap_by_itself)
{
	json_t *cases = json_array(), *causes;

	case_add(cases, &alone[_i], "");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 1);
	ck_assert_str_eq(cause_id(causes, 0), alone[_i].cause);
	ck_assert_str_eq(
		report_str(
			json_array_get(json_object_get(json_array_get(cases, 0),
						       "gaps"),
				       0),
			"cause"),
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

/* --- what the call's arguments say ----------------------------------------*/

#define BAD "recv {fd: c, buf: bad, any: [ret]}"
#define NONE "recv {fd: c, len: 0}"
#define TWO "recvmsg {fd: c, addr: no, iov: [2, 2]}"

static const struct row by_call[] = {
	{"recv", "", "errno", "errno", "EFAULT", "EINVAL",
	 "pointer_errno:EINVAL", BAD},
	{"recv", "", "errno", "errno", "EAGAIN", "EINVAL",
	 "pointer_errno:EINVAL", BAD},
	{"recv", "", "errno", "errno", "success", "EFAULT", "pointer_early",
	 BAD},
	{"recv", "", "errno", "errno", "ENOTSOCK", "EBADF", "badf:calls", BAD},
	{"recv", "", "crash", "end", "EAGAIN", "guest exited with status 1",
	 "dies_pointer", BAD},
	/* An injected errno is no pointer, and was asked of the kernel. */
	{"recv", "", "errno", "errno", "EFAULT", "success", "accepted:EFAULT",
	 "recv {fd: c, inject: {errno: EFAULT}}"},
	{"recv", "", "errno", "errno", "ECONNRESET", "EBADF",
	 "renamed:ECONNRESET becomes EBADF",
	 "recv {fd: c, inject: {errno: ECONNRESET}}"},
	{"recv", "", "errno", "errno", "EAGAIN", "success", "empty", NONE},
	{"recvmsg", "", "errno", "errno", "EAGAIN", "success", "empty",
	 "recvmsg {fd: c, addr: no, iov: [0, 0]}"},
	{"sendmsg", "", "faked", "sendmsg", "x", "no such call", "empty",
	 "sendmsg {fd: c, iov: [\"\", \"\"]}"},
	{"send", "", "errno", "errno", "EPIPE", "success", "empty",
	 "send {fd: c}"},
	{"send", "", "errno", "errno", "EPIPE", "success", "accepted:EPIPE",
	 "send {fd: c, data: x}"},
	{"recvmsg", "", "data", "data", "\"0123\"", "\"01\"", "pieces", TWO},
	{"recvmsg", "", "errno", "errno", "success", "EAGAIN", "pieces", TWO},
	{"recvmsg", "", "hang", "end", "success", "guest waits", "pieces", TWO},
	{"sendmsg", "", "altered", "sendmsg data", "\"abcd\"", "\"ab\"",
	 "pieces", "sendmsg {fd: c, iov: [ab, cd]}"},
	{"recvmsg", "", "data", "data", "\"01\"", "\"0\"", "stream_short:recv",
	 "recvmsg {fd: c, addr: no, iov: [2]}"},
};

START_TEST(call_says)
{
	json_t *cases = json_array(), *causes;

	case_add(cases, &by_call[_i], "");
	causes = causes_of(cases);
	ck_assert_str_eq(cause_id(causes, 0), by_call[_i].cause);
	json_decref(causes);
	json_decref(cases);
}
END_TEST

/* What is the same without such arguments is not their fault. */
START_TEST(call_is_not_why)
{
	static const struct row two = {"recvmsg",  "",       "data", "data",
				       "\"0123\"", "\"01\"", NULL,   TWO};
	static const struct row one = {
		"recv",     "",       "data", "data",
		"\"0123\"", "\"01\"", NULL,   "recv {fd: c}"};
	json_t *cases = json_array(), *causes;

	case_add(cases, &two, "");
	case_add(cases, &one, "");
	case_add(cases, &one, "");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 1);
	ck_assert_str_eq(cause_id(causes, 0), "stream_short:recv");
	json_decref(causes);
	json_decref(cases);
}
END_TEST

/* --- joined over a run ----------------------------------------------------*/

/* Rows of one run, and the ids of all its causes. */
static const struct {
	struct row rows[4];
	const char *ids;
} runs[] = {
	/* What follows from a dropped flag, in calls that have it. */
	{{{"recv", "", "altered", "recvfrom flags", "MSG_WAITALL", "0", NULL,
	   "recv {fd: c, flags: MSG_WAITALL}"},
	  {"recv", "", "blocking", "wait", "waits", "does not wait", NULL,
	   "recv {fd: c, len: 8, flags: MSG_WAITALL, blocks: yes}"},
	  {"recv", "", "data", "data", "\"01\"", "\"0\"", NULL,
	   "recv {fd: c, flags: MSG_PEEK}"}},
	 "stream_short:recv altered:flags without MSG_WAITALL"},
	{{{"poll", "", "hang", "end", "success", "poll waits", NULL, ""},
	  {"poll", "", "blocking", "wait", "does not wait", "waits", NULL, ""}},
	 "hangs:poll"},
	{{{"close", "", "errno", "errno", "EIO", "success", NULL, ""},
	  {"close", "", "errno", "errno", "ENOSPC", "success", NULL, ""},
	  {"close", "", "errno", "errno", "EDQUOT", "success", NULL, ""},
	  {"close", "", "errno", "errno", "EINTR", "success", NULL, ""}},
	 "error_hidden:close"},
	{{{"recv", "", "errno", "errno", "EPERM", "EIO", NULL, ""},
	  {"recv", "", "errno", "errno", "ENOMEM", "EIO", NULL, ""},
	  {"recv", "", "errno", "errno", "EPIPE", "EIO", NULL, ""},
	  {"send", "", "errno", "errno", "success", "EIO", NULL, ""}},
	 "collapsed:EIO"},
	/* One argument that is always another, whatever the guest says. */
	{{{"listen", "", "altered", "listen backlog", "1", "128", NULL, ""},
	  {"listen", "", "altered", "listen backlog", "2", "128", NULL, ""},
	  {"listen", "", "altered", "listen backlog", "3", "128", NULL, ""}},
	 "altered:backlog"},
	{{{"getsockopt", "SO_A", "value", "value", "1", "0", NULL, ""},
	  {"getsockopt", "SO_B", "value", "value", "2", "0", NULL, ""},
	  {"getsockopt", "SO_C", "value", "value", "3", "0", NULL, ""}},
	 "value:value of getsockopt"},
	/* It dies without a word, whatever is asked of it. */
	{{{"recv", "", "crash", "end", "success", "killed", NULL, ""},
	  {"send", "", "crash", "end", "success", "killed", NULL, ""},
	  {"poll", "", "crash", "end", "success", "killed", NULL, ""}},
	 "dies:killed"},
	{{{"recv", "", "crash", "end", "success", "killed", NULL, ""},
	  {"send", "", "crash", "end", "success", "killed", NULL, ""}},
	 "dies:killed (recv) dies:killed (send)"},
	/* Linux looks at the descriptor first, this host at the pointer. */
	{{{"poll", "", "errno", "errno", "EFAULT", "EOVERFLOW", NULL,
	   "poll {fds: [{fd: l, events: POLLIN}], buf: bad}"},
	  {"recv", "", "errno", "errno", "EBADF", "EOVERFLOW", NULL, BAD},
	  {"recv", "", "errno", "errno", "EBADF", "EOVERFLOW", NULL, NONE}},
	 "renamed:EBADF becomes EOVERFLOW pointer_errno:EOVERFLOW"},
	/* Other values, other faults. */
	{{{"getsockopt", "SO_A", "value", "value", "1", "7", NULL, ""},
	  {"getsockopt", "SO_B", "value", "value", "2", "8", NULL, ""},
	  {"getsockopt", "SO_C", "value", "value", "3", "9", NULL, ""}},
	 "value:value of getsockopt SO_A value:value of getsockopt SO_B "
	 "value:value of getsockopt SO_C"},
};

START_TEST(run_says)
{
	json_t *cases = json_array(), *causes, *c;
	struct buf ids = {0};
	size_t i;

	for (size_t k = 0; k < COUNT(runs[_i].rows); k++)
		if (runs[_i].rows[k].op)
			case_add(cases, &runs[_i].rows[k], "");
	causes = causes_of(cases);
	json_array_foreach (causes, i, c)
		buf_printf(&ids, "%s%s", i ? " " : "", report_str(c, "id"));
	ck_assert_str_eq(ids.s, runs[_i].ids);
	buf_free(&ids);
	json_decref(causes);
	json_decref(cases);
}
END_TEST

/* What works in another case is there; here it is refused. */
START_TEST(not_missing)
{
	static const struct row r = {"bind",    "",       "missing", "errno",
				     "success", "ENOSYS", NULL,      NULL};
	json_t *cases = json_array(), *causes;

	case_add(cases, &r, "");
	json_array_append_new(cases, json_pack("{s:s, s:s, s:[s], s:[]}", "id",
					       "b/1", "verdict", "same",
					       "covers", "bind", "gaps"));
	causes = causes_of(cases);
	ck_assert_str_eq(cause_id(causes, 0), "refused:ENOSYS");
	json_decref(causes);
	json_decref(cases);
}
END_TEST

static json_t *many(const char *const *wants, const char *got)
{
	json_t *cases = json_array();

	for (int i = 0; wants[i]; i++) {
		const struct row r = {i % 2 ? "recv" : "read",
				      "",
				      "errno",
				      "errno",
				      wants[i],
				      got,
				      NULL,
				      NULL};

		case_add(cases, &r, "");
	}
	return cases;
}

/* Three errnos of one fate are one fault, two are two. */
START_TEST(errnos_collapse)
{
	static const char *const two[] = {"ENOBUFS", "EPIPE", NULL};
	static const char *const three[] = {"ENOBUFS", "EPIPE", "ENOMEM", NULL};
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
	static const struct row r = {"connect", "",   "crash", "end",
				     "success", DIED, NULL,    NULL};
	json_t *cases = json_array(), *causes;

	case_add(cases, &r,
		 DIED "; its last words: h.h:217: fromErrNo(int): Assertion "
		      "`false' failed.");
	case_add(cases, &r,
		 DIED "; its last words: h.h:220: fromErrNo(int): Assertion "
		      "`false' failed.");
	case_add(cases, &r,
		 DIED "; its last words: h.h:489: fromType(int): Assertion "
		      "`false' failed.");
	causes = causes_of(cases);
	ck_assert_uint_eq(json_array_size(causes), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(
				 json_array_get(causes, 0), "cases")),
			 2);
	ck_assert_str_eq(cause_id(causes, 0),
			 "dies:" DIED ": fromErrNo(): Assertion `false' "
			 "failed.");
	json_decref(causes);
	json_decref(cases);
}
END_TEST

/* A chain of errors has its first cause last; a stack trace is none of it. */
#define CHAIN                                                         \
	"Error: failed to run `g`\\n\\nCaused by:\\n    0: failed\\n" \
	"    1: error while executing at wasm backtrace:\\n"          \
	"    0:   0x8c9d - <unknown>!sock_recv\\n    2: "

static const struct {
	const char *words, *id;
} chains[] = {
	{CHAIN "Invalid flag 8\\n\\nStack backtrace:\\n   3: main",
	 "dies:ended: Invalid flag N"},
	{CHAIN "Invalid flag 8\\n ... \\n   31: main\\n  32: rt",
	 "dies:ended: Invalid flag N"},
	{CHAIN "Pointer out of bounds: Region { start: 1 }\\n\\nStack",
	 "dies_pointer"},
	{"no reason at all", "dies:ended (recv)"},
};

START_TEST(chain)
{
	static const struct row r = {"recv",    "",      "crash", "end",
				     "success", "ended", NULL,    NULL};
	char *why = xasprintf("ended; its last words: %s", chains[_i].words);
	json_t *cases = json_array(), *causes, *c;

	case_add(cases, &r, why);
	causes = causes_of(cases);
	ck_assert_str_eq(cause_id(causes, 0), chains[_i].id);
	json_decref(causes);
	/* This version keeps them beside the verdict's reason. */
	c = json_array_get(cases, 0);
	json_object_set_new(c, "why", json_string("ended"));
	json_object_set_new(c, "said", json_string(chains[_i].words));
	causes = causes_of(cases);
	ck_assert_str_eq(cause_id(causes, 0), chains[_i].id);
	json_decref(causes);
	json_decref(cases);
	free(why);
}
END_TEST

/* The most severe first, whatever the number of cases. */
START_TEST(order)
{
	static const struct row often = {"bind",    "",       "errno", "errno",
					 "success", "EINVAL", NULL,    NULL};
	static const struct row once = {"bind",    "",        "overrun",
					"overrun", "nothing", "addr+1",
					NULL,      NULL};
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
	tcase_add_loop_test(t, call_says, 0, (int)COUNT(by_call));
	tcase_add_test(t, call_is_not_why);
	tcase_add_loop_test(t, run_says, 0, (int)COUNT(runs));
	tcase_add_test(t, not_missing);
	tcase_add_test(t, last_words);
	tcase_add_loop_test(t, chain, 0, (int)COUNT(chains));
	tcase_add_test(t, order);
	suite_add_tcase(s, t);
	return s;
}
