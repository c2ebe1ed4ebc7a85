/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sockhost/launch/options.h"
#include "base/text.h"

const struct command commands[] = {
#define COMMAND(name, help) {#name, cmd_##name, &name##_argp, help},
#include "commands.def"
#undef COMMAND
	{0}};

static const struct argp sockhost_run_argp = {
	.options = launch_options,
	.args_doc = launch_arguments,
	.doc = launch_doc,
};

const struct program_help program_help = {
	.commands = commands,
	.run_argp = &sockhost_run_argp,
	.summary =
		"finds where a WebAssembly host's sockets differ from Linux's",
	.description =
		"Cases, YAML lists of socket calls, are played twice: natively "
		"on Linux, and from a wasm guest inside the host under test. "
		"The return values, system calls and packets of both plays are "
		"recorded and compared. A difference is a gap. Cases contain "
		"no expected results: Linux, on the machine that runs the "
		"test, is the reference.\n",
	.examples =
		"  sockdiff run                      all cases on the embedded "
		"host\n"
		"  sockdiff run -H native cases/udp  a folder, on Linux "
		"itself\n"
		"  sockdiff show udp/recv-msg-trunc[AF_INET6]\n",
	.status = "0 no gaps, 1 gaps, 2 bad usage or a mistake in a case,\n"
		  "3 sockdiff itself could not play a case.\n",
};

int cmd_output(const char *file, const char *text, size_t len, char **why)
{
	if (file)
		return file_write(file, text, len, why);
	/* What stdout does not take is told by main.c, for every command. */
	fwrite(text, 1, len, stdout);
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
