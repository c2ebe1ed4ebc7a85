/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a host's player prints: found among noise, cut into fields, recorded,
 * and compared with a play that answered otherwise.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "play/actor.h"
#include "recording/alias.h"
#include "play/answer.h"
#include "verdict/diff.h"
#include "recording/normalise.h"
#include "result/result_json.h"
#include "play/unsaid.h"
#include "tests/fuzz/help.h"

#define CASE                                                                \
	"title: t\nwhy: recv(2)\ncovers: [recv]\nsteps:\n"                  \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, type: SOCK_DGRAM}\n" \
	"  - recvmsg: {fd: b, iov: [2], as: [c, d], controllen: 64}\n"      \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"          \
	"  - getsockname: {fd: s}\n"                                        \
	"  - poll: {fds: [{fd: s, events: POLLIN}], timeout: 0}\n"          \
	"  - getsockopt: {fd: s, level: SOL_SOCKET, name: SO_LINGER}\n"     \
	"  - recvfrom: {fd: s, len: 300, flags: MSG_DONTWAIT}\n"            \
	"  - getaddrinfo: {node: localhost}\n"                              \
	"  - close: {fd: s}\n"

/* An actor whose output is these bytes. */
static void actor_of(struct actor *a, const uint8_t *bytes, size_t n)
{
	struct ends e = {-1, memfd_create("out", MFD_CLOEXEC),
			 memfd_create("err", MFD_CLOEXEC)};

	assert(e.out >= 0 && e.err >= 0);
	if (pwrite(e.out, bytes, n, 0) != (ssize_t)n)
		assert(!"a file in memory can be written");
	actor_init(a, "guest", &e);
}

static struct recording *play(const struct tcase *t, const uint8_t *bytes,
			      size_t n)
{
	struct recording *r = recording_new(t);
	struct tracer none = {0};
	struct told told = {0};
	struct wire_line w;
	struct actor a;
	char *line;

	actor_of(&a, bytes, n);
	actor_read(&a);
	while (actor_answer(&a, &w, &line)) {
		if (w.step > 0 && w.step <= t->nsteps)
			answer_record(r, (int)w.step - 1, &w, &none, &told);
		free(line);
	}
	free(actor_words(&a));
	told_resolve(&told, "of:guest.s");
	told_free(&told);
	actor_free(&a);
	r->end = END_OK;
	normalise(r);
	return r;
}

/* The first half of the bytes is what Linux said, the other the host. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct tcase *t;
	struct recording *want, *got;
	struct unsaid u = {0};
	struct buf b = {0};
	struct result *res;

	if (!t)
		t = fuzz_case(CASE);
	want = play(t, bytes, n / 2);
	got = play(t, bytes + n / 2, n - n / 2);
	unsaid_note(&u, got);
	unsaid_all(got);
	alias(got, want);
	res = diff(want, got);
	free(result_line(res, "sockdiff run"));
	recording_print(&b, got);
	buf_free(&b);
	unsaid_free(&u);
	result_free(res);
	recording_free(want);
	recording_free(got);
	return 0;
}
