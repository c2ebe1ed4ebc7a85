/* SPDX-License-Identifier: Apache-2.0 */
/* Two recordings make a verdict, and what differs a gap. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/made.h"
#include "tests/help/scratch.h"
#include "host/host.h"
#include "verdict/diff.h"

#define SOCKET "  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
#define RECV SOCKET "  - recvfrom: {fd: s}\n"
#define GETSOCKOPT SOCKET "  - getsockopt: {fd: s, name: SO_RCVBUF}\n"
#define POLL                                         \
	SOCKET                                       \
	"  - poll: {fds: [{fd: s, events: POLLIN}, " \
	"{fd: s, events: POLLOUT}]}\n"

/* One step after the socket, and its first gap. */
static const struct {
	const char *steps, *want, *got;
	const char *gap; /* its signature, NULL for none */
} steps[] = {
	{RECV, "ret=2 data=\"hi\" addr=unspec addrlen=16",
	 "ret=2 data=\"hi\" addr=unspec addrlen=16", NULL},
	{RECV, "ret=2 data=\"hi\"", "ret=1 data=\"h\"",
	 "recvfrom data data: \"hi\" -> \"h\""},
	{RECV, "ret=2", "ret=1", "recvfrom data ret: 2 -> 1"},
	{RECV, "ret=2 addr=127.0.0.1:7000", "ret=2 addr=none",
	 "recvfrom address addr: 127.0.0.1:7000 -> none"},
	{RECV, "ret=2 addr=127.0.0.1:7000", "ret=2",
	 "recvfrom address addr: 127.0.0.1:7000 -> nothing"},
	{RECV, "ret=2", "ret=2 addr=127.0.0.1:7000",
	 "recvfrom address addr: nothing -> 127.0.0.1:7000"},
	/* Errors. */
	{RECV, "ret=-1 errno=EAGAIN", "ret=-1 errno=EAGAIN", NULL},
	{RECV, "ret=-1 errno=EAGAIN", "ret=-1 errno=EINVAL",
	 "recvfrom errno errno: EAGAIN -> EINVAL"},
	{RECV, "ret=-1 errno=EAGAIN", "ret=-1 errno=?0",
	 "recvfrom errno errno: EAGAIN -> ?0"},
	{RECV, "ret=-1 errno=EAGAIN", "ret=0 data=\"\"",
	 "recvfrom errno errno: EAGAIN -> success"},
	{RECV, "ret=2 data=\"hi\"", "ret=-1 errno=EIO",
	 "recvfrom errno errno: success -> EIO"},
	{RECV, "ret=-1 errno=EAGAIN", "ret=-1",
	 "recvfrom errno errno: EAGAIN -> nothing"},
	/* The host says that it has no such function. */
	{RECV, "ret=2 data=\"hi\"", "ret=-1 errno=ENOSYS",
	 "recvfrom missing errno: success -> ENOSYS"},
	{RECV, "ret=-1 errno=EAGAIN", "ret=-1 errno=EOPNOTSUPP",
	 "recvfrom errno errno: EAGAIN -> EOPNOTSUPP"},
	{RECV, "ret=-1 errno=EOPNOTSUPP", "ret=-1 errno=EOPNOTSUPP", NULL},
	/* WASI has no ESOCKTNOSUPPORT: EIO is what stands for it. */
	{RECV, "ret=-1 errno=ESOCKTNOSUPPORT", "ret=-1 errno=EIO", NULL},
	{RECV, "ret=-1 errno=EINVAL", "ret=-1 errno=EIO",
	 "recvfrom errno errno: EINVAL -> EIO"},
	/* What the ABI cannot say is not compared. */
	{RECV, "ret=2 addrlen=16", "ret=2 addrlen=-", NULL},
	{RECV, "ret=2 addrlen=-", "ret=2 addrlen=16",
	 "recvfrom address addrlen: - -> 16"},
	/* Outside of buffers, first of all. */
	{RECV, "ret=2 data=\"hi\"", "ret=1 data=\"x\" overrun=data+1",
	 "recvfrom overrun overrun: nothing -> data+1"},
	{RECV, "ret=2 data=\"hi\"", "ret=2 data=\"hi\" scribble=data+3",
	 "recvfrom scribble scribble: nothing -> data+3"},
	/* Past the told length: what was told counts more. */
	{RECV, "ret=2 data=\"hi\"", "ret=1 data=\"h\" scribble=data+3",
	 "recvfrom data data: \"hi\" -> \"h\""},
	/* An option's name belongs to the operation. */
	{GETSOCKOPT, "ret=0 value=5 optlen=4", "ret=0 value=6 optlen=4",
	 "getsockopt(SO_RCVBUF) value value: 5 -> 6"},
	{GETSOCKOPT, "ret=0 optlen=4", "ret=0 optlen=8",
	 "getsockopt(SO_RCVBUF) value optlen: 4 -> 8"},
	/* `any` leaves out a field, an errno, but never whether it failed. */
	{SOCKET "  - recv: {fd: s, any: [data, errno]} # they race\n",
	 "ret=2 data=\"hi\"", "ret=2 data=\"ho\"", NULL},
	{SOCKET "  - recv: {fd: s, any: [data, errno]} # they race\n",
	 "ret=-1 errno=EIO", "ret=-1 errno=EAGAIN", NULL},
	{SOCKET "  - recv: {fd: s, any: [data, errno]} # they race\n",
	 "ret=-1 errno=EIO", "ret=2 data=\"hi\"",
	 "recv errno errno: EIO -> success"},
	/* Who is seen waiting. */
	{SOCKET "  - recv: {fd: s, waits: yes}\n", "ret=-1 errno=EAGAIN waited",
	 "ret=-1 errno=EAGAIN", "recv blocking wait: waits -> does not wait"},
	{SOCKET "  - recv: {fd: s, waits: yes}\n", "ret=-1 errno=EAGAIN waited",
	 "ret=-1 errno=EAGAIN waited", NULL},
	/* Where it says nothing, who is seen slept for very long. */
	{RECV, "ret=-1 errno=EAGAIN", "ret=-1 errno=EAGAIN waited",
	 "recvfrom blocking wait: does not wait -> waits"},
	/* poll_oneoff tells less than poll: wire.h. */
	{POLL, "ret=2 revents=[POLLIN,POLLOUT]",
	 "ret=2 revents=[POLLIN*,POLLOUT*]", NULL},
	{POLL, "ret=1 revents=[0,POLLOUT]", "ret=1 revents=[0*,POLLOUT*]",
	 NULL},
	{POLL, "ret=1 revents=[POLLIN|POLLERR,0]", "ret=1 revents=[POLLIN*,0*]",
	 NULL},
	{POLL, "ret=1 revents=[POLLOUT|POLLHUP,0]",
	 "ret=1 revents=[POLLERR*,0*]",
	 "poll value revents: [POLLOUT|POLLHUP,0] -> [POLLERR*,0*]"},
	{POLL, "ret=1 revents=[POLLOUT|POLLERR,0]",
	 "ret=1 revents=[POLLERR*,0*]", NULL},
	{POLL, "ret=1 revents=[POLLIN|POLLERR,0]", "ret=1 revents=[0*,0*]",
	 "poll value revents: [POLLIN|POLLERR,0] -> [0*,0*]"},
	{POLL, "ret=1 revents=[POLLIN,0]", "ret=1 revents=[0*,0*]",
	 "poll value revents: [POLLIN,0] -> [0*,0*]"},
	{POLL, "ret=1 revents=[0,0]", "ret=1 revents=[POLLIN*,0*]",
	 "poll value revents: [0,0] -> [POLLIN*,0*]"},
	{POLL, "ret=1 revents=[POLLIN,0]", "ret=1 revents=[POLLIN*]",
	 "poll value revents: [POLLIN,0] -> [POLLIN*]"},
	{POLL, "ret=1 revents=[POLLIN,0]", "ret=1 revents=[*,*]",
	 "poll value revents: [POLLIN,0] -> [*,*]"},
	/* Layer 2, only where both answers are right. */
	{SOCKET "  - listen: {fd: s}\n", "ret=0 | listen s backlog=16", "ret=0",
	 "listen faked"},
	{SOCKET "  - listen: {fd: s}\n",
	 "ret=-1 errno=EOPNOTSUPP | listen s backlog=16 !EOPNOTSUPP",
	 "ret=-1 errno=EOPNOTSUPP", NULL},
	{SOCKET "  - listen: {fd: s}\n", "ret=0 | listen s backlog=16",
	 "ret=-1 errno=EIO", "listen errno errno: success -> EIO"},
};

