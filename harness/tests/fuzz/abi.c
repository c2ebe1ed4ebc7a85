/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes every function of every ABI of sockhost with hostile arguments and
 * hostile memory, on real sockets. An input is a guest:
 *
 *	0  which ABI
 *	1  GRANTED: by rules, not "all"; TRACED; WAITS: sockets that wait
 *	2  how much memory it has, of fuzz_sizes[]
 *	3  and then one after the other, to the end
 *	     0x00-0xdf  a call of function number n, its arguments behind it
 *	     0xe0-0xf7  1 to 24 bytes into memory: u16 where, the bytes
 *	     0xf8-0xff  one of the edges into memory: u16 where, u8 which
 *
 * An argument is a byte, of which the upper two bits say what it is: right,
 * for a parameter of its name; small; an edge of memory or of numbers; or the
 * bytes behind it.
 *
 * Wrong is what the sanitizers say, and: a byte changed outside of the
 * guest's memory (by the kernel, which they do not see), a descriptor that is
 * still open when the guest is gone, a function that never returns.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <sanitizer/asan_interface.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "abi_guest.h"
#include "apart.h"
#include "sockhost/sockhost.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMORY 65536
#define CANARY 65536 /* in front of the guest's memory, and behind it */
#define CANARY_BYTE 0xc5
#define CALLS_MOST 64
#define ARGS_MOST 10
#define WAIT_NS 1000000 /* what waits is interrupted as often */

static const uint32_t fuzz_sizes[] = {MEMORY, MEMORY - 1, 4096, 2000, 0};

static uint8_t *room; /* canary, memory, canary */
static int null, lowest;

/* What is right for a parameter of that name, and 0. */
static const struct right {
	const char *name;
	uint32_t v[6];
} rights[] = {
	{"fd", {3, 5, 7, 8, 9, 10}},
	{"from", {3, 5, 13}},
	{"to", {TEXTS + 48, 5, 6}},
	{"dir", {UINT32_MAX, 4}},
	{"to_fd", {4}},
	{"af", {AF_INET, AF_INET6, AF_UNIX, 0}},
	{"family", {AF_INET, 1, 2, 3, AF_INET6}},
	{"type", {SOCK_DGRAM, SOCK_STREAM, SOCK_SEQPACKET, SOCK_RAW}},
	{"protocol", {0, IPPROTO_UDP, IPPROTO_TCP, 58, 132, 136}},
	{"addr", {RECORD, RECORD6, PYTHON, PAIRS, PAIRS + 8, PAIRS + 16}},
	{"addrlen", {16, 130, 32, 0, 12, 131}},
	{"port", {0, 7000}},
	{"backlog", {1, 0}},
	{"out_addr", {DATA, RECORD}},
	{"iovs", {VECTORS, IOVECS}},
	{"niovs", {1, 2, 0, 4}},
	{"oob", {CONTROL, DATA}},
	{"ooblen", {0, 24, 64, 20, 16}},
	{"flags", {MSG_DONTWAIT, 0, MSG_PEEK, MSG_TRUNC, MSG_OOB, 1}},
	{"level", {SOL_SOCKET, IPPROTO_IP, IPPROTO_TCP, IPPROTO_IPV6, 0, 6}},
	{"out_value", {DATA, VALUE, GROUP}},
	{"value", {VALUE, GROUP}},
	{"len", {4, 8, 16, 1, 144, 264}},
	{"size", {4, 8, 16, 1}},
	{"inout_size", {VALUE + 4}},
	{"how", {0, 1, 2}},
	{"network", {TEXTS}},
	{"networklen", {3, 4, 0}},
	{"service", {TEXTS + 16}},
	{"servicelen", {2, 0}},
	{"node", {TEXTS + 32}},
	{"nodelen", {9, 0}},
	{"namelen", {9, 0, 32}},
	{"hints", {NODES}},
	{"res", {NODES + 28}},
	{"max", {2, 1, 0}},
	{"most", {3, 0}},
	{"room", {64, 16, 0, 4}},
	{"path", {TEXTS + 48, TEXTS + 50, TEXTS + 64, TEXTS + 52}},
	{"target", {TEXTS + 48}},
	{"target_len", {1, 4}},
	{"to_len", {1, 4}},
	{"lookup", {0, 1}},
	{"oflags", {0, 1, 2, 8, 9}},
	{"rights", {UINT32_MAX, 2, 64}},
	{"inheriting", {UINT32_MAX}},
	{"fdflags", {0, 4, 1}},
	{"riflags", {0, 1, 2}},
	{"siflags", {0}},
	{"sdflags", {1, 2, 3}},
	{"subscriptions", {SUBS, EVENTS}},
	{"out_events", {EVENTS, SUBS, SUBS + 40}},
	{"n", {3, 1, 4}},
	{"id", {1, 0, 2}},
	{"out_entries", {DATA}},
	{"cookie", {0}},
	{"out_fd", {OUT}},
	{"out_roflags", {OUT2}},
	{"out_flags", {OUT2}},
};

