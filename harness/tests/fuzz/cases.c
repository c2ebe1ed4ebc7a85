/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: what people write, as far as `sockdiff lint` looks at it. */
#include <stdlib.h>

#include "case/reader.h"
#include "case/lint.h"
#include "tests/fuzz/help.h"

static void steps_print(const struct tcase *t)
{
	for (int i = 0; i < t->nsteps; i++)
		free(step_text(t, &t->steps[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct mistakes m = {0};
	struct tcase *v = NULL;
	char **texts = NULL;
	int count = 0, ntexts = 0;

	if (case_file(fuzz_file(bytes, n), "udp/fuzz", &v, &count, &m) == 0)
		lint_file(v, count, &m);
	for (int i = 0; i < count; i++) {
		steps_print(&v[i]);
		case_clear(&v[i]);
	}
	free(v);
	mistakes_move(&m, "fuzz.yaml", &texts, &ntexts);
	texts_free(texts, ntexts);
	return 0;
}
