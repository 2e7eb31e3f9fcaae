// SPDX-License-Identifier: MIT
/*
 * A snapshot: whatever the library reads of a host to answer what can be asked,
 * recorded while all of it is asked. What is not read is not in it.
 */
#include "snapshot.h"
#include <dirent.h>
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

/* Once more what host is, from its beginning. */
static int record_host(struct iommu_probe_host *host, struct record *record)
{
	const char *prefix = host->reader.prefix;
	struct iommu_probe_host *again;
	int ret;

	ret = host_new_recorded(host->ctx, *prefix ? prefix : "/",
				host->reader.ops == &reader_live_ops, record, &again);
	if (!ret)
		ret = ask_everything(again);
	iommu_probe_host_unref(again);
	return !ret && record->incomplete ? -ENOMEM : ret;
}

struct list {
	const void **at;
	size_t count;
};

static void count_node(const void *node, VISIT when, void *data)
{
	struct list *list = data;

	if (when != postorder && when != leaf)
		return;
	if (list->at)
		list->at[list->count] = *(const void *const *)node;
	list->count++;
}

/* What is in a tree of tsearch(), in order. NULL without memory. */
static void *flatten(const void *tree, size_t *count)
{
	struct list list = { 0 };

	twalk_r(tree, count_node, &list);
	list.at = calloc(list.count + 1, sizeof(*list.at));
	if (!list.at)
		return NULL;
	list.count = 0;
	twalk_r(tree, count_node, &list);
	*count = list.count;
	return list.at;
}

static int compare_paths(const void *a, const void *b)
{
	const struct record_entry *const *x = a, *const *y = b;

	return strcmp((*x)->path, (*y)->path);
}

static int add_manifest(struct iommu_probe_snapshot *snapshot)
{
	size_t length;
	char *text;
	int ret;

	ret = manifest_print(&snapshot->record.manifest, &text, &length);
	if (ret)
		return ret;
	ret = record_file(&snapshot->record, "", MANIFEST_NAME, text, length);
	free(text);
	return ret;
}

static int list_all(struct iommu_probe_snapshot *snapshot)
{
	free(snapshot->entries);
	snapshot->entries = flatten(snapshot->record.entries, &snapshot->entry_count);
	if (!snapshot->entries)
		return -ENOMEM;
	/* Replaced names may be in another order. */
	qsort(snapshot->entries, snapshot->entry_count, sizeof(*snapshot->entries),
	      compare_paths);
	if (snapshot->lines)
		return 0;
	snapshot->lines = flatten(snapshot->record.manifest.lines, &snapshot->line_count);
	return snapshot->lines ? 0 : -ENOMEM;
}

static int take(struct iommu_probe_snapshot *snapshot, struct iommu_probe_host *host,
		bool anonymous)
{
	int ret;

	ret = record_host(host, &snapshot->record);
	if (!ret && anonymous) {
		ret = list_all(snapshot);
		if (!ret)
			ret = anonymize(snapshot);
	}
	if (!ret)
		ret = add_manifest(snapshot);
	return ret ? ret : list_all(snapshot);
}

EXPORT int iommu_probe_snapshot_new(struct iommu_probe_host *host, bool anonymous,
				    struct iommu_probe_snapshot **snapshot)
{
	struct iommu_probe_snapshot *new;
	int ret;

	*snapshot = NULL;
	ret = host_check_tree(host);
	if (ret)
		return ret;
	new = calloc(1, sizeof(*new));
	if (!new)
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	new->refs = 1;
	new->ctx = iommu_probe_ctx_ref(host->ctx);
	ret = take(new, host, anonymous);
	if (!ret) {
		*snapshot = new;
		return 0;
	}
	iommu_probe_snapshot_unref(new);
	return ret == -ENOMEM ? ctx_fail(host->ctx, ENOMEM, "out of memory") : ret;
}

EXPORT struct iommu_probe_snapshot *iommu_probe_snapshot_ref(struct iommu_probe_snapshot *snapshot)
{
	if (snapshot)
		snapshot->refs++;
	return snapshot;
}

EXPORT struct iommu_probe_snapshot *
iommu_probe_snapshot_unref(struct iommu_probe_snapshot *snapshot)
{
	if (!snapshot || --snapshot->refs)
		return NULL;
	free(snapshot->entries);
	free(snapshot->lines);
	record_clear(&snapshot->record);
	iommu_probe_ctx_unref(snapshot->ctx);
	free(snapshot);
	return NULL;
}

EXPORT int iommu_probe_snapshot_get_entry(const struct iommu_probe_snapshot *snapshot,
					  size_t index, const char **path,
					  enum iommu_probe_snapshot_type *type, const void **data,
					  size_t *length)
{
	const struct record_entry *entry;

	if (index >= snapshot->entry_count)
		return -ERANGE;
	entry = snapshot->entries[index];
	*path = entry->path + 1;
	*data = entry->data;
	*length = entry->length;
	switch (entry->type) {
	case DT_DIR:
		*type = IOMMU_PROBE_SNAPSHOT_TYPE_DIRECTORY;
		break;
	case DT_LNK:
		*type = IOMMU_PROBE_SNAPSHOT_TYPE_LINK;
		break;
	default:
		*type = IOMMU_PROBE_SNAPSHOT_TYPE_FILE;
		break;
	}
	return 0;
}

EXPORT int iommu_probe_snapshot_get_unreadable(const struct iommu_probe_snapshot *snapshot,
					       size_t index, const char **path, int *error)
{
	if (index >= snapshot->line_count)
		return -ERANGE;
	if (path)
		*path = snapshot->lines[index]->path;
	if (error)
		*error = snapshot->lines[index]->error;
	return 0;
}
