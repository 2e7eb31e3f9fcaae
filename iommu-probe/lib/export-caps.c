// SPDX-License-Identifier: MIT
/* What is known of all units of the model that is followed, and of some of them. */
#include "export.h"

void export_read_caps(struct iommu_probe_export *export)
{
	const struct least_capability *capability = export->least->capabilities;
	unsigned int id;

	caps_from_model(export->least->model, &export->caps);
	export->partial = export->caps;
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (capability[id].reported && capability[id].unreported && !capability[id].apart)
			caps_add_value(&capability[id].value, &export->partial);
}

bool export_knows(const struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute)
{
	return iommu_caps_knows(&export->caps, attribute);
}

u64 export_value(const struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute)
{
	return export->caps.value[attribute];
}

bool export_lacks_number(const struct iommu_probe_export *export,
			 enum iommu_caps_attribute_id attribute, u64 number)
{
	return iommu_caps_knows(&export->partial, attribute) &&
	       export->partial.value[attribute] < number;
}

bool export_lacks_word(const struct iommu_probe_export *export,
		       enum iommu_caps_attribute_id attribute, enum iommu_caps_word_id word)
{
	return iommu_caps_knows(&export->partial, attribute) &&
	       !iommu_caps_offers(&export->partial, attribute, word);
}

/* Whose stage 2 is known not to be there, or is a notion that the model lacks. */
static bool has_one_stage(const struct iommu_probe_export *export)
{
	return export_knows(export, IOMMU_CAPS_S2_PGTABLE_FORMAT) &&
	       !export_value(export, IOMMU_CAPS_S2_PGTABLE_FORMAT);
}

unsigned int export_width(const struct iommu_probe_export *export,
			  enum iommu_caps_attribute_id *missing)
{
	const u64 input = export_value(export, IOMMU_CAPS_INPUT_BITS);
	const u64 stage2 = export_value(export, IOMMU_CAPS_S2_INPUT_BITS);

	*missing = IOMMU_CAPS_INPUT_BITS;
	if (!export_knows(export, IOMMU_CAPS_INPUT_BITS) || !input)
		return 0;
	*missing = IOMMU_CAPS_S2_INPUT_BITS;
	/* The kernel may map a guest's addresses by either. */
	if (export_knows(export, IOMMU_CAPS_S2_INPUT_BITS) && stage2)
		return (unsigned int)(stage2 < input ? stage2 : input);
	return has_one_stage(export) ? (unsigned int)input : 0;
}

int export_need_width(struct iommu_probe_export *export, unsigned int least)
{
	static const enum iommu_caps_attribute_id widths[] = {
		IOMMU_CAPS_INPUT_BITS, IOMMU_CAPS_S2_INPUT_BITS,
	};
	unsigned int i;
	u64 bits;

	for (i = 0; i < ARRAY_SIZE(widths); i++) {
		bits = export->partial.value[widths[i]];
		if (bits && export_lacks_number(export, widths[i], least))
			return export_refuse(export,
					     "addresses have %u bits, those of QEMU's %s at least %u",
					     (unsigned int)bits, export->device->qemu, least);
	}
	return 0;
}
