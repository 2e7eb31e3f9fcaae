/* SPDX-License-Identifier: MIT */
/*
 * What the readers add to what they do: a failure that the manifest of a
 * snapshot has is had again, what is read is recorded, if that is wanted, and
 * no failure that is out of the ordinary goes by in silence.
 */
#ifndef IOMMU_PROBE_READER_RECORD_H
#define IOMMU_PROBE_READER_RECORD_H

#include "reader.h"

/* The failure that an entry (or the directory itself, name NULL) had, or 0. */
int recall(const struct dir *dir, const char *name);
int recall_path(const struct reader *reader, enum manifest_kind kind, const char *path);

/*
 * What is not there or has gone, what one may not see, and what is of another
 * kind than was expected: that means something to whoever wanted it.
 */
bool is_ordinary(int ret);

/* Puts another failure among the host's errors. -ENOMEM, or what it was given. */
int report(const struct reader *reader, const char *path, const char *name, int ret);

/* Each returns what it was given, or -ENOMEM; failures are reported, too. */
int note_failure(const struct dir *dir, const char *name, int ret);
int note_path(const struct reader *reader, enum manifest_kind kind, const char *path, int ret);
int note_file(const struct dir *dir, const char *name, const void *data, size_t length, int ret);
int note_names(const struct dir *dir, const struct names *names, int ret);
int note_link(const struct dir *dir, const char *link, const char *text);

/* walk(), with *recorded where that is wanted, else NULL. */
int walk_reader(const struct reader *reader, const char *path, int flags, char **recorded);

/* If there is a manifest. */
int read_manifest(struct reader *reader);

#endif
