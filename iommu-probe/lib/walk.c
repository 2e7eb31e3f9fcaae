// SPDX-License-Identifier: MIT
#include "walk.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "record.h"

/* As many as the kernel follows. */
#define LINKS_MAX 40

struct walker {
	int fd;		/* where it is */
	unsigned int depth; /* below the root */
	unsigned int links;
	char rest[PATH_MAX];
	struct record *record;
	char real[PATH_MAX]; /* where it is, without links, while it records */
};

/* Cuts the next part off; false at the end. */
static bool next_part(struct walker *w, char name[NAME_MAX + 1], bool *last)
{
	const size_t skip = strspn(w->rest, "/");
	const size_t length = strcspn(w->rest + skip, "/");

	if (!length || length > NAME_MAX)
		return false;
	memcpy(name, w->rest + skip, length);
	name[length] = '\0';
	memmove(w->rest, w->rest + skip + length, strlen(w->rest + skip + length) + 1);
	*last = !w->rest[strspn(w->rest, "/")];
	return true;
}

static void move_to(struct walker *w, int fd)
{
	close(w->fd);
	w->fd = fd;
}

static int go_up(struct walker *w)
{
	int fd;

	if (!w->depth)
		return -ELOOP;
	fd = openat(w->fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	move_to(w, fd);
	w->depth--;
	if (w->record)
		*strrchr(w->real, '/') = '\0';
	return 0;
}

static int go_into(struct walker *w, int fd, const char *name, mode_t mode)
{
	const size_t length = strlen(w->real);
	int ret = 0;

	move_to(w, fd);
	w->depth++;
	if (!w->record)
		return 0;
	if (length + 1 + strlen(name) >= sizeof(w->real))
		return -ENAMETOOLONG;
	if (S_ISLNK(mode))
		ret = record_link_at(w->record, w->real, name, fd, "");
	else
		ret = record_seen(w->record, w->real, name, IFTODT(mode));
	sprintf(w->real + length, "/%s", name);
	return ret;
}

/* What a link says comes before the rest of the path. */
static int follow(struct walker *w, int link, const char *name)
{
	char text[PATH_MAX], rest[PATH_MAX];
	const ssize_t length = readlinkat(link, "", text, sizeof(text) - 1);
	int n;

	if (length < 0)
		return -errno;
	text[length] = '\0';
	if (w->record && record_link(w->record, w->real, name, text))
		return -ENOMEM;
	if (*text == '/' || ++w->links > LINKS_MAX)
		return -ELOOP;
	n = snprintf(rest, sizeof(rest), "%s/%s", text, w->rest);
	if (n < 0 || (size_t)n >= sizeof(rest))
		return -ENAMETOOLONG;
	memcpy(w->rest, rest, (size_t)n + 1);
	return 0;
}

static int go_down(struct walker *w, const char *name, bool stay)
{
	const int fd = openat(w->fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	int ret;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status)) {
		ret = -errno;
		close(fd);
		return ret;
	}
	if (!S_ISLNK(status.st_mode) || stay)
		return go_into(w, fd, name, status.st_mode);
	ret = follow(w, fd, name);
	close(fd);
	return ret;
}

static int step(struct walker *w, const char *name, bool stay)
{
	if (!strcmp(name, "."))
		return 0;
	return strcmp(name, "..") ? go_down(w, name, stay) : go_up(w);
}

static int walk_with(struct walker *w, const char *path, int flags)
{
	char name[NAME_MAX + 1];
	bool last;
	int fd, ret = 0;

	if (w->fd < 0)
		return -errno;
	if (strlen(path) >= sizeof(w->rest))
		ret = -ENAMETOOLONG;
	else
		memcpy(w->rest, path, strlen(path) + 1);
	while (!ret && next_part(w, name, &last))
		ret = step(w, name, last && flags & O_NOFOLLOW);
	if (!ret && w->rest[strspn(w->rest, "/")])
		ret = -ENAMETOOLONG;
	if (!ret && !(flags & O_DIRECTORY))
		return w->fd;
	if (!ret) {
		fd = openat(w->fd, ".", flags | O_CLOEXEC);
		ret = fd < 0 ? -errno : fd;
	}
	close(w->fd);
	return ret;
}

int walk_by_hand(int root, const char *path, int flags)
{
	struct walker w = { .fd = fcntl(root, F_DUPFD_CLOEXEC, 0) };

	return walk_with(&w, path, flags);
}

int walk_recorded(int root, const char *path, int flags, struct record *record, char **real)
{
	struct walker w = { .fd = fcntl(root, F_DUPFD_CLOEXEC, 0), .record = record };
	const int fd = walk_with(&w, path, flags);

	if (fd < 0)
		return fd;
	*real = strdup(w.real);
	if (*real)
		return fd;
	close(fd);
	return -ENOMEM;
}

int walk(int root, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned int)flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int fd, tries;

	path += strspn(path, "/");
	/* EAGAIN: something on the way was renamed just now. */
	for (tries = 0; tries < 8; tries++) {
		fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
		if (fd >= 0)
			return fd;
		if (errno != EAGAIN)
			break;
	}
	/* On a busy machine there is always something. */
	if (errno == ENOSYS || errno == EPERM || errno == EAGAIN)
		return walk_by_hand(root, path, flags);
	return errno == EXDEV ? -ELOOP : -errno;
}
