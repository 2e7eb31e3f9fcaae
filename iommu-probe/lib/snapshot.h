/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_SNAPSHOT_INTERNAL_H
#define IOMMU_PROBE_SNAPSHOT_INTERNAL_H

#include "internal.h"
#include "record.h"

struct iommu_probe_snapshot {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	struct record record;
	/* What is in the record, sorted by path. */
	struct record_entry **entries;
	size_t entry_count;
	struct manifest_line **lines;
	size_t line_count;
};

/* Reads of the host whatever any question needs; -ENOMEM, or as the questions. */
int ask_everything(struct iommu_probe_host *host);

/*
 * Replaces what tells whose host it is, in the entries and in the lines of the
 * manifest. -ENOMEM.
 */
int anonymize(struct iommu_probe_snapshot *snapshot);

#endif
