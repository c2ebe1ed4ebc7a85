/* SPDX-License-Identifier: Apache-2.0 */
/* poll_oneoff */
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"

#define SUB 48
#define EVENT 32
#define SUBS MORE
#define EVENTS (MORE + 8192)

enum { CLOCK, READ, WRITE };

static struct guest g;
static uint32_t a, b;

static void poll_open(void)
{
	guest_open(&g, "all");
	a = guest_tcp(&g, &b);
}

static void poll_closed(void)
{
	guest_close(&g);
}

static uint32_t sub(uint32_t i, uint8_t what, uint32_t fd)
{
	uint32_t at = SUBS + SUB * i;

	memset(g.mem + at, 0, SUB);
	guest_set64(&g, at, 100 + i);
	g.mem[at + 8] = what;
	guest_set32(&g, at + 16, fd);
	return at;
}

static void clock_sub(uint32_t i, uint32_t id, uint64_t ns, uint16_t flags)
{
	uint32_t at = sub(i, CLOCK, id);

	guest_set64(&g, at + 24, ns);
	guest_set16(&g, at + 40, flags);
}

/* Returns how many events; it must succeed. */
static uint32_t poll_all(uint32_t n)
{
	memset(g.mem + EVENTS, 0xee, 1024);
	ck_assert_uint_eq(guest_call(&g, "poll_oneoff", SUBS, EVENTS, n, OUT),
			  0);
	return guest_u32(&g, OUT);
}

static void event(uint32_t i, uint64_t userdata, uint32_t err, uint8_t what,
		  uint64_t nbytes, uint16_t flags)
{
	uint32_t at = EVENTS + EVENT * i;

	ck_assert_uint_eq(guest_u64(&g, at), userdata);
	ck_assert_uint_eq(guest_u16(&g, at + 8), err);
	ck_assert_uint_eq(g.mem[at + 10], what);
	ck_assert_uint_eq(guest_u64(&g, at + 16), nbytes);
	ck_assert_uint_eq(guest_u16(&g, at + 24), flags);
}

