/* SPDX-License-Identifier: Apache-2.0 */
/* The table of descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/fds.h"
#include "sockhost/core/host.h"

static struct sockhost *h;

static void fds_open(void)
{
	h = sockhost_new();
}

static void fds_closed(void)
{
	sockhost_free(h);
}

static int null_fd(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static int is_open(int fd)
{
	return fcntl(fd, F_GETFD) != -1;
}

START_TEST(lowest_free)
{
	ck_assert_int_eq(fds_add(h, null_fd()), 3);
	ck_assert_int_eq(fds_add(h, null_fd()), 4);
	ck_assert_int_eq(fds_add(h, null_fd()), 5);
	ck_assert_int_eq(fds_close(h, 4), 0);
	ck_assert_int_eq(fds_close(h, 3), 0);
	ck_assert_int_eq(fds_add(h, null_fd()), 3);
	ck_assert_int_eq(fds_add(h, null_fd()), 4);
	ck_assert_int_eq(fds_add(h, null_fd()), 6);
}
END_TEST

START_TEST(closing)
{
	int host = null_fd();
	uint32_t fd = (uint32_t)fds_add(h, host);

	ck_assert_int_eq(fds_close(h, fd), 0);
	ck_assert(!is_open(host));
	ck_assert_int_eq(fds_close(h, fd), -EBADF);
	ck_assert_int_eq(fds_host(h, fd), -1);
	ck_assert_ptr_null(fds_get(h, fd));
}
END_TEST

START_TEST(numbers_of_nobody)
{
	static const uint32_t numbers[] = {3, 1000, 0x7fffffff, 0x80000000,
					   UINT32_MAX};

	for (size_t i = 0; i < 5; i++) {
		ck_assert_int_eq(fds_host(h, numbers[i]), -1);
		ck_assert_int_eq(fds_close(h, numbers[i]), -EBADF);
		ck_assert_int_eq(fds_move(h, 0, numbers[i]), -EBADF);
		ck_assert_int_eq(fds_move(h, numbers[i], 0), -EBADF);
	}
}
END_TEST

/* A descriptor of the host's is nothing to the guest. */
START_TEST(hosts_own)
{
	int host = null_fd();

	ck_assert_ptr_null(fds_get(h, (uint32_t)host));
	ck_assert_int_eq(fds_close(h, (uint32_t)host), -EBADF);
	ck_assert(is_open(host));
	close(host);
}
END_TEST

START_TEST(borrowed)
{
	ck_assert_int_eq(fds_close(h, 0), 0);
	ck_assert(is_open(0));
	ck_assert_int_eq(fds_add(h, null_fd()), 0);
}
END_TEST

START_TEST(quota)
{
	int host;

	sockhost_max_fds(h, 5);
	ck_assert_int_eq(fds_add(h, null_fd()), 3);
	ck_assert(fds_room(h, 1));
	ck_assert(!fds_room(h, 2));
	ck_assert_int_eq(fds_add(h, null_fd()), 4);
	ck_assert(!fds_room(h, 1));
	host = null_fd();
	ck_assert_int_eq(fds_add(h, host), -EMFILE);
	ck_assert(!is_open(host));
	host = null_fd();
	ck_assert_int_eq(fds_add_at(h, 5, host), -EMFILE);
	ck_assert(!is_open(host));
	fds_close(h, 3);
	ck_assert_int_eq(fds_add(h, null_fd()), 3);
	/* fewer than there are already */
	sockhost_max_fds(h, 2);
	ck_assert(!fds_room(h, 1));
	ck_assert_int_eq(fds_add(h, null_fd()), -EMFILE);
}
END_TEST

START_TEST(moving)
{
	int a = null_fd(), b = null_fd();

	fds_add(h, a);
	fds_add(h, b);
	ck_assert_int_eq(fds_move(h, 3, 3), 0);
	ck_assert(is_open(a));
	ck_assert_int_eq(fds_move(h, 4, 3), 0);
	ck_assert(!is_open(a));
	ck_assert_int_eq(fds_host(h, 3), b);
	ck_assert_int_eq(fds_host(h, 4), -1);
	ck_assert_int_eq(fds_add(h, null_fd()), 4);
}
END_TEST

START_TEST(many)
{
	for (int i = 3; i < 200; i++)
		ck_assert_int_eq(fds_add(h, null_fd()), i);
	for (uint32_t i = 3; i < 200; i++)
		ck_assert_int_eq(fds_close(h, i), 0);
}
END_TEST

START_TEST(freeing_closes)
{
	struct sockhost *other = sockhost_new();
	int host = null_fd();

	fds_add(other, host);
	sockhost_free(other);
	ck_assert(!is_open(host));
	ck_assert(is_open(0));
	sockhost_free(NULL);
}
END_TEST

START_TEST(giving)
{
	int host = null_fd();

	ck_assert_int_eq(sockhost_give(h, null_fd()), 3);
	ck_assert_int_eq(sockhost_give_at(h, 9, host), 9);
	ck_assert_int_eq(sockhost_give_at(h, 9, null_fd()), 9);
	ck_assert(!is_open(host));
	ck_assert_int_eq(sockhost_give_at(h, 4096, null_fd()), -1);
	ck_assert_int_eq(sockhost_give(h, null_fd()), 4);
}
END_TEST

START_TEST(types)
{
	struct fd f = {.host = null_fd()};
	int s;

	ck_assert_int_eq(fds_type(&f), FD_CHARACTER_DEVICE);
	close(f.host);
	f = (struct fd){.host = open(".", O_RDONLY)};
	ck_assert_int_eq(fds_type(&f), FD_DIRECTORY);
	close(f.host);
	s = socket(AF_UNIX, SOCK_DGRAM, 0);
	f = (struct fd){.host = s};
	ck_assert_int_eq(fds_type(&f), FD_SOCKET_DGRAM);
	close(s);
	s = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	f = (struct fd){.host = s};
	ck_assert_int_eq(fds_type(&f), FD_SOCKET_STREAM);
	close(s);
	ck_assert_int_eq(fds_type_of_socket(SOCK_DGRAM | SOCK_NONBLOCK),
			 FD_SOCKET_DGRAM);
}
END_TEST

/* What the host opens, no child of the host's inherits. */
START_TEST(close_on_exec)
{
	struct guest g;
	uint32_t a, b;

	guest_open(&g, "all");
	a = guest_tcp(&g, &b);
	ck_assert(fcntl(fds_host(g.h, a), F_GETFD) & FD_CLOEXEC);
	ck_assert(fcntl(fds_host(g.h, b), F_GETFD) & FD_CLOEXEC);
	guest_close(&g);
}
END_TEST

Suite *sockhost_fds_suite(void)
{
	Suite *s = suite_create("sockhost_fds");
	TCase *t = tcase_create("fds");

	tcase_add_checked_fixture(t, fds_open, fds_closed);
	tcase_add_test(t, lowest_free);
	tcase_add_test(t, closing);
	tcase_add_test(t, numbers_of_nobody);
	tcase_add_test(t, hosts_own);
	tcase_add_test(t, borrowed);
	tcase_add_test(t, quota);
	tcase_add_test(t, moving);
	tcase_add_test(t, many);
	tcase_add_test(t, freeing_closes);
	tcase_add_test(t, giving);
	tcase_add_test(t, types);
	tcase_add_test(t, close_on_exec);
	suite_add_tcase(s, t);
	return s;
}
