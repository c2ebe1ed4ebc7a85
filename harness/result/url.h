/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url.h: from one file to another, as a page links them.
 */
#ifndef RESULT_URL_H
#define RESULT_URL_H

/*
 * The way from the folder of one file to the folder of another one:
 * "../reports/wazero/", "" for the same. NULL as the first is the current
 * folder. A folder that is not there ends in its absolute or given path. The
 * caller frees it; it is no URL yet.
 */
char *link_between(const char *file, const char *other);

#endif
