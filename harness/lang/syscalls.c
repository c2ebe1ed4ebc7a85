/* SPDX-License-Identifier: Apache-2.0 */
#include "syscalls.h"

#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/util.h"

enum { ALWAYS, SOCKETS };

static const struct syscall_row table[] = {
#define A(key, kind) {#key, DECODE_##kind},
#define CALL(name, cls, when, ...) \
	{#name, SYS_##name, CALL_##cls, when, {__VA_ARGS__}},
#include "syscalls.def"
#undef CALL
#undef A
};

/*
 * Calls that an actor never has: what is mounted in a room is laid out before
 * (world.h), and the memory of a file system that an actor made would count
 * for nobody; no tracer sees the operations of io_uring.
 */
static const struct {
	int nr, error;
} refused[] = {
	{SCMP_SYS(mount), EPERM},           {SCMP_SYS(umount2), EPERM},
	{SCMP_SYS(pivot_root), EPERM},      {SCMP_SYS(fsopen), EPERM},
	{SCMP_SYS(fspick), EPERM},          {SCMP_SYS(fsconfig), EPERM},
	{SCMP_SYS(fsmount), EPERM},         {SCMP_SYS(open_tree), EPERM},
	{SCMP_SYS(move_mount), EPERM},      {SCMP_SYS(mount_setattr), EPERM},
	{SCMP_SYS(io_uring_setup), ENOSYS},
};

/* Calls are looked up at every stop, so by number in an array. */
#define NR_MAX 512
static const struct syscall_row *by_nr[NR_MAX];

__attribute__((constructor)) static void table_index(void)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (table[i].nr >= 0 && table[i].nr < NR_MAX)
			by_nr[table[i].nr] = &table[i];
}

const struct syscall_row *syscall_at(size_t i)
{
	return i < COUNT(table) ? &table[i] : NULL;
}

const struct syscall_row *syscall_find(long nr)
{
	return nr >= 0 && nr < NR_MAX ? by_nr[nr] : NULL;
}

/* Of a call with several, any can be the socket. */
static bool has_one_fd(const struct syscall_row *row)
{
	int n = 0;

	for (int i = 0; row->args[i].key; i++)
		n += row->args[i].kind == DECODE_FD;
	return n == 1;
}

static int rule_add(scmp_filter_ctx ctx, const struct syscall_row *row)
{
	/* Standard streams carry commands and answers; every other
	 * descriptor is for the tracer to judge. */
	struct scmp_arg_cmp above = SCMP_A0_32(SCMP_CMP_GT, 2);

	if (row->nr == SYSCALL_NONE)
		return 0;
	if (row->only_sockets && has_one_fd(row))
		return seccomp_rule_add_array(ctx, SCMP_ACT_TRACE(0),
					      (int)row->nr, 1, &above);
	return seccomp_rule_add(ctx, SCMP_ACT_TRACE(0), (int)row->nr, 0);
}

/* libseccomp writes programs to descriptors only; take it from memory. */
static int program_take(scmp_filter_ctx ctx, struct sock_fprog *filter)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	off_t size;

	if (fd < 0 || seccomp_export_bpf(ctx, fd) < 0)
		return -1;
	size = lseek(fd, 0, SEEK_END);
	filter->len =
		(unsigned short)((size_t)size / sizeof(struct sock_filter));
	filter->filter = xcalloc(1, (size_t)size);
	if (pread(fd, filter->filter, (size_t)size, 0) != size)
		return -1;
	return close(fd);
}

static bool is_in(enum filter_part part, const struct syscall_row *row)
{
	return part == FILTER_WHOLE ||
	       row->only_sockets == (part == FILTER_LATE);
}

int syscalls_filter(enum filter_part part, struct sock_fprog *filter,
		    char **why)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int err = ctx ? 0 : -1;

	/* A balanced tree instead of a list: 0.1 us for what is not marked. */
	if (err == 0)
		err = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	/* Else the kernel kills who calls as another architecture does. */
	if (err == 0)
		err = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
				       SCMP_ACT_TRACE(0));
	for (size_t i = 0; err == 0 && i < COUNT(table); i++)
		if (is_in(part, &table[i]))
			err = rule_add(ctx, &table[i]);
	for (size_t i = 0;
	     err == 0 && part != FILTER_LATE && i < COUNT(refused); i++)
		err = seccomp_rule_add(
			ctx, SCMP_ACT_ERRNO((unsigned)refused[i].error),
			refused[i].nr, 0);
	if (err == 0)
		err = program_take(ctx, filter);
	if (ctx)
		seccomp_release(ctx);
	if (err < 0)
		return fail(why, "cannot make the system call filter: %s",
			    strerror(errno));
	return 0;
}
