/* SPDX-License-Identifier: MIT */
/*
 * Part of iommu-probe.h, which includes it: all that is read of a host, to be
 * read again elsewhere.
 */
#ifndef IOMMU_PROBE_SNAPSHOT_H
#define IOMMU_PROBE_SNAPSHOT_H

#include "iommu-probe.h"

#ifdef __cplusplus
extern "C" {
#endif

struct iommu_probe_snapshot;

/* What an entry is. */
enum iommu_probe_snapshot_type {
	IOMMU_PROBE_SNAPSHOT_TYPE_DIRECTORY,
	IOMMU_PROBE_SNAPSHOT_TYPE_FILE,
	IOMMU_PROBE_SNAPSHOT_TYPE_LINK,
};

/*
 * Reads the host that host is, from its beginning and whatever was selected of
 * it, for every question that can be asked, and keeps what was read: a tree.
 * Where the tree is put into a folder, iommu_probe_host_new() of that folder is
 * the same host, errors included, for which the tree has a manifest: a file
 * "iommu-probe-snapshot" with a line "unreadable ERROR PATH" or "unseen ERROR
 * PATH" each. The same host gives the same tree.
 *
 * anonymous: without serial numbers of devices, values of options of the kernel's
 * command line (but for those with iommu, pci or vfio in their names) and texts
 * in its configuration; UUIDs and hardware addresses are numbered instead.
 *
 * -EOPNOTSUPP: the host is a document, or registers. -ENOMEM, or as
 * iommu_probe_host_new().
 */
int iommu_probe_snapshot_new(struct iommu_probe_host *host, bool anonymous,
			     struct iommu_probe_snapshot **snapshot);
struct iommu_probe_snapshot *iommu_probe_snapshot_ref(struct iommu_probe_snapshot *snapshot);
struct iommu_probe_snapshot *iommu_probe_snapshot_unref(struct iommu_probe_snapshot *snapshot);

/*
 * What is in the tree, a folder before what is in it. The path is relative
 * ("sys/class/iommu"). data has the length bytes of a file (NULL: the empty
 * file, as which a file stands that was listed and not read), or what a link
 * says, which ends in a NUL that length does not count; links lead to places
 * in the tree, or nowhere. -ERANGE: the end.
 */
int iommu_probe_snapshot_get_entry(const struct iommu_probe_snapshot *snapshot, size_t index,
				   const char **path, enum iommu_probe_snapshot_type *type,
				   const void **data, size_t *length);

/* What could not be read, and the errno that says why. -ERANGE: the end. */
int iommu_probe_snapshot_get_unreadable(const struct iommu_probe_snapshot *snapshot, size_t index,
					const char **path, int *error);

#ifdef __cplusplus
}
#endif

#endif
