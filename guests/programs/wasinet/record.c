/* SPDX-License-Identifier: Apache-2.0 */
#include "record.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/un.h>

#define NAME 8 /* where the family's part begins */
#define NAME_MOST (RECORD - NAME)
#define IN_LEN 16
#define IN6_LEN 32
#define UN_NAME offsetof(struct sockaddr_un, sun_path)

__attribute__((import_module("wasinet_v0"),
	       import_name("sock_determine_host_af_family"))) uint32_t
wasinet_host_family(uint32_t family);

static const struct {
	int ours;
	uint32_t wasinet;
} families[] = {{AF_UNIX, 1}, {AF_INET, 2}, {AF_INET6, 3}};

uint32_t record_family(int family)
{
	for (size_t i = 0; i < 3; i++)
		if (families[i].ours == family)
			return wasinet_host_family(families[i].wasinet);
	return (uint32_t)family;
}

static void put_family(struct record *r, int family)
{
	uint16_t host = (uint16_t)record_family(family);

	memcpy(r->bytes, &host, 2);
	memcpy(r->bytes + 4, &host, 2);
}

static void put_ip(struct record *r, in_port_t port, const void *ip, size_t n)
{
	uint32_t host_port = ntohs(port);

	memcpy(r->bytes + NAME, &host_port, 4);
	memcpy(r->bytes + NAME + 4, ip, n);
}

static int put_un(struct record *r, const struct sockaddr *addr, socklen_t len)
{
	const struct sockaddr_un *un = (const void *)addr;
	size_t n = len - UN_NAME;

	if (len < UN_NAME || n > sizeof(un->sun_path))
		return -1;
	memcpy(r->bytes + NAME, un->sun_path, n);
	if (n > 0 && un->sun_path[0] == '\0')
		r->bytes[NAME] = '@';
	r->len = (uint32_t)(NAME + n);
	return 0;
}

static int put(struct record *r, const struct sockaddr *addr, socklen_t len)
{
	const struct sockaddr_in *in = (const void *)addr;
	const struct sockaddr_in6 *in6 = (const void *)addr;

	put_family(r, addr->sa_family);
	if (addr->sa_family == AF_UNIX)
		return put_un(r, addr, len);
	if (addr->sa_family == AF_INET && len >= sizeof(*in)) {
		put_ip(r, in->sin_port, &in->sin_addr, 4);
		r->len = IN_LEN;
		return 0;
	}
	if (addr->sa_family == AF_INET6 && len >= sizeof(*in6)) {
		put_ip(r, in6->sin6_port, &in6->sin6_addr, 16);
		memcpy(r->bytes + 28, &in6->sin6_scope_id, 4);
		r->len = IN6_LEN;
		return 0;
	}
	return -1;
}

int record_put(struct record *r, const struct sockaddr *addr, socklen_t len)
{
	memset(r, 0, sizeof(*r));
	if (!addr || put(r, addr, len) == 0)
		return 0;
	errno = EINVAL;
	return -1;
}

static in_port_t take_port(const struct record *r)
{
	uint32_t port;

	memcpy(&port, r->bytes + NAME, 4);
	return htons((uint16_t)port);
}

static size_t take_un(const struct record *r, struct sockaddr_un *un)
{
	size_t n = strnlen((const char *)r->bytes + NAME, NAME_MOST);

	if (n > sizeof(un->sun_path))
		n = sizeof(un->sun_path);
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, r->bytes + NAME, n);
	if (n > 0 && un->sun_path[0] == '@')
		un->sun_path[0] = '\0';
	else if (n > 0 && n < sizeof(un->sun_path))
		n++; /* a path is told with its NUL */
	return UN_NAME + n;
}

/* The whole address; how long it is. */
static size_t take(const struct record *r, struct sockaddr_storage *to)
{
	struct sockaddr_in *in = (void *)to;
	struct sockaddr_in6 *in6 = (void *)to;
	uint16_t family;

	memcpy(&family, r->bytes, 2);
	if (family == record_family(AF_INET)) {
		in->sin_family = AF_INET;
		in->sin_port = take_port(r);
		memcpy(&in->sin_addr, r->bytes + NAME + 4, 4);
		return sizeof(*in);
	}
	if (family == record_family(AF_INET6)) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = take_port(r);
		memcpy(&in6->sin6_addr, r->bytes + NAME + 4, 16);
		memcpy(&in6->sin6_scope_id, r->bytes + 28, 4);
		return sizeof(*in6);
	}
	if (family == record_family(AF_UNIX))
		return take_un(r, (void *)to);
	return 0;
}

void record_take(const struct record *r, struct sockaddr *addr, socklen_t *len)
{
	struct sockaddr_storage whole = {0};
	size_t n;

	if (!addr || !len)
		return;
	n = take(r, &whole);
	memcpy(addr, &whole, n < *len ? n : *len);
	*len = (socklen_t)n;
}
