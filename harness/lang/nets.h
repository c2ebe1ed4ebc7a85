/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nets.h: the words that a case can write in `net`, from nets.def.
 */
#ifndef LANG_NETS_H
#define LANG_NETS_H

struct net {
	const char *name;
	int hosts;
	const char *brief, *help;
};
extern const struct net nets[];
extern const int nets_count;
const struct net *net_find(const char *name);

#endif
