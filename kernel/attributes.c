// SPDX-License-Identifier: GPL-2.0
/*
 * The files of a model directory, made from the table of attributes.
 */
#include <linux/export.h>
#include <linux/kernfs.h>
#include <linux/sysfs.h>
#include "iommu-caps.h"

static ssize_t iommu_caps_file_show(struct device *dev,
				    struct device_attribute *attr, char *buf)
{
	const struct iommu_caps_file *file =
		container_of(attr, struct iommu_caps_file, attr);
	char text[IOMMU_CAPS_TEXT_MAX];

	iommu_caps_format(file->caps, file->id, text, sizeof(text));
	return sysfs_emit(buf, "%s\n", text);
}

static struct attribute *iommu_caps_file_init(struct iommu_caps_dir *dir, unsigned int id)
{
	struct iommu_caps_file *file = &dir->files[id];

	file->id = id;
	file->caps = &dir->caps;
	sysfs_attr_init(&file->attr.attr);
	file->attr.attr.name = iommu_caps_attributes[id].name;
	file->attr.attr.mode = 0444;
	file->attr.show = iommu_caps_file_show;
	return &file->attr.attr;
}

/*
 * A value that is not known gets no file: absence is the default. So that
 * nobody takes a file that is yet to come for one that is absent, "model" is
 * the last one, and the first to go: while it is there, all are there.
 */
static void iommu_caps_dir_fill(struct iommu_caps_dir *dir)
{
	unsigned int id, n = 0;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (id != IOMMU_CAPS_MODEL && iommu_caps_knows(&dir->caps, id))
			dir->attrs[n++] = iommu_caps_file_init(dir, id);
	dir->attrs[n++] = iommu_caps_file_init(dir, IOMMU_CAPS_MODEL);
	dir->attrs[n] = NULL;
	dir->group.name = iommu_caps_models[dir->caps.model].name;
	dir->group.attrs = dir->attrs;
}

/**
 * iommu_caps_dir_create - show a model directory
 * @dev: the class device of the IOMMU
 * @dir: the directory, with its capabilities filled in
 *
 * Return: 0, -EEXIST if somebody else shows one of that name, or an error
 */
int iommu_caps_dir_create(struct device *dev, struct iommu_caps_dir *dir)
{
	struct kernfs_node *present;

	iommu_caps_dir_fill(dir);

	/* sysfs_create_group() would answer with a stack trace. */
	present = sysfs_get_dirent(dev->kobj.sd, dir->group.name);
	if (present) {
		sysfs_put(present);
		return -EEXIST;
	}
	return sysfs_create_group(&dev->kobj, &dir->group);
}
EXPORT_SYMBOL_GPL(iommu_caps_dir_create);

/**
 * iommu_caps_dir_remove - take a model directory away
 * @dev: the class device of the IOMMU
 * @dir: what iommu_caps_dir_create() showed; may be freed afterwards
 */
void iommu_caps_dir_remove(struct device *dev, struct iommu_caps_dir *dir)
{
	sysfs_remove_file_from_group(&dev->kobj, &dir->files[IOMMU_CAPS_MODEL].attr.attr,
				     dir->group.name);
	sysfs_remove_group(&dev->kobj, &dir->group);
}
EXPORT_SYMBOL_GPL(iommu_caps_dir_remove);
