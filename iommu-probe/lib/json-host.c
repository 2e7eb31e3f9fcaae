// SPDX-License-Identifier: MIT
/* The document "host", one IOMMU at a time. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"
#include "json.h"

static struct json_object *list(const struct iommu_probe_value *value)
{
	struct json_object *array = json_object_new_array();
	const char *word;
	size_t i;

	for (i = 0; array && i < iommu_probe_value_get_count(value); i++) {
		word = iommu_probe_value_get_word(value, i);
		if (!json_append(array, word ? json_object_new_string(word) :
					       json_object_new_uint64(
						       iommu_probe_value_get_number(value, i))))
			continue;
		json_object_put(array);
		return NULL;
	}
	return array;
}

struct json_object *json_value(const struct iommu_probe_value *value)
{
	switch (iommu_probe_value_get_kind(value)) {
	case IOMMU_PROBE_KIND_NUMBER:
		return json_object_new_uint64(iommu_probe_value_get_number(value, 0));
	case IOMMU_PROBE_KIND_WORD:
		return json_object_new_string(iommu_probe_value_get_word(value, 0));
	default:
		return list(value);
	}
}

static int add_values(struct json_object *object, struct iommu_probe_model *model)
{
	struct json_object *capabilities = json_object_new_object();
	struct json_object *defaulted = json_object_new_array();
	struct iommu_probe_value *value;
	int ret = 0;

	/* Both belong to the object from here on. */
	if (json_add(object, "capabilities", capabilities))
		ret = -ENOMEM;
	if (json_add(object, "defaulted", defaulted))
		ret = -ENOMEM;
	for (value = iommu_probe_model_get_first_value(model); value && !ret;
	     value = iommu_probe_value_get_next(value)) {
		const char *name = iommu_probe_value_get_name(value);

		ret = json_add(capabilities, name, json_value(value));
		if (!ret && iommu_probe_value_is_default(value))
			ret = json_append(defaulted, json_object_new_string(name));
	}
	return ret;
}

static int add_unknown(struct json_object *object, const struct iommu_probe_model *model)
{
	struct json_object *array = json_object_new_array();
	size_t i, length;
	int ret;

	ret = json_add(object, "unknown", array);
	for (i = 0; i < iommu_probe_model_get_unknown_count(model) && !ret; i++) {
		const char *text = iommu_probe_model_get_unknown_text(model, i, &length);
		struct json_object *file = json_object_new_object();

		ret = json_append(array, file);
		if (!ret)
			ret = json_add(file, "name",
				       json_string(iommu_probe_model_get_unknown_name(model, i)));
		if (!ret)
			ret = json_add(file, "text", json_text(text, length));
	}
	return ret;
}

static int add_registers(struct json_object *object, const struct iommu_probe_model *model)
{
	struct json_object *registers = json_object_new_object();
	char text[sizeof("0x") + 16];
	const char *name;
	uint64_t word;
	size_t i;
	int ret;

	ret = json_add(object, "registers", registers);
	for (i = 0; !ret && (name = iommu_probe_model_get_register(model, i, &word)); i++) {
		snprintf(text, sizeof(text), "0x%" PRIx64, word);
		ret = json_add(registers, name, json_object_new_string(text));
	}
	return ret;
}

static const char *origin_name(enum iommu_probe_origin origin)
{
	switch (origin) {
	case IOMMU_PROBE_ORIGIN_ATTRIBUTES:
		return "attributes";
	case IOMMU_PROBE_ORIGIN_REGISTERS:
		return "registers";
	}
	return "";
}

static struct json_object *model_object(struct iommu_probe_model *model)
{
	const uint64_t number = iommu_probe_model_get_number(model);
	struct json_object *object = json_object_new_object();
	int ret;

	if (!object)
		return NULL;
	ret = json_add(object, "name", json_string(iommu_probe_model_get_name(model)));
	if (!ret && number)
		ret = json_add(object, "model", json_object_new_uint64(number));
	if (!ret)
		ret = json_add(object, "origin", json_object_new_string(origin_name(
						 iommu_probe_model_get_origin(model))));
	if (!ret)
		ret = add_values(object, model);
	if (!ret)
		ret = add_registers(object, model);
	if (!ret)
		ret = add_unknown(object, model);
	if (!ret)
		return object;
	json_object_put(object);
	return NULL;
}

static int add_parent(struct json_object *object, const struct iommu_probe_iommu *iommu)
{
	const char *driver = iommu_probe_iommu_get_parent_driver(iommu);
	const char *name = iommu_probe_iommu_get_parent_name(iommu);
	struct json_object *parent;

	if (!name)
		return 0;
	parent = json_object_new_object();
	if (json_add(object, "parent", parent) ||
	    json_add(parent, "name", json_string(name)) ||
	    json_add(parent, "subsystem",
		     json_string(iommu_probe_iommu_get_parent_subsystem(iommu))))
		return -ENOMEM;
	return driver ? json_add(parent, "driver", json_string(driver)) : 0;
}

static int add_models(struct json_object *object, struct iommu_probe_iommu *iommu)
{
	struct json_object *array = json_object_new_array();
	struct iommu_probe_model *model;
	int ret;

	ret = json_add(object, "models", array);
	for (model = iommu_probe_iommu_get_first_model(iommu); model && !ret;
	     model = iommu_probe_model_get_next(model))
		ret = json_append(array, model_object(model));
	return ret;
}

static int add_devices(struct json_object *object, const struct iommu_probe_iommu *iommu)
{
	struct json_object *array = json_object_new_array();
	size_t i;
	int ret;

	ret = json_add(object, "devices", array);
	for (i = 0; i < iommu_probe_iommu_get_device_count(iommu) && !ret; i++)
		ret = json_append(array, json_string(iommu_probe_iommu_get_device(iommu, i)));
	return ret;
}

struct json_object *json_iommu(struct iommu_probe_iommu *iommu)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (json_add(object, "name", json_string(iommu_probe_iommu_get_name(iommu))) ||
	    add_parent(object, iommu) || add_models(object, iommu) || add_devices(object, iommu)) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

EXPORT int iommu_probe_host_write_json(struct iommu_probe_host *host, iommu_probe_write_fn write,
				       void *data)
{
	struct json_sink sink = { .write = write, .data = data };
	struct iommu_probe_iommu *iommu, *next;
	bool first = true;
	int ret;

	ret = iommu_probe_iommu_get_first(host, &iommu);
	if (ret)
		return ret;
	json_begin(&sink, "host");
	json_array(&sink, "iommus");
	for (; iommu; iommu = next, first = false) {
		struct json_object *object = json_iommu(iommu);

		json_element(&sink, object, first);
		json_object_put(object);
		ret = sink.error ? sink.error : iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
		if (ret)
			return ctx_fail(host->ctx, -ret, "%s", strerror(-ret));
	}
	json_array_end(&sink, first);
	json_end(&sink, &host->errors);
	return sink.error ? ctx_fail(host->ctx, -sink.error, "%s", strerror(-sink.error)) : 0;
}
