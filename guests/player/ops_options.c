/* SPDX-License-Identifier: Apache-2.0 */
/* Operations about socket options, flags of descriptors and queues. */
#include "ops.h"

#include <string.h>

#include "answer.h"
#include "guard.h"
#include "optval.h"

/* An option's buffer is not made longer than this, whatever is said. */
#define OPTIONS_ROOM 65536

/* The option's row: by its name, else by level and number, else NULL. */
static const struct names_option *options_row(const struct args *a, int level)
{
	if (a->name.option != NULL)
		return a->name.option;
	return names_option_number(level, (int)a->name.number);
}

static int options_level(const struct args *a)
{
	if (a->level.given || a->name.option == NULL)
		return (int)a->level.number;
	return a->name.option->level;
}

static struct sock_opt options_opt(const struct args *a, enum names_kind *kind)
{
	int level = options_level(a);
	const struct names_option *row = options_row(a, level);
	struct sock_opt opt = {
		.level = level,
		.name = (int)a->name.number,
		.ptr = a->buf.ptr,
		.lenptr = a->lenbuf.ptr,
	};

	*kind = row == NULL ? OPT_INT : row->kind;
	opt.size = (int)optval_size(*kind);
	return opt;
}

static void options_tell(const struct sock_opt *opt, enum names_kind kind)
{
	size_t had = guard_written(opt->room);
	struct spell *t;

	if (had > 0 && (long)had + 1 < opt->written) {
		answer_short("value", had, (size_t)opt->written);
		return;
	}
	t = answer_key("value");
	if (opt->odd != 0) {
		spell_put(t, "int:?");
		spell_num(t, opt->odd);
	} else if ((opt->written == 0 || had == 0) && opt->told != 0 &&
		   opt->room->size > 0 && kind != OPT_STRING &&
		   !(kind == OPT_BYTES && opt->told == SOCK_UNSAYABLE)) {
		/* texts and bytes may be empty; no other value is of none */
		spell_put(t, "none");
	} else {
		optval_tell(t, kind, opt->room->bytes, (size_t)opt->written);
	}
}

/* What the option is asked about, as much of it as there is room for. */
static size_t options_ask(const struct args *a, struct guard *room)
{
	size_t n = a->value.bytes.n;

	if (n > room->size)
		n = room->size;
	if (n > 0)
		memcpy(room->bytes, a->value.bytes.at, n);
	return n;
}

static size_t options_most(size_t a, size_t b)
{
	return a > b ? a : b;
}

void op_getsockopt(const struct args *a)
{
	enum names_kind kind;
	struct sock_opt opt = options_opt(a, &kind);
	long room;
	size_t asked;
	struct sock_ret r;

	opt.len = args_or(&a->optlen, (long)optval_room(kind));
	room = opt.len < 0 ? 0 : opt.len;
	opt.room = guard_new("value",
			     room < OPTIONS_ROOM ? (size_t)room : OPTIONS_ROOM);
	asked = options_ask(a, opt.room);
	r = sock_getsockopt((int)a->fd.number, &opt);
	if (!answer_ret(r)) {
		opt.room->used = asked;
		return;
	}
	opt.room->used = opt.written == SOCK_HIDDEN
				 ? opt.room->size
				 : options_most(asked, (size_t)opt.written);
	if (opt.written != SOCK_HIDDEN)
		options_tell(&opt, kind);
	answer_num("optlen", opt.told);
}

void op_setsockopt(const struct args *a)
{
	enum names_kind kind;
	struct sock_opt opt = options_opt(a, &kind);

	opt.bytes = a->value.bytes.at;
	opt.len = args_or(&a->optlen, (long)a->value.bytes.n);
	if (opt.len > ARGS_DATA) {
		answer_instead("malformed", "optlen is too long");
		return;
	}
	answer_ret(sock_setsockopt((int)a->fd.number, &opt));
}

static void options_tell_int(long n)
{
	struct spell *t = answer_key("value");

	spell_put(t, "int:");
	spell_num(t, n);
}

void op_set_nonblock(const struct args *a)
{
	answer_ret(
		sock_set_nonblock((int)a->fd.number, (int)args_or(&a->on, 1)));
}

void op_get_nonblock(const struct args *a)
{
	struct sock_ret r = sock_get_nonblock((int)a->fd.number);
	long on = r.ret;

	if (r.ret != -1)
		r.ret = 0;
	if (answer_ret(r))
		options_tell_int(on);
}

void op_ioctl(const struct args *a)
{
	int value = 0;

	if (!answer_ret(sock_ioctl((int)a->fd.number,
				   (unsigned long)a->request.number, a->buf.ptr,
				   &value)))
		return;
	if (!a->buf.given)
		options_tell_int(value);
}
