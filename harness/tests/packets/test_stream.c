/* SPDX-License-Identifier: Apache-2.0 */
/* TCP packets that a test writes down, as lines of streams. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "base/util.h"
#include "case/case.h"
#include "packets/packets.h"
#include "packets/stream.h"

#define SNAPLEN 2048
#define HEAD (14 + 20 + 20)

static int fd = -1;

static void put(const void *bytes, size_t n)
{
	ck_assert_int_eq(write(fd, bytes, n), (ssize_t)n);
}

/* pcap-savefile(5): DLT_EN10MB. */
static void capture_begin(void)
{
	static const uint32_t head[] = {0xa1b2c3d4, 2 | 4 << 16, 0,
					0,          SNAPLEN,     1};

	fd = memfd_create("capture", MFD_CLOEXEC);
	put(head, sizeof(head));
}

static void be(unsigned char *p, uint32_t n, int bytes)
{
	while (bytes--) {
		p[bytes] = (unsigned char)n;
		n >>= 8;
	}
}

/*
 * A packet from a (10.0.0.1:1) to b (10.0.0.2:2), or back: size bytes of the
 * pattern a..z, of which a snapshot is kept.
 */
static void packet(char from, uint32_t seq, unsigned flags, uint32_t size)
{
	unsigned char p[HEAD + 65536] = {0};
	uint32_t all = HEAD + size, kept = all < SNAPLEN ? all : SNAPLEN;
	uint32_t record[] = {0, 0, kept, all};
	int to_b = from == 'a';

	be(p + 12, 0x0800, 2);
	p[14] = 0x45;
	be(p + 16, 40 + size, 2);
	be(p + 20, 0x4000, 2);
	p[22] = 64;
	p[23] = 6;
	be(p + 26, to_b ? 0x0a000001 : 0x0a000002, 4);
	be(p + 30, to_b ? 0x0a000002 : 0x0a000001, 4);
	be(p + 34, to_b ? 1 : 2, 2);
	be(p + 36, to_b ? 2 : 1, 2);
	be(p + 38, seq, 4);
	p[46] = 5 << 4;
	p[47] = (unsigned char)flags;
	if (flags & TCP_URG)
		be(p + 52, size, 2);
	for (uint32_t i = 0; i < size; i++)
		p[HEAD + i] = (unsigned char)('a' + (seq + i) % 26);
	put(record, sizeof(record));
	put(p, kept);
}

#define SEND "  - send: {fd: s, data: x}\n"
#define NODELAY "  - setsockopt: {fd: s, name: TCP_NODELAY, value: 1}\n"
#define DELAY "  - setsockopt: {fd: s, name: TCP_NODELAY, value: 0}\n"
#define CORK "  - setsockopt: {fd: s, name: TCP_CORK, value: 1}\n"
#define MORE "  - send: {fd: s, data: x, flags: MSG_OOB|MSG_MORE}\n"
#define A "tcp 10.0.0.1:1 > 10.0.0.2:2 "
#define B "tcp 10.0.0.2:2 > 10.0.0.1:1 "

enum {
	S = TCP_SYN,
	F = TCP_FIN,
	R = TCP_RST,
	K = TCP_ACK,
	P = TCP_PSH,
	U = TCP_URG
};

