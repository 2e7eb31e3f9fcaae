// SPDX-License-Identifier: GPL-2.0
/*
 * RISC-V IOMMU: its register from the first page of a unit that the kernel's
 * driver has bound. The class device has no parent: the name tells which device
 * it is of.
 */
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include "../iommu-caps.h"
#include "../models/riscv-iommu.h"

#define PREFIX		"riscv-iommu@"
#define REG_CAPS	0x00

static bool riscv_iommu_match(struct device *dev)
{
	return !dev->parent && strstarts(dev_name(dev), PREFIX);
}

static int riscv_iommu_find_platform(const char *name, struct resource *found)
{
	const struct resource *res;
	struct device *hardware;

	hardware = bus_find_device_by_name(&platform_bus_type, NULL, name);
	if (!hardware)
		return -ENODEV;
	res = platform_get_resource(to_platform_device(hardware), IORESOURCE_MEM, 0);
	if (res)
		*found = *res;
	put_device(hardware);
	return res ? 0 : -ENXIO;
}

#ifdef CONFIG_PCI
static int riscv_iommu_find_pci(const char *name, struct resource *found)
{
	struct device *hardware;

	hardware = bus_find_device_by_name(&pci_bus_type, NULL, name);
	if (!hardware)
		return -ENODEV;
	*found = to_pci_dev(hardware)->resource[0];
	put_device(hardware);
	return 0;
}
#else
static int riscv_iommu_find_pci(const char *name, struct resource *found)
{
	return -ENODEV;
}
#endif

static int riscv_iommu_read(struct device *dev, void *drvdata, struct iommu_caps *caps)
{
	const char *name = dev_name(dev) + strlen(PREFIX);
	struct iommu_caps_regs regs = { };
	struct resource res;
	void __iomem *base;
	u64 word;
	int ret;

	ret = riscv_iommu_find_platform(name, &res);
	if (ret == -ENODEV)
		ret = riscv_iommu_find_pci(name, &res);
	if (ret)
		return ret;
	if (resource_type(&res) != IORESOURCE_MEM || resource_size(&res) < SZ_4K)
		return -ENXIO;

	base = ioremap(res.start, SZ_4K);
	if (!base)
		return -ENOMEM;
	word = readq(base + REG_CAPS);
	iounmap(base);

	/* All ones is what a bus answers where nothing is. */
	if (word == U64_MAX)
		return -ENXIO;
	iommu_caps_regs_set(&regs, RISCV_IOMMU_CAPS, word);
	return riscv_iommu_decode(&regs, caps);
}

const struct iommu_caps_reader iommu_caps_riscv_iommu_reader = {
	.match = riscv_iommu_match,
	.read = riscv_iommu_read,
};
