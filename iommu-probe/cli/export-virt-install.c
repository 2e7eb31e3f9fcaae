// SPDX-License-Identifier: MIT
/* The option --iommu of virt-install; all else is comments of a shell. */
#include "export.h"
#include <string.h>

/* It has libvirt's attributes, but no elements below <driver>. */
static bool has_word(const struct iommu_probe_setting *setting)
{
	const char *name = iommu_probe_setting_get_libvirt_name(setting);

	return name && strcmp(name, "granule");
}

void export_print_virt_install(const struct iommu_probe_export *export)
{
	const struct iommu_probe_setting *setting;
	const char *model = iommu_probe_export_get_libvirt_model(export);
	char text[64];

	export_print_remarks(export, export_hash_line);
	if (!model)
		return;
	setting = iommu_probe_export_get_first_setting(export);
	for (; setting; setting = iommu_probe_setting_get_next(setting)) {
		if (has_word(setting) || !iommu_probe_setting_get_value(setting))
			continue;
		snprintf(text, sizeof(text), "%s=%s", iommu_probe_setting_get_name(setting),
			 iommu_probe_setting_get_value(setting));
		export_hash_line("no option of virt-install for QEMU's ", text);
	}
	printf("--iommu model=%s", model);
	setting = iommu_probe_export_get_first_setting(export);
	for (; setting; setting = iommu_probe_setting_get_next(setting))
		if (has_word(setting) && iommu_probe_setting_get_value(setting))
			printf(",driver.%s=%s", iommu_probe_setting_get_libvirt_name(setting),
			       iommu_probe_setting_get_libvirt_value(setting));
	putchar('\n');
}
