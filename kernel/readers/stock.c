// SPDX-License-Identifier: GPL-2.0
/*
 * Registers from the attributes that a stock driver shows of its units. They
 * are called directly: opening the file is no way for a kernel, and the driver
 * looks up its unit by the drvdata of the class device, which is gone before
 * the unit is. So they are called with a device of our own, which has nothing
 * but the drvdata that was read once; the unit it leads to stays until
 * remove_dev has returned.
 */
#include <linux/gfp.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "stock.h"

static const struct attribute_group *stock_group(struct device *dev, const char *name)
{
	const struct attribute_group *const *group;

	for (group = dev->groups; group && *group; group++)
		if ((*group)->name && !strcmp((*group)->name, name))
			return *group;
	return NULL;
}

static struct attribute *stock_attribute(struct device *dev, const char *group,
					 const char *name)
{
	const struct attribute_group *found = stock_group(dev, group);
	struct attribute **attr;

	for (attr = found ? found->attrs : NULL; attr && *attr; attr++)
		if (!strcmp((*attr)->name, name))
			return *attr;
	return NULL;
}

/**
 * iommu_caps_stock_has - whether the driver of an IOMMU shows a group
 * @dev: the class device
 * @group: name of the group
 *
 * Return: true if it does
 */
bool iommu_caps_stock_has(struct device *dev, const char *group)
{
	return stock_group(dev, group);
}

/**
 * iommu_caps_stock_show - the text of an attribute of a stock driver
 * @dev: the class device
 * @drvdata: its drvdata, read once
 * @group: name of the group
 * @name: name of the attribute
 * @page: a whole page, gets the text
 *
 * Return: length of the text, or an error
 */
int iommu_caps_stock_show(struct device *dev, void *drvdata, const char *group,
			  const char *name, char *page)
{
	struct attribute *attr = stock_attribute(dev, group, name);
	struct device *shadow;
	ssize_t len;

	if (!attr)
		return -ENOENT;
	shadow = kzalloc(sizeof(*shadow), GFP_KERNEL);
	if (!shadow)
		return -ENOMEM;
	dev_set_drvdata(shadow, drvdata);
	len = dev->kobj.ktype->sysfs_ops->show(&shadow->kobj, attr, page);
	kfree(shadow);
	return len;
}

/**
 * iommu_caps_stock_hex - a register that a stock driver shows in hexadecimal
 * @dev: the class device
 * @drvdata: its drvdata, read once
 * @group: name of the group
 * @name: name of the attribute
 * @ones: the register with all its bits set
 * @word: gets the register
 *
 * Return: 0, or an error; -ENXIO for all ones, what an absent device answers
 */
int iommu_caps_stock_hex(struct device *dev, void *drvdata, const char *group,
			 const char *name, u64 ones, u64 *word)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	int ret;

	if (!page)
		return -ENOMEM;
	ret = iommu_caps_stock_show(dev, drvdata, group, name, page);
	if (ret >= 0)
		ret = kstrtoull(page, 16, word);
	free_page((unsigned long)page);
	if (ret)
		return ret;
	return *word == ones ? -ENXIO : 0;
}