/* The socket was made, then this. */
static struct recording *after_socket(const struct tcase *t, const char *line)
{
	char *lines = xasprintf("ret=s\n%s", line);
	struct recording *r = made(t, lines);

	free(lines);
	return r;
}

START_TEST(one_step)
{
	struct corpus c = made_case(steps[_i].steps);
	struct recording *want = after_socket(c.cases, steps[_i].want);
	struct recording *got = after_socket(c.cases, steps[_i].got);
	struct result *r = diff(want, got);

	ck_assert_pstr_eq(r->ngaps ? r->gaps[0].signature : NULL,
			  steps[_i].gap);
	if (r->ngaps)
		ck_assert_int_eq(r->gaps[0].step, 1);
	else
		ck_assert_int_eq(r->verdict, SAME);
	result_free(r);
	recording_free(want);
	recording_free(got);
	corpus_free(&c);
}
END_TEST

#define CASE                                               \
	SOCKET "  - bind: {fd: s, addr: 127.0.0.1:7000}\n" \
	       "  - recv: {fd: s, blocks: yes}\n"          \
	       "  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n"
#define GOOD "ret=s\nret=0\nret=2 data=\"hi\" waited\nret=p"

/* A whole play: how it ended, what it left, and the verdict on it. */
static const struct {
	const char *lines;
	enum play_end end;
	int at;
	const char *end_why, *noise, *left_open, *packet;
	enum verdict verdict;
	const char *why;
	int ngaps;
	const char *gap;
} ends[] = {
	{GOOD, END_OK, 0, NULL, NULL, "", "udp a", SAME, NULL, 0, NULL},
	{GOOD, END_OK, 0, NULL, "chatter", "s", "udp a", SAME, NULL, 0, NULL},
	/* Left open: not what Linux leaves too, and not what has no name. */
	{GOOD, END_OK, 0, NULL, NULL, "s, #7", "udp a", SAME, NULL, 0, NULL},
	{GOOD, END_OK, 0, NULL, NULL, "s, t", "udp a", DIFFERS, NULL, 1,
	 "end leak open at the end: s, ss -> s, t"},
	/* Packets, when all else is right. */
	{GOOD, END_OK, 0, NULL, NULL, "", "udp b", DIFFERS, NULL, 1,
	 "end wire packet: udp a -> udp b"},
	{GOOD, END_OK, 0, NULL, NULL, "", NULL, DIFFERS, NULL, 1,
	 "end wire packet: udp a -> no packet"},
	/* Another in each play of the host. */
	{GOOD, END_OK, 0, NULL, NULL, "", "~varies", SAME, NULL, 0, NULL},
	/* The first gap counts; then come its consequences. */
	{"ret=s\nret=-1 errno=EINVAL\nret=-1 errno=EBADF waited\nret=p", END_OK,
	 0, NULL, NULL, "t", NULL, DIFFERS, NULL, 2,
	 "bind errno errno: success -> EINVAL"},
	{"ret=s\nret=-1 errno=ENOSYS", END_OK, 0, NULL, NULL, "", NULL,
	 UNSUPPORTED, "bind answers ENOSYS", 1,
	 "bind missing errno: success -> ENOSYS"},
	/* A crash is a crash, whatever was before it. */
	{"ret=s\nret=0\nsent", END_CRASHED, 2, "guest died", NULL, "", NULL,
	 CRASHED, "guest died", 1,
	 "recv crash end: success -> guest "
	 "died"},
	{"ret=s\nret=0\nsent", END_CRASHED, 2, "guest died", "bye", "", NULL,
	 CRASHED, "guest died", 1, "recv crash end: success -> guest died"},
	{"ret=s\nret=-1 errno=EINVAL\nsent", END_CRASHED, 2, "guest died", NULL,
	 "", NULL, CRASHED, "guest died", 2,
	 "bind errno errno: success -> EINVAL"},
	/* A hang may be what a gap before it led to. */
	{"ret=s\nret=0\nsent waited", END_HUNG, 2, "no answer", NULL, "", NULL,
	 HUNG, "no answer", 1, "recv hang end: success -> no answer"},
	{"ret=s\nret=-1 errno=EINVAL\nsent waited", END_HUNG, 2, "no answer",
	 NULL, "", NULL, DIFFERS, NULL, 2,
	 "bind errno errno: success -> EINVAL"},
	/* Inexpressible, unless a gap was there before. */
	{"ret=s\nret=0", END_INEXPRESSIBLE, 2, "no such call", NULL, "", NULL,
	 INEXPRESSIBLE, "no such call", 0, NULL},
	{"ret=s\nret=-1 errno=EINVAL", END_INEXPRESSIBLE, 2, "no such call",
	 NULL, "", NULL, DIFFERS, NULL, 1,
	 "bind errno errno: success -> EINVAL"},
	{"", END_BROKEN, 0, "no room", NULL, "", NULL, BROKEN, "no room", 0,
	 NULL},
	{"ret=s\nret=-1 errno=EINVAL", END_BROKEN, 2, "capture", NULL, "", NULL,
	 BROKEN, "capture", 1, "bind errno errno: success -> EINVAL"},
};

