/* SPDX-License-Identifier: Apache-2.0 */
#include "fake.h"

#include <assert.h>
#include <string.h>

/* Cases own what can be written to; this one lives as long as the program. */
static char guest[] = "guest", peer[] = "peer";
static char *covers[] = {(char[]){"recv"}, (char[]){"MSG_TRUNC"}};
static char name_text[] = "SO_RCVBUF", fd_text[] = "s", len_text[] = "4";

static struct arg option_args[2], recv_args[2], fd_arg[1];
static struct step steps[5];
static struct tcase tcase = {
	.id = (char[]){"udp/recv-msg-trunc[AF_INET6]"},
	.base = (char[]){"udp/recv-msg-trunc"},
	.file = (char[]){"cases/udp/recv-msg-trunc.yaml"},
	.line = 1,
	.title = (char[]){"MSG_TRUNC makes recv tell the true length"},
	.why = (char[]){"recv(2), MSG_TRUNC; the tail is dropped"},
	.covers = covers,
	.ncovers = 2,
	.actors = {guest, peer},
	.nactors = 2,
	.net = &nets[0],
	.steps = steps,
	.nsteps = 5,
};

static struct arg arg(const char *op, const char *name, char *text)
{
	return (struct arg){op_arg(op_find(op), name), text, text};
}

static struct step step(int line, const char *op, struct arg *args, int nargs)
{
	assert(op_find(op) != NULL);
	return (struct step){
		.line = line, .op = op_find(op), .args = args, .nargs = nargs};
}

const struct tcase *fake_case(void)
{
	fd_arg[0] = arg("close", "fd", fd_text);
	option_args[0] = arg("getsockopt", "fd", fd_text);
	option_args[1] = arg("getsockopt", "name", name_text);
	recv_args[0] = arg("recv", "fd", fd_text);
	recv_args[1] = arg("recv", "len", len_text);
	steps[0] = step(6, "socket", NULL, 0);
	steps[1] = step(7, "bind", fd_arg, 1);
	steps[2] = step(8, "getsockopt", option_args, 2);
	steps[3] = step(9, "recv", recv_args, 2);
	steps[4] = step(10, "close", fd_arg, 1);
	return &tcase;
}

struct tcase fake_variant(const char *id, int line)
{
	struct tcase t = *fake_case();

	t.id = (char *)id;
	t.line = line;
	return t;
}

struct recording *fake_recording(const struct tcase *t)
{
	struct recording *r = recording_new(t);

	for (int i = 0; i < t->nsteps; i++) {
		r->steps[i].state = STEP_ANSWERED;
		record_set(&r->steps[i], "ret", "0");
	}
	return r;
}

struct call *fake_call(struct recording *r, int step_index, const char *name,
		       enum call_class calls, const char *value, long ret)
{
	struct step_record *s = &r->steps[step_index];
	struct call *c;

	GROW(s->calls, s->ncalls);
	c = &s->calls[s->ncalls++];
	*c = (struct call){
		.name = name, .calls = calls, .ret = ret, .fd = xstrdup("s")};
	if (value != NULL)
		c->args[c->nargs++] =
			(struct call_arg){"value", xstrdup(value)};
	return c;
}

struct result *fake_result(const struct tcase *t, enum verdict verdict,
			   const char *why)
{
	struct result *r = xcalloc(1, sizeof(*r));

	r->tcase = t;
	r->verdict = verdict;
	r->parted = -1;
	r->why = why ? xstrdup(why) : NULL;
	return r;
}

void fake_gap(struct result *r, int step_index, enum gap_class gclass,
	      const char *what, const char *want, const char *got)
{
	const struct tcase *t = r->tcase;
	const struct step *s =
		step_index < t->nsteps ? &t->steps[step_index] : NULL;
	struct gap *g;

	GROW(r->gaps, r->ngaps);
	g = &r->gaps[r->ngaps++];
	*g = (struct gap){.step = step_index,
			  .op = s ? s->op->name : "end",
			  .option = s ? step_arg(s, "name") : NULL,
			  .layer = 1,
			  .gclass = gclass,
			  .what = xstrdup(what),
			  .want = xstrdup(want),
			  .got = xstrdup(got)};
	g->signature = xasprintf("%s %s %s: %s -> %s", g->op, gap_names[gclass],
				 what, want, got);
}
