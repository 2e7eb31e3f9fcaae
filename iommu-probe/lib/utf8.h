/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_UTF8_H
#define IOMMU_PROBE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* All of it, so that there is nothing to repair. */
bool utf8_is_ascii(const char *text, size_t length);

/*
 * A copy in which each maximal subpart of an ill-formed sequence (Unicode,
 * chapter 3.9, "U+FFFD Substitution of Maximal Subparts") has become one
 * U+FFFD. It ends in a NUL, which *repaired_length does not count. -ENOMEM.
 */
int utf8_repair(const char *text, size_t length, char **repaired, size_t *repaired_length);

#endif
