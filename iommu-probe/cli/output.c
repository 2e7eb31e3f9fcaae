// SPDX-License-Identifier: MIT
#include "output.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli.h"
#include "temporary.h"

static int fail(const char *file, int error, const char *message)
{
	cli_complain("%s: %s", file, message ? message : strerror(error));
	return EXIT_NOTHING;
}

int output_check(const char *file)
{
	struct stat status;

	if (lstat(file, &status))
		return errno == ENOENT ? EXIT_ANSWERED : fail(file, errno, NULL);
	return S_ISREG(status.st_mode) ? EXIT_ANSWERED :
					 fail(file, EEXIST, "not a regular file");
}

int output_bytes(int fd, const void *bytes, size_t length)
{
	const char *at = bytes;
	size_t left = length;
	ssize_t done;

	while (left) {
		done = write(fd, at, left);
		if (done < 0 && errno != EINTR)
			return -errno;
		if (done > 0) {
			at += done;
			left -= (size_t)done;
		}
	}
	return 0;
}

static mode_t without_umask(mode_t mode)
{
	const mode_t mask = umask(0);

	umask(mask);
	return mode & ~mask;
}

static int write_new(int fd, const char *path, const char *file, mode_t mode, output_fn write_all,
		     const void *data, char **message)
{
	int error = 0;

	if (fchmod(fd, without_umask(mode)))
		error = errno;
	if (!error)
		error = -write_all(fd, file, data, message);
	if (!error && fsync(fd) && errno != EINVAL)
		error = errno;
	if (close(fd) && !error)
		error = errno;
	if (!error && rename(path, file))
		error = errno;
	return error;
}

int output_file(const char *file, mode_t mode, output_fn write_all, const void *data)
{
	char *path, *message = NULL;
	int fd, error;

	if (asprintf(&path, "%s.XXXXXX", file) < 0)
		return fail(file, ENOMEM, NULL);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0) {
		error = errno;
		free(path);
		return fail(file, error, NULL);
	}
	temporary_file(path);
	error = write_new(fd, path, file, mode, write_all, data, &message);
	if (error)
		unlink(path);
	temporary_file(NULL);
	if (error)
		fail(file, error, message);
	free(message);
	free(path);
	return error ? EXIT_NOTHING : EXIT_ANSWERED;
}