static struct recording *whole(const struct tcase *t, const char *lines,
			       const char *left_open, const char *packet)
{
	struct recording *r = made(t, lines);

	free(r->left_open);
	r->left_open = xstrdup(left_open);
	r->wire = true;
	if (packet) {
		GROW(r->packets, r->npackets);
		r->packets[r->npackets++] = xstrdup(packet);
	}
	return r;
}

START_TEST(whole_case)
{
	struct corpus c = made_case(CASE);
	struct recording *want = whole(c.cases, GOOD, "s, ss", "udp a");
	struct recording *got = whole(c.cases, ends[_i].lines,
				      ends[_i].left_open, ends[_i].packet);
	struct result *r;

	got->end = ends[_i].end;
	got->at = ends[_i].at;
	got->why = ends[_i].end_why ? xstrdup(ends[_i].end_why) : NULL;
	got->noise = ends[_i].noise ? xstrdup(ends[_i].noise) : NULL;
	r = diff(want, got);
	ck_assert_str_eq(verdict_names[r->verdict],
			 verdict_names[ends[_i].verdict]);
	ck_assert_pstr_eq(r->why, ends[_i].why);
	ck_assert_pstr_eq(r->said,
			  ends[_i].end == END_OK ? NULL : ends[_i].noise);
	ck_assert_int_eq(r->ngaps, ends[_i].ngaps);
	ck_assert_pstr_eq(r->ngaps ? r->gaps[0].signature : NULL, ends[_i].gap);
	result_free(r);
	recording_free(want);
	recording_free(got);
	corpus_free(&c);
}
END_TEST

