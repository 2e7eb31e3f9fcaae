/* SPDX-License-Identifier: MIT */
/* A test's fixture of one IOMMU, "unit", and its one model directory. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include "opened.h"

/* In the tree, and on the host. */
#define UNIT "sys/class/iommu/unit/"
#define SMMU UNIT "arm-smmu-v3/"
#define UNIT_PATH "/sys/class/iommu/unit/"
#define SMMU_PATH UNIT_PATH "arm-smmu-v3/"

/* A text with NULs in it, and its length. */
#define BYTES(literal) literal, sizeof(literal) - 1

/* What unit_read() has read; the teardown frees it. */
extern struct iommu_probe_host *host;
extern struct iommu_probe_iommu *iommu;
extern struct iommu_probe_model *model;

/* tree_setup() and tree_teardown() are among them. */
void unit_setup(void);
void unit_teardown(void);

/* Fails unless there is one model on one IOMMU, with just these errors. */
void unit_read(const char *errors);

/* "name=text" of each capability, ~ before a defaulted one, a comma behind. */
void unit_check(const char *expected);

/* One capability, which is no default. */
void unit_check_value(const char *name, const char *expected);

/* A file of a model directory of this name. */
void unit_file(const char *directory, const char *name, const char *text);

#endif
