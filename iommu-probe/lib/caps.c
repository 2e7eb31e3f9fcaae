// SPDX-License-Identifier: MIT
#include "caps.h"
#include <string.h>

static void add_names(const struct iommu_probe_value *value, struct iommu_caps *caps)
{
	size_t i;
	int word;

	iommu_caps_set_none(caps, value->id);
	for (i = 0; i < value->count; i++) {
		word = word_find(iommu_caps_attributes[value->id].words,
				 iommu_probe_value_get_word(value, i));
		/* A word that is there twice takes no room. */
		if (word >= 0 && !iommu_caps_offers(caps, value->id, (unsigned int)word))
			iommu_caps_add(caps, value->id, (unsigned int)word);
	}
}

void caps_add_value(const struct iommu_probe_value *value, struct iommu_caps *caps)
{
	uint64_t sizes = 0;
	size_t i;
	int word;

	switch (iommu_caps_attributes[value->id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		iommu_caps_set(caps, value->id, value->number);
		break;
	case IOMMU_CAPS_KIND_WORD:
		word = word_find(iommu_caps_attributes[value->id].words,
				 iommu_probe_value_get_word(value, 0));
		if (word >= 0)
			iommu_caps_set(caps, value->id, (u64)word);
		break;
	case IOMMU_CAPS_KIND_NAMES:
		add_names(value, caps);
		break;
	case IOMMU_CAPS_KIND_NUMBERS:
		for (i = 0; i < value->count; i++)
			if (!(value->numbers[i] & (value->numbers[i] - 1)))
				sizes |= value->numbers[i];
		iommu_caps_set(caps, value->id, sizes);
		break;
	}
}

/* Of what a model has no notion, the default is certain. */
static void add_default(enum iommu_caps_attribute_id id, struct iommu_caps *caps)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];

	if (attribute->models & BIT(caps->model))
		return;
	iommu_caps_set(caps, id, attribute->flags & IOMMU_CAPS_FLAG_ALIGN ?
					 iommu_caps_models[caps->model].align :
					 attribute->fallback);
}

void caps_from_model(const struct iommu_probe_model *model, struct iommu_caps *caps)
{
	unsigned int id;

	memset(caps, 0, sizeof(*caps));
	caps->model = (enum iommu_caps_model_id)model->id;
	iommu_caps_set(caps, IOMMU_CAPS_MODEL, model->number);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		if (id == IOMMU_CAPS_MODEL)
			continue;
		if (model->values[id].known)
			caps_add_value(&model->values[id], caps);
		else if (!model->values[id].unreadable)
			add_default(id, caps);
	}
}
