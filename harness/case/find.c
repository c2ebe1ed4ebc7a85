/* SPDX-License-Identifier: Apache-2.0 */
#include "find.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/paths.h"
#include "base/util.h"
#include "base/words.h"

/* More than any table of names needs. */
#define RENAMED_LIMIT (1 << 20)

/* The length of a file's name without .yaml (or .yml), 0 for other files. */
static size_t stem_length(const char *name)
{
	static const char *const ends[] = {".yaml", ".yml"};
	size_t n = strlen(name);

	for (size_t i = 0; i < COUNT(ends); i++) {
		size_t m = strlen(ends[i]);

		if (n > m && !strcmp(name + n - m, ends[i]))
			return n - m;
	}
	return 0;
}

/* Where the id begins in a full path: see the header. */
static const char *id_start(const char *full)
{
	static const char root[] = "/" CASE_ROOT "/";
	const char *start = NULL, *slash = strrchr(full, '/');

	for (const char *p = full; (p = strstr(p, root)); p++)
		start = p + strlen(root);
	if (start)
		return start;
	const char *folder =
		slash ? memrchr(full, '/', (size_t)(slash - full)) : NULL;
	return folder ? folder + 1 : full + (*full == '/');
}

static char *base_of(const char *path)
{
	char *full = realpath(path, NULL);
	const char *start = id_start(full ? full : path);
	size_t n = stem_length(start);
	char *base = xstrndup(start, n ? n : strlen(start));

	free(full);
	return base;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	return !stat(a, &sa) && !stat(b, &sb) && sa.st_dev == sb.st_dev &&
	       sa.st_ino == sb.st_ino;
}

