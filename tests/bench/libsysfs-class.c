// SPDX-License-Identifier: MIT
/*
 * bench-libsysfs-class GROUP/FILE…: these attributes of every IOMMU of this host, the
 * way that libsysfs means: the class, its devices, the attributes by name.
 */
#include <sysfs/libsysfs.h>

static int failures;

static void read_attribute(struct sysfs_class_device *device, const char *name)
{
	const struct sysfs_attribute *attribute = sysfs_get_classdev_attr(device, name);

	failures += !attribute || !attribute->value;
}

int main(int argc, char *argv[])
{
	struct sysfs_class *class = sysfs_open_class("iommu");
	struct sysfs_class_device *device;
	struct dlist *devices;
	int i;

	devices = class ? sysfs_get_class_devices(class) : NULL;
	if (!devices)
		return 2;
	dlist_for_each_data(devices, device, struct sysfs_class_device)
		for (i = 1; i < argc; i++)
			read_attribute(device, argv[i]);
	sysfs_close_class(class);
	return failures ? 1 : 0;
}
