/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c: all of programs.def in one module, so that a host compiles one and
 * not sixty: the first argument is the name of the one to run.
 */
#include "say.h"

static const struct {
	const char *name, *where;
	int (*run)(void);
} programs[] = {
#define NATIVE "native"
#define WASI "wasi"
#define PREPARED "prepared"
#define PROGRAM(name, where) {#name, where, program_##name},
#include "programs.def"
#undef PROGRAM
};

#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

/* Without a name: those that there are, for whoever runs them all. */
int main(int argc, char **argv)
{
	for (size_t i = 0; i < PROGRAMS; i++)
		if (argc < 2)
			printf("%s %s\n", programs[i].name, programs[i].where);
		else if (strcmp(programs[i].name, argv[1]) == 0)
			return programs[i].run();
	return argc < 2 ? 0 : 2;
}
