/* SPDX-License-Identifier: Apache-2.0 */
#include "native_addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "lang/rows.h"
#include "player/guard.h"

/* Addresses are never longer, but a case may say so. */
#define NATIVE_ROOM 4096

#define SUN_PATH offsetof(struct sockaddr_un, sun_path)

static size_t native_put_in(const struct sock_addr *a, unsigned char *out)
{
	struct sockaddr_in in = {
		.sin_family = AF_INET,
		.sin_port = htons(a->port),
	};

	memcpy(&in.sin_addr, a->ip, 4);
	memcpy(out, &in, sizeof(in));
	return sizeof(in);
}

static size_t native_put_in6(const struct sock_addr *a, unsigned char *out)
{
	struct sockaddr_in6 in6 = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(a->port),
		.sin6_flowinfo = htonl(a->flow),
		.sin6_scope_id = a->scope,
	};

	memcpy(&in6.sin6_addr, a->ip, 16);
	memcpy(out, &in6, sizeof(in6));
	return sizeof(in6);
}

static size_t native_put_un(const struct sock_addr *a, unsigned char *out)
{
	sa_family_t family = AF_UNIX;

	memcpy(out, &family, sizeof(family));
	memcpy(out + SUN_PATH, a->bytes, a->len);
	return SUN_PATH + a->len;
}

static size_t native_put_raw(const struct sock_addr *a, unsigned char *out)
{
	memcpy(out, a->bytes, a->len);
	return a->len;
}

static size_t native_put_unspec(const struct sock_addr *a, unsigned char *out)
{
	(void)a;
	(void)out;
	return sizeof(struct sockaddr);
}

ROWS_BEGIN(native_put);
static size_t (*const native_put[])(const struct sock_addr *,
				    unsigned char *) = {
	[ROW(ADDR_UNSPEC)] = native_put_unspec, [ROW(ADDR_IN)] = native_put_in,
	[ROW(ADDR_IN6)] = native_put_in6,       [ROW(ADDR_UN)] = native_put_un,
	[ROW(ADDR_RAW)] = native_put_raw,
};
ROWS_END(native_put, ADDR_RAW + 1);

/* A length as it is said, where `whole` is what would be right. */
static socklen_t native_len(struct sock_len len, size_t whole)
{
	switch (len.how) {
	case LEN_DEFAULT:
	case LEN_EXACT:
		break;
	case LEN_SHORT:
		return (socklen_t)(whole < 2 ? 0 : whole - 2);
	case LEN_LONG:
		return (socklen_t)(whole + 8);
	case LEN_NUMBER:
		return (socklen_t)len.number;
	}
	return (socklen_t)whole;
}

struct native_to native_to(const struct sock_to *to)
{
	static unsigned char out[NATIVE_ROOM];
	struct native_to n = {NULL, 0};
	size_t whole = 0;

	memset(out, 0, sizeof(struct sockaddr_storage) + SOCK_ADDR_BYTES);
	if (to->addr != NULL) {
		whole = native_put[to->addr->kind](to->addr, out);
		n.addr = (const struct sockaddr *)(const void *)out;
	}
	n.len = native_len(to->len, whole);
	n.addr = hostile(to->ptr, (void *)(uintptr_t)n.addr);
	return n;
}

static size_t native_family_len(int family)
{
	switch (family) {
	case AF_INET:
		return sizeof(struct sockaddr_in);
	case AF_INET6:
		return sizeof(struct sockaddr_in6);
	case AF_UNIX:
		return sizeof(struct sockaddr_un);
	default:
		return sizeof(struct sockaddr_storage);
	}
}

struct native_from native_from(const struct sock_from *from)
{
	struct native_from n = {0};
	size_t whole = sizeof(struct sockaddr_storage);
	int room;

	if (!from->wanted)
		return n;
	if (from->len.how != LEN_DEFAULT)
		whole = native_family_len(from->family);
	n.said = native_len(from->len, whole);
	room = (int)n.said < 0 ? 0 : (int)n.said;
	n.room = guard_new("addr",
			   room < NATIVE_ROOM ? (size_t)room : NATIVE_ROOM);
	n.lenroom = guard_new("len", sizeof(n.said));
	memcpy(n.lenroom->bytes, &n.said, sizeof(n.said));
	n.addr = hostile(from->ptr, n.room->bytes);
	n.len = hostile(from->lenptr, n.lenroom->bytes);
	return n;
}

static void native_addr_in(struct sock_addr *a, const unsigned char *bytes)
{
	struct sockaddr_in in;

	memcpy(&in, bytes, sizeof(in));
	a->kind = ADDR_IN;
	a->port = ntohs(in.sin_port);
	memcpy(a->ip, &in.sin_addr, 4);
}

static void native_addr_in6(struct sock_addr *a, const unsigned char *bytes)
{
	struct sockaddr_in6 in6;

	memcpy(&in6, bytes, sizeof(in6));
	a->kind = ADDR_IN6;
	a->port = ntohs(in6.sin6_port);
	a->flow = ntohl(in6.sin6_flowinfo);
	a->scope = in6.sin6_scope_id;
	memcpy(a->ip, &in6.sin6_addr, 16);
}

static void native_addr_bytes(struct sock_addr *a, int kind,
			      const unsigned char *bytes, size_t n)
{
	a->kind = kind;
	a->len = n < SOCK_ADDR_BYTES ? n : SOCK_ADDR_BYTES;
	memcpy(a->bytes, bytes, a->len);
}

void native_addr(struct sock_addr *a, const void *sockaddr, size_t n)
{
	const unsigned char *bytes = sockaddr;
	sa_family_t family = AF_UNSPEC;

	memset(a, 0, sizeof(*a));
	if (n >= sizeof(family))
		memcpy(&family, bytes, sizeof(family));
	if (family == AF_INET && n == sizeof(struct sockaddr_in))
		native_addr_in(a, bytes);
	else if (family == AF_INET6 && n == sizeof(struct sockaddr_in6))
		native_addr_in6(a, bytes);
	else if (family == AF_UNIX)
		native_addr_bytes(a, ADDR_UN, bytes + SUN_PATH, n - SUN_PATH);
	else
		native_addr_bytes(a, ADDR_RAW, bytes, n);
}

void native_from_told(const struct native_from *n, struct sock_from *from,
		      socklen_t told)
{
	if (n->room == NULL)
		return;
	from->addrlen = (long)told;
	if (from->ptr != HOSTILE_NOT)
		return;
	n->room->used = told < n->room->size ? told : n->room->size;
	if (told > n->room->size)
		from->told = FROM_CUT;
	else if (guard_written(n->room) == 0)
		from->told = FROM_NONE;
	else
		from->told = FROM_WHOLE;
	if (from->told == FROM_WHOLE)
		native_addr(&from->addr, n->room->bytes, told);
}

void native_from_tell(const struct native_from *n, struct sock_from *from)
{
	socklen_t told;

	if (n->room == NULL || from->lenptr != HOSTILE_NOT)
		return;
	memcpy(&told, n->lenroom->bytes, sizeof(told));
	native_from_told(n, from, told);
}
