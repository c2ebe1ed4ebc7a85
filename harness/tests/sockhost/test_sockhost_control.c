/* SPDX-License-Identifier: Apache-2.0 */
/* Control messages: descriptors and credentials through a guest's memory. */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/control.h"
#include "sockhost/core/host.h"

static struct guest g;
static uint32_t a, b; /* the guest's, two ends of one connection */

/* Give the guest both ends of a socket pair. */
static void pair_of(struct guest *to, int type, uint32_t *one, uint32_t *two)
{
	int fd[2];

	ck_assert_int_eq(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fd), 0);
	*one = (uint32_t)sockhost_give(to->h, fd[0]);
	*two = (uint32_t)sockhost_give(to->h, fd[1]);
}

static void control_open(void)
{
	guest_open(&g, "all");
	pair_of(&g, SOCK_STREAM, &a, &b);
}

static void control_closed(void)
{
	guest_close(&g);
}

/* A message at `at`, with n numbers; returns where the next would begin. */
static uint32_t message(uint32_t at, uint32_t type, const uint32_t *number,
			uint32_t n)
{
	guest_set64(&g, at, 16 + 4 * n);
	guest_set32(&g, at + 8, SOL_SOCKET);
	guest_set32(&g, at + 12, type);
	for (uint32_t i = 0; i < n; i++)
		guest_set32(&g, at + 16 + 4 * i, number[i]);
	return at + ((16 + 4 * n + 7) & ~UINT32_C(7));
}

static uint32_t send_control(uint32_t fd, uint32_t at, uint32_t len)
{
	guest_vec(&g, 0, DATA, 1);
	return guest_call(&g, "sock_send_to", fd, IOV, 1, at, len, 0, 0, 0,
			  OUT);
}

/* Into `len` bytes at ADDR2; returns the errno. */
static uint32_t recv_control(uint32_t fd, uint32_t len, uint32_t flags)
{
	memset(g.mem + ADDR2, 0xee, 512);
	guest_vec(&g, 0, DATA, 1);
	return guest_call(&g, "sock_recv_from", fd, IOV, 1, ADDR2, len, 0, 0,
			  flags, OUT, OUT2);
}

START_TEST(descriptors_travel)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);
	uint32_t got;

	message(MORE, SCM_RIGHTS, (uint32_t[]){fd, a}, 2);
	ck_assert_uint_eq(send_control(a, MORE, 24), 0);
	/* in its memory nothing has changed */
	ck_assert_uint_eq(guest_u32(&g, MORE + 16), fd);
	ck_assert_uint_eq(recv_control(b, 64, 0), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT2), 0);
	ck_assert_uint_eq(guest_u64(&g, ADDR2), 24);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 8), SOL_SOCKET);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 12), SCM_RIGHTS);
	got = guest_u32(&g, ADDR2 + 16);
	ck_assert_uint_eq(got, fd + 1);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 20), fd + 2);
	for (int i = 24; i < 64; i++)
		ck_assert_uint_eq(g.mem[ADDR2 + i], 0);
	ck_assert_uint_eq(g.mem[ADDR2 + 64], 0xee);
	/* it is the same socket under one more name */
	ck_assert_uint_eq(guest_call(&g, "sock_getlocaladdr", got, ADDR, 130),
			  0);
	ck_assert_uint_eq(guest_u32(&g, ADDR + 8), port);
	ck_assert(fcntl(fds_host(g.h, got), F_GETFD) & FD_CLOEXEC);
	ck_assert_uint_eq(guest_call(&g, "fd_fdstat_get", got, ADDR), 0);
	ck_assert_uint_eq(g.mem[ADDR], 5); /* a datagram socket */
}
END_TEST

static const uint32_t nobodys[] = {99, 0x7fffffff, UINT32_MAX};

START_TEST(descriptor_of_nobody)
{
	message(MORE, SCM_RIGHTS, (uint32_t[]){a, nobodys[_i]}, 2);
	ck_assert_uint_eq(send_control(a, MORE, 24), NUM_BADF);
}
END_TEST

/* A number that is open in the host, but not in the guest. */
START_TEST(descriptor_of_the_host)
{
	int host = fcntl(0, F_DUPFD_CLOEXEC, 200);

	ck_assert_int_ge(host, 200);
	message(MORE, SCM_RIGHTS, (uint32_t[]){(uint32_t)host}, 1);
	ck_assert_uint_eq(send_control(a, MORE, 20), NUM_BADF);
	close(host);
}
END_TEST

START_TEST(no_descriptor_left)
{
	const uint32_t list[] = {a, a, a};
	int before = open("/dev/null", O_RDONLY);

	close(before);
	message(MORE, SCM_RIGHTS, list, 3);
	ck_assert_uint_eq(send_control(a, MORE, 28), 0);
	sockhost_max_fds(g.h, 6);
	ck_assert_uint_eq(recv_control(b, 64, 0), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT2), MSG_CTRUNC);
	ck_assert_uint_eq(guest_u64(&g, ADDR2), 20);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 16), 5);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 20), 0);
	/* none fits: no message at all */
	ck_assert_uint_eq(send_control(a, MORE, 28), 0);
	ck_assert_uint_eq(recv_control(b, 64, 0), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT2), MSG_CTRUNC);
	ck_assert_uint_eq(guest_u64(&g, ADDR2), 0);
	/* and those that did not fit are not open in the host */
	ck_assert_int_eq(open("/dev/null", O_RDONLY), before + 1);
	close(before + 1);
}
END_TEST

