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

static const struct argp_child children[] = { { &pick_argp, 0, NULL, 0 },
					      { 0 } };

const struct argp probe_argp = {
	NULL, parse, "",
	"Find out which functions a host has of those that the player for its "
	"ABI imports, and of what type.\v"
	"The host is started with guests that import and do nothing else. "
	"One that lacks some is played with the rest: the player is linked "
	"without them and answers ENOSYS for them, so that these cases are "
	"unsupported.",
	children, NULL, NULL
};

static void found_print(const struct probe *p, int i)
{
	const struct wasm_import *x = &p->imports.v[i];
	char *name = xasprintf("%s.%s", x->module, x->name);
	char *type = wasm_type_text(x->type), *other = NULL;

	if (p->other[i])
		other = wasm_type_text(p->other[i]);
	printf("%-6s %-46s %s%s%s\n",
	       p->found[i] == PROBE_HAS	  ? "has" :
	       p->found[i] == PROBE_LACKS ? "lacks" :
					    "other",
	       name, type, other ? "; the host's is " : "",
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
		printf("host %s brings its own player: it has what that "
		       "imports\n", h->name);
		return 0;
	}
	err = host_probe(&p, h, true, 0, why);
	for (int i = 0; err == 0 && i < p.imports.n; i++)
		found_print(&p, i);
	if (err == 0)
		printf("host %s has %d of the %d imports of the player for "
		       "%s\n", h->name, p.imports.n - p.lacks, p.imports.n,
		       h->abi);
	if (err == 0 && p.words)
		printf("with all of them: %s\n", p.words);
	probe_free(&p);
	return err;
}

int cmd_probe(int argc, char **argv)
{
	struct pick pick = { 0 };
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
