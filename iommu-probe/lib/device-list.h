/* SPDX-License-Identifier: MIT */
/* Which devices a host has, and what their IOMMUs can do for them. */
#ifndef IOMMU_PROBE_DEVICE_LIST_H
#define IOMMU_PROBE_DEVICE_LIST_H

#include <stddef.h>

/* -1: it is not known. */
struct device_iommu {
	char *name;
	int ssid_bits;
	int ats;
	int pri;
};

struct device_entry {
	char *name;
	size_t iommu; /* of the list of IOMMUs; its count: none */
};

struct device_list {
	struct device_entry *list;
	size_t count;
	size_t room;
	struct device_iommu *iommus;
	size_t iommu_count;
};

void device_list_clear(struct device_list *devices);

#endif
