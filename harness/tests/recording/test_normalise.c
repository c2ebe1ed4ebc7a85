/* SPDX-License-Identifier: Apache-2.0 */
/* What may vary gets a name, and nothing else does. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/made.h"
#include "tests/help/scratch.h"
#include "recording/normalise.h"

/* The case names port 7000. */
#define STEPS                                                       \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"  \
	"  - bind: {fd: s, addr: 127.0.0.1:7000}\n"                 \
	"  - getsockname: {fd: s}\n"                                \
	"  - getpeername: {fd: s}\n"                                \
	"  - getsockopt: {fd: s, name: SO_INCOMING_CPU}\n"          \
	"  - getsockopt: {fd: s, name: SO_RCVBUF}\n"                \
	"  - recvmsg: {fd: s, controllen: 64}\n"                    \
	"  - setsockopt: {fd: s, name: IPV6_FLOWLABEL_MGR, value: " \
	"{hex: \"0000000000000000000000000000000100012345\"}}\n"

static const struct {
	const char *before, *after;
} values[] = {
	{"127.0.0.1:7000", "127.0.0.1:7000"},
	{"127.0.0.1:0", "127.0.0.1:0"},
	{"127.0.0.1:39211", "127.0.0.1:~1"},
	{"[::1]:39211", "[::1]:~1"},
	{"[fe80::1%2]:39211", "[fe80::1%2]:~1"},
	/* Labels of the kernel's, and that of the case: 0x12345. */
	{"[::1]:39211/flow=5", "[::1]:~1/flow=of the boot"},
	{"[::1]:39211/flow=74565", "[::1]:~1/flow=74565"},
	{"[::1]:39211/flow=1048576", "[::1]:~1/flow=1048576"},
	{"[127.0.0.1:39211/SOCK_STREAM/IPPROTO_TCP,[::1]:39212]",
	 "[127.0.0.1:~1/SOCK_STREAM/IPPROTO_TCP,[::1]:~2]"},
	/* No ports. */
	{"[fe80::39211]:7000", "[fe80::39211]:7000"},
	{"unix:39211", "unix:39211"},
	{"unspec", "unspec"},
	{"", ""},
	{":", ":"},
	{":39211", ":39211"},
	{"family=16", "family=16"},
	/* Autobound names: five of [0-9a-f], not more, not less. */
	{"unix:@0002f", "unix:@~1"},
	{"unix:@0002", "unix:@0002"},
	{"unix:@0002f1", "unix:@0002f1"},
	{"unix:@0002f\\x00", "unix:@0002f\\x00"},
	{"unix:@door", "unix:@door"},
	{"unix:0002f", "unix:0002f"},
};

/* An automatic flow label is the same until the machine starts again. */
static const struct {
	const char *before, *after;
} labels[] = {
#define FLOW "[{level: IPPROTO_IPV6, type: IPV6_FLOWINFO, int: "
	{FLOW "712379136}]", FLOW "of the boot}]"},
	{FLOW "1159921920}]", FLOW "1159921920}]"}, /* 0x00012345 */
	{FLOW "4096}]", FLOW "4096}]"},             /* a class alone */
	{FLOW "}]", FLOW "}]"},
	{"[]", "[]"},
};

START_TEST(flow_labels)
{
	struct corpus c = made_case(STEPS);
	struct recording *r = made(c.cases, "ret=s\nret=0\nret=0\nret=0\n"
					    "ret=0\nret=0\nret=0");

	record_set(&r->steps[6], "control", "%s", labels[_i].before);
	normalise(r);
	ck_assert_str_eq(record_field(&r->steps[6], "control"),
			 labels[_i].after);
	recording_free(r);
	corpus_free(&c);
}
END_TEST

START_TEST(addresses)
{
	struct corpus c = made_case(STEPS);
	char *lines =
		xasprintf("ret=s\nret=0\nret=0 addr=%s", values[_i].before);
	struct recording *r = made(c.cases, lines);

	normalise(r);
	ck_assert_str_eq(record_field(&r->steps[2], "addr"), values[_i].after);
	recording_free(r);
	free(lines);
	corpus_free(&c);
}
END_TEST

static void expect(const char *lines, const char *want)
{
	struct corpus c = made_case(STEPS);
	struct recording *r = made(c.cases, lines);
	struct buf b = {0};

	normalise(r);
	for (int i = 0; i < r->tcase->nsteps; i++) {
		if (r->steps[i].state != STEP_ANSWERED)
			continue;
		answer_text(&b, &r->steps[i]);
		for (int k = 0; k < r->steps[i].ncalls; k++) {
			buf_puts(&b, " | ");
			call_text(&b, &r->steps[i].calls[k]);
		}
		buf_puts(&b, "\n");
	}
	ck_assert_str_eq(b.s, want);
	buf_free(&b);
	recording_free(r);
	corpus_free(&c);
}

