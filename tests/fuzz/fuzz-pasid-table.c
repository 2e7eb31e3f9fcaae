// SPDX-License-Identifier: MIT
/*
 * The check of a PASID table against the rule as tests/unit has it a second
 * time: what an IOMMU offers, then the config and what is behind it.
 */
#include <errno.h>
#include <string.h>
#include "fuzz.h"
#include "pasid-rule.h"

static void offer(struct iommu_caps *caps, struct pasid_rule_unit *unit, struct input *input)
{
	const unsigned int formats = input_number(input, 1), words = input_number(input, 1);
	unsigned int i;

	iommu_caps_set_none(caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID0);
	for (i = 0; i < IOMMU_CAPS_FORMATS; i++) {
		const struct iommu_caps_format *format = &iommu_caps_formats[i];

		if (format->model != caps->model || !(formats & BIT(format->code)))
			continue;
		iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT, format->word);
		unit->formats |= BIT(format->code);
	}
	/* In the order of STE.S1DSS. */
	for (i = 0; i < 3; i++) {
		static const enum iommu_caps_word_id ids[] = {
			IOMMU_CAPS_PASID0_TERMINATE, IOMMU_CAPS_PASID0_BYPASS,
			IOMMU_CAPS_PASID0_PASID0,
		};

		if (!(words & BIT(i)))
			continue;
		iommu_caps_add(caps, IOMMU_CAPS_PASID0, ids[i]);
		unit->pasid0 |= BIT(i);
	}
}

static void widths(struct iommu_caps *caps, struct pasid_rule_unit *unit, struct input *input)
{
	const unsigned int ssid = input_number(input, 1) % 65, output = input_number(input, 1) % 65;
	const unsigned int align = input_number(input, 1);

	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, ssid);
	unit->ssid_bits = ssid;
	if (output) {
		iommu_caps_set(caps, IOMMU_CAPS_OUTPUT_BITS, output);
		unit->output_bits = output;
	}
	if (align < 0x80) {
		unit->align = BIT_ULL(align % 33);
		iommu_caps_set(caps, IOMMU_CAPS_PASID_TABLE_ALIGN, unit->align);
	}
	if (align & 1) {
		iommu_caps_set_none(caps, IOMMU_CAPS_PGTABLE_FORMAT);
		iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_S1_AARCH64_4K);
		unit->stage1 = true;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct pasid_rule_unit unit = { 0 };
	struct iommu_caps caps;
	u32 argsz;
	u8 *config;

	iommu_caps_init(&caps, input_number(&input, 1) % IOMMU_CAPS_MODELS);
	unit.model = iommu_caps_models[caps.model].number;
	offer(&caps, &unit, &input);
	widths(&caps, &unit, &input);
	/* The caller has as many bytes as argsz says, and four in any case. */
	argsz = input.left;
	config = calloc(1, argsz < 4 ? 4 : argsz);
	MUST(config);
	memcpy(config, input.data, argsz);
	memcpy(config, &argsz, sizeof(argsz));
	MUST(iommu_caps_check_pasid_table(&caps, (void *)config) ==
	     -pasid_rule(&unit, (void *)config));
	free(config);
	return 0;
}
