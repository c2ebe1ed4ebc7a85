/* SPDX-License-Identifier: Apache-2.0 */
#include "arch.h"

#ifdef __x86_64__

#include <linux/audit.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>

/* x32 calls have the architecture of x86_64, and this bit: syscall(2). */
#define X32_BIT 0x40000000

bool arch_is_own(uint32_t arch, uint64_t nr)
{
	return arch == AUDIT_ARCH_X86_64 && !(nr & X32_BIT);
}

static bool regs_get(pid_t pid, struct user_regs_struct *r)
{
	return ptrace(PTRACE_GETREGS, pid, NULL, r) == 0;
}

static bool regs_set(pid_t pid, struct user_regs_struct *r)
{
	return ptrace(PTRACE_SETREGS, pid, NULL, r) == 0;
}

bool arch_call(pid_t pid, uint64_t *nr, uint64_t *arg0)
{
	struct user_regs_struct r;

	if (!regs_get(pid, &r))
		return false;
	*nr = r.orig_rax;
	*arg0 = r.rdi;
	return true;
}

bool arch_skip(pid_t pid)
{
	struct user_regs_struct r;

	if (!regs_get(pid, &r))
		return false;
	r.orig_rax = (unsigned long long)-1;
	return regs_set(pid, &r);
}

bool arch_return(pid_t pid, int64_t ret)
{
	struct user_regs_struct r;

	if (!regs_get(pid, &r))
		return false;
	r.rax = (unsigned long long)ret;
	return regs_set(pid, &r);
}

bool arch_replace(pid_t pid, struct user_regs_struct *was, long nr,
		  const uint64_t args[6])
{
	struct user_regs_struct r;

	if (!regs_get(pid, was))
		return false;
	r = *was;
	r.orig_rax = (unsigned long long)nr;
	r.rdi = args[0];
	r.rsi = args[1];
	r.rdx = args[2];
	r.r10 = args[3];
	r.r8 = args[4];
	r.r9 = args[5];
	return regs_set(pid, &r);
}

/* The instruction syscall has two bytes. No call: nothing is restarted. */
bool arch_repeat(pid_t pid, const struct user_regs_struct *was, int64_t *ret)
{
	struct user_regs_struct r;

	if (!regs_get(pid, &r))
		return false;
	*ret = (int64_t)r.rax;
	r = *was;
	r.rax = was->orig_rax;
	r.orig_rax = (unsigned long long)-1;
	r.rip -= 2;
	return regs_set(pid, &r);
}

#else
/* A source file has something in it: C11, 6.9. */
typedef int arch_x86_64_is_another_machine;
#endif
