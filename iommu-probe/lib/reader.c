// SPDX-License-Identifier: MIT
#include "reader.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "reader-record.h"
#include "record.h"

int reader_open(struct reader *reader, const char *root, const struct reader_ops *ops)
{
	int ret;

	*reader = (struct reader){ .ops = ops };
	reader->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (reader->root < 0)
		return -errno;
	reader->prefix = strdup(strcmp(root, "/") ? root : "");
	ret = reader->prefix ? 0 : -ENOMEM;
	/* A machine is no snapshot. */
	if (!ret && *reader->prefix)
		ret = read_manifest(reader);
	if (ret)
		reader_close(reader);
	return ret;
}

void reader_close(struct reader *reader)
{
	manifest_clear(&reader->manifest);
	free(reader->prefix);
	close(reader->root);
}

char *reader_join(const char *path, const char *name)
{
	const size_t path_length = strlen(path), name_size = strlen(name) + 1;
	char *joined = malloc(path_length + 1 + name_size);

	if (!joined)
		return NULL;
	memcpy(joined, path, path_length);
	joined[path_length] = '/';
	memcpy(joined + path_length + 1, name, name_size);
	return joined;
}

/* Takes recorded over. */
static int open_dir(struct dir *dir, const struct reader *reader, int fd, char *recorded,
		    const char *path, const char *name)
{
	if (fd < 0)
		return fd;
	*dir = (struct dir){ .reader = reader, .fd = fd, .recorded = recorded };
	dir->path = name ? reader_join(path, name) : strdup(path);
	if (dir->path)
		return 0;
	free(recorded);
	close(fd);
	return -ENOMEM;
}

static int open_path(const struct reader *reader, const char *path, int flags, struct dir *dir)
{
	char *recorded = NULL;
	int ret;

	/* Of registers that somebody gave there is no tree. */
	if (!reader->ops)
		return -ENOENT;
	ret = recall_path(reader, MANIFEST_UNREADABLE, path);
	if (!ret)
		ret = walk_reader(reader, path, flags | O_DIRECTORY, &recorded);
	ret = open_dir(dir, reader, ret, recorded, path, NULL);
	return note_path(reader, MANIFEST_UNREADABLE, path, ret);
}

int reader_open_dir(const struct reader *reader, const char *path, struct dir *dir)
{
	int ret;

	ret = open_path(reader, path, O_RDONLY, dir);
	if (!ret && reader->ops->real_path)
		dir->real = reader->ops->real_path(dir);
	return ret;
}

int reader_open_links(const struct reader *reader, const char *path, struct dir *dir)
{
	return open_path(reader, path, O_PATH, dir);
}

int reader_open_subdir(const struct dir *parent, const char *name, struct dir *dir)
{
	char *recorded = NULL;
	int fd, ret;

	ret = recall(parent, name);
	if (ret)
		return note_failure(parent, name, ret);
	fd = openat(parent->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return note_failure(parent, name, -errno);
	if (parent->recorded) {
		recorded = reader_join(parent->recorded, name);
		if (!recorded) {
			close(fd);
			return note_failure(parent, name, -ENOMEM);
		}
	}
	ret = open_dir(dir, parent->reader, fd, recorded, parent->path, name);
	if (!ret && parent->real)
		dir->real = reader_join(parent->real, name);
	return ret;
}

void reader_close_dir(struct dir *dir)
{
	free(dir->recorded);
	free(dir->real);
	free(dir->path);
	close(dir->fd);
}

int reader_list_again(const struct dir *dir, struct names *names)
{
	names_clear(names);
	return lseek(dir->fd, 0, SEEK_SET) < 0 ? -errno : reader_list(dir, names);
}

static int list(const struct dir *dir, struct names *names)
{
	_Alignas(struct dirent64) char buffer[16384];
	ssize_t length, at;

	while ((length = getdents64(dir->fd, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < length;) {
			const struct dirent64 *entry = (const void *)(buffer + at);

			at += entry->d_reclen;
			if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
				continue;
			if (names_add(names, entry->d_name, entry->d_type))
				return -ENOMEM;
		}
	}
	if (length < 0)
		return -errno;
	names_sort(names);
	return 0;
}

int reader_list(const struct dir *dir, struct names *names)
{
	return note_names(dir, names, list(dir, names));
}

int reader_has(const struct dir *dir, const char *name)
{
	int ret;

	if (!faccessat(dir->fd, name, F_OK, AT_SYMLINK_NOFOLLOW))
		return 1;
	ret = report(dir->reader, dir->path, name, -errno);
	return ret == -ENOMEM ? ret : 0;
}

int reader_exists(const struct reader *reader, const char *path)
{
	char *real = NULL;
	int ret;

	if (!reader->ops)
		return -ENOENT;
	ret = recall_path(reader, MANIFEST_UNSEEN, path);
	if (!ret)
		ret = walk_reader(reader, path, O_PATH | O_NOFOLLOW, &real);
	free(real);
	if (ret < 0)
		return note_path(reader, MANIFEST_UNSEEN, path, ret);
	close(ret);
	return 0;
}

/* Not every file system tells the type in its listings. 0 or a negative errno. */
static int entry_type(const struct dir *dir, const struct name *entry, unsigned char *type)
{
	struct stat status;

	*type = entry->type;
	if (*type != DT_UNKNOWN)
		return 0;
	if (fstatat(dir->fd, entry->name, &status, AT_SYMLINK_NOFOLLOW))
		return -errno;
	*type = IFTODT(status.st_mode);
	return 0;
}

static int is_of_type(const struct dir *dir, const struct name *entry, unsigned char wanted)
{
	unsigned char type;
	int ret;

	ret = entry_type(dir, entry, &type);
	if (!ret)
		return type == wanted;
	ret = report(dir->reader, dir->path, entry->name, ret);
	return ret == -ENOMEM ? ret : 0;
}

int reader_is_dir(const struct dir *dir, const struct name *entry)
{
	return is_of_type(dir, entry, DT_DIR);
}

int reader_is_regular(const struct dir *dir, const struct name *entry)
{
	return is_of_type(dir, entry, DT_REG);
}

int reader_check_type(const struct dir *dir, const struct name *entry)
{
	unsigned char type;
	int ret;

	ret = recall(dir, entry->name);
	if (!ret)
		ret = entry_type(dir, entry, &type);
	if (ret)
		return ret;
	switch (type) {
	case DT_REG:
		return 0;
	case DT_LNK:
		return -ELOOP;
	case DT_DIR:
		return -EISDIR;
	default:
		return -EINVAL;
	}
}

int reader_read(const struct reader *reader, const struct dir *dir, const struct name *entry,
		char text[READER_FILE_MAX + 1], size_t *length)
{
	int ret;

	*length = 0;
	ret = reader_check_type(dir, entry);
	if (!ret)
		ret = reader->ops->read(reader, dir, entry->name, text, length);
	if (!ret && *length > READER_FILE_MAX)
		ret = -EFBIG;
	if (!ret)
		text[*length] = '\0';
	return note_file(dir, entry->name, text, *length, ret);
}

void parent_clear(struct parent *parent)
{
	free(parent->name);
	free(parent->subsystem);
	free(parent->driver);
	*parent = (struct parent){ 0 };
}
