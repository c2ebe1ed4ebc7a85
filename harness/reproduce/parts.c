/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* --- what depends on the case: $bufsize, $ports, $errnos --------------------- */

static void put_bufsize(struct buf *b, const struct expect *e)
{
	const struct tcase *t = e->plan->t;
	long most = 256;

	for (int i = 0; i < t->nsteps; i++) {
		long room = fill_room(t, &t->steps[i]);

		most = room > most ? room : most;
	}
	buf_printf(b, "%ld", most);
}

static void put_ports(struct buf *b, const struct expect *e)
{
	const struct tcase *t = e->plan->t;

	buf_puts(b, "port == 0");
	for (int i = 0; i < t->nports; i++)
		buf_printf(b, " || port == %d", t->ports[i]);
}

static void put_errno(struct buf *b, const char *name)
{
	const struct errno_row *row = errno_find(name);
	char *one = xasprintf("E(%s) ", name);

	if (row && !(b->s && strstr(b->s, one)))
		buf_printf(b,
			   row->wasi < 0 ? "\n#ifndef __wasm__\n%s\n#endif\n"
					 : "%s",
			   one);
	free(one);
}

/* Each errno that either play has, as a result or as SO_ERROR's value. */
static void put_errnos(struct buf *b, const struct expect *e)
{
	const struct tcase *t = e->plan->t;
	struct buf all = {0};

	for (int i = 0; i < 2 * t->nsteps; i++) {
		const struct recording *r = i % 2 ? e->got : e->want;
		const struct step_record *s = &r->steps[i / 2];
		const char *name = record_field(s, "errno");
		const char *value = record_field(s, "value");
		const char *option = step_arg(&t->steps[i / 2], "name");

		if (name && name[0] == 'E')
			put_errno(&all, name);
		if (option && value && strcmp(option, "SO_ERROR") == 0 &&
		    atoi(value) > 0)
			put_errno(&all, errno_name(atoi(value)));
	}
	buf_puts(b, all.s ? all.s : "");
	buf_free(&all);
}

static const struct {
	const char *name;
	void (*put)(struct buf *b, const struct expect *e);
} holes[] = {
	{"$bufsize", put_bufsize},
	{"$ports", put_ports},
	{"$errnos", put_errnos},
};

static char *fill_holes(const char *text, const struct expect *e)
{
	struct buf b = {0};

	while (*text) {
		size_t n = strcspn(text, "$"), i = 0;

		buf_add(&b, text, n);
		text += n;
		if (!*text)
			break;
		while (strncmp(text, holes[i].name, strlen(holes[i].name)))
			assert(++i < COUNT(holes));
		holes[i].put(&b, e);
		text += strlen(holes[i].name);
	}
	return buf_take(&b);
}

/* --- who needs what ------------------------------------------------------------ */

/* Where the next identifier begins; behind comments and strings. */
static const char *next_name(const char *at)
{
	while (*at && !isalpha((unsigned char)*at) && *at != '_') {
		if (strncmp(at, "/*", 2) == 0) {
			at = strstr(at, "*/") + 2;
		} else if (*at == '"') {
			for (at++; *at != '"'; at++)
				at += *at == '\\';
			at++;
		} else if (isdigit((unsigned char)*at)) {
			while (isalnum((unsigned char)*at))
				at++;
		} else {
			at++;
		}
	}
	return at;
}

static size_t name_len(const char *at)
{
	size_t n = 0;

	while (isalnum((unsigned char)at[n]) || at[n] == '_')
		n++;
	return n;
}

/* The last row that is the same part: an ABI's own replaces a common one. */
static int part_last(const struct part *list, int i)
{
	int last = i;

	for (int k = i + 1; list[k].name; k++)
		if (strcmp(list[k].name, list[i].name) == 0 &&
		    list[k].side == list[i].side)
			last = k;
	return last;
}

static bool part_is_first(const struct part *list, int i)
{
	for (int k = 0; k < i; k++)
		if (part_last(list, k) == part_last(list, i))
			return false;
	return true;
}

static bool is_wasm(enum part_side side)
{
	return side == PART_TYPE || side == PART_WASM || side == PART_BOTH;
}

/* Is the value of that field the plainest, in all steps of both plays? */
static bool are_plain(const struct expect *e, const char *field,
		      bool (*is_plain)(const char *value))
{
	for (int i = 0; i < 2 * e->plan->t->nsteps; i++) {
		const struct recording *r = i % 2 ? e->got : e->want;
		const char *value = record_field(&r->steps[i / 2], field);

		if (value && strcmp(value, "-") != 0 && !is_plain(value))
			return false;
	}
	return true;
}

static bool is_text(const char *data)
{
	return strlen(data) <= 66 && !strchr(data, '\\');
}

/* 127.0.0.1:7000 */
static bool is_ip4(const char *addr)
{
	size_t n = strspn(addr, "0123456789.");

	return n > 0 && addr[n] == ':' &&
	       addr[n + 1 + strspn(addr + n + 1, "0123456789")] == '\0';
}

