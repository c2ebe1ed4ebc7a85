/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/random.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/host.h"
#include "preview1.h"
#include "preview1_rights.h"

#define NS_PER_S UINT64_C(1000000000)

static uint32_t preview1_words_sizes(struct sockhost *h,
				     const struct wordlist *w,
				     uint32_t out_count, uint32_t out_size)
{
	if (!mem_put32(h, out_count, w->count) ||
	    !mem_put32(h, out_size, w->size))
		return errnos_wasi(h, EFAULT);
	return WASI_SUCCESS;
}

static uint32_t preview1_words(struct sockhost *h, const struct wordlist *w,
			       uint32_t out_list, uint32_t out_bytes)
{
	const char *word = w->bytes;

	if (!mem_at(h, out_list, 4 * (uint64_t)w->count) ||
	    !mem_at(h, out_bytes, w->size))
		return errnos_wasi(h, EFAULT);
	if (w->size)
		mem_put(h, out_bytes, w->bytes, w->size);
	for (uint32_t i = 0; i < w->count; i++, word += strlen(word) + 1)
		mem_put32(h, out_list + 4 * i,
			  out_bytes + (uint32_t)(word - w->bytes));
	return WASI_SUCCESS;
}

uint32_t preview1_args_sizes_get(struct sockhost *h, uint32_t out_count,
				 uint32_t out_size)
{
	return preview1_words_sizes(h, &h->args, out_count, out_size);
}

uint32_t preview1_args_get(struct sockhost *h, uint32_t out_argv,
			   uint32_t out_bytes)
{
	return preview1_words(h, &h->args, out_argv, out_bytes);
}

uint32_t preview1_environ_sizes_get(struct sockhost *h, uint32_t out_count,
				    uint32_t out_size)
{
	return preview1_words_sizes(h, &h->env, out_count, out_size);
}

uint32_t preview1_environ_get(struct sockhost *h, uint32_t out_environ,
			      uint32_t out_bytes)
{
	return preview1_words(h, &h->env, out_environ, out_bytes);
}

int preview1_clock(uint32_t id)
{
	static const int clock[] = {CLOCK_REALTIME, CLOCK_MONOTONIC,
				    CLOCK_PROCESS_CPUTIME_ID,
				    CLOCK_THREAD_CPUTIME_ID};

	return id < 4 ? clock[id] : -1;
}

uint64_t preview1_ns(const struct timespec *ts)
{
	return (uint64_t)ts->tv_sec * NS_PER_S + (uint64_t)ts->tv_nsec;
}

struct timespec preview1_timespec(uint64_t ns)
{
	return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_S),
				 .tv_nsec = (long)(ns % NS_PER_S)};
}

uint32_t preview1_clock_res_get(struct sockhost *h, uint32_t id,
				uint32_t out_ns)
{
	int clock = preview1_clock(id);
	struct timespec ts;

	if (clock == -1 || clock_getres(clock, &ts) == -1)
		return errnos_wasi(h, EINVAL);
	return mem_put64(h, out_ns, preview1_ns(&ts)) ? WASI_SUCCESS
						      : errnos_wasi(h, EFAULT);
}

uint32_t preview1_clock_time_get(struct sockhost *h, uint32_t id,
				 uint64_t precision, uint32_t out_ns)
{
	int clock = preview1_clock(id);
	struct timespec ts;

	(void)precision; /* always the best there is */
	if (clock == -1 || clock_gettime(clock, &ts) == -1)
		return errnos_wasi(h, EINVAL);
	return mem_put64(h, out_ns, preview1_ns(&ts)) ? WASI_SUCCESS
						      : errnos_wasi(h, EFAULT);
}

uint32_t preview1_random_get(struct sockhost *h, uint32_t out_bytes,
			     uint32_t len)
{
	uint8_t *to = mem_at(h, out_bytes, len);

	if (!to)
		return errnos_wasi(h, EFAULT);
	for (uint32_t done = 0; done < len;) {
		ssize_t n = getrandom(to + done, len - done, 0);

		if (n == -1 && errno != EINTR)
			return errnos_wasi(h, errno);
		if (n > 0)
			done += (uint32_t)n;
	}
	return WASI_SUCCESS;
}

uint32_t preview1_sched_yield(struct sockhost *h)
{
	return errnos_result(h, host_result(sched_yield()));
}

uint32_t preview1_proc_exit(struct sockhost *h, uint32_t code)
{
	h->exited = true;
	h->exit_code = code;
	if (h->on_exit)
		h->on_exit(h->exit_arg, code);
	return WASI_SUCCESS;
}

/* A guest has no signals to raise, and must not raise the host's. */
uint32_t preview1_proc_raise(struct sockhost *h, uint32_t signal)
{
	(void)signal;
	return errnos_wasi(h, ENOSYS);
}

/* A function without a row of NEED does not compile. */
#define NEED(name, p, rights, q, more) \
	static const struct rights_need need_##name = {{p, q}, {rights, more}};
#include "preview1_rights.def"
#undef NEED

#define ABI_REFUSED(name, h, v) \
	(rights_suffice(h, &need_##name, v) ? 0 : WASI_NOTCAPABLE)
#define ABI preview1
#define ABI_DEF "preview1.def"
#include "abi_fns.h"

const struct abi abi_preview1 = {"preview1", "wasi_snapshot_preview1", NULL,
				 ABI_FNS(preview1)};
