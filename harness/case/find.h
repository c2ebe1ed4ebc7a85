/* SPDX-License-Identifier: Apache-2.0 */
/*
 * find.h: which files a selection means.
 *
 * The id of a file's cases is its path below the last folder called cases,
 * without .yaml: cases/udp/x.yaml is udp/x wherever that cases/ lies. For a
 * file elsewhere it is the last folder and the name: /tmp/foo/x.yaml is foo/x.
 */
#ifndef CASE_FIND_H
#define CASE_FIND_H

#include "case.h"

#define CASE_ROOT "cases"
/*
 * In the root: a line "OLD NEW" for each id, without variant, that a case had
 * in the last release and has no longer.
 */
#define CASE_RENAMED "RENAMED"

struct case_path {
	char *path;     /* as given or found */
	char *base;     /* the id without variant */
	bool all;       /* all variants are wanted, else only those named */
	char **variant; /* "[AF_INET]" */
	int nvariants;
};

struct case_paths {
	struct case_path *v;
	int n;
};

/*
 * The files of a selection's `what`, each once, sorted by base. Returns -1
 * and a sentence when something of it is not there.
 */
int case_find(const struct selection *sel, struct case_paths *p, char **why);
/*
 * What to write to select one case again: its id if that leads to its file,
 * else the file and the variant. The caller frees it.
 */
char *case_name(const char *file, const char *id);
/*
 * The id, without variant, that a case has now, for an id, glob or file that
 * named it in the last release (CASE_RENAMED); NULL for all others. The caller
 * frees it.
 */
char *case_renamed(const char *what);
/*
 * A file's name as results have it, the same from whatever folder the program
 * is run: "cases/udp/x.yaml" when it is below the folder of cases here, or below
 * the installed one and none here has that name; else as it was given. The
 * caller frees it.
 */
char *case_shown(const char *path);
void case_paths_free(struct case_paths *p);

#endif
