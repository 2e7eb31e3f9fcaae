// SPDX-License-Identifier: MIT
/* The options of virtual IOMMUs, and what is decided of one. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "answer.h"
#include "export.h"

/* libvirt's releases are those of its documentation of domains. */
static const struct export_option options[] = {
	[EXPORT_PRIMARY_BUS] = { "primary-bus", false, "pciBus", "11.10.0" },
	[EXPORT_ACCEL] = { "accel", false, "accel", "12.7.0" },
	[EXPORT_STAGE] = { "stage", false, NULL, NULL },
	[EXPORT_SSIDSIZE] = { "ssidsize", false, "ssidsize", "12.7.0" },
	[EXPORT_OAS] = { "oas", false, "oas", "12.7.0" },
	[EXPORT_RIL] = { "ril", false, "ril", "12.7.0" },
	[EXPORT_ATS] = { "ats", false, "ats", "12.7.0" },
	[EXPORT_AW_BITS] = { "aw-bits", false, "aw_bits", "6.5.0" },
	[EXPORT_CACHING_MODE] = { "caching-mode", false, "caching_mode", "3.4.0" },
	[EXPORT_DEVICE_IOTLB] = { "device-iotlb", false, "iotlb", "3.5.0" },
	[EXPORT_INTREMAP] = { "intremap", false, "intremap", "3.4.0" },
	[EXPORT_EIM] = { "eim", false, "eim", "3.4.0" },
	[EXPORT_SNOOP_CONTROL] = { "snoop-control", false, NULL, NULL },
	[EXPORT_SCALABLE_MODE] = { "scalable-mode", true, NULL, NULL },
	[EXPORT_FSTS] = { "fsts", true, NULL, NULL },
	[EXPORT_FS1GP] = { "fs1gp", true, NULL, NULL },
	[EXPORT_PASID_BITS] = { "pasid-bits", true, NULL, NULL },
	[EXPORT_DMA_REMAP] = { "dma-remap", false, NULL, NULL },
	[EXPORT_XTSUP] = { "xtsup", false, "xtsup", "11.5.0" },
	[EXPORT_GRANULE] = { "granule", false, "granule", "12.1.0" },
};

static struct iommu_probe_setting *add(struct iommu_probe_export *export,
				       enum export_option_id id)
{
	struct iommu_probe_setting *setting = calloc(1, sizeof(*setting));

	if (!setting)
		return NULL;
	setting->option = &options[id];
	*export->end = setting;
	export->end = &setting->next;
	return setting;
}

void export_forget_settings(struct iommu_probe_export *export)
{
	struct iommu_probe_setting *setting, *next;

	for (setting = export->settings; setting; setting = next) {
		next = setting->next;
		free(setting->reason);
		free(setting);
	}
	export->settings = NULL;
	export->end = &export->settings;
}

int export_set(struct iommu_probe_export *export, enum export_option_id id, const char *format,
	       ...)
{
	struct iommu_probe_setting *setting = add(export, id);
	va_list args;

	if (!setting)
		return -ENOMEM;
	va_start(args, format);
	vsnprintf(setting->value, sizeof(setting->value), format, args);
	va_end(args);
	return 0;
}

static int explain(struct iommu_probe_setting *setting, const char *format, va_list args)
{
	if (vasprintf(&setting->reason, format, args) >= 0)
		return 0;
	setting->reason = NULL;
	return -ENOMEM;
}

static PRINTF(2, 3) int explain_by(struct iommu_probe_setting *setting, const char *format, ...)
{
	va_list args;
	int ret;

	va_start(args, format);
	ret = explain(setting, format, args);
	va_end(args);
	return ret;
}

int export_set_least(struct iommu_probe_export *export, enum export_option_id id,
		     unsigned int value, enum iommu_caps_attribute_id attribute)
{
	struct iommu_probe_setting *setting = add(export, id);

	if (!setting)
		return -ENOMEM;
	snprintf(setting->value, sizeof(setting->value), "%u", value);
	if (!export->least->capabilities[attribute].uneven)
		return 0;
	return explain_by(setting, "%s differs among %zu units, this is for the least of them",
			  iommu_caps_attributes[attribute].name, export->least->units);
}

int export_leave(struct iommu_probe_export *export, enum export_option_id id, bool off,
		 const char *format, ...)
{
	struct iommu_probe_setting *setting = add(export, id);
	va_list args;
	int ret;

	if (!setting)
		return -ENOMEM;
	if (off)
		snprintf(setting->value, sizeof(setting->value), "off");
	va_start(args, format);
	ret = explain(setting, format, args);
	va_end(args);
	return ret;
}

int export_miss(struct iommu_probe_export *export, enum export_option_id id,
		enum iommu_caps_attribute_id attribute)
{
	export->answer = answer_both(export->answer, IOMMU_PROBE_ANSWER_UNKNOWN);
	return export_leave(export, id, false, "%s is not reported",
			    iommu_caps_attributes[attribute].name);
}

int export_switch(struct iommu_probe_export *export, enum export_option_id id,
		  enum iommu_caps_attribute_id attribute, bool off)
{
	if (!export_knows(export, attribute))
		return export_miss(export, id, attribute);
	if (export_value(export, attribute) == IOMMU_CAPS_SWITCH_ENABLED)
		return export_set(export, id, "on");
	return export_leave(export, id, off, "%s is disabled%s",
			    iommu_caps_attributes[attribute].name,
			    export->least->capabilities[attribute].uneven ? " at some units" : "");
}

EXPORT const struct iommu_probe_setting *
iommu_probe_setting_get_next(const struct iommu_probe_setting *setting)
{
	return setting->next;
}

EXPORT const char *iommu_probe_setting_get_name(const struct iommu_probe_setting *setting)
{
	return setting->option->name;
}

EXPORT const char *iommu_probe_setting_get_value(const struct iommu_probe_setting *setting)
{
	return *setting->value ? setting->value : NULL;
}

EXPORT const char *iommu_probe_setting_get_reason(const struct iommu_probe_setting *setting)
{
	return setting->reason;
}

EXPORT bool iommu_probe_setting_is_nested(const struct iommu_probe_setting *setting)
{
	return setting->option->nested;
}

EXPORT const char *iommu_probe_setting_get_libvirt_name(const struct iommu_probe_setting *setting)
{
	return setting->option->libvirt;
}

EXPORT const char *
iommu_probe_setting_get_libvirt_value(const struct iommu_probe_setting *setting)
{
	if (!setting->option->libvirt || !*setting->value)
		return NULL;
	/* libvirt numbers the controllers of which QEMU has the names. */
	if (setting->option == &options[EXPORT_PRIMARY_BUS])
		return setting->value + sizeof("pcie.") - 1;
	return setting->value;
}
