/* SPDX-License-Identifier: Apache-2.0 */
#include "pick.h"

#include <stdlib.h>
#include <string.h>

#include "probe.h"
#include "base/text.h"

enum { KEY_CMD = 2000, KEY_ABI };

static const struct argp_option options[] = {
	{"host", 'H', "HOST", 0,
	 "The host to test, see `sockdiff hosts` (default: " PICK_DEFAULT ")",
	 0},
	{"host-cmd", KEY_CMD, "CMD", 0,
	 "Test any other host by its command line, with {guest} for the "
	 "player's wasm file",
	 0},
	{"abi", KEY_ABI, "ABI", 0,
	 "The ABI of the --host-cmd, one of those in `sockdiff hosts`", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct pick *p = state->input;

	switch (key) {
	case 'H':
		p->name = arg;
		return 0;
	case KEY_CMD:
		p->command = arg;
		return 0;
	case KEY_ABI:
		p->abi = arg;
		return 0;
	case ARGP_KEY_END:
		if (p->command && p->name)
			argp_error(state, "-H and --host-cmd exclude each "
					  "other");
		if (p->command && !p->abi)
			argp_error(state, "--host-cmd needs --abi, which "
					  "selects the player");
		if (p->abi && !p->command)
			argp_error(state, "--abi can only be used with "
					  "--host-cmd; a manifest has its own");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp pick_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

int pick_load(struct pick *p, char **why)
{
	p->native = host_load("native", why);
	if (!p->native || host_check(p->native, why) < 0)
		return -1;
	if (p->command)
		p->host = host_from_command(p->command, p->abi, why);
	else
		p->host = host_load(p->name ? p->name : PICK_DEFAULT, why);
	if (!p->host)
		return -1;
	return host_check(p->host, why);
}

int pick_open(struct pick *p, char **why)
{
	if (pick_load(p, why) < 0)
		return -1;
	host_ask(p->host);
	if (!p->first_ms)
		p->first_ms = p->host->start_s * 1000;
	p->broken = host_fit(p->host, p->first_ms, why) < 0;
	return p->broken ? -1 : 0;
}

void pick_free(struct pick *p)
{
	host_free(p->host);
	host_free(p->native);
}

/* As it was given: a manifest of the user's own by its path. */
static const char *name_of(const struct pick *p)
{
	return p->name ? p->name : p->host->name;
}

/* In single quotes, as a shell needs it. */
static void quote(struct buf *b, const char *word)
{
	buf_puts(b, "'");
	for (; *word; word++) {
		if (*word == '\'')
			buf_puts(b, "'\\''");
		else
			buf_add(b, word, 1);
	}
	buf_puts(b, "'");
}

char *pick_command(const struct pick *p, const char *verb)
{
	struct buf b = {0};

	buf_printf(&b, "sockdiff %s ", verb);
	if (p->command) {
		buf_puts(&b, "--host-cmd ");
		quote(&b, p->command);
		buf_printf(&b, " --abi %s", p->abi);
	} else {
		buf_puts(&b, "-H ");
		text_shell(&b, name_of(p));
	}
	return buf_take(&b);
}
