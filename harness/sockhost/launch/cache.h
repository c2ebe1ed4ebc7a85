/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cache.h: guests that have been compiled, by what they were made of.
 *
 *	DIR/<key>.h <key>.o   a module, translated: by a key of the module, the
 *	                      compiler's flags and the tools
 *	DIR/<key>             a program, ready to run: by a key of all of the
 *	                      kit besides
 *	DIR/<key>.XXXXXX/     where one is being made, by one process
 *
 * Keys are SHA-256. Translating is what takes long, and a new sockhost does
 * not ask for it. Files are made in a folder of their own and renamed, so
 * that they are there whole or not at all; two processes that make the same
 * do so for nothing and disturb nobody. A maker holds a lock on its folder.
 * One that nobody holds is left over from a maker that was killed, and the
 * next one removes it.
 */
#ifndef LAUNCH_CACHE_H
#define LAUNCH_CACHE_H

#include <stdint.h>
#include <stddef.h>

#define CACHE_KEY 65 /* hex digits and NUL */

/* The folder when the user names none: a text of the caller's. */
char *cache_default(char **why);
/* Make it, and those above it; its name becomes absolute. */
int cache_open(char **dir, char **why);

struct cache_keys {
	char module[CACHE_KEY], program[CACHE_KEY];
};
int cache_keys(struct cache_keys *k, const char *kit, const uint8_t *module,
	       size_t n, char **why);

/* A file of the cache, a text of the caller's. */
char *cache_path(const char *dir, const char *key, const char *suffix);

/* A folder to make files in, and its lock; NULL and a sentence. */
char *cache_begin(const char *dir, const char *key, int *lock, char **why);
/* A file of that folder is done: put it at a path of the cache. */
int cache_put(const char *work, const char *file, const char *path, char **why);
/* Remove the folder and free its name. */
void cache_end(char *work, int lock);

#endif
