/* SPDX-License-Identifier: Apache-2.0 */
/* The rights of a file, of a folder and of what is given at the start. */
#include "say.h"

static void rights(const char *what, __wasi_rights_t have)
{
	static const struct {
		__wasi_rights_t right;
		const char *name;
	} names[] = {
		{__WASI_RIGHTS_FD_READ, "read"},
		{__WASI_RIGHTS_FD_WRITE, "write"},
		{__WASI_RIGHTS_FD_SEEK, "seek"},
		{__WASI_RIGHTS_FD_TELL, "tell"},
		{__WASI_RIGHTS_FD_FILESTAT_SET_SIZE, "size"},
		{__WASI_RIGHTS_FD_ALLOCATE, "allocate"},
		{__WASI_RIGHTS_FD_READDIR, "readdir"},
		{__WASI_RIGHTS_PATH_OPEN, "open"},
		{__WASI_RIGHTS_PATH_CREATE_DIRECTORY, "mkdir"},
		{__WASI_RIGHTS_PATH_UNLINK_FILE, "unlink"},
	};

	printf("%s:", what);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (have & names[i].right)
			printf(" %s", names[i].name);
	printf("\n");
}

static void both(const char *what, int fd)
{
	__wasi_fdstat_t st = stat_fd(fd);

	printf("%s is of type %d\n", what, st.fs_filetype);
	rights("  rights", st.fs_rights_base);
	rights("  inheriting", st.fs_rights_inheriting);
}

int program_rights_type(void)
{
	make("a", "text");
	mkdir("d", 0777);
	both("the folder", FOLDER);
	both("a folder", open("d", O_RDONLY | O_DIRECTORY));
	both("a file", open("a", O_RDWR));
	both("a file to read", open("a", O_RDONLY));
	both("a file to write", open("a", O_WRONLY));
	return 0;
}
