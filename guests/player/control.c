/* SPDX-License-Identifier: Apache-2.0 */
#include "control.h"

#include <stdint.h>
#include <string.h>

#include "fds.h"
#include "names.h"
#include "optval.h"
#include "sock.h"
#include "lang/wire.h"

#define CONTROL_SOCKET 1 /* SOL_SOCKET */
#define CONTROL_RIGHTS 1
#define CONTROL_CREDENTIALS 2

/* One message, header and data apart. */
struct control_msg {
	int32_t level;
	int32_t type;
	const unsigned char *data;
	size_t len;
};

/* Where the data of a message that is being read goes. */
struct control_room {
	unsigned char *bytes;
	size_t n;
};

static const char control_bad[] = "not a control message";

static int control_store(struct control_room to, size_t at, long long n)
{
	uint32_t word = (uint32_t)n;

	if (at + 4 > to.n)
		return -1;
	for (size_t i = 0; i < 4; i++, word >>= 8)
		to.bytes[at + i] = (unsigned char)word;
	return 0;
}

static int32_t control_load(const unsigned char *in)
{
	return (int32_t)((uint32_t)in[0] | (uint32_t)in[1] << 8 |
			 (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24);
}

static long control_parse_rights(struct control_room to, char *rest,
				 const char **why)
{
	size_t n = 0;
	char *name;
	int fd, family;

	while ((name = spell_cut(&rest, ';')) != NULL) {
		if (*name == '\0')
			continue;
		if (fds_get(name, &fd, &family) == -1) {
			*why = "no such descriptor";
			return -1;
		}
		if (control_store(to, n, fd) == -1)
			return -1;
		n += 4;
	}
	return (long)n;
}

static long control_parse_cred(struct control_room to, char *rest,
			       const char **why)
{
	char *piece;
	long long n;

	for (size_t at = 0; at < 12; at += 4) {
		piece = spell_cut(&rest, ';');
		if (piece == NULL)
			return -1;
		if (at == 0 && strcmp(piece, "self") == 0) {
			n = sock_pid();
			*why = "no process id available";
			if (n == -1)
				return -2;
		} else if (spell_number(piece, &n) == -1) {
			return -1;
		}
		if (control_store(to, at, n) == -1)
			return -1;
	}
	return 12;
}

static long control_parse_int(struct control_room to, char *rest,
			      const char **why)
{
	long long n;

	(void)why;
	if (spell_number(rest, &n) == -1 || control_store(to, 0, n) == -1)
		return -1;
	return 4;
}

static long control_parse_hex(struct control_room to, char *rest,
			      const char **why)
{
	(void)why;
	return wire_unhex(to.bytes, to.n, rest, strlen(rest));
}

static const struct control_form {
	const char *prefix;
	long (*parse)(struct control_room to, char *rest, const char **why);
} control_forms[] = {
	{"rights", control_parse_rights},
	{"cred", control_parse_cred},
	{"int", control_parse_int},
	{"hex", control_parse_hex},
};

#define CONTROL_FORMS (sizeof(control_forms) / sizeof(*control_forms))

static int control_parse_type(const char *text, struct control_msg *m)
{
	const struct names_option *option = names_option(text);
	char name[FDS_NAME];
	long number;

	if (option != NULL && m->level != CONTROL_SOCKET) {
		m->type = option->number;
		return 0;
	}
	if (strlen(text) >= sizeof(name))
		return -1;
	strcpy(name, text);
	if (names_parse(GROUP_CMSG, name, &number) == -1) {
		if (option == NULL)
			return -1;
		number = option->number;
	}
	m->type = (int32_t)number;
	return 0;
}

/* LEVEL:TYPE:FORM:REST; returns the length of the data, or as control_parse. */
static long control_parse_one(char *rest, struct control_msg *m,
			      struct control_room to, const char **why)
{
	char *level = spell_cut(&rest, ':');
	char *type = spell_cut(&rest, ':');
	char *form = spell_cut(&rest, ':');
	long number;

	if (rest == NULL || names_parse(GROUP_LEVEL, level, &number) == -1)
		return -1;
	m->level = (int32_t)number;
	if (control_parse_type(type, m) == -1)
		return -1;
	for (size_t i = 0; i < CONTROL_FORMS; i++)
		if (strcmp(control_forms[i].prefix, form) == 0)
			return control_forms[i].parse(to, rest, why);
	return -1;
}

/* One message with its header; returns the length with padding. */
static long control_parse_msg(char *piece, struct control_room all,
			      const char **why)
{
	struct control_room to = {all.bytes + CONTROL_HEADER, 0};
	struct control_msg m;
	long n;

	if (all.n < CONTROL_HEADER)
		return -1;
	to.n = all.n - CONTROL_HEADER;
	n = control_parse_one(piece, &m, to, why);
	if (n < 0)
		return n;
	control_store(all, 0, CONTROL_HEADER + n);
	control_store(all, 4, 0);
	control_store(all, 8, m.level);
	control_store(all, 12, m.type);
	for (n += CONTROL_HEADER; n % 8 != 0 && (size_t)n < all.n; n++)
		all.bytes[n] = 0;
	return n % 8 == 0 ? n : -1;
}

long control_parse(char *text, unsigned char *out, size_t room,
		   const char **why)
{
	char *rest = *text == '\0' ? NULL : text;
	struct control_room all = {out, room};
	char *piece;
	long n;

	*why = control_bad;
	while ((piece = spell_cut(&rest, ',')) != NULL) {
		n = control_parse_msg(piece, all, why);
		if (n < 0)
			return n;
		all.bytes += n;
		all.n -= (size_t)n;
	}
	return (long)(room - all.n);
}

static void control_tell_type(struct spell *t, const struct control_msg *m)
{
	const struct names_option *option;
	const char *name = NULL;

	if (m->level == CONTROL_SOCKET)
		name = names_name(GROUP_CMSG, m->type);
	option = names_option_number(m->level, m->type);
	if (name == NULL && option != NULL)
		name = option->name;
	if (name != NULL)
		spell_put(t, name);
	else
		spell_num(t, m->type);
}

static void control_tell_rights(struct spell *t, const struct control_msg *m,
				struct control_fds *fds)
{
	int fd;

	spell_put(t, "rights:");
	for (size_t at = 0; at + 4 <= m->len; at += 4) {
		fd = control_load(m->data + at);
		if (at > 0)
			spell_char(t, ';');
		spell_num(t, fd);
		if (fds->n < CONTROL_FDS)
			fds->fd[fds->n++] = fd;
	}
}

static void control_tell_cred(struct spell *t, const struct control_msg *m)
{
	spell_put(t, "cred:");
	spell_num(t, control_load(m->data));
	spell_char(t, ';');
	spell_unum(t, (uint32_t)control_load(m->data + 4));
	spell_char(t, ';');
	spell_unum(t, (uint32_t)control_load(m->data + 8));
}

static void control_tell_one(struct spell *t, const struct control_msg *m,
			     struct control_fds *fds)
{
	int socket = m->level == CONTROL_SOCKET;

	names_tell(t, GROUP_LEVEL, m->level);
	spell_char(t, ':');
	control_tell_type(t, m);
	spell_char(t, ':');
	if (socket && m->type == CONTROL_RIGHTS && m->len % 4 == 0)
		control_tell_rights(t, m, fds);
	else if (socket && m->type == CONTROL_CREDENTIALS && m->len == 12)
		control_tell_cred(t, m);
	else
		optval_tell(t, OPT_INT, m->data, m->len);
}

/* The length in a header, cut to the n bytes that there are. */
static size_t control_len(const unsigned char *header, size_t n)
{
	uint64_t len = (uint64_t)(uint32_t)control_load(header + 4) << 32 |
		       (uint32_t)control_load(header);

	return len < n ? (size_t)len : n;
}

void control_tell(struct spell *t, const unsigned char *bytes, size_t n,
		  struct control_fds *fds)
{
	const char *joint = "";
	size_t len;

	fds->n = 0;
	while (n >= CONTROL_HEADER) {
		struct control_msg m = {
			.level = control_load(bytes + 8),
			.type = control_load(bytes + 12),
			.data = bytes + CONTROL_HEADER,
		};

		len = control_len(bytes, n);
		if (len < CONTROL_HEADER)
			return;
		m.len = len - CONTROL_HEADER;
		spell_put(t, joint);
		control_tell_one(t, &m, fds);
		joint = ",";
		len = (len + 7) & ~(size_t)7;
		len = len < n ? len : n;
		bytes += len;
		n -= len;
	}
}
