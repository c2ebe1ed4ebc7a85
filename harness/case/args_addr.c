/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: ADDR. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"

#define UNIX_MAX 108 /* sun_path, unix(7) */
#define RAW_MAX 128  /* struct sockaddr_storage */

int args_ip(const struct node *v, const char *text, int family,
	    struct buf *wire, char **why)
{
	unsigned char ip[16];

	if (inet_pton(family, text, ip) != 1)
		return node_fail(why, v, "has no IPv%d address",
				 family == AF_INET ? 4 : 6);
	for (int i = 0; i < (family == AF_INET ? 4 : 16); i++)
		buf_printf(wire, "%02x", ip[i]);
	return 0;
}

/* Decimal digits, up to a maximum. */
static int digits(const char *text, unsigned long max, unsigned long *n)
{
	char *end;

	if (!*text || strspn(text, "0123456789") != strlen(text) ||
	    strlen(text) > 10)
		return -1;
	*n = strtoul(text, &end, 10);
	return *n > max ? -1 : 0;
}

static int port(struct args *a, const struct node *v, const char *text,
		struct buf *wire, char **why)
{
	unsigned long n;

	if (digits(text, 65535, &n))
		return node_fail(why, v, "needs a port from 0 to 65535");
	scene_port(a->scene, (int)n);
	buf_printf(wire, ":%lu", n);
	return 0;
}

/* 127.0.0.1:7000; text is a copy that can be cut. */
static int inet4(struct args *a, const struct node *v, char *text,
		 struct buf *wire, char **why)
{
	char *colon = strchr(text, ':');

	if (!colon)
		return node_fail(why, v,
				 "is not an address such as "
				 "127.0.0.1:7000, \"[::1]:7000\" or "
				 "unix:door");
	if (strchr(colon + 1, ':'))
		return node_fail(why, v,
				 "needs brackets as an IPv6 address: "
				 "\"[::1]:7000\"");
	*colon = '\0';
	buf_puts(wire, "in:");
	if (args_ip(v, text, AF_INET, wire, why))
		return -1;
	return port(a, v, colon + 1, wire, why);
}

/* [fe80::1%2]:7000 */
static int inet6(struct args *a, const struct node *v, char *text,
		 struct buf *wire, char **why)
{
	char *end = strchr(text, ']'), *scope = strchr(text, '%');
	unsigned long index = 0;

	if (!end || end[1] != ':')
		return node_fail(why, v,
				 "is not an IPv6 address such as "
				 "\"[::1]:7000\"");
	*end = '\0';
	if (scope && scope < end) {
		*scope++ = '\0';
		if (digits(scope, 0xffffffff, &index))
			return node_fail(why, v,
					 "needs an interface index after the "
					 "%%");
	}
	buf_puts(wire, "in6:");
	if (args_ip(v, text + 1, AF_INET6, wire, why) ||
	    port(a, v, end + 2, wire, why))
		return -1;
	buf_printf(wire, ":0:%lu", index);
	return 0;
}

static void add_hex(struct buf *wire, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(wire, "%02x", (unsigned char)bytes[i]);
}

/* Nothing outside of the room. */
static int check_path(const struct node *v, const char *path, size_t len,
		      char **why)
{
	if (memchr(path, '\0', len))
		return node_fail(why, v,
				 "contains a NUL byte, which a path cannot");
	if (*path == '/')
		return node_fail(why, v,
				 "is an absolute path; paths must be relative");
	for (const char *p = path; *p; p += strcspn(p, "/")) {
		p += strspn(p, "/");
		if (strcspn(p, "/") == 2 && !strncmp(p, "..", 2))
			return node_fail(why, v,
					 "contains .., which paths cannot");
	}
	return 0;
}

/* What follows unix: is a path, @ and an abstract name, or nothing. */
static int unix_addr(const struct node *v, const char *name, size_t len,
		     struct buf *wire, char **why)
{
	buf_puts(wire, "un:");
	if (len == 0)
		return 0;
	if (len > UNIX_MAX)
		return node_fail(why, v, "is too long: %zu bytes (at most %d)",
				 len - (*name == '@'),
				 UNIX_MAX - (*name == '@'));
	if (*name == '@') {
		buf_puts(wire, "00");
		add_hex(wire, name + 1, len - 1);
		return 0;
	}
	if (check_path(v, name, len, why))
		return -1;
	/* The NUL is sent as well; a full path has no room for it. */
	add_hex(wire, name, len < UNIX_MAX ? len + 1 : len);
	return 0;
}

static int raw_addr(const struct node *v, struct buf *wire, char **why)
{
	struct node *hex = node_scalar(v->line, v->text + 4, v->len - 4, true);
	int bad;

	buf_puts(wire, "raw:");
	bad = args_hex(hex, RAW_MAX, wire, why);
	node_free(hex);
	return bad;
}

int args_addr(struct args *a, const struct node *v, struct buf *wire,
	      char **why)
{
	if (v->kind == NODE_LIST)
		return node_fail(why, v,
				 "is not an address: an IPv6 address "
				 "needs quotes, \"[::1]:7000\"");
	if (v->kind == NODE_SCALAR && !strncmp(v->text, "unix:", 5))
		return unix_addr(v, v->text + 5, v->len - 5, wire, why);
	if (!node_has_text(v))
		return node_fail(why, v, "is not an address");
	if (!strncmp(v->text, "raw:", 4))
		return raw_addr(v, wire, why);
	if (!strncmp(v->text, "of:", 3))
		return scene_told(a->scene, v->text + 3, wire, why);
	if (!strcmp(v->text, "unspec")) {
		buf_puts(wire, "unspec");
		return 0;
	}
	char *copy = xstrdup(v->text);
	int bad = (*copy == '[' ? inet6 : inet4)(a, v, copy, wire, why);
	free(copy);
	return bad;
}

int args_path(struct args *a, const struct node *v, struct buf *wire,
	      char **why)
{
	(void)a;
	if (v->kind != NODE_SCALAR || (v->plain && v->len == 0))
		return node_fail(why, v, "is not a path");
	if (!strncmp(v->text, "unix:", 5))
		return node_fail(why, v,
				 "is an address; a plain path is needed here");
	if (check_path(v, v->text, v->len, why))
		return -1;
	if (v->len > 255)
		return node_fail(why, v, "is longer than 255 bytes");
	add_hex(wire, v->text, v->len);
	return 0;
}
