/* SPDX-License-Identifier: Apache-2.0 */
#include "preopen.h"

#include <stdlib.h>
#include <string.h>

/* Connections that wait for the guest; more than any case makes. */
#define BACKLOG 128

const struct preopen_row preopen_rows[PREOPEN_KINDS] = {
#define PREOPEN(name, type, late, help) {#name, #type, help, late},
#include "preopen.def"
#undef PREOPEN
};

void preopen_clear(struct preopen *p)
{
	free(p->name);
	free(p->addr);
	free(p->peer);
	free(p->addr_wire);
	free(p->peer_wire);
	free(p->known);
	*p = (struct preopen){0};
}

const char *preopen_domain(const struct preopen *p)
{
	static const char *const domains[][2] = {
		{"in:", "AF_INET"},
		{"in6:", "AF_INET6"},
		{"un:", "AF_UNIX"},
	};

	for (size_t i = 0; i < COUNT(domains); i++)
		if (strncmp(p->addr_wire, domains[i][0],
			    strlen(domains[i][0])) == 0)
			return domains[i][1];
	return "AF_UNSPEC";
}

void preopen_text(struct buf *b, const struct preopen *p)
{
	buf_printf(b, "given %s {%s: %s", p->name, preopen_rows[p->kind].name,
		   p->addr);
	if (p->peer)
		buf_printf(b, ", peer: %s", p->peer);
	buf_puts(b, "}");
}

bool preopen_any_late(const struct preopen *v, int n)
{
	for (int i = 0; i < n; i++)
		if (preopen_rows[v[i].kind].late)
			return true;
	return false;
}

void preopen_command(struct buf *b, const struct preopen *p, int fd)
{
	buf_printf(b, "0 preopen as=%s domain=%s", p->name, preopen_domain(p));
	if (fd >= 0)
		buf_printf(b, " fd=%d", fd);
	else
		buf_printf(b, " type=%s", preopen_rows[p->kind].type);
	if (fd < 0 && p->kind == PREOPEN_connect)
		buf_printf(b, " peer=%s", p->addr_wire);
	else if (fd < 0)
		buf_printf(b, " addr=%s", p->addr_wire);
	if (fd < 0 && p->kind == PREOPEN_listen)
		buf_printf(b, " backlog=%d", BACKLOG);
	if (fd < 0 && p->peer_wire)
		buf_printf(b, " peer=%s", p->peer_wire);
	buf_puts(b, "\n");
}
