/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registers from the attributes that a stock driver shows of its units.
 */
#ifndef _IOMMU_CAPS_READERS_STOCK_H
#define _IOMMU_CAPS_READERS_STOCK_H

#include <linux/device.h>

bool iommu_caps_stock_has(struct device *dev, const char *group);
int iommu_caps_stock_show(struct device *dev, void *drvdata, const char *group,
			  const char *name, char *page);
int iommu_caps_stock_hex(struct device *dev, void *drvdata, const char *group,
			 const char *name, u64 ones, u64 *word);

#endif /* _IOMMU_CAPS_READERS_STOCK_H */
