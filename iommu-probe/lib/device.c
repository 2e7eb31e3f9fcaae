// SPDX-License-Identifier: MIT
/* One endpoint: what sysfs and its configuration space say. */
#include "device.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_on_bus(struct iommu_probe_host *host, const char *bus, const char *name,
		       struct dir *dir)
{
	char path[sizeof("/sys/bus/platform/devices/") + NAME_SIZE];

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s", bus, name);
	return reader_open_dir(&host->reader, path, dir);
}

/* By the link of its IOMMU, which needs no bus; else on one of the buses. */
static int open_device(const struct iommu_probe_device *device, struct dir *dir)
{
	char path[sizeof(CLASS_PATH "//devices/") + 2 * NAME_SIZE];
	int ret = -ENOENT;

	if (device->iommu) {
		snprintf(path, sizeof(path), "%s/%s/devices/%s", CLASS_PATH, device->iommu,
			 device->name);
		ret = reader_open_dir(&device->host->reader, path, dir);
	}
	if (ret)
		ret = open_on_bus(device->host, "pci", device->name, dir);
	if (ret)
		ret = open_on_bus(device->host, "platform", device->name, dir);
	return ret;
}

static int read_config(const struct dir *dir, struct features *features)
{
	uint8_t *config;
	size_t length;
	int ret;

	ret = reader_read_all(dir, "config", PCI_CONFIG_MAX, &config, &length);
	/* Who may not read it does not know. */
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	pci_read_pasid(config, length, &features->pasid);
	pci_read_ats(config, length, &features->ats);
	pci_read_pri(config, length, &features->pri);
	free(config);
	return 0;
}

static void features_init(struct features *features)
{
	*features = (struct features){
		.pasid = { .found = PCI_UNKNOWN },
		.ats = { .found = PCI_UNKNOWN },
		.pri = { .found = PCI_UNKNOWN },
	};
}

int features_read(struct iommu_probe_host *host, const char *name, struct features *features)
{
	struct dir dir;
	int ret;

	features_init(features);
	ret = open_on_bus(host, "pci", name, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = read_config(&dir, features);
	reader_close_dir(&dir);
	return ret;
}

/* One line of text, without its line feed; NULL if there is no such file, or more. */
static int read_line(const struct iommu_probe_device *device, const struct dir *dir,
		     const char *name, char **line)
{
	const struct name entry = { .name = (char *)name };
	char text[READER_FILE_MAX + 1];
	size_t length;
	int ret;

	ret = reader_read(&device->host->reader, dir, &entry, text, &length);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	if (length && text[length - 1] == '\n')
		text[--length] = '\0';
	if (!length || strlen(text) != length || strchr(text, '\n'))
		return 0;
	*line = strdup(text);
	return *line ? 0 : -ENOMEM;
}

static int read_group_dir(struct iommu_probe_device *device, const struct dir *dir)
{
	struct dir members;
	int ret;

	ret = read_line(device, dir, "type", &device->domain);
	if (ret)
		return ret;
	ret = reader_open_subdir(dir, "devices", &members);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_list(&members, &device->members);
	reader_close_dir(&members);
	device->has_members = !ret;
	return ret == -ENOMEM ? ret : 0;
}

/* Digits only; -1 for what is no number of a group. */
static int64_t parse_group(const char *number)
{
	const size_t digits = strspn(number, "0123456789");
	long long group;

	if (!digits || number[digits])
		return -1;
	errno = 0;
	group = strtoll(number, NULL, 10);
	return errno ? -1 : group;
}

/* The link says the number, its directory the rest. */
static int read_group(struct iommu_probe_device *device, const struct dir *dir)
{
	struct dir group;
	char *number = NULL, *path;
	int ret;

	device->group = -1;
	ret = reader_link_name(dir, "iommu_group", &number);
	if (ret || !number)
		return ret;
	device->group = parse_group(number);
	free(number);
	if (device->group < 0)
		return 0;
	path = reader_join(dir->path, "iommu_group");
	if (!path)
		return -ENOMEM;
	ret = reader_open_dir(&device->host->reader, path, &group);
	free(path);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = read_group_dir(device, &group);
	reader_close_dir(&group);
	return ret;
}

static int read_dir(struct iommu_probe_device *device, const struct dir *dir)
{
	int ret;

	ret = reader_link_name(dir, "subsystem", &device->subsystem);
	if (!ret)
		ret = reader_link_name(dir, "driver", &device->driver);
	if (!ret)
		ret = read_line(device, dir, "vendor", &device->vendor);
	if (!ret)
		ret = read_line(device, dir, "device", &device->device);
	if (!ret)
		ret = read_line(device, dir, "class", &device->class);
	if (!ret)
		ret = read_line(device, dir, "modalias", &device->modalias);
	if (!ret)
		ret = read_group(device, dir);
	return ret ? ret : read_config(dir, &device->features);
}

/*
 * What a device has, and what its IOMMU has for it, of which only bounds may be
 * known. -1 is not known; a side that certainly has none makes it 0.
 */
static int together(const struct pci_feature *feature, int mine, const struct device_range *theirs)
{
	if (feature->found == PCI_ABSENT || !theirs->most ||
	    (feature->found == PCI_FOUND && !mine))
		return 0;
	if (feature->found == PCI_UNKNOWN)
		return -1;
	if (mine <= theirs->least)
		return mine;
	return theirs->least == theirs->most ? theirs->least : -1;
}

int device_read(struct iommu_probe_device *device, const struct device_iommu *iommu)
{
	static const struct device_iommu unknown = {
		.ssid_bits = { 0, INT_MAX }, .ats = { 0, 1 }, .pri = { 0, 1 },
	};
	const struct features *features = &device->features;
	struct dir dir;
	int ret;

	if (!iommu)
		iommu = &unknown;
	features_init(&device->features);
	device->group = -1;
	ret = open_device(device, &dir);
	if (!ret) {
		ret = read_dir(device, &dir);
		reader_close_dir(&dir);
	}
	if (ret == -ENOMEM)
		return ret;
	/* Saved trees may hold no more than the name. */
	if (!device->subsystem)
		device->subsystem = strdup(is_pci_address(device->name) ? "pci" : "unknown");
	if (!device->subsystem)
		return -ENOMEM;
	device->usable_pasid_bits = together(&features->pasid, (int)features->pasid.value,
					     &iommu->ssid_bits);
	device->usable_ats = together(&features->ats, 1, &iommu->ats);
	device->usable_pri = together(&features->pri, 1, &iommu->pri);
	return 0;
}
