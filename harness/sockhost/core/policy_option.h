/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_option.h: options and control messages that reach further than the
 * addresses that rules grant, see policy.h and policy_option.def. All others
 * need no rule.
 *
 * A value is looked at where it was copied to, and is what the kernel gets:
 * len bytes at value, or NULL where the guest's pointer is a bad one.
 */
#ifndef SOCKHOST_POLICY_OPTION_H
#define SOCKHOST_POLICY_OPTION_H

#include <stddef.h>

struct sockhost;

/* 0 or -EACCES */
int policy_option_set(struct sockhost *h, int level, int name,
		      const void *value, size_t len);
int policy_option_get(struct sockhost *h, int level, int name);
/* One control message to be sent: its data. */
int policy_message(struct sockhost *h, int level, int type, const void *data,
		   size_t len);
/* Does a pattern mean any option that a rule can grant? -1 and *why. */
int policy_option_known(const char *pattern, char **why);

#endif
