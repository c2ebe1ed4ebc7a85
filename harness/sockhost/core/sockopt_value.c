/* SPDX-License-Identifier: Apache-2.0 */
/* Socket options whose values are not in the guest's memory, see sock.h. */
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "host.h"
#include "mutants/mutants.h"
#include "policy_option.h"
#include "quota.h"
#include "sock.h"

/* The bugs of sockopt.c that such a value can have, too. */
static bool value_set_mutant(struct sockhost *h, int level, int name)
{
	if (mutant(h, M_setsockopt_fake))
		return true;
	if (mutant(h, M_v6only_ignored) && level == IPPROTO_IPV6 &&
	    name == IPV6_V6ONLY)
		return true;
	if (mutant(h, M_timeo_ignored) && level == SOL_SOCKET &&
	    (name == SO_RCVTIMEO || name == SO_SNDTIMEO))
		return true;
	return mutant_is(h, F_option, level, name);
}

int sockopt_set_value(struct sockhost *h, uint32_t fd, int level, int name,
		      const void *value, uint32_t len)
{
	int host = fds_host(h, fd);

	assert(len <= SOCKOPT_VALUE);
	if (host != -1 && value_set_mutant(h, level, name))
		return 0;
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
	if (mutant_is(h, F_option_get, level, name))
		memset(value, 0, told);
	return 0;
}
