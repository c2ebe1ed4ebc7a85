/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paths.h: where sockdiff's own files are: in the tree that it was built in,
 * or below the prefix that it was installed to.
 *
 *	build tree            installed
 *	build/sockdiff        PREFIX/bin/sockdiff
 *	build/                PREFIX/lib/sockdiff/           players, sockhost
 *	harness/hosts/        PREFIX/share/sockdiff/hosts/   manifests
 *	cases/                PREFIX/share/sockdiff/cases/
 *	reference/            PREFIX/share/sockdiff/reference/
 */
#ifndef PATHS_H
#define PATHS_H

/* Each is found once and lives as long as the program. */
const char *path_build(void);
const char *path_hosts(void);
const char *path_cases(void);
/* "reference" where the current folder has cases/, beside its own. */
const char *path_reference(void);

#endif
