/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_DEVICE_H
#define IOMMU_PROBE_DEVICE_H

#include "internal.h"
#include "pci-config.h"

/*
 * How wide a device's own PASIDs are. What is not PCI, or may not be read, is
 * unknown. -ENOMEM only.
 */
int device_pasid_width(struct iommu_probe_host *host, const char *name, enum pci_found *found,
		       uint32_t *bits);

#endif
