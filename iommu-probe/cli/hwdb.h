/* SPDX-License-Identifier: MIT */
/* Names of hardware, from udev's database; there may be none. */
#ifndef IOMMU_PROBE_HWDB_H
#define IOMMU_PROBE_HWDB_H

#include "iommu-probe.h"

struct hwdb;

struct hardware {
	const char *vendor;
	const char *model;
	const char *class;
};

/* NULL where there is no database. */
struct hwdb *hwdb_open(void);

/* What it has on a device, each NULL if it has nothing; valid until the next call. */
void hwdb_find(struct hwdb *hwdb, const struct iommu_probe_device *device,
	       struct hardware *hardware);
void hwdb_close(struct hwdb *hwdb);

#endif
