// SPDX-License-Identifier: MIT
/* The tree of the process. Whatever fails is skipped: the input asked for nonsense. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fuzz.h"

static char root[] = "/dev/shm/iommu-fuzz-XXXXXX";
static int root_fd = -1;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	/* The root itself stays, until the end. */
	return ftw->level ? remove(path) : 0;
}

void tree_empty(void)
{
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_root(void)
{
	tree_empty();
	rmdir(root);
}

const char *tree_root(void)
{
	if (root_fd < 0) {
		MUST(mkdtemp(root));
		root_fd = open(root, O_PATH | O_DIRECTORY);
		MUST(root_fd >= 0);
		atexit(remove_root);
	}
	return root;
}

/*
 * The folder that a path is in, made where it is missing, and the last part of
 * the path: a link on the way or a ".." would lead out of the tree.
 */
static int parent_of(const char *path, char name[NAME_SIZE])
{
	int dir, next;
	size_t length;

	tree_root();
	dir = dup(root_fd);
	for (; dir >= 0; dir = next) {
		path += strspn(path, "/");
		length = strcspn(path, "/");
		if (!length || length > NAME_MAX)
			break;
		memcpy(name, path, length);
		name[length] = '\0';
		path += length;
		if (!strcmp(name, ".") || !strcmp(name, ".."))
			break;
		if (!*path)
			return dir;
		mkdirat(dir, name, 0755);
		next = openat(dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW);
		close(dir);
	}
	if (dir >= 0)
		close(dir);
	return -1;
}

void tree_file(const char *path, const void *data, size_t length)
{
	char name[NAME_SIZE];
	const int dir = parent_of(path, name);
	int fd;

	if (dir < 0)
		return;
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK, 0644);
	if (fd >= 0) {
		MUST(write(fd, data, length) == (ssize_t)length);
		close(fd);
	}
	close(dir);
}

void tree_link(const char *path, const char *target)
{
	char name[NAME_SIZE];
	const int dir = parent_of(path, name);

	if (dir < 0)
		return;
	if (symlinkat(target, dir, name) == 0)
		MUST(*target);
	close(dir);
}

void tree_fifo(const char *path)
{
	char name[NAME_SIZE];
	const int dir = parent_of(path, name);

	if (dir < 0)
		return;
	mkfifoat(dir, name, 0644);
	close(dir);
}

void tree_dir(const char *path)
{
	char name[NAME_SIZE];
	const int dir = parent_of(path, name);

	if (dir < 0)
		return;
	mkdirat(dir, name, 0755);
	close(dir);
}
