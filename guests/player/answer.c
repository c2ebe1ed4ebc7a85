/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "fds.h"
#include "guard.h"
#include "raw.h"
#include "lang/wire.h"

#define ANSWER_ROOM (128 * 1024)
/* Of data that is not told whole, this much is. */
#define ANSWER_HEAD 64

/* Linux's */
#define ENOSYS_ 38

static char answer_buf[ANSWER_ROOM];
static struct spell answer;
static long answer_step;
/* The step called something that the host lacks. */
static int lacking;
/* What answer_ret() told last. */
static int told_err;
/* There is a sentence in place of an answer. */
static int instead;

void answer_open(long step)
{
	/* room for the newline that ends every answer */
	spell_open(&answer, answer_buf, sizeof(answer_buf) - 1);
	spell_put(&answer, "\n" WIRE_PREFIX);
	spell_num(&answer, step);
	answer_step = step;
	lacking = 0;
	told_err = 0;
	instead = 0;
	guard_reset();
	raw_reset();
}

struct spell *answer_key(const char *key)
{
	spell_char(&answer, ' ');
	spell_put(&answer, key);
	spell_char(&answer, '=');
	return &answer;
}

void answer_str(const char *key, const char *value)
{
	spell_put(answer_key(key), value);
}

void answer_num(const char *key, long n)
{
	if (n == SOCK_HIDDEN)
		return;
	if (n == SOCK_UNSAYABLE)
		answer_str(key, "-");
	else
		spell_num(answer_key(key), n);
}

void answer_instead(const char *key, const char *why)
{
	answer_open(answer_step);
	instead = 1;
	spell_escaped(answer_key(key), why, strlen(why));
}

static void answer_guards(void)
{
	static char overrun_buf[4096], scribble_buf[4096];
	struct spell overrun, scribble;

	spell_open(&overrun, overrun_buf, sizeof(overrun_buf));
	spell_open(&scribble, scribble_buf, sizeof(scribble_buf));
	guard_tell(&overrun, &scribble);
	if (overrun.len > 0)
		answer_str("overrun", overrun.s);
	if (scribble.len > 0)
		answer_str("scribble", scribble.s);
}

/* Of an answer; not where a sentence stands in its place. */
static void answer_raw(void)
{
	static char buf[4096];
	struct spell raw;

	spell_open(&raw, buf, sizeof(buf));
	raw_tell(&raw);
	if (raw.len > 0 && !instead)
		answer_str("raw", raw.s);
}

int answer_send(void)
{
	size_t done = 0;
	ssize_t n;

	answer_guards();
	answer_raw();
	if (answer.full)
		answer_instead("malformed", "the result is too long");
	answer.s[answer.len++] = '\n';
	while (done < answer.len) {
		n = write(STDOUT_FILENO, answer.s + done, answer.len - done);
		if (n <= 0)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

static void answer_errno(int err)
{
	const char *name = names_errno(err);
	struct spell *t = answer_key("errno");

	if (name != NULL) {
		spell_put(t, name);
		return;
	}
	spell_char(t, '?');
	spell_num(t, err < 0 ? -err : err);
}

static void answer_owed(void)
{
	int seen;
	const char *why = sock_why_later(&seen);

	if (why == NULL)
		return;
	spell_escaped(answer_key("later"), why, strlen(why));
	if (seen)
		spell_escaped(answer_key("next"), why, strlen(why));
}

int answer_err(void)
{
	return told_err;
}

void answer_lacks(void)
{
	lacking = 1;
}

int answer_ret(struct sock_ret r)
{
	if (lacking && r.why == NULL)
		r = sock_failed(ENOSYS_);
	if (r.why != NULL) {
		answer_instead("inexpressible", r.why);
		if (r.always)
			answer_str("always", "yes");
		return 0;
	}
	answer_num("ret", r.ret);
	told_err = r.ret == -1 ? r.err : 0;
	if (r.ret == -1)
		answer_errno(r.err);
	answer_owed();
	return r.ret != -1;
}

void answer_made(struct sock_ret r, const int *fd, int n, const struct arg *as,
		 int family)
{
	struct spell *t;

	for (int i = 0; as->given && i < as->names.n; i++)
		fds_set(as->names.name[i], r.ret != -1 && i < n ? fd[i] : -1,
			family);
	if (r.ret != -1)
		r.ret = 0;
	if (!answer_ret(r))
		return;
	t = answer_key("fd");
	for (int i = 0; i < n; i++) {
		if (i > 0)
			spell_char(t, ',');
		spell_num(t, fd[i]);
	}
}

void answer_short(const char *key, size_t got, size_t need)
{
	struct spell *t = answer_key(key);

	spell_put(t, "short:");
	spell_unum(t, got);
	spell_char(t, ':');
	spell_unum(t, need);
}

static void answer_fnv(struct spell *t, uint64_t hash)
{
	unsigned char bytes[8];

	for (size_t i = sizeof(bytes); i-- > 0; hash >>= 8)
		bytes[i] = (unsigned char)hash;
	spell_hex(t, bytes, sizeof(bytes));
}

void answer_data(const void *bytes, size_t n)
{
	struct spell *t = answer_key("data");

	if (n <= WIRE_WHOLE) {
		spell_hex(t, bytes, n);
		return;
	}
	spell_put(t, "long:");
	spell_hex(t, bytes, ANSWER_HEAD);
	spell_char(t, ':');
	spell_unum(t, n);
	spell_char(t, ':');
	answer_fnv(t, wire_fnv(bytes, n));
}

void answer_from(const struct sock_from *from)
{
	static const char *const words[] = {
		[FROM_NONE] = "none",
		[FROM_GARBAGE] = "garbage",
		[FROM_CUT] = "cut",
		[FROM_UNSAYABLE] = "-",
	};

	if (!from->wanted)
		return;
	if (from->told == FROM_WHOLE)
		addr_tell(answer_key("addr"), &from->addr);
	else if (from->told == FROM_SHORT)
		answer_short("addr", from->got, from->need);
	else if (from->told != FROM_HIDDEN)
		answer_str("addr", words[from->told]);
	answer_num("addrlen", from->addrlen);
}
