// SPDX-License-Identifier: MIT
/* The document "comparison". */
#include <errno.h>
#include <string.h>
#include "compare.h"
#include "json.h"

static const char *const reasons[] = {
	[IOMMU_PROBE_CHANGE_SMALLER] = "smaller",
	[IOMMU_PROBE_CHANGE_GREATER] = "greater",
	[IOMMU_PROBE_CHANGE_OFF] = "off",
	[IOMMU_PROBE_CHANGE_MISSING_WORD] = "missing-word",
	[IOMMU_PROBE_CHANGE_LOWER] = "lower",
	[IOMMU_PROBE_CHANGE_CHANGED] = "changed",
	[IOMMU_PROBE_CHANGE_NOT_REPORTED] = "not-reported",
	[IOMMU_PROBE_CHANGE_NO_MODEL] = "no-model",
	[IOMMU_PROBE_CHANGE_MORE] = "more",
};

static struct json_object *difference_object(const struct iommu_probe_difference *difference)
{
	struct json_object *object = json_object_new_object();
	int ret;

	if (!object)
		return NULL;
	ret = json_add(object, "model", json_string(difference->model));
	if (!ret)
		ret = json_add_optional(object, "capability", difference->capability);
	if (!ret && difference->a.known)
		ret = json_add(object, "a", json_value(&difference->a));
	if (!ret && difference->b.known)
		ret = json_add(object, "b", json_value(&difference->b));
	if (!ret)
		ret = json_add(object, "blocking", json_object_new_boolean(difference->blocking));
	if (!ret)
		ret = json_add(object, "reason",
			       json_object_new_string(reasons[difference->change]));
	if (!ret)
		ret = json_add(object, "message", json_string(difference->message));
	if (!ret)
		return object;
	json_object_put(object);
	return NULL;
}

EXPORT int iommu_probe_comparison_write_json(struct iommu_probe_comparison *comparison,
					     iommu_probe_write_fn write, void *data)
{
	/* Yes or no: what is not known is no yes. */
	const bool yes = comparison->answer == IOMMU_PROBE_ANSWER_YES;
	struct json_sink sink = { .write = write, .data = data };
	const struct iommu_probe_difference *difference;

	json_begin(&sink, "comparison");
	json_member(&sink, "a", json_string(comparison->a));
	json_member(&sink, "b", json_string(comparison->b));
	json_member(&sink, "answer", json_object_new_string(yes ? "yes" : "no"));
	json_array(&sink, "differences");
	for (difference = comparison->differences; difference && !sink.error;
	     difference = difference->next) {
		struct json_object *object = difference_object(difference);

		json_element(&sink, object, difference == comparison->differences);
		json_object_put(object);
	}
	json_array_end(&sink, !comparison->differences);
	json_end(&sink, &comparison->errors);
	return sink.error ? ctx_fail(comparison->ctx, -sink.error, "%s", strerror(-sink.error)) :
			    0;
}
