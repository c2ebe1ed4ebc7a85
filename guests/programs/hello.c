/* SPDX-License-Identifier: Apache-2.0 */
/* hello: says its arguments, what GREETING is, and what it reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	const char *greeting = getenv("GREETING");
	char line[256];
	int lines = 0;

	printf("%s", greeting ? greeting : "hello");
	for (int i = 1; i < argc; i++)
		printf(" %s", argv[i]);
	printf("\n");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		printf("%d: %s\n", ++lines, line);
	}
	return lines;
}
