// SPDX-License-Identifier: MIT
/* The linker puts these in place of the calls of the library and of the tool. */
#include "inside.h"
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "fuzz.h"

int __real_open64(const char *path, int flags, ...);
int __real_openat64(int dir, const char *path, int flags, ...);
long __real_syscall(long number, ...);
int __real_mkdirat(int dir, const char *path, mode_t mode);
int __real_symlinkat(const char *target, int dir, const char *path);
int __real_unlinkat(int dir, const char *path, int flags);

int __wrap_open64(const char *path, int flags, ...);
int __wrap_openat64(int dir, const char *path, int flags, ...);
long __wrap_syscall(long number, int dir, const char *path, void *how, size_t size);
int __wrap_mkdirat(int dir, const char *path, mode_t mode);
int __wrap_symlinkat(const char *target, int dir, const char *path);
int __wrap_unlinkat(int dir, const char *path, int flags);

static const char *inside;

void inside_begin(const char *folder)
{
	inside = folder;
}

void inside_end(void)
{
	inside = NULL;
}

static void must_begin(const char *path)
{
	const size_t length = strlen(inside);

	if (strncmp(path, inside, length) || (path[length] && path[length] != '/')) {
		dprintf(STDERR_FILENO, "outside: %s\n", path);
		abort();
	}
}

static int opened(int fd)
{
	char link[64], path[PATH_MAX];
	ssize_t length;

	if (!inside || fd < 0)
		return fd;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	MUST(length > 0);
	path[length] = '\0';
	must_begin(path);
	return fd;
}

static bool is_name(const char *path)
{
	return *path && !strchr(path, '/') && strcmp(path, ".") && strcmp(path, "..");
}

/* What is neither an absolute path nor one name in a folder leads anywhere. */
static void must_be_name(int dir, const char *path)
{
	if (!inside)
		return;
	if (*path == '/') {
		must_begin(path);
		MUST(!strstr(path, "/../"));
		return;
	}
	MUST(is_name(path));
	opened(dir);
}

int __wrap_open64(const char *path, int flags, ...)
{
	mode_t mode;
	va_list args;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return opened(__real_open64(path, flags, mode));
}

int __wrap_openat64(int dir, const char *path, int flags, ...)
{
	mode_t mode;
	va_list args;
	int fd;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	fd = __real_openat64(dir, path, flags, mode);
	/* In the same folder, which has been opened before. */
	if (flags & O_NOFOLLOW && is_name(path))
		return fd;
	return opened(fd);
}

/* The only one that the library makes itself. */
long __wrap_syscall(long number, int dir, const char *path, void *how, size_t size)
{
	MUST(number == SYS_openat2);
	return opened((int)__real_syscall(number, dir, path, how, size));
}

int __wrap_mkdirat(int dir, const char *path, mode_t mode)
{
	must_be_name(dir, path);
	return __real_mkdirat(dir, path, mode);
}

int __wrap_symlinkat(const char *target, int dir, const char *path)
{
	must_be_name(dir, path);
	return __real_symlinkat(target, dir, path);
}

int __wrap_unlinkat(int dir, const char *path, int flags)
{
	must_be_name(dir, path);
	return __real_unlinkat(dir, path, flags);
}
