/* SPDX-License-Identifier: Apache-2.0 */
/* WasmEdge's messages and options in each tongue: what is written, where. */
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/help/suite.h"
#include "tests/help/wasmedge_guest.h"
#include "sockhost/core/host.h"

static struct guest g;
static const struct tongue *t;

static void speak(int i)
{
	t = &tongues[i];
	tongue_open(&g, t, "all");
}

static void hush(void)
{
	guest_close(&g);
}

#define call(name, ...) tongue_call(&g, t, name, __VA_ARGS__)
#define fails(err, name, ...) ck_assert_uint_eq(call(name, __VA_ARGS__), err)
#define done(name, ...) fails(0, name, __VA_ARGS__)

/* Where recv_from tells the port, and the flags: with space behind. */
enum { PORT = MORE + 1024, FLAGS = MORE + 1040, LEN = MORE + 1056 };

/* A datagram to 127.0.0.1, from a socket that is bound to 7 bytes of text. */
static void send_to(uint32_t fd, unsigned port, const char *text)
{
	tongue_bytes(&g, 4, INET4);
	guest_iov(&g, 0, DATA, guest_text(&g, DATA, text));
	done("sock_send_to", fd, IOV, 1, PAIR, port, 0, LEN);
	ck_assert_uint_eq(guest_u32(&g, LEN), strlen(text));
}

static uint32_t recv_from(uint32_t fd, uint32_t room)
{
	memset(g.mem + PORT, WASMEDGE_FILL, 64);
	guest_iov(&g, 0, DATA, room);
	if (t->version == 1)
		return call("sock_recv_from", fd, IOV, 1, PAIR, 0, LEN, FLAGS);
	return call("sock_recv_from", fd, IOV, 1, PAIR, 0, PORT, LEN, FLAGS);
}

/* Numbers of two bytes, of four, in network byte order, or none at all. */
START_TEST(sender)
{
	unsigned to, from;
	uint32_t a, b;
	const uint8_t *ip;

	speak(_i);
	a = tongue_udp(&g, t, &to);
	b = tongue_udp(&g, t, &from);
	send_to(b, to, "0123456789");
	tongue_room(&g, t->version == 1 ? 16 : 128);
	ck_assert_uint_eq(recv_from(a, 4), 0);
	ck_assert_uint_eq(guest_u32(&g, LEN), 4);
	ip = g.mem + BYTES + (t->version == 1 ? 0 : 2);
	ck_assert_mem_eq(ip, "\177\0\0\1", 4);
	/* cut: bit 0 */
	ck_assert_uint_eq(guest_u16(&g, FLAGS), 1);
	ck_assert_uint_eq(g.mem[FLAGS + 2], t->go ? 0 : WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[FLAGS + 4], WASMEDGE_FILL);
	if (t->version == 1) {
		ck_assert_uint_eq(g.mem[PORT], WASMEDGE_FILL);
		ck_assert_uint_eq(g.mem[BYTES + 4], WASMEDGE_FILL);
	} else {
		ck_assert_uint_eq(guest_u32(&g, PORT), from);
	}
	hush();
}
END_TEST

/* Version 2 of WasmEdge takes short forms as well; others have one size. */
START_TEST(sizes_for_a_sender)
{
	static const uint32_t sizes[] = {0, 3, 4, 5, 15, 16, 17, 127, 128, 129};
	static const int takes[TONGUES][10] = {
		[V1] = {0, 0, 1, 0, 0, 1},
		[V2] = {0, 0, 1, 0, 0, 1, 0, 0, 1},
		[GO1] = {0, 0, 0, 0, 0, 1},
		[GO2] = {0, 0, 0, 0, 0, 0, 0, 0, 1},
	};
	unsigned to;
	uint32_t a;

	speak(_i);
	a = tongue_udp(&g, t, &to);
	for (int i = 0; i < 10; i++) {
		send_to(a, to, "x");
		tongue_room(&g, sizes[i]);
		ck_assert_uint_eq(recv_from(a, 4),
				  takes[_i][i] ? 0 : NUM_INVAL);
		ck_assert_uint_eq(g.mem[BYTES + sizes[i]], WASMEDGE_FILL);
		if (takes[_i][i])
			continue;
		/* and it is still there */
		tongue_room(&g, t->version == 1 ? 16 : 128);
		ck_assert_uint_eq(recv_from(a, 4), 0);
	}
	hush();
}
END_TEST

