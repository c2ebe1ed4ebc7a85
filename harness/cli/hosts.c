/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff hosts: lists the manifests, and what can be run here.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "host/host.h"
#include "result/results.h"

const struct argp hosts_argp = {
	NULL,
	NULL,
	"",
	"List the hosts that can be named with -H.\vA host is described by a "
	"manifest, a small YAML file with its ABI and its command line, see "
	"sockdiff-host(5). Any other runtime can be tested with --host-cmd.",
	NULL,
	NULL,
	NULL};

#define ABI_WIDTH 12

/* width: of the longest name */
static int host_print(const char *name, int width)
{
	char *why = NULL;
	struct host *h = host_load(name, &why);
	bool there;

	if (!h) {
		cmd_complain(why);
		return -1;
	}
	there = host_check(h, &why) == 0;
	if (there)
		host_ask(h);
	printf("%-*s %-*s %-10s %s\n", width, h->name, ABI_WIDTH, h->abi,
	       !there       ? "-"
	       : h->version ? h->version
			    : "",
	       h->about ? h->about : "");
	if (!there)
		printf("%*s not installed: %s\n", width, "",
		       h->install ? h->install : why);
	for (int i = 0; i < QUIRKS; i++)
		if (h->quirks[i].declared)
			printf("%*s quirk %s: %s (proof: %s)\n", width, "",
			       quirk_rows[i].name, h->quirks[i].why,
			       h->quirks[i].proof);
	free(why);
	host_free(h);
	return 0;
}

int cmd_hosts(int argc, char **argv)
{
	char *why = NULL, **names;
	int status = STATUS_GOOD, width = 0;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&hosts_argp, argc, argv, 0, NULL, NULL);
	names = host_names(&why);
	if (!names) {
		fprintf(stderr, "sockdiff: %s\n", why);
		free(why);
		return STATUS_USAGE;
	}
	for (int i = 0; names[i]; i++)
		if ((int)strlen(names[i]) > width)
			width = (int)strlen(names[i]);
	printf("%-*s %-*s %-10s %s\n", width, "HOST", ABI_WIDTH, "ABI",
	       "VERSION", "ABOUT");
	for (int i = 0; names[i]; i++) {
		if (host_print(names[i], width) < 0)
			status = STATUS_USAGE;
		free(names[i]);
	}
	free(names);
	return status;
}
