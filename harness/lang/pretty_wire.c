/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of an answer, from the form of wire.h to the form of pretty.h.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lang/optkinds.h"
#include "guests/lang/wire.h"
#include "pretty.h"

size_t wire_sockaddr(const char *wire, void *sockaddr, size_t room)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	unsigned char un[PRETTY_UN_MAX] = {0};
	sa_family_t family = AF_UNIX;
	char hex[40];
	unsigned port, flow, scope;
	long n;

	if (sscanf(wire, "in:%8[0-9a-f]:%u", hex, &port) == 2 &&
	    wire_unhex(&in.sin_addr, 4, hex, strlen(hex)) == 4) {
		in.sin_port = htons((uint16_t)port);
		memcpy(sockaddr, &in, sizeof(in));
		return sizeof(in);
	}
	if (sscanf(wire, "in6:%32[0-9a-f]:%u:%u:%u", hex, &port, &flow,
		   &scope) == 4 &&
	    wire_unhex(&in6.sin6_addr, 16, hex, strlen(hex)) == 16) {
		in6.sin6_port = htons((uint16_t)port);
		in6.sin6_flowinfo = htonl(flow);
		in6.sin6_scope_id = scope;
		memcpy(sockaddr, &in6, sizeof(in6));
		return sizeof(in6);
	}
	if (strncmp(wire, "un:", 3) == 0) {
		memcpy(un, &family, sizeof(family));
		n = wire_unhex(un + 2, sizeof(un) - 2, wire + 3,
			       strlen(wire + 3));
		if (n < 0)
			return 0;
		memcpy(sockaddr, un, 2 + (size_t)n);
		return 2 + (size_t)n;
	}
	if (strncmp(wire, "raw:", 4) == 0) {
		n = wire_unhex(sockaddr, room, wire + 4, strlen(wire + 4));
		return n < 0 ? 0 : (size_t)n;
	}
	return 0;
}

/*
 * An address of which the ABI cannot say the port or the scope has a - there,
 * and is shown so: 127.0.0.1:- and [fe80::1%-]:7000.
 */
static bool field_addr_partly(struct buf *b, const char *wire)
{
	struct sockaddr_storage s;
	struct buf whole = {0}, text = {0};
	size_t n = strlen(wire), len;
	bool noscope = n > 2 && strcmp(wire + n - 2, ":-") == 0 &&
		       strncmp(wire, "in6:", 4) == 0;
	bool noport = strstr(wire, ":-:") ||
		      (!noscope && n > 2 && strcmp(wire + n - 2, ":-") == 0);
	char *at;

	for (; *wire; wire++)
		buf_add(&whole, *wire == '-' ? "0" : wire, 1);
	len = wire_sockaddr(whole.s ? whole.s : "", &s, sizeof(s));
	buf_free(&whole);
	if (!len || (!noscope && !noport))
		return false;
	pretty_sockaddr(&text, &s, len);
	if (noport)
		text.s[text.len - 1] = '-';
	at = strchr(text.s, ']');
	if (noscope && at)
		buf_printf(b, "%.*s%%-%s", (int)(at - text.s), text.s, at);
	else
		buf_puts(b, text.s);
	buf_free(&text);
	return true;
}

static void field_addr(struct buf *b, const char *wire)
{
	union {
		struct sockaddr_storage s;
		char bytes[256];
	} addr;
	size_t len = wire_sockaddr(wire, &addr, sizeof(addr));

	if (len)
		pretty_sockaddr(b, &addr, len);
	else if (!field_addr_partly(b, wire))
		buf_puts(b, wire); /* none, cut, unspec, or garbage: raw */
}

static void field_data(struct buf *b, const char *wire)
{
	unsigned char bytes[WIRE_WHOLE];
	char hex[2 * 64 + 1];
	unsigned long long fnv;
	size_t size;
	long n = wire_unhex(bytes, sizeof(bytes), wire, strlen(wire));

	if (n >= 0)
		pretty_data(b, bytes, (size_t)n, (size_t)n, 0);
	else if (sscanf(wire, "long:%128[0-9a-f]:%zu:%llx", hex, &size, &fnv) ==
			 3 &&
		 (n = wire_unhex(bytes, sizeof(bytes), hex, strlen(hex))) >= 0)
		pretty_data(b, bytes, (size_t)n, size, fnv);
	else
		buf_puts(b, wire);
}

static void field_text(struct buf *b, const char *wire)
{
	char *copy = xstrdup(wire);
	long n = wire_unhex(copy, strlen(copy), wire, strlen(wire));

	buf_puts(b, "\"");
	if (n >= 0)
		buf_quote(b, copy, (size_t)n);
	buf_puts(b, "\"");
	free(copy);
}

