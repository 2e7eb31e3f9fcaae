// SPDX-License-Identifier: GPL-2.0
/*
 * Intel VT-d: registers from the stock driver's attributes, whether it uses
 * scalable mode from what it did.
 */
#include <linux/acpi.h>
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/iommu.h>
#include <linux/sizes.h>
#include "../iommu-caps.h"
#include "../models/intel-vtd.h"
#include "stock.h"

#define GROUP			"intel-iommu"

#define ECAP_PASID		BIT_ULL(40)
#define ECAP_SMTS		BIT_ULL(43)
#define REG_GSTS		0x1c
#define GSTS_RTPS		BIT(30)
#define REG_RTADDR		0x20
#define RTADDR_TTM		GENMASK(11, 10)
#define RTADDR_TTM_SCALABLE	BIT(10)

static bool intel_vtd_match(struct device *dev)
{
	return iommu_caps_stock_has(dev, GROUP);
}

/* The mode of the root table in use, as soon as there is one. */
static int intel_vtd_read_mode(u64 address, u64 *scalable)
{
	void __iomem *base = ioremap(address, SZ_4K);
	int ret = -EAGAIN;

	if (!base)
		return -ENOMEM;
	if (readl(base + REG_GSTS) & GSTS_RTPS) {
		*scalable = (readl(base + REG_RTADDR) & RTADDR_TTM) == RTADDR_TTM_SCALABLE;
		ret = 0;
	}
	iounmap(base);
	return ret;
}

/*
 * The driver tells by max_pasids wherever there are PASIDs; only a unit that
 * has scalable mode without them must be asked.
 */
static int intel_vtd_scalable(struct device *dev, void *drvdata, u64 ecap, u64 *scalable)
{
	const struct iommu_device *iommu = drvdata;
	u64 address;
	int ret;

	if (!(ecap & ECAP_SMTS) || ecap & ECAP_PASID || iommu->max_pasids) {
		*scalable = ecap & ECAP_SMTS && iommu->max_pasids;
		return 0;
	}
	ret = iommu_caps_stock_hex(dev, drvdata, GROUP, "address", U64_MAX, &address);
	return ret ? ret : intel_vtd_read_mode(address, scalable);
}

#ifdef CONFIG_ACPI
static void intel_vtd_read_dmar(struct iommu_caps_regs *regs)
{
	struct acpi_table_header *table;

	if (ACPI_FAILURE(acpi_get_table(ACPI_SIG_DMAR, 0, &table)))
		return;
	if (table->length >= sizeof(struct acpi_table_dmar))
		iommu_caps_regs_set(regs, INTEL_VTD_HAW,
				    ((struct acpi_table_dmar *)table)->width + 1);
	acpi_put_table(table);
}
#else
static void intel_vtd_read_dmar(struct iommu_caps_regs *regs)
{
}
#endif

static int intel_vtd_read(struct device *dev, void *drvdata, struct iommu_caps *caps)
{
	struct iommu_caps_regs regs = { };
	u64 cap, ecap, scalable;
	int ret;

	ret = iommu_caps_stock_hex(dev, drvdata, GROUP, "cap", U64_MAX, &cap);
	if (!ret)
		ret = iommu_caps_stock_hex(dev, drvdata, GROUP, "ecap", U64_MAX, &ecap);
	if (!ret)
		ret = intel_vtd_scalable(dev, drvdata, ecap, &scalable);
	if (ret)
		return ret;

	iommu_caps_regs_set(&regs, INTEL_VTD_CAP, cap);
	iommu_caps_regs_set(&regs, INTEL_VTD_ECAP, ecap);
	iommu_caps_regs_set(&regs, INTEL_VTD_SCALABLE, scalable);
	intel_vtd_read_dmar(&regs);
	return intel_vtd_decode(&regs, caps);
}

const struct iommu_caps_reader iommu_caps_intel_vtd_reader = {
	.match = intel_vtd_match,
	.read = intel_vtd_read,
};
