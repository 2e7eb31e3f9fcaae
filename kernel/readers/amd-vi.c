// SPDX-License-Identifier: GPL-2.0
/*
 * AMD-Vi: registers from the stock driver's attributes.
 */
#include <linux/acpi.h>
#include <linux/bitfield.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#endif
#include "../compat.h"
#include "../iommu-caps.h"
#include "../models/amd-vi.h"
#include "stock.h"

#define GROUP		"amd-iommu"

/* AMD 48882, IVRS "IVinfo" field */
#define IVINFO_PASIZE	GENMASK(14, 8)

static bool amd_vi_match(struct device *dev)
{
	return iommu_caps_stock_has(dev, GROUP);
}

static int amd_vi_parse_features(const char *text, struct iommu_caps_regs *regs)
{
	u64 efr, efr2;
	int n;

	if (IOMMU_CAPS_AMD_EFR_FIRST)
		n = sscanf(text, "%llx:%llx", &efr, &efr2);
	else
		n = sscanf(text, "%llx:%llx", &efr2, &efr);
	if (n != 2)
		return -EINVAL;
	if (efr == U64_MAX)
		return -ENXIO;
	iommu_caps_regs_set(regs, AMD_VI_EFR, efr);
	iommu_caps_regs_set(regs, AMD_VI_EFR2, efr2);
	return 0;
}

/*
 * Since 6.7 they are those of the first unit, whichever is asked: the driver
 * takes no more of any unit than all of them have.
 */
static int amd_vi_read_features(struct device *dev, void *drvdata, struct iommu_caps_regs *regs)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	int ret;

	if (!page)
		return -ENOMEM;
	ret = iommu_caps_stock_show(dev, drvdata, GROUP, "features", page);
	if (ret >= 0)
		ret = amd_vi_parse_features(page, regs);
	free_page((unsigned long)page);
	return ret;
}

#ifdef CONFIG_ACPI
static void amd_vi_read_ivrs(struct iommu_caps_regs *regs)
{
	struct acpi_table_header *table;

	if (ACPI_FAILURE(acpi_get_table(ACPI_SIG_IVRS, 0, &table)))
		return;
	if (table->length >= sizeof(struct acpi_table_ivrs))
		iommu_caps_regs_set(regs, AMD_VI_PASIZE,
				    FIELD_GET(IVINFO_PASIZE,
					      ((struct acpi_table_ivrs *)table)->info));
	acpi_put_table(table);
}
#else
static void amd_vi_read_ivrs(struct iommu_caps_regs *regs)
{
}
#endif

static int amd_vi_read(struct device *dev, void *drvdata, struct iommu_caps *caps)
{
	struct iommu_caps_regs regs = { };
	u64 cap;
	int ret;

	ret = iommu_caps_stock_hex(dev, drvdata, GROUP, "cap", U32_MAX, &cap);
	if (!ret)
		ret = amd_vi_read_features(dev, drvdata, &regs);
	if (ret)
		return ret;

	iommu_caps_regs_set(&regs, AMD_VI_CAP, cap);
	amd_vi_read_ivrs(&regs);
#ifdef CONFIG_X86
	/* As the driver decides on the depth of its own tables. */
	iommu_caps_regs_set(&regs, AMD_VI_LA57, cpu_feature_enabled(X86_FEATURE_LA57));
#endif
	return amd_vi_decode(&regs, caps);
}

const struct iommu_caps_reader iommu_caps_amd_vi_reader = {
	.match = amd_vi_match,
	.read = amd_vi_read,
};
