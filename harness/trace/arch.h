/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arch.h: all that depends on the machine's registers.
 *
 * One file for each architecture that sockdiff traces: arch_x86_64.c,
 * arch_aarch64.c. A port is a file with these functions; on a machine without
 * one the build stops with a sentence.
 *
 * Functions act on a process that is stopped inside of a system call, and
 * fail (false) only when it was killed meanwhile.
 */
#ifndef ARCH_H
#define ARCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

#if !defined(__x86_64__) && !defined(__aarch64__)
#error "sockdiff traces x86_64 and aarch64; write arch_<machine>.c, see arch.h"
#endif

/*
 * Is a call one of this machine's own table? A process can also call by
 * another one (int $0x80 and x32 on x86_64, AArch32 on aarch64), where the
 * same numbers mean other calls. arch is AUDIT_ARCH_*, as ptrace reports it.
 */
bool arch_is_own(uint32_t arch, uint64_t nr);
/* The number and first argument of the call that a process is in. */
bool arch_call(pid_t pid, uint64_t *nr, uint64_t *arg0);
/* At the call's entry: the kernel is not to carry it out. */
bool arch_skip(pid_t pid);
/* At its exit: what it returns, a negative errno or a result. */
bool arch_return(pid_t pid, int64_t ret);
/* At the call's entry: the kernel is to carry out another; *was is kept. */
bool arch_replace(pid_t pid, struct user_regs_struct *was, long nr,
		  const uint64_t args[6]);
/* At the exit of that: what it returned; the call it replaced comes again. */
bool arch_repeat(pid_t pid, const struct user_regs_struct *was, int64_t *ret);

#endif
