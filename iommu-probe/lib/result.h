/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_RESULT_H
#define IOMMU_PROBE_RESULT_H

#include "requirement.h"

struct iommu_probe_result {
	struct iommu_probe_result *next;
	const struct requirement *requirement;
	char *device;
	char *iommu;
	char *model;
	char *message;
	enum iommu_probe_verdict verdict;
	enum iommu_probe_reason reason;
	bool has_value;
	struct iommu_probe_value value;
};

struct iommu_probe_check {
	unsigned int refs;
	struct iommu_probe_host *host;
	struct requirement *requirements;
	size_t count;
	struct iommu_probe_result *results;
	struct iommu_probe_result **end;
	enum iommu_probe_answer answer;
};

/* Numbers as they are, lists with commas. NULL without memory. */
char *value_text(const struct iommu_probe_value *value);

#endif
