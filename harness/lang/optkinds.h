/* SPDX-License-Identifier: Apache-2.0 */
/*
 * optkinds.h: the shapes of socket options' values, from optkinds.def.
 *
 *	SO_LINGER   kind LINGER, fields I32 onoff, I32 linger
 *	SO_TYPE     kind INT, one field without a name
 *
 * A value has three forms: the bytes that the kernel sees, prefix:FIELD:FIELD
 * on the wire (wire.h), and {name: FIELD, name: FIELD} for people.
 */
#ifndef OPTKINDS_H
#define OPTKINDS_H

#include "tables.h"
#include "base/util.h"

enum opt_field {
	OPTFIELD_END, /* ends the fields of a kind */
#define OPTFIELD(type, bytes) OPTFIELD_##type,
#include "guests/lang/optkinds.def"
	OPTFIELD_COUNT
};

/* As many as the largest struct has numbers, and the end. */
#define OPTKIND_FIELDS 10

struct optkind {
	const char *name;    /* LINGER */
	const char *prefix;  /* on the wire */
	const char *example; /* as a case writes it */
	struct optkind_field {
		enum opt_field type;
		const char *name; /* "": it is the whole value */
	} fields[OPTKIND_FIELDS];
};
extern const struct optkind optkinds[OPT_KIND_COUNT];

/* By what stands before the colon on the wire; NULL if there is none. */
const struct optkind *optkind_find(const char *wire);
/* Is a value of it a mapping of named fields? */
bool optkind_is_record(const struct optkind *k);
/*
 * Append the form for people, from bytes; false, and nothing, if there are
 * not as many as the kind has.
 */
bool optkind_bytes(struct buf *b, const struct optkind *k,
		   const unsigned char *bytes, size_t len);
/*
 * The same from the words behind the prefix. A word that is not of the form
 * of its field, as a hostile player writes it, is shown as it is.
 */
void optkind_words(struct buf *b, const struct optkind *k, const char *words);

#endif
