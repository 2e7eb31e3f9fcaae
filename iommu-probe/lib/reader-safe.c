// SPDX-License-Identifier: MIT
/*
 * The reader for any tree, be it hostile: descriptors instead of paths, no
 * links, no waiting, and never more than the bound.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "reader-record.h"

static int safe_open(const struct dir *dir, const char *name)
{
	const int fd = openat(dir->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static ssize_t safe_read_some(int fd, void *data, size_t size)
{
	ssize_t got;

	do {
		got = read(fd, data, size);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

static int safe_read(const struct reader *reader, const struct dir *dir, const char *name,
		     char *text, size_t *length)
{
	const int fd = safe_open(dir, name);
	ssize_t got;

	(void)reader;
	if (fd < 0)
		return fd;
	/* A file that gives less than was asked for has ended. */
	got = safe_read_some(fd, text, READER_FILE_MAX + 1);
	close(fd);
	if (got < 0)
		return (int)got;
	*length = (size_t)got;
	return 0;
}

static int read_all(const struct dir *dir, const char *name, size_t max, uint8_t **data,
		    size_t *length)
{
	const struct name entry = { .name = (char *)name };
	ssize_t got = 1;
	int fd, ret;

	ret = reader_check_type(dir, &entry);
	if (ret)
		return ret;
	fd = safe_open(dir, name);
	if (fd < 0)
		return fd;
	*data = malloc(max + 1);
	if (!*data)
		got = -ENOMEM;
	while (got > 0 && *length <= max) {
		got = safe_read_some(fd, *data + *length, max + 1 - *length);
		if (got > 0)
			*length += (size_t)got;
	}
	close(fd);
	if (got >= 0 && *length <= max)
		return 0;
	free(*data);
	*data = NULL;
	return got < 0 ? (int)got : -EFBIG;
}

int reader_read_all(const struct dir *dir, const char *name, size_t max, uint8_t **data,
		    size_t *length)
{
	int ret;

	*data = NULL;
	*length = 0;
	ret = read_all(dir, name, max, data, length);
	if (!note_file(dir, name, *data, *length, ret) || ret)
		return ret;
	free(*data);
	*data = NULL;
	return -ENOMEM;
}

/* How many bytes it says, or a negative errno. */
static ssize_t read_link(const struct dir *dir, const char *link, char said[PATH_MAX])
{
	ssize_t length = recall(dir, link);

	/* An ordinary failure is that of what the link leads to. */
	if (!is_ordinary((int)length))
		return length;
	length = readlinkat(dir->fd, link, said, PATH_MAX);
	return length < 0 ? -errno : length;
}

int reader_link_text(const struct dir *dir, const char *link, char **text)
{
	char said[PATH_MAX];
	const ssize_t length = read_link(dir, link, said);

	if (length < 0 && !is_ordinary((int)length))
		return note_failure(dir, link, (int)length) == -ENOMEM ? -ENOMEM : 0;
	if (length < 0 || length == sizeof(said))
		return 0;
	*text = strndup(said, (size_t)length);
	if (*text && !note_link(dir, link, *text))
		return 0;
	free(*text);
	*text = NULL;
	return -ENOMEM;
}

int reader_link_name(const struct dir *dir, const char *link, char **name)
{
	char *text = NULL;
	const char *last;
	int ret;

	ret = reader_link_text(dir, link, &text);
	if (!ret && text) {
		last = strrchr(text, '/');
		last = last ? last + 1 : text;
		if (*last && strcmp(last, ".") && strcmp(last, "..")) {
			*name = strdup(last);
			ret = *name ? 0 : -ENOMEM;
		}
	}
	free(text);
	return ret;
}

static int read_links(const struct dir *dir, const struct dir *device, struct parent *parent)
{
	int ret;

	ret = reader_link_name(device, "subsystem", &parent->subsystem);
	if (ret || !parent->subsystem)
		return ret;
	ret = reader_link_name(device, "driver", &parent->driver);
	if (ret)
		return ret;
	return reader_link_name(dir, "device", &parent->name);
}

int reader_parent(const struct reader *reader, const struct dir *dir, struct parent *parent)
{
	struct dir device;
	char *path;
	int ret;

	path = reader_join(dir->path, "device");
	if (!path)
		return -ENOMEM;
	ret = reader_open_links(reader, path, &device);
	free(path);
	/* A saved tree need not hold the device. */
	if (ret == -ENOENT || ret == -ENOTDIR)
		return 0;
	if (ret)
		return ret;

	ret = read_links(dir, &device, parent);
	reader_close_dir(&device);
	if (ret || !parent->name)
		parent_clear(parent);
	return ret;
}

const struct reader_ops reader_safe_ops = {
	.read = safe_read,
};
