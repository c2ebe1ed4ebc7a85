/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The player: reads a step, does it, says what happened; see wire.h.
 *
 * It knows no runtime and no numbers of an ABI: those are behind sock.h. And
 * it makes no call of its own between a command and its answer, so that what
 * a tracer sees in between is the step's.
 */
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "ops.h"
#include "preopen.h"
#include "quirks.h"
#include "sock.h"
#include "lang/wire.h"

static char input[WIRE_LINE];
static size_t input_n;

/* Read on, into the room that is left. 0, or -1 at the end. */
static int input_more(void)
{
	ssize_t n = read(STDIN_FILENO, input + input_n, WIRE_LINE - input_n);

	if (n <= 0)
		return -1;
	input_n += (size_t)n;
	return 0;
}

/* Drop the first n bytes. */
static void input_drop(size_t n)
{
	input_n -= n;
	memmove(input, input + n, input_n);
}

/* Drop what is too long to be a line, up to its end. */
static int input_skip(void)
{
	char *end;

	while ((end = memchr(input, '\n', input_n)) == NULL) {
		input_n = 0;
		if (input_more() == -1)
			return -1;
	}
	input_drop((size_t)(end + 1 - input));
	return 0;
}

static void step_malformed(long step, const char *why)
{
	answer_open(step);
	answer_instead("malformed", why);
}

/* Is there a descriptor that the step cannot be about? Why, or NULL. */
static const char *step_unmade(const char *op, const struct args *a)
{
	const char *why = NULL;

	if (a->fd.given)
		return sock_why_unmade(op, (int)a->fd.number);
	for (int i = 0; a->fds.given && i < a->fds.poll.n && !why; i++)
		why = sock_why_unmade(op, a->fds.poll.fd[i].fd);
	return why;
}

/* Odd hosts are asked more than once, or for another thing: quirks.h. */
static void step_do(long step, const struct ops_row *op, const struct args *a)
{
	if (quirks_instead(op->title, a))
		return;
	op->fn(a);
	while (quirks_again(op->title, a, answer_err())) {
		answer_open(step);
		op->fn(a);
	}
}

static void step_play(char *line)
{
	static struct args args;
	const struct ops_row *op;
	struct wire_line w;
	const char *why;

	if (wire_parse(line, 1, &w) == -1) {
		step_malformed(w.step, "not STEP OP KEY=VALUE ...");
		return;
	}
	if (strcmp(w.op, "preopen") == 0) {
		preopen_play(&w);
		return;
	}
	if (strcmp(w.op, "quirk") == 0) {
		quirks_play(&w);
		return;
	}
	op = ops_find(w.op);
	if (op == NULL) {
		step_malformed(w.step, "no such operation");
		return;
	}
	answer_open(w.step);
	switch (args_decode(op->args, &w, &args, &why)) {
	case ARGS_OK:
		why = step_unmade(op->title, &args);
		if (why == NULL)
			step_do(w.step, op, &args);
		else
			answer_made(sock_cannot(why), NULL, 0, &args.as, -1);
		break;
	case ARGS_MALFORMED:
		answer_instead("malformed", why);
		break;
	case ARGS_INEXPRESSIBLE:
		answer_made(sock_cannot(why), NULL, 0, &args.as, -1);
		break;
	}
}

/* Play the lines that are there, up to a beginning of one. */
static int input_lines(void)
{
	size_t done = 0;
	char *end;

	while ((end = memchr(input + done, '\n', input_n - done)) != NULL) {
		*end = '\0';
		step_play(input + done);
		done = (size_t)(end + 1 - input);
		if (answer_send() == -1)
			return -1;
	}
	input_drop(done);
	return 0;
}

/* Play all that is there; -1 when it is over. */
static int input_play(void)
{
	while (input_lines() == 0) {
		if (input_n < WIRE_LINE)
			return 0;
		step_malformed(-1, "the line is too long");
		if (answer_send() == -1 || input_skip() == -1)
			return -1;
	}
	return -1;
}

int main(void)
{
	sock_start();
	hostile_start();
	answer_open(0);
	answer_str("player", "1");
	answer_str("abi", sock_abi());
	if (answer_send() == -1)
		return 1;
	while (input_more() == 0)
		if (input_play() == -1)
			return 1;
	return 0;
}
