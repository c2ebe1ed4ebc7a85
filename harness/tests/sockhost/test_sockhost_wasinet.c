/* SPDX-License-Identifier: Apache-2.0 */
/* wasinet_v0 by name, on real sockets. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/host.h"

static struct guest g;

static void wasinet_open(void)
{
	guest_open(&g, "all");
}

static void wasinet_close(void)
{
	guest_close(&g);
}

#define call(...) guest_call(&g, __VA_ARGS__)
#define done(...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), 0)
#define fails(err, ...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), err)
#define make(...) guest_make(&g, __VA_ARGS__)

/* One piece at DATA; how many bytes went, or came. */
static uint32_t send_bytes(uint32_t fd, const char *text)
{
	guest_vec(&g, 0, DATA, guest_text(&g, DATA, text));
	return make("sock_send_to", fd, IOV, 1, 0, 0, 0, 0, 0, OUT);
}

static uint32_t recv_bytes(uint32_t fd, uint32_t len, uint32_t flags)
{
	memset(g.mem + DATA, 'x', len + 1);
	guest_vec(&g, 0, DATA, len);
	return make("sock_recv_from", fd, IOV, 1, 0, 0, 0, 0, flags, OUT, OUT2);
}

START_TEST(families)
{
	static const uint32_t host[] = {0, 1, 2, 10, 0};

	for (uint32_t i = 0; i < 5; i++)
		ck_assert_uint_eq(call("sock_determine_host_af_family", i),
				  host[i]);
	ck_assert_uint_eq(call("sock_determine_host_af_family", 10), 0);
	ck_assert_uint_eq(call("sock_determine_host_af_family", UINT32_MAX), 0);
}
END_TEST

START_TEST(opening)
{
	ck_assert_uint_eq(make("sock_open", AF_INET, SOCK_STREAM, 0, OUT), 3);
	ck_assert_uint_eq(make("sock_open", AF_INET6, SOCK_DGRAM, 17, OUT), 4);
	ck_assert_uint_eq(make("sock_open", AF_UNIX, SOCK_SEQPACKET, 0, OUT),
			  5);
	fails(5, "sock_open", 3, SOCK_STREAM, 0, OUT);
	fails(66, "sock_open", AF_INET, SOCK_STREAM, 17, OUT);
	fails(NUM_INVAL, "sock_open", AF_INET, 99, 0, OUT);
	fails(NUM_FAULT, "sock_open", AF_INET, SOCK_STREAM, 0,
	      GUEST_MEMORY - 3);
	ck_assert_int_eq(fds_host(g.h, 6), -1);
}
END_TEST

static int is_nonblocking(uint32_t fd)
{
	return !!(fcntl(fds_host(g.h, fd), F_GETFL) & O_NONBLOCK);
}

