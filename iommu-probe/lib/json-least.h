/* SPDX-License-Identifier: MIT */
/* What documents have of a least. */
#ifndef IOMMU_PROBE_JSON_LEAST_H
#define IOMMU_PROBE_JSON_LEAST_H

#include "json.h"
#include "least.h"

/* Members name, model and units. */
int json_least_add_head(struct json_object *object, const struct iommu_probe_least *least);

/* Members capabilities and uneven. */
int json_least_add_values(struct json_object *object, struct iommu_probe_least *least);

#endif
