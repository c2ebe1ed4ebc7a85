/* SPDX-License-Identifier: Apache-2.0 */
#include "folders.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/util.h"

#define TMP "/tmp"
/* Of the files of all three; the inodes of a tmpfs are memory too. */
#define OPTIONS "mode=755,size=" ROOM_FOLDER_BYTES ",nr_inodes=16384"

static bool covered; /* is there a /tmp of the room's own? */

static bool is_in_tmp(const char *path)
{
	return strncmp(path, TMP "/", strlen(TMP "/")) == 0;
}

/* Put what is held at fd where actors are, and go there. */
static int here_place(const struct lobby *l, int fd)
{
	if (move_mount(fd, "", AT_FDCWD, l->room, MOVE_MOUNT_F_EMPTY_PATH) < 0)
		return -1;
	close(fd);
	return chdir(l->room);
}

/* What covers /tmp covers the way to the lobby, if that is in it. */
static int tmp_cover(const struct lobby *l)
{
	char *why = NULL; /* the caller says what was done, and errno why */

	if (mount("tmp", TMP, NULL, MS_BIND, NULL) < 0)
		return -1;
	covered = true;
	if (!is_in_tmp(l->room))
		return 0;
	return dir_make(l->dir, &why) < 0 || mkdir(l->room, 0755) < 0 ? -1 : 0;
}

/* `here` is held while the rest is laid out, and placed last: on top of all
 * that may cover the way to it. */
int room_folders_mount(const struct lobby *l, const struct world *w)
{
	int here;

	umask(0);
	if (mount("room", l->room, "tmpfs", MS_NOSUID | MS_NODEV, OPTIONS) <
		    0 ||
	    chdir(l->room) < 0 || mkdir("here", 0755) < 0 ||
	    mkdir("shm", 01777) < 0 || mkdir("tmp", 01777) < 0)
		return -1;
	umask(022);
	here = open_tree(AT_FDCWD, "here", OPEN_TREE_CLONE);
	if (here < 0 || mount("shm", "/dev/shm", NULL, MS_BIND, NULL) < 0 ||
	    (w->own_tmp && tmp_cover(l) < 0))
		return -1;
	if (setenv("TMPDIR", covered ? TMP : "/dev/shm", 1) < 0)
		return -1;
	return here_place(l, here);
}

/*
 * The words of a plan, as one text of many; not those that name the lobby.
 * What the program itself is called may be in /tmp too, by a relative path:
 * such words were made absolute before, see host_word().
 */
static bool names_tmp(const struct lobby *l, const char *plan, size_t len)
{
	const char *end = plan + len, *at = plan;

	while ((at = memmem(at, (size_t)(end - at), TMP "/",
			    strlen(TMP "/")))) {
		if (strncmp(at, l->dir, strlen(l->dir)) != 0)
			return true;
		at++;
	}
	return false;
}

/* Taking /tmp away takes `here` away, if the lobby is in it. Then it is held
 * once more, and put where it was in the machine's. */
void room_folders_fit(const struct lobby *l, const char *plan, size_t len)
{
	int here;

	if (!covered || !names_tmp(l, plan, len))
		return;
	here = open_tree(AT_FDCWD, ".", OPEN_TREE_CLONE);
	covered = umount2(TMP, MNT_DETACH) < 0;
	setenv("TMPDIR", "/dev/shm", 1);
	if (is_in_tmp(l->room))
		here_place(l, here);
	else
		close(here);
}
