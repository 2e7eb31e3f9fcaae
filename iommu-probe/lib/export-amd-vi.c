// SPDX-License-Identifier: MIT
/* QEMU's amd-iommu. */
#include "export.h"

static const struct export_device device = {
	.qemu = "amd-iommu",
	.qemu_version = "11.1",
	.libvirt = "amd",
	.libvirt_version = "11.5.0",
	.notes = {
		"before any other device of QEMU's command line",
		"intremap needs -machine q35,kernel-irqchip=split; libvirt: <ioapic driver='qemu'/>",
	},
};

static int set_interrupts(struct iommu_probe_export *export)
{
	const u64 intremap = export_value(export, IOMMU_CAPS_INTREMAP);
	int ret;

	if (!export_knows(export, IOMMU_CAPS_INTREMAP)) {
		ret = export_miss(export, EXPORT_INTREMAP, IOMMU_CAPS_INTREMAP);
		return ret ? ret : export_miss(export, EXPORT_XTSUP, IOMMU_CAPS_INTREMAP);
	}
	ret = intremap == IOMMU_CAPS_INTREMAP_NONE ?
		      export_leave(export, EXPORT_INTREMAP, true, "intremap is none") :
		      export_set(export, EXPORT_INTREMAP, "on");
	if (ret)
		return ret;
	return intremap == IOMMU_CAPS_INTREMAP_X2APIC ?
		       export_set(export, EXPORT_XTSUP, "on") :
		       export_leave(export, EXPORT_XTSUP, false, "intremap is not x2apic");
}

/* The guest may take any address; the host maps no more than these. */
static int leave_width(struct iommu_probe_export *export)
{
	enum iommu_caps_attribute_id missing;
	const unsigned int width = export_width(export, &missing);

	if (!width)
		return export_miss(export, EXPORT_AW_BITS, missing);
	return export_leave(export, EXPORT_AW_BITS, false,
			    "amd-iommu has no such option; the host translates %u bits", width);
}

int export_amd_vi(struct iommu_probe_export *export)
{
	int ret;

	export->device = &device;
	ret = leave_width(export);
	if (!ret)
		ret = export_set(export, EXPORT_DMA_REMAP, "on");
	if (!ret)
		ret = export_switch(export, EXPORT_DEVICE_IOTLB, IOMMU_CAPS_ATS, false);
	return ret ? ret : set_interrupts(export);
}