/* Nothing is lost by a pointer that is wrong. */
START_TEST(pointers_come_first)
{
	unsigned to;
	uint32_t a;

	speak(_i);
	a = tongue_udp(&g, t, &to);
	send_to(a, to, "x");
	guest_iov(&g, 0, DATA, 4);
	tongue_room(&g, t->version == 1 ? 16 : 128);
	for (uint32_t at = GUEST_MEMORY; at;
	     at = at == GUEST_MEMORY ? 0xfffffffc : 0) {
		fails(NUM_FAULT, "sock_recv", a, IOV, 1, 0, at, FLAGS);
		fails(NUM_FAULT, "sock_recv", a, IOV, 1, 0, LEN, at);
		if (t->version == 1)
			fails(NUM_FAULT, "sock_recv_from", a, IOV, 1, at, 0,
			      LEN, FLAGS);
		else
			fails(NUM_FAULT, "sock_recv_from", a, IOV, 1, PAIR, 0,
			      at, LEN, FLAGS);
	}
	/* a length that is written over the end */
	fails(t->go ? NUM_FAULT : NUM_ADDRNOTAVAIL, "sock_recv", a, IOV, 1, 0,
	      GUEST_MEMORY - 3, FLAGS);
	/* flags of two bytes fit where those of four do not */
	fails(t->go ? NUM_FAULT : 0, "sock_recv", a, IOV, 1, 0, LEN,
	      GUEST_MEMORY - 2);
	hush();
}
END_TEST

START_TEST(flags_and_pieces)
{
	unsigned port;
	uint32_t fd;

	speak(_i);
	fd = tongue_udp(&g, t, &port);
	tongue_bytes(&g, 4, INET4);
	guest_iov(&g, 0, DATA, 1);
	fails(t->go ? 0 : NUM_INVAL, "sock_send_to", fd, IOV, 1, PAIR, port, 1,
	      LEN);
	fails(NUM_INVAL, "sock_recv", fd, IOV, 1, 4, LEN, FLAGS);
	/* beyond 1024 pieces: the kernel's answer */
	memset(g.mem + IOV, 0, 1025 * 8);
	fails(NUM_MSGSIZE, "sock_send_to", fd, IOV, 1025, PAIR, port, 0, LEN);
	tongue_bytes(&g, 4, INET4);
	done("sock_send_to", fd, IOV, 1024, PAIR, port, 0, LEN);
	ck_assert_uint_eq(guest_u32(&g, LEN), 0);
	fails(NUM_FAULT, "sock_send_to", fd, GUEST_MEMORY, 1, PAIR, port, 0,
	      LEN);
	fails(NUM_FAULT, "sock_send_to", fd, GUEST_MEMORY - 4, 1, PAIR, port, 0,
	      LEN);
	done("sock_send_to", fd, GUEST_MEMORY, 0, PAIR, port, 0, LEN);
	hush();
}
END_TEST

/* A stream has no sender to tell: what is there stays. */
START_TEST(stream)
{
	uint32_t a, b;

	speak(_i);
	a = tongue_tcp(&g, t, &b);
	guest_iov(&g, 0, DATA, guest_text(&g, DATA, "hello"));
	done("sock_send", a, IOV, 1, 0, LEN);
	tongue_room(&g, t->version == 1 ? 16 : 128);
	ck_assert_uint_eq(recv_from(b, 3), 0);
	ck_assert_uint_eq(guest_u32(&g, LEN), 3);
	ck_assert_uint_eq(guest_u16(&g, FLAGS), 0);
	ck_assert_uint_eq(g.mem[BYTES], WASMEDGE_FILL);
	ck_assert_uint_eq(g.mem[PORT], WASMEDGE_FILL);
	guest_iov(&g, 0, DATA, 10);
	done("sock_recv", b, IOV, 1, 1, LEN, FLAGS); /* a look */
	done("sock_recv", b, IOV, 1, 0, LEN, FLAGS);
	ck_assert_uint_eq(guest_u32(&g, LEN), 2);
	hush();
}
END_TEST

START_TEST(shutting_down)
{
	uint32_t a, b;

	speak(_i);
	a = tongue_tcp(&g, t, &b);
	ck_assert_uint_eq(guest_call(&g, "sock_shutdown", a, 4), NUM_INVAL);
	ck_assert_uint_eq(guest_call(&g, "sock_shutdown", a, 0), NUM_INVAL);
	ck_assert_uint_eq(guest_call(&g, "sock_shutdown", a, 2), 0);
	guest_iov(&g, 0, DATA, 10);
	done("sock_recv", b, IOV, 1, 0, LEN, FLAGS);
	ck_assert_uint_eq(guest_u32(&g, LEN), 0);
	guest_iov(&g, 0, DATA, 1);
	if (t->go) /* an embedder's duty; WasmEdge's sends make no signal */
		signal(SIGPIPE, SIG_IGN);
	fails(NUM_PIPE, "sock_send", a, IOV, 1, 0, LEN);
	hush();
}
END_TEST

