/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_BASELINE_H
#define IOMMU_PROBE_BASELINE_H

#include "least.h"

struct iommu_probe_baseline {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	struct names hosts; /* as they were added */
	size_t read_count;  /* of those that could be read */
	size_t uncertain_count; /* of those, hosts that may have other models */
	struct iommu_probe_least *leasts;
	struct errors errors;
};

/* One that all report and in which another host is better. */
bool least_is_limited(const struct iommu_probe_least *least, enum iommu_caps_attribute_id id);

/* One that a host could not report, of which others or the table have a notion. */
bool least_is_unreported(const struct iommu_probe_least *least, enum iommu_caps_attribute_id id);

/* Whether a host, which is the n-th of those that have the model, is one of them. */
bool least_host_is(const struct iommu_probe_least *least, size_t n, enum iommu_probe_part part,
		   enum iommu_caps_attribute_id id);

#endif
