// SPDX-License-Identifier: MIT
/* A -device option of QEMU; whatever else there is to say is comments of a shell. */
#include "export.h"

static void print_option(const struct iommu_probe_export *export, bool nested)
{
	const struct iommu_probe_setting *setting =
		iommu_probe_export_get_first_setting(export);

	printf("-device %s", iommu_probe_export_get_qemu_device(export));
	for (; setting; setting = iommu_probe_setting_get_next(setting))
		if (export_is_for_all(setting) ||
		    (nested && iommu_probe_setting_get_value(setting)))
			printf(",%s=%s", iommu_probe_setting_get_name(setting),
			       iommu_probe_setting_get_value(setting));
	putchar('\n');
}

static bool has_nested(const struct iommu_probe_export *export)
{
	const struct iommu_probe_setting *setting =
		iommu_probe_export_get_first_setting(export);

	for (; setting; setting = iommu_probe_setting_get_next(setting))
		if (iommu_probe_setting_is_nested(setting) &&
		    iommu_probe_setting_get_value(setting))
			return true;
	return false;
}

void export_print_qemu(const struct iommu_probe_export *export)
{
	const size_t units = iommu_probe_export_get_units(export);

	if (iommu_probe_export_get_qemu_device(export))
		printf("# for QEMU %s or newer; this host: %s, %zu unit%s\n",
		       iommu_probe_export_get_qemu_version(export),
		       iommu_probe_export_get_model(export), units, units == 1 ? "" : "s");
	export_print_remarks(export, export_hash_line);
	if (!iommu_probe_export_get_qemu_device(export))
		return;
	print_option(export, false);
	if (!has_nested(export))
		return;
	puts("# or, for page tables of the guest's own and PASIDs, QEMU 11.1 with an iommufd\n"
	     "# object and no PCI bridge above the device (QEMU 10 has x-scalable-mode and x-flts\n"
	     "# instead, for emulated devices alone):");
	fputs("# ", stdout);
	print_option(export, true);
}
