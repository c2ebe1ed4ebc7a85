/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

const struct command commands[] = {
#define COMMAND(name, help) { #name, cmd_##name, &name##_argp, help },
#include "commands.def"
#undef COMMAND
	{ 0 }
};

int cmd_output(const char *file, const char *text, size_t len, char **why)
{
	if (file)
		return file_write(file, text, len, why);
	if (fwrite(text, 1, len, stdout) != len || fflush(stdout) != 0)
		return fail(why, "cannot write the report: %s",
			    strerror(errno));
	return 0;
}

void cmd_complain(char *why)
{
	char *save = NULL;

	for (char *line = strtok_r(why, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *clean = text_cleaned(line);

		fprintf(stderr, "sockdiff: %s\n", clean);
		free(clean);
	}
	free(why);
}
