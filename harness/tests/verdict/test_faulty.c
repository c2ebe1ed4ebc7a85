/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hosts with several faults at a time, and with faults that vary: every fault
 * is a gap of its own, and the same one in every play.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/help/plays.h"
#include "tests/help/suite.h"

#define UDP "  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
#define TCP "  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
#define PEER "  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n"
#define BIND "  - bind: {fd: s, addr: 127.0.0.1:7000}\n"
#define NAME "  - getsockname: {fd: s}\n"
#define MET                                                   \
	PEER "  - peer.bind: {fd: p, addr: 127.0.0.1:7000}\n" \
	     "  - peer.listen: {fd: p}\n"
#define RCVBUF "  - setsockopt: {fd: s, name: SO_RCVBUF, value: 9000}\n"

#define GAPS_MAX 6

/* The gaps that count, in their order. */
static const struct {
	const char *faults, *steps;
	const char *gaps[GAPS_MAX];
	enum verdict verdict;
} hosts[] = {
	/* Nothing is wrong with it. */
	{"", TCP BIND "  - listen: {fd: s}\n" NAME, {NULL}, SAME},
	/* Linux fails as the host did, and both go on. */
	{"no-errno other-name",
	 TCP "  - bind: {fd: s, addr: 192.0.2.1:7000}\n" NAME,
	 {"bind errno errno: EADDRNOTAVAIL -> EIO",
	  "getsockname address addr: 0.0.0.0:0 -> 0.0.0.0:~?"},
	 DIFFERS},
	/* What was left out here is left out there. */
	{"deaf other-name",
	 TCP RCVBUF "  - getsockopt: {fd: s, name: SO_RCVBUF}\n" NAME,
	 {"setsockopt(SO_RCVBUF) faked",
	  "getsockname address addr: 0.0.0.0:0 -> 0.0.0.0:~?"},
	 DIFFERS},
	/* Both altered and wrong. */
	{"backlog other-name",
	 TCP BIND "  - listen: {fd: s, backlog: 5}\n" NAME,
	 {"listen altered listen backlog: 5 -> 128",
	  "getsockname address addr: 127.0.0.1:7000 -> 127.0.0.1:~?"},
	 DIFFERS},
	/* Nobody listens, so nobody can connect: no gap of its own. */
	{"fake-listen other-name",
	 TCP BIND "  - listen: {fd: s}\n" PEER
		  "  - peer.connect: {fd: p, addr: 127.0.0.1:7000}\n" NAME,
	 {"listen faked",
	  "getsockname address addr: 127.0.0.1:7000 -> 127.0.0.1:~?"},
	 DIFFERS},
	/* What varies is not compared by what it was. */
	{"noise",
	 MET TCP "  - connect: {fd: s, addr: 127.0.0.1:7000}\n"
		 "  - peer.accept: {fd: p, as: c, addr: no}\n"
		 "  - peer.send: {fd: c, data: 0123456789}\n"
		 "  - recv: {fd: s, len: 10}\n",
	 {"recv data data: \"0123456789\" -> ~varies"},
	 DIFFERS},
	/* Over before its time: that it did not wait is seen. */
	{"early",
	 UDP BIND "  - setsockopt: {fd: s, name: SO_RCVTIMEO, "
		  "value: {sec: 0, usec: 100000}}\n"
		  "  - recv: {fd: s, waits: yes}\n",
	 {"recv blocking wait: waits -> does not wait"},
	 DIFFERS},
	{"coin-port",
	 TCP BIND NAME,
	 {"getsockname address addr: 127.0.0.1:7000 -> 127.0.0.1:~?"},
	 DIFFERS},
};

static struct pair play_faulty(const char *faults, const char *steps)
{
	char *script =
		xasprintf("exec ${player%%/guests/*}/faulty %s\n", faults);
	struct pair_config c = plays;
	struct host *h = plays_script(script);
	struct pair p = {0};

