// SPDX-License-Identifier: MIT
/* QEMU's intel-iommu, which takes devices of the host behind any x86 IOMMU of Intel. */
#include "export.h"

#define QEMU_AW_LEAST 39
#define QEMU_AW_MOST 48
#define PASID_BITS_MOST 20

static const struct export_device device = {
	.qemu = "intel-iommu",
	.qemu_version = "10.0",
	.libvirt = "intel",
	.libvirt_version = "2.1.0",
	.notes = {
		"before any other device of QEMU's command line",
		"intremap needs -machine q35,kernel-irqchip=split; libvirt: <ioapic driver='qemu'/>",
	},
};

/* 0: not known. */
static int set_width(struct iommu_probe_export *export, unsigned int *width)
{
	enum iommu_caps_attribute_id missing, from = IOMMU_CAPS_INPUT_BITS;

	*width = export_width(export, &missing);
	if (!*width)
		return export_miss(export, EXPORT_AW_BITS, missing);
	if (export_value(export, IOMMU_CAPS_INPUT_BITS) > *width)
		from = IOMMU_CAPS_S2_INPUT_BITS;
	*width = *width < QEMU_AW_MOST ? QEMU_AW_LEAST : QEMU_AW_MOST;
	return export_set_least(export, EXPORT_AW_BITS, *width, from);
}

static int set_interrupts(struct iommu_probe_export *export)
{
	int ret;

	if (!export_knows(export, IOMMU_CAPS_INTREMAP)) {
		ret = export_miss(export, EXPORT_INTREMAP, IOMMU_CAPS_INTREMAP);
		return ret ? ret : export_miss(export, EXPORT_EIM, IOMMU_CAPS_INTREMAP);
	}
	switch (export_value(export, IOMMU_CAPS_INTREMAP)) {
	case IOMMU_CAPS_INTREMAP_X2APIC:
		ret = export_set(export, EXPORT_INTREMAP, "on");
		return ret ? ret : export_set(export, EXPORT_EIM, "on");
	case IOMMU_CAPS_INTREMAP_XAPIC:
		ret = export_set(export, EXPORT_INTREMAP, "on");
		return ret ? ret : export_leave(export, EXPORT_EIM, true, "intremap is xapic");
	default:
		ret = export_leave(export, EXPORT_INTREMAP, true, "intremap is none");
		return ret ? ret : export_leave(export, EXPORT_EIM, true, "intremap is none");
	}
}

static int set_large_pages(struct iommu_probe_export *export)
{
	if (!export_knows(export, IOMMU_CAPS_PAGE_SIZES))
		return export_miss(export, EXPORT_FS1GP, IOMMU_CAPS_PAGE_SIZES);
	if (export_value(export, IOMMU_CAPS_PAGE_SIZES) & BIT_ULL(30))
		return export_set(export, EXPORT_FS1GP, "on");
	return export_leave(export, EXPORT_FS1GP, true, "page_sizes has no 1G");
}

static int set_pasid_bits(struct iommu_probe_export *export)
{
	const u64 bits = export_value(export, IOMMU_CAPS_SSID_BITS);

	if (!export_knows(export, IOMMU_CAPS_SSID_BITS))
		return export_miss(export, EXPORT_PASID_BITS, IOMMU_CAPS_SSID_BITS);
	if (!bits)
		return export_leave(export, EXPORT_PASID_BITS, false, "ssid_bits is 0");
	return export_set_least(export, EXPORT_PASID_BITS,
				bits < PASID_BITS_MOST ? (unsigned int)bits : PASID_BITS_MOST,
				IOMMU_CAPS_SSID_BITS);
}

/* What QEMU wants for a guest's stage 1; its tables have four levels then. */
static int set_nested(struct iommu_probe_export *export, unsigned int width)
{
	int ret;

	if (!export_knows(export, IOMMU_CAPS_NESTING))
		return export_miss(export, EXPORT_SCALABLE_MODE, IOMMU_CAPS_NESTING);
	if (export_value(export, IOMMU_CAPS_NESTING) != IOMMU_CAPS_SWITCH_ENABLED)
		return export_leave(export, EXPORT_SCALABLE_MODE, false, "nesting is disabled");
	if (!export_knows(export, IOMMU_CAPS_PGTABLE_FORMAT))
		return export_miss(export, EXPORT_SCALABLE_MODE, IOMMU_CAPS_PGTABLE_FORMAT);
	if (!iommu_caps_offers(&export->caps, IOMMU_CAPS_PGTABLE_FORMAT,
			       IOMMU_CAPS_S1_VTD_FS_4LVL))
		return export_leave(export, EXPORT_SCALABLE_MODE, false,
				    "pgtable_format has no vtd-fs-4lvl");
	if (width != QEMU_AW_MOST)
		return export_leave(export, EXPORT_SCALABLE_MODE, false, "fsts needs aw-bits=%u",
				    QEMU_AW_MOST);
	ret = export_set(export, EXPORT_SCALABLE_MODE, "on");
	if (!ret)
		ret = export_set(export, EXPORT_FSTS, "on");
	if (!ret)
		ret = set_large_pages(export);
	return ret ? ret : set_pasid_bits(export);
}

int export_intel_vtd(struct iommu_probe_export *export)
{
	unsigned int width;
	int ret;

	export->device = &device;
	ret = export_need_width(export, QEMU_AW_LEAST);
	if (!ret)
		ret = set_width(export, &width);
	if (!ret)
		ret = export_set(export, EXPORT_CACHING_MODE, "on");
	if (!ret)
		ret = export_switch(export, EXPORT_DEVICE_IOTLB, IOMMU_CAPS_ATS, false);
	if (!ret)
		ret = set_interrupts(export);
	if (!ret)
		ret = export_switch(export, EXPORT_SNOOP_CONTROL, IOMMU_CAPS_SNOOP, false);
	return ret ? ret : set_nested(export, width);
}
