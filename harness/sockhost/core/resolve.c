/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve.h"

#include <errno.h>
#include <string.h>

#include "host.h"

static const struct {
	int gai;
	int error;
} resolve_errors[] = {
	{EAI_NONAME, ENOENT},       {EAI_NODATA, ENOENT},
	{EAI_ADDRFAMILY, ENOENT},   {EAI_SERVICE, ENOENT},
	{EAI_AGAIN, EAGAIN},        {EAI_MEMORY, ENOMEM},
	{EAI_FAMILY, EAFNOSUPPORT}, {EAI_SOCKTYPE, EPROTOTYPE},
	{EAI_BADFLAGS, EINVAL},
};

static int resolve_error(int gai)
{
	if (gai == 0)
		return 0;
	for (size_t i = 0;
	     i < sizeof(resolve_errors) / sizeof(resolve_errors[0]); i++)
		if (resolve_errors[i].gai == gai)
			return -resolve_errors[i].error;
	return gai == EAI_SYSTEM && errno ? -errno : -EIO;
}

int resolve_gai(struct sockhost *h, const char *node, const char *service,
		const struct addrinfo *hints, struct addrinfo **found, int *gai)
{
	int r = node ? policy_resolve(h, node) : 0;

	*found = NULL;
	*gai = 0;
	if (r == 0)
		*gai = getaddrinfo(node, service, hints, found);
	return r;
}

int resolve_lookup(struct sockhost *h, const char *node, const char *service,
		   const struct addrinfo *hints, struct addrinfo **found)
{
	int gai;
	int r = resolve_gai(h, node, service, hints, found, &gai);

	return r < 0 ? r : resolve_error(gai);
}

int resolve_name(struct sockhost *h, char name[RESOLVE_NAME], uint32_t ptr,
		 uint32_t len)
{
	if (!mem_at(h, ptr, len))
		return -EFAULT;
	if (len >= RESOLVE_NAME)
		return -ENOENT;
	mem_get(h, name, ptr, len);
	name[len] = '\0';
	return strlen(name) == len ? 0 : -EINVAL;
}
