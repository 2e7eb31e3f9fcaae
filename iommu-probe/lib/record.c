// SPDX-License-Identifier: MIT
#include "record.h"
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int compare(const void *a, const void *b)
{
	const struct record_entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static void entry_free(void *data)
{
	struct record_entry *entry = data;

	free(entry->path);
	free(entry->data);
	free(entry);
}

void record_clear(struct record *record)
{
	tdestroy(record->entries, entry_free);
	record->entries = NULL;
	manifest_clear(&record->manifest);
}

static int fail(struct record *record)
{
	record->incomplete = true;
	return -ENOMEM;
}

/* The entry that there is, or a new one. NULL without memory. */
static struct record_entry *get(struct record *record, const char *dir, const char *name,
				unsigned char type)
{
	struct record_entry *entry = calloc(1, sizeof(*entry)), **found = NULL;

	if (!entry)
		return NULL;
	entry->type = type;
	if (asprintf(&entry->path, "%s/%s", dir, name) < 0)
		entry->path = NULL;
	if (entry->path)
		found = tsearch(entry, &record->entries, compare);
	if (!found || *found != entry)
		entry_free(entry);
	return found ? *found : NULL;
}

static int set(struct record *record, const char *dir, const char *name, unsigned char type,
	       const void *data, size_t length)
{
	struct record_entry *entry = get(record, dir, name, type);

	if (!entry)
		return fail(record);
	if (entry->has_data || entry->type != type)
		return 0;
	entry->data = malloc(length + 1);
	if (!entry->data)
		return fail(record);
	memcpy(entry->data, data, length);
	entry->data[length] = '\0';
	entry->length = length;
	entry->has_data = true;
	return 0;
}

int record_seen(struct record *record, const char *dir, const char *name, unsigned char type)
{
	if (type == DT_DIR || type == DT_REG)
		return get(record, dir, name, type) ? 0 : fail(record);
	return record_link(record, dir, name, name);
}

int record_file(struct record *record, const char *dir, const char *name, const void *data,
		size_t length)
{
	return set(record, dir, name, DT_REG, data, length);
}

/* By what it says alone. */
static bool leads_out(const char *dir, const char *text)
{
	const char *at;
	size_t depth = 0;

	for (at = dir; *at; at++)
		depth += *at == '/';
	if (*text == '/')
		return true;
	for (at = text; *at; at += strspn(at, "/")) {
		const size_t length = strcspn(at, "/");

		if (length == 2 && !strncmp(at, "..", 2)) {
			if (!depth--)
				return true;
		} else if (length != 1 || *at != '.') {
			depth++;
		}
		at += length;
	}
	return false;
}

int record_link(struct record *record, const char *dir, const char *name, const char *text)
{
	const char *last = strrchr(text, '/');
	char *circle;
	int ret;

	if (!leads_out(dir, text))
		return set(record, dir, name, DT_LNK, text, strlen(text));
	if (asprintf(&circle, "%s/%s", name, last ? last + 1 : text) < 0)
		return fail(record);
	ret = set(record, dir, name, DT_LNK, circle, strlen(circle));
	free(circle);
	return ret;
}

int record_link_at(struct record *record, const char *dir, const char *name, int fd,
		   const char *link)
{
	char text[PATH_MAX];
	const ssize_t length = readlinkat(fd, link, text, sizeof(text) - 1);

	if (length < 0)
		return 0;
	text[length] = '\0';
	return record_link(record, dir, name, text);
}

/* 1: it has such an entry. 0: it has not. -ENOMEM. */
static int has(const struct record *record, const char *dir, const char *name)
{
	struct record_entry key = { 0 };
	int ret;

	if (asprintf(&key.path, "%s/%s", dir, name) < 0)
		return -ENOMEM;
	ret = tfind(&key, &record->entries, compare) ? 1 : 0;
	free(key.path);
	return ret;
}

int record_failure(struct record *record, enum manifest_kind kind, const char *path,
		   const char *name, const char *real, int error)
{
	int ret;

	switch (error) {
	case ENOMEM:
		return fail(record);
	case ENOTDIR:
	case EISDIR:
		return 0;
	case ENOENT:
		/* Listed, and gone since. */
		ret = real && name ? has(record, real, name) : 0;
		if (ret <= 0)
			return ret ? fail(record) : 0;
		break;
	default:
		break;
	}
	ret = manifest_add(&record->manifest, kind, path, name, error);
	return ret ? fail(record) : 0;
}
