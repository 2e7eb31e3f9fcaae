/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_SOURCES_H
#define IOMMU_PROBE_SOURCES_H

#include <linux/iommu-caps.h>

/* Where a decoder takes a value from, in words; NULL if it never has one. */
const char *iommu_caps_source(int model, enum iommu_caps_attribute_id id);

#endif
