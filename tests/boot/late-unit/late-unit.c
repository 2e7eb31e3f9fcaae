// SPDX-License-Identifier: GPL-2.0
/*
 * Units of the class "iommu" that come and go when they are told to, the way
 * the units of a driver do: iommu_device_sysfs_add() and _remove(), with a
 * platform device as parent that has the registers of a real SMMUv3 and is
 * bound to a driver of the name that the SMMUv3's has. That driver must not be
 * there. In debugfs, late-unit/:
 *
 *	add, remove	write a number: the unit "late.<number>"
 *	cycle		write a count: so often, another unit comes and goes
 *	shown		read: of how many of them a model directory was there
 *			when they went
 *	window		write milliseconds: so long coming and going are held
 *			up where drvdata is not set. Those who registered with
 *			the class before the last write have been told of the
 *			unit by then when it comes, those who registered after
 *			it have yet to be told when it goes.
 */
#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/iommu.h>
#include <linux/kernfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#define DRIVER_NAME "arm-smmu-v3"
#define MODEL_NAME "arm-smmu-v3"
#define UNITS 8

static unsigned long base = 0x9050000;
module_param(base, ulong, 0444);
MODULE_PARM_DESC(base, "address of the SMMUv3's registers");

static unsigned long size = 0x20000;
module_param(size, ulong, 0444);
MODULE_PARM_DESC(size, "size of the SMMUv3's registers");

static struct platform_device *parent;
static struct dentry *dir;
static struct iommu_device *units[UNITS];
static DEFINE_MUTEX(units_lock);
static u64 window;
static atomic_t serial;
static atomic_t shown;

/* Each unit has memory of its own, so that a use after free is one. */
static struct iommu_device *late_unit_new(const char *kind, unsigned int number)
{
	struct iommu_device *unit;
	int ret;

	unit = kzalloc(sizeof(*unit), GFP_KERNEL);
	if (!unit)
		return ERR_PTR(-ENOMEM);
	ret = iommu_device_sysfs_add(unit, &parent->dev, NULL, "%s.%u", kind, number);
	if (ret) {
		kfree(unit);
		return ERR_PTR(ret);
	}
	return unit;
}

static void late_unit_free(struct iommu_device *unit)
{
	iommu_device_sysfs_remove(unit);
	kfree(unit);
}

static int late_unit_add(void *data, u64 number)
{
	struct iommu_device *unit;
	int ret = 0;

	if (number >= UNITS)
		return -EINVAL;
	mutex_lock(&units_lock);
	if (units[number]) {
		ret = -EEXIST;
	} else {
		unit = late_unit_new("late", number);
		if (IS_ERR(unit))
			ret = PTR_ERR(unit);
		else
			units[number] = unit;
	}
	mutex_unlock(&units_lock);
	return ret;
}
DEFINE_DEBUGFS_ATTRIBUTE(late_unit_add_fops, NULL, late_unit_add, "%llu\n");

static int late_unit_remove(void *data, u64 number)
{
	int ret = -ENOENT;

	if (number >= UNITS)
		return -EINVAL;
	mutex_lock(&units_lock);
	if (units[number]) {
		late_unit_free(units[number]);
		units[number] = NULL;
		ret = 0;
	}
	mutex_unlock(&units_lock);
	return ret;
}
DEFINE_DEBUGFS_ATTRIBUTE(late_unit_remove_fops, NULL, late_unit_remove, "%llu\n");

/*
 * iommu_caps looks after a jiffy for the first time, and then after as long
 * again as it has waited: this is less, about as much, and more.
 */
static void late_unit_stay(unsigned int i)
{
	const unsigned int jiffy = jiffies_to_usecs(1);

	switch (i % 4) {
	case 0:
		return;
	case 1:
		usleep_range(jiffy / 4, jiffy / 2);
		return;
	case 2:
		usleep_range(jiffy, jiffy + jiffy / 4);
		return;
	case 3:
		usleep_range(4 * jiffy, 5 * jiffy);
		if (window)
			msleep(2 * window);
		return;
	}
}

