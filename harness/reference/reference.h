/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reference.h: what Linux answered, stored beside the cases to be reviewed.
 *
 * One file for each file of cases, reference/udp/x.rec for cases/udp/x.yaml,
 * with a section for each of its variants, in order of their ids:
 *
 *	sockdiff reference, schema 1
 *	kernel: 6.1.0-18-amd64                        see provenance.h
 *	...
 *
 *	case udp/x[AF_INET]
 *	1 socket {as: s, ...}                         see recording.h
 *	  = s
 *	  | socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = s
 *	packets:
 *	  udp 127.0.0.1:~1 > 127.0.0.1:7000 "0123"
 *
 *	case udp/x[AF_INET6]
 *	...
 *
 *	checksum: 9f0c33aa01b2c4d5
 *
 * The checksum, 64-bit FNV-1a of all that stands before it, tells who changed
 * a line by hand: a recording is made by playing, never by typing. It is no
 * seal against malice; review is.
 *
 * What a case leaves uncompared (`any`) is stored as the word any.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "provenance.h"
#include "recording/recording.h"

#define REFERENCE_SCHEMA 1

enum reference_state {
	REFERENCE_GOOD,
	REFERENCE_EDITED,  /* by hand: the checksum is wrong or missing */
	REFERENCE_FOREIGN, /* not one of ours at all */
	REFERENCE_OLDER,   /* another schema */
	REFERENCE_NEWER,
	REFERENCE_STATES
};

struct section {
	char *id, *text; /* whole lines */
	int line;        /* of its id in the file */
};

struct reference {
	char *path;
	enum reference_state state;
	char *trouble; /* "file:line: sentence", unless it is good */
	struct provenance made;
	struct section *v; /* none unless good or edited */
	int n;
};

/* "DIR/udp/x.rec" for the base udp/x; the caller frees it. */
char *reference_path(const char *dir, const char *base);
/*
 * Read a file. NULL when there is none; also NULL, and a sentence, when it
 * cannot be read.
 */
struct reference *reference_load(const char *path, char **why);
void reference_free(struct reference *r);
/* The section of a case, or NULL. */
const struct section *reference_find(const struct reference *r, const char *id);
/* A file's whole text from n sections; the caller frees it. */
char *reference_text(const struct provenance *made, const struct section *v,
		     int n);
/* The text of a case's section; normalised before. The caller frees it. */
char *reference_recording(const struct recording *r);

#endif
