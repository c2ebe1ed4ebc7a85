/* SPDX-License-Identifier: Apache-2.0 */
#include "nets.h"

#include <stddef.h>
#include <string.h>

#include "base/util.h"

const struct net nets[NET_COUNT] = {
#define NET(id, word, hosts, device, brief, help) \
	{NET_##id, word, hosts, device, brief, help},
#include "nets.def"
#undef NET
};
const int nets_count = COUNT(nets);

const struct net *net_find(const char *name)
{
	for (int i = 0; i < nets_count; i++) {
		if (!strcmp(nets[i].name, name))
			return &nets[i];
	}
	return NULL;
}
