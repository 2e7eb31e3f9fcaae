/* SPDX-License-Identifier: GPL-2.0 */
/* Units that come and go, of several kinds. */
#ifndef _LATE_UNIT_H
#define _LATE_UNIT_H

#include <linux/iommu.h>
#include <linux/types.h>

/**
 * struct late_unit - one unit
 * @address: where the registers of VT-d are
 * @cap: one of them
 * @ecap: another
 * @iommu: what is in the class; each unit has memory of its own, so that a use
 *	after free is one
 */
struct late_unit {
	u64 address;
	u64 cap;
	u64 ecap;
	struct iommu_device iommu;
};

/**
 * struct late_unit_kind - how the units of a driver are
 * @model: name of the model and its directory
 * @init: called once, with the address of the registers
 * @exit: undoes it
 * @announce: calls iommu_device_sysfs_add()
 */
struct late_unit_kind {
	const char *model;
	int (*init)(phys_addr_t base);
	void (*exit)(void);
	int (*announce)(struct late_unit *unit, const char *name);
};

extern const struct late_unit_kind late_smmu_v3;
extern const struct late_unit_kind late_vtd;

void late_unit_pause(void);

#endif /* _LATE_UNIT_H */
