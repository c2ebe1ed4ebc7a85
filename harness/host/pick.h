/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pick.h: which host is meant: -H HOST, or --host-cmd 'CMD {guest}' --abi ABI.
 */
#ifndef PICK_H
#define PICK_H

#include <argp.h>
#include <stdbool.h>

#include "host.h"

struct pick {
	const char *name, *command, *abi; /* as given */
	struct host *host, *native;       /* after pick_open */
	int first_ms; /* for its first start; 0: as probe.h has it */
	bool broken;  /* pick_open failed as the host runs no guest */
};

#define PICK_DEFAULT "sockhost"

/* An argp child; its input is a struct pick. */
extern const struct argp pick_argp;
/* Load both hosts and see that they can be run; -1 and a sentence. */
int pick_load(struct pick *p, char **why);
/* And be told the host's version, and have it run what it can (host/probe.h). */
int pick_open(struct pick *p, char **why);
void pick_free(struct pick *p);
/* "sockdiff run -H wazero", quoted for a shell; an id follows. Free it. */
char *pick_command(const struct pick *p, const char *verb);

#endif
