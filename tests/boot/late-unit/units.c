// SPDX-License-Identifier: GPL-2.0
/*
 * Units of the class "iommu" that come and go when they are told to, the way
 * the units of a driver do: iommu_device_sysfs_add() and _remove(). In debugfs,
 * late-unit/:
 *
 *	add, remove	write a number: the unit "late.<number>"
 *	cycle		write a count: so often, another unit comes and goes
 *	shown		read: of how many of them a model directory was there
 *			when they went
 *	window		write milliseconds: so long coming and going are held
 *			up where drvdata is not set. Those who registered with
 *			the class before the last write have been told of the
 *			unit by then when it comes, those who registered after
 *			it have yet to be told when it goes. Attributes of the
 *			driver are slow meanwhile.
 */
#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "late-unit.h"

#define UNITS 8

static char *model = "";
module_param(model, charp, 0444);
MODULE_PARM_DESC(model, "what the units are like: arm-smmu-v3 or intel-vtd");

static unsigned long base;
module_param(base, ulong, 0444);
MODULE_PARM_DESC(base, "address of their registers, which are the same ones");

static const struct late_unit_kind * const kinds[] = { &late_smmu_v3, &late_vtd };
static const struct late_unit_kind *kind;

static struct dentry *dir;
static struct late_unit *units[UNITS];
static DEFINE_MUTEX(units_lock);
static u64 window;
static atomic_t serial;
static atomic_t shown;

/**
 * late_unit_pause - for as long as coming and going are held up, lets a unit go
 */
void late_unit_pause(void)
{
	if (window)
		usleep_range(10000, 12000);
}

static struct late_unit *late_unit_new(const char *prefix, unsigned int number)
{
	struct late_unit *unit;
	char name[32];
	int ret;

	unit = kzalloc(sizeof(*unit), GFP_KERNEL);
	if (!unit)
		return ERR_PTR(-ENOMEM);
	snprintf(name, sizeof(name), "%s.%u", prefix, number);
	ret = kind->announce(unit, name);
	if (ret) {
		kfree(unit);
		return ERR_PTR(ret);
	}
	return unit;
}

static void late_unit_free(struct late_unit *unit)
{
	iommu_device_sysfs_remove(&unit->iommu);
	kfree(unit);
}

static int late_unit_add(void *data, u64 number)
{
	struct late_unit *unit;
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
			msleep(3 * window);
		return;
	}
}

static bool late_unit_is_shown(struct late_unit *unit)
{
	struct kernfs_node *node;

	node = sysfs_get_dirent(unit->iommu.dev->kobj.sd, kind->model);
	sysfs_put(node);
	return node;
}

static int late_unit_cycle(void *data, u64 count)
{
	struct late_unit *unit;
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
	struct late_unit *unit;
	int ret = 0;

	mutex_lock(&units_lock);
	late_unit_close_window();
	if (milliseconds) {
		unit = late_unit_new("cycle", atomic_inc_return(&serial));
		if (IS_ERR(unit)) {
			ret = PTR_ERR(unit);
		} else {
			late_unit_interface.class = unit->iommu.dev->class;
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

static int __init late_unit_init(void)
{
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i]->model, model))
			kind = kinds[i];
	if (!kind)
		return -EINVAL;
	ret = kind->init(base);
	if (ret)
		return ret;

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
	kind->exit();
}

module_init(late_unit_init);
module_exit(late_unit_exit);

MODULE_DESCRIPTION("IOMMUs that come and go, for the tests of iommu_caps");
MODULE_LICENSE("GPL");
