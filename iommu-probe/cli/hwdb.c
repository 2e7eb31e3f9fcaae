// SPDX-License-Identifier: MIT
#include "hwdb.h"
#include <libudev.h>
#include <stdlib.h>
#include <string.h>

struct hwdb {
	struct udev *udev;
	struct udev_hwdb *hwdb;
};

struct hwdb *hwdb_open(void)
{
	struct hwdb *hwdb = calloc(1, sizeof(*hwdb));

	if (!hwdb)
		return NULL;
	hwdb->udev = udev_new();
	hwdb->hwdb = hwdb->udev ? udev_hwdb_new(hwdb->udev) : NULL;
	if (hwdb->hwdb)
		return hwdb;
	hwdb_close(hwdb);
	return NULL;
}

void hwdb_find(struct hwdb *hwdb, const struct iommu_probe_device *device,
	       struct hardware *hardware)
{
	const char *modalias = iommu_probe_device_get_modalias(device);
	struct udev_list_entry *first, *entry;

	*hardware = (struct hardware){ 0 };
	if (!hwdb || !modalias)
		return;
	first = udev_hwdb_get_properties_list_entry(hwdb->hwdb, modalias, 0);
	udev_list_entry_foreach(entry, first)
	{
		const char *name = udev_list_entry_get_name(entry);
		const char *value = udev_list_entry_get_value(entry);

		if (!strcmp(name, "ID_VENDOR_FROM_DATABASE"))
			hardware->vendor = value;
		else if (!strcmp(name, "ID_MODEL_FROM_DATABASE"))
			hardware->model = value;
		else if (!strcmp(name, "ID_PCI_SUBCLASS_FROM_DATABASE"))
			hardware->class = value;
	}
}

void hwdb_close(struct hwdb *hwdb)
{
	if (!hwdb)
		return;
	if (hwdb->hwdb)
		udev_hwdb_unref(hwdb->hwdb);
	if (hwdb->udev)
		udev_unref(hwdb->udev);
	free(hwdb);
}
