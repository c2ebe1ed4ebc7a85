/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What /proc tells of the processes in a room: the other half of trace.h.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sleep.h"
#include "trace.h"

static size_t proc_read(pid_t pid, const char *file, char *text, size_t room)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, text, room - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* proc(5): the state follows the name, which may hold anything but ends with
 * the last parenthesis. */
static char proc_state(pid_t pid)
{
	char text[512], *end;

	if (!proc_read(pid, "stat", text, sizeof(text)))
		return '?';
	end = strrchr(text, ')');
	return end && end[1] ? end[2] : '?';
}

bool trace_asleep(const struct tracer *t, int actor)
{
	bool any = false;

	for (int i = 0; i < t->n; i++) {
		if (t->v[i].actor != actor)
			continue;
		if (proc_state(t->v[i].pid) != 'S')
			return false;
		any = true;
	}
	return any;
}

bool trace_wakes_itself(const struct tracer *t, int ms)
{
	for (int i = 0; i < t->n; i++)
		if (t->v[i].actor >= 0 &&
		    (t->v[i].alarm || sleep_ends(t->v[i].pid, ms)))
			return true;
	return false;
}

/*
 * The last number of a line of /proc/PID/status, or -1. key begins with a
 * newline: the first line, the name, can hold anything else.
 */
static long long status_number(const char *status, const char *key)
{
	const char *line = strstr(status, key), *end, *word;

	if (!line)
		return -1;
	line++;
	end = line + strcspn(line, "\n");
	for (word = end; word > line && word[-1] != '\t'; word--)
		;
	return strtoll(word, NULL, 10);
}

/* Files that were counted already: descriptors are copied and passed on. */
#define FILES_SEEN 1024

struct weight {
	long long own, shared, files; /* bytes; shared: of files, mapped */
	long long tgids[ROOM_PROCESSES];
	int ntgids;
	struct {
		dev_t dev;
		ino_t ino;
	} seen[FILES_SEEN];
	int nseen;
};

static bool is_seen(struct weight *w, const struct stat *st)
{
	for (int i = 0; i < w->nseen; i++)
		if (w->seen[i].ino == st->st_ino &&
		    w->seen[i].dev == st->st_dev)
			return true;
	if (w->nseen < FILES_SEEN) {
		w->seen[w->nseen].dev = st->st_dev;
		w->seen[w->nseen++].ino = st->st_ino;
	}
	return false;
}

/* Only memory can be behind a file without a name: the rest of what an actor
 * may write is limited by itself (world.h). */
static void files_weigh(struct weight *w, pid_t pid)
{
	char path[64];
	struct dirent *e;
	struct stat st;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	d = opendir(path);
	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' &&
		    fstatat(dirfd(d), e->d_name, &st, 0) == 0 &&
		    S_ISREG(st.st_mode) && st.st_nlink == 0 && !is_seen(w, &st))
			w->files += st.st_blocks * 512LL;
	if (d)
		closedir(d);
}

/* Threads share their memory: the process counts, once. */
static void process_weigh(struct weight *w, pid_t pid)
{
	long long rss, tgid, shared;
	char text[2048];

	if (!proc_read(pid, "status", text, sizeof(text)))
		return;
	rss = status_number(text, "\nVmRSS:");
	shared = status_number(text, "\nRssShmem:");
	tgid = status_number(text, "\nTgid:");
	for (int k = 0; k < w->ntgids; k++)
		if (w->tgids[k] == tgid)
			return;
	/* A first thread that has ended has no memory to tell. */
	if (rss < 0)
		return;
	w->tgids[w->ntgids++] = tgid;
	w->own += (rss - (shared > 0 ? shared : 0)) << 10;
	w->shared += (shared > 0 ? shared : 0) << 10;
	files_weigh(w, pid);
}

/* A file that is mapped is in both sums: the larger one counts. */
long long trace_memory(const struct tracer *t)
{
	struct weight w = {.ntgids = 0};

	for (int i = 0; i < t->n && w.ntgids < ROOM_PROCESSES; i++)
		if (t->v[i].actor >= 0)
			process_weigh(&w, t->v[i].pid);
	return w.own + (w.shared > w.files ? w.shared : w.files);
}

