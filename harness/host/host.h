/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h: who runs a guest: a command line and an ABI.
 *
 * Hosts are manifests, hosts/NAME.yaml; manifest.def lists their keys:
 *
 *	abi:     preview1
 *	about:   some runtime
 *	runtime: wazero
 *	command: ["{runtime}", run, "-mount=.:/", "{preopen}", "{guest}"]
 *	version: ["{runtime}", version]
 *	install: what to type to get it (where it is not there)
 *	env:     {SOME_SWITCH: 1}
 *
 *	program: ["{build}/sockhost/wasinet_v0/{program}", "--env={env}", --, "{args}"]
 *
 * In a command {guest} is the player's wasm file for the ABI, {build} the
 * folder of what was built, {hosts} that of the manifests, and {runtime} the
 * program that $SOCKDIFF_WAZERO names, or else {build}/hosts/bin/wazero, or
 * else wazero in PATH. It runs in the room's folder, which is empty and which
 * a case expects to be the guest's as well. `native` is a host too: the
 * player itself.
 *
 * Sockets that a case has the guest given (preopen.h) go where the command
 * says {preopen}, in the words that the manifest has for each kind:
 *
 *	preopen:
 *	  listen:   [--listen, "{addr}"]
 *	  connect:  [--connect, "{addr}"]
 *	  datagram: [--datagram, "{addr}={peer}"]
 *	  first:    3      the guest's number for the first of them
 *	  domains:  [AF_INET, AF_INET6]    no others; all, if not said
 *
 * Where the words depend on the address's family there is a mapping of them,
 *
 *	  listen: {AF_INET: [-l, "{addr}"], AF_INET6: [-l, "tcp6://{addr}"]}
 *
 * and a family that it lacks cannot be given, nor a kind that a manifest lacks. `preopen: player` says that
 * the player itself makes them.
 *
 * `program` is the command line for cases whose guest is a program
 * (program.h), {guest} and {program} then its file and name; a word with
 * {args}, {env} or {invoke} is there once for each of them. A host without it
 * cannot express such cases. Their files are guests/programs/ABI/NAME.wasm; a
 * program that makes no sockets is one for all ABIs, in preview1 for ABI.
 *
 * `start: 60` is how many seconds it may take until its guest speaks.
 *
 * A quirk (quirks.def) is what has to be known to play on a host at all:
 *
 *	quirks:
 *	  never-blocks: {why: every socket is made so, case: tcp/accept}
 */
#ifndef HOST_H
#define HOST_H

#include "lang/preopen.h"

#define HOST_ARGS_MAX 32
#define HOST_WORDS_MAX 4 /* that give one socket, or one rule */
#define HOST_DOMAINS 3   /* AF_INET, AF_INET6, AF_UNIX */

struct tcase;
struct step;
struct call;
struct node;
struct mistakes;

enum quirk {
#define QUIRK(id, name, helper, help) QUIRK_##id,
#include "quirks.def"
#undef QUIRK
	QUIRKS
};

extern const struct quirk_row {
	const char *name, *help;
} quirk_rows[QUIRKS];

struct host_quirk {
	bool declared;
	char *why, *proof; /* a case, or all of a folder */
	int line;          /* in the manifest */
};

/* What a manifest can hold once is a member; others are below. */
#define MEMBER_TEXT(name) char *name;
#define MEMBER_WORDS(name) char *name[HOST_ARGS_MAX + 1];
#define MEMBER_COMMAND(name)
#define MEMBER_VERSION(name)
#define MEMBER_ENV(name)
#define MEMBER_PREOPEN(name)
#define MEMBER_ALLOW(name)
#define MEMBER_START(name)
#define MEMBER_QUIRKS(name)

