// SPDX-License-Identifier: GPL-2.0
/*
 * Units like those of the VT-d driver: without a parent, but with attributes
 * that find their unit by the drvdata of the device that they are called with,
 * whether it has any or not, as the driver's do.
 */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "late-unit.h"

#define REG_CAP		0x08
#define REG_ECAP	0x10

static phys_addr_t address;
static void __iomem *registers;

static struct late_unit *late_vtd_unit(struct device *dev)
{
	struct iommu_device *iommu;

	/* As if a unit went right after somebody saw that it was there. */
	late_unit_pause();
	iommu = dev_get_drvdata(dev);
	return container_of(iommu, struct late_unit, iommu);
}

static ssize_t address_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llx\n", late_vtd_unit(dev)->address);
}
static DEVICE_ATTR_RO(address);

static ssize_t cap_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llx\n", late_vtd_unit(dev)->cap);
}
static DEVICE_ATTR_RO(cap);

static ssize_t ecap_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llx\n", late_vtd_unit(dev)->ecap);
}
static DEVICE_ATTR_RO(ecap);

static struct attribute *late_vtd_attrs[] = {
	&dev_attr_address.attr,
	&dev_attr_cap.attr,
	&dev_attr_ecap.attr,
	NULL,
};

/*
 * Whoever reads such a file just before drvdata is set, or after it is cleared,
 * brings the kernel down, and that is the kernel's own bug. So there are no
 * files where units come and go under readers: what is left are those in the
 * kernel who look for attributes in the group.
 */
static umode_t late_vtd_is_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	const char *name = kobject_name(kobj);

	return strstarts(name, "cycle") || strcmp(name, "late.4") >= 0 ? 0 : attr->mode;
}

static const struct attribute_group late_vtd_group = {
	.name = "intel-iommu",
	.attrs = late_vtd_attrs,
	.is_visible = late_vtd_is_visible,
};

static const struct attribute_group *late_vtd_groups[] = {
	&late_vtd_group,
	NULL,
};

static int late_vtd_init(phys_addr_t base)
{
	address = base;
	registers = ioremap(base, SZ_4K);
	return registers ? 0 : -ENOMEM;
}

static void late_vtd_exit(void)
{
	iounmap(registers);
}

static int late_vtd_announce(struct late_unit *unit, const char *name)
{
	unit->address = address;
	unit->cap = readq(registers + REG_CAP);
	unit->ecap = readq(registers + REG_ECAP);
	return iommu_device_sysfs_add(&unit->iommu, NULL, late_vtd_groups, "%s", name);
}

const struct late_unit_kind late_vtd = {
	.model = "intel-vtd",
	.init = late_vtd_init,
	.exit = late_vtd_exit,
	.announce = late_vtd_announce,
};
