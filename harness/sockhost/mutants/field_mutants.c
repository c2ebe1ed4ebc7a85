/* SPDX-License-Identifier: Apache-2.0 */
#include "field_mutants.h"

#ifdef SOCKHOST_MUTANTS
#include <stdio.h>
#include <string.h>

#include "abi/abi.h"
#include "core/host.h"

int field_mutant_take(struct sockhost *h, const char *id)
{
	struct mutant_field *f = &h->field;

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
static int field_is_of(const struct mutant_field *f,
		       const struct sockhost_fn *fn, const uint64_t *args)
{
	return strcmp(f->fn, fn->name) == 0 &&
	       (strncmp(fn->name, "fd_", 3) != 0 || args[0] > 2);
}

uint32_t field_mutant(struct sockhost *h, const struct sockhost_fn *fn,
		      const uint64_t *args, uint32_t result)
{
	const struct mutant_field *f = &h->field;
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
#else
int field_mutant_take(struct sockhost *h, const char *id)
{
	(void)h, (void)id;
	return 0;
}

uint32_t field_mutant(struct sockhost *h, const struct sockhost_fn *fn,
		      const uint64_t *args, uint32_t result)
{
	(void)h, (void)fn, (void)args;
	return result;
}
#endif