struct host {
	/*
	 * abi, about, install: the line that gets it; runtime: its program,
	 * for {runtime}; program: argv for programs. NULL or empty if not
	 * there.
	 */
#define KEY(name, kind, help) MEMBER_##kind(name)
#include "manifest.def"
#undef KEY
	char *name;
	char *version;                 /* NULL: not known, or not asked yet */
	char *asks[HOST_ARGS_MAX + 1]; /* the command that tells it; or empty */
	char *path;                    /* of the manifest, or NULL */
	char *guest;                   /* the player's file, if it is in argv */
	char *lacks;                   /* imports, by host_fit; or NULL */
	char *env[2 * HOST_WORDS_MAX + 1]; /* "NAME=VALUE" */
	struct host_quirk quirks[QUIRKS];
	char *argv[HOST_ARGS_MAX + 1]; /* ready to run, ended by NULL */
	char *command;                 /* the same as one line, unexpanded */
	int start_s;                   /* `start`; 0: as all others */
	char *preopen[PREOPEN_KINDS][HOST_DOMAINS][HOST_WORDS_MAX + 1];
	int preopen_first;
	char *preopen_domains[HOST_WORDS_MAX + 1]; /* empty: all of them */
	bool preopen_player;
	char *allow[HOST_WORDS_MAX + 1]; /* see allow.h; or empty */
	bool allow_harness;
};

/*
 * By name, from the manifests, or from the file that it names, which ends in
 * .yaml. NULL and a sentence if there is none; a line for each of its
 * mistakes if it is wrong.
 */
struct host *host_load(const char *name, char **why);
/* The same from a manifest that lies elsewhere. */
struct host *host_read(const char *name, const char *path, char **why);
/* Keys of a manifest (manifest.def) into h: what is wrong is in m. */
void manifest_read(struct host *h, const struct node *root, struct mistakes *m);
/* Free what manifest_read() made. */
void manifest_free(struct host *h);
/* From --host-cmd "CMD 'a word' {guest}" and --abi. */
struct host *host_from_command(const char *command, const char *abi,
			       char **why);
void host_free(struct host *h);
/* Can it be run here? -1 and a sentence if not. */
int host_check(const struct host *h, char **why);
/* Ask it for its version, unless that is known; it may stay unknown. */
void host_ask(struct host *h);
/*
 * One word of a command with its marks filled in, {guest} only if `guest`; a
 * relative path of a file becomes absolute, for hosts run in a folder of
 * their own. The caller frees it.
 */
char *host_word(struct host *h, const char *word, bool guest);
/*
 * The next word of --host-cmd, and *at behind it: words end at blanks that are
 * not within single or double quotes; nothing else is special. 1 and the word,
 * to be freed; 0 where there is none; -1 and a sentence.
 */
int host_command_word(const char **at, char **word, char **why);
/* Append a word to its command; -1 and a sentence if there are too many. */
int host_command_add(struct host *h, int *n, const char *word, char **why);
/*
 * The words to run it with for that case, ended by NULL; free them with
 * host_argv_free. NULL and a sentence if it cannot give what the case wants.
 * t: NULL for an actor that is given nothing.
 */
char **host_argv(const struct host *h, const struct tcase *t, char **why);
void host_argv_free(char **argv);
/*
 * Does its manifest have a way to give a guest that socket? If not the player
 * makes it, where its ABI can; where it cannot there is a sentence, which the
 * caller frees.
 */
bool host_gives(const struct host *h, const struct preopen *p);
char *host_gives_not(const struct host *h, const struct preopen *p);
/* --- quirks: host/quirks_help.c --- */

/*
 * With which of its quirks (bits) a case is helped on that host: with all that
 * it declares, but for the case that proves one.
 */
unsigned host_quirks_of(const struct host *h, const struct tcase *t);
/* Can the case be played so? false and a sentence if not. */
bool host_quirks_allow(unsigned quirks, const struct tcase *t, char **why);
/* The commands that tell the player (wire.h); returns how many. */
int host_quirks_tell(struct buf *b, unsigned quirks);
/* Is a step's difference the quirk's alone? NULL: what is open at the end. */
bool host_quirks_excuse(unsigned quirks, const struct step *s);
/*
 * Does step i use a descriptor that the guest closed before, and that the
 * player, for a host that cannot, shut down? Then it is open still, and what
 * it answers is the help's doing.
 */
bool host_quirks_kept_open(unsigned quirks, const struct tcase *t, int i);
/* Is an option set that nobody asked for the quirk's alone? */
bool host_quirks_sets(unsigned quirks, const struct call *c);
/* Does the case of that id prove it? */
bool host_quirk_proof(const struct host *h, int quirk, const char *id);

/* The value of `preopen` in a manifest. */
void host_preopen(struct host *h, const struct node *value, struct mistakes *m);
/* Names of all manifests, sorted; NULL-ended, the caller frees all. */
char **host_names(char **why);

#endif
