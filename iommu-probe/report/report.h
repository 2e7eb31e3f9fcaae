/* SPDX-License-Identifier: MIT */
/* The page of a report: what comes before the documents in it, and what after. */
#ifndef IOMMU_PROBE_REPORT_H
#define IOMMU_PROBE_REPORT_H

#include <stddef.h>

extern const char report_head[];
extern const size_t report_head_size;
extern const char report_tail[];
extern const size_t report_tail_size;

#endif
