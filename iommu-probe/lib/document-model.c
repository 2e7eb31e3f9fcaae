// SPDX-License-Identifier: MIT
/* A model in a document: what hosts and baselines have of it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "document.h"

static int read_number(const struct document *doc, struct json_object *object,
		       struct iommu_probe_model *model)
{
	struct iommu_probe_value value = { 0 };
	struct json_object *number;
	unsigned int i;
	int ret;

	model->number = 0;
	ret = document_get(doc, object, "model", json_type_int, false, &number);
	if (!ret && number)
		ret = document_read_value(doc, IOMMU_CAPS_MODEL, number, &value);
	if (ret || !number)
		return ret;
	model->number = value.number;
	if (!value.number)
		return document_refuse(doc, "model", "no model has the number 0");
	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (iommu_caps_models[i].number == value.number)
			model->id = (int)i;
	return 0;
}

static int read_capabilities(const struct document *doc, struct json_object *object,
			     struct iommu_probe_model *model)
{
	struct json_object *capabilities;
	int id, ret;

	ret = document_get(doc, object, "capabilities", json_type_object, true, &capabilities);
	if (ret)
		return ret;
	json_object_object_foreach(capabilities, name, json) {
		id = document_find_attribute(name);
		if (id >= 0)
			ret = document_read_value(doc, id, json, &model->values[id]);
		else if (*name && strlen(name) <= DOCUMENT_NAME_MAX && !strchr(name, '/'))
			ret = document_read_unknown(model, name, json);
		if (ret)
			return ret;
	}
	return 0;
}

int document_read_model(struct document *doc, struct json_object *object,
			enum iommu_probe_origin origin, struct iommu_probe_model **model)
{
	const char *name;
	int ret;

	*model = NULL;
	ret = document_get_name(doc, object, "name", true, &name);
	if (ret)
		return ret;
	doc->model = name;
	*model = model_new(name, -1, origin);
	if (!*model)
		return -ENOMEM;
	ret = read_number(doc, object, *model);
	return ret ? ret : read_capabilities(doc, object, *model);
}
