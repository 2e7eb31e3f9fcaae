/* SPDX-License-Identifier: MIT */
/* What a page must know of attributes to hold documents against requirements. */
#ifndef IOMMU_PROBE_REPORT_TABLES_H
#define IOMMU_PROBE_REPORT_TABLES_H

#include <stdio.h>

/* The rows of iommu-caps-defs.h as an object of JSON, which has no "<" in it. */
void report_print_tables(FILE *out);

#endif
