/* SPDX-License-Identifier: Apache-2.0 */
/*
 * net.h: the words that a case can write in `net`, from nets.def.
 */
#ifndef NET_H
#define NET_H

struct net {
	const char *name;
	int hosts;
	const char *brief, *help;
};
extern const struct net nets[];
extern const int nets_count;
const struct net *net_find(const char *name);

#endif
