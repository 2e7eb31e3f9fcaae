// SPDX-License-Identifier: MIT
/* A programming model that an IOMMU shows. */
#include <stdlib.h>
#include <string.h>
#include "decoders.h"
#include "internal.h"

struct iommu_probe_model *model_new(const char *name, int id, enum iommu_probe_origin origin)
{
	struct iommu_probe_model *model = calloc(1, sizeof(*model));
	unsigned int i;

	if (!model)
		return NULL;
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
		model->values[i] = (struct iommu_probe_value){ .model = model, .id = i };
	model->id = id;
	model->origin = origin;
	if (id >= 0)
		model->number = iommu_caps_models[id].number;
	model->name = strdup(name);
	if (!model->name) {
		free(model);
		return NULL;
	}
	return model;
}

/* By number, then name; those without a number last. */
static bool comes_before(const struct iommu_probe_model *a, const struct iommu_probe_model *b)
{
	/* 0, which stands for none, wraps to the greatest. */
	if (a->number != b->number)
		return a->number - 1 < b->number - 1;
	return natural_compare(a->name, b->name) < 0;
}

/* The attributes say what is left on; the registers stand beside them. */
static bool merge(struct iommu_probe_model **models, struct iommu_probe_model *model)
{
	struct iommu_probe_model **at, *other;

	for (at = models; *at; at = &(*at)->next) {
		other = *at;
		if (model->id < 0 || other->id != model->id || other->origin == model->origin)
			continue;
		if (model->origin == IOMMU_PROBE_ORIGIN_REGISTERS) {
			other->regs = model->regs;
			models_free(model);
			return true;
		}
		model->regs = other->regs;
		*at = other->next;
		other->next = NULL;
		models_free(other);
		return false;
	}
	return false;
}

void models_insert(struct iommu_probe_model **models, struct iommu_probe_model *model)
{
	struct iommu_probe_model **at = models;

	if (merge(models, model))
		return;
	while (*at && !comes_before(model, *at))
		at = &(*at)->next;
	model->next = *at;
	*at = model;
}

void model_drop_unknown(struct iommu_probe_model *model)
{
	size_t i;

	for (i = 0; i < model->unknown_count; i++) {
		free(model->unknown[i].name);
		free(model->unknown[i].text);
	}
	free(model->unknown);
	model->unknown = NULL;
	model->unknown_count = 0;
}

void models_free(struct iommu_probe_model *models)
{
	struct iommu_probe_model *model, *next;
	size_t i;

	for (model = models; model; model = next) {
		next = model->next;
		for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
			value_clear(&model->values[i]);
		model_drop_unknown(model);
		free(model->name);
		free(model);
	}
}

EXPORT struct iommu_probe_model *iommu_probe_iommu_get_first_model(struct iommu_probe_iommu *iommu)
{
	return iommu->models;
}

EXPORT struct iommu_probe_model *iommu_probe_model_get_next(struct iommu_probe_model *model)
{
	return model->next;
}

EXPORT const char *iommu_probe_model_get_name(const struct iommu_probe_model *model)
{
	return model->name;
}

EXPORT uint64_t iommu_probe_model_get_number(const struct iommu_probe_model *model)
{
	return model->number;
}

EXPORT enum iommu_probe_origin iommu_probe_model_get_origin(const struct iommu_probe_model *model)
{
	return model->origin;
}

EXPORT size_t iommu_probe_model_get_unknown_count(const struct iommu_probe_model *model)
{
	return model->unknown_count;
}

EXPORT const char *iommu_probe_model_get_unknown_name(const struct iommu_probe_model *model,
						      size_t index)
{
	return index < model->unknown_count ? model->unknown[index].name : NULL;
}

EXPORT const char *iommu_probe_model_get_unknown_text(const struct iommu_probe_model *model,
						      size_t index, size_t *length)
{
	if (index >= model->unknown_count)
		return NULL;
	if (length)
		*length = model->unknown[index].length;
	return model->unknown[index].text;
}

EXPORT const char *iommu_probe_model_get_register(const struct iommu_probe_model *model,
						  size_t index, uint64_t *word)
{
	const struct iommu_caps_register *reg;
	unsigned int i = 0;

	if (model->id < 0 || !iommu_caps_decoders[model->id].registers)
		return NULL;
	for (reg = iommu_caps_decoders[model->id].registers; reg->name; reg++, i++) {
		if (reg->use == IOMMU_CAPS_REGISTER_FACT || !iommu_caps_regs_has(&model->regs, i))
			continue;
		if (index--)
			continue;
		*word = model->regs.value[i];
		return reg->name;
	}
	return NULL;
}
