/* SPDX-License-Identifier: Apache-2.0 */
#include "quota.h"

#include <errno.h>
#include <sys/socket.h>

static const int quota_options[] = {SO_RCVBUF, SO_SNDBUF, SO_RCVBUFFORCE,
				    SO_SNDBUFFORCE};

#define QUEUES 2 /* the first ones of them */

void quota_socket(const struct sockhost *h, int host)
{
	for (int i = 0; h->max_buffer && i < QUEUES; i++) {
		int bytes = 0, half = (int)(h->max_buffer / 2);
		socklen_t len = sizeof(bytes);

		getsockopt(host, SOL_SOCKET, quota_options[i], &bytes, &len);
		/* socket(7): the kernel doubles what it is told. */
		if (bytes > half)
			bytes = half;
		setsockopt(host, SOL_SOCKET, quota_options[i], &bytes,
			   sizeof(bytes));
	}
}

int quota_option(struct sockhost *h, int level, int name, uint32_t ptr,
		 uint32_t len)
{
	uint8_t bytes[4];

	if (len < sizeof(bytes) || !mem_get(h, bytes, ptr, sizeof(bytes)))
		return 0;
	return quota_value(h, level, name, bytes, sizeof(bytes));
}

int quota_value(const struct sockhost *h, int level, int name,
		const void *value, uint32_t len)
{
	const uint8_t *bytes = value;

	if (!h->max_buffer || level != SOL_SOCKET || len < 4)
		return 0;
	for (size_t i = 0; i < sizeof(quota_options) / sizeof(quota_options[0]);
	     i++)
		if (quota_options[i] == name &&
		    mem_u32(bytes) > h->max_buffer / 2)
			return -ENOBUFS;
	return 0;
}
