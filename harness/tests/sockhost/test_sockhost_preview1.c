/* SPDX-License-Identifier: Apache-2.0 */
/* preview1: files, folders, and the world around the guest. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"

#define DIR_FD 3
#define RIGHT_READ (UINT64_C(1) << 1)
#define RIGHT_SEEK (UINT64_C(1) << 2)
#define RIGHT_TELL (UINT64_C(1) << 5)
#define RIGHT_WRITE (UINT64_C(1) << 6)
#define RIGHT_SIZE (UINT64_C(1) << 22)
#define RIGHTS_ALL ((UINT64_C(1) << 30) - 1)
#define NOTCAPABLE 76
#define CREAT 1
#define FOLLOW 1

static struct guest g;
static char folder[] = "/tmp/sockhost-XXXXXX";

/* in: the guest's folder; out: not the guest's */
static void preview1_open(void)
{
	char *why;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	mkdir("in", 0700);
	mkdir("out", 0700);
	close(open("out/secret", O_CREAT | O_WRONLY, 0600));
	guest_open(&g, NULL);
	g.abi = "preview1";
	ck_assert_int_eq(sockhost_dir(g.h, "/data", "in", &why), 0);
}

static void preview1_closed(void)
{
	char command[64];

	guest_close(&g);
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	ck_assert_int_eq(system(command), 0);
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
}

#define call(...) guest_call(&g, __VA_ARGS__)
#define done(...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), 0)
#define fails(err, ...) ck_assert_uint_eq(guest_call(&g, __VA_ARGS__), err)

static uint32_t open_path(const char *path, uint32_t oflags, uint32_t lookup)
{
	uint32_t n = guest_text(&g, MORE, path);

	return call("path_open", DIR_FD, lookup, MORE, n, oflags, RIGHTS_ALL,
		    RIGHTS_ALL, 0, OUT);
}

static uint32_t opened(const char *path)
{
	ck_assert_uint_eq(open_path(path, CREAT, 0), 0);
	return guest_u32(&g, OUT);
}

/* A function of a folder and one path. */
static uint32_t path_call(const char *function, const char *path)
{
	return call(function, DIR_FD, MORE, guest_text(&g, MORE, path));
}