/* --- options ---------------------------------------------------------------*/

enum {
	SIZE = MORE + 1072,
	SO_T = 1,
	SO_E = 2,
	SND = 5,
	RCV = 6,
	KEEP = 7,
	LING = 9,
	LOWAT = 10,
	TIMEO = 11,
	ACCEPTING = 13,
	DEVICE = 14
};

static uint32_t get_sized(uint32_t fd, uint32_t name, uint32_t size)
{
	memset(g.mem + DATA, WASMEDGE_FILL, 64);
	guest_set32(&g, SIZE, size);
	return guest_call(&g, "sock_getsockopt", fd, 0, name, DATA, SIZE);
}

START_TEST(options_and_their_sizes)
{
	uint32_t fd;

	speak(_i);
	fd = tongue_socket(&g, t, INET4, STREAM);
	ck_assert_uint_eq(get_sized(fd, KEEP, 4), 0);
	ck_assert_uint_eq(guest_u32(&g, DATA), 0);
	ck_assert_uint_eq(get_sized(fd, KEEP, 8), 0);
	ck_assert_uint_eq(guest_u32(&g, SIZE), 4);
	ck_assert_uint_eq(g.mem[DATA + 4], WASMEDGE_FILL);
	ck_assert_uint_eq(get_sized(fd, KEEP, 1), 0);
	ck_assert_uint_eq(guest_u32(&g, SIZE), 1);
	ck_assert_uint_eq(g.mem[DATA + 1], WASMEDGE_FILL);
	ck_assert_uint_eq(get_sized(fd, LING, 8), 0);
	ck_assert_uint_eq(guest_u32(&g, SIZE), 8);
	ck_assert_uint_eq(get_sized(fd, TIMEO, 16), 0);
	ck_assert_uint_eq(guest_u32(&g, SIZE), 16);
	/* numbers of WASI's: a stream is 2 */
	ck_assert_uint_eq(get_sized(fd, SO_T, 4), 0);
	ck_assert_uint_eq(guest_u32(&g, DATA), STREAM);
	ck_assert_uint_eq(get_sized(fd, SO_T, 1), 0);
	ck_assert_uint_eq(guest_u32(&g, DATA), 0xeeeeee00 | STREAM);
	ck_assert_uint_eq(get_sized(fd, ACCEPTING, 4), 0);
	/* of read-only ones the kernel speaks */
	ck_assert_uint_eq(
		guest_call(&g, "sock_setsockopt", fd, 0, SO_T, DATA, 4),
		NUM_NOPROTOOPT);
	hush();
}
END_TEST

START_TEST(options_that_are_none)
{
	uint32_t fd;

	speak(_i);
	fd = tongue_socket(&g, t, INET4, STREAM);
	if (!t->go) {
		ck_assert_uint_eq(get_sized(fd, DEVICE + 1, 4), NUM_NOPROTOOPT);
		ck_assert_uint_eq(get_sized(fd, UINT32_MAX, 4), NUM_NOPROTOOPT);
	}
	guest_set32(&g, SIZE, 4);
	for (uint32_t level = 1; level < 8; level++)
		for (uint32_t name = 0; name < 20; name++) {
			uint32_t err = t->go && level == 6 && name == 15
					       ? 0
					       : NUM_NOPROTOOPT;

			ck_assert_uint_eq(
				guest_call(&g, "sock_getsockopt", fd, level,
					   name, DATA, t->go ? 4 : SIZE),
				err && (!t->go || level != 6) ? NUM_NOTSUP
							      : err);
			ck_assert_uint_eq(guest_call(&g, "sock_setsockopt", fd,
						     level, name, DATA, 4),
					  err);
		}
	hush();
}
END_TEST

