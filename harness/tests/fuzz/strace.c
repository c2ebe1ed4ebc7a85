/* SPDX-License-Identifier: Apache-2.0 */
/* What strace wrote of a play, as calls of its recording. */
#include <stdlib.h>

#include "recording/normalise.h"
#include "reference/witness/strace.h"
#include "tests/fuzz/help.h"

#define CASE                                                                \
	"title: t\nwhy: recv(2)\ncovers: [recv]\nsteps:\n"                  \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, type: SOCK_DGRAM}\n" \
	"  - sendmsg: {fd: a, iov: [x, y], control: [{rights: [a, b]}]}\n"  \
	"  - recvmsg: {fd: b, iov: [2], as: [c, d], controllen: 64}\n"      \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"          \
	"  - bind: {fd: s, addr: \"127.0.0.1:7000\"}\n"                     \
	"  - poll: {fds: [{fd: s, events: POLLIN}], timeout: 0}\n"          \
	"  - getsockopt: {fd: s, level: SOL_SOCKET, name: SO_LINGER}\n"     \
	"  - close: {fd: s}\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct tcase *t;
	struct strace_reading reading = {0};
	char *text = fuzz_text(bytes, n), *why = NULL;
	struct buf b = {0};

	if (!t)
		t = fuzz_case(CASE);
	reading.rec = recording_new(t);
	strace_read(&reading, 0, text, &why);
	strace_name_pids(&reading);
	normalise(reading.rec);
	recording_print(&b, reading.rec);
	buf_free(&b);
	recording_free(reading.rec);
	free(why);
	free(text);
	return 0;
}