/* wasinet's option names and WasmEdge's, of which most do something. */
static uint32_t option(uint8_t byte)
{
	return byte & 0x7f;
}

/* --- an input, byte by byte ---------------------------------------------- */

struct input {
	const uint8_t *p, *end;
};

static uint8_t take8(struct input *in)
{
	return in->p < in->end ? *in->p++ : 0;
}

static uint64_t take(struct input *in, int bytes)
{
	uint64_t n = 0;

	for (int i = 0; i < bytes; i++)
		n |= (uint64_t)take8(in) << 8 * i;
	return n;
}

static uint64_t edge(uint8_t which, uint32_t size)
{
	const uint64_t edges[] = {size,
				  size - 1,
				  size + 1,
				  size - 4,
				  size - 8,
				  size - 16,
				  size - 130,
				  size - 144,
				  size / 2,
				  0x7fffffff,
				  0x80000000,
				  UINT32_MAX,
				  UINT32_MAX - 7,
				  0xf0000000,
				  1 << 20,
				  1025,
				  1024,
				  131,
				  129,
				  128,
				  65536,
				  UINT64_MAX,
				  UINT64_C(1) << 63,
				  (uint64_t)(uintptr_t)room};

	return edges[which % (sizeof(edges) / sizeof(edges[0]))];
}

static uint64_t right_of(const char *name, size_t len, uint8_t byte)
{
	if (len == 4 && memcmp(name, "name", 4) == 0)
		return byte & 1 ? TEXTS + 32 : option(byte >> 1);
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		if (strlen(rights[i].name) == len &&
		    memcmp(rights[i].name, name, len) == 0)
			return rights[i].v[byte % 6];
	return len > 4 && memcmp(name, "out_", 4) == 0 ? OUT : 0;
}

static uint64_t argument(struct input *in, const char *name, size_t len,
			 char type, uint32_t size)
{
	uint8_t byte = take8(in);

	switch (byte >> 6) {
	case 0:
		return right_of(name, len, byte & 0x3f);
	case 1:
		return byte & 0x20 ? (uint64_t) - (int64_t)(byte & 0x1f)
				   : byte & 0x1f;
	case 2:
		return edge(byte & 0x3f, size);
	}
	return take(in, byte & 0x20 ? (type == 'I' ? 8 : 4) : 1);
}

/* --- what must not happen ------------------------------------------------ */

/* What is behind it is a canary all along, what is in front but for `size`. */
static void canary_set(uint8_t *mem, uint32_t size)
{
	memset(room + CANARY, CANARY_BYTE, MEMORY - size);
	memset(mem, 0, size);
	abi_guest_memory(mem, size);
	ASAN_POISON_MEMORY_REGION(room, (size_t)(mem - room));
	ASAN_POISON_MEMORY_REGION(mem + size, CANARY);
}

/* Every byte is the one before it. */
static bool is_canary(const uint8_t *p, size_t n)
{
	return *p == CANARY_BYTE && memcmp(p, p + 1, n - 1) == 0;
}

static void canary_check(const uint8_t *mem, uint32_t size)
{
	ASAN_UNPOISON_MEMORY_REGION(room, 2 * CANARY + MEMORY);
	if (is_canary(room, (size_t)(mem - room)) &&
	    is_canary(mem + size, CANARY))
		return;
	fprintf(stderr, "fuzz: memory outside of the guest's was written\n");
	abort();
}

