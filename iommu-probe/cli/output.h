/* SPDX-License-Identifier: MIT */
/* Files that commands write: there as a whole, or not at all. */
#ifndef IOMMU_PROBE_OUTPUT_H
#define IOMMU_PROBE_OUTPUT_H

#include <sys/types.h>

/*
 * What may be replaced by a file: a regular file, not a device, nor what a link
 * leads to. An exit status, after a complaint.
 */
int output_check(const char *file);

/* All of it, in as many pieces as it takes; 0 or a negative errno. */
int output_bytes(int fd, const void *bytes, size_t length);

/* Writes it all; 0 or a negative errno, and *message, which is to be freed, or NULL. */
typedef int (*output_fn)(int fd, const char *file, const void *data, char **message);

/*
 * Whoever reads the file finds all of it, or what was there before. Its mode is
 * what the umask leaves of mode. An exit status, after a complaint.
 */
int output_file(const char *file, mode_t mode, output_fn write_all, const void *data);

#endif