#define TWO    \
	SOCKET \
	"  - recvfrom: {fd: s}\n  - getsockopt: {fd: s, name: SO_RCVBUF}\n"
#define SET                                                    \
	SOCKET                                                 \
	"  - setsockopt: {fd: s, name: SO_RCVBUF, value: 9}\n" \
	"  - getsockopt: {fd: s, name: SO_RCVBUF}\n"

/* Two gaps after the socket: does the second one count? */
static const struct {
	const char *steps, *want, *got;
	int counted, parted;
} pairs[] = {
	/* Both kernels did the same, whatever was answered. */
	{TWO, "ret=2 addr=unspec | recvfrom s flags=0\nret=0 value=5",
	 "ret=2 addr=none | recvfrom s flags=0\nret=0 value=6", 2, -1},
	{TWO, "ret=-1 errno=EAGAIN | recvfrom s flags=0 !EAGAIN\nret=0 value=5",
	 "ret=-1 errno=EIO | recvfrom s flags=0 !EAGAIN\nret=0 value=6", 2, -1},
	/* They did not: one has the bytes, or another error. */
	{TWO, "ret=2 | recvfrom s flags=0\nret=0 value=5",
	 "ret=-1 errno=EAGAIN | recvfrom s flags=0 !EAGAIN\nret=0 value=6", 1,
	 1},
	{TWO, "ret=2 | recvfrom s flags=0\nret=0 value=5",
	 "ret=-1 errno=EIO\nret=0 value=6", 1, 1},
	/* Memory is memory, whatever was before. */
	{TWO, "ret=2 | recvfrom s flags=0\nret=0 value=5",
	 "ret=-1 errno=EIO\nret=0 value=5 overrun=value+1", 2, 1},
	/* What only looks changes nothing. */
	{SOCKET "  - getsockopt: {fd: s, name: SO_RCVBUF}\n"
		"  - getsockopt: {fd: s, name: SO_SNDBUF}\n",
	 "ret=0 value=5\nret=0 value=5", "ret=-1 errno=EIO\nret=0 value=6", 2,
	 -1},
	/* Reading SO_ERROR does. */
	{SOCKET "  - getsockopt: {fd: s, name: SO_ERROR}\n"
		"  - getsockopt: {fd: s, name: SO_SNDBUF}\n",
	 "ret=0 value=5\nret=0 value=5", "ret=-1 errno=EIO\nret=0 value=6", 1,
	 1},
	/* The same thing twice. */
	{SOCKET "  - getsockopt: {fd: s, name: SO_RCVBUF}\n"
		"  - getsockopt: {fd: s, name: SO_RCVBUF}\n",
	 "ret=0 value=5\nret=0 value=5", "ret=0 value=6\nret=0 value=6", 1, -1},
	/* Another value was set: of course another one is read. */
	{SET, "ret=0 | setsockopt s name=SO_RCVBUF value=9\nret=0 value=18",
	 "ret=0 | setsockopt s name=SO_RCVBUF value=8\nret=0 value=16", 1, -1},
	/* A shorter queue is felt in no later step. */
	{SOCKET "  - listen: {fd: s, backlog: 5}\n"
		"  - getsockopt: {fd: s, name: SO_RCVBUF}\n",
	 "ret=0 | listen s backlog=5\nret=0 value=18",
	 "ret=0 | listen s backlog=9\nret=0 value=16", 2, -1},
	/* A name that was never taken is. */
	{SOCKET "  - bind: {fd: s, addr: 127.0.0.1:7000}\n"
		"  - getsockopt: {fd: s, name: SO_RCVBUF}\n",
	 "ret=0 | bind s addr=127.0.0.1:7000\nret=0 value=18",
	 "ret=0\nret=0 value=16", 1, 1},
};

