/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_rights.h: what a guest's descriptor may be used for.
 *
 *	can     what the kernel allows of the descriptor behind it, by its
 *	        type and by whether it is open for reading or writing
 *	held    what the guest asked path_open for and has not dropped since
 *	rights  both: what fd_fdstat_get returns
 *
 * A call that the kernel would allow, but for which the guest holds no right,
 * fails with notcapable. What the kernel does not allow it refuses itself,
 * with Linux's errno. As the preview1 document has it FD_SEEK implies
 * FD_TELL; and FD_SYNC implies FD_DATASYNC, since fd_sync does all of that.
 */
#ifndef SOCKHOST_PREVIEW1_RIGHTS_H
#define SOCKHOST_PREVIEW1_RIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/fds.h"

enum {
#define RIGHT(name, bit) RIGHT_##name = 1 << (bit),
#include "preview1_rights.def"
#undef RIGHT
};

/* What a function needs, see preview1_rights.def. */
struct rights_need {
	int param[2];
	uint64_t rights[2];
};

/*
 * The rights of a descriptor whose F_GETFL is `flags`, and of those that are
 * opened through it.
 */
uint64_t rights_base(struct fd *f, int flags);
uint64_t rights_inheriting(struct fd *f);
/* Are these held, as far as the kernel would allow them at all? */
bool rights_held(struct fd *f, uint64_t rights);
/* May a descriptor with these be opened through this folder? */
bool rights_inherit(struct fd *dir, uint64_t base, uint64_t inheriting);
/* Of one that was just opened: it holds these and no others. */
void rights_hold(struct fd *f, uint64_t base, uint64_t inheriting);
/*
 * May the function be called with these arguments? A descriptor that is not
 * open is for the kernel to refuse.
 */
bool rights_suffice(struct sockhost *h, const struct rights_need *need,
		    const uint64_t *v);

#endif
