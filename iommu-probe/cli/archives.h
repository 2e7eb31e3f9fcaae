/* SPDX-License-Identifier: MIT */
/* Snapshots: trees in a tar, written and read by libarchive. */
#ifndef IOMMU_PROBE_ARCHIVES_H
#define IOMMU_PROBE_ARCHIVES_H

#include <stdbool.h>
#include <stddef.h>
#include "iommu-probe.h"

/* By its first bytes: a tar, or what a tar may be compressed with. */
bool is_archive(const char *data, size_t length);

/*
 * Extracts the archive into a folder that temporary.h removes; *dir is to be
 * freed. Of anything that does not belong into a snapshot, or is over the
 * bounds, nothing is kept: -EBADMSG, -EFBIG, or what the system answers, and
 * *message, which is to be freed too and may be NULL.
 */
int extract_archive(const char *data, size_t length, char **dir, char **message);

/*
 * Writes it to a new file, compressed as the name says (.zst, .gz and what is
 * short for them; else not). 0, or a negative errno and *message as above.
 */
int write_archive(int fd, const char *name, const struct iommu_probe_snapshot *snapshot,
		  char **message);

#endif
