// SPDX-License-Identifier: MIT
/* What the firmware describes a host by, by existence: to read it takes more rights. */
#include <stdio.h>
#include "internal.h"

const char *const firmware_source_names[FIRMWARE_SOURCES] = {
	[FIRMWARE_SOURCE_DMAR] = "DMAR",
	[FIRMWARE_SOURCE_IVRS] = "IVRS",
	[FIRMWARE_SOURCE_IORT] = "IORT",
	[FIRMWARE_SOURCE_RIMT] = "RIMT",
	[FIRMWARE_SOURCE_VIOT] = "VIOT",
	[FIRMWARE_SOURCE_DEVICETREE] = "devicetree",
};

unsigned int firmware_sources(const struct iommu_probe_host *host)
{
	char path[sizeof("/sys/firmware/acpi/tables/") + 4];
	unsigned int i, found = 0;

	if (host->given)
		return 0;
	for (i = 0; i < FIRMWARE_SOURCE_DEVICETREE; i++) {
		snprintf(path, sizeof(path), "/sys/firmware/acpi/tables/%.4s",
			 firmware_source_names[i]);
		if (!reader_exists(&host->reader, path))
			found |= 1u << i;
	}
	/* A machine with ACPI may have an empty tree besides. */
	if (!found && !reader_exists(&host->reader, "/sys/firmware/devicetree/base"))
		found = 1u << FIRMWARE_SOURCE_DEVICETREE;
	return found;
}
