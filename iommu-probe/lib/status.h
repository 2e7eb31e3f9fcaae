/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_STATUS_H
#define IOMMU_PROBE_STATUS_H

#include "facts.h"
#include "least.h"

struct iommu_probe_status {
	unsigned int refs;
	struct iommu_probe_host *host;
	size_t units;
	struct iommu_probe_least *leasts;
	struct firmware_tables firmware;
	bool translated;       /* a group whose domain translates */
	bool passthrough;      /* one whose domain does not */
	/* Of a host without IOMMU: the first condition that fails is the reason. */
	struct iommu_probe_explanation *explanation;
};

#endif
