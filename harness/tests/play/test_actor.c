/* SPDX-License-Identifier: Apache-2.0 */
/* An actor's pipes: answers out of what it prints, commands into it. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "play/actor.h"

static struct actor actor;
static int its_in, its_out, its_err; /* the actor's own ends */

static void pipes_open(void)
{
	int in[2], out[2], err[2];

	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe2(in, O_NONBLOCK), 0);
	ck_assert_int_eq(pipe2(out, O_NONBLOCK), 0);
	ck_assert_int_eq(pipe2(err, O_NONBLOCK), 0);
	its_in = in[0];
	its_out = out[1];
	its_err = err[1];
	actor_init(&actor, "guest", &(struct ends){in[1], out[0], err[0]});
}

static void pipes_close(void)
{
	actor_free(&actor);
}

static void print(int fd, const char *text)
{
	ck_assert_int_eq(write(fd, text, strlen(text)), (int)strlen(text));
	actor_read(&actor);
}

/* "STEP KEY=VALUE .." of all answers that are there, a line each. */
static char *taken(void)
{
	struct wire_line w;
	struct buf b = {0};
	char *line;

	while (actor_answer(&actor, &w, &line)) {
		buf_printf(&b, "%ld", w.step);
		for (int i = 0; i < w.n; i++)
			buf_printf(&b, " %s=%s", w.field[i].key,
				   w.field[i].value);
		buf_puts(&b, "\n");
		free(line);
	}
	return buf_take(&b);
}

static void expect(char *text, const char *want)
{
	ck_assert_str_eq(text ? text : "nothing", want);
	free(text);
}

static const struct {
	const char *said, *answers, *noise;
} rows[] = {
	{"", "", "nothing"},
	{"\n@sd 1 ret=0\n", "1 ret=0\n", "nothing"},
	{"@sd 1 ret=0 data=6869\n\n@sd 2\n", "1 ret=0 data=6869\n2\n",
	 "nothing"},
	/* Not yet a line. */
	{"@sd 1 ret=0", "", "nothing"},
	/* Noise around it, also on the line that it begins. */
	{"hello\n\n@sd 1 ret=0\nbye\n", "1 ret=0\n", "hello\\nbye"},
	{"warning: \n@sd 1 ret=0\n", "1 ret=0\n", "warning:"},
	{"x@sd 1 ret=0\n", "", "x@sd 1 ret=0"},
	{"\r\n@sd 1 ret=0\n", "1 ret=0\n", "nothing"},
	/* Not of the form: shown as it came. */
	{"@sd\n@sd \n@sd x ret=0\n@sd 1  ret=0\n@sd 1 ret\n", "",
	 "@sd\\n@sd \\n@sd x ret=0\\n@sd 1  ret=0\\n@sd 1 ret"},
	{"@sd 99999999999999999999 ret=0\n", "9223372036854775807 ret=0\n",
	 "nothing"},
	{"@sd -1 ret=0\n", "", "@sd -1 ret=0"},
	{"\xff\x01\"\\\n", "", "\\xff\\x01\\\"\\\\"},
};

START_TEST(answers)
{
	print(its_out, rows[_i].said);
	expect(taken(), rows[_i].answers);
	expect(actor_words(&actor), rows[_i].noise);
}
END_TEST

/* Byte by byte it is the same. */
START_TEST(in_pieces)
{
	static const char said[] = "a\n\n@sd 1 ret=0\n@sd 2 ret=-1 errno=EIO\n";
	struct buf all = {0};

	for (const char *p = said; *p; p++) {
		char *some;

		print(its_out, (char[]){*p, '\0'});
		some = taken();
		buf_puts(&all, some);
		free(some);
	}
	expect(buf_take(&all), "1 ret=0\n2 ret=-1 errno=EIO\n");
	expect(actor_words(&actor), "a");
}
END_TEST

