// SPDX-License-Identifier: MIT
/* The document "explanation". */
#include <errno.h>
#include <string.h>
#include "conditions.h"
#include "json.h"

static int add_evidence(struct json_object *array, const struct evidence *evidence)
{
	struct json_object *object = json_object_new_object();

	if (json_append(array, object))
		return -ENOMEM;
	if (json_add(object, "path", json_string(evidence->path)))
		return -ENOMEM;
	return json_add(object, "value", json_string(evidence->value));
}

static int fill(struct json_object *object, const struct iommu_probe_condition *c)
{
	struct json_object *array = json_object_new_array();
	size_t i;
	int ret;

	ret = json_add(object, "evidence", array);
	for (i = 0; i < c->evidence_count && !ret; i++)
		ret = add_evidence(array, &c->evidence[i]);
	if (!ret)
		ret = json_add(object, "message", json_string(c->message));
	return ret ? ret : json_add_optional(object, "remedy", c->remedy);
}

static struct json_object *condition_object(const struct iommu_probe_condition *c)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_add(object, "name", json_object_new_string(c->row->name)) &&
	    !json_add(object, "result", json_object_new_string(json_verdict(c->verdict))) &&
	    !fill(object, c))
		return object;
	json_object_put(object);
	return NULL;
}

EXPORT int iommu_probe_explanation_write_json(const struct iommu_probe_explanation *explanation,
					      iommu_probe_write_fn write, void *data)
{
	struct json_sink sink = { .write = write, .data = data };
	const char *question = iommu_probe_question_get_name(explanation->question);
	const struct iommu_probe_condition *c;

	json_begin(&sink, "explanation");
	if (explanation->device)
		json_member(&sink, "device", json_string(explanation->device));
	json_member(&sink, "question", json_object_new_string(question));
	json_member(&sink, "answer", json_object_new_string(json_answer(explanation->answer)));
	json_array(&sink, "conditions");
	for (c = explanation->conditions; c && !sink.error; c = c->next) {
		struct json_object *object = condition_object(c);

		json_element(&sink, object, c == explanation->conditions);
		json_object_put(object);
	}
	json_array_end(&sink, !explanation->conditions);
	json_end(&sink, &explanation->host->errors);
	return sink.error ? ctx_fail(explanation->host->ctx, -sink.error, "%s",
				     strerror(-sink.error)) :
			    0;
}
