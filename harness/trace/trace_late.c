/* SPDX-License-Identifier: Apache-2.0 */
#include "trace_late.h"

#include <assert.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "arch.h"
#include "fd_names.h"
#include "trace_call.h"

#define PAGE 4096

/* What is written into the page: the program, and what points to it. */
struct page {
	struct sock_fprog head;
	struct sock_filter program[PAGE / sizeof(struct sock_filter) - 2];
};

static const struct sock_fprog *late_filter(void)
{
	static struct sock_fprog filter;
	char *why = NULL;

	/* The lobby has made one of the same table already. */
	if (!filter.len && syscalls_filter(FILTER_LATE, &filter, &why) < 0)
		free(why);
	return &filter;
}

void trace_late_exec(const struct tracer *t, struct tracee *p)
{
	if (p->followed == FOLLOWED && p->actor >= 0 &&
	    t->main[p->actor] == p->pid && !p->late)
		p->followed = FOLLOWED_EARLY;
}

/* Can the call come to a descriptor that has a name? */
static bool makes_one(const struct syscall_row *row)
{
	static const long received[] = {SYS_recvmsg, SYS_recvmmsg,
					SYS_pidfd_getfd};

	for (size_t i = 0; i < COUNT(received); i++)
		if (row->nr == received[i])
			return true;
	return row->calls == CALL_SOCKET || row->calls == CALL_SOCKETPAIR ||
	       row->calls == CALL_ACCEPT || row->calls == CALL_PIPE;
}

/*
 * Has another process made one in a table of descriptors that this one shares?
 * TSYNC, which reaches threads, did not reach it.
 */
static bool has_one(const struct tracee *p)
{
	for (int fd = 3; p->fds && fd < FDS_MAX; fd++)
		if (p->fds->name[fd])
			return true;
	return false;
}

static bool begin(struct tracee *p, long nr, const uint64_t args[6],
		  enum followed next)
{
	if (!arch_replace(p->pid, &p->regs, nr, args))
		return false;
	p->followed = next;
	p->in_call = true;
	trace_resume(p->pid, PTRACE_SYSCALL, 0);
	return true;
}

bool trace_late_enter(struct tracee *p)
{
	const uint64_t map[6] = {0, PAGE, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1};
	const uint64_t install[6] = {SECCOMP_SET_MODE_FILTER,
				     SECCOMP_FILTER_FLAG_TSYNC, p->late};

	if (p->followed == FOLLOWED_EARLY && p->at.row &&
	    (makes_one(p->at.row) || has_one(p)))
		return begin(p, SYS_mmap, map, FOLLOWED_MAPS);
	if (p->followed == FOLLOWED_MAPPED)
		return begin(p, SYS_seccomp, install, FOLLOWED_INSTALLS);
	return false;
}

/* Its memory may be anything: whoever unmaps the page fails in seccomp(2). */
static void page_write(const struct tracee *p)
{
	const struct sock_fprog *filter = late_filter();
	struct page page = {.head = {filter->len, NULL}};
	struct iovec local = {&page, sizeof(page)};
	struct iovec remote = {(void *)(uintptr_t)p->late, sizeof(page)};
	size_t at = offsetof(struct page, program);

	assert(filter->len && filter->len <= COUNT(page.program));
	page.head.filter = (void *)(uintptr_t)(p->late + at);
	memcpy(page.program, filter->filter,
	       filter->len * sizeof(*filter->filter));
	process_vm_writev(p->pid, &local, 1, &remote, 1, 0);
}

/* TSYNC gave it to all threads of the process. */
static void all_followed(struct tracer *t, const struct tracee *p)
{
	pid_t process = trace_process(p->pid);
	uint64_t late = p->late;

	for (int i = 0; i < t->n; i++) {
		struct tracee *q = &t->v[i];

		if (q->actor != p->actor || q->followed != FOLLOWED_EARLY ||
		    trace_process(q->pid) != process)
			continue;
		q->followed = FOLLOWED;
		q->late = late;
	}
}

bool trace_late_exit(struct tracer *t, struct tracee *p)
{
	int64_t ret;

	if (p->followed != FOLLOWED_MAPS && p->followed != FOLLOWED_INSTALLS)
		return false;
	p->in_call = false;
	if (!arch_repeat(p->pid, &p->regs, &ret))
		return true;
	if (p->followed == FOLLOWED_MAPS && ret > 0) {
		p->late = (uint64_t)ret;
		p->followed = FOLLOWED_MAPPED;
		page_write(p);
	} else {
		/* A filter of its own may forbid it, or its threads differ. */
		t->unfollowed |= ret != 0;
		p->followed = FOLLOWED;
		all_followed(t, p);
	}
	trace_resume(p->pid, PTRACE_CONT, 0);
	return true;
}
