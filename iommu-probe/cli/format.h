/* SPDX-License-Identifier: MIT */
/* Values as people read them. */
#ifndef IOMMU_PROBE_FORMAT_H
#define IOMMU_PROBE_FORMAT_H

#include <stdio.h>
#include "iommu-probe.h"

/* 4K, 2M, 1G */
void format_size(char *text, size_t size, uint64_t bytes);

/* Lists with commas, page sizes as 4K, 2M, 1G. NULL is "-". */
void format_value(FILE *out, const struct iommu_probe_value *value);

#endif
