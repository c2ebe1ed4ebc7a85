/* SPDX-License-Identifier: Apache-2.0 */
#include "probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tmp.h"
#include "guests/lang/wire.h"
#include "run.h"

#define MARK "@probe says hello\n"
#define PARAMS_MAX 12 /* of types that are tried */

/* The host's command line with another guest. The caller frees it. */
static char **argv_for(const struct host *h, const char *guest)
{
	char *why = NULL, **argv = host_argv(h, NULL, &why);

	for (int i = 0; argv && argv[i]; i++) {
		char *at = strstr(argv[i], h->guest), *word;

		if (!at)
			continue;
		word = xasprintf("%.*s%s%s", (int)(at - argv[i]), argv[i],
				 guest, at + strlen(h->guest));
		free(argv[i]);
		argv[i] = word;
	}
	free(why);
	return argv;
}

/*
 * Does a guest run that imports these, within that time? Not: *late, if it had
 * not ended, and *words, what the host said; both may be NULL.
 */
static bool runs(const struct host *h, const struct wasm_import *const *v,
		 int n, int ms, bool *late, char **words)
{
	char *file = NULL, **argv, *why = NULL;
	struct host_run r = {0};
	struct buf b = {0};
	struct tmp tmp;

	if (tmp_make(&tmp, &why) == 0) {
		file = xasprintf("%s/probe.wasm", tmp.dir);
		wasm_guest(&b, v, n, MARK);
		argv = argv_for(h, file);
		if (file_write(file, b.s, b.len, &why) == 0)
			host_run(&r, argv, MARK, ms, &why);
		host_argv_free(argv);
		tmp_remove(&tmp);
	}
	if (late)
		*late = r.late;
	if (words && !r.said)
		*words = why ? xstrdup(why) : host_run_words(&r);
	free(why);
	free(file);
	buf_free(&b);
	host_run_free(&r);
	return r.said;
}

/* Is there one of that name with another number of parameters? */
static char *other_type(const struct host *h, const struct wasm_import *i)
{
	static const char *const results[] = {"i", ""};
	char type[PARAMS_MAX + 3];

	for (size_t r = 0; r < COUNT(results); r++) {
		for (int n = 0; n <= PARAMS_MAX; n++) {
			struct wasm_import as = *i;
			const struct wasm_import *one = &as;

			memset(type, 'i', (size_t)n);
			type[n] = ':';
			strcpy(type + n + 1, results[r]);
			as.type = type;
			if (strcmp(type, i->type) != 0 &&
			    runs(h, &one, 1, HOST_RUN_MS, NULL, NULL))
				return xstrdup(type);
		}
	}
	return NULL;
}

static void probe_each(struct probe *p, const struct host *h, bool types)
{
	for (int i = 0; i < p->imports.n; i++) {
		const struct wasm_import *one = &p->imports.v[i];

		if (runs(h, &one, 1, HOST_RUN_MS, NULL, NULL))
			continue;
		p->found[i] = PROBE_LACKS;
		p->lacks++;
		if (types && (p->other[i] = other_type(h, one)))
			p->found[i] = PROBE_OTHER;
	}
}

/* It does not run them all. */
static int probe_closely(struct probe *p, const struct host *h, bool types,
			 char **why)
{
	char *words = NULL;

	if (!runs(h, NULL, 0, HOST_RUN_MS, NULL, &words)) {
		fail(why,
		     "host %s cannot run even a guest that only prints a line: "
		     "%s",
		     h->name, words);
		free(words);
		return -1;
	}
	probe_each(p, h, types);
	if (p->lacks)
		return 0;
	return fail(why,
		    "host %s provides every import of the player, but cannot "
		    "run a guest with all of them: %s",
		    h->name, p->words);
}

int host_probe(struct probe *p, const struct host *h, bool types, int first_ms,
	       char **why)
{
	const struct wasm_import **all;
	int err = 0;

	*p = (struct probe){0};
	if (!h->guest)
		return 0;
	if (wasm_imports(&p->imports, h->guest, why) < 0)
		return -1;
	p->found = xcalloc((size_t)p->imports.n + 1, sizeof(*p->found));
	p->other = xcalloc((size_t)p->imports.n + 1, sizeof(*p->other));
	all = xcalloc((size_t)p->imports.n + 1, sizeof(*all));
	for (int i = 0; i < p->imports.n; i++)
		all[i] = &p->imports.v[i];
	first_ms = first_ms ? first_ms : PROBE_FIRST_MS;
	if (!runs(h, all, p->imports.n, first_ms, &p->late, &p->words))
		err = p->late ? fail(why,
				     "host %s did not start within %g s a "
				     "guest that only prints a line: %s",
				     h->name, first_ms / 1000.0, p->words)
			      : probe_closely(p, h, types, why);
	free(all);
	return err;
}

void probe_free(struct probe *p)
{
	for (int i = 0; p->other && i < p->imports.n; i++)
		free(p->other[i]);
	free(p->other);
	free(p->found);
	free(p->words);
	wasm_imports_free(&p->imports);
}

/* sock_send, sock_shutdown */
static char *lacks_text(const struct probe *p)
{
	struct buf b = {0};

	for (int i = 0; i < p->imports.n; i++)
		if (p->found[i] != PROBE_HAS)
			buf_printf(&b, "%s%s", b.len ? ", " : "",
				   p->imports.v[i].name);
	return buf_take(&b);
}

/*
 * Run the player itself once, here and not in a room: a host may keep what it
 * compiles, and a room is read-only. Whether it runs in a room is seen there;
 * only one that hangs need not be tried again.
 */
static int warm_up(const struct host *h, int first_ms, char **why)
{
	struct host_run r = {0};
	char **argv = host_argv(h, NULL, why), *ignored = NULL, *words;
	int err = 0;

	first_ms = first_ms ? first_ms : PROBE_FIRST_MS;
	if (argv)
		host_run(&r, argv, WIRE_PREFIX "0 ", first_ms, &ignored);
	if (r.late) {
		words = host_run_words(&r);
		err = fail(why,
			   "host %s did not start the player within %g "
			   "s: %s",
			   h->name, first_ms / 1000.0, words);
		free(words);
	}
	host_argv_free(argv);
	host_run_free(&r);
	free(ignored);
	return argv ? err : -1;
}

int host_fit(struct host *h, int first_ms, char **why)
{
	struct probe p;
	int err = host_probe(&p, h, false, first_ms, why);

	if (err == 0 && p.lacks) {
		h->lacks = lacks_text(&p);
		err = host_relink(h, &p, why);
	}
	probe_free(&p);
	if (err == 0 && h->guest)
		err = warm_up(h, first_ms, why);
	return err;
}
