/* SPDX-License-Identifier: Apache-2.0 */
/* Socket options whose values are not in the guest's memory, see sock.h. */
#include <assert.h>
#include <errno.h>
#include <sys/socket.h>

#include "host.h"
#include "policy_option.h"
#include "quota.h"
#include "sock.h"

int sockopt_set_value(struct sockhost *h, uint32_t fd, int level, int name,
		      const void *value, uint32_t len)
{
	int host = fds_host(h, fd);

	assert(len <= SOCKOPT_VALUE);
	if (host != -1 && policy_option_set(h, level, name, value, len) < 0)
		return -EACCES;
	if (quota_value(h, level, name, value, len) < 0)
		return -ENOBUFS;
	return (int)host_result(setsockopt(host, level, name, value, len));
}

int sockopt_get_value(struct sockhost *h, uint32_t fd, int level, int name,
		      void *value, uint32_t *len)
{
	socklen_t told = *len;

	assert(*len <= SOCKOPT_VALUE);
	if (fds_get(h, fd) && policy_option_get(h, level, name) < 0)
		return -EACCES;
	if (getsockopt(fds_host(h, fd), level, name, value, &told) == -1)
		return -errno;
	*len = told;
	return 0;
}
