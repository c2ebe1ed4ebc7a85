/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host that is wrong in one field of one function's answer, see wrap.h.
 * Every function of every ABI has such bugs, by the names of its parameters in
 * the ABI's .def:
 *
 *	field:wasigo.sock_getlocaladdr:out_port:0   a byte of what it writes
 *	field:wasigo.sock_getlocaladdr:addr*:2      of what is pointed to there
 *	field:wasigo.sock_open:result:0             the number that it returns
 *
 * The byte is one more than it should be, and only of a call that succeeded;
 * so is the result, of any.
 */
#include <stdio.h>
#include <string.h>

#include "abi/abi.h"
#include "core/host.h"
#include "wrap.h"

WRAPPED(uint32_t, sockhost_call,
	(struct sockhost * h, const struct sockhost_fn *fn,
	 const uint64_t *args))

/* "" is none. */
static struct field {
	char fn[40], param[20];
	unsigned offset;
} field;

bool wrap_field(const char *id)
{
	struct field *f = &field;

	return sscanf(id, "field:%*[a-z0-9_].%39[a-z0-9_]:%19[a-z0-9_*]:%u",
		      f->fn, f->param, &f->offset) == 3;
}

/* The place of a name in "fd,addr,out_port", or -1. */
static int field_place(const char *names, const char *name, size_t n)
{
	for (int i = 0; *names; i++) {
		size_t len = strcspn(names, ",");

		if (len == n && strncmp(names, name, n) == 0)
			return i;
		names += len + (names[len] == ',');
	}
	return -1;
}

/* Standard streams are how a player is talked to. */
static int field_is_of(const struct field *f, const struct sockhost_fn *fn,
		       const uint64_t *args)
{
	return strcmp(f->fn, fn->name) == 0 &&
	       (strncmp(fn->name, "fd_", 3) != 0 || args[0] > 2);
}

uint32_t __wrap_sockhost_call(struct sockhost *h, const struct sockhost_fn *fn,
			      const uint64_t *args)
{
	uint32_t result = __real_sockhost_call(h, fn, args);
	const struct field *f = &field;
	size_t n = strcspn(f->param, "*");
	int at = field_place(fn->names, f->param, n);
	uint8_t bytes[4];
	uint64_t ptr;

	if (!field_is_of(f, fn, args))
		return result;
	if (strcmp(f->param, "result") == 0)
		return result + 1;
	if (result != 0 || at == -1)
		return result;
	ptr = args[at];
	if (f->param[n] == '*' && mem_get(h, bytes, ptr, sizeof(bytes)))
		ptr = mem_u32(bytes);
	if (mem_get(h, bytes, ptr + f->offset, 1)) {
		bytes[0]++;
		mem_put(h, ptr + f->offset, bytes, 1);
	}
	return result;
}
