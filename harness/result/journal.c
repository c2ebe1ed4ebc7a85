/* SPDX-License-Identifier: Apache-2.0 */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verdict/diff.h"
#include "results.h"
#include "base/tmp.h"
#include "base/util.h"

#define JOURNAL_SCHEMA 1
#define JOURNAL_MAX ((size_t)1 << 30)
#define SYNC_MS 1000
/* A run that was killed may take a moment to let its lock go. */
#define LOCK_TURNS 20
#define LOCK_TURN_US 50000

/* --- writing --------------------------------------------------------------*/

/* A whole line or nothing of it. */
static int line_add(struct journal *j, const json_t *o, char **why)
{
	char *text = json_dumps(o, JSON_COMPACT);
	char *line = xasprintf("%s\n", text);
	size_t len = strlen(line);
	ssize_t n;

	do
		n = pwrite(j->fd, line, len, j->end);
	while (n < 0 && errno == EINTR);
	free(text);
	free(line);
	if (n == (ssize_t)len) {
		j->end += n;
		j->dirty = true;
		return 0;
	}
	fail(why, "cannot write %s: %s", j->path,
	     n < 0 ? strerror(errno)
		   : "the disk is full, or a file may not "
		     "be larger (ulimit -f)");
	if (ftruncate(j->fd, j->end) < 0)
		return -1; /* a cut line: the next reader leaves it out */
	return -1;
}

int journal_add(struct journal *j, const json_t *tcase, long long us,
		char **why)
{
	json_t *o;
	int err;

	if (j->fd < 0)
		return 0;
	o = json_pack("{s:I, s:O}", "us", (json_int_t)us, "case", tcase);
	err = line_add(j, o, why);
	json_decref(o);
	return err;
}

void journal_tick(struct journal *j)
{
	if (j->fd < 0 || !j->dirty || now_ms() - j->synced < SYNC_MS)
		return;
	fdatasync(j->fd);
	j->synced = now_ms();
	j->dirty = false;
}

void journal_close(struct journal *j)
{
	if (j->fd >= 0 && j->path) {
		fdatasync(j->fd);
		close(j->fd);
	}
	json_decref(j->cases);
	free(j->path);
	*j = (struct journal){.fd = -1};
}

/* --- reading --------------------------------------------------------------*/

/* The next whole line, parsed, and *at behind it; NULL at the end. */
static json_t *line_next(const char *text, size_t len, off_t *at)
{
	const char *from = text + *at;
	const char *end = memchr(from, '\n', len - (size_t)*at);
	json_t *o = NULL;

	if (end)
		o = json_loadb(from, (size_t)(end - from), 0, NULL);
	if (o)
		*at = end + 1 - text;
	return o;
}

static bool is_case(const json_t *o)
{
	const json_t *c = json_object_get(o, "case");

	return json_is_integer(json_object_get(o, "us")) &&
	       *report_str(c, "id") && report_verdict(c) != VERDICT_COUNT &&
	       json_is_array(json_object_get(c, "gaps"));
}

/* Which part of what makes a run is another one now. */
static int run_compare(const struct journal *j, const json_t *was,
		       const json_t *now, char **why)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)now, key, value)
		if (!json_equal(value, json_object_get(was, key)))
			return fail(why,
				    "cannot resume: %s belongs to a run "
				    "with another %s; omit --resume to "
				    "start again",
				    j->path, key);
	return 0;
}

/* What an earlier run left, up to the first line that is none. */
static int read_all(struct journal *j, const char *text, size_t len,
		    json_t **run)
{
	json_t *o = line_next(text, len, &j->end);
	int n = 0;

	*run = json_incref(json_object_get(o, "run"));
	if (json_integer_value(json_object_get(o, "journal")) != JOURNAL_SCHEMA)
		j->end = 0;
	json_decref(o);
	while (j->end && (o = line_next(text, len, &j->end))) {
		n += is_case(o);
		if (is_case(o))
			json_array_append(j->cases, o);
		json_decref(o);
	}
	return n;
}

/* --- opening --------------------------------------------------------------*/

/* False: the file that we locked has been removed meanwhile. */
static bool is_still(const struct journal *j)
{
	struct stat a, b;

	return fstat(j->fd, &a) == 0 && stat(j->path, &b) == 0 &&
	       a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

static int open_locked(struct journal *j, char **why)
{
	int holder = 0;

	for (int i = 0; i < LOCK_TURNS; i++) {
		j->fd = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
			     0666);
		if (j->fd < 0)
			return fail(why, "cannot write %s: %s", j->path,
				    strerror(errno));
		if (file_lock(j->fd, &holder) && is_still(j))
			return 0;
		close(j->fd);
		j->fd = -1;
		usleep(LOCK_TURN_US);
	}
	return fail(why,
		    "another sockdiff, process %d, is writing to this "
		    "folder (%s): choose another with -o",
		    holder, j->path);
}

static int start(struct journal *j, const json_t *run, char **why)
{
	json_t *head =
		json_pack("{s:i, s:O}", "journal", JOURNAL_SCHEMA, "run", run);
	int err;

	j->end = 0;
	json_array_clear(j->cases);
	err = ftruncate(j->fd, 0) < 0 ? fail(why, "cannot write %s: %s",
					     j->path, strerror(errno))
				      : line_add(j, head, why);
	json_decref(head);
	return err;
}

int journal_open(struct journal *j, const char *dir, const json_t *run,
		 bool resume, int *had, char **why)
{
	char *text, *ignored = NULL;
	json_t *was = NULL;
	size_t len = 0;
	int err = 0;

	*j = (struct journal){.fd = -1, .cases = json_array()};
	j->path = xasprintf("%s/" JOURNAL_NAME, dir);
	if (open_locked(j, why) < 0)
		return -1;
	/* Not by its path: closing that again would let our lock go. */
	text = fd_read(j->fd, JOURNAL_MAX, &len, &ignored);
	*had = text ? read_all(j, text, len, &was) : 0;
	free(text);
	free(ignored);
	if (resume && *had) {
		err = run_compare(j, was, run, why);
		if (err == 0 && ftruncate(j->fd, j->end) < 0)
			err = fail(why, "cannot write %s: %s", j->path,
				   strerror(errno));
	} else {
		err = start(j, run, why);
	}
	json_decref(was);
	return err;
}
