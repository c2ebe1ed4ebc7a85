/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1.h: WASI preview1, all of it. Other ABIs stand on it, for close,
 * read, write, poll and files, and share its numbers.
 */
#ifndef SOCKHOST_PREVIEW1_H
#define SOCKHOST_PREVIEW1_H

#include <sys/stat.h>
#include <time.h>

#include "core/fn.h"
#include "sockhost.h"

#define FN(result, name, n, ...) \
	uint32_t preview1_##name(struct sockhost *h FN_PARAMS_##n(__VA_ARGS__));
#include "preview1.def"
#undef FN

/* fdflags */
#define FDFLAG_APPEND 0x1
#define FDFLAG_DSYNC 0x2
#define FDFLAG_NONBLOCK 0x4
#define FDFLAG_RSYNC 0x8
#define FDFLAG_SYNC 0x10
#define FDFLAGS_ALL 0x1f

#define FILESTAT_SIZE 64

/* Linux's open flags of fdflags. */
int preview1_open_flags(uint32_t fdflags);
/* filestat at out, which has been checked. */
void preview1_put_filestat(struct sockhost *h, uint32_t out,
			   const struct stat *st);
/* fstflags and times as utimensat(2) takes them; 0 or -EINVAL. */
int preview1_times(struct timespec ts[2], uint64_t atim, uint64_t mtim,
		   uint32_t flags);
struct timespec preview1_timespec(uint64_t ns);
uint64_t preview1_ns(const struct timespec *ts);
/* Linux's clock of a clockid, or -1. */
int preview1_clock(uint32_t id);

#endif
