/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/util.h"
#include "bench.h"

int bench_timed(int argc, char **argv)
{
	long long began = now_us();
	struct rusage used;
	int status = -1;
	pid_t pid;

	if (argc < 2)
		return 2;
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		dup2(null, 1);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &used) < 0 || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1) {
		fprintf(stderr, "bench: %s failed\n", argv[1]);
		return 1;
	}
	printf("%lld %ld\n", now_us() - began, used.ru_maxrss);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} parts[] = {
	{"cases", bench_cases},   {"replay", bench_replay},
	{"timed", bench_timed},   {"calls", bench_calls},
	{"traced", bench_traced}, {"strace", bench_strace},
	{"steps", bench_steps},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < COUNT(parts); i++)
		if (strcmp(argv[1], parts[i].name) == 0)
			return parts[i].run(argc - 1, argv + 1);
	fprintf(stderr, "bench: scripts/bench/run runs this program\n");
	return 2;
}
