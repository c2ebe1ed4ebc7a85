/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c: the command line of a guest that is linked with sockhost.
 */
#include <argp.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "run.h"

#ifndef RUN_ABI
#define RUN_ABI "wasinet_v0"
#endif

enum { USAGE = 2 };

enum {
	ALLOW = 256,
	MAP,
	DIR_,
	ENV,
	NONBLOCKING,
	MAX_FDS,
	MAX_BUFFER,
	MAX_MEMORY,
	TIMEOUT,
	ABI,
	MUTANT,
	LISTEN,
	CONNECT,
	DATAGRAM,
	INVOKE,
	TRACE
};

static const struct argp_option main_options[] = {
	{"allow", ALLOW, "RULE", 0,
	 "Allow access: all, [bind:|connect:]ADDRESS[/BITS]:PORTS, unix:PATH, "
	 "unix:@NAME, resolve:NAME, join:GROUP[/BITS], device:NAME, "
	 "option:NAME (default: nothing)",
	 0},
	{"map", MAP, "GUEST=DIR", 0,
	 "Map unix socket paths below GUEST to the folder DIR, and allow them",
	 0},
	{"dir", DIR_, "[GUEST=]DIR[:ro]", 0,
	 "Give the guest a folder; with :ro it is read-only", 0},
	{"listen", LISTEN, "ADDRESS", 0,
	 "Preopen a listening socket: 127.0.0.1:7000, [::1]:7000, unix:PATH "
	 "or unix:@NAME. Folders and sockets are numbered from 3, in the "
	 "order of the options",
	 0},
	{"connect", CONNECT, "ADDRESS", 0, "Preopen a connection to ADDRESS",
	 0},
	{"datagram", DATAGRAM, "ADDRESS[=PEER]", 0,
	 "Preopen a datagram socket bound to ADDRESS, and connected to PEER "
	 "if given",
	 0},
	{"env", ENV, "NAME=VALUE", 0,
	 "Set an environment variable of the guest", 0},
	{"nonblocking", NONBLOCKING, NULL, 0,
	 "All sockets are non-blocking; must precede preopened ones", 0},
	{"max-fds", MAX_FDS, "N", 0,
	 "Maximum number of open descriptors (default 1024)", 0},
	{"max-buffer", MAX_BUFFER, "BYTES", 0,
	 "Maximum size of each queue of a socket (default: what the kernel "
	 "allows)",
	 0},
	{"max-memory", MAX_MEMORY, "BYTES", 0,
	 "Maximum size of memory and tables; suffixes K, M and G", 0},
	{"timeout", TIMEOUT, "SECONDS", 0,
	 "End the guest after so many seconds, with status 124", 0},
	{"abi", ABI, "NAME", 0, "The socket ABI (default " RUN_ABI ")", 0},
	{"invoke", INVOKE, "FUNCTION", 0,
	 "Call an exported function with the arguments, which must be "
	 "numbers, and print its result",
	 0},
	{"trace", TRACE, NULL, 0,
	 "Print each call of the guest to standard error", 0},
	{"mutant", MUTANT, "ID", 0,
	 "Simulate a bug, `help' lists them; needs a build with mutants", 0},
	{0}};

struct main_args {
	struct sockhost *h;
	struct run_config run;
};

/* GUEST=DIR, or just DIR, which is then both. */
static int main_pair(struct sockhost *h, char *arg,
		     int (*set)(struct sockhost *, const char *, const char *,
				char **),
		     char **why)
{
	char *host = strchr(arg, '=');

	if (!host)
		return set(h, arg, arg, why);
	*host++ = '\0';
	return set(h, arg, host, why);
}

#define READ_ONLY ":ro"

static int main_dir(struct sockhost *h, char *arg, char **why)
{
	size_t n = strlen(arg), end = strlen(READ_ONLY);

	if (n <= end || strcmp(arg + n - end, READ_ONLY) != 0)
		return main_pair(h, arg, sockhost_dir, why);
	arg[n - end] = '\0';
	return main_pair(h, arg, sockhost_dir_read_only, why);
}

/* ADDRESS, ADDRESS= or ADDRESS=PEER */
static int main_datagram(struct sockhost *h, char *arg, char **why)
{
	char *peer = strchr(arg, '=');

	if (peer)
		*peer++ = '\0';
	return sockhost_datagram(h, arg, peer && *peer ? peer : NULL, why);
}

static void main_max_fds(const struct main_args *m, const char *arg,
			 struct argp_state *state)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (*end || end == arg || n > 1 << 20)
		argp_error(state, "--max-fds %s: a number up to %d", arg,
			   1 << 20);
	sockhost_max_fds(m->h, (uint32_t)n);
}

/* The kernel keeps no less than some 4 KiB. */
#define BUFFER_LEAST 8192

static void main_max_buffer(const struct main_args *m, const char *arg,
			    struct argp_state *state)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (*end || n < BUFFER_LEAST || n > INT32_MAX)
		argp_error(state, "--max-buffer %s: bytes, from %d on", arg,
			   BUFFER_LEAST);
	sockhost_max_buffer(m->h, (uint32_t)n);
}

