/* SPDX-License-Identifier: Apache-2.0 */
#include "form.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/un.h>

#define BODY 2 /* where the family's part begins */
#define UN_NAME offsetof(struct sockaddr_un, sun_path)

static const struct {
	int ours;
	uint32_t wasmedge;
} families[] = {{AF_INET, 1}, {AF_INET6, 2}, {AF_UNIX, 3}};

uint32_t form_family(int family)
{
	for (size_t i = 0; i < 3; i++)
		if (families[i].ours == family)
			return families[i].wasmedge;
	return (uint32_t)family + 100;
}

void form_open(struct form *f)
{
	memset(f, 0, sizeof(*f));
	f->head.at = f->bytes;
	f->head.len = FORM;
}

static int put_un(struct form *f, const struct sockaddr *addr, socklen_t len)
{
	const struct sockaddr_un *un = (const void *)addr;

	if (len < UN_NAME || len - UN_NAME > sizeof(un->sun_path))
		return -1;
	memcpy(f->bytes + BODY, un->sun_path, len - UN_NAME);
	return 0;
}

static int put_ip(struct form *f, in_port_t port, const void *ip, size_t n)
{
	f->port = ntohs(port);
	memcpy(f->bytes + BODY, ip, n);
	return 0;
}

static int put(struct form *f, const struct sockaddr *addr, socklen_t len)
{
	const struct sockaddr_in *in = (const void *)addr;
	const struct sockaddr_in6 *in6 = (const void *)addr;
	uint16_t family = (uint16_t)form_family(addr->sa_family);

	memcpy(f->bytes, &family, 2);
	if (addr->sa_family == AF_UNIX)
		return put_un(f, addr, len);
	if (addr->sa_family == AF_INET && len >= sizeof(*in))
		return put_ip(f, in->sin_port, &in->sin_addr, 4);
	if (addr->sa_family == AF_INET6 && len >= sizeof(*in6))
		return put_ip(f, in6->sin6_port, &in6->sin6_addr, 16);
	return -1;
}

int form_put(struct form *f, const struct sockaddr *addr, socklen_t len)
{
	form_open(f);
	if (addr && put(f, addr, len) == 0)
		return 0;
	errno = EINVAL;
	return -1;
}

/* A path is told with its NUL; an abstract name ends before the NULs. */
static size_t take_un(const struct form *f, struct sockaddr_un *un)
{
	const char *name = (const char *)f->bytes + BODY;
	size_t n = sizeof(un->sun_path);

	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, name, n);
	if (name[0]) {
		size_t path = strnlen(name, n);

		return UN_NAME + (path < n ? path + 1 : n);
	}
	while (n > 0 && name[n - 1] == '\0')
		n--;
	return UN_NAME + n;
}

/* The whole address; how long it is. */
static size_t take(const struct form *f, struct sockaddr_storage *to)
{
	struct sockaddr_in *in = (void *)to;
	struct sockaddr_in6 *in6 = (void *)to;
	uint16_t family;

	memcpy(&family, f->bytes, 2);
	if (family == form_family(AF_INET)) {
		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)f->port);
		memcpy(&in->sin_addr, f->bytes + BODY, 4);
		return sizeof(*in);
	}
	if (family == form_family(AF_INET6)) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons((uint16_t)f->port);
		memcpy(&in6->sin6_addr, f->bytes + BODY, 16);
		return sizeof(*in6);
	}
	if (family == form_family(AF_UNIX))
		return take_un(f, (void *)to);
	return 0;
}

void form_take(const struct form *f, struct sockaddr *addr, socklen_t *len)
{
	struct sockaddr_storage whole = {0};
	size_t n;

	if (!addr || !len)
		return;
	n = take(f, &whole);
	memcpy(addr, &whole, n < *len ? n : *len);
	*len = (socklen_t)n;
}
