/* SPDX-License-Identifier: Apache-2.0 */
/* Baselines: read, judged against now, written again and read once more. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "result/baseline.h"
#include "tests/fuzz/help.h"

#define NOW 1767225600 /* 2026-01-01 */

static int load(struct baseline *b, const void *bytes, size_t n)
{
	char *why = NULL;
	int err = baseline_load(b, fuzz_file(bytes, n), "wazero", &why);

	assert((err < 0) == (why != NULL));
	free(why);
	return err;
}

/* What is written is read as what it was. */
static void again(const struct baseline *b)
{
	char *text = baseline_text(b), *twice;
	struct baseline copy = {0};

	if (load(&copy, text, strlen(text)) < 0)
		abort();
	twice = baseline_text(&copy);
	if (strcmp(text, twice) != 0)
		abort();
	baseline_free(&copy);
	free(twice);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	json_t *notes = json_array();
	char *ids[] = {"udp/empty-datagram"};
	struct baseline b = {0};

	if (load(&b, bytes, n) == 0) {
		baseline_here(&b, "1.0", "6.1.0", NOW, notes);
		baseline_strangers(&b, ids, 1, notes);
		again(&b);
	}
	baseline_free(&b);
	json_decref(notes);
	return 0;
}
