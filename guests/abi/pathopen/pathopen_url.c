/* SPDX-License-Identifier: Apache-2.0 */
#include "pathopen_url.h"

#include "player/spell.h"

static void url_host4(struct spell *t, const uint8_t *ip)
{
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			spell_char(t, '.');
		spell_unum(t, ip[i]);
	}
}

/* All eight groups, in hex without leading zeros. */
static void url_host6(struct spell *t, const uint8_t *ip)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 8; i++) {
		unsigned group = (unsigned)ip[2 * i] << 8 | ip[2 * i + 1];

		spell_char(t, i > 0 ? ':' : '[');
		for (int shift = 12; shift >= 0; shift -= 4)
			if (shift == 0 || group >> shift != 0)
				spell_char(t, digits[group >> shift & 15]);
	}
	spell_char(t, ']');
}

static void url_option(struct spell *t, const char *name, int value)
{
	spell_put(t, name);
	spell_num(t, value);
}

void pathopen_url(const struct pathopen_url *u, char text[PATHOPEN_URL])
{
	struct spell t;

	spell_open(&t, text, PATHOPEN_URL);
	spell_put(&t, u->v6 ? "tcp6+" : "tcp4+");
	spell_put(&t, u->listen ? "listen://" : "dial://");
	if (u->v6)
		url_host6(&t, u->ip);
	else
		url_host4(&t, u->ip);
	url_option(&t, ":", u->port);
	url_option(&t, "?nonblock=", u->nonblock);
	url_option(&t, "&reuseaddr=", u->reuseaddr);
	if (u->listen)
		url_option(&t, "&backlog=", u->backlog);
	else
		url_option(&t, "&nodelay=", u->nodelay);
}
