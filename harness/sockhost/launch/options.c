/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#define PASSED(n) (LAUNCH_PASSED + (n))

const struct argp_option launch_options[] = {
	{0, 0, 0, 0, "Resources of the guest:", 1},
	{"allow", PASSED(0), "RULE", 0,
	 "Allow access: all, [bind:|connect:]ADDRESS[/BITS]:PORTS, unix:PATH, "
	 "unix:@NAME, resolve:NAME, join:GROUP[/BITS], device:NAME, "
	 "option:NAME (default: nothing)",
	 0},
	{"map", PASSED(1), "GUEST=DIR", 0,
	 "Map unix socket paths below GUEST to the folder DIR, and allow them",
	 0},
	{"dir", PASSED(2), "[GUEST=]DIR[:ro]", 0,
	 "Give the guest a folder, named GUEST or as on the host; read-only "
	 "with :ro",
	 0},
	{"env", PASSED(3), "NAME=VALUE", 0,
	 "Set an environment variable of the guest", 0},
	{"listen", PASSED(4), "ADDRESS", 0,
	 "Preopen a listening socket: 127.0.0.1:7000, [::1]:7000, unix:PATH "
	 "or unix:@NAME. Folders and sockets are numbered from 3, in the "
	 "order of the options",
	 0},
	{"connect", PASSED(5), "ADDRESS", 0, "Preopen a connection to ADDRESS",
	 0},
	{"datagram", PASSED(6), "ADDRESS[=PEER]", 0,
	 "Preopen a datagram socket bound to ADDRESS, and connected to PEER "
	 "if given",
	 0},
	{"nonblocking", PASSED(7), NULL, 0, "All sockets are non-blocking", 0},
	{"max-fds", PASSED(8), "N", 0, "Maximum number of open descriptors", 0},
	{"max-buffer", PASSED(9), "BYTES", 0,
	 "Maximum size of each queue of a socket", 0},
	{"max-memory", PASSED(12), "BYTES", 0,
	 "Maximum size of memory and tables; beyond it memory.grow returns "
	 "-1. Suffixes K, M and G: 64M",
	 0},
	{"timeout", PASSED(13), "SECONDS", 0,
	 "End the guest after so many seconds, such as 0.5, with status 124 "
	 "as timeout(1) does. Compiling does not count",
	 0},
	{0, 0, 0, 0, "How to run it:", 2},
	{"abi", LAUNCH_ABI, "ABI", 0,
	 "The socket ABI of the guest (default: found by its imports)", 0},
	{"invoke", PASSED(10), "FUNCTION", 0,
	 "Call an exported function with the arguments, which must be "
	 "numbers, and print its result",
	 0},
	{"trace", PASSED(11), NULL, 0,
	 "Print each call of the guest to standard error", 0},
	{"cache", LAUNCH_CACHE, "DIR", 0,
	 "The folder for compiled guests (default $XDG_CACHE_HOME/sockdiff, "
	 "or ~/.cache/sockdiff)",
	 0},
	{0}};

const char launch_arguments[] = "GUEST.wasm [-- ARGUMENT...]";

const char launch_summary[] =
	"runs a WebAssembly program with access to Linux sockets";

#define DESCRIPTION                                                         \
	"Run a WebAssembly program that uses WASI preview1 and one of the " \
	"socket ABIs. Its stdin, stdout and stderr are those of sockhost-run."

#define STATUS                                                             \
	"The exit status is that of the guest; 134 if it trapped, 124 if " \
	"--timeout expired, 2 for bad usage or a module that cannot be run."

#define RULES                                                               \
	"Without --allow the guest has no network access. In a rule PORTS " \
	"is *, a number or a range; IPv6 addresses are in brackets, as in " \
	"[::1]:80 and [fd00::]/8:*; without bind: or connect: the rule "    \
	"allows both. Names may contain * and ?. join: allows to join "     \
	"multicast groups, device: to bind to network interfaces, option: " \
	"to set socket options that need privileges, such as SO_MARK. Raw " \
	"sockets, source routes and other address families need all."

#define NOTES                                                                      \
	RULES "\n\n"                                                               \
	      "The first run compiles the guest, which takes seconds, or minutes " \
	      "for a large one; later runs start at once."

#define EXAMPLES                                                   \
	"  sockhost-run hello.wasm\n"                              \
	"  sockhost-run --allow 127.0.0.1:8080 server.wasm -- "    \
	"127.0.0.1:8080\n"                                         \
	"  sockhost-run --dir /data=./shared:ro --max-memory 64M " \
	"--timeout 10 job.wasm\n"                                  \
	"  sockhost-run --invoke add sums.wasm -- 2 3"

const char launch_description[] = DESCRIPTION;
const char launch_status[] = STATUS;
const char launch_notes[] = NOTES;
const char launch_examples[] = EXAMPLES;
const char launch_doc[] = DESCRIPTION " " STATUS "\v" NOTES "\n\n" EXAMPLES;