static void descriptors_check(void)
{
	int fd = dup(null);
	char path[32], what[128] = "";

	if (fd != lowest) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", lowest);
		if (readlink(path, what, sizeof(what) - 1) < 0)
			what[0] = '\0';
		fprintf(stderr, "fuzz: descriptor %d, %s, is still open\n",
			lowest, what);
		abort();
	}
	close(fd);
}

/* --- calls --------------------------------------------------------------- */

/* The functions of each ABI; to look them up is slow. */
#define ABIS_MOST 16
#define FNS_MOST 128

static struct {
	const struct sockhost_fn *fn[FNS_MOST];
	size_t n;
} fns[ABIS_MOST];
static size_t abis;

static void make_functions(void)
{
	const char *abi, *module, *name;

	while ((abi = sockhost_abi(abis))) {
		size_t n = 0;

		while ((fns[abis].fn[n] =
				sockhost_fn_at(abi, n, &module, &name)))
			if (++n == FNS_MOST)
				abort();
		fns[abis].n = n;
		if (++abis == ABIS_MOST)
			abort();
	}
}

static void call(struct sockhost *h, size_t abi, uint8_t number,
		 struct input *in, uint32_t size)
{
	const struct sockhost_fn *fn = fns[abi].fn[number % fns[abi].n];
	const char *names = sockhost_fn_names(fn);
	const char *types = sockhost_fn_params(fn);
	uint64_t v[ARGS_MOST] = {0};

	for (size_t i = 0; types[i]; i++) {
		size_t len = strcspn(names, ",");

		v[i] = argument(in, names, len, types[i], size);
		names += len + (names[len] == ',');
	}
	sockhost_call(h, fn, v);
}

static void poke(uint8_t *mem, uint32_t size, uint8_t op, struct input *in)
{
	uint32_t at = (uint32_t)take(in, 2);
	uint32_t n = op < 0xf8 ? op - 0xdfu : 4;
	uint64_t bytes;

	if (op >= 0xf8)
		bytes = edge(take8(in), size);
	for (uint32_t i = 0; i < n; i++) {
		uint8_t byte =
			op < 0xf8 ? take8(in) : (uint8_t)(bytes >> 8 * i);

		if (at + i < size)
			mem[at + i] = byte;
	}
}

static void woken(int signal)
{
	(void)signal; /* it only interrupts */
}

/* Nothing but the guest's own calls is interrupted. */
static void waking(bool on)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(on ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct sigaction action = {.sa_handler = woken};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
				 .sigev_signo = SIGRTMIN};
	struct itimerspec often = {{0, WAIT_NS}, {0, WAIT_NS}};
	timer_t timer;

	(void)argc;
	(void)argv;
	apart();
	make_functions();
	room = mmap(NULL, 2 * CANARY + MEMORY, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		abort();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGURG, SIG_IGN);
	sigaction(SIGRTMIN, &action, NULL);
	waking(false);
	memset(room, CANARY_BYTE, 2 * CANARY + MEMORY);
	if (null == -1 || timer_create(CLOCK_MONOTONIC, &event, &timer) == -1 ||
	    timer_settime(timer, 0, &often, NULL) == -1)
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input in = {data, data + len};
	uint8_t mode, *mem;
	uint32_t size;
	struct sockhost *h;
	size_t abi;

	lowest = dup(null);
	close(lowest);
	abi = take8(&in) % abis;
	mode = take8(&in);
	size = fuzz_sizes[take8(&in) % 5];
	mem = room + CANARY + MEMORY - size;
	canary_set(mem, size);
	h = abi_guest(mode, null);
	sockhost_memory(h, mem, size);
	waking(true);
	for (int calls = 0; in.p < in.end && calls < CALLS_MOST;) {
		uint8_t op = take8(&in);

		if (op < 0xe0)
			call(h, abi, op, &in, size), calls++;
		else
			poke(mem, size, op, &in);
	}
	sockhost_free(h);
	waking(false);
	canary_check(mem, size);
	descriptors_check();
	apart_sweep();
	return 0;
}
