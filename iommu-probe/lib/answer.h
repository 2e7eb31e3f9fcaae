/* SPDX-License-Identifier: MIT */
/* Answers put together: a certain no wins, then what is not known. */
#ifndef IOMMU_PROBE_ANSWER_H
#define IOMMU_PROBE_ANSWER_H

#include "iommu-probe.h"

/* Of parts of a whole, all of which it needs. */
static inline enum iommu_probe_answer answer_both(enum iommu_probe_answer a,
						  enum iommu_probe_answer b)
{
	if (a == IOMMU_PROBE_ANSWER_NO || b == IOMMU_PROBE_ANSWER_NO)
		return IOMMU_PROBE_ANSWER_NO;
	return a == IOMMU_PROBE_ANSWER_YES ? b : a;
}

/* The same, where one of them is enough. */
static inline enum iommu_probe_answer answer_either(enum iommu_probe_answer a,
						    enum iommu_probe_answer b)
{
	if (a == IOMMU_PROBE_ANSWER_YES || b == IOMMU_PROBE_ANSWER_YES)
		return IOMMU_PROBE_ANSWER_YES;
	return a == IOMMU_PROBE_ANSWER_NO ? b : a;
}

static inline enum iommu_probe_answer answer_of(enum iommu_probe_verdict verdict)
{
	switch (verdict) {
	case IOMMU_PROBE_VERDICT_PASS:
		return IOMMU_PROBE_ANSWER_YES;
	case IOMMU_PROBE_VERDICT_FAIL:
		return IOMMU_PROBE_ANSWER_NO;
	default:
		return IOMMU_PROBE_ANSWER_UNKNOWN;
	}
}

#endif