long trace_slept(pid_t pid)
{
	char text[2048];

	if (!proc_read(pid, "status", text, sizeof(text)))
		return -1;
	return (long)status_number(text, "\nvoluntary_ctxt_switches:");
}

pid_t trace_process(pid_t tid)
{
	char text[2048];

	if (!proc_read(tid, "status", text, sizeof(text)))
		return tid;
	return (pid_t)status_number(text, "\nTgid:");
}

int trace_actor_of(const struct tracer *t, int inner_pid)
{
	for (int i = 0; i < t->n; i++) {
		char text[2048];

		/* The last number is the innermost namespace's. */
		if (t->v[i].actor >= 0 &&
		    proc_read(t->v[i].pid, "status", text, sizeof(text)) &&
		    status_number(text, "\nNStgid:") == inner_pid)
			return t->v[i].actor;
	}
	return -1;
}

/* --- a room that nobody of ours traces ------------------------------------*/

void trace_watch(struct tracer *t, const struct room *r, struct recording *rec)
{
	memset(t, 0, sizeof(*t));
	t->rec = rec;
	t->room = r->pid;
	for (int i = 0; i < CASE_ACTORS_MAX; i++)
		t->step[i] = -1;
}

static pid_t parent_of(pid_t pid)
{
	char text[512], *end, state;
	int parent = -1;

	if (!proc_read(pid, "stat", text, sizeof(text)))
		return -1;
	end = strrchr(text, ')');
	if (!end || sscanf(end + 1, " %c %d", &state, &parent) != 2)
		return -1;
	return parent;
}

/* Its number inside of the room: in the order in which they were started. */
static long long inner_pid(pid_t pid)
{
	char text[2048];

	if (!proc_read(pid, "status", text, sizeof(text)))
		return -1;
	return status_number(text, "\nNSpid:");
}

struct child {
	pid_t pid, parent;
	long long inner;
};

/* Children of one process, oldest first; at most max of them. */
static int children_of(const struct child *all, int n, pid_t parent,
		       struct child *v, int max)
{
	int k = 0;

	for (int i = 0; i < n && k < max; i++) {
		int at = k;

		if (all[i].parent != parent)
			continue;
		v[k] = all[i];
		v[k++].inner = inner_pid(all[i].pid);
		for (; at > 0 && v[at - 1].inner > v[at].inner; at--) {
			struct child c = v[at];

			v[at] = v[at - 1];
			v[at - 1] = c;
		}
	}
	return k;
}

/* Every process that there is; the caller frees them. */
static struct child *processes(int *n)
{
	struct child *all = NULL;
	DIR *d = opendir("/proc");
	struct dirent *e;

	*n = 0;
	while (d && (e = readdir(d))) {
		pid_t pid = atoi(e->d_name);

		if (pid <= 0)
			continue;
		GROW(all, *n);
		all[(*n)++] = (struct child){pid, parent_of(pid), 0};
	}
	if (d)
		closedir(d);
	return all;
}

static void actor_found(struct tracer *t, pid_t pid, int actor)
{
	GROW(t->v, t->n);
	t->v[t->n++] = (struct tracee){
		.pid = pid, .actor = actor, .step = -1, .slot = -1};
}

/* proc_pid_task_tid_children(5): in the order in which they were started. */
void trace_look_bare(struct tracer *t, bool late)
{
	char text[512], file[64], *at = text, *end;
	int actor = 0, named = t->rec->tcase->nactors;
	long pid;

	snprintf(file, sizeof(file), "task/%d/children", t->room);
	if (!proc_read(t->room, file, text, sizeof(text)))
		return;
	t->n = 0;
	while ((pid = strtol(at, &end, 10)) > 0 && actor < named) {
		actor_found(t, (pid_t)pid, (actor++ + late) % named);
		at = end;
	}
}

void trace_look(struct tracer *t, bool late)
{
	struct child outer[CASE_ACTORS_MAX], inner[1], *all;
	int n, actors, named = t->rec->tcase->nactors;

	all = processes(&n);
	actors = children_of(all, n, t->room, outer, CASE_ACTORS_MAX);
	t->n = 0;
	for (int i = 0; i < actors; i++) {
		if (children_of(all, n, outer[i].pid, inner, 1))
			actor_found(t, inner[0].pid, (i + late) % named);
	}
	free(all);
}
