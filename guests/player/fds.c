/* SPDX-License-Identifier: Apache-2.0 */
#include "fds.h"

#include <stddef.h>
#include <string.h>

#include "spell.h"

static struct fds_row {
	char name[FDS_NAME];
	int fd;
	int family;
} fds_rows[FDS_MOST] = {
	{"stdin", 0, -1},
	{"stdout", 1, -1},
	{"stderr", 2, -1},
};
static int fds_n = 3;

static struct fds_row *fds_row(const char *name)
{
	for (int i = 0; i < fds_n; i++)
		if (strcmp(fds_rows[i].name, name) == 0)
			return &fds_rows[i];
	return NULL;
}

int fds_set(const char *name, int fd, int family)
{
	struct fds_row *row = fds_row(name);

	if (row == NULL) {
		if (fds_n == FDS_MOST || strlen(name) >= FDS_NAME)
			return -1;
		row = &fds_rows[fds_n++];
		strcpy(row->name, name);
	}
	row->fd = fd;
	row->family = family;
	return 0;
}

int fds_get(const char *name, int *fd, int *family)
{
	const struct fds_row *row = fds_row(name);
	long long n;

	*family = -1;
	if (row != NULL) {
		*fd = row->fd;
		*family = row->family;
		return 0;
	}
	if (spell_number(name, &n) == -1)
		return -1;
	*fd = (int)n;
	return 0;
}

void fds_renumber(int from, int to)
{
	for (int i = 0; i < fds_n; i++)
		if (fds_rows[i].fd == from)
			fds_rows[i].fd = to;
}