static const struct {
	const char *steps;
	struct { /* ends with no `from` */
		char from;
		uint32_t seq;
		unsigned flags;
		uint32_t size;
	} packets[8];
	const char *lines;
} streams[] = {
	/* One line, however it is cut. */
	{SEND,
	 {{'a', 9, S, 0}, {'a', 10, K | P, 3}, {'a', 13, K, 2}},
	 A "SYN\n" A "seq 1 \"klmno\"\n"},
	{SEND,
	 {{'a', 9, S, 0}, {'a', 10, K, 1}, {'a', 11, K | P, 4}},
	 A "SYN\n" A "seq 1 \"klmno\"\n"},
	/* It stands where it began, and its FIN where that came. */
	{SEND,
	 {{'a', 0, K, 1},
	  {'b', 5, K, 1},
	  {'a', 1, K | F, 1},
	  {'b', 6, K, 1},
	  {'b', 7, K | F, 0}},
	 A "seq 0 \"ab\"\n" B "seq 0 \"fg\"\n" A "seq 2 FIN|ACK\n" B
	   "seq 2 FIN|ACK\n"},
	/* Sent again, wholly, in part, or late; sequence numbers go round. */
	{SEND,
	 {{'a', 0, K, 3}, {'a', 0, K, 3}, {'a', 1, K, 4}, {'a', 0, K, 0}},
	 A "seq 0 \"abcde\"\n"},
	{SEND,
	 {{'a', 0, K, 1}, {'a', 3, K, 1}, {'a', 1, K, 2}},
	 A "seq 0 \"abcd\"\n"},
	{SEND,
	 {{'a', 0xffffffff, S, 0}, {'a', 0, K, 26}},
	 A "SYN\n" A "seq 1 \"abcdefghijklmnopqrstuvwxyz\"\n"},
	/* Only of the first bytes is known what they are. */
	{SEND,
	 {{'a', 0, K, 1024}},
	 A "seq 0 \"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
	   "abcdefghijkl\"... 1024 bytes, fnv aab1ab56a6387a85\n"},
	{SEND,
	 {{'a', 0, K, 60000}, {'a', 60000, K | P, 5}},
	 A "seq 0 \"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
	   "abcdefghijkl\"... 60005 bytes, fnv of 1024 aab1ab56a6387a85\n"},
	{SEND,
	 {{'a', 0, K, 7}, {'a', 7, K | P, 59998}},
	 A "seq 0 \"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
	   "abcdefghijkl\"... 60005 bytes, fnv of 1024 aab1ab56a6387a85\n"},
	/* A whole segment is the last of the play, of who accepted. */
	{SEND,
	 {{'a', 0, S, 0}, {'b', 0, S | K, 0}, {'b', 1, K, 2}},
	 A "SYN\n" B "SYN|ACK\n" B "seq 1 \"bc\"\n"},
	/* Each segment under way is answered by an RST. */
	{SEND,
	 {{'a', 0, K, 1}, {'b', 7, R, 0}, {'a', 1, K, 1}, {'b', 7, R, 0}},
	 A "seq 0 \"ab\"\n" B "seq 0 RST\n"},
	{SEND,
	 {{'a', 0, S, 0},
	  {'b', 0, R | K, 0},
	  {'a', 70, S, 0},
	  {'b', 0, R | K, 0}},
	 A "SYN\n" B "seq 0 RST|ACK\n" A "SYN\n" B "seq 0 RST|ACK\n"},
	/* Once more between the same ports. */
	{SEND,
	 {{'a', 0, S, 0}, {'a', 1, K, 1}, {'a', 90, S, 0}, {'a', 91, K, 1}},
	 A "SYN\n" A "seq 1 \"b\"\n" A "SYN\n" A "seq 1 \"n\"\n"},
	/* Urgent data is a position. */
	{SEND,
	 {{'a', 0, K, 1},
	  {'a', 1, K | U, 2},
	  {'a', 3, K, 1},
	  {'a', 4, K | U | F, 0}},
	 A "seq 0 \"abcd\"\n" A "seq 3 URG\n" A "seq 4 URG\n" A
	   "seq 4 FIN|ACK\n"},
	/* Small segments are promised, and only those. */
	{NODELAY,
	 {{'a', 0, K | P, 1}, {'a', 1, K | P, 2}},
	 A "seq 0 \"a\"\n" A "seq 1 \"bc\"\n"},
	{DELAY, {{'a', 0, K | P, 1}, {'a', 1, K | P, 2}}, A "seq 0 \"abc\"\n"},
	{CORK,
	 {{'a', 0, K | P, 1}, {'a', 1, K | P, 2}},
	 A "seq 0 \"a\"\n" A "seq 1 \"bc\"\n"},
	{MORE,
	 {{'a', 0, K | P, 1}, {'a', 1, K | P, 2}},
	 A "seq 0 \"a\"\n" A "seq 1 \"bc\"\n"},
	{NODELAY, {{'a', 0, K, 1}, {'a', 1, K | P, 2}}, A "seq 0 \"abc\"\n"},
	{NODELAY,
	 {{'a', 0, K | P, 1},
	  {'a', 1, K | P, 536},
	  {'a', 537, K | P, 1},
	  {'a', 538, K | P | F, 1}},
	 A "seq 0 \"a\"\n" A
	   "seq 1 \"bcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
	   "abcdefghijklm\"... 538 bytes, fnv 2190550b6d371aea\n" A
	   "seq 539 FIN|ACK\n"},
};

/* What was captured, a line each, of a case of these steps. */
static char *lines_of(const char *steps)
{
	char *text = xasprintf(SCRATCH_HEAD "%s", steps);
	char path[FD_PATH_MAX], *why = NULL;
	struct buf b = {0};
	struct recording *r;
	struct corpus c;

	free(scratch_load(text, strlen(text), &c));
	free(text);
	ck_assert_int_eq(c.n, 1);
	r = recording_new(&c.cases[0]);
	ck_assert_int_eq(packets_read(r, fd_path(path, fd), &why), 0);
	close(fd);
	buf_puts(&b, "");
	for (int i = 0; i < r->npackets; i++)
		buf_printf(&b, "%s\n", r->packets[i]);
	recording_free(r);
	corpus_free(&c);
	return buf_take(&b);
}

START_TEST(stream)
{
	char *text;

	capture_begin();
	for (int i = 0; i < 8 && streams[_i].packets[i].from; i++)
		packet(streams[_i].packets[i].from, streams[_i].packets[i].seq,
		       streams[_i].packets[i].flags,
		       streams[_i].packets[i].size);
	text = lines_of(streams[_i].steps);
	ck_assert_str_eq(text, streams[_i].lines);
	free(text);
}
END_TEST

Suite *stream_suite(void)
{
	Suite *s = suite_create("stream");
	TCase *t = tcase_create("stream");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_loop_test(t, stream, 0, (int)COUNT(streams));
	suite_add_tcase(s, t);
	return s;
}
