// SPDX-License-Identifier: MIT
/* The document "status". */
#include <errno.h>
#include <string.h>
#include "json-least.h"
#include "status.h"

static struct json_object *model_object(struct iommu_probe_least *least)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_least_add_head(object, least) && !json_least_add_values(object, least))
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *firmware(const struct iommu_probe_status *status)
{
	struct json_object *array = json_object_new_array();
	const char *name;
	size_t i;

	for (i = 0; array && (name = iommu_probe_status_get_firmware(status, i)); i++) {
		if (!json_append(array, json_object_new_string(name)))
			continue;
		json_object_put(array);
		return NULL;
	}
	return array;
}

static void write_models(struct json_sink *sink, const struct iommu_probe_status *status)
{
	struct iommu_probe_least *least;

	json_array(sink, "models");
	for (least = status->leasts; least && !sink->error; least = least->next) {
		struct json_object *object = model_object(least);

		json_element(sink, object, least == status->leasts);
		json_object_put(object);
	}
	json_array_end(sink, !status->leasts);
}

static struct json_object *reason(const struct iommu_probe_condition *condition)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_add(object, "condition",
		      json_string(iommu_probe_condition_get_name(condition))) &&
	    !json_add(object, "message",
		      json_string(iommu_probe_condition_get_message(condition))) &&
	    !json_add(object, "remedy", json_string(iommu_probe_condition_get_remedy(condition))))
		return object;
	json_object_put(object);
	return NULL;
}

EXPORT int iommu_probe_status_write_json(struct iommu_probe_status *status,
					 iommu_probe_write_fn write, void *data)
{
	const struct iommu_probe_condition *condition = iommu_probe_status_get_reason(status);
	const char *domain = iommu_probe_status_get_default_domain(status);
	struct json_sink sink = { .write = write, .data = data };

	json_begin(&sink, "status");
	json_member(&sink, "active", json_object_new_boolean(status->units > 0));
	json_member(&sink, "units", json_object_new_uint64(status->units));
	write_models(&sink, status);
	json_member(&sink, "firmware", firmware(status));
	if (domain)
		json_member(&sink, "default_domain", json_object_new_string(domain));
	if (condition)
		json_member(&sink, "reason", reason(condition));
	json_end(&sink, &status->host->errors);
	return sink.error ? ctx_fail(status->host->ctx, -sink.error, "%s", strerror(-sink.error)) :
			    0;
}