START_TEST(blocking_as_asked)
{
	uint32_t fd = make("sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	uint32_t peer;

	ck_assert(!is_nonblocking(fd));
	fd = make("sock_open", AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0, OUT);
	ck_assert(is_nonblocking(fd));
	sockhost_nonblocking(g.h, 1);
	fd = make("sock_open", AF_INET, SOCK_DGRAM, 0, OUT);
	ck_assert(is_nonblocking(fd));
	sockhost_nonblocking(g.h, 0);
	guest_tcp(&g, &peer);
	ck_assert(!is_nonblocking(peer));
}
END_TEST

START_TEST(stream)
{
	uint32_t b, a = guest_tcp(&g, &b);

	ck_assert_uint_eq(send_bytes(a, "hello"), 5);
	ck_assert_uint_eq(recv_bytes(b, 3, MSG_PEEK), 3);
	ck_assert_uint_eq(recv_bytes(b, 3, 0), 3);
	ck_assert_mem_eq(g.mem + DATA, "helx", 4);
	ck_assert_uint_eq(recv_bytes(b, 10, 0), 2);
	fails(NUM_AGAIN, "sock_recv_from", b, IOV, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
	done("sock_shutdown", a, SHUT_WR);
	ck_assert_uint_eq(recv_bytes(b, 10, 0), 0);
	ck_assert_uint_eq(send_bytes(b, "back"), 4);
	ck_assert_uint_eq(recv_bytes(a, 10, 0), 4);
	fails(NUM_PIPE, "sock_send_to", a, IOV, 1, 0, 0, 0, 0, MSG_NOSIGNAL,
	      OUT);
	fails(NUM_INVAL, "sock_shutdown", a, 3);
	fails(NUM_BADF, "sock_shutdown", 77, 3);
}
END_TEST

START_TEST(accept_tells_the_peer)
{
	unsigned port, own;
	uint32_t door = guest_listener(&g, &port);
	uint32_t fd = guest_udp(&g, &own); /* only to skip a number */
	uint32_t n;

	fd = make("sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	guest_in(&g, ADDR, "127.0.0.1", port);
	done("sock_connect", fd, ADDR, 130);
	done("sock_getlocaladdr", fd, ADDR, 130);
	own = guest_u32(&g, ADDR + 8);
	memset(g.mem + ADDR2, 0xee, 200);
	n = make("sock_accept", door, OUT, ADDR2, 130);
	ck_assert_uint_eq(n, fd + 1);
	ck_assert_uint_eq(guest_u16(&g, ADDR2), AF_INET);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 8), own);
	ck_assert_uint_eq(g.mem[ADDR2 + 129], 0);
	ck_assert_uint_eq(g.mem[ADDR2 + 130], 0xee);
}
END_TEST

/* As Linux: the connection is lost. */
START_TEST(accept_with_bad_address)
{
	unsigned port;
	uint32_t door = guest_listener(&g, &port);
	uint32_t fd = make("sock_open", AF_INET, SOCK_STREAM, 0, OUT);

	guest_in(&g, ADDR, "127.0.0.1", port);
	done("sock_connect", fd, ADDR, 16);
	fails(NUM_FAULT, "sock_accept", door, GUEST_MEMORY, ADDR, 130);
	fails(NUM_FAULT, "sock_accept", door, OUT, GUEST_MEMORY - 4, 130);
	done("fd_fdstat_set_flags", door, 4);
	fails(NUM_AGAIN, "sock_accept", door, OUT, 0, 0);
	fails(NUM_AGAIN, "sock_accept", door, OUT, GUEST_MEMORY, 130);
}
END_TEST

START_TEST(datagram_and_its_sender)
{
	unsigned to, from;
	uint32_t a = guest_udp(&g, &to), b = guest_udp(&g, &from);

	guest_in(&g, ADDR, "127.0.0.1", to);
	guest_text(&g, DATA, "0123456789");
	guest_vec(&g, 0, DATA, 3);
	guest_vec(&g, 1, DATA + 3, 0);
	guest_vec(&g, 2, DATA + 3, 7);
	ck_assert_uint_eq(
		make("sock_send_to", b, IOV, 3, 0, 0, ADDR, 16, 0, OUT), 10);
	memset(g.mem + ADDR2, 0xee, 130);
	guest_vec(&g, 0, DATA + 100, 4);
	ck_assert_uint_eq(make("sock_recv_from", a, IOV, 1, 0, 0, ADDR2, 16,
			       MSG_TRUNC, OUT, OUT2),
			  10);
	ck_assert_uint_eq(guest_u32(&g, OUT2), MSG_TRUNC);
	ck_assert_mem_eq(g.mem + DATA + 100, "0123\0", 5);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 8), from);
	ck_assert_uint_eq(g.mem[ADDR2 + 12], 127);
	ck_assert_uint_eq(g.mem[ADDR2 + 16], 0xee);
}
END_TEST

