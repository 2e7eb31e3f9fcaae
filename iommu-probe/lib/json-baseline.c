// SPDX-License-Identifier: MIT
/* The document "baseline". */
#include <errno.h>
#include <string.h>
#include "baseline.h"
#include "json.h"
#include "json-least.h"

/* The names are shared by all lists of them. */
static int add_hosts(struct json_object *object, struct json_object *names,
		     const struct iommu_probe_least *least, enum iommu_probe_part part,
		     enum iommu_caps_attribute_id id)
{
	struct json_object *array = json_object_new_array(), *name;
	size_t i;
	int ret;

	ret = json_add(object, "hosts", array);
	for (i = 0; i < least->host_count && !ret; i++) {
		if (!least_host_is(least, i, part, id))
			continue;
		name = json_object_array_get_idx(names, least->hosts[i].index);
		ret = json_append(array, json_object_get(name));
	}
	return ret;
}

static struct json_object *limit(struct json_object *names,
				 const struct iommu_probe_least *least,
				 enum iommu_caps_attribute_id id)
{
	const struct least_capability *capability = &least->capabilities[id];
	const char *name = iommu_caps_attributes[id].name;
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_add(object, "capability", json_object_new_string(name)) &&
	    !json_add(object, "value", json_value(&capability->value)) &&
	    !json_add(object, "best", json_value(&capability->best)) &&
	    !add_hosts(object, names, least, IOMMU_PROBE_PART_LIMITS, id))
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *unreported(struct json_object *names,
				      const struct iommu_probe_least *least,
				      enum iommu_caps_attribute_id id)
{
	const char *name = iommu_caps_attributes[id].name;
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_add(object, "capability", json_object_new_string(name)) &&
	    !add_hosts(object, names, least, IOMMU_PROBE_PART_NOT_REPORTED, id))
		return object;
	json_object_put(object);
	return NULL;
}

static int add_limits(struct json_object *object, struct json_object *names,
		      const struct iommu_probe_least *least)
{
	struct json_object *array = json_object_new_array();
	unsigned int id;
	int ret;

	ret = json_add(object, "limited_by", array);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++)
		if (least_is_limited(least, id))
			ret = json_append(array, limit(names, least, id));
	return ret;
}

static int add_unreported(struct json_object *object, struct json_object *names,
			  const struct iommu_probe_least *least)
{
	struct json_object *array = json_object_new_array();
	unsigned int id;
	int ret;

	ret = json_add(object, "unreported", array);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++)
		if (least_is_unreported(least, id))
			ret = json_append(array, unreported(names, least, id));
	return ret;
}

static struct json_object *model_object(struct json_object *names,
					struct iommu_probe_least *least)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_least_add_head(object, least) &&
	    !add_hosts(object, names, least, IOMMU_PROBE_PART_HAS_MODEL, IOMMU_CAPS_MODEL) &&
	    !json_least_add_values(object, least) && !add_limits(object, names, least) &&
	    !add_unreported(object, names, least))
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *host_names(const struct iommu_probe_baseline *baseline)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < baseline->hosts.count; i++) {
		if (!json_append(array, json_string(baseline->hosts.list[i].name)))
			continue;
		json_object_put(array);
		return NULL;
	}
	return array;
}

EXPORT int iommu_probe_baseline_write_json(struct iommu_probe_baseline *baseline,
					   iommu_probe_write_fn write, void *data)
{
	const char *answer = json_answer(iommu_probe_baseline_get_answer(baseline));
	struct json_sink sink = { .write = write, .data = data };
	struct json_object *names = host_names(baseline);
	struct iommu_probe_least *least;

	json_begin(&sink, "baseline");
	json_member(&sink, "answer", json_object_new_string(answer));
	json_member(&sink, "hosts", json_object_get(names));
	json_array(&sink, "models");
	for (least = baseline->leasts; least && !sink.error; least = least->next) {
		struct json_object *object = model_object(names, least);

		json_element(&sink, object, least == baseline->leasts);
		json_object_put(object);
	}
	json_array_end(&sink, !baseline->leasts);
	json_object_put(names);
	json_end(&sink, &baseline->errors);
	return sink.error ? ctx_fail(baseline->ctx, -sink.error, "%s", strerror(-sink.error)) : 0;
}
