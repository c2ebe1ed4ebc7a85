/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recording.h: what one play of a case left behind.
 *
 * As text (recording_print, `sockdiff show`), a step looks like this:
 *
 *	3 recv {fd: s, len: 4, flags: MSG_TRUNC}           the step
 *	  = 10 data="0123"                                 layer 1, the answer
 *	  | recvfrom(s, "0123", 4, MSG_TRUNC) = 10         layer 2, the calls
 *
 * and before the first one what the guest was given at its start, a line
 * each: given l {listen: 127.0.0.1:7000}.
 *
 * Layer 1 is the answer's fields, in the order of ops.def, made readable.
 * Layer 2 is the system calls of the step's actor between the step's command
 * and its answer, with descriptors under their case names.
 *
 * A recording owns everything in it; its case must outlive it.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include "case/case.h"
#include "base/util.h"

/* One field of an answer: ret, errno, data, addr, ... */
struct field {
	char *key, *value;
};

/* One argument of a system call, readable; key names it for the diff. */
struct call_arg {
	const char *key;
	char *value;
};
#define CALL_ARGS_MAX 10

struct call {
	const char *name;      /* recvmsg; "syscall_999" when not in the table,
				   "..." for those beyond STEP_CALLS_MAX */
	enum call_class calls; /* CALL_NONE: shown, never judged */
	char *fd;              /* case name of its descriptor, or NULL */
	struct call_arg args[CALL_ARGS_MAX]; /* fd is not among them */
	int nargs;
	long ret;        /* valid unless unfinished */
	const char *err; /* errno's name, or NULL */
	char *made;      /* name of a descriptor that it made, or NULL */
	bool unfinished; /* was still in the kernel when the play ended */
	bool injected;   /* its answer was replaced */
	bool own;        /* on a descriptor of the host's own */
	bool unfollowed; /* what it did was not seen */
};

/*
 * Was the caller seen waiting in the kernel? One look tells of a step that is
 * said to wait; of others it takes PLAY_ASLEEP_MS, and a timeout of their own.
 */
enum wait_seen { WAIT_NOT, WAIT_SEEN };

enum step_state {
	STEP_NOT_REACHED,
	STEP_SENT, /* no answer came */
	STEP_ANSWERED,
	STEP_INEXPRESSIBLE /* the field "inexpressible" says why */
};

#define STEP_CALLS_MAX 1000 /* more are not recorded */

/* Whose lack it is that a case is inexpressible: recording/unsaid.def. */
enum unsaid_by {
#define UNSAID(id, name, title) UNSAID_##id,
#include "unsaid.def"
#undef UNSAID
	UNSAID_COUNT
};
extern const struct unsaid_kind {
	const char *name, *title;
} unsaid_kinds[UNSAID_COUNT];

struct step_record {
	enum step_state state;
	struct field *fields;
	int nfields;
	enum wait_seen wait;
	char *raw;         /* what the host literally wrote, or NULL */
	bool later;        /* the host was not yet asked for all of it */
	bool always;       /* inexpressible, whatever its arguments are */
	enum unsaid_by by; /* inexpressible for that lack */
	/*
	 * Not all was seen that it asked of the kernel, a call of it says so:
	 * layer 2 of the step is shown and not judged.
	 */
	bool silent;
	struct call *calls;
	int ncalls;
};

/* How a play ended. */
enum play_end {
	END_OK,
	END_INEXPRESSIBLE,
	END_CRASHED, /* an actor died: step `at` was unanswered */
	END_HUNG,    /* step `at` was never answered */
	END_BROKEN,  /* our side: see why */
	END_COUNT
};

/* Did the host get as far as to run its guest? */
enum host_start {
	START_UNTRIED, /* it was not run, or not for its own fault */
	START_FAILED,  /* it ended, or hung, before its guest said a word */
	START_DONE
};

struct recording {
	const struct tcase *tcase;
	struct step_record *steps; /* tcase->nsteps of them */
	enum play_end end;
	int at;            /* index of the step where it ended, if not END_OK */
	char *why;         /* a sentence, if not END_OK */
	enum unsaid_by by; /* of END_INEXPRESSIBLE */
	char **packets; /* layer 3: a line each, flow by flow; see packets.h */
	int npackets;
	bool wire;       /* packets were captured at all */
	int pcap;        /* a file without a name, of those packets; or -1 */
	char *left_open; /* sockets that the guest still has at the end */
	unsigned
		quirks; /* bits of enum quirk (host.h) that it was helped with */
	enum host_start start;
	char *noise;        /* what the guest actor printed besides, cut */
	long long us;       /* how long it took; never compared, never stored */
	long long start_us; /* of that, until the guest spoke; 0: it did not */
};

struct recording *recording_new(const struct tcase *t);
void recording_free(struct recording *r);
/* Make `to` what `from` is; what was in it is freed. */
void step_record_copy(struct step_record *to, const struct step_record *from);
/* Free what a call owns. */
void call_clear(struct call *c);
/* Set an argument, whose value it takes over; look one up, or NULL. */
void call_arg_set(struct call *c, const char *key, char *value);
const char *call_arg_get(const struct call *c, const char *key);
const char *record_field(const struct step_record *s, const char *key);
/* Did the call return -1? */
bool record_failed(const struct step_record *s);
void record_set(struct step_record *s, const char *key, const char *fmt, ...)
	PRINTF(3, 4);

/*
 * One line each, without newline, appended to b, fit for a terminal:
 *	= 10 data="0123" addr=127.0.0.1:7000
 *	= -1 ECONNREFUSED (waited)
 *	recvfrom(s, "0123", 4, MSG_TRUNC) = 10
 *	syscall_102() = 5 (not followed)
 *	hung at step 3: no answer within 5 s
 * Values are shown as they are; data comes with its quotes already.
 */
void answer_text(struct buf *b, const struct step_record *s);
void call_text(struct buf *b, const struct call *c);
void end_text(struct buf *b, const struct recording *r);
/* The whole recording as in the drawing above. */
void recording_print(struct buf *b, const struct recording *r);

#endif
