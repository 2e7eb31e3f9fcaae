/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_GROUPS_H
#define IOMMU_PROBE_GROUPS_H

#include "hwdb.h"

/* The devices of a host by their IOMMU groups; an exit status. */
int groups_print(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host, struct hwdb *hwdb);

#endif