/* A file that is meant twice is there once. */
static void add(struct case_paths *p, const char *path, const char *variant)
{
	char *base = base_of(path);
	struct case_path *c = NULL;

	for (int i = 0; i < p->n && !c; i++) {
		if (!strcmp(p->v[i].base, base) &&
		    is_same_file(p->v[i].path, path))
			c = &p->v[i];
	}
	if (!c) {
		GROW(p->v, p->n);
		c = &p->v[p->n++];
		*c = (struct case_path){.path = xstrdup(path),
					.base = xstrdup(base)};
	}
	free(base);
	c->all |= !variant;
	if (!variant)
		return;
	GROW(c->variant, c->nvariants);
	c->variant[c->nvariants++] = xstrdup(variant);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int add_folder(struct case_paths *p, const char *path, char **why)
{
	char *top = xstrdup(path);
	size_t n = strlen(top);
	int before = p->n;

	while (n > 1 && top[n - 1] == '/')
		top[--n] = '\0';
	char *const tops[] = {top, NULL};
	FTS *fts = fts_open(tops, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	for (FTSENT *e; fts && (e = fts_read(fts));) {
		bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';

		if (hidden && e->fts_info == FTS_D)
			fts_set(fts, e, FTS_SKIP);
		else if (!hidden && e->fts_info == FTS_F &&
			 stem_length(e->fts_name))
			add(p, e->fts_path, NULL);
	}
	if (fts)
		fts_close(fts);
	free(top);
	return p->n > before ? 0 : fail(why, "no cases in the folder %s", path);
}

/* The folder here, or that which was installed with the program. */
static const char *case_root(void)
{
	struct stat st;

	return stat(CASE_ROOT, &st) == 0 ? CASE_ROOT : path_cases();
}

static bool is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* An id means the case here, if there is one, before the installed one. */
static bool is_hidden(const char *id)
{
	char *here =
		xasprintf(CASE_ROOT "/%.*s.yaml", (int)strcspn(id, "["), id);
	struct stat st;
	bool hidden = stat(here, &st) == 0;

	free(here);
	return hidden;
}

char *case_name(const char *file, const char *id)
{
	const char *variant = strchr(id, '[');

	if (is_below(file, CASE_ROOT) ||
	    (is_below(file, path_cases()) && !is_hidden(id)))
		return xstrdup(id);
	return xasprintf("%s%s", file, variant ? variant : "");
}

/* A path below a folder of cases as that folder has it; NULL: it is not. */
static char *shown_below(const char *path, const char *folder)
{
	char *root = realpath(folder, NULL), *full = realpath(path, NULL);
	char *shown = NULL;

	if (root && full && is_below(full, root))
		shown = xasprintf(CASE_ROOT "%s", full + strlen(root));
	free(root);
	free(full);
	return shown;
}

/* As with ids: a file here has the name before the installed one. */
char *case_shown(const char *path)
{
	char *shown = shown_below(path, CASE_ROOT);
	struct stat st;

	if (shown)
		return shown;
	shown = shown_below(path, path_cases());
	if (shown && stat(shown, &st) < 0)
		return shown;
	free(shown);
	return xstrdup(path);
}

/* The folder of a file, or NULL; the caller frees it. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? xstrndup(path, (size_t)(slash - path)) : NULL;
}

/* Also when it is a folder that is near. */
static void try_name(struct words *w, const char *name, char ***folders, int *n)
{
	char *folder = folder_of(name);

	words_try(w, name);
	if (!folder)
		return;
	words_try(w, folder);
	GROW(*folders, *n);
	(*folders)[(*n)++] = folder;
}

/* A word of a line, and where the next one begins. */
static char *next_word(char **rest)
{
	char *word = *rest + strspn(*rest, " \t");
	size_t n = strcspn(word, " \t");

	*rest = word + n + (word[n] != '\0');
	word[n] = '\0';
	return word;
}

/* The new id in a line "OLD NEW" about that id, or NULL. */
static const char *renamed_in(char *line, const char *id)
{
	const char *old = next_word(&line);

	return strcmp(old, id) == 0 ? next_word(&line) : NULL;
}

char *case_renamed(const char *what)
{
	char *path = xasprintf("%s/" CASE_RENAMED, case_root());
	char *file = xstrndup(what, strcspn(what, "["));
	char *id = base_of(file), *ignored = NULL, *save = NULL;
	char *text = file_read(path, RENAMED_LIMIT, NULL, &ignored);
	const char *to = NULL;

	for (char *line = text ? strtok_r(text, "\n", &save) : NULL;
	     line && !to; line = strtok_r(NULL, "\n", &save))
		to = renamed_in(line, id);
	char *copy = to && *to ? xstrdup(to) : NULL;

	free(path);
	free(file);
	free(id);
	free(text);
	free(ignored);
	return copy;
}

/* Offers the nearest of all names, or the one that the case has now. */
static int nothing(const char *what, char **why)
{
	char *to = case_renamed(what);

	if (to) {
		fail(why, "%s has been renamed to %s", what, to);
		free(to);
		return -1;
	}
	struct words w = {.wrong = what};
	struct case_paths all = {0};
	char *ignored = NULL, **folders = NULL;
	int n = 0;

	if (!add_folder(&all, case_root(), &ignored)) {
		for (int i = 0; i < all.n; i++) {
			try_name(&w, all.v[i].base, &folders, &n);
			try_name(&w, all.v[i].path, &folders, &n);
		}
	}
	fail(why, "no file, folder or case named %s%s", what, words_hint(&w));
	texts_free(folders, n);
	case_paths_free(&all);
	free(ignored);
	return -1;
}

/* The path itself or with .yaml behind it; NULL when neither is there. */
static char *located(const char *folder, const char *name, struct stat *st)
{
	static const char *const ends[] = {"", ".yaml"};

	for (size_t i = 0; i < COUNT(ends); i++) {
		char *path = xasprintf("%s%s%s", folder, name, ends[i]);

		if (!stat(path, st))
			return path;
		free(path);
	}
	return NULL;
}

/*
 * What a name without its variant means, tried in this order: a path from
 * here, then what is below the folder of cases here, then below the installed
 * one, whose name may be written too: cases/udp.
 */
static char *locate(const char *name, struct stat *st)
{
	bool named = is_below(name, CASE_ROOT);
	char *installed = xasprintf("%s/", path_cases());
	char *path = located("", name, st);

	if (!path)
		path = located(CASE_ROOT "/", name, st);
	if (!path)
		path = located(installed,
			       name + (named ? strlen(CASE_ROOT "/") : 0), st);
	free(installed);
	return path;
}

static int add_what(struct case_paths *p, const char *what, char **why)
{
	struct stat st;
	char *path = locate(what, &st);
	const char *variant = NULL;

	if (!path && (variant = strchr(what, '['))) {
		char *name = xstrndup(what, (size_t)(variant - what));

		path = locate(name, &st);
		free(name);
	}
	if (!path)
		return nothing(what, why);
	int bad = 0;
	if (!S_ISDIR(st.st_mode))
		add(p, path, variant);
	else if (variant)
		bad = fail(why, "%s is a folder and has no variants such as %s",
			   path, variant);
	else
		bad = add_folder(p, path, why);
	free(path);
	return bad;
}

static int by_base(const void *a, const void *b)
{
	const struct case_path *x = a, *y = b;
	int order = strcmp(x->base, y->base);

	return order ? order : strcmp(x->path, y->path);
}

/* Add what is there; what is wrong becomes a line more. */
static void add_all(struct case_paths *p, const char *what,
		    int (*add_it)(struct case_paths *, const char *, char **),
		    struct buf *all)
{
	char *why = NULL;

	if (add_it(p, what, &why) < 0)
		buf_printf(all, "%s%s", all->len ? "\n" : "", why);
	free(why);
}

int case_find(const struct selection *sel, struct case_paths *p, char **why)
{
	struct buf all = {0};

	*p = (struct case_paths){0};
	if (sel->nwhat == 0)
		add_all(p, case_root(), add_folder, &all);
	for (int i = 0; i < sel->nwhat; i++)
		add_all(p, sel->what[i], add_what, &all);
	if (all.len) {
		fail(why, "%s", all.s);
		buf_free(&all);
		case_paths_free(p);
		return -1;
	}
	qsort(p->v, (size_t)p->n, sizeof(*p->v), by_base);
	return 0;
}

void case_paths_free(struct case_paths *p)
{
	for (int i = 0; i < p->n; i++) {
		free(p->v[i].path);
		free(p->v[i].base);
		for (int j = 0; j < p->v[i].nvariants; j++)
			free(p->v[i].variant[j]);
		free(p->v[i].variant);
	}
	free(p->v);
	*p = (struct case_paths){0};
}
