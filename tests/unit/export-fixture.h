/* SPDX-License-Identifier: MIT */
/* Hosts of which it is decided which virtual IOMMU suits them. */
#ifndef TESTS_EXPORT_FIXTURE_H
#define TESTS_EXPORT_FIXTURE_H

#include "iommu-probe.h"

/* A file of the model directory of a unit. */
void unit_file(const char *unit, const char *model, const char *file, const char *text);

/*
 * A unit with files that QEMU does not refuse. One of them can have another
 * text, or (text NULL) not be there; file NULL: all are as they are.
 */
void unit_smmu(const char *unit, const char *file, const char *text);
void unit_vtd(const char *unit, const char *file, const char *text);

/*
 * "device,name=value,…" without what is left out, those of nested behind a "+";
 * "no" or "unknown" in front of it where that is the answer, without a device
 * with the reasons, by "; ".
 */
void text_of_export(const struct iommu_probe_export *export, char *text, size_t size);

#endif
