/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of sending and receiving. */
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "ways.h"

static ssize_t send_mmsg(int fd, const void *data, size_t n, int flags)
{
	struct iovec v = {(void *)(uintptr_t)data, n};
	struct mmsghdr m = {.msg_hdr = {.msg_iov = &v, .msg_iovlen = 1}};

	return sendmmsg(fd, &m, 1, flags) < 0 ? -1 : (ssize_t)m.msg_len;
}

static ssize_t recv_mmsg(int fd, void *data, size_t n, int flags)
{
	struct iovec v = {data, n};
	struct mmsghdr m = {.msg_hdr = {.msg_iov = &v, .msg_iovlen = 1}};

	return recvmmsg(fd, &m, 1, flags, NULL) < 0 ? -1 : (ssize_t)m.msg_len;
}

static ssize_t send_pwritev2(int fd, const void *data, size_t n, int flags)
{
	struct iovec v = {(void *)(uintptr_t)data, n};

	(void)flags;
	return pwritev2(fd, &v, 1, -1, 0);
}

static ssize_t recv_preadv2(int fd, void *data, size_t n, int flags)
{
	struct iovec v = {data, n};

	(void)flags;
	return preadv2(fd, &v, 1, -1, 0);
}

static ssize_t send_write(int fd, const void *data, size_t n, int flags)
{
	(void)flags;
	return write(fd, data, n);
}

static ssize_t recv_read(int fd, void *data, size_t n, int flags)
{
	(void)flags;
	return read(fd, data, n);
}

static ssize_t send_file(int fd, const void *data, size_t n, int flags)
{
	int file = memfd_create("file", MFD_CLOEXEC), err;
	off_t at = 0;
	ssize_t sent = -1;

	(void)flags;
	if (write(file, data, n) == (ssize_t)n)
		sent = sendfile(fd, file, &at, n);
	err = errno;
	plain_close(file);
	errno = err;
	return sent;
}

/* Through a pipe of the host's own, into which the bytes are put by `how`. */
static ssize_t send_piped(int fd, const void *data, size_t n,
			  ssize_t (*how)(int fd, const void *, size_t))
{
	int p[2], err;
	ssize_t sent = -1;

	if (pipe2(p, O_CLOEXEC) < 0)
		return -1;
	if (how(p[1], data, n) == (ssize_t)n)
		sent = splice(p[0], NULL, fd, NULL, n, 0);
	err = errno;
	plain_close(p[0]);
	plain_close(p[1]);
	errno = err;
	return sent;
}

static ssize_t put_splice(int fd, const void *data, size_t n)
{
	return write(fd, data, n);
}

