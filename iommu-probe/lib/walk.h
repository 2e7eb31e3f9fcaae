/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_WALK_H
#define IOMMU_PROBE_WALK_H

/*
 * Opens a path below a directory, whatever links on the way say: O_DIRECTORY
 * for a directory to read, O_PATH | O_NOFOLLOW for anything. Where the kernel
 * or the container has no openat2(), walk_by_hand() does the same. -ELOOP: a
 * link leads out, or in circles.
 */
int walk(int root, const char *path, int flags);
int walk_by_hand(int root, const char *path, int flags);

struct record;

/*
 * By hand, with a record of all that is passed on the way; *real gets the path
 * that the links led to, which the caller frees. -ENOMEM too.
 */
int walk_recorded(int root, const char *path, int flags, struct record *record, char **real);

#endif
