// SPDX-License-Identifier: MIT
/*
 * The reader for the live /sys: libsysfs for attributes, libudev for devices.
 * Whatever they cannot do, and every verdict on what went wrong, comes from the
 * safe reader.
 */
#include <errno.h>
#include <libudev.h>
#include <stdlib.h>
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

/*
 * That there is a device, and what it is called, is the safe reader's to say:
 * libudev follows any link, turns ! into /, and makes subsystems up.
 */
static int live_parent(const struct reader *reader, const struct dir *dir, struct parent *parent)
{
	struct udev_device *device;
	const char *driver;
	char *path, *copy;
	int ret;

	ret = reader_safe_ops.parent(reader, dir, parent);
	if (ret || !parent->name || !reader->udev)
		return ret;
	path = reader_join(dir->path, "device");
	if (!path)
		return -ENOMEM;
	device = udev_device_new_from_syspath(reader->udev, path);
	free(path);
	driver = device ? udev_device_get_driver(device) : NULL;
	copy = driver ? strdup(driver) : NULL;
	if (driver && !copy)
		ret = -ENOMEM;
	/* A driver may have come or gone since. */
	if (device && !ret) {
		free(parent->driver);
		parent->driver = copy;
	}
	udev_device_unref(device);
	return ret;
}

const struct reader_ops reader_live_ops = {
	.read = live_read,
	.parent = live_parent,
};
