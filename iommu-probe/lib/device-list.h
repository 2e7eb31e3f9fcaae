/* SPDX-License-Identifier: MIT */
/* Which devices a host has, and what their IOMMUs can do for them. */
#ifndef IOMMU_PROBE_DEVICE_LIST_H
#define IOMMU_PROBE_DEVICE_LIST_H

#include <stddef.h>

/* What is certain of a number: equal ones say that it is known. */
struct device_range {
	int least;
	int most;
};

struct device_iommu {
	char *name;
	struct device_range ssid_bits;
	struct device_range ats;
	struct device_range pri;
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
