/* SPDX-License-Identifier: Apache-2.0 */
#include "preview1_rights.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/host.h"

#define ANY                                                  \
	(RIGHT_FD_FDSTAT_SET_FLAGS | RIGHT_FD_FILESTAT_GET | \
	 RIGHT_POLL_FD_READWRITE)
#define STREAM (ANY | RIGHT_FD_READ | RIGHT_FD_WRITE)
#define STORED                                                       \
	(ANY | RIGHT_FD_SYNC | RIGHT_FD_DATASYNC | RIGHT_FD_ADVISE | \
	 RIGHT_FD_FILESTAT_SET_TIMES)
#define POSITION (RIGHT_FD_SEEK | RIGHT_FD_TELL)

#define FILE_RIGHTS                                           \
	(STORED | POSITION | RIGHT_FD_READ | RIGHT_FD_WRITE | \
	 RIGHT_FD_ALLOCATE | RIGHT_FD_FILESTAT_SET_SIZE)
#define FOLDER_RIGHTS                                                     \
	(STORED | RIGHT_FD_READDIR | RIGHT_PATH_CREATE_DIRECTORY |        \
	 RIGHT_PATH_CREATE_FILE | RIGHT_PATH_LINK_SOURCE |                \
	 RIGHT_PATH_LINK_TARGET | RIGHT_PATH_OPEN | RIGHT_PATH_READLINK | \
	 RIGHT_PATH_RENAME_SOURCE | RIGHT_PATH_RENAME_TARGET |            \
	 RIGHT_PATH_FILESTAT_GET | RIGHT_PATH_FILESTAT_SET_SIZE |         \
	 RIGHT_PATH_FILESTAT_SET_TIMES | RIGHT_PATH_SYMLINK |             \
	 RIGHT_PATH_REMOVE_DIRECTORY | RIGHT_PATH_UNLINK_FILE)
#define SOCKET_RIGHTS (STREAM | RIGHT_SOCK_SHUTDOWN | RIGHT_SOCK_ACCEPT)

/* By filetype: its own, and what can be opened or accepted through it. */
static const struct {
	uint64_t base, inheriting;
} rights_of[] = {
	[FD_UNKNOWN] = {STREAM | RIGHT_FD_FILESTAT_SET_TIMES, 0}, /* pipes */
	[FD_BLOCK_DEVICE] = {FILE_RIGHTS, 0},
	[FD_CHARACTER_DEVICE] = {STREAM | STORED | POSITION, 0},
	[FD_DIRECTORY] = {FOLDER_RIGHTS, FOLDER_RIGHTS | FILE_RIGHTS},
	[FD_REGULAR_FILE] = {FILE_RIGHTS, 0},
	[FD_SOCKET_DGRAM] = {SOCKET_RIGHTS, 0},
	[FD_SOCKET_STREAM] = {SOCKET_RIGHTS, SOCKET_RIGHTS},
	[FD_SYMBOLIC_LINK] = {0, 0}, /* cannot be open */
};

/* What the open mode rules out. */
static uint64_t rights_closed(int flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return RIGHT_FD_WRITE | RIGHT_FD_ALLOCATE |
		       RIGHT_FD_FILESTAT_SET_SIZE;
	case O_WRONLY:
		return RIGHT_FD_READ;
	}
	return 0;
}

/* A terminal has no position, /dev/null has one: the kernel knows. */
static uint64_t rights_can(struct fd *f, int flags)
{
	uint64_t can = rights_of[fds_type(f)].base & ~rights_closed(flags);

	if ((can & POSITION) && lseek(f->host, 0, SEEK_CUR) == -1)
		can &= ~(uint64_t)POSITION;
	return can;
}

uint64_t rights_base(struct fd *f, int flags)
{
	return rights_can(f, flags) & ~f->denied;
}

uint64_t rights_inheriting(struct fd *f)
{
	return rights_of[fds_type(f)].inheriting & ~f->denied_inheriting;
}

bool rights_held(struct fd *f, uint64_t rights)
{
	uint64_t lacks = f->denied;

	if (!(lacks & RIGHT_FD_SEEK))
		lacks &= ~(uint64_t)RIGHT_FD_TELL;
	if (!(lacks & RIGHT_FD_SYNC))
		lacks &= ~(uint64_t)RIGHT_FD_DATASYNC;
	return !(rights & lacks) ||
	       !(rights & lacks & rights_can(f, fcntl(f->host, F_GETFL)));
}

bool rights_inherit(struct fd *dir, uint64_t base, uint64_t inheriting)
{
	return !((base | inheriting) & dir->denied_inheriting &
		 rights_of[FD_DIRECTORY].inheriting);
}

void rights_hold(struct fd *f, uint64_t base, uint64_t inheriting)
{
	f->denied = ~base;
	f->denied_inheriting = ~inheriting;
}

bool rights_suffice(struct sockhost *h, const struct rights_need *need,
		    const uint64_t *v)
{
	for (int i = 0; i < 2; i++) {
		struct fd *f = need->rights[i]
				       ? fds_get(h, (uint32_t)v[need->param[i]])
				       : NULL;

		if (f && !rights_held(f, need->rights[i]))
			return false;
	}
	return true;
}
