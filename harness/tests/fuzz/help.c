/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/help.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "case/reader.h"

const char *fuzz_file(const void *bytes, size_t n)
{
	static char path[FD_PATH_MAX];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		assert(fd >= 0);
		fd_path(path, fd);
	}
	if (ftruncate(fd, 0) < 0 || pwrite(fd, bytes, n, 0) != (ssize_t)n)
		assert(!"a file in memory can be written");
	return path;
}

char *fuzz_text(const uint8_t *bytes, size_t n)
{
	char *text = xcalloc(n + 1, 1);

	memcpy(text, bytes, n);
	return text;
}

const struct tcase *fuzz_case(const char *yaml)
{
	struct mistakes m = {0};
	struct tcase *v = NULL;
	int n = 0;

	case_file(fuzz_file(yaml, strlen(yaml)), "udp/fuzz", &v, &n, &m);
	assert(n == 1);
	return v;
}
