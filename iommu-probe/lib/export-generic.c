// SPDX-License-Identifier: MIT
/* QEMU's virtio-iommu, for hosts whose own model no device of QEMU follows. */
#include "export.h"

#define QEMU_AW_LEAST 32
#define QEMU_AW_MOST 64

static const struct export_device device = {
	.qemu = "virtio-iommu-pci",
	.qemu_version = "10.0",
	.libvirt = "virtio",
	.libvirt_version = "8.3.0",
	.notes = { "before any other device of QEMU's command line" },
};

static int set_width(struct iommu_probe_export *export)
{
	enum iommu_caps_attribute_id missing;
	const unsigned int width = export_width(export, &missing);

	if (!width)
		return export_miss(export, EXPORT_AW_BITS, missing);
	return export_set_least(export, EXPORT_AW_BITS, width < QEMU_AW_MOST ? width : QEMU_AW_MOST,
				IOMMU_CAPS_INPUT_BITS);
}

/* The smallest page that the host can map, of those that QEMU knows. */
static int set_granule(struct iommu_probe_export *export)
{
	static const struct {
		u64 size;
		const char *name;
	} granules[] = {
		{ 4096, "4k" }, { 8192, "8k" }, { 16384, "16k" }, { 65536, "64k" },
	};
	unsigned int i;

	if (!export_knows(export, IOMMU_CAPS_PAGE_SIZES))
		return export_miss(export, EXPORT_GRANULE, IOMMU_CAPS_PAGE_SIZES);
	for (i = 0; i < ARRAY_SIZE(granules); i++)
		if (export_value(export, IOMMU_CAPS_PAGE_SIZES) & granules[i].size)
			return export_set(export, EXPORT_GRANULE, "%s", granules[i].name);
	return export_refuse(export, "no page of 4K, 8K, 16K or 64K is offered by all units");
}

int export_generic(struct iommu_probe_export *export)
{
	int ret;

	export->device = &device;
	ret = export_need_width(export, QEMU_AW_LEAST);
	if (!ret)
		ret = set_width(export);
	return ret ? ret : set_granule(export);
}
