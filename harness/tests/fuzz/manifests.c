/* SPDX-License-Identifier: Apache-2.0 */
/* Manifests, and what is made of one before a host is started. */
#include <stdlib.h>

#include "host/host.h"
#include "tests/fuzz/help.h"

#define CASE                                           \
	"title: t\nwhy: recv(2)\ncovers: [recv]\n"     \
	"preopen: {l: {listen: \"127.0.0.1:7000\"}}\n" \
	"steps:\n  - accept: {fd: l, as: c}\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct tcase *t;
	char *why = NULL, **argv;
	struct host *h;

	if (!t)
		t = fuzz_case(CASE);
	h = host_read("fuzz", fuzz_file(bytes, n), &why);
	if (h) {
		argv = host_argv(h, t, &why);
		if (argv)
			host_argv_free(argv);
		host_quirks_of(h, t);
	}
	free(why);
	host_free(h);
	return 0;
}
