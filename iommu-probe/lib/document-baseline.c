// SPDX-License-Identifier: MIT
/* The document "baseline": one IOMMU a model, and what there is of the model. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "document.h"
#include "least-value.h"
#include "least.h"

/* Of a newer minor version's table there may be others: *id is -1. */
static int read_capability(const struct document *doc, struct json_object *name, int *id)
{
	const int ret = document_check_name(doc, name, "capability");

	*id = ret ? -1 : document_find_attribute(json_object_get_string(name));
	return ret;
}

static int get_capability(const struct document *doc, struct json_object *object, int *id)
{
	struct json_object *name;
	int ret;

	ret = document_get(doc, object, "capability", json_type_string, true, &name);
	return ret ? ret : read_capability(doc, name, id);
}

static int read_uneven(const struct document *doc, struct json_object *object,
		       struct iommu_probe_least *least)
{
	struct json_object *array;
	size_t i;
	int id, ret;

	ret = document_get(doc, object, "uneven", json_type_array, true, &array);
	for (i = 0; !ret && i < json_object_array_length(array); i++) {
		ret = read_capability(doc, json_object_array_get_idx(array, i), &id);
		if (id >= 0)
			least->capabilities[id].uneven = true;
	}
	return ret;
}

static int read_limit(struct document *doc, struct json_object *object, void *data)
{
	struct iommu_probe_value value = { 0 };
	struct iommu_probe_least *least = data;
	struct least_capability *capability;
	struct json_object *best;
	int id = -1, ret;

	ret = get_capability(doc, object, &id);
	if (ret || id < 0)
		return ret;
	if (!json_object_object_get_ex(object, "best", &best))
		return document_refuse(doc, "best", "missing");
	ret = document_read_value(doc, (enum iommu_caps_attribute_id)id, best, &value);
	capability = &least->capabilities[id];
	if (!ret && capability->reported && least_order(value.id)) {
		value_clear(&capability->best);
		ret = least_copy(&capability->best, &value);
	}
	value_clear(&value);
	return ret;
}

static int read_unreported(struct document *doc, struct json_object *object, void *data)
{
	struct iommu_probe_least *least = data;
	int id = -1, ret;

	ret = get_capability(doc, object, &id);
	if (id >= 0)
		least->capabilities[id].unreported = true;
	return ret;
}

static int keep_values(struct iommu_probe_least *least, const struct iommu_probe_model *model)
{
	struct least_capability *capability;
	unsigned int id;
	int ret = 0;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++) {
		capability = &least->capabilities[id];
		if (!model->values[id].known)
			continue;
		capability->reported = true;
		ret = least_copy(&capability->value, &model->values[id]);
		if (!ret && least_order(id))
			ret = least_copy(&capability->best, &model->values[id]);
	}
	return ret;
}

/* What is missing was not reported, or what was reported has no least. */
static void explain_missing(struct iommu_probe_least *least)
{
	struct least_capability *capability;
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		capability = &least->capabilities[id];
		if (capability->reported || capability->unreported)
			continue;
		capability->apart = capability->uneven;
		capability->unreported = !capability->uneven;
	}
}

static int read_units(struct document *doc, struct json_object *object, size_t all,
		      struct iommu_probe_least *least)
{
	struct json_object *units, *hosts;
	int ret;

	ret = document_get(doc, object, "units", json_type_int, true, &units);
	if (!ret)
		ret = document_get(doc, object, "hosts", json_type_array, true, &hosts);
	if (ret)
		return ret;
	/* More than that no program counts. */
	if (json_object_get_int64(units) < 1 || json_object_get_int64(units) > INT32_MAX)
		return document_refuse(doc, "units", "not a number from 1 to 2147483647");
	least->units = (size_t)json_object_get_int64(units);
	least->partial = json_object_array_length(hosts) < all;
	return 0;
}

static int read_least(struct document *doc, struct json_object *object, size_t all,
		      const struct iommu_probe_model *model)
{
	struct iommu_probe_least *least = least_find(&doc->host->leasts, model);
	int ret;

	if (!least)
		return -ENOMEM;
	if (least->units)
		return document_refuse(doc, NULL, "a model that is there twice");
	ret = read_units(doc, object, all, least);
	if (!ret)
		ret = keep_values(least, model);
	if (!ret)
		ret = read_uneven(doc, object, least);
	if (!ret)
		ret = document_each(doc, object, "limited_by", read_limit, least);
	if (!ret)
		ret = document_each(doc, object, "unreported", read_unreported, least);
	explain_missing(least);
	return ret;
}

static int read_model(struct document *doc, struct json_object *object, void *data)
{
	const size_t *all = data;
	struct iommu_probe_model *model;
	struct unit *unit;
	int ret;

	doc->model = NULL;
	ret = document_read_model(doc, object, IOMMU_PROBE_ORIGIN_ATTRIBUTES, &model);
	/* Of files that nobody here knows nothing is in common. */
	if (model)
		model_drop_unknown(model);
	if (!ret)
		ret = read_least(doc, object, *all, model);
	unit = ret ? NULL : units_add(doc->host, model->name);
	if (unit)
		unit->models = model;
	else
		models_free(model);
	return ret || unit ? ret : -ENOMEM;
}

int document_read_baseline(struct document *doc, struct json_object *root)
{
	struct json_object *hosts, *models;
	const char *answer;
	size_t all;
	int ret;

	ret = document_get(doc, root, "hosts", json_type_array, true, &hosts);
	if (!ret)
		ret = document_get_text(doc, root, "answer", DOCUMENT_NAME_MAX, true, &answer);
	if (!ret)
		ret = document_get(doc, root, "models", json_type_array, true, &models);
	if (ret)
		return ret;
	if (json_object_array_length(models) > DOCUMENT_MODELS_MAX)
		return document_refuse(doc, "models", "too many models");
	doc->host->uncertain = strcmp(answer, "yes") && strcmp(answer, "no");
	all = json_object_array_length(hosts);
	ret = document_each(doc, root, "models", read_model, &all);
	return ret ? ret : units_finish(doc->host);
}
