/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_COMPARE_H
#define IOMMU_PROBE_COMPARE_H

#include "least.h"

struct iommu_probe_difference {
	struct iommu_probe_difference *next;
	char *model;
	const char *capability; /* NULL: there is no such model */
	struct iommu_probe_value a;
	struct iommu_probe_value b;
	bool blocking;
	enum iommu_probe_change change;
	char *message;
};

/* What host a could not report. */
struct comparison_gap {
	char *model;
	const char *capability;
};

struct iommu_probe_comparison {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	char *a;
	char *b;
	enum iommu_probe_answer answer;
	struct iommu_probe_difference *differences;
	struct iommu_probe_difference **end;
	struct comparison_gap *gaps;
	size_t gap_count;
	size_t gap_room;
	struct errors errors;
};

/*
 * What leasts of a capability differ in, and whether that blocks; false if in
 * nothing that matters. The first is known.
 */
bool compare_values(const struct iommu_probe_value *a, const struct iommu_probe_value *b,
		    enum iommu_probe_change *change, bool *blocking);

/* The same in words. NULL without memory. */
char *compare_message(const struct iommu_probe_value *a, const struct iommu_probe_value *b,
		      enum iommu_probe_change change);

#endif
