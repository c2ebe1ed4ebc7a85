/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_option_row.h: which rule grants an option or a control message, the
 * table policy_option.def. What the rules mean is policy_option.c's.
 */
#ifndef SOCKHOST_POLICY_OPTION_ROW_H
#define SOCKHOST_POLICY_OPTION_ROW_H

/* What is done with it; a row may have several. */
enum option_way { SET = 1, GET = 2, BOTH = 3, SEND = 4 };

/* Explained in policy_option.def. */
enum option_rule {
	NOTHING,
	NAMED,
	DEVICE,
	BOUND,
	INDEX,
	INDEX_NET,
	LOCAL,
	GROUP4,
	GROUP6,
	GROUP_REQ,
	SOURCE4,
	SOURCE6,
	ROUTE,
	FILLED,
	OWN,
	EVERYTHING,
	OPTION_RULES
};

struct option_row {
	int way;
	int level;
	int first, last;
	enum option_rule rule;
	const char *name;
};

/* Never NULL: what has no row of its own needs NOTHING, or EVERYTHING. */
const struct option_row *option_row_find(enum option_way way, int level,
					 int name);

#endif
