/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
#include "lang/tables.h"

/* The text after "name: ", or NULL. */
static const char *argument(const char *call, const char *name)
{
	size_t n = strlen(name);
	const char *at = call;

	while ((at = strstr(at, name))) {
		if (at > call && (at[-1] == '{' || at[-1] == ' ') &&
		    strncmp(at + n, ": ", 2) == 0)
			return at + n + 2;
		at += n;
	}
	return NULL;
}

bool call_pointer(const char *call)
{
	static const char *const list[] = {"buf", "iovbuf", "addrbuf", "lenbuf",
					   "ctlbuf"};

	for (size_t i = 0; i < COUNT(list); i++)
		if (argument(call, list[i]))
			return true;
	return false;
}

bool call_injects(const char *call)
{
	return argument(call, "inject") != NULL;
}

int call_pieces(const char *call)
{
	const char *iov = argument(call, "iov");
	int n = 0;

	if (!iov || *iov != '[' || iov[1] == ']')
		return 0;
	for (n = 1; *iov && *iov != ']'; iov++)
		n += *iov == ',';
	return n;
}

/* [0, 0] or ["", ""], nothing else. */
static bool is_all_empty(const char *iov)
{
	return iov[strspn(iov, "[0\", ")] == ']';
}

bool call_is_empty(const char *op, const char *call)
{
	const char *iov = argument(call, "iov"), *len = argument(call, "len");
	const char *data = argument(call, "data");
	const struct op *o = op_find(op);

	if (iov)
		return is_all_empty(iov);
	if (len)
		return *len == '0' && strspn(len, "0123456789") == 1;
	return o && o->calls == CALL_SEND && *call &&
	       (!data || strncmp(data, "\"\"", 2) == 0);
}

bool call_flag(const char *call, const char *flag)
{
	const char *flags = argument(call, "flags"), *at;
	size_t n = strlen(flag);

	for (at = flags; at && (at = strstr(at, flag)); at += n)
		if (strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == n)
			return true;
	return false;
}