static void need_name(struct parts *p, const char *name, size_t n, bool wasm)
{
	const struct snippets *s = p->e->plan->guest;

	if (p->texts && n == 9 && strncmp(name, "show_data", n) == 0)
		name = "show_text";
	if (p->ip4s && n == 7 && strncmp(name, "show_ip", n) == 0)
		name = "show_ip4", n = 8;
	for (int i = 0; wasm && s->words[i].name; i++)
		if (strlen(s->words[i].name) == n &&
		    strncmp(s->words[i].name, name, n) == 0)
			p->word[i] = true;
	for (int i = 0; s->parts[i].name; i++) {
		if (p->part[i] || strlen(s->parts[i].name) != n ||
		    strncmp(s->parts[i].name, name, n) != 0 ||
		    part_last(s->parts, i) != i)
			continue;
		p->part[i] = true;
		p->text[i] = fill_holes(s->parts[i].text, p->e);
		if (s->parts[i].params)
			parts_need(p, s->parts[i].params, true);
		parts_need(p, p->text[i], is_wasm(s->parts[i].side));
	}
}

void parts_need(struct parts *p, const char *text, bool wasm)
{
	buf_puts(&p->all, text);
	for (const char *at = next_name(text); *at; at = next_name(at)) {
		size_t n = name_len(at);

		need_name(p, at, n, wasm);
		at += n;
	}
}

void parts_open(struct parts *p, const struct expect *e)
{
	const struct snippets *s = e->plan->guest;
	int nparts = 0, nwords = 0;

	*p = (struct parts){.e = e,
			    .texts = are_plain(e, "data", is_text),
			    .ip4s = are_plain(e, "addr", is_ip4)};
	while (s->parts[nparts].name)
		nparts++;
	while (s->words[nwords].name)
		nwords++;
	assert(nparts <= PARTS_MAX && nwords <= PARTS_MAX);
}

void parts_close(struct parts *p)
{
	for (int i = 0; i < PARTS_MAX; i++)
		free(p->text[i]);
	buf_free(&p->all);
}

/* --- the text -------------------------------------------------------------------- */

/* A part as it stands in the file: what is an import is one in WebAssembly. */
static void put_part(struct buf *b, const struct part *part, const char *text,
		     bool wasm)
{
	if (part->side != PART_IMPORT)
		buf_puts(b, text);
	else if (wasm)
		buf_printf(b, "IMPORT(%s, %s)(%s);\n", part->module, part->name,
			   part->params);
	else
		buf_printf(b, "static int %s(%s)\n%s", part->name, part->params,
			   text);
}

static void put_side(struct buf *b, const struct parts *p, enum part_side side,
		     bool wasm)
{
	const struct part *list = p->e->plan->guest->parts;

	/* what replaces a part stands where that would have stood */
	for (int i = 0; list[i].name; i++) {
		int k = part_last(list, i);

		if (p->part[k] && list[i].side == side &&
		    part_is_first(list, i))
			put_part(b, &list[k], p->text[k], wasm);
	}
}

static void put_words(struct buf *b, const struct parts *p)
{
	const struct word *list = p->e->plan->guest->words;

	for (int i = 0; list[i].name; i++)
		if (p->word[i])
			buf_printf(b, "#define %s %s\n", list[i].name,
				   list[i].number);
}

/* The headers that hold what a text names. */
static const struct {
	const char *word, *header;
} headers[] = {
	{"htons", "arpa/inet"},
	{"ntohs", "arpa/inet"},
	{"sockaddr_in6", "arpa/inet"},
	{"IPPROTO_", "arpa/inet"},
	{"IP_", "arpa/inet"},
	{"IPV6_", "arpa/inet"},
	{"F_GETFL", "fcntl"},
	{"F_SETFL", "fcntl"},
	{"O_CREAT", "fcntl"},
	{"TCP_", "netinet/tcp"},
	{"pollfd", "poll"},
	{"SIGPIPE", "signal"},
	{"exit", "stdlib"},
	{"mmap", "sys/mman"},
	{"AF_", "sys/socket"},
	{"SHUT_", "sys/socket"},
	{"SOCK_", "sys/socket"},
	{"MSG_", "sys/socket"},
	{"msghdr", "sys/socket"},
	{"shutdown", "sys/socket"},
	{"SO_", "sys/socket"},
	{"readv", "sys/uio"},
	{"writev", "sys/uio"},
	{"sockaddr_un", "sys/un"},
};

static void put_headers(struct buf *b, const char *text)
{
	const char *last = "";

	for (size_t i = 0; i < COUNT(headers); i++) {
		if (!strstr(text, headers[i].word) ||
		    strcmp(last, headers[i].header) == 0)
			continue;
		last = headers[i].header;
		buf_printf(b, "#include <%s.h>\n", last);
	}
}

void parts_put_head(struct buf *b, const struct parts *p)
{
	struct buf native = {0}, both = {0};

	put_side(&native, p, PART_LINUX, false);
	put_side(&native, p, PART_IMPORT, false);
	put_side(&both, p, PART_BOTH, false);
	buf_puts(b, "#include <errno.h>\n#include <stdio.h>\n"
		    "#include <string.h>\n#include <unistd.h>\n");
	put_side(b, p, PART_TYPE, false);
	buf_puts(b, "#ifdef __wasm__\n"
		    "#define IMPORT(module, name) "
		    "__attribute__((import_module(#module), \\\n"
		    "\timport_name(#name))) int name\n");
	put_words(b, p);
	put_side(b, p, PART_IMPORT, true);
	put_side(b, p, PART_WASM, true);
	buf_puts(b, "#else\n");
	put_headers(b, p->all.s);
	buf_printf(b, "%s#endif\n%s", native.s ? native.s : "",
		   both.s ? both.s : "");
	buf_free(&native);
	buf_free(&both);
}

void parts_put_driver(struct buf *b, const struct parts *p)
{
	put_side(b, p, PART_DRIVER, false);
}
