// SPDX-License-Identifier: MIT
/* Folding the values of IOMMUs into the least that they have in common. */
#include "least.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "least-value.h"

static void free_one(struct iommu_probe_least *least)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		value_clear(&least->capabilities[id].value);
		value_clear(&least->capabilities[id].best);
	}
	models_free(least->model);
	free(least->hosts);
	free(least);
}

void leasts_free(struct iommu_probe_least *leasts)
{
	struct iommu_probe_least *next;

	for (; leasts; leasts = next) {
		next = leasts->next;
		free_one(leasts);
	}
}

static struct iommu_probe_least *least_new(const struct iommu_probe_model *model)
{
	struct iommu_probe_least *least = calloc(1, sizeof(*least));

	if (!least)
		return NULL;
	least->model = model_new(model->name, model->id, IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	if (!least->model) {
		free(least);
		return NULL;
	}
	least->model->number = model->number;
	return least;
}

/* As models are ordered: those without a number last. */
static int compare(const struct iommu_probe_model *a, const struct iommu_probe_model *b)
{
	/* 0, which stands for none, wraps to the greatest. */
	if (a->number != b->number)
		return a->number - 1 < b->number - 1 ? -1 : 1;
	return natural_compare(a->name, b->name);
}

struct iommu_probe_least *least_find(struct iommu_probe_least **leasts,
				     const struct iommu_probe_model *model)
{
	struct iommu_probe_least **at = leasts, *new;

	while (*at && compare((*at)->model, model) < 0)
		at = &(*at)->next;
	if (*at && !compare((*at)->model, model))
		return *at;
	new = least_new(model);
	if (!new)
		return NULL;
	new->next = *at;
	*at = new;
	return new;
}

static bool is_reported(const struct iommu_probe_value *value)
{
	const u32 flags = iommu_caps_attributes[value->id].flags;

	return value->known &&
	       ((flags & IOMMU_CAPS_FLAG_WIDTH) != IOMMU_CAPS_FLAG_WIDTH || value->number);
}

static int fold_first(struct least_capability *capability, const struct iommu_probe_value *value)
{
	int ret;

	capability->reported = true;
	ret = least_copy(&capability->value, value);
	if (!ret && least_order(value->id))
		ret = least_copy(&capability->best, value);
	return ret;
}

static int fold_more(struct least_capability *capability, struct iommu_probe_value *value)
{
	struct iommu_probe_value best;
	int ret;

	if (least_equal(&capability->value, value))
		return 0;
	capability->uneven = true;
	if (least_order(value->id) && least_compare(value, &capability->best) > 0) {
		best = capability->best;
		capability->best = *value;
		ret = least_of(&capability->value, value);
		*value = best;
	} else {
		ret = least_of(&capability->value, value);
	}
	if (ret > 0)
		capability->apart = true;
	return ret < 0 ? ret : 0;
}

static int fold_value(struct least_capability *capability, const struct iommu_probe_value *value)
{
	struct iommu_probe_value copy;
	int ret;

	if (!is_reported(value)) {
		capability->unreported = true;
		return 0;
	}
	if (!capability->reported)
		return fold_first(capability, value);
	ret = least_copy(&copy, value);
	if (!ret)
		ret = fold_more(capability, &copy);
	value_clear(&copy);
	return ret;
}

/* The least as the value of a model, which getters take. */
static int show(struct iommu_probe_least *least, enum iommu_caps_attribute_id id)
{
	const struct least_capability *capability = &least->capabilities[id];
	struct iommu_probe_value *value = &least->model->values[id];
	int ret = 0;

	value_clear(value);
	*value = (struct iommu_probe_value){ .id = id };
	if (capability->reported && !capability->unreported && !capability->apart)
		ret = value_copy(value, &capability->value);
	value->model = least->model;
	return ret;
}

int least_fold(struct iommu_probe_least **leasts, const struct iommu_probe_model *model)
{
	struct iommu_probe_least *least = least_find(leasts, model);
	unsigned int id;
	int ret = least ? 0 : -ENOMEM;

	if (least)
		least->units++;
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++) {
		if (id == IOMMU_CAPS_MODEL)
			continue;
		ret = fold_value(&least->capabilities[id], &model->values[id]);
		if (!ret)
			ret = show(least, id);
	}
	return ret;
}

static int merge_capability(struct least_capability *capability,
			    const struct least_capability *other)
{
	struct iommu_probe_value best;
	int ret = 0;

	if (other->reported)
		ret = fold_value(capability, &other->value);
	if (!ret && other->best.known && least_compare(&other->best, &capability->best) > 0) {
		ret = least_copy(&best, &other->best);
		if (!ret) {
			value_clear(&capability->best);
			capability->best = best;
		}
	}
	capability->unreported |= other->unreported;
	capability->uneven |= other->uneven;
	capability->apart |= other->apart;
	return ret;
}

int least_merge(struct iommu_probe_least **leasts, const struct iommu_probe_least *other)
{
	struct iommu_probe_least *least = least_find(leasts, other->model);
	unsigned int id;
	int ret = least ? 0 : -ENOMEM;

	if (least) {
		least->units += other->units;
		least->partial = other->partial;
	}
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++) {
		if (id == IOMMU_CAPS_MODEL)
			continue;
		ret = merge_capability(&least->capabilities[id], &other->capabilities[id]);
		if (!ret)
			ret = show(least, id);
	}
	return ret;
}

EXPORT struct iommu_probe_least *iommu_probe_least_get_next(struct iommu_probe_least *least)
{
	return least->next;
}

EXPORT struct iommu_probe_model *iommu_probe_least_get_model(struct iommu_probe_least *least)
{
	return least->model;
}

EXPORT size_t iommu_probe_least_get_units(const struct iommu_probe_least *least)
{
	return least->units;
}

static const struct least_capability *by_name(const struct iommu_probe_least *least,
					      const char *name)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (!strcmp(iommu_caps_attributes[id].name, name))
			return &least->capabilities[id];
	return NULL;
}

EXPORT bool iommu_probe_least_is_uneven(const struct iommu_probe_least *least, const char *name)
{
	const struct least_capability *capability = by_name(least, name);

	return capability && capability->uneven;
}

EXPORT const struct iommu_probe_value *
iommu_probe_least_get_best(const struct iommu_probe_least *least, const char *name)
{
	const struct least_capability *capability = by_name(least, name);

	/* Of words that have no least, none is the best. */
	return capability && capability->best.known && !capability->apart ? &capability->best :
									    NULL;
}
