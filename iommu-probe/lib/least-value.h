/* SPDX-License-Identifier: MIT */
/* The least of two values. */
#ifndef IOMMU_PROBE_LEAST_VALUE_H
#define IOMMU_PROBE_LEAST_VALUE_H

#include "internal.h"

/* A copy, lists in the order of the table of words, no member twice. -ENOMEM. */
int least_copy(struct iommu_probe_value *copy, const struct iommu_probe_value *value);

/* Whether a list has it. */
bool least_has_word(const struct iommu_probe_value *value, const char *word);
bool least_has_number(const struct iommu_probe_value *value, uint64_t number);

/* Of values that least_copy() has made. */
bool least_equal(const struct iommu_probe_value *a, const struct iommu_probe_value *b);

/* Above 0: a is more than b in the capability's order; 0 where there is none. */
int least_compare(const struct iommu_probe_value *a, const struct iommu_probe_value *b);

/*
 * Makes value the least of itself and another one, both of least_copy(). 1:
 * there is none, and value stays what it was. -ENOMEM.
 */
int least_of(struct iommu_probe_value *value, const struct iommu_probe_value *other);

#endif
