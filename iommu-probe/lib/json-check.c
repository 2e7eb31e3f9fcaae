// SPDX-License-Identifier: MIT
/* The document "check". */
#include <errno.h>
#include <string.h>
#include "result.h"
#include "json.h"

static const char *const reasons[] = {
	[IOMMU_PROBE_REASON_VALUE] = "value",
	[IOMMU_PROBE_REASON_UNKNOWN_WORD] = "unknown-word",
	[IOMMU_PROBE_REASON_NOT_REPORTED] = "not-reported",
	[IOMMU_PROBE_REASON_UNREADABLE] = "unreadable",
	[IOMMU_PROBE_REASON_NO_MODEL] = "no-model",
	[IOMMU_PROBE_REASON_NO_IOMMU] = "no-iommu",
};

static struct json_object *result_object(const struct iommu_probe_result *result)
{
	struct json_object *object = json_object_new_object();
	int ret;

	if (!object)
		return NULL;
	ret = json_add_optional(object, "device", result->device);
	if (!ret)
		ret = json_add_optional(object, "iommu", result->iommu);
	if (!ret)
		ret = json_add_optional(object, "model", result->model);
	if (!ret)
		ret = json_add(object, "requirement", json_string(result->requirement->text));
	if (!ret)
		ret = json_add(object, "result",
			       json_object_new_string(json_verdict(result->verdict)));
	if (!ret && result->has_value)
		ret = json_add(object, "value", json_value(&result->value));
	if (!ret && result->verdict != IOMMU_PROBE_VERDICT_PASS)
		ret = json_add(object, "reason", json_object_new_string(reasons[result->reason]));
	if (!ret)
		ret = json_add(object, "message", json_string(result->message));
	if (!ret)
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *requirements(const struct iommu_probe_check *check)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < check->count; i++) {
		if (!json_append(array, json_string(check->requirements[i].text)))
			continue;
		json_object_put(array);
		return NULL;
	}
	return array;
}

EXPORT int iommu_probe_check_write_json(struct iommu_probe_check *check,
					iommu_probe_write_fn write, void *data)
{
	struct json_sink sink = { .write = write, .data = data };
	const struct iommu_probe_result *result;

	json_begin(&sink, "check");
	json_member(&sink, "requirements", requirements(check));
	json_member(&sink, "answer", json_object_new_string(json_answer(check->answer)));
	json_array(&sink, "results");
	for (result = check->results; result && !sink.error; result = result->next) {
		struct json_object *object = result_object(result);

		json_element(&sink, object, result == check->results);
		json_object_put(object);
	}
	json_array_end(&sink, !check->results);
	json_end(&sink, &check->host->errors);
	return sink.error ? ctx_fail(check->host->ctx, -sink.error, "%s", strerror(-sink.error)) :
			    0;
}
