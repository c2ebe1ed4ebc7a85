/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tmp.h: temporary folders that never stay, however their process ended.
 *
 *	/tmp/sockdiff.x8Kd2Q/
 *	  lock             locked (fcntl(2), F_SETLK) while its owner lives
 *	  ...              whatever the owner puts there
 *
 * The kernel drops the lock when the owner ends, even by SIGKILL, and it
 * counts in every pid namespace that shares the folder. So a folder whose lock
 * is free has no owner, and the next run removes it.
 */
#ifndef TMP_H
#define TMP_H

#include <stdbool.h>

/* Zeroed is none. It must stay where it is: the live ones are in a list. */
struct tmp {
	char *dir; /* absolute if $TMPDIR is; mode 0755 */
	int lock;
	struct tmp *next;
};

/* A new folder in $TMPDIR, or /tmp. -1 and a sentence. */
int tmp_make(struct tmp *t, char **why);
/* Remove it with all that is in it. Only its owner does: a fork must not. */
void tmp_remove(struct tmp *t);
/* Remove those of this user in $TMPDIR whose owners have ended. */
void tmp_sweep(void);

/*
 * Remove a folder with all that is in it, or a file. No symbolic link is
 * followed and no mount is crossed; what cannot be removed stays.
 */
void tree_remove(const char *path);
/*
 * Lock a whole file for writing until the descriptor is closed or this
 * process, and no other, ends. False when another process has it; its pid is
 * then in *holder (unless that is NULL).
 */
bool file_lock(int fd, int *holder);

#endif
