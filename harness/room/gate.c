/* SPDX-License-Identifier: Apache-2.0 */
#include "gate.h"

#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/util.h"

#define GATE_MAX 256

struct gate {
	sem_t free;
	_Atomic pid_t inside[GATE_MAX]; /* 0: nobody */
};

struct gate *gate_new(int plays)
{
	struct gate *g = mmap(NULL, sizeof(*g), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (g == MAP_FAILED)
		return NULL;
	sem_init(&g->free, 1, (unsigned)(plays < GATE_MAX ? plays : GATE_MAX));
	return g;
}

void gate_free(struct gate *g)
{
	if (!g)
		return;
	sem_destroy(&g->free);
	munmap(g, sizeof(*g));
}

int gate_enter(struct gate *g)
{
	if (!g)
		return -1;
	while (sem_wait(&g->free) < 0 && errno == EINTR)
		;
	for (int i = 0; i < GATE_MAX; i++) {
		pid_t nobody = 0;

		if (atomic_compare_exchange_strong(&g->inside[i], &nobody,
						   getpid()))
			return i;
	}
	return -1;
}

void gate_lost(struct gate *g, pid_t pid)
{
	for (int i = 0; g && i < GATE_MAX; i++) {
		pid_t it = pid;

		if (atomic_compare_exchange_strong(&g->inside[i], &it, 0)) {
			sem_post(&g->free);
			return;
		}
	}
}

void gate_leave(struct gate *g)
{
	if (g)
		gate_lost(g, getpid());
}
