// SPDX-License-Identifier: MIT
/*
 * The reader for the live /sys: libsysfs for attributes. Whatever it cannot do,
 * and every verdict on what went wrong, comes from the safe reader.
 */
#include <string.h>
#include <sysfs/libsysfs.h>
#include "reader.h"

/* libsysfs has buffers of 256 characters, of which its copying uses half. */
#define LIBSYSFS_PATH_MAX 120

/* Whether path, of LIBSYSFS_PATH_MAX + 1 bytes, has room for all three. */
static bool make_path(char *path, const char *prefix, const char *dir, const char *name)
{
	const char *const parts[] = { prefix, dir, "/", name };
	size_t i, length, end = 0;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		length = strlen(parts[i]);
		if (length > LIBSYSFS_PATH_MAX - end)
			return false;
		memcpy(path + end, parts[i], length);
		end += length;
	}
	path[end] = '\0';
	return true;
}

static int live_read(const struct reader *reader, const struct dir *dir, const char *name,
		     char *text, size_t *length)
{
	char path[LIBSYSFS_PATH_MAX + 1];
	struct sysfs_attribute *attribute;
	bool done = false;

	if (!make_path(path, reader->prefix, dir->path, name))
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
};
