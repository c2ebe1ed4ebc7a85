/* SPDX-License-Identifier: Apache-2.0 */
#include "kit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "why.h"

const char *const kit_files[] = {
	"flags",          "imports.awk",   "run.h",    "sockhost.h",
	"run.o",          "invoke.o",      "limits.o", "main.o",
	"wasm-rt-impl.o", "libsockhost.a", NULL};

const char *kit_dir(char **why)
{
	static const char *const places[] = {"sockhost/kit",
					     "../lib/sockdiff/kit"};
	static char self[PATH_MAX], found[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *path = why_text("%s/%s", self, places[i]);
		char *real = realpath(path, found);

		free(path);
		if (real)
			return real;
	}
	why_set(why,
		"%s contains neither %s nor %s: is sockhost built and "
		"installed completely?",
		self, places[0], places[1]);
	return NULL;
}