/* The pointer to a size, at and over the end. */
START_TEST(size_pointers)
{
	uint32_t fd;

	speak(_i);
	fd = tongue_socket(&g, t, INET4, STREAM);
	guest_set32(&g, GUEST_MEMORY - 4, 4);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA,
				     GUEST_MEMORY - 4),
			  0);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA,
				     GUEST_MEMORY),
			  NUM_FAULT);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA,
				     GUEST_MEMORY - 2),
			  NUM_ADDRNOTAVAIL);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA,
				     0xfffffffc),
			  NUM_FAULT);
	guest_set32(&g, SIZE, 4);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, KEEP,
				     GUEST_MEMORY - 3, SIZE),
			  NUM_FAULT);
	guest_set32(&g, SIZE, 0x80000000);
	ck_assert_uint_eq(
		guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA, SIZE),
		NUM_INVAL);
	hush();
}
END_TEST

/* wasi-go's: the size itself, of any option. */
START_TEST(go_has_sizes)
{
	uint32_t fd;

	speak(_i);
	fd = tongue_socket(&g, t, INET4, STREAM);
	memset(g.mem + DATA, 0, 16);
	guest_set32(&g, DATA, 1);
	guest_set32(&g, DATA + 4, 5);
	ck_assert_uint_eq(
		guest_call(&g, "sock_setsockopt", fd, 0, LING, DATA, 8), 0);
	memset(g.mem + DATA, WASMEDGE_FILL, 16);
	ck_assert_uint_eq(
		guest_call(&g, "sock_getsockopt", fd, 0, LING, DATA, 8), 0);
	ck_assert_uint_eq(guest_u32(&g, DATA + 4), 5);
	ck_assert_uint_eq(
		guest_call(&g, "sock_getsockopt", fd, 0, TIMEO, DATA, 16), 0);
	ck_assert_uint_eq(
		guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA, 1), 0);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, KEEP, DATA,
				     0x80000000),
			  NUM_INVAL);
	ck_assert_uint_eq(
		guest_call(&g, "sock_setsockopt", fd, 0, SO_T, DATA, 4),
		NUM_NOPROTOOPT);
	hush();
}
END_TEST

/* As Linux, which doubles what is asked for. */
START_TEST(sizes_of_queues)
{
	uint32_t fd;

	speak(_i);
	fd = tongue_socket(&g, t, INET4, DGRAM);
	for (uint32_t name = SND; name <= RCV; name++) {
		guest_set32(&g, DATA, 5000);
		guest_set32(&g, SIZE, 4);
		ck_assert_uint_eq(
			guest_call(&g, "sock_setsockopt", fd, 0, name, DATA, 4),
			0);
		ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, name,
					     DATA, t->go ? 4 : SIZE),
				  0);
		ck_assert_uint_eq(guest_u32(&g, DATA), 10000);
	}
	hush();
}
END_TEST

START_TEST(pending_error)
{
	unsigned port;
	uint32_t fd;

	speak(_i);
	fd = tongue_udp(&g, t, &port);
	tongue_bytes(&g, 4, INET4);
	done("sock_connect", fd, PAIR, 1);
	guest_iov(&g, 0, DATA, 1);
	done("sock_send", fd, IOV, 1, 0, LEN);
	guest_set32(&g, SIZE, 4);
	ck_assert_uint_eq(guest_call(&g, "sock_getsockopt", fd, 0, SO_E, DATA,
				     t->go ? 4 : SIZE),
			  0);
	ck_assert_uint_eq(guest_u32(&g, DATA), NUM_CONNREFUSED);
	hush();
}
END_TEST

Suite *sockhost_wasmedge_data_suite(void)
{
	Suite *s = suite_create("sockhost_wasmedge_data");
	TCase *c = tcase_create("data");

	tcase_add_loop_test(c, sender, 0, TONGUES);
	tcase_add_loop_test(c, sizes_for_a_sender, 0, TONGUES);
	tcase_add_loop_test(c, pointers_come_first, 0, TONGUES);
	tcase_add_loop_test(c, flags_and_pieces, 0, TONGUES);
	tcase_add_loop_test(c, stream, 0, TONGUES);
	tcase_add_loop_test(c, shutting_down, 0, TONGUES);
	tcase_add_loop_test(c, options_and_their_sizes, V1, V2 + 1);
	tcase_add_loop_test(c, options_that_are_none, 0, TONGUES);
	tcase_add_loop_test(c, size_pointers, V1, V2 + 1);
	tcase_add_loop_test(c, go_has_sizes, GO1, GO2 + 1);
	tcase_add_loop_test(c, sizes_of_queues, 0, TONGUES);
	tcase_add_loop_test(c, pending_error, 0, TONGUES);
	suite_add_tcase(s, c);
	return s;
}
