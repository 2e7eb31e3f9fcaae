// SPDX-License-Identifier: MIT
/*
 * The reader for the live /sys: libsysfs for attributes. Whatever it cannot do,
 * and every verdict on what went wrong, comes from the safe reader.
 */
#include <stdio.h>
#include <string.h>
#include <sysfs/libsysfs.h>
#include <unistd.h>
#include "reader.h"

/* libsysfs has buffers of 256 characters, of which its copying uses half. */
#define LIBSYSFS_PATH_MAX 120

/* Whether path, of LIBSYSFS_PATH_MAX + 1 bytes, has room for all of them. */
static bool make_path(char *path, const char *const parts[])
{
	size_t length, end = 0;

	for (; *parts; parts++) {
		length = strlen(*parts);
		if (length > LIBSYSFS_PATH_MAX - end)
			return false;
		memcpy(path + end, *parts, length);
		end += length;
	}
	path[end] = '\0';
	return true;
}

/* libsysfs looks a path up twice a file: the less links are in it the better. */
static char *live_real_path(const struct dir *dir)
{
	char link[sizeof("/proc/self/fd/") + 3 * sizeof(int)], path[LIBSYSFS_PATH_MAX + 1];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", dir->fd);
	length = readlink(link, path, sizeof(path));
	if (length <= 0 || length == sizeof(path) || *path != '/')
		return NULL;
	return strndup(path, (size_t)length);
}

static int live_read(const struct reader *reader, const struct dir *dir, const char *name,
		     char *text, size_t *length)
{
	const char *const real[] = { dir->real, "/", name, NULL };
	const char *const parts[] = { reader->prefix, dir->path, "/", name, NULL };
	char path[LIBSYSFS_PATH_MAX + 1];
	struct sysfs_attribute *attribute;
	bool done = false;

	if (!make_path(path, dir->real ? real : parts))
		return reader_safe_ops.read(reader, dir, name, text, length);

	attribute = sysfs_open_attribute(path);
	if (attribute) {
		/* It reads one page and says nothing of what is behind it. */
		if (!sysfs_read_attribute(attribute) && attribute->value &&
		    attribute->len < READER_FILE_MAX) {
			*length = attribute->len;
			memcpy(text, attribute->value, *length);
			done = true;
		}
		sysfs_close_attribute(attribute);
	}
	return done ? 0 : reader_safe_ops.read(reader, dir, name, text, length);
}

const struct reader_ops reader_live_ops = {
	.read = live_read,
	.real_path = live_real_path,
};
