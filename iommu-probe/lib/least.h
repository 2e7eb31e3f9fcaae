/* SPDX-License-Identifier: MIT */
/* The least that several IOMMUs of one model have in common. */
#ifndef IOMMU_PROBE_LEAST_H
#define IOMMU_PROBE_LEAST_H

#include "internal.h"

struct least_capability {
	bool reported;	 /* by some */
	bool unreported; /* by some */
	bool uneven;	 /* at least two reported different values */
	bool apart;	 /* those have no least */
	struct iommu_probe_value value; /* the least of what was reported */
	struct iommu_probe_value best;	/* where there is an order */
};

struct iommu_probe_least {
	struct iommu_probe_least *next;
	/* Its values are known where all reported one, and there is a least. */
	struct iommu_probe_model *model;
	size_t units;
	struct least_capability capabilities[IOMMU_CAPS_ATTRIBUTES];
};

/*
 * Folds a model of one more IOMMU into that of its name and number, which is
 * added to the list, in order, where it is the first. Who is folded before
 * whom makes no difference. -ENOMEM, after which the list can only be freed.
 */
int least_fold(struct iommu_probe_least **leasts, const struct iommu_probe_model *model);
void leasts_free(struct iommu_probe_least *leasts);

/* Where more is better, or less: 1, -1. 0: there is no order. */
int least_order(enum iommu_caps_attribute_id id);

#endif
