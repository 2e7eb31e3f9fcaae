/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_DEVICE_H
#define IOMMU_PROBE_DEVICE_H

#include "internal.h"
#include "pci-config.h"

/* The features of a device from its configuration space. */
struct features {
	struct pci_feature pasid;
	struct pci_feature ats;
	struct pci_feature pri;
};

struct iommu_probe_device {
	unsigned int refs;
	struct iommu_probe_host *host;
	size_t index; /* of host->devices */
	char *name;
	char *iommu;
	char *subsystem;
	char *driver;
	char *domain;
	char *vendor;
	char *device;
	char *class;
	char *modalias;
	int64_t group;
	struct names members;
	bool has_members; /* they could be read */
	struct features features;
	int usable_pasid_bits;
	int usable_ats;
	int usable_pri;
};

/* What is not PCI, or may not be read, is unknown. -ENOMEM only. */
int features_read(struct iommu_probe_host *host, const char *name, struct features *features);

/* Everything of a device but its name and IOMMU. -ENOMEM only. */
int device_read(struct iommu_probe_device *device, const struct device_iommu *iommu);

/* The names of all devices, and of their IOMMUs; reads the IOMMUs. -ENOMEM only. */
int device_list_read(struct iommu_probe_host *host);

#endif
