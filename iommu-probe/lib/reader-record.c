// SPDX-License-Identifier: MIT
#include "reader-record.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "record.h"
#include "walk.h"

#define MANIFEST_MAX (16 * 1024 * 1024)

int recall(const struct dir *dir, const char *name)
{
	return -manifest_find(&dir->reader->manifest, MANIFEST_UNREADABLE, dir->path, name);
}

int recall_path(const struct reader *reader, enum manifest_kind kind, const char *path)
{
	return -manifest_find(&reader->manifest, kind, path, NULL);
}

bool is_ordinary(int ret)
{
	switch (-ret) {
	case 0:
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
	case EACCES:
	case EPERM:
	case ELOOP:
	case EISDIR:
	case EINVAL:
	case EFBIG:
	case ENAMETOOLONG:
		return true;
	default:
		return false;
	}
}

int report(const struct reader *reader, const char *path, const char *name, int ret)
{
	if (is_ordinary(ret) || ret == -ENOMEM || !reader->errors)
		return ret;
	return errors_add(reader->errors, path, name, -ret, NULL) ? -ENOMEM : ret;
}

int note_failure(const struct dir *dir, const char *name, int ret)
{
	struct record *record = dir->reader->record;

	ret = report(dir->reader, dir->path, name, ret);
	if (!record || !ret)
		return ret;
	return record_failure(record, MANIFEST_UNREADABLE, dir->path, name, dir->recorded, -ret) ?
		       -ENOMEM :
		       ret;
}

int note_path(const struct reader *reader, enum manifest_kind kind, const char *path, int ret)
{
	ret = report(reader, path, NULL, ret);
	if (!reader->record || !ret)
		return ret;
	return record_failure(reader->record, kind, path, NULL, NULL, -ret) ? -ENOMEM : ret;
}

int note_file(const struct dir *dir, const char *name, const void *data, size_t length, int ret)
{
	struct record *record = dir->reader->record;

	if (!record || ret)
		return note_failure(dir, name, ret);
	return record_file(record, dir->recorded, name, data, length);
}

static int note_name(const struct dir *dir, const struct name *entry)
{
	struct record *record = dir->reader->record;
	unsigned char type = entry->type;
	struct stat status;

	if (type == DT_UNKNOWN && !fstatat(dir->fd, entry->name, &status, AT_SYMLINK_NOFOLLOW))
		type = IFTODT(status.st_mode);
	if (type == DT_LNK)
		return record_link_at(record, dir->recorded, entry->name, dir->fd, entry->name);
	if (record_seen(record, dir->recorded, entry->name, type))
		return -ENOMEM;
	/* There is nothing else that a tree elsewhere could have in its place. */
	return type == DT_DIR || type == DT_REG ? 0 : note_failure(dir, entry->name, -EINVAL);
}

int note_names(const struct dir *dir, const struct names *names, int ret)
{
	size_t i;

	if (!dir->reader->record || ret)
		return note_failure(dir, NULL, ret);
	for (i = 0; i < names->count; i++)
		if (note_name(dir, &names->list[i]) == -ENOMEM)
			return -ENOMEM;
	return 0;
}

int note_link(const struct dir *dir, const char *link, const char *text)
{
	struct record *record = dir->reader->record;

	return record ? record_link(record, dir->recorded, link, text) : 0;
}

int walk_reader(const struct reader *reader, const char *path, int flags, char **recorded)
{
	*recorded = NULL;
	if (reader->record)
		return walk_recorded(reader->root, path, flags, reader->record, recorded);
	return walk(reader->root, path, flags);
}

int read_manifest(struct reader *reader)
{
	struct dir dir;
	uint8_t *data;
	char *text;
	size_t length;
	int ret;

	ret = reader_open_dir(reader, "/.", &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_read_all(&dir, MANIFEST_NAME, MANIFEST_MAX, &data, &length);
	reader_close_dir(&dir);
	if (ret)
		return ret == -ENOENT ? 0 : ret;
	text = strndup((char *)data, length);
	free(data);
	if (!text)
		return -ENOMEM;
	ret = manifest_parse(&reader->manifest, text);
	free(text);
	return ret;
}
