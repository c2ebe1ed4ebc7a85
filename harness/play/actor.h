/* SPDX-License-Identifier: Apache-2.0 */
/*
 * actor.h: the harness's side of one actor's pipes.
 *
 * Commands go in, lines come out; see ../guests/wire.h. What an actor prints
 * that is no answer is noise: its first and last words are kept, its amount is
 * limited.
 */
#ifndef ACTOR_H
#define ACTOR_H

#include "guests/lang/wire.h"
#include "room/room.h"
#include "base/util.h"

#define ACTOR_NOISE_KEPT 2048 /* bytes of last words */
/* Bytes of each end that are shown: a stack trace has its reason at the head. */
#define ACTOR_FIRST_WORDS 1000
#define ACTOR_WORDS 300
#define ACTOR_OUTPUT_MAX (16 << 20) /* bytes that one play may print */

struct actor {
	const char *name;
	struct ends ends;
	struct buf out;   /* lines not yet taken, behind those that were */
	size_t taken;     /* bytes of the latter */
	struct buf first; /* noise: how it began */
	struct buf noise; /* its last words, or all of it */
	bool cut;         /* the former is no longer in the latter */
	size_t printed;   /* bytes, all in all */
	bool out_closed, err_closed;
	struct buf unsent; /* of a command that did not fit into the pipe */
	bool is_program;   /* out is its output, not answers */
	int pending;       /* step that was sent and not answered, or -1 */
};

void actor_init(struct actor *a, const char *name, const struct ends *ends);
void actor_free(struct actor *a);

/* Send a command (a whole line with its newline). */
void actor_send(struct actor *a, const char *line, size_t len);
/* Go on with what did not fit. */
void actor_flush(struct actor *a);
/* Has the actor taken everything that was sent? */
bool actor_took_all(const struct actor *a);

/* Send this, and then the end of the stream. */
void actor_send_all(struct actor *a, const char *text);

/* Read what there is on stdout and stderr, without waiting. */
void actor_read(struct actor *a);
/*
 * Take the next answer out of what was read: 1 with the line cut into fields
 * (they live until the next call), 0 when there is none yet. An answer that
 * cannot be read is noise.
 */
int actor_answer(struct actor *a, struct wire_line *w, char **line);

/*
 * The noise as one line for a sentence, or NULL: all of it, or its first and
 * last words with " ... " between them. The caller frees it.
 */
char *actor_words(const struct actor *a);

#endif
