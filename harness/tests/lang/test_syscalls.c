/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of system calls, and what its filter stops: nobody traces here,
 * so a call that is marked for the tracer fails with ENOSYS (seccomp(2)).
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "lang/syscalls.h"
#include "base/util.h"

START_TEST(table)
{
	const struct syscall_row *row = syscall_find(SYS_recvfrom);
	int n = 0;

	ck_assert_str_eq(row->name, "recvfrom");
	ck_assert_int_eq(row->nr, SYS_recvfrom);
	ck_assert_int_eq(row->calls, CALL_RECV);
	ck_assert(!row->only_sockets);
	ck_assert(syscall_find(SYS_read)->only_sockets);
	ck_assert_str_eq(row->args[0].key, "fd");
	ck_assert_int_eq(row->args[4].kind, DECODE_ADDR_OUT);
	ck_assert_ptr_null(row->args[6].key);
	ck_assert_ptr_null(syscall_find(SYS_getpid));
	ck_assert_ptr_null(syscall_find(-1));
	ck_assert_ptr_null(syscall_find(1L << 40));
	for (long nr = 0; nr < 1024; nr++) {
		row = syscall_find(nr);
		ck_assert(!row || row->nr == nr);
		n += row != NULL;
	}
	ck_assert_int_gt(n, 30);
}
END_TEST

/* A kind that looks at the argument after it has one: syscalls.def. */
START_TEST(lengths)
{
	static const enum decode_kind before[] = {
		DECODE_ADDR_IN,  DECODE_ADDR_OUT,  DECODE_DATA_IN,
		DECODE_DATA_OUT, DECODE_IOV_IN,    DECODE_IOV_OUT,
		DECODE_VALUE_IN, DECODE_VALUE_OUT, DECODE_POLLFDS,
	};

	for (long nr = 0; nr < 1024; nr++) {
		const struct syscall_row *row = syscall_find(nr);

		for (int i = 0; row && row->args[i].key; i++)
			for (size_t k = 0; k < COUNT(before); k++)
				ck_assert_msg(row->args[i].kind != before[k] ||
						      row->args[i + 1].key,
					      "%s", row->name);
	}
}
END_TEST

static const struct {
	long nr, args[4];
	int error; /* 0: it succeeds */
} calls[] = {
	/* Marked, on whatever descriptor. */
	{SYS_socket, {AF_UNIX, SOCK_DGRAM}, ENOSYS},
	{SYS_bind, {0}, ENOSYS},
	{SYS_getsockopt, {-1}, ENOSYS},
	{SYS_poll, {0, 0, 0}, ENOSYS},
	{SYS_unlink, {0}, ENOSYS},
	/* Marked above stderr; a descriptor has 32 bits. */
	{SYS_read, {3, 0, 0}, ENOSYS},
	{SYS_close, {77}, ENOSYS},
	{SYS_fcntl, {3, 1}, ENOSYS},
	{SYS_read, {0x100000003, 0, 0}, ENOSYS},
	{SYS_write, {1, 0, 0}, 0},
	{SYS_fcntl, {2, 1}, 0},
	/* Never marked. */
	{SYS_getpid, {0}, 0},
	{SYS_chdir, {0}, EFAULT},
	/* What no tracer could see is not there. */
	{425 /* io_uring_setup */, {1, 0}, ENOSYS},
	/* What is mounted stays: without the filter these are EFAULT. */
	{SYS_mount, {0, 0, 0, 0}, EPERM},
	{SYS_umount2, {0, 0}, EPERM},
	{SYS_pivot_root, {0, 0}, EPERM},
	{SYS_fsopen, {0, 0}, EPERM},
	{SYS_open_tree, {0, 0, 0}, EPERM},
	{SYS_move_mount, {0, 0, 0, 0}, EPERM},
	{SYS_mount_setattr, {0, 0, 0, 0}, EPERM},
};

/* In a child: filters stay for ever. Its status is the call's errno. */
static void call_filtered(const struct sock_fprog *filters, int n, int i)
{
	long ret;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		_exit(255);
	for (int k = 0; k < n; k++)
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filters[k]) < 0)
			_exit(255);
	ret = syscall(calls[i].nr, calls[i].args[0], calls[i].args[1],
		      calls[i].args[2], calls[i].args[3]);
	_exit(ret < 0 ? errno : 0);
}

static void check_filtered(const struct sock_fprog *filters, int n, int i)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		call_filtered(filters, n, i);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(WEXITSTATUS(status), calls[i].error);
	ck_assert(WIFEXITED(status));
}

/* The early and the late one are together what the whole one is. */
START_TEST(filter)
{
	struct sock_fprog whole, parts[2];
	char *why = NULL;

	ck_assert_int_eq(syscalls_filter(FILTER_WHOLE, &whole, &why), 0);
	ck_assert_int_eq(syscalls_filter(FILTER_EARLY, &parts[0], &why), 0);
	ck_assert_int_eq(syscalls_filter(FILTER_LATE, &parts[1], &why), 0);
	check_filtered(&whole, 1, _i);
	check_filtered(parts, 2, _i);
	free(whole.filter);
	free(parts[0].filter);
	free(parts[1].filter);
}
END_TEST

Suite *syscalls_suite(void);

Suite *syscalls_suite(void)
{
	Suite *s = suite_create("syscalls");
	TCase *c = tcase_create("table");

	tcase_add_test(c, table);
	tcase_add_test(c, lengths);
	tcase_add_loop_test(c, filter, 0, (int)COUNT(calls));
	suite_add_tcase(s, c);
	return s;
}