/* A stream has no sender to tell: the buffer stays as it was. */
START_TEST(stream_has_no_sender)
{
	uint32_t b, a = guest_tcp(&g, &b);

	send_bytes(a, "x");
	memset(g.mem + ADDR2, 0xee, 130);
	guest_vec(&g, 0, DATA, 4);
	ck_assert_uint_eq(make("sock_recv_from", b, IOV, 1, 0, 0, ADDR2, 130, 0,
			       OUT, OUT2),
			  1);
	ck_assert_uint_eq(g.mem[ADDR2], 0xee);
	/* nor does a bad pointer to it matter */
	send_bytes(a, "y");
	ck_assert_uint_eq(make("sock_recv_from", b, IOV, 1, 0, 0, GUEST_MEMORY,
			       130, 0, OUT, OUT2),
			  1);
}
END_TEST

START_TEST(destination_missing)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);

	guest_vec(&g, 0, DATA, 1);
	fails(NUM_DESTADDRREQ, "sock_send_to", fd, IOV, 1, 0, 0, 0, 0, 0, OUT);
	fails(NUM_NOTCONN, "sock_getpeeraddr", fd, ADDR, 130);
	guest_in(&g, ADDR, "127.0.0.1", port);
	done("sock_connect", fd, ADDR, 16);
	done("sock_getpeeraddr", fd, ADDR2, 130);
	ck_assert_uint_eq(guest_u32(&g, ADDR2 + 8), port);
	/* a family of 0 dissolves it */
	memset(g.mem + ADDR, 0, 130);
	done("sock_connect", fd, ADDR, 130);
	fails(NUM_NOTCONN, "sock_getpeeraddr", fd, ADDR, 130);
}
END_TEST

START_TEST(refused)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);
	uint32_t s;

	guest_in(&g, ADDR, "127.0.0.1", 1);
	s = make("sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	fails(NUM_CONNREFUSED, "sock_connect", s, ADDR, 16);
	done("sock_connect", fd, ADDR, 16);
	send_bytes(fd, "x");
	/* told by SO_ERROR, in WASI's number, once */
	done("sock_getsockopt", fd, SOL_SOCKET, SO_ERROR, MORE, 4);
	ck_assert_uint_eq(guest_u32(&g, MORE), NUM_CONNREFUSED);
	done("sock_getsockopt", fd, SOL_SOCKET, SO_ERROR, MORE, 4);
	ck_assert_uint_eq(guest_u32(&g, MORE), 0);
}
END_TEST

