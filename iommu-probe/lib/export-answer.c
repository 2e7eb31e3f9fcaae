// SPDX-License-Identifier: MIT
/* What an export says of itself. */
#include "export.h"
#include <string.h>

EXPORT struct iommu_probe_least *
iommu_probe_export_get_first_least(struct iommu_probe_export *export)
{
	return export->leasts;
}

EXPORT size_t iommu_probe_export_get_units(const struct iommu_probe_export *export)
{
	return export->units;
}

EXPORT enum iommu_probe_answer
iommu_probe_export_get_answer(const struct iommu_probe_export *export)
{
	return export->answer;
}

EXPORT const char *iommu_probe_export_get_reason(const struct iommu_probe_export *export,
						 size_t index)
{
	return index < export->reason_count ? export->reasons[index] : NULL;
}

EXPORT const char *iommu_probe_export_get_model(const struct iommu_probe_export *export)
{
	return export->device ? export->least->model->name : NULL;
}

EXPORT const char *iommu_probe_export_get_qemu_device(const struct iommu_probe_export *export)
{
	return export->device ? export->device->qemu : NULL;
}

EXPORT const char *iommu_probe_export_get_qemu_version(const struct iommu_probe_export *export)
{
	return export->device ? export->device->qemu_version : NULL;
}

EXPORT const char *iommu_probe_export_get_libvirt_model(const struct iommu_probe_export *export)
{
	return export->device ? export->device->libvirt : NULL;
}

EXPORT const char *iommu_probe_export_get_libvirt_version(const struct iommu_probe_export *export)
{
	const struct iommu_probe_setting *setting;
	const char *version;

	if (!export->device)
		return NULL;
	version = export->device->libvirt_version;
	for (setting = export->settings; setting; setting = setting->next)
		if (iommu_probe_setting_get_libvirt_value(setting) &&
		    strverscmp(setting->option->libvirt_version, version) > 0)
			version = setting->option->libvirt_version;
	return version;
}

EXPORT const char *iommu_probe_export_get_note(const struct iommu_probe_export *export,
					       size_t index)
{
	size_t i;

	if (!export->device)
		return NULL;
	for (i = 0; export->device->notes[i]; i++)
		if (i == index)
			return export->device->notes[i];
	if (i != index || !export->registers)
		return NULL;
	return "known by registers: what the hardware has, the kernel may have left it off";
}

EXPORT const struct iommu_probe_setting *
iommu_probe_export_get_first_setting(const struct iommu_probe_export *export)
{
	return export->settings;
}
