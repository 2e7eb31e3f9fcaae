// SPDX-License-Identifier: MIT
#include "tree.h"
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

static char root[PATH_MAX];

/* Where many small files are cheapest, if nobody says otherwise. */
static const char *folder(void)
{
	const char *tmp = getenv("TMPDIR");

	if (tmp)
		return tmp;
	return access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
}

void tree_setup(void)
{
	ck_assert_int_lt(snprintf(root, sizeof(root), "%s/iommu-XXXXXX", folder()), sizeof(root));
	ck_assert_ptr_nonnull(mkdtemp(root));
	ck_assert_int_eq(chmod(root, 0755), 0);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int unlock_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)ftw;
	if (type == FTW_D || type == FTW_DNR)
		chmod(path, 0755);
	return 0;
}

void tree_teardown(void)
{
	if (!getuid())
		ck_assert_int_eq(seteuid(0), 0);
	nftw(root, unlock_entry, 16, FTW_PHYS);
	ck_assert_int_eq(nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

const char *tree_root(void)
{
	return root;
}

const char *tree_path(const char *path)
{
	static char full[2 * PATH_MAX];

	snprintf(full, sizeof(full), "%s/%s", root, path);
	return full;
}

/* The folders above full, of which root is there. */
static void make_parents(const char *full)
{
	char *path = strdup(full), *slash;

	ck_assert_ptr_nonnull(path);
	for (slash = strchr(path + strlen(root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0755))
			ck_assert_msg(errno == EEXIST, "%s: %s", path, strerror(errno));
		*slash = '/';
	}
	free(path);
}

static const char *prepare(const char *path)
{
	const char *full = tree_path(path);

	make_parents(full);
	return full;
}

void tree_dir(const char *path)
{
	const char *full = prepare(path);

	if (mkdir(full, 0755))
		ck_assert_msg(errno == EEXIST, "%s: %s", full, strerror(errno));
}

void tree_bytes(const char *path, const void *bytes, size_t length)
{
	const char *full = prepare(path);
	const int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	ck_assert_msg(fd >= 0, "%s: %s", full, strerror(errno));
	ck_assert_int_eq(write(fd, bytes, length), length);
	ck_assert_int_eq(close(fd), 0);
}

void tree_file(const char *path, const char *text)
{
	tree_bytes(path, text, strlen(text));
}

void tree_letters(const char *path, size_t length)
{
	char *text = malloc(length + 1);

	ck_assert_ptr_nonnull(text);
	memset(text, 'a', length);
	tree_bytes(path, text, length);
	free(text);
}

void tree_link(const char *path, const char *target)
{
	const char *full = prepare(path);

	ck_assert_msg(!symlink(target, full), "%s: %s", full, strerror(errno));
}

void tree_fifo(const char *path)
{
	ck_assert_int_eq(mkfifo(prepare(path), 0644), 0);
}

void tree_socket(const char *path)
{
	ck_assert_int_eq(mknod(prepare(path), S_IFSOCK | 0644, 0), 0);
}

void tree_mode(const char *path, unsigned int mode)
{
	ck_assert_int_eq(chmod(tree_path(path), mode), 0);
}

void tree_drop_privileges(void)
{
	if (!getuid())
		ck_assert_int_eq(seteuid(NOBODY), 0);
}
