/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_CAPS_H
#define IOMMU_PROBE_CAPS_H

#include "internal.h"

/*
 * The capabilities of a known model in the form that kernel and library share.
 * Words that nobody knows are left out; what the model has no notion of is as
 * its default.
 */
void caps_from_model(const struct iommu_probe_model *model, struct iommu_caps *caps);

/* One more capability, which is known; of a model that has the notion. */
void caps_add_value(const struct iommu_probe_value *value, struct iommu_caps *caps);

#endif
