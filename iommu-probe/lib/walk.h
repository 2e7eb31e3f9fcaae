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

#endif
