/* SPDX-License-Identifier: Apache-2.0 */
/* The folders that a guest is given, and closing one. */
#include "say.h"

int program_preopens(void)
{
	__wasi_prestat_t p;
	__wasi_filestat_t st;
	uint8_t name[8] = "????????";

	say_wasi("3", __wasi_fd_prestat_get(3, &p));
	say("tag", p.tag);
	say("length", p.u.dir.pr_name_len);
	say_wasi("name", __wasi_fd_prestat_dir_name(3, name, 1));
	printf("'%.8s'\n", (const char *)name);
	say_wasi("with room", __wasi_fd_prestat_dir_name(3, name, 8));
	say_wasi("without", __wasi_fd_prestat_dir_name(3, name, 0));
	say_wasi("0", __wasi_fd_prestat_get(0, &p));
	say_wasi("4", __wasi_fd_prestat_get(4, &p));
	say_wasi("name of 4", __wasi_fd_prestat_dir_name(4, name, 8));
	make("a", "text");
	say_wasi("close", __wasi_fd_close(3));
	say_wasi("again", __wasi_fd_close(3));
	say_wasi("stat by it", __wasi_path_filestat_get(3, 0, "a", &st));
	say("open by it fails", open("a", O_RDONLY) == -1);
	return 0;
}
