/* SPDX-License-Identifier: Apache-2.0 */
/* Ports that a host's ABI does not tell keep their names from Linux. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/made.h"
#include "tests/help/scratch.h"
#include "recording/alias.h"

#define STEPS                                                           \
	"  - accept: {fd: 3, as: a}\n"                                  \
	"  - accept: {fd: 3, as: b}\n"                                  \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"  - peer.recvfrom: {fd: p}\n"

static const char want[] =
	"ret=a addr=127.0.0.1:~1 | accept s addr=127.0.0.1:~1\n"
	"ret=b addr=127.0.0.1:~2\nret=p\nret=0 addr=127.0.0.1:~3";

/* Answers and packets of the host; the address of the last step, and the
 * packets, as they become. */
static const struct {
	const char *got, *packets[3], *addr, *become[3];
} rows[] = {
	/* Nothing was told: packets show which is which. */
	{"ret=a addr=-\nret=b addr=-\nret=p\nret=0 addr=127.0.0.1:~1",
	 {"tcp 127.0.0.1:~3 > 127.0.0.1:7 SYN",
	  "tcp 127.0.0.1:~2 > 127.0.0.1:7 SYN", "udp 127.0.0.1:~1 > x"},
	 "127.0.0.1:~3",
	 {"tcp 127.0.0.1:~2 > 127.0.0.1:7 SYN",
	  "tcp 127.0.0.1:~1 > 127.0.0.1:7 SYN", "udp 127.0.0.1:~3 > x"}},
	/* Another wire stays another. */
	{"ret=a addr=-\nret=b addr=-\nret=p\nret=0 addr=127.0.0.1:~1",
	 {"tcp 127.0.0.1:~1 > 127.0.0.1:7 SYN",
	  "tcp 127.0.0.1:~2 > 127.0.0.1:7 SYN", "udp 127.0.0.1:~3 > x"},
	 "127.0.0.1:~3",
	 {"tcp 127.0.0.1:~3 > 127.0.0.1:7 SYN",
	  "tcp 127.0.0.1:~1 > 127.0.0.1:7 SYN", "udp 127.0.0.1:~4 > x"}},
	/* One address is wrong: those behind it keep their names. */
	{"ret=a addr=127.0.0.1:~1\nret=b addr=127.0.0.1:~1\nret=p\n"
	 "ret=0 addr=127.0.0.1:~2",
	 {"tcp 127.0.0.1:~3 > 127.0.0.1:7 SYN", "a", "b"},
	 "127.0.0.1:~3",
	 {"tcp 127.0.0.1:~2 > 127.0.0.1:7 SYN", "a", "b"}},
	/* All is told as on Linux: nothing is changed. */
	{"ret=a addr=127.0.0.1:~1\nret=b addr=127.0.0.1:~2\nret=p\n"
	 "ret=0 addr=127.0.0.1:~3",
	 {"tcp 127.0.0.1:~3 > 127.0.0.1:7 SYN", "a", "b"},
	 "127.0.0.1:~3",
	 {"tcp 127.0.0.1:~3 > 127.0.0.1:7 SYN", "a", "b"}},
};

static void packets_set(struct recording *r, const char *const *lines)
{
	r->packets = xcalloc(3, sizeof(*r->packets));
	r->npackets = 3;
	for (int i = 0; i < 3; i++)
		r->packets[i] = xstrdup(lines[i]);
}

START_TEST(aliases)
{
	static const char *const wire[3] = {
		"tcp 127.0.0.1:~2 > 127.0.0.1:7 SYN",
		"tcp 127.0.0.1:~1 > 127.0.0.1:7 SYN", "udp 127.0.0.1:~3 > x"};
	struct corpus c = made_case(STEPS);
	struct recording *w = made(c.cases, want);
	struct recording *g = made(c.cases, rows[_i].got);

	packets_set(w, wire);
	packets_set(g, rows[_i].packets);
	alias(g, w);
	ck_assert_str_eq(record_field(&g->steps[3], "addr"), rows[_i].addr);
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(g->packets[i], rows[_i].become[i]);
	recording_free(w);
	recording_free(g);
	corpus_free(&c);
}
END_TEST

Suite *alias_suite(void)
{
	Suite *s = suite_create("alias");
	TCase *c = tcase_create("alias");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_loop_test(c, aliases, 0, (int)COUNT(rows));
	suite_add_tcase(s, c);
	return s;
}
