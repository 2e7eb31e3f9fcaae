// SPDX-License-Identifier: MIT
/* The <iommu> element of a libvirt domain, with comments before it. */
#include "export.h"
#include <stdlib.h>
#include <string.h>

/* A comment of XML holds neither "--" nor control characters. */
static void print_comment(const char *before, const char *text)
{
	printf("<!-- %s", before);
	for (; *text; text++)
		if (*text == '-' && text[1] == '-')
			fputs("- ", stdout);
		else
			export_put_byte(*text);
	puts(" -->");
}

static void print_driver(const struct iommu_probe_export *export)
{
	const struct iommu_probe_setting *setting =
		iommu_probe_export_get_first_setting(export);
	const char *granule = NULL, *name, *value;

	fputs("  <driver", stdout);
	for (; setting; setting = iommu_probe_setting_get_next(setting)) {
		name = iommu_probe_setting_get_libvirt_name(setting);
		value = iommu_probe_setting_get_libvirt_value(setting);
		if (value && !strcmp(name, "granule"))
			granule = value;
		else if (value)
			printf(" %s='%s'", name, value);
	}
	if (granule)
		printf(">\n    <granule size='%d' unit='KiB'/>\n  </driver>\n", atoi(granule));
	else
		puts("/>");
}

void export_print_libvirt(const struct iommu_probe_export *export)
{
	const struct iommu_probe_setting *setting =
		iommu_probe_export_get_first_setting(export);
	char text[64];

	export_print_remarks(export, print_comment);
	if (!iommu_probe_export_get_libvirt_model(export))
		return;
	for (; setting; setting = iommu_probe_setting_get_next(setting)) {
		if (iommu_probe_setting_get_libvirt_name(setting) ||
		    !iommu_probe_setting_get_value(setting))
			continue;
		snprintf(text, sizeof(text), "%s=%s", iommu_probe_setting_get_name(setting),
			 iommu_probe_setting_get_value(setting));
		print_comment("no attribute of libvirt for QEMU's ", text);
	}
	printf("<!-- for libvirt %s or newer -->\n",
	       iommu_probe_export_get_libvirt_version(export));
	printf("<iommu model='%s'>\n", iommu_probe_export_get_libvirt_model(export));
	print_driver(export);
	puts("</iommu>");
}
