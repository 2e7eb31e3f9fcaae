// SPDX-License-Identifier: MIT
/*
 * QEMU's accelerated SMMUv3: the guest's stage 1 is walked by the host's SMMU,
 * whose ID registers QEMU holds against those that it shows to the guest. It
 * refuses a device whose SMMU does not fit, whatever the options are. Without
 * acceleration it takes no device of the host at all.
 */
#include "export.h"

/* Of the SMMUv3 that QEMU shows. */
#define QEMU_SID_BITS	16
#define QEMU_OAS_LEAST	44
#define QEMU_OAS_MOST	48
#define QEMU_SSID_MOST	20

static const struct export_device device = {
	.qemu = "arm-smmuv3",
	.qemu_version = "11.1",
	.libvirt = "smmuv3",
	.libvirt_version = "5.5.0",
	.notes = {
		"once for each bus whose devices are behind it; that bus has an id of its own",
		"needs KVM, a guest that boots by ACPI, and vfio-pci with an iommufd object",
	},
};

/* What a rule is about; those units that report it keep to the rule. */
static int need(struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute)
{
	return export_knows(export, attribute) ? 0 : export_doubt(export, attribute);
}

/* Of a switch, off is the lesser. */
static int check_nesting(struct iommu_probe_export *export)
{
	if (export_lacks_number(export, IOMMU_CAPS_NESTING, IOMMU_CAPS_SWITCH_ENABLED))
		return export_refuse(export,
				     "nesting is disabled: no stage 1 of a guest can be used");
	return need(export, IOMMU_CAPS_NESTING);
}

/* STLEVEL: equal, and QEMU has two levels. */
static int check_stream_table(struct iommu_probe_export *export)
{
	if (export_lacks_word(export, IOMMU_CAPS_STREAM_TABLE_FORMAT, IOMMU_CAPS_STREAM_2LVL))
		return export_refuse(export, "stream tables of two levels (STLEVEL) are not "
					     "offered, QEMU's SMMUv3 has them");
	return need(export, IOMMU_CAPS_STREAM_TABLE_FORMAT);
}

/* GRAN4K, GRAN16K, GRAN64K: equal, and QEMU has all three; with one there is TTF. */
static int check_granules(struct iommu_probe_export *export)
{
	static const struct {
		enum iommu_caps_word_id word;
		const char *name;
	} granules[] = {
		{ IOMMU_CAPS_S1_AARCH64_4K, "4K" },
		{ IOMMU_CAPS_S1_AARCH64_16K, "16K" },
		{ IOMMU_CAPS_S1_AARCH64_64K, "64K" },
	};
	unsigned int i;
	int ret = 0;

	for (i = 0; i < ARRAY_SIZE(granules) && !ret; i++)
		if (export_lacks_word(export, IOMMU_CAPS_PGTABLE_FORMAT, granules[i].word))
			ret = export_refuse(export, "pages of %s (GRAN%s) are not offered, "
						    "QEMU's SMMUv3 has them",
					    granules[i].name, granules[i].name);
	return ret ? ret : need(export, IOMMU_CAPS_PGTABLE_FORMAT);
}

/* TTENDIAN: at most QEMU's, which is little-endian. */
static int check_endianness(struct iommu_probe_export *export)
{
	if (export->little == IOMMU_PROBE_ANSWER_UNKNOWN)
		return export_doubt(export, IOMMU_CAPS_TT_ENDIAN);
	if (export->little == IOMMU_PROBE_ANSWER_YES)
		return 0;
	return export_refuse(export, "translation tables are big-endian (TTENDIAN), "
				     "those of QEMU's SMMUv3 are not");
}

static int check_stream_ids(struct iommu_probe_export *export)
{
	if (export_lacks_number(export, IOMMU_CAPS_SID_BITS, QEMU_SID_BITS))
		return export_refuse(export, "stream IDs (SIDSIZE) have %u bits, those of QEMU's "
					     "SMMUv3 %u",
				     (unsigned int)export->partial.value[IOMMU_CAPS_SID_BITS],
				     QEMU_SID_BITS);
	return need(export, IOMMU_CAPS_SID_BITS);
}

static int set_oas(struct iommu_probe_export *export)
{
	const u64 bits = export_value(export, IOMMU_CAPS_OUTPUT_BITS);

	if (export_lacks_number(export, IOMMU_CAPS_OUTPUT_BITS, QEMU_OAS_LEAST))
		return export_refuse(export, "output addresses (OAS) have %u bits, those of QEMU's "
					     "SMMUv3 at least %u",
				     (unsigned int)export->partial.value[IOMMU_CAPS_OUTPUT_BITS],
				     QEMU_OAS_LEAST);
	if (!export_knows(export, IOMMU_CAPS_OUTPUT_BITS))
		return export_miss(export, EXPORT_OAS, IOMMU_CAPS_OUTPUT_BITS);
	return export_set_least(export, EXPORT_OAS,
				bits < QEMU_OAS_MOST ? QEMU_OAS_LEAST : QEMU_OAS_MOST,
				IOMMU_CAPS_OUTPUT_BITS);
}

static int set_ssidsize(struct iommu_probe_export *export)
{
	const u64 bits = export_value(export, IOMMU_CAPS_SSID_BITS);

	if (!export_knows(export, IOMMU_CAPS_SSID_BITS))
		return export_miss(export, EXPORT_SSIDSIZE, IOMMU_CAPS_SSID_BITS);
	return export_set_least(export, EXPORT_SSIDSIZE,
				bits < QEMU_SSID_MOST ? (unsigned int)bits : QEMU_SSID_MOST,
				IOMMU_CAPS_SSID_BITS);
}

int export_arm_smmu_v3(struct iommu_probe_export *export)
{
	static int (*const checks[])(struct iommu_probe_export *export) = {
		check_nesting, check_stream_table, check_granules, check_endianness,
		check_stream_ids,
	};
	unsigned int i;
	int ret = 0;

	export->device = &device;
	for (i = 0; i < ARRAY_SIZE(checks) && !ret; i++)
		ret = checks[i](export);
	if (!ret)
		ret = export_set(export, EXPORT_PRIMARY_BUS, "pcie.1");
	if (!ret)
		ret = export_set(export, EXPORT_ACCEL, "on");
	if (!ret)
		ret = export_set(export, EXPORT_STAGE, "1");
	if (!ret)
		ret = export_switch(export, EXPORT_ATS, IOMMU_CAPS_ATS, true);
	if (!ret)
		ret = export_switch(export, EXPORT_RIL, IOMMU_CAPS_RIL, true);
	if (!ret)
		ret = set_ssidsize(export);
	return ret ? ret : set_oas(export);
}
