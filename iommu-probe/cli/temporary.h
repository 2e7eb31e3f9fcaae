/* SPDX-License-Identifier: MIT */
/* What is to be gone when the tool ends, whether by itself or by a signal. */
#ifndef IOMMU_PROBE_TEMPORARY_H
#define IOMMU_PROBE_TEMPORARY_H

/*
 * Makes a folder that nobody else may look into, below $TMPDIR or /tmp, which
 * is removed in the end; *path is to be freed. 0 or a negative errno.
 */
int temporary_dir(char **path);

/* A file that is not finished, and removed unless it gets so; NULL: none is. */
void temporary_file(const char *path);

/* Removes all folders now. */
void temporary_remove(void);

#endif
