/* SPDX-License-Identifier: Apache-2.0 */
/* A player without the imports that a host lacks, see host/probe.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guests/lang/wire.h"
#include "probe.h"
#include "run.h"
#include "base/paths.h"

#define LINK_MS 120000
#define LINK_WORDS 64

static const char *c_type(char letter)
{
	return letter == 'I'   ? "long long"
	       : letter == 'f' ? "float"
	       : letter == 'F' ? "double"
			       : "int";
}

/*
 * A function in the place of an import: its symbol is MODULE_NAME in the
 * player (guests/abi/wasi/wasi.h) and __imported_MODULE_NAME in its C library. What is
 * missing is said to the player, whatever the ABI's errnos are.
 */
static void stub_write(struct buf *b, const struct wasm_import *i,
		       const char *prefix)
{
	const char *colon = strchr(i->type, ':');

	buf_printf(b, "%s %s%s_%s(", colon[1] ? c_type(colon[1]) : "void",
		   prefix, i->module, i->name);
	for (const char *p = i->type; p < colon; p++)
		buf_printf(b, "%s%s a%d", p > i->type ? ", " : "", c_type(*p),
			   (int)(p - i->type));
	if (colon == i->type)
		buf_puts(b, "void");
	buf_puts(b, ")\n{\n\tanswer_lacks();\n");
	buf_puts(b, colon[1] ? "\treturn 52;\n}\n" : "}\n");
}

static char *stubs(const struct probe *p)
{
	struct buf b = {0};

	buf_puts(&b, "void answer_lacks(void);\n");
	for (int i = 0; i < p->imports.n; i++) {
		if (p->found[i] == PROBE_HAS)
			continue;
		stub_write(&b, &p->imports.v[i], "");
		stub_write(&b, &p->imports.v[i], "__imported_");
	}
	return buf_take(&b);
}

/* The same for the same player and the same lacks. */
static uint64_t name_of(const char *archive, const char *stub)
{
	struct stat st = {0};
	struct buf b = {0};
	uint64_t hash;

	stat(archive, &st);
	buf_printf(&b, "%s %lld %lld %s", archive, (long long)st.st_size,
		   (long long)st.st_mtime, stub);
	hash = wire_fnv(b.s, b.len);
	buf_free(&b);
	return hash;
}

/* Where modules are kept that were linked for a host. */
static char *folder(char **why)
{
	const char *home = getenv("HOME");
	char *dir = xasprintf("%s/guests/fitted", path_build());
	char *ignored = NULL;

	if (dir_make(dir, &ignored) == 0 && access(dir, W_OK) == 0)
		return dir;
	free(ignored);
	free(dir);
	dir = xasprintf("%s/.cache/sockdiff", home ? home : "/tmp");
	if (dir_make(dir, why) == 0)
		return dir;
	free(dir);
	return NULL;
}

/* What the build said to link a player with, and what with it. */
static int link_run(const char *archive, const char *stub, const char *out,
		    char **why)
{
	char *path = xasprintf("%s/guests/link", path_build()), *save = NULL;
	char *argv[LINK_WORDS + 1] = {0}, *line, *word, *words;
	const char *rest[] = {"-o",    out,
			      stub,    "-Wl,--whole-archive",
			      archive, "-Wl,--no-whole-archive"};
	struct host_run r = {0};
	int n = 0, err = -1;
	size_t len;

	line = file_read(path, 4096, &len, why);
	for (word = line ? strtok_r(line, " \n", &save) : NULL;
	     word && n < LINK_WORDS - (int)COUNT(rest);
	     word = strtok_r(NULL, " \n", &save))
		argv[n++] = word;
	for (size_t i = 0; i < COUNT(rest); i++)
		argv[n++] = (char *)rest[i];
	if (line && host_run(&r, argv, NULL, LINK_MS, why) == 0) {
		words = host_run_words(&r);
		err = !r.late && r.status == 0
			      ? 0
			      : fail(why,
				     "cannot link a player without the "
				     "functions that the host lacks (%s): %s",
				     argv[0], words);
		free(words);
	}
	host_run_free(&r);
	free(line);
	free(path);
	return err;
}

static int link_new(const char *archive, const char *stub, const char *file,
		    char **why)
{
	char *source = xasprintf("%s.%d.c", file, (int)getpid());
	char *fresh = xasprintf("%s.%d.tmp", file, (int)getpid());
	int err = file_write(source, stub, strlen(stub), why);

	if (err == 0)
		err = link_run(archive, source, fresh, why);
	if (err == 0 && rename(fresh, file) < 0)
		err = fail(why, "cannot write %s: %s", file, strerror(errno));
	unlink(source);
	unlink(fresh);
	free(source);
	free(fresh);
	return err;
}

/* From here on its command runs that file. Takes it over. */
static void guest_replace(struct host *h, char *file)
{
	for (int i = 0; h->argv[i]; i++) {
		char *at = strstr(h->argv[i], h->guest), *word;

		if (!at)
			continue;
		word = xasprintf("%.*s%s%s", (int)(at - h->argv[i]), h->argv[i],
				 file, at + strlen(h->guest));
		free(h->argv[i]);
		h->argv[i] = word;
	}
	free(h->guest);
	h->guest = file;
}

int host_relink(struct host *h, const struct probe *p, char **why)
{
	char *archive =
		xasprintf("%s/guests/player-%s.a", path_build(), h->abi);
	char *stub = stubs(p), *dir = folder(why), *file;
	int err = -1;

	if (dir) {
		file = xasprintf("%s/player-%s-%016llx.wasm", dir, h->abi,
				 (unsigned long long)name_of(archive, stub));
		err = access(file, R_OK) == 0
			      ? 0
			      : link_new(archive, stub, file, why);
		if (err == 0)
			guest_replace(h, file);
		else
			free(file);
	}
	free(dir);
	free(stub);
	free(archive);
	return err;
}
