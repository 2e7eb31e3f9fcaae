/* SPDX-License-Identifier: MIT */
/*
 * Part of iommu-probe.h, which includes it: what several hosts have in common.
 */
#ifndef IOMMU_PROBE_BASELINE_PUBLIC_H
#define IOMMU_PROBE_BASELINE_PUBLIC_H

#include "iommu-probe.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * For each programming model the least that the IOMMUs of all hosts that have
 * it have in common, as of a single host's in iommu_probe_status_new(). Hosts
 * are added one by one and not kept: only their names are.
 */
struct iommu_probe_baseline;

/* -ENOMEM */
int iommu_probe_baseline_new(struct iommu_probe_ctx *ctx, struct iommu_probe_baseline **baseline);
struct iommu_probe_baseline *iommu_probe_baseline_ref(struct iommu_probe_baseline *baseline);
struct iommu_probe_baseline *iommu_probe_baseline_unref(struct iommu_probe_baseline *baseline);

/*
 * Reads all IOMMUs of a host and folds them in; its errors become the
 * baseline's. A host that was made of a baseline stands for all of that one's
 * hosts; it has those models that all of them have. -ENOMEM, after which the
 * baseline can only be dropped.
 */
int iommu_probe_baseline_add(struct iommu_probe_baseline *baseline, const char *name,
			     struct iommu_probe_host *host);

/*
 * A host that could not be read at all: a positive errno, and why, or NULL for
 * the system's own words. As _add().
 */
int iommu_probe_baseline_add_unreadable(struct iommu_probe_baseline *baseline, const char *name,
					int error, const char *message);

/*
 * Whether a model is common to all hosts that could be read. Unknown: one is,
 * and not all could be read; or none is, and one that could not be read may be.
 */
enum iommu_probe_answer
iommu_probe_baseline_get_answer(const struct iommu_probe_baseline *baseline);

/* The names, in the order in which they were added. NULL from count on. */
size_t iommu_probe_baseline_get_host_count(const struct iommu_probe_baseline *baseline);
const char *iommu_probe_baseline_get_host(const struct iommu_probe_baseline *baseline,
					  size_t index);

/* All models that any host has: see iommu_probe_status_get_first_least(). */
struct iommu_probe_least *
iommu_probe_baseline_get_first_least(struct iommu_probe_baseline *baseline);

/* Whether all hosts that could be read have the model. */
bool iommu_probe_baseline_is_common(const struct iommu_probe_baseline *baseline,
				    const struct iommu_probe_least *least);

/* Which of the hosts. */
enum iommu_probe_part {
	IOMMU_PROBE_PART_HAS_MODEL,
	IOMMU_PROBE_PART_LIMITS,       /* has no more of a capability than the least, others do */
	IOMMU_PROBE_PART_NOT_REPORTED, /* for which the least has no such capability */
};

/*
 * The names of those hosts, one by one, in the order in which they were added:
 * *position is 0 for the first and then left alone. NULL at the end. The
 * capability may be NULL for IOMMU_PROBE_PART_HAS_MODEL.
 */
const char *iommu_probe_baseline_get_next_host(const struct iommu_probe_baseline *baseline,
					       const struct iommu_probe_least *least,
					       enum iommu_probe_part part, const char *capability,
					       size_t *position);

/* As iommu_probe_host_get_error(), with the name of the host that it is of. */
size_t iommu_probe_baseline_get_error_count(const struct iommu_probe_baseline *baseline);
int iommu_probe_baseline_get_error(struct iommu_probe_baseline *baseline, size_t index,
				   const char **host, const char **path, int *error,
				   const char **message);

/* As iommu_probe_host_write_json(), of document "baseline". */
int iommu_probe_baseline_write_json(struct iommu_probe_baseline *baseline,
				    iommu_probe_write_fn write, void *data);

#ifdef __cplusplus
}
#endif

#endif
