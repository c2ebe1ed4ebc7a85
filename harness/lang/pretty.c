/* SPDX-License-Identifier: Apache-2.0 */
#include "pretty.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lang/optkinds.h"
#include "guests/lang/wire.h"

void pretty_hex(struct buf *b, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%02x", p[i]);
}

static void pretty_in(struct buf *b, const void *sockaddr)
{
	struct sockaddr_in in;
	char text[INET_ADDRSTRLEN];

	memcpy(&in, sockaddr, sizeof(in));
	inet_ntop(AF_INET, &in.sin_addr, text, sizeof(text));
	buf_printf(b, "%s:%u", text, ntohs(in.sin_port));
}

static void pretty_in6(struct buf *b, const void *sockaddr, size_t len)
{
	struct sockaddr_in6 in = {0};
	char text[INET6_ADDRSTRLEN];

	/* Without its scope a sockaddr_in6 is whole as well: RFC 2133. */
	memcpy(&in, sockaddr, len < sizeof(in) ? len : sizeof(in));
	inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof(text));
	buf_printf(b, "[%s", text);
	if (in.sin6_scope_id)
		buf_printf(b, "%%%u", in.sin6_scope_id);
	buf_printf(b, "]:%u", ntohs(in.sin6_port));
	if (in.sin6_flowinfo)
		buf_printf(b, "/flow=%u", ntohl(in.sin6_flowinfo));
}

/* unix(7): nothing is unnamed, a first NUL is abstract, else a path. */
static void pretty_un(struct buf *b, const char *path, size_t n)
{
	buf_puts(b, "unix:");
	if (n > 0 && path[0] == '\0') {
		buf_puts(b, "@");
		buf_quote(b, path + 1, n - 1);
	} else if (n > 0) {
		/* The closing NUL belongs to the form, others are shown. */
		if (path[n - 1] == '\0')
			n--;
		buf_quote(b, path, n);
	}
}

void pretty_sockaddr(struct buf *b, const void *sockaddr, size_t len)
{
	const char *bytes = sockaddr;
	sa_family_t family = 0;

	if (len < sizeof(family)) {
		buf_puts(b, "{");
		pretty_hex(b, bytes, len);
		buf_puts(b, "}");
		return;
	}
	memcpy(&family, bytes, sizeof(family));
	if (family == AF_INET && len >= sizeof(struct sockaddr_in))
		pretty_in(b, bytes);
	else if (family == AF_INET6 && len >= 24)
		pretty_in6(b, bytes, len);
	else if (family == AF_UNIX && len <= PRETTY_UN_MAX)
		pretty_un(b, bytes + 2, len - 2);
	else if (family == AF_UNSPEC)
		buf_puts(b, "unspec");
	else {
		buf_printf(b, "family %u {", family);
		pretty_hex(b, bytes + 2, len - 2);
		buf_puts(b, "}");
	}
}

void pretty_data(struct buf *b, const void *bytes, size_t n, size_t size,
		 uint64_t fnv)
{
	buf_puts(b, "\"");
	buf_quote(b, bytes, n);
	buf_puts(b, "\"");
	if (n < size)
		buf_printf(b, "... %zu bytes, fnv %016llx", size,
			   (unsigned long long)fnv);
}

void pretty_name(struct buf *b, const char *group, long number)
{
	const char *name = name_of(group, number);

	if (name)
		buf_puts(b, name);
	else
		buf_printf(b, "%ld", number);
}

void pretty_flags(struct buf *b, const char *group, unsigned long flags)
{
	const char *bar = "";

	for (int i = 0; i < names_count; i++) {
		unsigned long bit = (unsigned long)names[i].number;

		if (strcmp(names[i].group, group) != 0 || !bit ||
		    (flags & bit) != bit)
			continue;
		buf_printf(b, "%s%s", bar, names[i].name);
		bar = "|";
		flags &= ~bit;
	}
	if (flags || !*bar)
		buf_printf(b, flags ? "%s0x%lx" : "%s%lu", bar, flags);
}

/* --- values of options ------------------------------------------------- */

void pretty_value(struct buf *b, long level, long name, const void *bytes,
		  size_t len)
{
	const struct sockopt *o = sockopt_of(level, name);
	enum opt_kind kind = o ? o->kind : len == 4 ? OPT_INT : OPT_BYTES;

	if (!optkind_bytes(b, &optkinds[kind], bytes, len))
		optkind_bytes(b, &optkinds[OPT_BYTES], bytes, len);
}

/* --- control messages --------------------------------------------------- */

static void control_rights(struct buf *b, const unsigned char *p, size_t len,
			   fd_namer *name, void *ctx)
{
	buf_puts(b, "{rights: [");
	for (size_t i = 0; i + 4 <= len; i += 4) {
		const char *label;
		int fd;

		memcpy(&fd, p + i, sizeof(fd));
		label = name ? name(ctx, fd) : NULL;
		buf_puts(b, i ? ", " : "");
		if (label)
			buf_puts(b, label);
		else
			buf_printf(b, "#%d", fd);
	}
	buf_puts(b, "]}");
}

/* The level's name, and the type's: SCM_* or the option's own. */
static void control_type(struct buf *b, int level, int type)
{
	const struct sockopt *o = sockopt_of(level, type);

	buf_puts(b, "{level: ");
	pretty_name(b, "LEVEL", level);
	buf_puts(b, ", type: ");
	if (level == SOL_SOCKET)
		pretty_name(b, "CMSG", type);
	else if (o)
		buf_puts(b, o->name);
	else
		buf_printf(b, "%d", type);
}

/* Times are of the moment: only that there is one is told. */
static bool is_time(int level, int type)
{
	const char *name = level == SOL_SOCKET ? name_of("CMSG", type) : NULL;

	return name && strncmp(name, "SCM_TIMESTAMP", 13) == 0;
}

static void control_one(struct buf *b, const struct cmsghdr *c,
			const unsigned char *p, size_t len, fd_namer *name,
			void *ctx)
{
	if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
		control_rights(b, p, len, name, ctx);
	} else if (c->cmsg_level == SOL_SOCKET &&
		   c->cmsg_type == SCM_CREDENTIALS && len == 12) {
		buf_puts(b, "{credentials: ");
		optkind_bytes(b, &optkinds[OPT_UCRED], p, len);
		buf_puts(b, "}");
	} else {
		control_type(b, c->cmsg_level, c->cmsg_type);
		if (is_time(c->cmsg_level, c->cmsg_type)) {
			buf_puts(b, ", time}");
			return;
		}
		buf_puts(b, len == 4 ? ", int: " : ", hex: ");
		if (len == 4)
			optkind_bytes(b, &optkinds[OPT_INT], p, len);
		else
			pretty_hex(b, p, len);
		buf_puts(b, "}");
	}
}

void pretty_control(struct buf *b, const void *bytes, size_t len,
		    fd_namer *name, void *ctx)
{
	const unsigned char *p = bytes;
	struct cmsghdr c;
	const char *comma = "";

	buf_puts(b, "[");
	while (len >= sizeof(c)) {
		size_t step;

		memcpy(&c, p, sizeof(c));
		if (c.cmsg_len < sizeof(c) || c.cmsg_len > len)
			break;
		buf_puts(b, comma);
		control_one(b, &c, p + sizeof(c), c.cmsg_len - sizeof(c), name,
			    ctx);
		comma = ", ";
		step = CMSG_ALIGN(c.cmsg_len);
		if (step > len)
			break;
		p += step;
		len -= step;
	}
	buf_puts(b, "]");
}
