/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments and the environment arrive byte for byte. */
#include "say.h"

extern char **environ;

int program_arguments(void)
{
	char *value = getenv("PROGRAM_VALUE");

	printf("value: '%s'\n", value ? value : "none");
	say("set", setenv("PROGRAM_VALUE", "another", 1));
	printf("value: '%s'\n", getenv("PROGRAM_VALUE"));
	say("unset", unsetenv("PROGRAM_VALUE"));
	say("it is gone", getenv("PROGRAM_VALUE") == NULL);
	return 7;
}
