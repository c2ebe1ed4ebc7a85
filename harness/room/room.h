/* SPDX-License-Identifier: Apache-2.0 */
/*
 * room.h: the room in which one play happens.
 *
 * A room is a process of our own, the first of a new pid namespace, in new
 * user, network, mount, ipc and uts namespaces: loopback is up, perhaps with a link
 * to a second host, an empty folder is mounted and entered, the files of name
 * resolution are the run's own. That process does nothing but start actors
 * when asked to, and everything in the room dies with it.
 *
 *	worker                          room (pid 1 inside)
 *	  room_new      --- maker.h --->  namespaces, lo, folder
 *	  room_ready   <---- "ready" ---
 *	  room_spawn    ---- plan, pipes -> fork, limits, filter, run
 *	  room_packets  ---- a file --->  packets so far, what went wrong
 *	  room_kill     ---- SIGKILL ->   all of it ends
 *
 * Making a room needs no privilege where user namespaces are allowed. As the
 * worker is its parent, it may trace everything inside.
 * Sources: user_namespaces(7), network_namespaces(7), pid_namespaces(7).
 */
#ifndef ROOM_ROOM_H
#define ROOM_ROOM_H

#include <linux/filter.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/tmp.h"
#include "lang/nets.h"
#include "recording/recording.h"

#define ROOM_FILES 256          /* descriptors that an actor may have */
#define ROOM_FOLDER_BYTES "64m" /* what fits into the room's folder */
#define ROOM_PROCESSES 128      /* processes and threads in a room */
#define ROOM_ARGS 64            /* words of a command line */

/* What all rooms of a run share; made once, removed at the end. */
struct lobby {
	struct tmp tmp;
	char *dir;                /* a temporary folder, tmp's, with: */
	char *room;               /* the place where folders are mounted */
	char *player;             /* the native one, see room.h */
	struct sock_fprog filter; /* what the native player is traced for */
	struct sock_fprog early;  /* what others are, as they begin */
	uid_t uid;                /* who we are outside of the rooms */
	gid_t gid;
	int capture_bytes; /* a capture's buffer; see capture.h */
};
/* It must stay where it is until it is closed: tmp.h. */
int lobby_open(struct lobby *l, char **why);
/* Remove the files. Safe on a zeroed lobby. */
void lobby_close(struct lobby *l);

/* One end of an actor: its pipes, as the harness sees them. */
struct ends {
	int in;  /* written to: the actor's stdin */
	int out; /* read: its stdout */
	int err; /* read: its stderr */
};

/* What a room has beside that which all have. */
struct room_kind {
	bool captures; /* its packets are captured */
	enum net_id net;
};

struct room {
	pid_t pid;   /* its first process, in our pid namespace */
	int control; /* socket to it */
	struct room_kind kind;
};

/* Begin to make a room; does not wait for it. */
struct room *room_new(const struct lobby *l, struct room_kind kind, char **why);
/* Wait until it is made, or say why it cannot be. */
int room_ready(struct room *r, char **why);
/*
 * Start n actors, argv[i] each, in order, on the second host where far[i]
 * (NULL: nobody is); fills ends[i]. files[i] (NULL, or -1: no such file) is an
 * open file that takes the place of stderr; ends[i].err is -1 then. The tracer
 * must have seized the room's process before, and sees its forks in the same
 * order.
 */
int room_spawn(struct room *r, int n, char *const *const *argv, const bool *far,
	       const int *files, struct ends *ends, char **why);
/*
 * All packets since the room was made, as the recording's layer 3 and as its
 * pcap file. -1 and a sentence when the capture is not whole; the file then
 * has what there is. While the room works on it, turn(ctx) is called again and
 * again: the room's process may be stopped for its tracer.
 */
int room_packets(struct room *r, struct recording *rec, void (*turn)(void *ctx),
		 void *ctx, char **why);
/*
 * End everything in it. The processes are dead on return but not reaped: the
 * tracer does that (trace_reap).
 */
void room_kill(struct room *r);
/* One that was never played in: no tracer reaps it. */
void room_drop(struct room *r);
void room_free(struct room *r);

#endif
