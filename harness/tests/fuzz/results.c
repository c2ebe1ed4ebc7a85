/* SPDX-License-Identifier: Apache-2.0 */
/* results.json, and every report that is made of one that was believed. */
#include <stdio.h>
#include <stdlib.h>

#include "report/compare_formats.h"
#include "result/compare.h"
#include "result/results.h"
#include "report/formats.h"
#include "result/result_json.h"
#include "tests/fuzz/help.h"

static report_format_fn *const formats[] = {
#define FORMAT(name, help) format_##name,
#include "report/formats.def"
#undef FORMAT
};

static compare_format_fn *const comparisons[] = {
#define FORMAT(name, help) compare_##name,
#include "report/compare_formats.def"
#undef FORMAT
};

static void all_written(const struct report_input *in, FILE *out)
{
	struct comparison c = compare(&in->runs[0], &in->runs[1]);
	char *why = NULL;

	for (size_t i = 0; i < COUNT(formats); i++)
		formats[i](in, out, &why);
	for (size_t i = 0; i < COUNT(comparisons); i++)
		comparisons[i](&c, out);
	comparison_free(&c);
	report_count(in->runs[0].results);
	report_status(in->runs[0].results);
	free(why);
}

/* A worker's line, which is one case of such a file. */
static void worker_line(const uint8_t *bytes, size_t n)
{
	char *text = fuzz_text(bytes, n), *why = NULL;
	json_t *o = result_parse(text, &why);

	json_decref(o);
	free(why);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static FILE *out;
	char *why = NULL, *path = (char *)fuzz_file(bytes, n);
	char *files[] = {path, path};
	struct report_input in;

	if (!out)
		out = fopen("/dev/null", "w");
	worker_line(bytes, n);
	if (report_input_load(&in, files, 2, &why) == 0)
		all_written(&in, out);
	free(why);
	report_input_free(&in);
	return 0;
}
