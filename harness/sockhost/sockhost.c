/* SPDX-License-Identifier: Apache-2.0 */
#include "sockhost.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/abi.h"
#include "tell/calls.h"
#include "core/host.h"

static const struct abi *const sockhost_abis[] = {
#define ABI_ADDRESS(x) &abi_##x,
	ABI_LIST(ABI_ADDRESS)
#undef ABI_ADDRESS
};

/* Longer than any function's name. */
#define SOCKHOST_NAME 64

#define SOCKHOST_ABIS (sizeof(sockhost_abis) / sizeof(sockhost_abis[0]))

struct sockhost *sockhost_new(void)
{
	struct sockhost *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->trace = -1;
	h->fds.max = FDS_MAX_DEFAULT;
	for (int i = 0; i < 3; i++) {
		if (fcntl(i, F_GETFD) == -1)
			continue; /* else what is opened next would be it */
		fds_add_at(h, (uint32_t)i, i);
		fds_get(h, (uint32_t)i)->borrowed = true;
	}
	return h;
}

void sockhost_free(struct sockhost *h)
{
	if (!h)
		return;
	fds_free(&h->fds);
	policy_free(&h->policy);
	wordlist_free(&h->args);
	wordlist_free(&h->env);
	mem_free(&h->mem);
	free(h);
}

int sockhost_allow(struct sockhost *h, const char *rule, char **why)
{
	return policy_allow(&h->policy, rule, why);
}

static int sockhost_give_dir(struct sockhost *h, const char *guest,
			     const char *host, bool read_only, char **why)
{
	int dir = open(host, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd;

	if (dir == -1)
		return host_why(why, "%s: %s", host, strerror(errno));
	fd = fds_add(h, dir);
	if (fd < 0)
		return host_why(why, "%s: too many open descriptors", host);
	fds_get(h, (uint32_t)fd)->preopen = host_strdup(guest);
	fds_get(h, (uint32_t)fd)->read_only = read_only;
	return 0;
}

int sockhost_dir(struct sockhost *h, const char *guest, const char *host,
		 char **why)
{
	return sockhost_give_dir(h, guest, host, false, why);
}

int sockhost_dir_read_only(struct sockhost *h, const char *guest,
			   const char *host, char **why)
{
	return sockhost_give_dir(h, guest, host, true, why);
}

void sockhost_arg(struct sockhost *h, const char *arg)
{
	wordlist_add(&h->args, arg);
}

void sockhost_env(struct sockhost *h, const char *setting)
{
	wordlist_add(&h->env, setting);
}

void sockhost_max_fds(struct sockhost *h, uint32_t max)
{
	h->fds.max = max;
}

void sockhost_max_buffer(struct sockhost *h, uint32_t bytes)
{
	h->max_buffer = bytes;
}

void sockhost_nonblocking(struct sockhost *h, int on)
{
	h->nonblocking = on;
}

int sockhost_give(struct sockhost *h, int host_fd)
{
	int fd = fds_add(h, host_fd);

	return fd < 0 ? -1 : fd;
}

int sockhost_give_at(struct sockhost *h, uint32_t guest_fd, int host_fd)
{
	int fd = fds_add_at(h, guest_fd, host_fd);

	return fd < 0 ? -1 : fd;
}

void sockhost_on_exit(struct sockhost *h,
		      void (*on_exit)(void *arg, uint32_t code), void *arg)
{
	h->on_exit = on_exit;
	h->exit_arg = arg;
}

int sockhost_exited(const struct sockhost *h, uint32_t *code)
{
	*code = h->exit_code;
	return h->exited;
}

void sockhost_memory(struct sockhost *h, void *base, uint64_t size)
{
	h->mem.base = base;
	h->mem.size = size;
}

const char *sockhost_abi(size_t i)
{
	return i < SOCKHOST_ABIS ? sockhost_abis[i]->name : NULL;
}

static const struct abi *sockhost_abi_named(const char *name)
{
	for (size_t i = 0; i < SOCKHOST_ABIS; i++)
		if (strcmp(sockhost_abis[i]->name, name) == 0)
			return sockhost_abis[i];
	return NULL;
}

const struct sockhost_fn *sockhost_find(const char *abi, const char *module,
					const char *name)
{
	const struct abi *a = sockhost_abi_named(abi);

	for (; a; a = a->base) {
		if (strcmp(a->module, module) != 0)
			continue;
		for (size_t i = 0; i < a->n; i++)
			if (strcmp(a->fn[i].name, name) == 0)
				return &a->fn[i];
	}
	return NULL;
}

const char *sockhost_choose(const char *abi,
			    const struct sockhost_import *import, size_t n)
{
	const struct abi *a = sockhost_abi_named(abi);

	return a && a->choose ? a->choose(import, n) : abi;
}

static bool sockhost_fits(const struct sockhost_fn *fn,
			  const struct sockhost_import *import)
{
	return fn && strcmp(fn->params, import->params) == 0 &&
	       strcmp(fn->result, import->result) == 0;
}

const struct sockhost_fn *sockhost_link(const char *abi,
					const struct sockhost_import *import)
{
	const struct abi *a = sockhost_abi_named(abi);
	const struct sockhost_fn *fn =
		sockhost_find(abi, import->module, import->name);
	char other[SOCKHOST_NAME];
	int n;

	if (!fn || !a->suffix || sockhost_fits(fn, import))
		return sockhost_fits(fn, import) ? fn : NULL;
	n = snprintf(other, sizeof(other), "%s%s", import->name, a->suffix);
	if ((size_t)n >= sizeof(other))
		return NULL;
	fn = sockhost_find(abi, import->module, other);
	return sockhost_fits(fn, import) ? fn : NULL;
}

/* Not those that an ABI has replaced. */
const struct sockhost_fn *sockhost_fn_at(const char *abi, size_t i,
					 const char **module, const char **name)
{
	for (const struct abi *a = sockhost_abi_named(abi); a; a = a->base)
		for (size_t k = 0; k < a->n; k++) {
			*module = a->module;
			*name = a->fn[k].name;
			if (sockhost_find(abi, *module, *name) == &a->fn[k] &&
			    i-- == 0)
				return &a->fn[k];
		}
	return NULL;
}

const char *sockhost_fn_params(const struct sockhost_fn *fn)
{
	return fn->params;
}

const char *sockhost_fn_result(const struct sockhost_fn *fn)
{
	return fn->result;
}

const char *sockhost_fn_names(const struct sockhost_fn *fn)
{
	return fn->names;
}

/* Of what ABI it is. */
static const char *sockhost_fn_abi(const struct sockhost_fn *fn)
{
	for (size_t i = 0; i < SOCKHOST_ABIS; i++)
		if (sockhost_abis[i]->n && fn >= sockhost_abis[i]->fn &&
		    fn < sockhost_abis[i]->fn + sockhost_abis[i]->n)
			return sockhost_abis[i]->name;
	return "";
}

void sockhost_trace(struct sockhost *h, int fd)
{
	h->trace = fd;
}

uint32_t sockhost_call(struct sockhost *h, const struct sockhost_fn *fn,
		       const uint64_t *args)
{
	return h->trace != -1 ? calls_tell(h, sockhost_fn_abi(fn), fn, args)
			      : fn->call(h, args);
}
