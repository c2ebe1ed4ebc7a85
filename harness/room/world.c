/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inside.h"
#include "base/util.h"

/* --- who ------------------------------------------------------------------*/

static int text_write(int at, const char *path, const char *text)
{
	int fd = openat(at, path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -1 : 0;
}

static int map_write(int proc, const char *pid, const char *file,
		     const char *map)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", pid, file);
	return text_write(proc, path, map);
}

/*
 * A namespace in which we may mount, for who may not outside. Its only user
 * is ourselves, by the same number: nothing is gained but the rights inside.
 */
static int own_users(const struct world *w)
{
	unsigned uid = geteuid(), gid = getegid();
	char line[64];

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return -1;
	snprintf(line, sizeof(line), "0 %u 1\n", uid);
	if (map_write(w->proc, "self", "uid_map", line) < 0 ||
	    map_write(w->proc, "self", "setgroups", "deny") < 0)
		return -1;
	snprintf(line, sizeof(line), "0 %u 1\n", gid);
	return map_write(w->proc, "self", "gid_map", line);
}

/*
 * Who is who in a room, as lines of uid_map, of which the first that the
 * kernel takes is used: nobody outside is root inside; root outside, and all
 * others, are strangers with numbers that no case uses. They have to have
 * some: what belongs to a number that a namespace does not have cannot be
 * read there, whatever rights one has (capable_wrt_inode_uidgid, kernel).
 * A container may have fewer numbers, or only ourselves.
 */
static const char *const maps[] = {
	("0 65534 1\n65534 0 1\n"
	 "2147483649 1 65533\n2147549183 65535 2147400000\n"),
	"0 65534 1\n65534 0 1\n2147483649 1 65533\n",
	"0 65534 1\n65534 0 1\n",
	"0 0 1\n",
};

static int both_write(const struct world *w, const char *pid, const char *map)
{
	return map_write(w->proc, pid, "uid_map", map) < 0
		       ? -1
		       : map_write(w->proc, pid, "gid_map", map);
}

/* A map is taken as a whole or not at all: user_namespaces(7). */
int world_map(struct world *w, pid_t pid)
{
	char self[24];

	snprintf(self, sizeof(self), "%d", pid);
	while (both_write(w, self, maps[w->map]) < 0) {
		if (errno != EPERM || w->map + 1 == COUNT(maps))
			return -1;
		w->map++;
	}
	return 0;
}

/*
 * System V's memory counts for nobody who does not map it, and is no file: of
 * it there is little, shmget(2). Kernels before 5.19 let only root of the
 * machine say so, and have no limit here.
 */
static void shm_limit(const struct world *w)
{
	text_write(w->proc, "sys/kernel/shmall", WORLD_SHM_PAGES);
}

int world_enter(const struct world *w)
{
	if (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
		return -1;
	shm_limit(w);
	/* Who changes the user is not to be looked at any more, prctl(2): but
	 * the player, which is not run by exec, looks at itself. */
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/*
 * The bounding set too: a program that root runs has all that is in it
 * (execve in capabilities(7)).
 */
int world_rights_drop(void)
{
	static const int taken[] = {
		CAP_DAC_OVERRIDE, CAP_CHOWN,  CAP_FOWNER,  CAP_FSETID,
		CAP_SETUID,       CAP_SETGID, CAP_SETFCAP, CAP_MKNOD,
	};
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data) < 0)
		return -1;
	for (size_t i = 0; i < COUNT(taken); i++) {
		if (prctl(PR_CAPBSET_DROP, taken[i], 0, 0, 0) < 0)
			return -1;
		data[0].effective &= ~(1U << taken[i]);
		data[0].permitted &= ~(1U << taken[i]);
		data[0].inheritable &= ~(1U << taken[i]);
	}
	return (int)syscall(SYS_capset, &head, data);
}

/* --- what -----------------------------------------------------------------*/

static int mount_locked(const char *path, unsigned flags,
			unsigned long long set)
{
	struct mount_attr attr = {.attr_set = set};

	return mount_setattr(AT_FDCWD, path, flags, &attr, sizeof(attr));
}

static const char *const devices[] = {"null",   "zero",    "full",
				      "random", "urandom", "tty"};

struct held {
	int fd[COUNT(devices)];
};

