// SPDX-License-Identifier: MIT
/* Any registers: a byte for the model, which of them are known, their values. */
#include <errno.h>
#include <string.h>
#include "decoders.h"
#include "fuzz.h"

static void check_width(enum iommu_caps_attribute_id id, u64 number)
{
	switch (id) {
	case IOMMU_CAPS_MODEL:
	case IOMMU_CAPS_PASID_TABLE_ALIGN:
		break;
	case IOMMU_CAPS_ASID_BITS:
		MUST(number <= 32);
		break;
	case IOMMU_CAPS_SSID_BITS:
		MUST(number <= 20);
		break;
	case IOMMU_CAPS_SID_BITS:
		MUST(number <= 32);
		break;
	case IOMMU_CAPS_BBM:
		MUST(number <= 2);
		break;
	default:
		MUST(number >= 1 && number <= 64);
	}
}

/* Its text, as the kernel shows it, is one that the library takes. */
static void check_text(const struct iommu_caps *caps, enum iommu_caps_attribute_id id)
{
	struct iommu_probe_value value = { 0 };
	char text[IOMMU_CAPS_TEXT_MAX];
	int length = iommu_caps_format(caps, id, text, sizeof(text));
	size_t i;

	MUST(length > 0 && (size_t)length < sizeof(text));
	MUST(!value_parse(&value, id, text, length));
	for (i = 0; iommu_caps_attributes[id].words && i < value.count; i++)
		MUST(word_find(iommu_caps_attributes[id].words,
			       iommu_probe_value_get_word(&value, i)) >= 0);
	value_clear(&value);
}

static void check_caps(const struct iommu_caps *caps)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		if (!iommu_caps_knows(caps, id))
			continue;
		MUST(iommu_caps_attributes[id].models & BIT(caps->model));
		if (iommu_caps_attributes[id].kind == IOMMU_CAPS_KIND_UINT)
			check_width(id, caps->value[id]);
		check_text(caps, id);
	}
}

static void check_document(enum iommu_caps_model_id model, const struct iommu_caps_register *names,
			   const struct iommu_caps_regs *regs, bool complete)
{
	struct iommu_probe_register given[IOMMU_CAPS_REGS_MAX];
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	/* Of a model that is known by facts alone nobody can give registers. */
	bool has_registers = false;
	unsigned int i;
	size_t count = 0;
	int ret;

	for (i = 0; names[i].name; i++)
		has_registers |= names[i].use != IOMMU_CAPS_REGISTER_FACT;
	for (i = 0; names[i].name; i++)
		if (iommu_caps_regs_has(regs, i) && names[i].use != IOMMU_CAPS_REGISTER_FACT)
			given[count++] = (struct iommu_probe_register){ names[i].name,
									regs->value[i] };
	MUST(!iommu_probe_ctx_new(&ctx));
	ret = iommu_probe_host_new_decoded(ctx, iommu_caps_models[model].name, given, count, &host);
	if (complete && has_registers)
		MUST(!ret);
	else
		MUST(ret == -EINVAL && *iommu_probe_ctx_get_message(ctx));
	if (!ret)
		check_host(host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	const enum iommu_caps_model_id model = input_number(&input, 1) % IOMMU_CAPS_MODELS;
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[model];
	struct iommu_caps_regs regs = { 0 };
	struct iommu_caps caps;
	const u32 known = input_number(&input, 2);
	bool complete = true;
	unsigned int i;
	u64 word;
	int ret;

	if (!decoder->decode)
		return -1;
	for (i = 0; decoder->registers[i].name; i++) {
		word = input_number(&input, 8);
		if (decoder->registers[i].bits < 64)
			word &= BIT_ULL(decoder->registers[i].bits) - 1;
		if (known & BIT(i))
			iommu_caps_regs_set(&regs, i, word);
		else if (decoder->registers[i].use == IOMMU_CAPS_REGISTER_REQUIRED)
			complete = false;
	}
	iommu_caps_init(&caps, model);
	ret = decoder->decode(&regs, &caps);
	MUST(ret == (complete ? 0 : -EINVAL));
	if (!ret)
		check_caps(&caps);
	check_document(model, decoder->registers, &regs, complete);
	return 0;
}
