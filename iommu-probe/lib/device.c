// SPDX-License-Identifier: MIT
/* Devices behind IOMMUs: what their configuration space says. */
#include "device.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int device_pasid_width(struct iommu_probe_host *host, const char *name, enum pci_found *found,
		       uint32_t *bits)
{
	char path[sizeof("/sys/bus/pci/devices/") + NAME_SIZE];
	struct dir dir;
	uint8_t *config;
	size_t length;
	int ret;

	*found = PCI_UNKNOWN;
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s", name);
	ret = reader_open_dir(&host->reader, path, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_read_all(&dir, "config", PCI_CONFIG_MAX, &config, &length);
	reader_close_dir(&dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	*found = pci_pasid_width(config, length, bits);
	free(config);
	return 0;
}
