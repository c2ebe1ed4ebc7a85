/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paths.h"
#include "tree.h"
#include "words.h"

/* {build} and {guest} in one word of a command. The caller frees it. */
static char *word_expand(const char *word, const char *abi)
{
	struct buf b = { 0 };

	while (*word) {
		if (strncmp(word, "{build}", 7) == 0) {
			buf_puts(&b, path_build());
			word += 7;
		} else if (strncmp(word, "{guest}", 7) == 0) {
			buf_printf(&b, "%s/guests/player-%s.wasm",
				   path_build(), abi);
			word += 7;
		} else {
			buf_add(&b, word++, 1);
		}
	}
	return buf_take(&b);
}

/*
 * A relative path of a file becomes absolute: hosts run in a folder of their
 * own. Takes the word over.
 */
static char *word_located(char *word)
{
	struct stat st;
	char *path;

	if (word[0] == '/' || !strchr(word, '/') || stat(word, &st) < 0 ||
	    !S_ISREG(st.st_mode))
		return word;
	path = realpath(word, NULL);
	if (!path)
		return word;
	free(word);
	return path;
}

static int command_word(struct host *h, int *n, const char *word, char **why)
{
	struct buf b = { 0 };

	if (*n >= HOST_ARGS_MAX)
		return fail(why, "the command of host %s has more than %d "
				 "words", h->name, HOST_ARGS_MAX);
	h->argv[(*n)++] = word_located(word_expand(word, h->abi));
	buf_printf(&b, "%s%s%s", h->command ? h->command : "",
		   h->command ? " " : "", word);
	free(h->command);
	h->command = buf_take(&b);
	return 0;
}

static int manifest_command(struct host *h, const struct node *value,
			    char **why)
{
	int n = 0;

	if (value->kind != NODE_LIST || value->n == 0)
		return fail(why, "command must be a list of words");
	for (int i = 0; i < value->n; i++) {
		const struct node *word = value->items[i];

		/* {guest} without quotes is a mapping in YAML. */
		if (word->kind != NODE_SCALAR || (i == 0 && !word->len))
			return node_fail(why, word, "is not a word of a "
						    "command; does it need "
						    "quotes?");
		if (command_word(h, &n, word->text, why) < 0)
			return -1;
	}
	return 0;
}

/* Its marks are replaced for each case, but {build} is known now. */
static char *program_word(const char *word)
{
	const char *build = strstr(word, "{build}");

	if (!build)
		return xstrdup(word);
	return xasprintf("%.*s%s%s", (int)(build - word), word, path_build(),
			 build + 7);
}

static int manifest_program(struct host *h, const struct node *value,
			    char **why)
{
	if (value->kind != NODE_LIST || value->n == 0 ||
	    value->n > HOST_ARGS_MAX)
		return fail(why, "program must be a list of at most %d words",
			    HOST_ARGS_MAX);
	for (int i = 0; i < value->n; i++) {
		if (value->items[i]->kind != NODE_SCALAR)
			return node_fail(why, value->items[i], "is not a word "
					 "of a command; does it need quotes?");
		h->program[i] = program_word(value->items[i]->text);
	}
	return 0;
}

static int manifest_key(struct host *h, const char *key,
			const struct node *value, char **why)
{
	const struct {
		const char *key;
		char **text;
	} texts[] = { { "abi", &h->abi }, { "about", &h->about },
		      { "install", &h->install },
		      { "version", &h->version } };

	if (strcmp(key, "command") == 0)
		return manifest_command(h, value, why);
	if (strcmp(key, "preopen") == 0)
		return host_preopen(h, value, why);
	if (strcmp(key, "program") == 0)
		return manifest_program(h, value, why);
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (strcmp(texts[i].key, key) != 0)
			continue;
		if (!node_has_text(value))
			return fail(why, "%s must be a text", key);
		*texts[i].text = xstrdup(value->text);
		return 0;
	}
	return fail(why, "unknown key %s; a manifest has abi, about, command, "
			 "install, preopen, program and version", key);
}

static int manifest_read(struct host *h, const char *path,
			 const struct node *root, char **why)
{
	char *sentence = NULL;

	if (root->kind != NODE_MAP || !node_get(root, "abi") ||
	    !node_get(root, "command"))
		return fail(why, "%s:1: a manifest needs abi and command",
			    path);
	/* The command needs the ABI for {guest}. */
	h->abi = NULL;
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < root->n; i++) {
			const char *key = root->keys[i]->text;
			bool late = strcmp(key, "command") == 0;

			if (late != (pass == 1))
				continue;
			if (manifest_key(h, key, root->items[i], &sentence) <
			    0) {
				fail(why, "%s:%d: %s", path,
				     root->keys[i]->line, sentence);
				free(sentence);
				return -1;
			}
		}
	}
	return 0;
}

