/* SPDX-License-Identifier: Apache-2.0 */
#include "arch.h"

#ifdef __aarch64__

#include <elf.h>
#include <linux/audit.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

bool arch_is_own(uint32_t arch, uint64_t nr)
{
	(void)nr;
	return arch == AUDIT_ARCH_AARCH64;
}

static bool regs(int request, pid_t pid, struct user_regs_struct *r)
{
	struct iovec all = {r, sizeof(*r)};

	return ptrace(request, pid, (void *)NT_PRSTATUS, &all) == 0;
}

/* x8 has the number, x0 to x5 the arguments: syscall(2). */
bool arch_call(pid_t pid, uint64_t *nr, uint64_t *arg0)
{
	struct user_regs_struct r;

	if (!regs(PTRACE_GETREGSET, pid, &r))
		return false;
	*nr = r.regs[8];
	*arg0 = r.regs[0];
	return true;
}

/* x8 is read before the tracer stops: the number has a set of its own. */
static bool number_set(pid_t pid, int nr)
{
	struct iovec all = {&nr, sizeof(nr)};

	return ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL,
		      &all) == 0;
}

bool arch_skip(pid_t pid)
{
	return number_set(pid, -1);
}

bool arch_return(pid_t pid, int64_t ret)
{
	struct user_regs_struct r;

	if (!regs(PTRACE_GETREGSET, pid, &r))
		return false;
	r.regs[0] = (uint64_t)ret;
	return regs(PTRACE_SETREGSET, pid, &r);
}

bool arch_replace(pid_t pid, struct user_regs_struct *was, long nr,
		  const uint64_t args[6])
{
	struct user_regs_struct r;

	if (!regs(PTRACE_GETREGSET, pid, was))
		return false;
	r = *was;
	for (int i = 0; i < 6; i++)
		r.regs[i] = args[i];
	return regs(PTRACE_SETREGSET, pid, &r) && number_set(pid, (int)nr);
}

/* x0 at the entry is still the first argument; svc has four bytes. */
bool arch_repeat(pid_t pid, const struct user_regs_struct *was, int64_t *ret)
{
	struct user_regs_struct r;

	if (!regs(PTRACE_GETREGSET, pid, &r))
		return false;
	*ret = (int64_t)r.regs[0];
	r = *was;
	r.pc -= 4;
	return number_set(pid, -1) && regs(PTRACE_SETREGSET, pid, &r);
}

#else
/* A source file has something in it: C11, 6.9. */
typedef int arch_aarch64_is_another_machine;
#endif
