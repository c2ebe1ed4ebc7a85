/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_readdir.c: fd_readdir.
 *
 * A cookie is the number of entries before it: 1 is behind the first. The
 * kernel's own are hashes of 63 bits on most file systems, and telldir(3) of
 * a guest whose long has 32 bits would cut them. So each open folder has a
 * list of them, as far as it has been read:
 *
 *	offsets[i]   where getdents64(2) goes on behind entry i
 *
 * Files that are removed meanwhile do not move the others: the kernel's
 * offset stays right.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/errnos.h"
#include "core/host.h"
#include "preview1.h"

#define DIRENT_SIZE 24

/* As getdents64(2) returns it. */
struct entry {
	uint64_t ino;
	int64_t next;
	uint16_t size;
	uint8_t type;
	char name[];
};

/* Entries that have been read and not used. */
struct entries {
	_Alignas(8) char raw[4096];
	long n, at;
};

/* The next entry, or NULL at the end and when *error is set. */
static const struct entry *folder_next(int host, struct entries *e, int *error)
{
	const struct entry *next;

	if (e->at >= e->n) {
		e->at = 0;
		e->n = syscall(SYS_getdents64, host, e->raw, sizeof(e->raw));
		if (e->n == -1)
			*error = errno;
		if (e->n <= 0)
			return NULL;
	}
	next = (const void *)(e->raw + e->at);
	e->at += next->size;
	return next;
}

/* Behind entry i the kernel goes on there; i is at most one too many. */
static void folder_note(struct fd *f, uint64_t i, int64_t next)
{
	uint32_t n = f->noffsets;

	if (i >= n) {
		if ((n & (n - 1)) == 0) /* 0, 1, 2, 4, 8: it is full */
			f->offsets = host_realloc(f->offsets,
						  (n ? 2 * (size_t)n : 1) *
							  sizeof(next));
		f->noffsets++;
	}
	f->offsets[i] = next;
}

static int folder_go(const struct fd *f, uint64_t cookie)
{
	off_t at = cookie ? f->offsets[cookie - 1] : 0;

	return lseek(f->host, at, SEEK_SET) == -1 ? errno : 0;
}

/*
 * Go to a cookie: one that this descriptor has not had is counted from the
 * last that it has. False at the end, before it is reached, and on an error.
 */
static bool folder_seek(struct fd *f, uint64_t cookie, int *error)
{
	struct entries e = {.n = 0};
	const struct entry *next;

	if (cookie <= f->noffsets)
		return (*error = folder_go(f, cookie)) == 0;
	*error = folder_go(f, f->noffsets);
	while (!*error && f->noffsets < cookie) {
		next = folder_next(f->host, &e, error);
		if (!next)
			return false;
		folder_note(f, f->noffsets, next->next);
	}
	return !*error && (*error = folder_go(f, cookie)) == 0;
}

/* One entry at `to`, cut to room; returns how long it is when whole. */
static size_t folder_put(uint8_t *to, size_t room, const struct entry *e,
			 uint64_t cookie)
{
	uint8_t head[DIRENT_SIZE] = {0};
	size_t name = strlen(e->name);
	size_t cut = room < DIRENT_SIZE ? room : DIRENT_SIZE;

	mem_set64(head, cookie);
	mem_set64(head + 8, e->ino);
	mem_set32(head + 16, (uint32_t)name);
	head[20] = (uint8_t)fds_type_of_file((uint32_t)DTTOIF(e->type));
	memcpy(to, head, cut);
	room -= cut;
	memcpy(to + cut, e->name, room < name ? room : name);
	return DIRENT_SIZE + name;
}

/*
 * Entries from a cookie on fill the guest's buffer, the last one cut if need
 * be. Returns how much is in it, or -errno.
 */
static long folder_read(struct fd *f, uint8_t *to, size_t len, uint64_t cookie)
{
	struct entries e = {.n = 0};
	size_t used = 0;
	int error = 0;

	if (!folder_seek(f, cookie, &error))
		return -error;
	while (used < len) {
		const struct entry *next = folder_next(f->host, &e, &error);

		if (!next)
			return error ? -error : (long)used;
		folder_note(f, cookie, next->next);
		used += folder_put(to + used, len - used, next, ++cookie);
	}
	return (long)len;
}

uint32_t preview1_fd_readdir(struct sockhost *h, uint32_t fd,
			     uint32_t out_entries, uint32_t len,
			     uint64_t cookie, uint32_t out_used)
{
	uint8_t *to = mem_at(h, out_entries, len);
	struct fd *f = fds_get(h, fd);
	long used;

	if (!to || !mem_at(h, out_used, 4))
		return errnos_wasi(h, EFAULT);
	if (!f)
		return errnos_wasi(h, EBADF);
	if (fds_type(f) != FD_DIRECTORY)
		return errnos_wasi(h, ENOTDIR);
	used = folder_read(f, to, len, cookie);
	if (used < 0)
		return errnos_result(h, used);
	mem_put32(h, out_used, (uint32_t)used);
	return WASI_SUCCESS;
}
