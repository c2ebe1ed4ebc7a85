/* SPDX-License-Identifier: Apache-2.0 */
/* A capture as lines. pcap's own reader is part of it: the file is hostile. */
#include <stdlib.h>

#include "recording/normalise.h"
#include "packets/packets.h"
#include "recording/recording.h"
#include "tests/fuzz/help.h"

#define CASE                                                        \
	"title: t\nwhy: send(2)\ncovers: [send]\nsteps:\n"          \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n" \
	"  - bind: {fd: s, addr: \"127.0.0.1:7000\"}\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct tcase *t;
	struct recording *r;
	char *why = NULL;

	if (!t)
		t = fuzz_case(CASE);
	r = recording_new(t);
	packets_read(r, fuzz_file(bytes, n), &why);
	normalise(r);
	recording_free(r);
	free(why);
	return 0;
}
