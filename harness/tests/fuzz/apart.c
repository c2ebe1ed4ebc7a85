/* SPDX-License-Identifier: Apache-2.0 */
#include "apart.h"

#include <err.h>
#include <fcntl.h>
#include <ftw.h>
#include <mntent.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NOT_HERE 69 /* 77 is libFuzzer's own */

static void must(int r, const char *what)
{
	if (r == -1)
		err(NOT_HERE, "%s", what);
}

static void write_line(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	must(fd, path);
	must((int)write(fd, text, strlen(text)), path);
	close(fd);
}

static void be_root(uid_t uid, gid_t gid)
{
	char map[32];

	write_line("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", uid);
	write_line("/proc/self/uid_map", map);
	snprintf(map, sizeof(map), "0 %u 1", gid);
	write_line("/proc/self/gid_map", map);
}

static void lo_up(void)
{
	struct ifreq r = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(fd, "socket");
	must(ioctl(fd, SIOCSIFFLAGS, &r), "lo");
	close(fd);
}

/* What a mount is already must be said again. */
static unsigned long mount_flags(const char *path)
{
	static const unsigned long flags[][2] = {
		{ST_NOSUID, MS_NOSUID},         {ST_NODEV, MS_NODEV},
		{ST_NOEXEC, MS_NOEXEC},         {ST_NOATIME, MS_NOATIME},
		{ST_NODIRATIME, MS_NODIRATIME}, {ST_RELATIME, MS_RELATIME}};
	struct statvfs st;
	unsigned long f = 0;

	if (statvfs(path, &st) == -1)
		return 0;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (st.f_flag & flags[i][0])
			f |= flags[i][1];
	return f;
}

/* All mounts but that of `here`; some are not ours to change. */
static void read_only(const char *here)
{
	FILE *f = setmntent("/proc/self/mounts", "r");
	struct mntent *m;

	must(f ? 0 : -1, "/proc/self/mounts");
	while ((m = getmntent(f)))
		if (strcmp(m->mnt_dir, here) != 0)
			mount(NULL, m->mnt_dir, NULL,
			      MS_REMOUNT | MS_BIND | MS_RDONLY |
				      mount_flags(m->mnt_dir),
			      NULL);
	endmntent(f);
}

void apart(void)
{
	char here[4096];
	uid_t uid = geteuid();
	gid_t gid = getegid();

	must(getcwd(here, sizeof(here)) ? 0 : -1, "getcwd");
	mkdir("work", 0700);
	must(unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC),
	     "no namespaces of its own");
	be_root(uid, gid);
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "/");
	must(mount(here, here, NULL, MS_BIND, NULL), here);
	read_only(here);
	must(chdir(here), here);
	must(mount("tmpfs", "work", "tmpfs", MS_NOSUID | MS_NODEV,
		   "size=8m,nr_inodes=512"),
	     "work");
	must(chdir("work"), "work");
	lo_up();
	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
}

static int remove_one(const char *path, const struct stat *st, int flag,
		      struct FTW *ftw)
{
	(void)st;
	if (ftw->level > 0 && flag == FTW_DP)
		rmdir(path);
	else if (ftw->level > 0)
		unlink(path);
	return 0;
}

void apart_sweep(void)
{
	nftw(".", remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