static uint64_t now(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void send_one(uint32_t fd)
{
	guest_vec(&g, 0, DATA, 1);
	ck_assert_uint_eq(
		guest_call(&g, "sock_send_to", fd, IOV, 1, 0, 0, 0, 0, 0, OUT),
		0);
}

START_TEST(writable_not_readable)
{
	sub(0, READ, a);
	sub(1, WRITE, a);
	ck_assert_uint_eq(poll_all(2), 1);
	event(0, 101, 0, WRITE, 1, 0);
	ck_assert_uint_eq(g.mem[EVENTS + EVENT], 0xee);
}
END_TEST

START_TEST(readable)
{
	send_one(a);
	sub(0, READ, b);
	sub(1, READ, a);
	sub(2, WRITE, b);
	ck_assert_uint_eq(poll_all(3), 2);
	event(0, 100, 0, READ, 1, 0);
	event(1, 102, 0, WRITE, 1, 0);
}
END_TEST

START_TEST(the_same_twice)
{
	send_one(a);
	sub(0, READ, b);
	sub(1, READ, b);
	ck_assert_uint_eq(poll_all(2), 2);
	event(0, 100, 0, READ, 1, 0);
	event(1, 101, 0, READ, 1, 0);
}
END_TEST

START_TEST(end_of_stream)
{
	ck_assert_uint_eq(guest_call(&g, "sock_shutdown", a, SHUT_WR), 0);
	sub(0, READ, b);
	ck_assert_uint_eq(poll_all(1), 1);
	event(0, 100, 0, READ, 1, 0);
	/* both directions over: a hangup */
	ck_assert_uint_eq(guest_call(&g, "sock_shutdown", b, SHUT_WR), 0);
	ck_assert_uint_eq(poll_all(1), 1);
	event(0, 100, 0, READ, 1, 1);
}
END_TEST

/* A fresh TCP socket hangs up, and there is nothing to read. */
START_TEST(fresh_socket)
{
	uint32_t fd = guest_make(&g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);

	sub(0, READ, fd);
	ck_assert_uint_eq(poll_all(1), 1);
	event(0, 100, 0, READ, 0, 1);
}
END_TEST

START_TEST(clock_alone)
{
	uint64_t start = now(CLOCK_MONOTONIC);

	clock_sub(0, 1, 3000000, 0);
	ck_assert_uint_eq(poll_all(1), 1);
	event(0, 100, 0, CLOCK, 0, 0);
	ck_assert_uint_ge(now(CLOCK_MONOTONIC) - start, 3000000);
}
END_TEST

START_TEST(nearest_clock)
{
	uint64_t start = now(CLOCK_MONOTONIC);

	clock_sub(0, 1, UINT64_C(3600000000000), 0);
	clock_sub(1, 0, 2000000, 0);
	sub(2, READ, a);
	ck_assert_uint_eq(poll_all(3), 1);
	event(0, 101, 0, CLOCK, 0, 0);
	ck_assert_uint_ge(now(CLOCK_MONOTONIC) - start, 2000000);
}
END_TEST

START_TEST(ready_before_the_clock)
{
	clock_sub(0, 1, UINT64_C(3600000000000), 0);
	sub(1, WRITE, a);
	ck_assert_uint_eq(poll_all(2), 1);
	event(0, 101, 0, WRITE, 1, 0);
}
END_TEST

START_TEST(clock_of_no_time)
{
	clock_sub(0, 1, 0, 0);
	sub(1, READ, a);
	ck_assert_uint_eq(poll_all(2), 1);
	event(0, 100, 0, CLOCK, 0, 0);
}
END_TEST

static const struct {
	uint32_t id;
	clockid_t clock;
	int ahead;
} absolutes[] = {
	{0, CLOCK_REALTIME, 1},
	{1, CLOCK_MONOTONIC, 1},
	{0, CLOCK_REALTIME, 0},
	{1, CLOCK_MONOTONIC, 0},
};

START_TEST(absolute)
{
	uint64_t when =
		absolutes[_i].ahead ? now(absolutes[_i].clock) + 2000000 : 1;

	clock_sub(0, absolutes[_i].id, when, 1);
	ck_assert_uint_eq(poll_all(1), 1);
	event(0, 100, 0, CLOCK, 0, 0);
	ck_assert_uint_ge(now(absolutes[_i].clock), when);
}
END_TEST

/* Not waited for: what is wrong with them is told at once. */
static const struct {
	uint8_t what;
	uint32_t id;
	uint32_t err;
} wrong[] = {
	{READ, 99, NUM_BADF},   {WRITE, UINT32_MAX, NUM_BADF},
	{CLOCK, 2, NUM_NOTSUP}, {CLOCK, 4, NUM_INVAL},
	{3, 3, NUM_INVAL},      {255, 3, NUM_INVAL},
};

START_TEST(wrong_subscription)
{
	sub(0, READ, a);
	sub(1, wrong[_i].what, wrong[_i].id);
	ck_assert_uint_eq(poll_all(2), 1);
	event(0, 101, wrong[_i].err, wrong[_i].what, 0, 0);
}
END_TEST

START_TEST(arguments)
{
	sub(0, WRITE, a);
	ck_assert_uint_eq(guest_call(&g, "poll_oneoff", SUBS, EVENTS, 0, OUT),
			  NUM_INVAL);
	ck_assert_uint_eq(guest_call(&g, "poll_oneoff", GUEST_MEMORY - 47,
				     EVENTS, 1, OUT),
			  NUM_FAULT);
	ck_assert_uint_eq(
		guest_call(&g, "poll_oneoff", SUBS, GUEST_MEMORY - 31, 1, OUT),
		NUM_FAULT);
	ck_assert_uint_eq(guest_call(&g, "poll_oneoff", SUBS, EVENTS, 1,
				     GUEST_MEMORY - 3),
			  NUM_FAULT);
	ck_assert_uint_eq(
		guest_call(&g, "poll_oneoff", SUBS, EVENTS, UINT32_MAX, OUT),
		NUM_FAULT);
}
END_TEST

/* More than need no allocation; the events may lie over the question. */
START_TEST(many)
{
	for (uint32_t i = 0; i < 150; i++)
		sub(i, i % 2 ? WRITE : READ, a);
	ck_assert_uint_eq(guest_call(&g, "poll_oneoff", SUBS, SUBS, 150, OUT),
			  0);
	ck_assert_uint_eq(guest_u32(&g, OUT), 75);
	for (uint32_t i = 0; i < 75; i++)
		ck_assert_uint_eq(guest_u64(&g, SUBS + EVENT * i), 101 + 2 * i);
}
END_TEST

/*
 * Events on top of subscriptions: the first one makes the second, a clock,
 * look like a descriptor, of which nothing is known.
 */
START_TEST(events_over_subscriptions)
{
	for (uint32_t shift = 0; shift <= 96; shift += 8) {
		sub(0, WRITE, a);
		clock_sub(1, 1, UINT64_C(3600000000000), 0);
		clock_sub(2, 1, UINT64_C(3600000000000), 0);
		ck_assert_uint_eq(guest_call(&g, "poll_oneoff", SUBS,
					     SUBS + shift, 3, OUT),
				  0);
		ck_assert_uint_eq(guest_u32(&g, OUT), 1);
		ck_assert_uint_eq(guest_u64(&g, SUBS + shift), 100);
		ck_assert_uint_eq(g.mem[SUBS + shift + 10], WRITE);
	}
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_poll_suite(void)
{
	Suite *s = suite_create("sockhost_poll");
	TCase *t = tcase_create("poll");

	tcase_add_checked_fixture(t, poll_open, poll_closed);
	tcase_add_test(t, writable_not_readable);
	tcase_add_test(t, readable);
	tcase_add_test(t, the_same_twice);
	tcase_add_test(t, end_of_stream);
	tcase_add_test(t, fresh_socket);
	tcase_add_test(t, clock_alone);
	tcase_add_test(t, nearest_clock);
	tcase_add_test(t, ready_before_the_clock);
	tcase_add_test(t, clock_of_no_time);
	tcase_add_loop_test(t, absolute, 0, N(absolutes));
	tcase_add_loop_test(t, wrong_subscription, 0, N(wrong));
	tcase_add_test(t, arguments);
	tcase_add_test(t, many);
	tcase_add_test(t, events_over_subscriptions);
	suite_add_tcase(s, t);
	return s;
}