START_TEST(a_zero_byte)
{
	static const char said[] = "@sd 1 re\0t=0\n@sd 2 ret=0\n";

	ck_assert_int_eq(write(its_out, said, sizeof(said) - 1),
			 sizeof(said) - 1);
	actor_read(&actor);
	expect(taken(), "2 ret=0\n");
	expect(actor_words(&actor), "@sd 1 re\\x00t=0");
}
END_TEST

/* Of much noise both ends are kept, and of those a line is shown. */
START_TEST(first_and_last_words)
{
	char line[] = "line 00000\n", *words;

	for (int i = 0; i < 10000; i++) {
		for (int k = i, at = 9; k; k /= 10)
			line[at--] = (char)('0' + k % 10);
		print(its_err, line);
		memset(line + 5, '0', 5);
	}
	ck_assert_uint_le(actor.noise.len, 2 * ACTOR_NOISE_KEPT);
	ck_assert_uint_eq(actor.printed, 10000 * strlen(line));
	words = actor_words(&actor);
	ck_assert_uint_lt(strlen(words), 1600);
	ck_assert_int_eq(strncmp(words, "line 00000\\nline 00001", 22), 0);
	ck_assert_ptr_nonnull(strstr(words, " ... "));
	ck_assert_str_eq(words + strlen(words) - 22, "line 09998\\nline 09999");
	free(words);
}
END_TEST

/* What never ends a line does not pile up. */
START_TEST(endless_line)
{
	static char piece[65536];

	memset(piece, 'x', sizeof(piece));
	while (actor.printed < ACTOR_OUTPUT_MAX) {
		ck_assert_int_eq(write(its_out, piece, sizeof(piece)),
				 sizeof(piece));
		actor_read(&actor);
		ck_assert_uint_le(actor.out.len + actor.noise.len,
				  3 * WIRE_LINE);
	}
	/* Enough is enough: nothing more is read. */
	print(its_out, "\n@sd 1 ret=0\n");
	expect(taken(), "");
}
END_TEST

START_TEST(the_end)
{
	print(its_out, "@sd 1 ret=0\n");
	close(its_out);
	actor_read(&actor);
	ck_assert(actor.out_closed && !actor.err_closed);
	expect(taken(), "1 ret=0\n");
	close(its_err);
	actor_read(&actor);
	ck_assert(actor.err_closed);
}
END_TEST

static void read_all(size_t n, char c)
{
	char text[4096];

	while (n) {
		ssize_t got = read(its_in, text, sizeof(text));

		ck_assert_int_gt(got, 0);
		for (ssize_t i = 0; i < got; i++)
			ck_assert_int_eq(text[i], c);
		n -= (size_t)got;
		actor_flush(&actor);
	}
}

START_TEST(sending)
{
	size_t n = 300000;
	char *line = xcalloc(n, 1);

	ck_assert(actor_took_all(&actor));
	/* More than a pipe holds. */
	actor_send(&actor, memset(line, 'c', n), n);
	ck_assert_uint_gt(actor.unsent.len, 0);
	ck_assert(!actor_took_all(&actor));
	read_all(n, 'c');
	ck_assert_uint_eq(actor.unsent.len, 0);
	ck_assert(actor_took_all(&actor));
	/* To someone who is gone. */
	actor_send(&actor, line, 1);
	ck_assert(!actor_took_all(&actor));
	close(its_in);
	actor_send(&actor, line, n);
	ck_assert_uint_eq(actor.unsent.len, 0);
	free(line);
}
END_TEST

Suite *actor_suite(void);

Suite *actor_suite(void)
{
	Suite *s = suite_create("actor");
	TCase *c = tcase_create("pipes");

	tcase_add_checked_fixture(c, pipes_open, pipes_close);
	tcase_add_loop_test(c, answers, 0, (int)COUNT(rows));
	tcase_add_test(c, in_pieces);
	tcase_add_test(c, a_zero_byte);
	tcase_add_test(c, first_and_last_words);
	tcase_add_test(c, endless_line);
	tcase_add_test(c, the_end);
	tcase_add_test(c, sending);
	suite_add_tcase(s, c);
	return s;
}
