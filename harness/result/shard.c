/* SPDX-License-Identifier: Apache-2.0 */
#include "shard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/util.h"

enum { KEY_SHARD = 3000 };

static const struct argp_option options[] = {
	{"shard", KEY_SHARD, "I/N", 0,
	 "Play only part I of N, counted from 1 (default: as set in the "
	 "environment by Bazel, an Indexed Job of Kubernetes or GitLab); "
	 "`sockdiff merge` merges the results",
	 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	if (key != KEY_SHARD)
		return ARGP_ERR_UNKNOWN;
	((struct shard *)state->input)->text = arg;
	return 0;
}

const struct argp shard_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

/* A number from 0 on, all of the text; -1 if it is none. */
static int number(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	return *text >= '0' && *text <= '9' && *end == '\0' && n <= SHARD_MAX
		       ? (int)n
		       : -1;
}

static int text_parse(struct shard *s, char **why)
{
	const char *slash = strchr(s->text, '/');
	char *index = xstrndup(s->text, slash ? (size_t)(slash - s->text) : 0);

	s->index = number(index);
	s->total = number(slash ? slash + 1 : "");
	free(index);
	if (s->index < 1 || s->total < 1 || s->index > s->total)
		return fail(why,
			    "--shard must be I/N, from 1/N to N/N with N at "
			    "most %d, not %s",
			    SHARD_MAX, s->text);
	return 0;
}

static const struct row {
	const char *who, *index, *total;
	int first;
} rows[] = {
#define SHARD_ENV(who, index, total, first) {who, index, total, first},
#include "shard.def"
#undef SHARD_ENV
};

static int row_parse(struct shard *s, const struct row *row, char **why)
{
	const char *index = getenv(row->index), *total = getenv(row->total);

	if (!total || !*total)
		return fail(why,
			    "%s=%s is set, as by %s, but %s is not: set it to "
			    "the number of shards, or give --shard",
			    row->index, index, row->who, row->total);
	s->total = number(total);
	s->index = number(index) < 0 ? -1 : number(index) - row->first + 1;
	if (s->total < 1 || s->index < 1 || s->index > s->total)
		return fail(why,
			    "%s=%s and %s=%s are not a valid shard: %s counts "
			    "from %d",
			    row->index, index, row->total, total, row->who,
			    row->first);
	return 0;
}

static int status_touch(char **why)
{
	const char *file = getenv("TEST_SHARD_STATUS_FILE");
	int fd;

	if (!file || !*file)
		return 0;
	fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return fail(why, "TEST_SHARD_STATUS_FILE: cannot write %s: %s",
			    file, strerror(errno));
	futimens(fd, NULL);
	close(fd);
	return 0;
}

int shard_find(struct shard *s, char **why)
{
	if (status_touch(why) < 0)
		return -1;
	if (s->text)
		return text_parse(s, why);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *index = getenv(rows[i].index);

		if (index && *index)
			return row_parse(s, &rows[i], why);
	}
	return 0;
}

/* FNV-1a of 64 bits; a newline after each id keeps "a", "b" from "ab". */
static uint64_t hash_add(uint64_t hash, const char *s)
{
	for (; *s; s++)
		hash = (hash ^ (unsigned char)*s) * 1099511628211u;
	return (hash ^ '\n') * 1099511628211u;
}

void shard_cut(struct shard *s, struct corpus *c)
{
	uint64_t hash = 14695981039346656037u;
	int n = 0;

	if (!s->total)
		return;
	s->cases = c->n;
	for (int i = 0; i < c->n; i++) {
		struct tcase t = c->cases[i];

		hash = hash_add(hash, t.id);
		if (i % s->total != s->index - 1)
			continue;
		/* Swapped, not copied: the corpus still owns all of them. */
		c->cases[i] = c->cases[n];
		c->cases[n++] = t;
	}
	snprintf(s->corpus, sizeof(s->corpus), "%016llx",
		 (unsigned long long)hash);
	snprintf(s->note, sizeof(s->note), "shard %d/%d: %d of %d cases",
		 s->index, s->total, n, s->cases);
	corpus_keep(c, n);
}

json_t *shard_json(const struct shard *s)
{
	if (!s->total)
		return NULL;
	return json_pack("{s:i, s:i, s:i, s:s}", "index", s->index, "total",
			 s->total, "cases", s->cases, "corpus", s->corpus);
}