/* The order of checks is the kernel's. */
START_TEST(wrong_pieces)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);
	uint32_t bad = GUEST_MEMORY;

	fails(NUM_MSGSIZE, "sock_recv_from", fd, IOV, 1025, 0, 0, 0, 0,
	      MSG_DONTWAIT, OUT, OUT2);
	fails(NUM_MSGSIZE, "sock_send_to", fd, bad, 1025, 0, 0, 0, 0, 0, OUT);
	fails(NUM_MSGSIZE, "sock_recv_from", fd, IOV, UINT32_MAX, 0, 0, 0, 0,
	      MSG_DONTWAIT, OUT, OUT2);
	fails(NUM_FAULT, "sock_recv_from", fd, bad, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
	fails(NUM_BADF, "sock_recv_from", 99, bad, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
	guest_vec(&g, 0, bad, 100);
	fails(NUM_AGAIN, "sock_recv_from", fd, IOV, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
	guest_vec(&g, 0, UINT32_MAX, 100);
	fails(NUM_FAULT, "sock_recv_from", fd, IOV, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
}
END_TEST

/* What fits before the end of memory arrives; what does not is a fault. */
START_TEST(piece_over_the_end)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);

	guest_in(&g, ADDR, "127.0.0.1", port);
	for (uint32_t n = 1; n <= 3; n++) {
		guest_vec(&g, 0, DATA, n);
		done("sock_send_to", fd, IOV, 1, 0, 0, ADDR, 16, 0, OUT);
		guest_vec(&g, 0, GUEST_MEMORY - 2, 100);
		fails(n > 2 ? NUM_FAULT : 0, "sock_recv_from", fd, IOV, 1, 0, 0,
		      0, 0, MSG_DONTWAIT, OUT, OUT2);
	}
	guest_vec(&g, 0, GUEST_MEMORY - 2, 3);
	fails(NUM_FAULT, "sock_send_to", fd, IOV, 1, 0, 0, ADDR, 16, 0, OUT);
}
END_TEST

/*
 * An address of length 0 is an address: sendto(2) leaves it to the protocol.
 * Only without a pointer there is none.
 */
START_TEST(destination_of_no_bytes)
{
	unsigned port;
	uint32_t fd = guest_udp(&g, &port);
	uint32_t fd6 = make("sock_open", AF_INET6, SOCK_DGRAM, 0, OUT);
	uint32_t peer, tcp = guest_tcp(&g, &peer);

	guest_vec(&g, 0, DATA, 5);
	fails(NUM_INVAL, "sock_send_to", fd, IOV, 1, 0, 0, ADDR, 0, 0, OUT);
	fails(NUM_INVAL, "sock_send_to", fd6, IOV, 1, 0, 0, ADDR, 0, 0, OUT);
	guest_in(&g, ADDR, "127.0.0.1", port);
	done("sock_connect", fd, ADDR, 16);
	fails(NUM_INVAL, "sock_send_to", fd, IOV, 1, 0, 0, ADDR, 0, 0, OUT);
	fails(NUM_AGAIN, "sock_recv_from", fd, IOV, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
	done("sock_send_to", fd, IOV, 1, 0, 0, 0, 0, 0, OUT);
	done("sock_recv_from", fd, IOV, 1, 0, 0, 0, 0, MSG_DONTWAIT, OUT, OUT2);
	/* what a pointer of length 0 points to does not matter */
	fails(NUM_INVAL, "sock_send_to", fd, IOV, 1, 0, 0, GUEST_MEMORY + 9, 0,
	      0, OUT);
	/* a list that is not there is not looked at */
	fails(NUM_FAULT, "sock_send_to", fd, GUEST_MEMORY, 1, 0, 0, ADDR, 0, 0,
	      OUT);
	/* a stream has no use for an address of any length */
	done("sock_send_to", tcp, IOV, 1, 0, 0, ADDR, 0, 0, OUT);
	ck_assert_uint_eq(recv_bytes(peer, 9, 0), 5);
	/* sendmsg(2), which several pieces are, takes it for none */
	guest_vec(&g, 1, DATA, 5);
	done("sock_send_to", fd, IOV, 2, 0, 0, ADDR, 0, 0, OUT);
}
END_TEST

/*
 * Of an address that is too long sendto(2) reads nothing, but sendmsg(2) as
 * much as there is room for: that is where it goes, and what needs a grant.
 */
START_TEST(destination_too_long)
{
	static const uint32_t lengths[] = {131,        138,        4096,
					   0x7fffffff, 0x80000000, UINT32_MAX};
	struct guest small;
	unsigned port;
	uint32_t fd = guest_udp(&g, &port), to;

	guest_open(&small, "127.0.0.1:1");
	to = guest_make(&small, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT);
	guest_in(&small, ADDR, "127.0.0.1", port);
	guest_vec(&small, 0, DATA, 5);
	guest_vec(&small, 1, DATA, 5);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		ck_assert_uint_eq(guest_call(&small, "sock_send_to", to, IOV, 1,
					     0, 0, ADDR, lengths[i], 0, OUT),
				  NUM_INVAL);
		ck_assert_uint_eq(guest_call(&small, "sock_send_to", to, IOV, 2,
					     0, 0, ADDR, lengths[i], 0, OUT),
				  i < 4 ? NUM_ACCES : NUM_INVAL);
	}
	guest_close(&small);
	guest_vec(&g, 0, DATA, 5);
	fails(NUM_AGAIN, "sock_recv_from", fd, IOV, 1, 0, 0, 0, 0, MSG_DONTWAIT,
	      OUT, OUT2);
}
END_TEST

/*
 * What the kernel has not sent yet when the call is over is what the guest
 * had then, whatever its memory has become: that of somebody else, perhaps.
 */
START_TEST(zero_copy_is_of_that_moment)
{
	enum { PIECE = 16384 };
	uint32_t peer, fd = guest_tcp(&g, &peer), sent = 0, got = 0;

	guest_set32(&g, MORE, 1);
	done("sock_setsockopt", fd, SOL_SOCKET, SO_ZEROCOPY, MORE, 4);
	memset(g.mem + DATA, 'a', PIECE);
	guest_vec(&g, 0, DATA, PIECE);
	while (call("sock_send_to", fd, IOV, 1, 0, 0, 0, 0,
		    MSG_DONTWAIT | MSG_ZEROCOPY, OUT) == 0)
		sent += guest_u32(&g, OUT);
	ck_assert_uint_gt(sent, PIECE);
	memset(g.mem + DATA, 'b', PIECE);
	guest_vec(&g, 0, MORE, PIECE);
	while (got < sent) {
		uint32_t n = make("sock_recv_from", peer, IOV, 1, 0, 0, 0, 0, 0,
				  OUT, OUT2);

		ck_assert_ptr_null(memchr(g.mem + MORE, 'b', n));
		got += n;
	}
}
END_TEST

START_TEST(not_sockets)
{
	char *why;

	ck_assert_int_eq(sockhost_dir(g.h, ".", ".", &why), 0);
	guest_in(&g, ADDR, "127.0.0.1", 0);
	fails(NUM_NOTSOCK, "sock_bind", 3, ADDR, 16);
	fails(NUM_NOTSOCK, "sock_listen", 3, 1);
	fails(NUM_NOTSOCK, "sock_accept", 3, OUT, 0, 0);
	fails(NUM_NOTSOCK, "sock_shutdown", 3, 0);
	fails(NUM_NOTSOCK, "sock_getlocaladdr", 3, ADDR, 130);
	fails(NUM_NOTSOCK, "sock_setsockopt", 3, 1, 2, MORE, 4);
}
END_TEST

START_TEST(no_descriptor_left)
{
	unsigned port;
	uint32_t door = guest_listener(&g, &port);
	uint32_t fd = make("sock_open", AF_INET, SOCK_STREAM, 0, OUT);

	guest_in(&g, ADDR, "127.0.0.1", port);
	done("sock_connect", fd, ADDR, 16);
	sockhost_max_fds(g.h, 5);
	fails(NUM_MFILE, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);
	fails(NUM_MFILE, "sock_accept", door, OUT, 0, 0);
	fails(NUM_BADF, "sock_accept", 99, OUT, 0, 0);
	/* and the connection is still there to be taken */
	sockhost_max_fds(g.h, 6);
	done("sock_accept", door, OUT, 0, 0);
}
END_TEST

/* read and write of preview1 go to the same sockets. */
START_TEST(through_preview1)
{
	uint32_t b, a = guest_tcp(&g, &b);

	guest_text(&g, DATA, "abcdef");
	guest_iov(&g, 0, DATA, 2);
	guest_iov(&g, 1, DATA + 2, 4);
	done("fd_write", a, IOV, 2, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 6);
	guest_iov(&g, 0, DATA + 100, 100);
	done("fd_read", b, IOV, 1, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 6);
	ck_assert_mem_eq(g.mem + DATA + 100, "abcdef", 6);
	done("fd_fdstat_get", b, MORE);
	ck_assert_uint_eq(g.mem[MORE], 6); /* a stream socket */
	fails(NUM_SPIPE, "fd_tell", b, MORE);
	done("fd_close", a);
	fails(NUM_BADF, "fd_close", a);
	done("fd_read", b, IOV, 1, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
}
END_TEST

static const struct {
	const char *network, *name;
	uint32_t err;
	uint32_t len;
	uint8_t last;
} lookups[] = {
	{"ip", "127.0.0.1", 0, 16, 1},
	{"ip4", "10.0.0.7", 0, 16, 7},
	{"ip6", "::9", 0, 16, 9},
	{"ip4", "::9", NUM_NOENT, 0, 0},
	{"ip6", "127.0.0.1", NUM_NOENT, 0, 0},
	{"ipx", "127.0.0.1", NUM_INVAL, 0, 0},
};

START_TEST(lookup)
{
	uint32_t n = guest_text(&g, MORE, lookups[_i].network);
	uint32_t len = guest_text(&g, MORE + 64, lookups[_i].name);

	fails(lookups[_i].err, "sock_getaddrip", MORE, n, MORE + 64, len, DATA,
	      128, OUT);
	if (lookups[_i].err)
		return;
	ck_assert_uint_eq(guest_u32(&g, OUT), lookups[_i].len);
	ck_assert_uint_eq(g.mem[DATA + 15], lookups[_i].last);
	ck_assert_uint_eq(g.mem[DATA + 10],
			  strchr(lookups[_i].name, ':') ? 0 : 0xff);
	/* no room is no mistake */
	done("sock_getaddrip", MORE, n, MORE + 64, len, DATA, 15, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	fails(NUM_FAULT, "sock_getaddrip", MORE, n, MORE + 64, len,
	      GUEST_MEMORY - 8, 16, OUT);
	fails(NUM_FAULT, "sock_getaddrip", GUEST_MEMORY - 1, n, MORE + 64, len,
	      DATA, 16, OUT);
	fails(NUM_FAULT, "sock_getaddrip", MORE, n, GUEST_MEMORY - 1, len, DATA,
	      16, OUT);
}
END_TEST

START_TEST(ports)
{
	uint32_t n = guest_text(&g, MORE, "tcp");

	guest_text(&g, MORE + 64, "8080");
	ck_assert_uint_eq(make("sock_getaddrport", MORE, n, MORE + 64, 4, OUT),
			  8080);
	guest_text(&g, MORE + 64, "no-such-service");
	fails(NUM_NOENT, "sock_getaddrport", MORE, n, MORE + 64, 15, OUT);
	/* a NUL inside */
	guest_text(&g, MORE + 64,
		   "80\0"
		   "80");
	fails(NUM_INVAL, "sock_getaddrport", MORE, n, MORE + 64, 4, OUT);
	fails(NUM_FAULT, "sock_getaddrport", MORE, n, MORE + 64, 4,
	      GUEST_MEMORY - 3);
	fails(NUM_NOENT, "sock_getaddrport", MORE, n, DATA, 20000, OUT);
}
END_TEST

Suite *sockhost_wasinet_suite(void)
{
	Suite *s = suite_create("sockhost_wasinet");
	TCase *t = tcase_create("wasinet");

	tcase_add_checked_fixture(t, wasinet_open, wasinet_close);
	tcase_add_test(t, families);
	tcase_add_test(t, opening);
	tcase_add_test(t, blocking_as_asked);
	tcase_add_test(t, stream);
	tcase_add_test(t, accept_tells_the_peer);
	tcase_add_test(t, accept_with_bad_address);
	tcase_add_test(t, datagram_and_its_sender);
	tcase_add_test(t, stream_has_no_sender);
	tcase_add_test(t, destination_missing);
	tcase_add_test(t, refused);
	tcase_add_test(t, wrong_pieces);
	tcase_add_test(t, piece_over_the_end);
	tcase_add_test(t, destination_of_no_bytes);
	tcase_add_test(t, destination_too_long);
	tcase_add_test(t, zero_copy_is_of_that_moment);
	tcase_add_test(t, not_sockets);
	tcase_add_test(t, no_descriptor_left);
	tcase_add_test(t, through_preview1);
	tcase_add_loop_test(t, lookup, 0, sizeof(lookups) / sizeof(lookups[0]));
	tcase_add_test(t, ports);
	suite_add_tcase(s, t);
	return s;
}
