/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case.h: cases, as read from YAML and expanded.
 *
 * A file of cases/ is read by base/tree.c into a tree with line numbers; `each`
 * multiplies it (expand.c); every variant becomes one struct tcase whose
 * steps are ready to be sent: each argument is already in the form of wire.h.
 *
 * A corpus owns all of its cases and all that hangs from them. It is read
 * only once loaded, so that forked workers share it.
 */
#ifndef CASE_H
#define CASE_H

#include "lang/nets.h"
#include "lang/tables.h"
#include "lang/preopen.h"

#define CASE_ACTORS_MAX 8
#define CASE_STEPS_MAX 200
#define CASE_PREOPENS_MAX 8
#define CASE_DESCRIPTORS_MAX 100

/* One argument of a step. */
struct arg {
	const struct arg_spec *spec;
	char *wire; /* the value as it travels; for an ADDR "of:NAME" as is */
	char *text; /* the value as it was written, on one line */
};

struct step {
	int line;
	int actor; /* index into tcase.actors; 0 is the guest */
	const struct op *op;
	struct arg *args;
	int nargs;
	char **as; /* names that this step makes, may be none */
	int nas;
	bool blocks; /* answers only after other actors have moved */
	bool waits;  /* waits in the kernel by itself: a timeout */
	char **any;  /* fields of the answer that are not compared */
	int nany;
	const struct errno_row *inject; /* NULL: nothing is injected */
	bool refused; /* by the host's own rules; natively by inject */
};

struct tcase {
	char *id;   /* udp/recv-msg-trunc[AF_INET6] */
	char *base; /* udp/recv-msg-trunc */
	char *path; /* as given or found, to open */
	char *file; /* the same to print and to store: case_shown() */
	int line;   /* where its title stands */
	char *title, *why;
	char **covers, **needs;
	int ncovers, nneeds;
	char *actors[CASE_ACTORS_MAX]; /* actors[0] is "guest" */
	int nactors;
	const struct net *net;
	bool near[CASE_ACTORS_MAX]; /* of two hosts it is on the guest's */
	/* How many descriptors the guest can make; -1: as many as it likes. */
	int descriptors;
	/* What the guest is given when it starts, in this order. */
	struct preopen *preopens;
	int npreopens;
	/* What the host is to allow it, see allow.h; else everything. */
	bool has_rules;
	char **rules;
	int nrules;
	struct step *steps;
	int nsteps;
	/* Ports that the case itself names; others are ephemeral. */
	int *ports;
	int nports;
	struct program *program; /* the guest is one, see program.h; or NULL */
};

struct corpus {
	struct tcase *cases;
	int n;
	/* Everything that is wrong, "file:line: sentence", in order. */
	char **mistakes;
	int nmistakes;
	/* Files that had a mistake; none of their cases are in `cases`. */
	int nbad;
};

/*
 * Which cases to load: files, folders or case ids (with or without their
 * [variant]); none means the folder cases/. Globs and tags narrow them.
 */
struct selection {
	char **what;
	int nwhat;
	char **globs; /* -k: fnmatch on the id, one must match */
	int nglobs;
	char **tags; /* -t: a family, or a word of covers or needs */
	int ntags;
};

/*
 * Load all cases selected, sorted by id. What is wrong with a file is a
 * mistake in the corpus, not a failure: the other cases are there. Returns
 * -1 and a sentence only when a selection matches nothing at all (no such
 * file, an empty folder, a glob without a match).
 */
int corpus_load(const struct selection *sel, struct corpus *c, char **why);
void corpus_free(struct corpus *c);
/* Forget all cases but the first n. */
void corpus_keep(struct corpus *c, int n);

/* Is the actor on the second host of the case's network? */
bool case_is_far(const struct tcase *t, int actor);
/* A step in the form that reports show: recv {fd: s, len: 4}. Free it. */
char *step_text(const struct tcase *t, const struct step *s);
/* The wire value of an argument, or NULL when the step does not have it. */
const char *step_arg(const struct step *s, const char *name);
/* Is the word one of its `needs`? */
bool case_needs(const struct tcase *t, const char *word);
/* Does its `any` leave a field of the answer uncompared? */
bool step_is_any(const struct step *s, const char *field);

#endif
