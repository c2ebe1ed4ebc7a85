/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff probe: which imports of the player a host has.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd.h"
#include "host/probe.h"
#include "host/pick.h"
#include "result/results.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	if (key == ARGP_KEY_INIT)
		state->child_inputs[0] = state->input;
	return key == ARGP_KEY_INIT ? 0 : ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {{&pick_argp, 0, NULL, 0}, {0}};

const struct argp probe_argp = {
	NULL,
	parse,
	"",
	"Find which of the functions that the player imports are provided by "
	"the host, and with which types.\vThe host is started with guests that "
	"import functions and do nothing else. If a host lacks some, the "
	"player is linked without them and reports ENOSYS for them; the cases "
	"that need them are unsupported.",
	children,
	NULL,
	NULL};

static void found_print(const struct probe *p, int i)
{
	const struct wasm_import *x = &p->imports.v[i];
	char *name = xasprintf("%s.%s", x->module, x->name);
	char *type = wasm_type_text(x->type), *other = NULL;

	if (p->other[i])
		other = wasm_type_text(p->other[i]);
	printf("%-6s %-46s %s%s%s\n",
	       p->found[i] == PROBE_HAS     ? "has"
	       : p->found[i] == PROBE_LACKS ? "lacks"
					    : "other",
	       name, type, other ? "; in the host it is " : "",
	       other ? other : "");
	free(other);
	free(type);
	free(name);
}

static int probe_print(const struct host *h, char **why)
{
	struct probe p;
	int err;

	if (!h->guest) {
		printf("host %s has the player built in, with everything that "
		       "it imports\n",
		       h->name);
		return 0;
	}
	err = host_probe(&p, h, true, 0, why);
	for (int i = 0; err == 0 && i < p.imports.n; i++)
		found_print(&p, i);
	if (err == 0)
		printf("host %s provides %d of the %d functions that the "
		       "player for %s imports\n",
		       h->name, p.imports.n - p.lacks, p.imports.n, h->abi);
	if (err == 0 && p.words)
		printf("with all of them: %s\n", p.words);
	probe_free(&p);
	return err;
}

int cmd_probe(int argc, char **argv)
{
	struct pick pick = {0};
	char *why = NULL;
	int err;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&probe_argp, argc, argv, 0, NULL, &pick);
	err = pick_load(&pick, &why);
	if (err == 0)
		err = probe_print(pick.host, &why);
	if (err < 0)
		cmd_complain(why);
	pick_free(&pick);
	return err < 0 ? STATUS_USAGE : STATUS_GOOD;
}