static int name_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **host_names(char **why)
{
	DIR *dir = opendir(path_hosts());
	struct dirent *e;
	char **v = NULL;
	int n = 0;

	if (!dir) {
		fail(why, "cannot read %s: %s", path_hosts(), strerror(errno));
		return NULL;
	}
	while ((e = readdir(dir))) {
		size_t len = strlen(e->d_name);

		if (len <= 5 || strcmp(e->d_name + len - 5, ".yaml") != 0)
			continue;
		GROW(v, n);
		v[n++] = xstrndup(e->d_name, len - 5);
	}
	closedir(dir);
	if (n)
		qsort(v, (size_t)n, sizeof(*v), name_order);
	v = xrealloc(v, (size_t)n + 1, sizeof(*v));
	v[n] = NULL;
	return v;
}

static struct host *host_unknown(const char *name, char **why)
{
	struct buf b = { 0 };
	char **all = host_names(why);

	for (int i = 0; all && all[i]; i++) {
		buf_printf(&b, "%s%s", i ? ", " : "", all[i]);
		free(all[i]);
	}
	free(all);
	fail(why, "there is no host %s; there are: %s", name,
	     b.s ? b.s : "none");
	buf_free(&b);
	return NULL;
}

struct host *host_read(const char *name, const char *path, char **why)
{
	struct host *h = xcalloc(1, sizeof(*h));
	struct mistakes m = { 0 };
	struct tree t = { 0 };
	int err;

	h->name = xstrdup(name);
	err = tree_load(&t, path, &m);
	if (err < 0)
		fail(why, "%s:%d: %s", path, m.n ? m.v[0].line : 1,
		     m.n ? m.v[0].text : "cannot be read");
	else
		err = manifest_read(h, path, t.root, why);
	tree_free(&t);
	mistakes_free(&m);
	if (err < 0) {
		host_free(h);
		return NULL;
	}
	return h;
}

struct host *host_load(const char *name, char **why)
{
	char *path = xasprintf("%s/%s.yaml", path_hosts(), name);
	struct host *h;

	if (strchr(name, '/') || access(path, F_OK) < 0)
		h = host_unknown(name, why);
	else
		h = host_read(name, path, why);
	free(path);
	return h;
}

struct host *host_from_command(const char *command, const char *abi,
			       char **why)
{
	struct host *h = xcalloc(1, sizeof(*h));
	char *copy = xstrdup(command), *save = NULL, *word;
	int n = 0;

	h->name = xstrdup("custom");
	h->abi = xstrdup(abi);
	for (word = strtok_r(copy, " \t\n", &save); word;
	     word = strtok_r(NULL, " \t\n", &save)) {
		if (command_word(h, &n, word, why) < 0)
			break;
	}
	free(copy);
	if (!n || word) {
		fail(why, "--host-cmd is empty");
		host_free(h);
		return NULL;
	}
	return h;
}

/* As execvp(3) would find it. */
static bool in_path(const char *program)
{
	const char *path = getenv("PATH");
	char *copy, *save = NULL, *dir;
	bool found = false;

	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
	copy = xstrdup(path ? path : "/usr/bin:/bin");
	for (dir = strtok_r(copy, ":", &save); dir && !found;
	     dir = strtok_r(NULL, ":", &save)) {
		char *file = xasprintf("%s/%s", dir, program);

		found = access(file, X_OK) == 0;
		free(file);
	}
	free(copy);
	return found;
}

int host_check(const struct host *h, char **why)
{
	if (!in_path(h->argv[0]))
		return fail(why, "cannot run host %s: there is no program "
				 "%s%s%s",
			    h->name, h->argv[0],
			    h->install ? "; to get it: " : "",
			    h->install ? h->install : "");
	for (int i = 1; h->argv[i]; i++) {
		const char *file = h->argv[i];
		size_t n = strlen(file);

		if (n > 5 && strcmp(file + n - 5, ".wasm") == 0 &&
		    access(file, R_OK) < 0)
			return fail(why, "cannot run host %s: there is no "
					 "player %s; is %s an ABI that "
					 "sockdiff speaks?",
				    h->name, file, h->abi);
	}
	return 0;
}

void host_free(struct host *h)
{
	if (!h)
		return;
	for (int i = 0; h->argv[i]; i++)
		free(h->argv[i]);
	for (int i = 0; h->program[i]; i++)
		free(h->program[i]);
	free(h->name);
	free(h->abi);
	free(h->about);
	free(h->version);
	free(h->install);
	free(h->command);
	for (int i = 0; i < PREOPEN_KINDS; i++)
		for (int k = 0; k < HOST_WORDS_MAX; k++)
			free(h->preopen[i][k]);
	free(h);
}