	c.host = h;
	c.again = true;
	pair_play(&p, &plays_stage, &c, plays_case(steps));
	host_free(h);
	free(script);
	return p;
}

static char *gaps_counted(const struct result *r)
{
	struct buf b = {0};

	buf_puts(&b, "");
	for (int i = 0; i < r->ngaps; i++)
		if (!r->gaps[i].consequence)
			buf_printf(&b, "%s\n", r->gaps[i].signature);
	return buf_take(&b);
}

/* The same gaps in every run, whatever the host's coins showed. */
#define RUNS 5

START_TEST(every_fault)
{
	struct buf b = {0};

	buf_puts(&b, "");
	for (int i = 0; i < GAPS_MAX && hosts[_i].gaps[i]; i++)
		buf_printf(&b, "%s\n", hosts[_i].gaps[i]);
	for (int run = 0; run < RUNS; run++) {
		struct pair p = play_faulty(hosts[_i].faults, hosts[_i].steps);
		char *text = gaps_counted(p.result);

		ck_assert_str_eq(text, b.s);
		ck_assert_str_eq(verdict_names[p.result->verdict],
				 verdict_names[hosts[_i].verdict]);
		free(text);
		pair_free(&p);
	}
	buf_free(&b);
}
END_TEST

/*
 * Makes its sockets when they are connected, connects datagrams by TCP and
 * forgets errnos, as one real host does: all of that is named.
 */
START_TEST(lazy)
{
	static const char *const named[] = {
		"setsockopt(SO_RCVBUF) faked",
		"bind faked",
		"getsockname errno errno: success -> EBADF",
		"connect errno errno: ECONNREFUSED -> EIO",
	};
	struct pair p =
		play_faulty("lazy no-errno", TCP RCVBUF BIND NAME
			    "  - connect: {fd: s, addr: 127.0.0.1:7001}\n");
	char *text = gaps_counted(p.result);

	for (size_t i = 0; i < COUNT(named); i++)
		ck_assert_msg(strstr(text, named[i]), "no \"%s\" in:\n%s",
			      named[i], text);
	free(text);
	pair_free(&p);
	p = play_faulty("lazy no-errno",
			UDP "  - connect: {fd: s, addr: 127.0.0.1:7001}\n");
	text = gaps_counted(p.result);
	ck_assert_str_eq(text, "socket altered socket type: SOCK_DGRAM -> "
			       "SOCK_STREAM\n");
	free(text);
	pair_free(&p);
}
END_TEST

/*
 * It dies, or has another errno, in some plays. Two plays may look alike; once
 * they do not, the same is said whichever of them came first.
 */
static const struct {
	const char *faults;
	enum verdict verdict;
	const char *gap;
} coins[] = {
	{"coin-death", CRASHED,
	 "listen crash end: success -> guest was killed by signal 6 "
	 "(Aborted) (in some plays: it varies)"},
	{"coin-errno", DIFFERS, "listen errno errno: success -> ~varies"},
};

START_TEST(sometimes)
{
	struct pair p = {0};
	int tries = 0;

	do {
		pair_free(&p);
		p = play_faulty(coins[_i].faults,
				TCP BIND "  - listen: {fd: s}\n");
	} while (!p.result->flaky && tries++ < 40);
	ck_assert_int_eq(p.result->verdict, coins[_i].verdict);
	ck_assert_int_eq(p.result->ngaps, 1);
	ck_assert_str_eq(p.result->gaps[0].signature, coins[_i].gap);
	pair_free(&p);
}
END_TEST

Suite *faulty_suite(void)
{
	Suite *s = suite_create("faulty");
	TCase *t = tcase_create("plays");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, plays_open, plays_close);
	tcase_add_loop_test(t, every_fault, 0, (int)COUNT(hosts));
	tcase_add_test(t, lazy);
	tcase_add_loop_test(t, sometimes, 0, (int)COUNT(coins));
	suite_add_tcase(s, t);
	return s;
}
