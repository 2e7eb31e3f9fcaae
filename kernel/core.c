// SPDX-License-Identifier: GPL-2.0
/*
 * Finds the IOMMUs of the class "iommu", those that are there and those that
 * come later, and shows a model directory for each that a reader knows.
 *
 * The class calls add_dev and remove_dev with its mutex held, so the list
 * below needs no lock of its own. A unit that comes later is announced from
 * within device_add(), before its driver has finished setting it up: it is
 * read from a work item, which waits until the class device has its drvdata.
 */
#include <linux/device.h>
#include <linux/iommu.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "compat.h"
#include "iommu-caps.h"

static const struct iommu_caps_reader * const readers[] = {
	&iommu_caps_amd_vi_reader,
	&iommu_caps_arm_smmu_v3_reader,
	&iommu_caps_intel_vtd_reader,
	&iommu_caps_riscv_iommu_reader,
	&iommu_caps_virtio_iommu_reader,
};

/**
 * struct iommu_caps_unit - an IOMMU that a reader knows
 * @node: in the list of units
 * @dev: its class device; valid until remove_dev returns
 * @reader: how it is read
 * @work: reads it when it is ready
 * @delay: how long to wait before the next try, in jiffies
 * @dir: what is shown of it
 * @shown: whether @dir is there
 */
struct iommu_caps_unit {
	struct list_head node;
	struct device *dev;
	const struct iommu_caps_reader *reader;
	struct delayed_work work;
	unsigned long delay;
	struct iommu_caps_dir dir;
	bool shown;
};

static LIST_HEAD(units);

/* -EAGAIN: not yet; else the unit is dealt with, one way or the other. */
static int iommu_caps_unit_show(struct iommu_caps_unit *unit)
{
	struct device *dev = unit->dev;
	/* Once: its driver clears it before it unregisters the device. */
	void *drvdata = dev_get_drvdata(dev);
	int ret;

	if (!drvdata)
		return -EAGAIN;

	ret = unit->reader->read(dev, drvdata, &unit->dir.caps);
	if (ret == -EAGAIN)
		return ret;
	if (ret) {
		dev_warn(dev, "iommu_caps: registers cannot be read: %pe\n", ERR_PTR(ret));
		return ret;
	}

	ret = iommu_caps_dir_create(dev, &unit->dir);
	if (ret == -EEXIST) {
		dev_dbg(dev, "iommu_caps: the kernel shows it already\n");
		return ret;
	}
	if (ret) {
		dev_warn(dev, "iommu_caps: no directory: %pe\n", ERR_PTR(ret));
		return ret;
	}

	unit->shown = true;
	/* The directory came after the unit's own KOBJ_ADD. */
	kobject_uevent(&dev->kobj, KOBJ_CHANGE);
	return 0;
}

/* Most are ready at the next jiffy; one that never is must cost nothing. */
static void iommu_caps_unit_try(struct iommu_caps_unit *unit)
{
	if (iommu_caps_unit_show(unit) != -EAGAIN)
		return;
	schedule_delayed_work(&unit->work, unit->delay);
	unit->delay = min_t(unsigned long, 2 * unit->delay, HZ);
}

static void iommu_caps_unit_work(struct work_struct *work)
{
	iommu_caps_unit_try(container_of(to_delayed_work(work), struct iommu_caps_unit, work));
}

static const struct iommu_caps_reader *iommu_caps_find_reader(struct device *dev)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(readers); i++)
		if (readers[i]->match(dev))
			return readers[i];
	return NULL;
}

static int iommu_caps_add_dev(IOMMU_CAPS_CALLBACK_ARGS)
{
	const struct iommu_caps_reader *reader = iommu_caps_find_reader(dev);
	struct iommu_caps_unit *unit;

	if (!reader)
		return 0;

	unit = kzalloc(sizeof(*unit), GFP_KERNEL);
	if (!unit)
		return -ENOMEM;

	unit->dev = dev;
	unit->reader = reader;
	unit->delay = 1;
	INIT_DELAYED_WORK(&unit->work, iommu_caps_unit_work);
	list_add(&unit->node, &units);
	iommu_caps_unit_try(unit);
	return 0;
}

static void iommu_caps_remove_dev(IOMMU_CAPS_CALLBACK_ARGS)
{
	struct iommu_caps_unit *unit;

	list_for_each_entry(unit, &units, node) {
		if (unit->dev != dev)
			continue;
		cancel_delayed_work_sync(&unit->work);
		if (unit->shown)
			iommu_caps_dir_remove(dev, &unit->dir);
		list_del(&unit->node);
		kfree(unit);
		return;
	}
}

static struct class_interface iommu_caps_interface = {
	.add_dev = iommu_caps_add_dev,
	.remove_dev = iommu_caps_remove_dev,
};

/*
 * The class is not exported. A device of our own, there for a moment, has it;
 * its name is known to readers, which skip it.
 */
static int iommu_caps_find_class(void)
{
	struct iommu_device *probe;
	int ret;

	probe = kzalloc(sizeof(*probe), GFP_KERNEL);
	if (!probe)
		return -ENOMEM;

	ret = iommu_device_sysfs_add(probe, NULL, NULL, IOMMU_CAPS_PROBE_NAME);
	if (!ret) {
		iommu_caps_interface.class = probe->dev->class;
		iommu_device_sysfs_remove(probe);
	}
	kfree(probe);
	return ret;
}

/**
 * iommu_caps_has_iommu - whether there is an IOMMU of that name
 * @name: name of its class device
 *
 * Return: true if the class has one
 */
bool iommu_caps_has_iommu(const char *name)
{
	struct device *dev = class_find_device_by_name(iommu_caps_interface.class, name);

	put_device(dev);
	return dev;
}
EXPORT_SYMBOL_GPL(iommu_caps_has_iommu);

static int __init iommu_caps_module_init(void)
{
	int ret;

	ret = iommu_caps_find_class();
	if (ret)
		return ret;
	return class_interface_register(&iommu_caps_interface);
}

static void __exit iommu_caps_module_exit(void)
{
	class_interface_unregister(&iommu_caps_interface);
}

module_init(iommu_caps_module_init);
module_exit(iommu_caps_module_exit);

MODULE_DESCRIPTION("Capabilities of IOMMUs in /sys/class/iommu");
MODULE_LICENSE("GPL");
