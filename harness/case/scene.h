/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scene.h: what the steps of a case so far have made, while it is read.
 *
 * Descriptors belong to the actor that made them, by the name that its step
 * gave them. An address `of:s` can be used once an actor has asked
 * getsockname of s. Ports are those that the case writes itself.
 */
#ifndef SCENE_H
#define SCENE_H

#include "case.h"
#include "base/util.h"

/* As many names and letters as a player keeps, guests/player/fds.h. */
#define SCENE_FDS_MAX 512
#define SCENE_NAME_MAX 63

struct scene_fd {
	int actor;
	char *name;
	int line;  /* of the step that made it */
	bool told; /* its actor has asked getsockname of it */
};

struct scene {
	struct tcase *t; /* its actors and ports grow as they are named */
	struct scene_fd *fds;
	int n;
	/*
	 * Some step was not understood: what it made is not known, so that
	 * an unknown descriptor is no mistake of its own.
	 */
	bool unsure;
};

void scene_free(struct scene *s);
/* The actor of that name, made when it is new; -1 and a sentence. */
int scene_actor(struct scene *s, const char *name, char **why);
/* A new descriptor; -1 and a sentence when the actor has one of that name. */
int scene_make(struct scene *s, int actor, const char *name, int line,
	       char **why);
/* Is there one? Otherwise -1 and a sentence. */
int scene_need(const struct scene *s, int actor, const char *name, char **why);
/* An actor has asked getsockname of it. */
void scene_tell(struct scene *s, int actor, const char *name);
/*
 * Whose address is meant by "s" or "peer.s", seen from nobody: appends
 * "of:peer.s", or says why not.
 */
int scene_told(const struct scene *s, const char *name, struct buf *wire,
	       char **why);
/* A port that the case names. */
void scene_port(struct scene *s, int port);

#endif
