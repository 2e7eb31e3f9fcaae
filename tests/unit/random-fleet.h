/* SPDX-License-Identifier: MIT */
/* Hosts that nobody has, in memory, a few of whose capabilities differ. */
#ifndef TESTS_RANDOM_FLEET_H
#define TESTS_RANDOM_FLEET_H

#include "baseline.h"
#include "units.h"

#define FLEET_MOST 3

/* What the hosts of a fleet are made of, so that they have something in common. */
struct fleet {
	struct iommu_probe_ctx *ctx;
	uint64_t seed;
	size_t count;
	struct iommu_probe_host *hosts[FLEET_MOST];
	uint64_t attributes; /* those that are reported at all, by their bits */
};

void fleet_new(struct fleet *fleet, struct iommu_probe_ctx *ctx, uint64_t seed);
void fleet_clear(struct fleet *fleet);

/* The baseline of hosts; which[i] is added as the i-th. */
struct iommu_probe_baseline *fleet_baseline(const struct fleet *fleet, const size_t which[]);

/* A baseline as a host: as its document would be read, or by way of that document. */
struct iommu_probe_host *fleet_host_of(const struct fleet *fleet,
				       struct iommu_probe_baseline *baseline);
struct iommu_probe_host *fleet_host_of_document(const struct fleet *fleet,
						struct iommu_probe_baseline *baseline);

/* Texts of an attribute's values, NULL at the end: all that can make a difference. */
const char *const *fleet_texts(enum iommu_caps_attribute_id id);

void fleet_set(struct iommu_probe_value *value, enum iommu_caps_attribute_id id, const char *text);

#endif
