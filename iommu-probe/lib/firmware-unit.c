// SPDX-License-Identifier: MIT
/*
 * Which structure of the firmware's table an IOMMU is: DMAR's DRHD by the
 * address of its registers, IVRS's IVHD by its PCI address, IORT's SMMUv3 node
 * by the address in its name. Of any other kind there is nothing to say.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"

/* Intel D51397, "DMA Remapping Hardware Unit Definition Structure" */
#define DRHD_TYPE 0
#define DRHD_SIZE 16
#define DRHD_FLAGS_AT 4
#define DRHD_FLAG_ALL 1
#define DRHD_SEGMENT_AT 6
#define DRHD_BASE_AT 8

/* AMD 48882, "I/O Virtualization Hardware Definition (IVHD) Block" */
#define IVHD_SIZE 24
#define IVHD_DEVICE_AT 4
#define IVHD_BASE_AT 8
#define IVHD_SEGMENT_AT 16

/* Arm DEN0049, "SMMUv3 node" */
#define SMMU_V3_TYPE 4
#define SMMU_V3_SIZE 28
#define SMMU_V3_BASE_AT 16

static int describe_drhd(struct iommu_probe_host *host, uint64_t base, char **text)
{
	const struct firmware_table *table;
	const uint8_t *unit;
	struct firmware_walk walk;
	size_t length;
	int ret;

	ret = firmware_get(host, FIRMWARE_DMAR, &table);
	if (ret || !table)
		return ret;
	firmware_walk_init(&walk, table, FIRMWARE_DMAR);
	while ((unit = firmware_next(&walk, &length))) {
		if (firmware_get16(unit) != DRHD_TYPE || length < DRHD_SIZE ||
		    firmware_get64(unit + DRHD_BASE_AT) != base)
			continue;
		ret = asprintf(text, "DMAR: unit at 0x%" PRIx64 ", PCI segment %" PRIu32 ", %s",
			       base, firmware_get16(unit + DRHD_SEGMENT_AT),
			       unit[DRHD_FLAGS_AT] & DRHD_FLAG_ALL ?
				       "all devices that no other unit has" :
				       "the devices it names");
		return ret < 0 ? -ENOMEM : 0;
	}
	return 0;
}

static bool is_ivhd(const uint8_t *unit, size_t length)
{
	return (unit[0] == 0x10 || unit[0] == 0x11 || unit[0] == 0x40) && length >= IVHD_SIZE;
}

static int describe_ivhd(struct iommu_probe_host *host, uint32_t segment, uint32_t device,
			 char **text)
{
	const struct firmware_table *table;
	const uint8_t *unit;
	struct firmware_walk walk;
	size_t length;
	int ret;

	ret = firmware_get(host, FIRMWARE_IVRS, &table);
	if (ret || !table)
		return ret;
	firmware_walk_init(&walk, table, FIRMWARE_IVRS);
	while ((unit = firmware_next(&walk, &length))) {
		if (!is_ivhd(unit, length) || firmware_get16(unit + IVHD_DEVICE_AT) != device ||
		    firmware_get16(unit + IVHD_SEGMENT_AT) != segment)
			continue;
		ret = asprintf(text, "IVRS: unit at 0x%" PRIx64 ", PCI segment %" PRIu32,
			       firmware_get64(unit + IVHD_BASE_AT), segment);
		return ret < 0 ? -ENOMEM : 0;
	}
	return 0;
}

static int describe_smmu(struct iommu_probe_host *host, uint64_t base, char **text)
{
	const struct firmware_table *table;
	const uint8_t *node;
	struct firmware_walk walk;
	size_t length, n;
	int ret;

	ret = firmware_get(host, FIRMWARE_IORT, &table);
	if (ret || !table)
		return ret;
	firmware_walk_init(&walk, table, FIRMWARE_IORT);
	for (n = 0; (node = firmware_next(&walk, &length)); n++) {
		if (node[0] != SMMU_V3_TYPE || length < SMMU_V3_SIZE ||
		    firmware_get64(node + SMMU_V3_BASE_AT) != base)
			continue;
		ret = asprintf(text, "IORT: node %zu, unit at 0x%" PRIx64, n, base);
		return ret < 0 ? -ENOMEM : 0;
	}
	return 0;
}

/* The address of a VT-d unit's registers, which the stock driver shows. */
static int read_address(struct iommu_probe_iommu *iommu, uint64_t *base)
{
	static const struct name entry = { .name = (char *)"address" };
	char path[sizeof(CLASS_PATH "//intel-iommu") + NAME_SIZE];
	char text[READER_FILE_MAX + 1];
	struct dir dir;
	size_t length;
	char *end;
	int ret;

	snprintf(path, sizeof(path), "%s/%s/intel-iommu", CLASS_PATH, iommu->name);
	ret = reader_open_dir(&iommu->host->reader, path, &dir);
	if (ret)
		return ret;
	ret = reader_read(&iommu->host->reader, &dir, &entry, text, &length);
	reader_close_dir(&dir);
	if (ret)
		return ret;
	*base = strtoull(text, &end, 16);
	return end == text || (*end && *end != '\n') ? -EINVAL : 0;
}

static int firmware_describe(struct iommu_probe_iommu *iommu, char **text)
{
	unsigned int segment, bus, device, function;
	int end = 0;
	const char *parent = iommu->parent.name;
	uint64_t base;
	int ret;

	*text = NULL;
	if (iommu->host->source != HOST_TREE)
		return 0;
	if (sscanf(iommu->name, "smmu3.0x%" SCNx64 "%n", &base, &end) == 1 && !iommu->name[end])
		return describe_smmu(iommu->host, base, text);
	if (parent && is_pci_address(parent) &&
	    sscanf(parent, "%x:%x:%x.%x", &segment, &bus, &device, &function) == 4)
		return describe_ivhd(iommu->host, segment, bus << 8 | device << 3 | function,
				     text);
	ret = read_address(iommu, &base);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	return describe_drhd(iommu->host, base, text);
}

EXPORT int iommu_probe_iommu_read_firmware(struct iommu_probe_iommu *iommu, const char **text)
{
	int ret = 0;

	if (!iommu->firmware)
		ret = firmware_describe(iommu, &iommu->firmware);
	*text = iommu->firmware;
	return ret ? ctx_fail(iommu->host->ctx, -ret, "out of memory") : 0;
}
