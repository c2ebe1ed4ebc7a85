/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tools.h: the programs that make a guest ready to run, and how they are run.
 */
#ifndef LAUNCH_TOOLS_H
#define LAUNCH_TOOLS_H

#include <stddef.h>
#include <stdint.h>

/* Their names, ended by NULL. */
extern const char *const tools_needed[];

/* Where execvp(3) finds it, a text of the caller's; or NULL. */
char *tools_find(const char *name);

/* A whole file, with a NUL behind it that does not count; or NULL. */
uint8_t *tools_read(const char *path, size_t *n, char **why);

/*
 * In the folder `work`: guest.w2c.h and guest.w2c.o of the module, with the
 * kit's flags.
 */
int tools_translate(const char *work, const char *kit, const uint8_t *module,
		    size_t n, char **why);
/* In `work`: `program` of a translated module's two files. */
int tools_link(const char *work, const char *kit, const char *header,
	       const char *object, char **why);

#endif