static void field_value(struct buf *b, const char *wire)
{
	const struct optkind *k = optkind_find(wire);

	if (k)
		optkind_words(b, k, wire + strlen(k->prefix) + 1);
	else
		buf_puts(b, wire);
}

/* LEVEL:TYPE:KIND:WORDS, see CONTROL in wire.h. */
static void control_item(struct buf *b, char *item)
{
	char *save = NULL, *level = strtok_r(item, ":", &save);
	char *type = strtok_r(NULL, ":", &save);
	char *kind = strtok_r(NULL, ":", &save);
	char *words = save;

	if (!level || !type || !kind) {
		buf_puts(b, item);
	} else if (strcmp(kind, "rights") == 0) {
		buf_puts(b, "{rights: [");
		for (; *words; words++)
			buf_printf(b, *words == ';' ? ", " : "%c", *words);
		buf_puts(b, "]}");
	} else if (strcmp(kind, "cred") == 0) {
		for (char *p = words; *p; p++)
			if (*p == ';')
				*p = ':';
		buf_puts(b, "{credentials: ");
		optkind_words(b, &optkinds[OPT_UCRED], words);
		buf_puts(b, "}");
	} else if (strncmp(type, "SCM_TIMESTAMP", 13) == 0) {
		buf_printf(b, "{level: %s, type: %s, time}", level, type);
	} else {
		buf_printf(b, "{level: %s, type: %s, %s: %s}", level, type,
			   kind, words);
	}
}

/* Lists: each word between commas by its own form. */
static void field_list(struct buf *b, const char *wire,
		       void (*item)(struct buf *b, char *word))
{
	char *copy = xstrdup(wire), *save = NULL, *word;
	const char *comma = "";

	buf_puts(b, "[");
	for (word = strtok_r(copy, ",", &save); word;
	     word = strtok_r(NULL, ",", &save)) {
		buf_puts(b, comma);
		item(b, word);
		comma = ", ";
	}
	buf_puts(b, "]");
	free(copy);
}

static void addr_item(struct buf *b, char *word)
{
	char *rest = word, *part = strsep(&rest, ";");

	field_addr(b, part);
	while ((part = strsep(&rest, ";")))
		buf_printf(b, "/%s", part);
}

static void plain_item(struct buf *b, char *word)
{
	buf_puts(b, word);
}

static void field_addrs(struct buf *b, const char *wire)
{
	field_list(b, wire, addr_item);
}

static void field_full(struct buf *b, const char *wire)
{
	field_list(b, wire, addr_item);
}

static void field_control(struct buf *b, const char *wire)
{
	field_list(b, wire, control_item);
}

static void field_revents(struct buf *b, const char *wire)
{
	field_list(b, wire, plain_item);
}

static const struct {
	const char *key;
	void (*show)(struct buf *b, const char *wire);
} forms[] = {
	{"data", field_data},       {"addr", field_addr},
	{"value", field_value},     {"control", field_control},
	{"addrs", field_addrs},     {"full", field_full},
	{"revents", field_revents}, {"canonname", field_text},
};

/* WHAT:HEX or WHAT:HEX:N, as "addr 0200 (130 bytes)" */
static void raw_item(struct buf *b, char *item)
{
	char *what = strsep(&item, ":"), *hex = strsep(&item, ":");

	buf_printf(b, ", %s %s", what, hex ? hex : "");
	if (item)
		buf_printf(b, " (%s bytes)", item);
}

void pretty_raw(struct buf *b, const char *wire)
{
	char *copy = xstrdup(wire), *rest = copy, *item;

	for (char *ret = strsep(&rest, ";"); *ret; ret++)
		buf_add(b, *ret == '+' ? " then " : ret, *ret == '+' ? 6 : 1);
	while ((item = strsep(&rest, ";")))
		raw_item(b, item);
	free(copy);
}

/* The host wrote less than it said. */
static bool field_short(struct buf *b, const char *wire)
{
	unsigned long got, need;

	if (sscanf(wire, "short:%lu:%lu", &got, &need) != 2)
		return false;
	buf_printf(b, "%lu of %lu bytes", got, need);
	return true;
}

void pretty_field(struct buf *b, const char *key, const char *wire)
{
	if (field_short(b, wire))
		return;
	/* What an ABI cannot say stays "-", whatever the field. */
	for (size_t i = 0; i < COUNT(forms); i++) {
		if (strcmp(forms[i].key, key) == 0 && strcmp(wire, "-") != 0) {
			forms[i].show(b, wire);
			return;
		}
	}
	buf_puts(b, wire);
}
