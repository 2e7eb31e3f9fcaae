// SPDX-License-Identifier: GPL-2.0
/*
 * Units like those of the SMMUv3's driver: their parent is a platform device
 * that has the registers of a real SMMUv3 and is bound to a driver of that
 * name, which must not be there. They show nothing.
 */
#include <linux/err.h>
#include <linux/platform_device.h>
#include <linux/sizes.h>
#include "late-unit.h"

#define NAME "arm-smmu-v3"

static struct platform_device *parent;

static int late_smmu_v3_probe(struct platform_device *pdev)
{
	return 0;
}

static struct platform_driver late_smmu_v3_driver = {
	.probe = late_smmu_v3_probe,
	.driver.name = NAME,
};

static int late_smmu_v3_init(phys_addr_t base)
{
	const struct resource registers = DEFINE_RES_MEM(base, SZ_128K);
	int ret;

	ret = platform_driver_register(&late_smmu_v3_driver);
	if (ret)
		return ret;
	parent = platform_device_register_simple(NAME, PLATFORM_DEVID_AUTO, &registers, 1);
	if (IS_ERR(parent)) {
		platform_driver_unregister(&late_smmu_v3_driver);
		return PTR_ERR(parent);
	}
	return 0;
}

static void late_smmu_v3_exit(void)
{
	platform_device_unregister(parent);
	platform_driver_unregister(&late_smmu_v3_driver);
}

static int late_smmu_v3_announce(struct late_unit *unit, const char *name)
{
	return iommu_device_sysfs_add(&unit->iommu, &parent->dev, NULL, "%s", name);
}

const struct late_unit_kind late_smmu_v3 = {
	.model = NAME,
	.init = late_smmu_v3_init,
	.exit = late_smmu_v3_exit,
	.announce = late_smmu_v3_announce,
};
