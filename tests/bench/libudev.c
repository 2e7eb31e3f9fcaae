// SPDX-License-Identifier: MIT
/* bench-libudev GROUP/FILE…: these attributes of every IOMMU that libudev enumerates. */
#include <libudev.h>
#include <stddef.h>

static int failures;

static void read_device(struct udev *udev, const char *path, char *attributes[])
{
	struct udev_device *device = udev_device_new_from_syspath(udev, path);

	if (!device) {
		failures++;
		return;
	}
	for (; *attributes; attributes++)
		failures += !udev_device_get_sysattr_value(device, *attributes);
	udev_device_unref(device);
}

int main(int argc, char *argv[])
{
	struct udev *udev = udev_new();
	struct udev_enumerate *enumerate = udev ? udev_enumerate_new(udev) : NULL;
	struct udev_list_entry *entry;

	if (argc < 2 || !enumerate || udev_enumerate_add_match_subsystem(enumerate, "iommu") < 0 ||
	    udev_enumerate_scan_devices(enumerate) < 0)
		return 2;
	udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(enumerate))
		read_device(udev, udev_list_entry_get_name(entry), argv + 1);
	udev_enumerate_unref(enumerate);
	udev_unref(udev);
	return failures ? 1 : 0;
}
