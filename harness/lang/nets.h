/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nets.h: the words that a case can write in `net`, from nets.def.
 */
#ifndef LANG_NETS_H
#define LANG_NETS_H

enum net_id {
#define NET(id, word, hosts, device, brief, help) NET_##id,
#include "nets.def"
#undef NET
	NET_COUNT
};

struct net {
	enum net_id id;
	const char *name;
	int hosts;
	const char *device;
	const char *brief, *help;
};
extern const struct net nets[NET_COUNT];
extern const int nets_count;
const struct net *net_find(const char *name);

#endif
