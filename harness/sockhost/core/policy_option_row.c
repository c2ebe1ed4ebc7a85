/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_option_row.h"

#include <fnmatch.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "host.h"
#include "policy_option.h"

static const struct option_row option_rows[] = {
#define NEEDS(way, level, first, last, rule, name) \
	{way, level, first, last, rule, #name},
#include "policy_option.def"
};

#define OPTION_ROWS (sizeof(option_rows) / sizeof(option_rows[0]))

/*
 * Levels whose options are known one by one. At any other they are another
 * protocol's, with addresses of its own, or the network's administration.
 */
static bool level_is_known(int level)
{
	return level == SOL_SOCKET || level == IPPROTO_IP ||
	       level == IPPROTO_IPV6 || level == IPPROTO_TCP ||
	       level == IPPROTO_UDP || level == IPPROTO_UDPLITE;
}

const struct option_row *option_row_find(enum option_way way, int level,
					 int name)
{
	static const struct option_row unknown = {.rule = EVERYTHING},
				       nothing = {.rule = NOTHING};

	for (size_t i = 0; i < OPTION_ROWS; i++) {
		const struct option_row *row = &option_rows[i];

		if ((row->way & way) && row->level == level &&
		    name >= row->first && name <= row->last)
			return row;
	}
	/* of control messages each that needs no rule has a row */
	return way == SEND || !level_is_known(level) || name < 0 ? &unknown
								 : &nothing;
}

int policy_option_known(const char *pattern, char **why)
{
	char names[512] = "";
	size_t n = 0;

	for (size_t i = 0; i < OPTION_ROWS; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->rule != NAMED || row->way == SEND)
			continue;
		if (fnmatch(pattern, row->name, 0) == 0)
			return 0;
		n += (size_t)snprintf(names + n, sizeof(names) - n, "%s%s",
				      n ? ", " : "", row->name);
	}
	return host_why(why,
			"option:%s: not an option that a rule can grant; "
			"those are %s",
			pattern, names);
}
