// SPDX-License-Identifier: MIT
/* A programming model that an IOMMU shows. */
#include <stdlib.h>
#include "internal.h"

void models_free(struct iommu_probe_model *models)
{
	struct iommu_probe_model *model, *next;
	size_t i;

	for (model = models; model; model = next) {
		next = model->next;
		for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
			value_clear(&model->values[i]);
		for (i = 0; i < model->unknown_count; i++) {
			free(model->unknown[i].name);
			free(model->unknown[i].text);
		}
		free(model->unknown);
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
