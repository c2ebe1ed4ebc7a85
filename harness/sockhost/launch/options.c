/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#define PASSED(n) (LAUNCH_PASSED + (n))

const struct argp_option launch_options[] = {
	{0, 0, 0, 0, "What the guest is given:", 1},
	{"allow", PASSED(0), "RULE", 0, "Grant something: all, "
		"[bind:|connect:]ADDRESS[/BITS]:PORTS, unix:PATH, "
		"unix:@NAME, resolve:NAME, join:GROUP[/BITS], device:NAME, "
		"option:NAME (by default nothing is)", 0},
	{"map", PASSED(1), "GUEST=DIR", 0, "Unix socket paths beneath "
		"GUEST are beneath the folder DIR, and allowed", 0},
	{"dir", PASSED(2), "[GUEST=]DIR[:ro]", 0, "A folder, which the guest "
		"sees as GUEST, or under its own name; with :ro it is "
		"read-only", 0},
	{"env", PASSED(3), "NAME=VALUE", 0, "An environment variable", 0},
	{"listen", PASSED(4), "ADDRESS", 0, "A socket that listens there: "
		"127.0.0.1:7000, [::1]:7000, unix:PATH or unix:@NAME. Folders "
		"and sockets are numbered from 3, as they are said", 0},
	{"connect", PASSED(5), "ADDRESS", 0, "A connection to there", 0},
	{"datagram", PASSED(6), "ADDRESS[=PEER]", 0, "A datagram socket that "
		"is bound there, and connected to PEER", 0},
	{"nonblocking", PASSED(7), NULL, 0, "Sockets never block", 0},
	{"max-fds", PASSED(8), "N", 0, "Most descriptors at a time", 0},
	{"max-buffer", PASSED(9), "BYTES", 0, "Most that a socket's queues "
		"may hold, each", 0},
	{"max-memory", PASSED(12), "BYTES", 0, "Most that its memory and "
		"tables may grow to; beyond it memory.grow returns -1. K, M "
		"or G may follow: 64M", 0},
	{"timeout", PASSED(13), "SECONDS", 0, "End it after so long, with "
		"status 124, as timeout(1) does; 0.5 is half a second. "
		"Compiling does not count", 0},
	{0, 0, 0, 0, "What is done:", 2},
	{"abi", LAUNCH_ABI, "ABI", 0, "The socket ABI that the guest speaks "
		"(default: the one that has all it imports)", 0},
	{"invoke", PASSED(10), "FUNCTION", 0, "Call an exported function with "
		"the arguments, which are numbers, and print what it returns",
		0},
	{"trace", PASSED(11), NULL, 0, "Tell each call of the guest on "
		"standard error", 0},
	{"cache", LAUNCH_CACHE, "DIR", 0, "Where compiled guests are kept "
		"(default $XDG_CACHE_HOME/sockdiff, or ~/.cache/sockdiff)", 0},
	{0}};

const char launch_arguments[] = "GUEST.wasm [-- ARGUMENT...]";

const char launch_summary[] =
	"runs a WebAssembly program with Linux's sockets";

#define DESCRIPTION \
	"Runs a program for WASI preview1 and one of the socket ABIs. Its " \
	"descriptors 0, 1 and 2 are this program's."

#define STATUS \
	"The status is the guest's; 134 is a trap, 124 the end of " \
	"--timeout, 2 a mistake of usage or a module that cannot be run."

#define RULES \
	"Without --allow the guest has no network. In its rules PORTS is *, " \
	"a number or a range; IPv6 addresses are in brackets, as in " \
	"[::1]:80 and [fd00::]/8:*; without bind: or connect: both are " \
	"granted. Names may have * and ?. join: is for multicast groups to " \
	"receive from, device: for network interfaces to be bound to, " \
	"option: for socket options that need privileges, such as SO_MARK. " \
	"Raw sockets, source routes and other families need all."

#define NOTES \
	RULES "\n\n" \
	"The first run compiles the guest, for seconds, for minutes a large " \
	"one; later ones start at once."

#define EXAMPLES \
	"  sockhost-run hello.wasm\n" \
	"  sockhost-run --allow 127.0.0.1:8080 server.wasm -- " \
	"127.0.0.1:8080\n" \
	"  sockhost-run --dir /data=./shared:ro --max-memory 64M " \
	"--timeout 10 job.wasm\n" \
	"  sockhost-run --invoke add sums.wasm -- 2 3"

const char launch_description[] = DESCRIPTION;
const char launch_status[] = STATUS;
const char launch_notes[] = NOTES;
const char launch_examples[] = EXAMPLES;
const char launch_doc[] =
	DESCRIPTION " " STATUS "\v" NOTES "\n\n" EXAMPLES;
