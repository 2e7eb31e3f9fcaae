// SPDX-License-Identifier: MIT
#include "json-least.h"

static int add_capabilities(struct json_object *object, struct iommu_probe_least *least)
{
	struct json_object *capabilities = json_object_new_object();
	struct iommu_probe_value *value;
	int ret;

	ret = json_add(object, "capabilities", capabilities);
	for (value = iommu_probe_model_get_first_value(least->model); value && !ret;
	     value = iommu_probe_value_get_next(value))
		ret = json_add(capabilities, iommu_probe_value_get_name(value), json_value(value));
	return ret;
}

static int add_uneven(struct json_object *object, const struct iommu_probe_least *least)
{
	struct json_object *array = json_object_new_array();
	unsigned int id;
	int ret;

	ret = json_add(object, "uneven", array);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++)
		if (least->capabilities[id].uneven)
			ret = json_append(array,
					  json_object_new_string(iommu_caps_attributes[id].name));
	return ret;
}

int json_least_add_head(struct json_object *object, const struct iommu_probe_least *least)
{
	int ret;

	ret = json_add(object, "name", json_string(least->model->name));
	if (!ret && least->model->number)
		ret = json_add(object, "model", json_object_new_uint64(least->model->number));
	return ret ? ret : json_add(object, "units", json_object_new_uint64(least->units));
}

int json_least_add_values(struct json_object *object, struct iommu_probe_least *least)
{
	const int ret = add_capabilities(object, least);

	return ret ? ret : add_uneven(object, least);
}
