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

/* A host that has the model; bits are those of attributes. */
struct least_host {
	size_t index;
	bool partial;
	uint64_t limits; /* reports no more than the least that was known by then */
	uint64_t unreported;
};

struct iommu_probe_least {
	struct iommu_probe_least *next;
	/* Its values are known where all reported one, and there is a least. */
	struct iommu_probe_model *model;
	size_t units;
	struct least_capability capabilities[IOMMU_CAPS_ATTRIBUTES];
	bool partial; /* of a baseline, some of whose hosts have no such model */
	/* In a baseline: whose it is. */
	struct least_host *hosts;
	size_t host_count;
	size_t host_room;
	size_t whole_count; /* of hosts without those that are baselines and partial */
	/* Those before this one report more. */
	size_t since[IOMMU_CAPS_ATTRIBUTES];
};

/*
 * Folds a model of one more IOMMU into that of its name and number, which is
 * added to the list, in order, where it is the first. Who is folded before
 * whom makes no difference. -ENOMEM, after which the list can only be freed.
 */
int least_fold(struct iommu_probe_least **leasts, const struct iommu_probe_model *model);

/* Folds what the IOMMUs of another host have in common of a model; likewise. */
int least_merge(struct iommu_probe_least **leasts, const struct iommu_probe_least *other);

/* That of a model's name and number, added where there is none. NULL without memory. */
struct iommu_probe_least *least_find(struct iommu_probe_least **leasts,
				     const struct iommu_probe_model *model);
void leasts_free(struct iommu_probe_least *leasts);

/* What the IOMMUs of a host have in common. */
struct host_leasts {
	struct iommu_probe_least *leasts;
	size_t units;
	size_t silent;	/* of those, IOMMUs that show no model */
	bool uncertain; /* there may be other models, which could not be read */
};

/* Reads all IOMMUs. -ENOMEM, after which the list can only be freed. */
int host_read_leasts(struct iommu_probe_host *host, struct host_leasts *sum);

/* Where more is better, or less: 1, -1. 0: there is no order. */
int least_order(enum iommu_caps_attribute_id id);

#endif
