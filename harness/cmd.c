/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"

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
