/* SPDX-License-Identifier: MIT */
/*
 * What a reader has seen of a host, so that it can be seen again elsewhere: a
 * tree of directories, files and links, and a manifest. Whatever is added twice
 * stays what it was, but that a file that was only seen gets its content.
 */
#ifndef IOMMU_PROBE_RECORD_H
#define IOMMU_PROBE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "manifest.h"

/* The path is the real one, without links: "/sys/devices/…". */
struct record_entry {
	char *path;
	unsigned char type; /* DT_DIR, DT_REG, DT_LNK */
	bool has_data;
	uint8_t *data; /* of a file; of a link what it says, with a NUL */
	size_t length;
};

struct record {
	void *entries; /* struct record_entry, of tsearch() */
	struct manifest manifest;
	bool incomplete; /* there was no memory once, whoever was told */
};

void record_clear(struct record *record);

/*
 * An entry of a directory by its d_type; one that is neither file nor directory
 * nor link becomes a link to itself. -ENOMEM.
 */
int record_seen(struct record *record, const char *dir, const char *name, unsigned char type);
int record_file(struct record *record, const char *dir, const char *name, const void *data,
		size_t length);

/*
 * One that leads out of the root becomes one that leads to itself by way of
 * the last part of what it said: not to be followed either, and by the same
 * name. -ENOMEM.
 */
int record_link(struct record *record, const char *dir, const char *name, const char *text);

/* The same, by readlinkat(); nothing if that fails. */
int record_link_at(struct record *record, const char *dir, const char *name, int fd,
		   const char *link);

/*
 * That a path could not be read, which has the real directory and name given;
 * real may be NULL. What is known by its absence alone is left out. -ENOMEM.
 */
int record_failure(struct record *record, enum manifest_kind kind, const char *path,
		   const char *name, const char *real, int error);

#endif
