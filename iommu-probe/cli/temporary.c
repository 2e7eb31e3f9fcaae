// SPDX-License-Identifier: MIT
#include "temporary.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that all others are in. */
static char base[PATH_MAX];
static unsigned int count;
static char unfinished[PATH_MAX];
static bool prepared;

/* By system calls alone: a signal may have come anywhere. False: all is gone. */
static bool remove_entries(int fd);

static bool remove_entry(int fd, const char *name)
{
	int dir;

	if (!unlinkat(fd, name, 0))
		return true;
	dir = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0)
		return false;
	while (remove_entries(dir))
		;
	close(dir);
	return !unlinkat(fd, name, AT_REMOVEDIR);
}

static bool remove_entries(int fd)
{
	_Alignas(struct dirent64) char buffer[2048];
	bool removed = false;
	ssize_t length, at;

	lseek(fd, 0, SEEK_SET);
	while ((length = getdents64(fd, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < length;) {
			const struct dirent64 *entry = (const void *)(buffer + at);

			at += entry->d_reclen;
			if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
				removed |= remove_entry(fd, entry->d_name);
		}
	}
	return removed;
}

void temporary_remove(void)
{
	if (!*base)
		return;
	remove_entry(AT_FDCWD, base);
	*base = '\0';
}

static void remove_all(void)
{
	if (*unfinished)
		unlink(unfinished);
	*unfinished = '\0';
	temporary_remove();
}

/* The signal itself is still to do what it does. */
static void handle(int number)
{
	const int error = errno;

	remove_all();
	raise(number);
	errno = error;
}

static void prepare(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGPIPE, SIGTERM };
	const struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESETHAND };
	struct sigaction before;
	size_t i;

	if (prepared)
		return;
	prepared = true;
	atexit(remove_all);
	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (!sigaction(signals[i], NULL, &before) && before.sa_handler == SIG_DFL)
			sigaction(signals[i], &action, NULL);
}

static int make_base(void)
{
	const char *where = getenv("TMPDIR");
	char path[PATH_MAX];
	int n;

	if (!where || !*where)
		where = "/tmp";
	n = snprintf(path, sizeof(path), "%s/iommu-probe-XXXXXX", where);
	if (n < 0 || (size_t)n >= sizeof(path))
		return -ENAMETOOLONG;
	prepare();
	if (!mkdtemp(path))
		return -errno;
	memcpy(base, path, (size_t)n + 1);
	return 0;
}

int temporary_dir(char **path)
{
	int ret = 0;

	if (!*base)
		ret = make_base();
	if (ret)
		return ret;
	if (asprintf(path, "%s/%u", base, count++) < 0)
		return -ENOMEM;
	if (!mkdir(*path, 0700))
		return 0;
	ret = -errno;
	free(*path);
	return ret;
}

void temporary_file(const char *path)
{
	prepare();
	/* Short enough: it has been opened. */
	snprintf(unfinished, sizeof(unfinished), "%s", path ? path : "");
}
