/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a host's command, with its marks filled in: see host.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"
#include "base/paths.h"

static bool is_file(const char *path, int how)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, how) == 0;
}

/* $SOCKDIFF_WASMEDGE for wasmedge. */
static const char *runtime_named(const char *runtime)
{
	char *name = xasprintf("SOCKDIFF_%s", runtime);
	const char *value;

	for (char *p = name; *p; p++)
		*p = isalnum((unsigned char)*p)
			     ? (char)toupper((unsigned char)*p)
			     : '_';
	value = getenv(name);
	free(name);
	return value && *value ? value : NULL;
}

/* Where {runtime} is; a name without slash is looked up in PATH. */
static char *runtime_find(const char *runtime)
{
	const char *named = runtime_named(runtime);
	char *got = xasprintf("%s/hosts/bin/%s", path_build(), runtime);

	if (!named && is_file(got, X_OK))
		return got;
	free(got);
	return xstrdup(named ? named : runtime);
}

static char *guest_file(const char *abi)
{
	return xasprintf("%s/guests/player-%s.wasm", path_build(), abi);
}

/* The text of the mark that a word begins with, and its length; or NULL. */
static char *mark_text(struct host *h, const char *word, bool guest,
		       size_t *len)
{
	static const char *const marks[] = {"{build}", "{hosts}", "{guest}",
					    "{runtime}"};
	size_t i = 0;

	while (i < COUNT(marks) &&
	       strncmp(word, marks[i], strlen(marks[i])) != 0)
		i++;
	if (i == COUNT(marks) || (i == 2 && !guest) || (i == 3 && !h->runtime))
		return NULL;
	*len = strlen(marks[i]);
	return i == 0   ? xstrdup(path_build())
	       : i == 1 ? xstrdup(path_hosts())
	       : i == 2 ? guest_file(h->abi ? h->abi : "")
			: runtime_find(h->runtime);
}

/* A relative path of a file becomes absolute. Takes the word over. */
static char *word_located(char *word)
{
	char *path;

	if (word[0] == '/' || !strchr(word, '/') || !is_file(word, F_OK))
		return word;
	path = realpath(word, NULL);
	if (!path)
		return word;
	free(word);
	return path;
}

char *host_word(struct host *h, const char *word, bool guest)
{
	struct buf b = {0};

	while (*word) {
		size_t len = 1;
		char *text = mark_text(h, word, guest, &len);

		if (text)
			buf_puts(&b, text);
		else
			buf_add(&b, word, 1);
		free(text);
		word += len;
	}
	return word_located(buf_take(&b));
}

int host_command_word(const char **at, char **word, char **why)
{
	const char *p = *at + strspn(*at, " \t\n");
	struct buf b = {0};
	bool is_word = *p;
	char quote = '\0';

	for (; *p && (quote || !strchr(" \t\n", *p)); p++) {
		if (*p == quote)
			quote = '\0';
		else if (!quote && (*p == '\'' || *p == '"'))
			quote = *p;
		else
			buf_add(&b, p, 1);
	}
	*at = p;
	*word = buf_take(&b);
	if (is_word && !quote)
		return 1;
	free(*word);
	return quote ? fail(why, "--host-cmd has an unmatched %c", quote) : 0;
}

int host_command_add(struct host *h, int *n, const char *word, char **why)
{
	struct buf b = {0};

	if (*n >= HOST_ARGS_MAX)
		return fail(why,
			    "the command of host %s has more than %d "
			    "words",
			    h->name, HOST_ARGS_MAX);
	h->argv[(*n)++] = host_word(h, word, true);
	if (strstr(word, "{guest}") && !h->guest)
		h->guest = guest_file(h->abi ? h->abi : "");
	buf_printf(&b, "%s%s%s", h->command ? h->command : "",
		   h->command ? " " : "", word);
	free(h->command);
	h->command = buf_take(&b);
	return 0;
}
