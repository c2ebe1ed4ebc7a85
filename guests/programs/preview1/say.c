/* SPDX-License-Identifier: Apache-2.0 */
#include "say.h"

static const struct {
	int number;
	unsigned wasi;
	const char *name;
} errnos[] = {
#define ERRNO(name, linux, wasi) {linux, wasi, #name},
#include "../../lang/errnos.def"
#undef ERRNO
};

#define ERRNOS (sizeof(errnos) / sizeof(errnos[0]))

/* Here an errno is WASI's number, on Linux it is Linux's. */
static const char *errno_name(int e)
{
	for (size_t i = 0; i < ERRNOS; i++) {
#ifdef __wasi__
		if ((int)errnos[i].wasi == e)
#else
		if (errnos[i].number == e)
#endif
			return errnos[i].name;
	}
	return e == 76 ? "ENOTCAPABLE" : "an errno without a name";
}

void say(const char *what, long long result)
{
	if (result == -1)
		printf("%s: %s\n", what, errno_name(errno));
	else
		printf("%s: %lld\n", what, result);
}

#ifdef __wasi__
void say_wasi(const char *what, unsigned e)
{
	printf("%s: %s\n", what, e ? errno_name((int)e) : "0");
}

int open_rights(const char *path, unsigned oflags, __wasi_rights_t base,
		__wasi_rights_t inheriting)
{
	__wasi_fd_t fd;
	unsigned e = __wasi_path_open(FOLDER, 0, path, (__wasi_oflags_t)oflags,
				      base, inheriting, 0, &fd);

	if (!e)
		return (int)fd;
	say_wasi(path, e);
	return -1;
}

__wasi_fdstat_t stat_fd(int fd)
{
	__wasi_fdstat_t st;

	memset(&st, 0, sizeof(st));
	if (__wasi_fd_fdstat_get((__wasi_fd_t)fd, &st))
		printf("fd_fdstat_get fails\n");
	return st;
}
#endif

void make(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd == -1 || write(fd, text, strlen(text)) == -1)
		say(path, -1);
	close(fd);
}

void show(const char *path)
{
	char text[256];
	int fd = open(path, O_RDONLY);
	ssize_t n = fd == -1 ? -1 : read(fd, text, sizeof(text));

	if (n == -1)
		say(path, -1);
	else
		printf("%s holds '%.*s'\n", path, (int)n, text);
	close(fd);
}

long long size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == -1 ? -1 : (long long)st.st_size;
}