/* The kernel cuts by the guest's room. */
static const struct {
	uint32_t room, fds, ctrunc;
} rooms[] = {
	{0, 0, 1},  {8, 0, 1},  {16, 0, 1}, {19, 0, 1},   {20, 1, 1},
	{24, 2, 1}, {28, 3, 0}, {32, 3, 0}, {8192, 3, 0},
};

START_TEST(room)
{
	uint32_t len;

	message(MORE, SCM_RIGHTS, (uint32_t[]){a, a, a}, 3);
	ck_assert_uint_eq(send_control(a, MORE, 28), 0);
	ck_assert_uint_eq(recv_control(b, rooms[_i].room, 0), 0);
	ck_assert_uint_eq(!!(guest_u32(&g, OUT2) & MSG_CTRUNC),
			  rooms[_i].ctrunc);
	len = rooms[_i].fds ? 16 + 4 * rooms[_i].fds : 0;
	if (rooms[_i].room >= 8)
		ck_assert_uint_eq(guest_u64(&g, ADDR2), len);
	if (rooms[_i].room < 512)
		ck_assert_uint_eq(g.mem[ADDR2 + rooms[_i].room], 0xee);
}
END_TEST

START_TEST(several_messages)
{
	uint32_t end = message(MORE, SCM_RIGHTS, (uint32_t[]){a}, 1);
	int on = 1;

	end = message(end, SCM_CREDENTIALS, (uint32_t[]){0, getuid(), getgid()},
		      3);
	setsockopt(fds_host(g.h, b), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
	ck_assert_uint_eq(send_control(a, MORE, end - MORE), 0);
	ck_assert_uint_eq(recv_control(b, 128, 0), 0);
	/* credentials come first, with the sender's own process id */
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 12), SCM_CREDENTIALS);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 16), (uint32_t)getpid());
	ck_assert_uint_eq(guest_u64(&g, ADDR2 + 32), 20);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 44), SCM_RIGHTS);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 48), 5);
}
END_TEST

/* Heads that are no heads. */
static const struct {
	uint64_t cmsg_len;
	uint32_t len;
	uint32_t err;
} heads[] = {
	{0, 24, NUM_INVAL},
	{15, 24, NUM_INVAL},
	{25, 24, NUM_INVAL},
	{UINT64_MAX, 24, NUM_INVAL},
	{UINT64_MAX - 7, 24, NUM_INVAL},
	{20, 8, 0}, /* not even a head: nothing is there */
};

START_TEST(wrong_head)
{
	message(MORE, SCM_RIGHTS, (uint32_t[]){a, a}, 2);
	guest_set64(&g, MORE, heads[_i].cmsg_len);
	ck_assert_uint_eq(send_control(a, MORE, heads[_i].len), heads[_i].err);
}
END_TEST

START_TEST(bad_pointer)
{
	ck_assert_uint_eq(send_control(a, GUEST_MEMORY - 8, 24), NUM_FAULT);
	ck_assert_uint_eq(send_control(a, GUEST_MEMORY, UINT32_MAX),
			  NUM_NOBUFS);
	ck_assert_uint_eq(send_control(99, GUEST_MEMORY, 24), NUM_BADF);
	/* nothing to tell: it does not matter */
	ck_assert_uint_eq(send_control(a, 0, 0), 0);
	guest_vec(&g, 0, DATA, 1);
	ck_assert_uint_eq(guest_call(&g, "sock_recv_from", b, IOV, 1,
				     GUEST_MEMORY, 64, 0, 0, 0, OUT, OUT2),
			  0);
	/* a descriptor that cannot be told is not taken in */
	message(MORE, SCM_RIGHTS, (uint32_t[]){a}, 1);
	ck_assert_uint_eq(send_control(a, MORE, 20), 0);
	guest_call(&g, "sock_recv_from", b, IOV, 1, GUEST_MEMORY, 64, 0, 0, 0,
		   OUT, OUT2);
	ck_assert_int_eq(fds_host(g.h, 5), -1);
}
END_TEST

/* More than is kept on the stack. */
START_TEST(many_messages)
{
	uint32_t at = MORE;

	for (int i = 0; i < 300; i++)
		at = message(at, SCM_RIGHTS, NULL, 0);
	ck_assert_uint_gt(at - MORE, CONTROL_ROOM);
	ck_assert_uint_eq(send_control(a, MORE, at - MORE), 0);
}
END_TEST

/* The flag of ours is not the guest's to see, but its own is. */
START_TEST(flags)
{
	ck_assert_uint_eq(send_control(a, 0, 0), 0);
	ck_assert_uint_eq(send_control(a, 0, 0), 0);
	ck_assert_uint_eq(recv_control(b, 64, 0), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT2), 0);
	ck_assert_uint_eq(recv_control(b, 64, MSG_CMSG_CLOEXEC), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT2), MSG_CMSG_CLOEXEC);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_control_suite(void)
{
	Suite *s = suite_create("sockhost_control");
	TCase *t = tcase_create("control");

	tcase_add_checked_fixture(t, control_open, control_closed);
	tcase_add_test(t, descriptors_travel);
	tcase_add_loop_test(t, descriptor_of_nobody, 0, N(nobodys));
	tcase_add_test(t, descriptor_of_the_host);
	tcase_add_test(t, no_descriptor_left);
	tcase_add_loop_test(t, room, 0, N(rooms));
	tcase_add_test(t, several_messages);
	tcase_add_loop_test(t, wrong_head, 0, N(heads));
	tcase_add_test(t, bad_pointer);
	tcase_add_test(t, many_messages);
	tcase_add_test(t, flags);
	suite_add_tcase(s, t);
	return s;
}
