// SPDX-License-Identifier: GPL-2.0
/*
 * Arm SMMUv3: registers from the first page of a unit that the kernel's driver
 * has bound, and the facts that the driver takes from elsewhere.
 */
#include <linux/acpi.h>
#include <linux/acpi_iort.h>
#include <linux/dma-map-ops.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>
#include <linux/sizes.h>
#include "../iommu-caps.h"
#include "../models/arm-smmu-v3.h"

/* Flags of an SMMUv3's IORT node: Arm DEN0049, "SMMUv3 node" */
#define IORT_HTTU_OVERRIDE	GENMASK(2, 1)

static const struct {
	enum arm_smmu_v3_reg reg;
	unsigned int offset;
} offsets[] = {
	{ ARM_SMMU_V3_IDR0, 0x00 },
	{ ARM_SMMU_V3_IDR1, 0x04 },
	{ ARM_SMMU_V3_IDR2, 0x08 },
	{ ARM_SMMU_V3_IDR3, 0x0c },
	{ ARM_SMMU_V3_IDR4, 0x10 },
	{ ARM_SMMU_V3_IDR5, 0x14 },
	{ ARM_SMMU_V3_IIDR, 0x18 },
	{ ARM_SMMU_V3_CR0, 0x20 },
	{ ARM_SMMU_V3_CR2, 0x2c },
};

static bool arm_smmu_v3_match(struct device *dev)
{
	const struct device *parent = dev->parent;

	return parent && parent->bus == &platform_bus_type && parent->driver &&
	       !strcmp(parent->driver->name, "arm-smmu-v3");
}

#ifdef CONFIG_ACPI_IORT
/* On an ACPI machine the driver takes HTTU from the IORT alone. */
static int arm_smmu_v3_read_iort(struct device *parent, resource_size_t start,
				 struct iommu_caps_regs *regs)
{
	const struct acpi_iort_smmu_v3 *smmu;
	const struct acpi_iort_node *node;

	if (acpi_disabled || parent->of_node || !dev_get_platdata(parent))
		return 0;

	node = *(struct acpi_iort_node **)dev_get_platdata(parent);
	if (node->type != ACPI_IORT_NODE_SMMU_V3)
		return -ENODEV;
	smmu = (const struct acpi_iort_smmu_v3 *)node->node_data;
	if (smmu->base_address != start)
		return -ENODEV;

	iommu_caps_regs_set(regs, ARM_SMMU_V3_IORT_HTTU,
			    FIELD_GET(IORT_HTTU_OVERRIDE, smmu->flags));
	return 0;
}
#else
static int arm_smmu_v3_read_iort(struct device *parent, resource_size_t start,
				 struct iommu_caps_regs *regs)
{
	return 0;
}
#endif

/* Only the first page: later ones may belong to the driver of the PMU. */
static int arm_smmu_v3_read_page(resource_size_t start, struct iommu_caps_regs *regs)
{
	void __iomem *base;
	unsigned int i;

	base = ioremap(start, SZ_4K);
	if (!base)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		iommu_caps_regs_set(regs, offsets[i].reg, readl(base + offsets[i].offset));
	iounmap(base);

	/* All ones is what a bus answers where nothing is. */
	return regs->value[ARM_SMMU_V3_IDR0] == U32_MAX ? -ENXIO : 0;
}

static int arm_smmu_v3_read(struct device *dev, void *drvdata, struct iommu_caps *caps)
{
	struct device *parent = dev->parent;
	const bool pm = pm_runtime_enabled(parent);
	struct iommu_caps_regs regs = { };
	const struct resource *res;
	int ret;

	res = platform_get_resource(to_platform_device(parent), IORESOURCE_MEM, 0);
	if (!res || resource_size(res) < SZ_4K)
		return -ENXIO;

	/* A read of a unit without power can hang the machine. */
	if (pm) {
		ret = pm_runtime_resume_and_get(parent);
		if (ret)
			return ret;
	}
	ret = arm_smmu_v3_read_page(res->start, &regs);
	if (pm)
		pm_runtime_put(parent);
	if (ret)
		return ret;

	ret = arm_smmu_v3_read_iort(parent, res->start, &regs);
	if (ret)
		return ret;
	iommu_caps_regs_set(&regs, ARM_SMMU_V3_COHERENT, dev_is_dma_coherent(parent));
	iommu_caps_regs_set(&regs, ARM_SMMU_V3_PAGE_SIZE, PAGE_SIZE);
	return arm_smmu_v3_decode(&regs, caps);
}

const struct iommu_caps_reader iommu_caps_arm_smmu_v3_reader = {
	.match = arm_smmu_v3_match,
	.read = arm_smmu_v3_read,
};