START_TEST(prestat)
{
	done("fd_prestat_get", DIR_FD, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	ck_assert_uint_eq(guest_u32(&g, OUT + 4), 5);
	done("fd_prestat_dir_name", DIR_FD, DATA, 5);
	ck_assert_mem_eq(g.mem + DATA, "/data", 5);
	fails(NUM_NAMETOOLONG, "fd_prestat_dir_name", DIR_FD, DATA, 4);
	fails(NUM_BADF, "fd_prestat_get", DIR_FD + 1, OUT);
	fails(NUM_BADF, "fd_prestat_get", 0, OUT);
}
END_TEST

START_TEST(write_and_read_back)
{
	uint32_t fd = opened("file");

	ck_assert_uint_eq(fd, 4);
	guest_text(&g, DATA, "hello world");
	guest_iov(&g, 0, DATA, 6);
	guest_iov(&g, 1, DATA + 6, 5);
	done("fd_write", fd, IOV, 2, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 11);
	done("fd_tell", fd, OUT);
	ck_assert_uint_eq(guest_u64(&g, OUT), 11);
	done("fd_seek", fd, (uint64_t)-5, 2, OUT);
	ck_assert_uint_eq(guest_u64(&g, OUT), 6);
	guest_iov(&g, 0, DATA + 64, 64);
	done("fd_read", fd, IOV, 1, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 5);
	ck_assert_mem_eq(g.mem + DATA + 64, "world", 5);
	done("fd_pread", fd, IOV, 1, 1, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 10);
	guest_iov(&g, 0, DATA, 1);
	done("fd_pwrite", fd, IOV, 1, 4, OUT);
	done("fd_filestat_get", fd, DATA);
	ck_assert_uint_eq(g.mem[DATA + 16], 4);
	ck_assert_uint_eq(guest_u64(&g, DATA + 32), 11);
	done("fd_filestat_set_size", fd, 3);
	done("fd_sync", fd);
	done("fd_datasync", fd);
	done("fd_advise", fd, 0, 0, 4);
	fails(NUM_INVAL, "fd_advise", fd, 0, 0, 6);
	done("fd_allocate", fd, 0, 100);
	fails(NUM_INVAL, "fd_seek", fd, 0, 3, OUT);
	done("fd_close", fd);
	fails(NUM_BADF, "fd_write", fd, IOV, 1, OUT);
}
END_TEST

START_TEST(fdstat)
{
	uint32_t fd = opened("file");

	done("fd_fdstat_get", fd, DATA);
	ck_assert_uint_eq(g.mem[DATA], 4);
	ck_assert_uint_eq(guest_u16(&g, DATA + 2), 0);
	ck_assert_uint_ne(guest_u64(&g, DATA + 8) & 1 << 5, 0);
	done("fd_fdstat_set_flags", fd, 1 | 4);
	done("fd_fdstat_get", fd, DATA);
	ck_assert_uint_eq(guest_u16(&g, DATA + 2), 1 | 4);
	fails(NUM_NOTSUP, "fd_fdstat_set_flags", fd, 2);
	fails(NUM_INVAL, "fd_fdstat_set_flags", fd, 32);
	fails(NUM_BADF, "fd_fdstat_set_flags", 99, 4);
	fails(NUM_BADF, "fd_fdstat_get", 99, DATA);
	/* rights go one way */
	done("fd_fdstat_set_rights", fd, 2, 0);
	fails(76, "fd_fdstat_set_rights", fd, 3, 0);
	done("fd_fdstat_get", fd, DATA);
	ck_assert_uint_eq(guest_u64(&g, DATA + 8), 2);
	fails(NOTCAPABLE, "fd_fdstat_set_flags", fd, 0);
	fails(NOTCAPABLE, "fd_tell", fd, OUT);
	fails(NOTCAPABLE, "fd_filestat_get", fd, MORE);
}
END_TEST

/* The rights of a descriptor, base or inheriting. */
static uint64_t rights(uint32_t fd, uint32_t at)
{
	done("fd_fdstat_get", fd, DATA);
	return guest_u64(&g, DATA + at);
}

#define OF_FILES \
	(RIGHT_READ | RIGHT_WRITE | RIGHT_SEEK | RIGHT_TELL | RIGHT_SIZE)

START_TEST(rights_by_type)
{
	uint32_t fd = opened("file");
	int ends[2];

	ck_assert_uint_eq(rights(DIR_FD, 8) & OF_FILES, 0);
	ck_assert_uint_eq(rights(DIR_FD, 16) & OF_FILES, OF_FILES);
	ck_assert_uint_eq(rights(fd, 8) & OF_FILES, OF_FILES);
	ck_assert_uint_eq(rights(fd, 16), 0);
	ck_assert_int_eq(pipe(ends), 0);
	fd = (uint32_t)sockhost_give(g.h, ends[0]);
	ck_assert_uint_eq(rights(fd, 8) & OF_FILES, RIGHT_READ);
	fd = (uint32_t)sockhost_give(g.h, ends[1]);
	ck_assert_uint_eq(rights(fd, 8) & OF_FILES, RIGHT_WRITE);
	fd = (uint32_t)sockhost_give(g.h, open("/dev/null", O_RDWR));
	ck_assert_uint_eq(rights(fd, 8) & OF_FILES, OF_FILES & ~RIGHT_SIZE);
}
END_TEST

START_TEST(folder_has_no_position)
{
	for (uint64_t whence = 0; whence < 3; whence++)
		fails(NUM_BADF, "fd_seek", DIR_FD, 0, whence, OUT);
	fails(NUM_BADF, "fd_tell", DIR_FD, OUT);
}
END_TEST

/* With the right to tell only, a seek that moves nothing is one to tell. */
START_TEST(telling_is_seeking)
{
	uint32_t fd = opened("file");

	done("fd_fdstat_set_rights", fd, RIGHT_TELL, 0);
	done("fd_seek", fd, 0, 1, OUT);
	done("fd_tell", fd, OUT);
	fails(NOTCAPABLE, "fd_seek", fd, 0, 0, OUT);
	fails(NOTCAPABLE, "fd_seek", fd, 1, 1, OUT);
	fd = opened("file");
	done("fd_fdstat_set_rights", fd, RIGHT_SEEK, 0);
	done("fd_seek", fd, 1, 0, OUT);
	done("fd_tell", fd, OUT);
}
END_TEST

START_TEST(rights_move_along)
{
	uint32_t a = opened("a"), b = opened("b");

	done("fd_fdstat_set_rights", a, RIGHT_READ, 0);
	done("fd_renumber", a, b);
	ck_assert_uint_eq(rights(b, 8), RIGHT_READ);
	/* and are new where the number is used again */
	ck_assert_uint_eq(opened("c"), a);
	ck_assert_uint_eq(rights(a, 8) & OF_FILES, OF_FILES);
}
END_TEST

/* A connection has what the listener may pass on. */
START_TEST(rights_of_a_connection)
{
	char *why, address[] = "unix:@sockhost-rights-000000000";
	int fd;

	snprintf(address, sizeof(address), "unix:@sockhost-rights-%d",
		 (int)getpid());
	fd = sockhost_listen(g.h, address, &why);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_ge(sockhost_connect(g.h, address, &why), 0);
	ck_assert_int_ge(sockhost_connect(g.h, address, &why), 0);
	done("sock_accept", (uint32_t)fd, 0, OUT);
	ck_assert_uint_eq(rights(guest_u32(&g, OUT), 8) & OF_FILES,
			  RIGHT_READ | RIGHT_WRITE);
	done("fd_fdstat_set_rights", (uint32_t)fd, rights((uint32_t)fd, 8),
	     RIGHT_READ);
	done("sock_accept", (uint32_t)fd, 0, OUT);
	ck_assert_uint_eq(rights(guest_u32(&g, OUT), 8), RIGHT_READ);
	guest_iov(&g, 0, DATA, 1);
	fails(NOTCAPABLE, "sock_send", guest_u32(&g, OUT), IOV, 1, 0, OUT2);
	done("fd_fdstat_set_rights", (uint32_t)fd, 0, 0);
	fails(NOTCAPABLE, "sock_accept", (uint32_t)fd, 0, OUT);
}
END_TEST

/* A file of a read-only folder must get no name in another. */
START_TEST(read_only_apart)
{
	uint32_t a = guest_text(&g, MORE, "secret");
	uint32_t b = guest_text(&g, MORE + 64, "new");
	char *why;

	ck_assert_int_eq(sockhost_dir_read_only(g.h, "/out", "out", &why), 0);
	fails(75, "path_link", DIR_FD + 1, 0, MORE, a, DIR_FD, MORE + 64, b);
	fails(75, "path_rename", DIR_FD + 1, MORE, a, DIR_FD, MORE + 64, b);
	fails(75, "path_rename", DIR_FD, MORE, a, DIR_FD + 1, MORE + 64, b);
	fails(69, "path_rename", DIR_FD + 1, MORE, a, DIR_FD + 1, MORE + 64, b);
	ck_assert_int_eq(access("in/new", F_OK), -1);
}
END_TEST

START_TEST(renumber)
{
	uint32_t a = opened("a"), b = opened("b");

	fails(NUM_BADF, "fd_renumber", a, 99);
	done("fd_renumber", b, a);
	fails(NUM_BADF, "fd_tell", b, OUT);
	done("fd_tell", a, OUT);
}
END_TEST

/* Ways out of the folder, none of which is one. */
static const struct {
	const char *path;
	uint32_t err;
} escapes[] = {
	{"../out/secret", NUM_PERM},
	{"/etc/passwd", NUM_PERM},
	{"sub/../../out/secret", NUM_PERM},
	{"..", NUM_PERM},
	{"/", NUM_PERM},
	{"//", NUM_PERM},
	{"up/out/secret", NUM_PERM},
	{"up/", NUM_PERM},
	{"root/etc/passwd", NUM_PERM},
	{"link", NUM_PERM},
	{"", NUM_NOENT},
};

static void make_escapes(void)
{
	mkdir("in/sub", 0700);
	ck_assert_int_eq(symlink("..", "in/up"), 0);
	ck_assert_int_eq(symlink("/", "in/root"), 0);
	ck_assert_int_eq(symlink("../out/secret", "in/link"), 0);
}

START_TEST(escape)
{
	const char *path = escapes[_i].path;
	uint32_t n;

	make_escapes();
	ck_assert_uint_eq(open_path(path, 0, FOLLOW), escapes[_i].err);
	ck_assert_uint_ne(open_path(path, CREAT, FOLLOW), 0);
	n = guest_text(&g, MORE, path);
	fails(escapes[_i].err, "path_filestat_get", DIR_FD, FOLLOW, MORE, n,
	      DATA);
	fails(escapes[_i].err, "path_filestat_set_times", DIR_FD, FOLLOW, MORE,
	      n, 0, 0, 2);
	ck_assert_uint_ne(path_call("path_create_directory", path), 0);
	ck_assert_uint_ne(path_call("path_remove_directory", path), 0);
	n = guest_text(&g, MORE, path);
	guest_text(&g, MORE + 512, "new");
	/* a link itself may be moved and removed, what it names may not */
	call("path_link", DIR_FD, 0, MORE, n, DIR_FD, MORE + 512, 3);
	call("path_rename", DIR_FD, MORE, n, DIR_FD, MORE + 512, 3);
	call("path_rename", DIR_FD, MORE + 512, 3, DIR_FD, MORE, n);
	call("path_symlink", MORE + 512, 3, DIR_FD, MORE, n);
	call("path_readlink", DIR_FD, MORE, n, DATA, 64, OUT);
	path_call("path_unlink_file", path);
	ck_assert_int_eq(access("out/secret", F_OK), 0);
	ck_assert_int_eq(access("out/new", F_OK), -1);
	ck_assert_int_eq(access("new", F_OK), -1);
	ck_assert_int_eq(access("in", F_OK), 0);
}
END_TEST

START_TEST(links)
{
	uint32_t fd = opened("file");
	uint32_t n;

	done("fd_close", fd);
	guest_text(&g, MORE + 64, "file");
	n = guest_text(&g, MORE, "link");
	done("path_symlink", MORE + 64, 4, DIR_FD, MORE, n);
	done("path_readlink", DIR_FD, MORE, n, DATA, 64, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 4);
	ck_assert_mem_eq(g.mem + DATA, "file", 4);
	done("path_readlink", DIR_FD, MORE, n, DATA, 2, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 2);
	fails(NUM_INVAL, "path_readlink", DIR_FD, MORE + 64, 4, DATA, 64, OUT);
	done("path_filestat_get", DIR_FD, 0, MORE, n, DATA);
	ck_assert_uint_eq(g.mem[DATA + 16], 7);
	done("path_filestat_get", DIR_FD, FOLLOW, MORE, n, DATA);
	ck_assert_uint_eq(g.mem[DATA + 16], 4);
	ck_assert_uint_eq(open_path("link", 0, 0), NUM_LOOP);
	ck_assert_uint_eq(open_path("link", 0, FOLLOW), 0);
	/* none to somewhere else */
	guest_text(&g, MORE, "/etc");
	guest_text(&g, MORE + 64, "other");
	fails(NUM_PERM, "path_symlink", MORE, 4, DIR_FD, MORE + 64, 5);
}
END_TEST

START_TEST(folders)
{
	ck_assert_uint_eq(path_call("path_create_directory", "a"), 0);
	ck_assert_uint_eq(path_call("path_create_directory", "a/b/"), 0);
	ck_assert_uint_eq(path_call("path_create_directory", "a"), 20);
	ck_assert_uint_eq(path_call("path_remove_directory", "a"), 55);
	ck_assert_uint_eq(path_call("path_unlink_file", "a"), NUM_ISDIR);
	ck_assert_uint_eq(path_call("path_remove_directory", "a/b"), 0);
	opened("a/file");
	ck_assert_uint_eq(path_call("path_remove_directory", "a/file"),
			  NUM_NOTDIR);
	ck_assert_uint_eq(path_call("path_unlink_file", "a/file/"), NUM_NOTDIR);
	guest_text(&g, MORE, "a/file");
	guest_text(&g, MORE + 64, "b");
	done("path_rename", DIR_FD, MORE, 6, DIR_FD, MORE + 64, 1);
	done("path_link", DIR_FD, 0, MORE + 64, 1, DIR_FD, MORE, 6);
	ck_assert_uint_eq(path_call("path_unlink_file", "b"), 0);
	ck_assert_int_eq(access("in/a/file", F_OK), 0);
	guest_text(&g, MORE, "a/file");
	fails(NUM_NOTDIR, "path_create_directory", 4, MORE, 6);
	fails(NUM_BADF, "path_create_directory", 99, MORE, 6);
	fails(NUM_NAMETOOLONG, "path_create_directory", DIR_FD, DATA, 5000);
}
END_TEST

/* How often the name is among the entries; the cookie behind the last. */
static int entries(uint32_t used, uint32_t len, const char *name,
		   uint64_t *cookie)
{
	int found = 0;

	for (uint32_t at = 0; used - at >= 24;) {
		uint32_t n = guest_u32(&g, DATA + at + 16);

		if (at + 24 + n > used)
			break;
		*cookie = guest_u64(&g, DATA + at);
		found += n == strlen(name) &&
			 memcmp(g.mem + DATA + at + 24, name, n) == 0;
		at += 24 + n;
	}
	ck_assert_uint_le(used, len);
	return found;
}

static const uint32_t readdir_lens[] = {40, 64, 100, 4096, 20000};

START_TEST(readdir)
{
	uint32_t len = readdir_lens[_i];
	uint64_t cookie = 0;
	int found = 0;
	uint32_t used;

	for (int i = 0; i < 30; i++) {
		char name[32];

		snprintf(name, sizeof(name), "in/entry%02d", i);
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	do {
		memset(g.mem + DATA, 0xee, len + 1);
		done("fd_readdir", DIR_FD, DATA, len, cookie, OUT);
		used = guest_u32(&g, OUT);
		found += entries(used, len, "entry17", &cookie);
		ck_assert_uint_eq(g.mem[DATA + len], 0xee);
	} while (used == len);
	ck_assert_int_eq(found, 1);
	fails(NUM_BADF, "fd_readdir", 99, DATA, len, 0, OUT);
}
END_TEST

/* Cookies are small, last, and count also where nothing was read before. */
START_TEST(cookies)
{
	uint64_t cookie = 0;
	uint32_t all, fd;

	for (int i = 0; i < 200; i++) {
		char name[32];

		snprintf(name, sizeof(name), "in/entry%03d", i);
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	done("fd_readdir", DIR_FD, DATA, 20000, 0, OUT);
	all = guest_u32(&g, OUT);
	entries(all, 20000, "", &cookie);
	ck_assert_uint_eq(cookie, 202);
	guest_text(&g, MORE, ".");
	done("path_open", DIR_FD, 0, MORE, 1, 2, RIGHTS_ALL & ~RIGHT_WRITE, 0,
	     0, OUT);
	fd = guest_u32(&g, OUT);
	done("fd_readdir", fd, DATA, 20000, 200, OUT);
	entries(guest_u32(&g, OUT), 20000, "", &cookie);
	ck_assert_uint_eq(cookie, 202);
	done("fd_readdir", fd, DATA, 20000, UINT64_MAX, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	done("fd_readdir", fd, DATA, 20000, 0, OUT);
	ck_assert_uint_eq(guest_u32(&g, OUT), all);
	fails(NUM_NOTDIR, "fd_readdir", opened("file"), DATA, 100, 0, OUT);
}
END_TEST

START_TEST(times)
{
	uint32_t fd = opened("file");
	uint32_t n = guest_text(&g, MORE, "file");

	done("fd_filestat_set_times", fd, UINT64_C(5000000007),
	     UINT64_C(6000000008), 1 | 4);
	done("path_filestat_get", DIR_FD, 0, MORE, n, DATA);
	ck_assert_uint_eq(guest_u64(&g, DATA + 40), UINT64_C(5000000007));
	ck_assert_uint_eq(guest_u64(&g, DATA + 48), UINT64_C(6000000008));
	done("path_filestat_set_times", DIR_FD, 0, MORE, n, 9, 0, 1 | 8);
	done("fd_filestat_get", fd, DATA);
	ck_assert_uint_eq(guest_u64(&g, DATA + 40), 9);
	ck_assert_uint_gt(guest_u64(&g, DATA + 48), UINT64_C(6000000008));
	fails(NUM_INVAL, "fd_filestat_set_times", fd, 0, 0, 1 | 2);
	fails(NUM_INVAL, "fd_filestat_set_times", fd, 0, 0, 16);
}
END_TEST

START_TEST(arguments)
{
	sockhost_arg(g.h, "player");
	sockhost_arg(g.h, "");
	sockhost_arg(g.h, "-x");
	done("args_sizes_get", OUT, OUT2);
	ck_assert_uint_eq(guest_u32(&g, OUT), 3);
	ck_assert_uint_eq(guest_u32(&g, OUT2), 7 + 1 + 3);
	done("args_get", DATA, MORE);
	ck_assert_uint_eq(guest_u32(&g, DATA), MORE);
	ck_assert_str_eq((char *)g.mem + guest_u32(&g, DATA + 8), "-x");
	done("environ_sizes_get", OUT, OUT2);
	ck_assert_uint_eq(guest_u32(&g, OUT), 0);
	done("environ_get", DATA, MORE);
	sockhost_env(g.h, "A=1");
	done("environ_get", DATA, MORE);
	ck_assert_str_eq((char *)g.mem + guest_u32(&g, DATA), "A=1");
}
END_TEST

START_TEST(clocks_and_chance)
{
	for (uint64_t id = 0; id < 4; id++) {
		done("clock_time_get", id, 0, OUT);
		done("clock_res_get", id, OUT2);
		ck_assert_uint_gt(guest_u64(&g, OUT2), 0);
	}
	done("clock_time_get", 0, 0, OUT);
	ck_assert_uint_gt(guest_u64(&g, OUT), UINT64_C(1500000000000000000));
	fails(NUM_INVAL, "clock_time_get", 4, 0, OUT);
	memset(g.mem + DATA, 0, 1024);
	done("random_get", DATA, 1000);
	ck_assert_uint_ne(guest_u64(&g, DATA) | guest_u64(&g, DATA + 992), 0);
	ck_assert_uint_eq(guest_u64(&g, DATA + 1000), 0);
	ck_assert_uint_eq(guest_call_array(&g, "sched_yield", NULL, 0), 0);
	fails(NUM_NOSYS, "proc_raise", 9);
}
END_TEST

static void note_exit(void *arg, uint32_t code)
{
	*(uint32_t *)arg = code;
}

START_TEST(exiting)
{
	uint32_t noted = 0, code;

	ck_assert(!sockhost_exited(g.h, &code));
	call("proc_exit", 7);
	ck_assert(sockhost_exited(g.h, &code));
	ck_assert_uint_eq(code, 7);
	sockhost_on_exit(g.h, note_exit, &noted);
	call("proc_exit", 300);
	ck_assert_uint_eq(noted, 300);
}
END_TEST

START_TEST(folder_that_is_none)
{
	char *why = NULL;

	ck_assert_int_eq(sockhost_dir(g.h, "x", "missing", &why), -1);
	ck_assert_ptr_nonnull(strstr(why, "missing"));
	free(why);
	ck_assert_int_eq(sockhost_dir(g.h, "x", "out/secret", &why), -1);
	free(why);
	sockhost_max_fds(g.h, 4);
	ck_assert_int_eq(sockhost_dir(g.h, "x", "out", &why), -1);
	free(why);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_preview1_suite(void)
{
	Suite *s = suite_create("sockhost_preview1");
	TCase *t = tcase_create("preview1");

	tcase_add_checked_fixture(t, preview1_open, preview1_closed);
	tcase_add_test(t, prestat);
	tcase_add_test(t, write_and_read_back);
	tcase_add_test(t, fdstat);
	tcase_add_test(t, rights_by_type);
	tcase_add_test(t, folder_has_no_position);
	tcase_add_test(t, telling_is_seeking);
	tcase_add_test(t, rights_move_along);
	tcase_add_test(t, rights_of_a_connection);
	tcase_add_test(t, read_only_apart);
	tcase_add_test(t, renumber);
	tcase_add_loop_test(t, escape, 0, N(escapes));
	tcase_add_test(t, links);
	tcase_add_test(t, folders);
	tcase_add_loop_test(t, readdir, 0, N(readdir_lens));
	tcase_add_test(t, cookies);
	tcase_add_test(t, times);
	tcase_add_test(t, arguments);
	tcase_add_test(t, clocks_and_chance);
	tcase_add_test(t, exiting);
	tcase_add_test(t, folder_that_is_none);
	suite_add_tcase(s, t);
	return s;
}