/* Before mounts lose their devices: what is cloned now keeps its own. */
static void devices_hold(struct held *h)
{
	for (size_t i = 0; i < COUNT(devices); i++) {
		char path[32];

		snprintf(path, sizeof(path), "/dev/%s", devices[i]);
		h->fd[i] = open_tree(AT_FDCWD, path,
				     OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	}
}

/* What the machine lacks, the room lacks. */
static int devices_place(const struct held *h)
{
	for (size_t i = 0; i < COUNT(devices); i++) {
		char path[32];
		int fd;

		if (h->fd[i] < 0)
			continue;
		snprintf(path, sizeof(path), "/dev/%s", devices[i]);
		fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
		if (fd < 0 || close(fd) < 0 ||
		    move_mount(h->fd[i], "", AT_FDCWD, path,
			       MOVE_MOUNT_F_EMPTY_PATH) < 0)
			return -1;
		close(h->fd[i]);
	}
	return 0;
}

static int devices_mount(const struct held *h)
{
	static const char *const links[][2] = {
		{"/proc/self/fd", "/dev/fd"},
		{"/proc/self/fd/0", "/dev/stdin"},
		{"/proc/self/fd/1", "/dev/stdout"},
		{"/proc/self/fd/2", "/dev/stderr"},
	};

	if (mount("dev", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC,
		  "mode=755,size=64k") < 0 ||
	    mkdir("/dev/shm", 01777) < 0 || devices_place(h) < 0)
		return -1;
	for (size_t i = 0; i < COUNT(links); i++)
		if (symlink(links[i][0], links[i][1]) < 0)
			return -1;
	/* Of it alone: the devices in it stay what they are. */
	return mount_locked("/dev", 0, MOUNT_ATTR_RDONLY);
}

static bool is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/*
 * A socket can be connected to wherever it is seen, be the mount read-only:
 * those of the machine's services are not seen. What runs from there stays.
 */
static int run_cover(const struct lobby *l)
{
	static const char system[] = "/run/current-system"; /* NixOS */
	char to[512];
	ssize_t n;

	if (is_below(l->dir, "/run") || is_below(l->player, "/run") ||
	    access("/run", F_OK) < 0)
		return 0;
	n = readlink(system, to, sizeof(to) - 1);
	if (mount("run", "/run", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		  "mode=755,size=64k") < 0)
		return -1;
	to[n > 0 ? n : 0] = '\0';
	if (n > 0 && symlink(to, system) < 0)
		return -1;
	return mount_locked("/run", 0, MOUNT_ATTR_RDONLY);
}

/* What leads to programs, and is not to be hidden. */
static const char *const leading[] = {
	"PATH=",       "HOME=",       "LD_LIBRARY_PATH=",
	"LD_PRELOAD=", "PYTHONPATH=", "SOCKDIFF_",
};

static bool env_needs_tmp(void)
{
	for (char **e = environ; *e; e++)
		for (size_t i = 0; i < COUNT(leading); i++)
			if (strncmp(*e, leading[i], strlen(leading[i])) == 0 &&
			    strstr(*e, "/tmp/"))
				return true;
	return false;
}

/*
 * Rooms have an empty /tmp of their own, unless what is played is in the
 * machine's: it is then seen, read-only. (Laying one over the other would
 * take overlayfs, and twice the time of all other mounts of a room.)
 */
static bool tmp_is_free(const struct lobby *l)
{
	char here[PATH_MAX];

	return getcwd(here, sizeof(here)) && !is_below(here, "/tmp") &&
	       !is_below(l->player, "/tmp") && !env_needs_tmp();
}

/*
 * The order matters. Devices are held before they are forbidden; all is made
 * read-only before anything new is laid over it, which must be writable while
 * it is filled; what covers a folder comes last, for paths of ours may lead
 * through it.
 */
static int mounts_make(struct world *w, const struct lobby *l)
{
	struct held held;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -1;
	w->own_tmp = tmp_is_free(l);
	devices_hold(&held);
	if (mount_locked("/", AT_RECURSIVE,
			 MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV |
				 MOUNT_ATTR_NOSUID) < 0)
		return -1;
	if (devices_mount(&held) < 0 || lobby_mount_etc(l) < 0)
		return -1;
	return run_cover(l);
}

int world_make(struct world *w, const struct lobby *l)
{
	bool root = geteuid() == 0;

	/* Opened before it becomes read-only, it stays as it is: maps are
	 * written through it. */
	w->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (w->proc < 0)
		return -1;
	if (!(root && unshare(CLONE_NEWNS) == 0 && setgroups(0, NULL) == 0) &&
	    own_users(w) < 0)
		return -1;
	/* A change of user takes this away: prctl(2). */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (mounts_make(w, l) < 0)
		return -1;
	w->made = true;
	return 0;
}