static bool late_unit_is_shown(struct iommu_device *unit)
{
	struct kernfs_node *node;

	node = sysfs_get_dirent(unit->dev->kobj.sd, MODEL_NAME);
	sysfs_put(node);
	return node;
}

static int late_unit_cycle(void *data, u64 count)
{
	struct iommu_device *unit;
	unsigned int i;

	for (i = 0; i < count; i++) {
		unit = late_unit_new("cycle", atomic_inc_return(&serial));
		if (IS_ERR(unit))
			return PTR_ERR(unit);
		late_unit_stay(i);
		if (late_unit_is_shown(unit))
			atomic_inc(&shown);
		late_unit_free(unit);
	}
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(late_unit_cycle_fops, NULL, late_unit_cycle, "%llu\n");

static int late_unit_hold_add(struct device *dev)
{
	msleep(window);
	return 0;
}

static void late_unit_hold_remove(struct device *dev)
{
	msleep(window);
}

static struct class_interface late_unit_interface = {
	.add_dev = late_unit_hold_add,
	.remove_dev = late_unit_hold_remove,
};

static void late_unit_close_window(void)
{
	if (window)
		class_interface_unregister(&late_unit_interface);
	window = 0;
}

/* Registering puts it last among those that the class calls. */
static int late_unit_window(void *data, u64 milliseconds)
{
	struct iommu_device *unit;
	int ret = 0;

	mutex_lock(&units_lock);
	late_unit_close_window();
	if (milliseconds) {
		unit = late_unit_new("cycle", atomic_inc_return(&serial));
		if (IS_ERR(unit)) {
			ret = PTR_ERR(unit);
		} else {
			late_unit_interface.class = unit->dev->class;
			late_unit_free(unit);
			window = milliseconds;
			ret = class_interface_register(&late_unit_interface);
			if (ret)
				window = 0;
		}
	}
	mutex_unlock(&units_lock);
	return ret;
}
DEFINE_DEBUGFS_ATTRIBUTE(late_unit_window_fops, NULL, late_unit_window, "%llu\n");

static int late_unit_probe(struct platform_device *pdev)
{
	return 0;
}

static struct platform_driver late_unit_driver = {
	.probe = late_unit_probe,
	.driver.name = DRIVER_NAME,
};

static int __init late_unit_init(void)
{
	struct resource registers;
	int ret;

	ret = platform_driver_register(&late_unit_driver);
	if (ret)
		return ret;

	registers = (struct resource)DEFINE_RES_MEM(base, size);
	parent = platform_device_register_simple(DRIVER_NAME, PLATFORM_DEVID_AUTO,
						 &registers, 1);
	if (IS_ERR(parent)) {
		platform_driver_unregister(&late_unit_driver);
		return PTR_ERR(parent);
	}

	dir = debugfs_create_dir("late-unit", NULL);
	debugfs_create_file_unsafe("add", 0200, dir, NULL, &late_unit_add_fops);
	debugfs_create_file_unsafe("remove", 0200, dir, NULL, &late_unit_remove_fops);
	debugfs_create_file_unsafe("cycle", 0200, dir, NULL, &late_unit_cycle_fops);
	debugfs_create_file_unsafe("window", 0200, dir, NULL, &late_unit_window_fops);
	debugfs_create_atomic_t("shown", 0400, dir, &shown);
	return 0;
}

static void __exit late_unit_exit(void)
{
	unsigned int i;

	debugfs_remove_recursive(dir);
	late_unit_close_window();
	for (i = 0; i < UNITS; i++)
		if (units[i])
			late_unit_free(units[i]);
	platform_device_unregister(parent);
	platform_driver_unregister(&late_unit_driver);
}

module_init(late_unit_init);
module_exit(late_unit_exit);

MODULE_DESCRIPTION("IOMMUs that come and go, for the tests of iommu_caps");
MODULE_LICENSE("GPL");
