// SPDX-License-Identifier: MIT
/* One endpoint: what sysfs and its configuration space say. */
#include "device.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_pci(struct iommu_probe_host *host, const char *name, struct dir *dir)
{
	char path[sizeof("/sys/bus/pci/devices/") + NAME_SIZE];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s", name);
	return reader_open_dir(&host->reader, path, dir);
}

/* By the link of its IOMMU, which needs no bus; else as a PCI device. */
static int open_device(const struct iommu_probe_device *device, struct dir *dir)
{
	char path[sizeof(CLASS_PATH "//devices/") + 2 * NAME_SIZE];
	int ret = -ENOENT;

	if (device->iommu) {
		snprintf(path, sizeof(path), "%s/%s/devices/%s", CLASS_PATH, device->iommu,
			 device->name);
		ret = reader_open_dir(&device->host->reader, path, dir);
	}
	return ret ? open_pci(device->host, device->name, dir) : 0;
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
	ret = open_pci(host, name, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = read_config(&dir, features);
	reader_close_dir(&dir);
	return ret;
}

/* One line of text, without its line feed; NULL if there is no such file. */
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
	text[strcspn(text, "\n")] = '\0';
	if (!*text)
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
	return ret == -ENOMEM ? ret : 0;
}

/* The link says the number, its directory the rest. */
static int read_group(struct iommu_probe_device *device, const struct dir *dir)
{
	struct dir group;
	char *number = NULL, *end, *path;
	int ret;

	device->group = -1;
	ret = reader_link_name(dir, "iommu_group", &number);
	if (ret || !number)
		return ret;
	device->group = strtoll(number, &end, 10);
	if (*end || device->group < 0)
		device->group = -1;
	free(number);
	if (asprintf(&path, "%s/iommu_group", dir->path) < 0)
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

/* -1 is not known; a side that certainly has none makes it 0. */
static int together(const struct pci_feature *feature, int mine, int theirs)
{
	if (feature->found == PCI_ABSENT || !theirs)
		return 0;
	if (feature->found == PCI_UNKNOWN || theirs < 0)
		return -1;
	return mine < theirs ? mine : theirs;
}

int device_read(struct iommu_probe_device *device, const struct device_iommu *iommu)
{
	const struct features *features = &device->features;
	struct dir dir;
	int ret;

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
					     iommu ? iommu->ssid_bits : -1);
	device->usable_ats = together(&features->ats, 1, iommu ? iommu->ats : -1);
	device->usable_pri = together(&features->pri, 1, iommu ? iommu->pri : -1);
	return 0;
}