START_TEST(counted)
{
	struct corpus c = made_case(pairs[_i].steps);
	struct recording *want = after_socket(c.cases, pairs[_i].want);
	struct recording *got = after_socket(c.cases, pairs[_i].got);
	struct result *r = diff(want, got);
	int n = 0;

	for (int i = 0; i < r->ngaps; i++)
		n += !r->gaps[i].consequence;
	ck_assert_int_eq(r->ngaps, 2);
	ck_assert_int_eq(n, pairs[_i].counted);
	ck_assert_int_eq(r->parted, pairs[_i].parted);
	result_free(r);
	recording_free(want);
	recording_free(got);
	corpus_free(&c);
}
END_TEST

/* Behind a gap that parts, with a play that answered as the host did. */
START_TEST(going_on)
{
	struct corpus c = made_case(TWO);
	struct recording *want = after_socket(
		c.cases, "ret=2 | recvfrom s flags=0\nret=0 value=5");
	struct recording *got =
		after_socket(c.cases, "ret=-1 errno=EIO\nret=0 value=6");
	struct recording *other =
		after_socket(c.cases, "ret=-1 errno=EAGAIN\nret=0 value=5");
	struct recording *alike =
		after_socket(c.cases, "ret=-1 errno=EIO\nret=0 value=5");
	struct result *r = diff(want, got);

	ck_assert(r->gaps[1].consequence);
	ck_assert(!diff_go_on(r, other, got));
	ck_assert(r->gaps[1].consequence);
	ck_assert(diff_go_on(r, alike, got));
	ck_assert_int_eq(r->ngaps, 2);
	ck_assert(!r->gaps[1].consequence);
	ck_assert_int_eq(r->parted, -1);
	ck_assert(!diff_go_on(r, alike, got));
	result_free(r);
	recording_free(want);
	recording_free(got);
	recording_free(other);
	recording_free(alike);
	corpus_free(&c);
}
END_TEST