/* Counted as they appear, answers first; equal ports have equal names. */
START_TEST(order)
{
	expect("ret=s\n"
	       "ret=0 | bind s addr=127.0.0.1:50003\n"
	       "ret=0 addr=127.0.0.1:50001 | "
	       "getsockname s addr=127.0.0.1:50001\n"
	       "ret=0 addr=127.0.0.1:50002 | "
	       "getpeername s addr=127.0.0.2:50001 data=127.0.0.1:50001",
	       "= s\n"
	       "= 0 | bind(s, 127.0.0.1:~3) = 0\n"
	       "= 0 addr=127.0.0.1:~1 | getsockname(s, 127.0.0.1:~1) = 0\n"
	       "= 0 addr=127.0.0.1:~2 | "
	       "getpeername(s, 127.0.0.2:~1, 127.0.0.1:50001) = 0\n");
}
END_TEST

/* A value of the moment is hidden where the option is one; both are asked. */
START_TEST(volatile_values)
{
	expect("ret=s\nret=0\nret=0\nret=0\n"
	       "ret=0 value=3 optlen=4 | getsockopt s name=SO_INCOMING_CPU "
	       "value=3\n"
	       "ret=0 value=3 | getsockopt s name=SO_RCVBUF value=3",
	       "= s\n"
	       "= 0\n"
	       "= 0\n"
	       "= 0\n"
	       "= 0 value=of the moment optlen=4 | getsockopt(s, "
	       "SO_INCOMING_CPU, of the moment) = 0\n"
	       "= 0 value=3 | getsockopt(s, SO_RCVBUF, 3) = 0\n");
	/* An answer without one does not get one. */
	expect("ret=s\nret=0\nret=0\nret=0\nret=-1 errno=EBADF",
	       "= s\n= 0\n= 0\n= 0\n= -1 EBADF\n");
}
END_TEST

START_TEST(packets)
{
	struct corpus c = made_case(STEPS);
	struct recording *r =
		made(c.cases, "ret=s\nret=0\nret=0 addr=127.0.0.1:5001");

	GROW(r->packets, r->npackets);
	r->packets[r->npackets++] =
		xstrdup("udp 127.0.0.1:5002 > 127.0.0.1:7000 \"a\"");
	GROW(r->packets, r->npackets);
	r->packets[r->npackets++] =
		xstrdup("udp [::1]:5001 > [::1]:7000 \"a\"");
	normalise(r);
	ck_assert_str_eq(r->packets[0],
			 "udp 127.0.0.1:~2 > 127.0.0.1:7000 \"a\"");
	ck_assert_str_eq(r->packets[1], "udp [::1]:~1 > [::1]:7000 \"a\"");
	recording_free(r);
	corpus_free(&c);
}
END_TEST

/* A port that nobody has is garbage, but for one of the case's turned round. */
START_TEST(invented)
{
	static const struct {
		const char *answered, *shown;
		bool wire, silent;
	} rows[] = {
		{"127.0.0.1:5002", "127.0.0.1:~1", true, false},
		{"127.0.0.1:5003", "127.0.0.1:~2", true, false},
		{"127.0.0.1:5004", "127.0.0.1:~?", true, false},
		{"127.0.0.1:22555", "127.0.0.1:22555", true, false},
		/* Not all was seen: it may be somebody's. */
		{"127.0.0.1:5004", "127.0.0.1:~2", false, false},
		{"127.0.0.1:5004", "127.0.0.1:~2", true, true},
	};
	struct corpus c = made_case(STEPS);

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *lines =
			xasprintf("ret=s\nret=0 | bind s addr=127.0.0.1:5002\n"
				  "ret=0 addr=127.0.0.1:5002\nret=0 addr=%s",
				  rows[i].answered);
		struct recording *r = made(c.cases, lines);

		r->wire = rows[i].wire;
		r->steps[0].silent = rows[i].silent;
		GROW(r->packets, r->npackets);
		r->packets[r->npackets++] =
			xstrdup("udp 127.0.0.1:5003 > 127.0.0.1:7000 \"a\"");
		normalise(r);
		ck_assert_str_eq(record_field(&r->steps[3], "addr"),
				 rows[i].shown);
		recording_free(r);
		free(lines);
	}
	corpus_free(&c);
}
END_TEST

Suite *normalise_suite(void);

Suite *normalise_suite(void)
{
	Suite *s = suite_create("normalise");
	TCase *c = tcase_create("names");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_loop_test(c, flow_labels, 0, (int)COUNT(labels));
	tcase_add_loop_test(c, addresses, 0, (int)COUNT(values));
	tcase_add_test(c, order);
	tcase_add_test(c, volatile_values);
	tcase_add_test(c, packets);
	tcase_add_test(c, invented);
	suite_add_tcase(s, c);
	return s;
}
