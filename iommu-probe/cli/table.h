/* SPDX-License-Identifier: MIT */
/* Tables for people, by libsmartcols. */
#ifndef IOMMU_PROBE_TABLE_H
#define IOMMU_PROBE_TABLE_H

#include <stddef.h>

struct table;

/* NULL without memory; the others: 0, or not. */
struct table *table_new(const char *const columns[], size_t count);
int table_add(struct table *table, char *const cells[]);
int table_print(struct table *table);
void table_free(struct table *table);

#endif