static void main_abi(struct main_args *m, const char *arg,
		     struct argp_state *state)
{
	const char *name;

	m->run.abi = arg;
	for (size_t i = 0; (name = sockhost_abi(i)); i++)
		if (strcmp(name, arg) == 0)
			return;
	argp_error(state, "--abi %s: no such ABI", arg);
}

/* Those that only pass their argument on. */
static int main_set(struct sockhost *h, int key, const char *arg, char **why)
{
	static const struct {
		int key;
		int (*set)(struct sockhost *, const char *, char **);
	} setters[] = {
		{ALLOW, sockhost_allow},
		{LISTEN, sockhost_listen},
		{CONNECT, sockhost_connect},
		{MUTANT, sockhost_mutant},
	};
	size_t i = 0;

	while (setters[i].key != key)
		i++;
	return setters[i].set(h, arg, why);
}

/* They follow each other: argp moves options before them. */
static void main_arg(struct main_args *m, const char *arg,
		     const struct argp_state *state)
{
	if (m->run.nargs++ == 0)
		m->run.args = state->argv + state->next - 1;
	sockhost_arg(m->h, arg);
}

static error_t main_option(int key, char *arg, struct argp_state *state)
{
	struct main_args *m = state->input;
	char *why = NULL;
	int r = 0;

	switch (key) {
	case ALLOW:
	case LISTEN:
	case CONNECT:
	case MUTANT:
		if (strcmp(arg, "help") == 0 && sockhost_mutants(stdout))
			exit(EXIT_SUCCESS);
		r = main_set(m->h, key, arg, &why);
		break;
	case MAP:
		r = main_pair(m->h, arg, sockhost_map, &why);
		break;
	case DIR_:
		r = main_dir(m->h, arg, &why);
		break;
	case DATAGRAM:
		r = main_datagram(m->h, arg, &why);
		break;
	case ENV:
		sockhost_env(m->h, arg);
		break;
	case NONBLOCKING:
		sockhost_nonblocking(m->h, 1);
		break;
	case MAX_FDS:
		main_max_fds(m, arg, state);
		break;
	case MAX_BUFFER:
		main_max_buffer(m, arg, state);
		break;
	case MAX_MEMORY:
		r = limits_memory(arg, &why);
		break;
	case TIMEOUT:
		r = limits_time(arg, &why);
		break;
	case ABI:
		main_abi(m, arg, state);
		break;
	case TRACE:
		sockhost_trace(m->h, STDERR_FILENO);
		break;
	case INVOKE:
		m->run.invoke = arg;
		break;
	case ARGP_KEY_ARG:
		main_arg(m, arg, state);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	if (r == -1)
		argp_error(state, "%s", why);
	return 0;
}

static const struct argp main_argp = {
	main_options,
	main_option,
	"[-- ARGUMENT...]",
	"Run the guest that is compiled into this program. Its stdin, stdout, "
	"stderr and exit status are those of this program; 134 if it trapped, "
	"124 if --timeout expired.\vWithout --allow the guest has no network "
	"access. In a rule PORTS is *, a number or a range; IPv6 addresses are "
	"in brackets, as in [::1]:80 and [fd00::]/8:*; without bind: or "
	"connect: the rule allows both. Names may contain * and ?. join: "
	"allows to join multicast groups, device: to bind to network "
	"interfaces, option: to set socket options that need privileges, such "
	"as SO_MARK. Raw sockets, source routes and other address families "
	"need all.",
	NULL,
	NULL,
	NULL};

/*
 * A guest may have made our own descriptors non-blocking, which whoever
 * shares them, a shell at the terminal, would not expect.
 */
static void main_flags(int cmd)
{
	static int flags[3];

	for (int fd = 0; fd < 3; fd++)
		if (cmd == F_GETFL)
			flags[fd] = fcntl(fd, F_GETFL);
		else if (flags[fd] != -1)
			fcntl(fd, F_SETFL, flags[fd]);
}

/* Before --timeout ends the process. */
static void main_late(void)
{
	main_flags(F_SETFL);
}

/*
 * Standard input and output are the guest's to close; standard error stays
 * ours, for there may be a trap to tell.
 */
int main(int argc, char **argv)
{
	struct main_args m = {
		.h = sockhost_new(),
		.run = {.abi = RUN_ABI, .name = program_invocation_short_name},
	};
	int status;

	if (!m.h)
		errx(USAGE, "out of memory");
	signal(SIGPIPE, SIG_IGN);
	argp_err_exit_status = USAGE;
	sockhost_arg(m.h, program_invocation_short_name);
	argp_parse(&main_argp, argc, argv, 0, NULL, &m);
	main_flags(F_GETFL);
	sockhost_give_at(m.h, 0, 0);
	sockhost_give_at(m.h, 1, 1);
	limits_begin(m.run.name, main_late);
	status = run_guest(m.h, &m.run);
	main_flags(F_SETFL);
	sockhost_free(m.h);
	return status;
}
