/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h: who runs a guest: a command line and an ABI.
 *
 * Hosts are manifests, hosts/NAME.yaml:
 *
 *	abi:     wasinet_v0
 *	about:   the embedded host, complete
 *	command: [{build}/sockhost/player-wasinet_v0, --dir, .]
 *	install: what to type to get it (where it is not there)
 *
 * In a command {guest} is the player's wasm file for the ABI, {build} the
 * folder of what was built. `native` is a host too: the player itself.
 */
#ifndef HOST_H
#define HOST_H

#include "util.h"

#define HOST_ARGS_MAX 32

struct host {
	char *name, *abi, *about, *version;
	char *install;                 /* the line that gets it, or NULL */
	char *argv[HOST_ARGS_MAX + 1]; /* ready to run, ended by NULL */
	char *command;                 /* the same as one line, unexpanded */
};

/* By name, from the manifests. NULL and a sentence if there is none. */
struct host *host_load(const char *name, char **why);
/* The same from a manifest that lies elsewhere. */
struct host *host_read(const char *name, const char *path, char **why);
/* From --host-cmd 'CMD {guest}' and --abi. */
struct host *host_from_command(const char *command, const char *abi,
			       char **why);
void host_free(struct host *h);
/* Can it be run here? -1 and a sentence if not. */
int host_check(const struct host *h, char **why);
/* Names of all manifests, sorted; NULL-ended, the caller frees all. */
char **host_names(char **why);

#endif