/* The pages are the pipe's and the socket's from then on: vmsplice(2). */
static ssize_t put_vmsplice(int fd, const void *data, size_t n)
{
	void *page = mmap(NULL, n, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec v = {page, n};

	memcpy(page, data, n);
	return vmsplice(fd, &v, 1, 0);
}

static ssize_t put_tee(int fd, const void *data, size_t n)
{
	int p[2];
	ssize_t put = -1;

	if (pipe2(p, O_CLOEXEC) < 0)
		return -1;
	if (write(p[1], data, n) == (ssize_t)n)
		put = tee(p[0], fd, n, 0);
	plain_close(p[0]);
	plain_close(p[1]);
	return put;
}

static ssize_t send_splice(int fd, const void *data, size_t n, int flags)
{
	(void)flags;
	return send_piped(fd, data, n, put_splice);
}

static ssize_t send_vmsplice(int fd, const void *data, size_t n, int flags)
{
	(void)flags;
	return send_piped(fd, data, n, put_vmsplice);
}

static ssize_t send_tee(int fd, const void *data, size_t n, int flags)
{
	(void)flags;
	return send_piped(fd, data, n, put_tee);
}

static ssize_t recv_splice(int fd, void *data, size_t n, int flags)
{
	int p[2], err;
	ssize_t got;

	(void)flags;
	if (pipe2(p, O_CLOEXEC) < 0)
		return -1;
	got = splice(fd, NULL, p[1], NULL, n, 0);
	err = errno;
	if (got > 0)
		got = read(p[0], data, (size_t)got);
	plain_close(p[0]);
	plain_close(p[1]);
	errno = err;
	return got;
}

/* io_submit(2): one request, and its result. */
static ssize_t aio(int op, int fd, void *data, size_t n)
{
	struct iocb cb = {.aio_lio_opcode = (uint16_t)op,
			  .aio_fildes = (uint32_t)fd,
			  .aio_buf = (uintptr_t)data,
			  .aio_nbytes = n};
	struct iocb *list[] = {&cb};
	struct io_event e = {0};
	aio_context_t ctx = 0;
	long ok;

	if (syscall(SYS_io_setup, 4, &ctx) < 0)
		return -1;
	ok = syscall(SYS_io_submit, ctx, 1, list);
	if (ok == 1)
		ok = syscall(SYS_io_getevents, ctx, 1, 1, &e, NULL);
	else
		e.res = -errno;
	syscall(SYS_io_destroy, ctx);
	if (ok == 1 && e.res >= 0)
		return (ssize_t)e.res;
	errno = (int)-e.res;
	return -1;
}

static ssize_t send_aio(int fd, const void *data, size_t n, int flags)
{
	(void)flags;
	return aio(IOCB_CMD_PWRITE, fd, (void *)(uintptr_t)data, n);
}

static ssize_t recv_aio(int fd, void *data, size_t n, int flags)
{
	(void)flags;
	return aio(IOCB_CMD_PREAD, fd, data, n);
}

static ssize_t send_aio_vector(int fd, const void *data, size_t n, int flags)
{
	struct iovec v = {(void *)(uintptr_t)data, n};

	(void)flags;
	return aio(IOCB_CMD_PWRITEV, fd, &v, 1);
}

/* What a runtime does where there are no rings. */
static ssize_t send_ring(int fd, const void *data, size_t n, int flags)
{
	char params[128] = "";

	if (syscall(SYS_io_uring_setup, 8, params) < 0 && errno == ENOSYS)
		return plain_send(fd, data, n, flags);
	errno = EIO;
	return -1;
}

#ifdef __x86_64__
/* int $0x80: socketcall(2) of i386, whose numbers mean other calls. */
static ssize_t send_i386(int fd, const void *data, size_t n, int flags)
{
	unsigned *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	unsigned char *copy = (unsigned char *)(low + 4);
	long ret;

	memcpy(copy, data, n);
	low[0] = (unsigned)fd;
	low[1] = (unsigned)(uintptr_t)copy;
	low[2] = (unsigned)n;
	low[3] = (unsigned)flags;
	__asm__ volatile("int $0x80"
			 : "=a"(ret)
			 : "a"(102), "b"(9 /* SYS_SEND */), "c"(low)
			 : "memory", "r8", "r9", "r10", "r11");
	munmap(low, 4096);
	errno = (int)ret < 0 ? -(int)ret : errno;
	return (int)ret < 0 ? -1 : (int)ret;
}
#else
#define send_i386 NULL
#endif

/* More calls than are recorded of a step, and only then the one. */
static ssize_t send_late(int fd, const void *data, size_t n, int flags)
{
	socklen_t len;
	int type;

	for (int i = 0; i < 1100; i++) {
		len = sizeof(type);
		getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	}
	return plain_send(fd, data, n, flags);
}

const struct way ways_of_bytes[] = {
	{.name = "sendmmsg", .send = send_mmsg, .recv = recv_mmsg},
	{.name = "pwritev2", .send = send_pwritev2, .recv = recv_preadv2},
	{.name = "write", .send = send_write, .recv = recv_read},
	{.name = "sendfile", .send = send_file},
	{.name = "splice", .send = send_splice, .recv = recv_splice},
	{.name = "vmsplice", .send = send_vmsplice},
	{.name = "tee", .send = send_tee},
	{.name = "io_submit", .send = send_aio, .recv = recv_aio},
	{.name = "io_submit-vector", .send = send_aio_vector},
	{.name = "io_uring", .send = send_ring},
	{.name = "late", .send = send_late},
	{.name = "i386", .send = send_i386},
	{.name = NULL},
};
