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
 *	program: ["{build}/sockhost/{program}", "--env={env}", --, "{args}"]
 *
 * In a command {guest} is the player's wasm file for the ABI, {build} the
 * folder of what was built. `native` is a host too: the player itself.
 *
 * Sockets that a case has the guest given (preopen.h) go where the command
 * says {preopen}, in the words that the manifest has for each kind:
 *
 *	command: [myruntime, "{preopen}", "{guest}"]
 *	preopen:
 *	  listen:   [--listen, "{addr}"]
 *	  connect:  [--connect, "{addr}"]
 *	  datagram: [--datagram, "{addr}={peer}"]
 *	  first:    3      the guest's number for the first of them
 *
 * A kind that a manifest lacks cannot be given. `preopen: player` says that
 * the player itself makes them.
 *
 * `program` is the command line for cases whose guest is a program
 * (program.h), {guest} and {program} then its file and name; a word with
 * {args}, {env} or {invoke} is there once for each of them. A host without it
 * cannot express such cases.
 */
#ifndef HOST_H
#define HOST_H

#include "preopen.h"

#define HOST_ARGS_MAX 32
#define HOST_WORDS_MAX 4 /* that give one socket */

struct tcase;
struct node;

struct host {
	char *name, *abi, *about, *version;
	char *install;                 /* the line that gets it, or NULL */
	char *argv[HOST_ARGS_MAX + 1]; /* ready to run, ended by NULL */
	char *command;                 /* the same as one line, unexpanded */
	char *preopen[PREOPEN_KINDS][HOST_WORDS_MAX + 1];
	int preopen_first;
	bool preopen_player;
	char *program[HOST_ARGS_MAX + 1]; /* the same for programs; or empty */
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
/*
 * The words to run it with for that case, ended by NULL; free them with
 * host_argv_free. NULL and a sentence if it cannot give what the case wants.
 * t: NULL for an actor that is given nothing.
 */
char **host_argv(const struct host *h, const struct tcase *t, char **why);
void host_argv_free(char **argv);
/* The value of `preopen` in a manifest; -1 and a sentence. */
int host_preopen(struct host *h, const struct node *value, char **why);
/* Names of all manifests, sorted; NULL-ended, the caller frees all. */
char **host_names(char **why);

#endif
