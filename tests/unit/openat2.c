// SPDX-License-Identifier: MIT
/*
 * openat2() where the kernel's is not to be had, as below a valgrind that does
 * not know it: in front of libc's syscall(), for RESOLVE_BENEATH alone.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEPTH_MAX 64
#define LINKS_MAX 40

/* The folders from the root down to where the walk is. */
struct walk {
	int fds[DEPTH_MAX];
	int depth;
	int links;
	char rest[2 * PATH_MAX];
};

static int push(struct walk *walk, int fd)
{
	if (fd < 0)
		return -1;
	if (walk->depth == DEPTH_MAX) {
		close(fd);
		errno = ENAMETOOLONG;
		return -1;
	}
	walk->fds[walk->depth++] = fd;
	return 0;
}

/* Puts what a link says before the rest of the path. */
static int follow(struct walk *walk, const char *target)
{
	const size_t length = strlen(target), rest = strlen(walk->rest);

	errno = *target == '/' ? EXDEV : ELOOP;
	if (*target == '/' || walk->links++ == LINKS_MAX)
		return -1;
	errno = ENAMETOOLONG;
	if (length + rest + 2 > sizeof(walk->rest))
		return -1;
	memmove(walk->rest + length + 1, walk->rest, rest + 1);
	memcpy(walk->rest, target, length);
	walk->rest[length] = '/';
	return 0;
}

/* The next name of the path; false at its end. */
static bool next(struct walk *walk, char name[NAME_MAX + 1])
{
	const size_t skipped = strspn(walk->rest, "/");
	const size_t length = strcspn(walk->rest + skipped, "/");

	if (!length)
		return false;
	snprintf(name, NAME_MAX + 1, "%.*s", (int)length, walk->rest + skipped);
	memmove(walk->rest, walk->rest + skipped + length,
		strlen(walk->rest + skipped + length) + 1);
	return true;
}

/* One name further; 1: that was the end, and it is open at *fd. */
static int step(struct walk *walk, const char *name, int flags, int *fd)
{
	const int top = walk->fds[walk->depth - 1];
	const bool last = !*walk->rest;
	char target[PATH_MAX];
	ssize_t length;

	if (!strcmp(name, "."))
		return 0;
	if (!strcmp(name, "..")) {
		if (walk->depth == 1) {
			errno = EXDEV;
			return -1;
		}
		close(walk->fds[--walk->depth]);
		return 0;
	}
	length = last && flags & O_NOFOLLOW ? -1 : readlinkat(top, name, target, sizeof(target) - 1);
	if (length >= 0) {
		target[length] = '\0';
		return follow(walk, target);
	}
	if (!last)
		return push(walk, openat(top, name, O_PATH | O_DIRECTORY | O_CLOEXEC));
	*fd = openat(top, name, flags);
	return *fd < 0 ? -1 : 1;
}

static int open_beneath(int root, const char *path, int flags)
{
	struct walk walk = { 0 };
	char name[NAME_MAX + 1];
	int fd = -1, ret, error;

	snprintf(walk.rest, sizeof(walk.rest), "%s", path);
	ret = push(&walk, openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
	while (!ret && next(&walk, name))
		ret = step(&walk, name, flags, &fd);
	if (!ret)
		fd = openat(walk.fds[walk.depth - 1], ".", flags);
	error = errno;
	while (walk.depth)
		close(walk.fds[--walk.depth]);
	errno = error;
	return fd;
}

long syscall(long number, ...)
{
	static long (*real)(long, ...);
	long a[6];
	va_list args;
	size_t i;
	long ret;

	va_start(args, number);
	for (i = 0; i < 6; i++)
		a[i] = va_arg(args, long);
	va_end(args);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "syscall");
	ret = real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (ret < 0 && number == SYS_openat2 && (errno == ENOSYS || errno == EPERM))
		return open_beneath((int)a[0], (const char *)a[1],
				    (int)((const struct open_how *)a[2])->flags);
	return ret;
}