/*
 * What an ABI says only in a later step is not compared when the play never
 * came to that; else it is.
 */
START_TEST(owed)
{
	static const struct {
		enum play_end end;
		enum verdict verdict;
	} plays[] = {{END_INEXPRESSIBLE, INEXPRESSIBLE}, {END_OK, DIFFERS}};
	struct corpus c = made_case(CASE);
	struct recording *want = made(c.cases, GOOD);
	struct recording *got = made(c.cases, GOOD);
	struct result *r;

	record_set(&got->steps[1], "ret", "%s", "-1");
	record_set(&got->steps[1], "errno", "%s", "EINVAL");
	got->steps[1].later = true;
	got->end = plays[_i].end;
	got->at = 2;
	r = diff(want, got);
	ck_assert_int_eq(r->verdict, plays[_i].verdict);
	result_free(r);
	recording_free(want);
	recording_free(got);
	corpus_free(&c);
}
END_TEST

/* When Linux does not play the case as written, the host is not to blame. */
/* What a host cannot close is shut down for it, and answers on. */
START_TEST(kept_open)
{
	static const struct {
		unsigned quirks;
		int ngaps;
		const char *got;
	} rows[] = {
		{1U << QUIRK_never_closes, 0, "ret=-1 errno=EINVAL"},
		{1U << QUIRK_never_closes, 0, "ret=0"},
		{0, 1, "ret=-1 errno=EINVAL"},
	};
	struct corpus c =
		made_case(SOCKET "  - close: {fd: s}\n  - recv: {fd: s}\n");

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = xasprintf("ret=s\nret=0\n%s", rows[i].got);
		struct recording *got = made(c.cases, text);
		struct recording *want =
			made(c.cases, "ret=s\nret=0\nret=-1 errno=EBADF");
		struct result *r;

		got->quirks = rows[i].quirks;
		r = diff(want, got);
		ck_assert_int_eq(r->ngaps, rows[i].ngaps);
		result_free(r);
		recording_free(got);
		recording_free(want);
		free(text);
	}
	corpus_free(&c);
}
END_TEST

START_TEST(native_trouble)
{
	struct corpus c = made_case(CASE);
	struct recording *want = made(c.cases, "ret=s\nret=0\nret=2\nret=p");
	struct recording *got = made(c.cases, GOOD);
	struct result *r = diff(want, got);

	ck_assert_int_eq(r->verdict, BROKEN);
	ck_assert_str_eq(r->why, "cases/udp/x.yaml:7: recv: the step has "
				 "`blocks: yes`, but on Linux the call returns "
				 "at once");
	ck_assert_int_eq(r->ngaps, 0);
	result_free(r);
	want->end = END_HUNG;
	want->at = 1;
	want->why = xstrdup("it hung");
	r = diff(want, got);
	ck_assert_int_eq(r->verdict, BROKEN);
	ck_assert_str_eq(r->why,
			 "native, step 2 (cases/udp/x.yaml:6): it hung");
	result_free(r);
	recording_free(want);
	recording_free(got);
	corpus_free(&c);
}
END_TEST

START_TEST(nothing_to_free)
{
	result_free(NULL);
	recording_free(NULL);
}
END_TEST

Suite *diff_suite(void);

Suite *diff_suite(void)
{
	Suite *s = suite_create("diff");
	TCase *c = tcase_create("recordings");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_test(c, kept_open);
	tcase_add_loop_test(c, one_step, 0, (int)COUNT(steps));
	tcase_add_loop_test(c, whole_case, 0, (int)COUNT(ends));
	tcase_add_loop_test(c, owed, 0, 2);
	tcase_add_loop_test(c, counted, 0, (int)COUNT(pairs));
	tcase_add_test(c, going_on);
	tcase_add_test(c, native_trouble);
	tcase_add_test(c, nothing_to_free);
	suite_add_tcase(s, c);
	return s;
}
