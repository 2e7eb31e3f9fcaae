/* SPDX-License-Identifier: MIT */
/* Hosts whose IOMMUs are there already, instead of in a tree. */
#ifndef IOMMU_PROBE_UNITS_H
#define IOMMU_PROBE_UNITS_H

#include "internal.h"

/* A host without a tree, and without IOMMUs yet. -ENOMEM, with a message. */
int host_new_of_units(struct iommu_probe_ctx *ctx, enum host_source source,
		      struct iommu_probe_host **host);

/* One more, which is there until the next is added; NULL without memory. */
struct unit *units_add(struct iommu_probe_host *host, const char *name);

/* All are there: puts them in order. -ENOMEM. */
int units_finish(struct iommu_probe_host *host);

/* Lets go of those that are not kept, by their index. */
void units_keep(struct iommu_probe_host *host, const bool keep[]);

void units_clear(struct iommu_probe_host *host);

/* What could not be read where they come from is the host's errors. -ENOMEM. */
int units_complain(struct iommu_probe_host *host);

#endif
