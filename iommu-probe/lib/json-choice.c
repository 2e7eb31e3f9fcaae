// SPDX-License-Identifier: MIT
/* The document "choice". */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "choose.h"
#include "json.h"

static struct json_object *targets(const struct iommu_probe_choice *choice)
{
	struct json_object *array = json_object_new_array();
	const struct target *target;
	int ret = array ? 0 : -ENOMEM;

	for (target = choice->targets; target && !ret; target = target->next) {
		struct json_object *object = json_object_new_object();

		ret = json_append(array, object);
		if (!ret && target->device)
			ret = json_add(object, "device", json_string(target->device));
		if (!ret && target->iommu)
			ret = json_add(object, "iommu", json_string(target->iommu));
	}
	if (!ret)
		return array;
	json_object_put(array);
	return NULL;
}

static int add_table(struct json_object *object, const struct iommu_probe_choice *choice)
{
	const char *pasid0 = iommu_probe_choice_get_pasid0(choice);
	int ret;

	if (!iommu_probe_choice_guest_owns_pasid_table(choice))
		return 0;
	ret = json_add(object, "pasid_table_bytes",
		       json_object_new_uint64(iommu_probe_choice_get_pasid_table_bytes(choice)));
	if (!ret)
		ret = json_add(object, "pasid_table_align",
			       json_object_new_uint64(
				       iommu_probe_choice_get_pasid_table_align(choice)));
	if (!ret && pasid0)
		ret = json_add(object, "pasid0", json_object_new_string(pasid0));
	return ret;
}

static int add_width(struct json_object *object, const char *key, unsigned int bits)
{
	return bits ? json_add(object, key, json_object_new_uint64(bits)) : 0;
}

static int add_words(struct json_object *object, const uint64_t words[], size_t count)
{
	struct json_object *array = json_object_new_array();
	char text[24];
	size_t i;
	int ret;

	ret = json_add(object, "words", array);
	for (i = 0; i < count && !ret; i++) {
		snprintf(text, sizeof(text), "0x%" PRIx64, words[i]);
		ret = json_append(array, json_object_new_string(text));
	}
	return ret;
}

static int add_iommufd(struct json_object *object, const struct iommu_probe_choice *choice,
		       uint64_t base)
{
	struct json_object *iommufd;
	uint64_t words[4];
	uint32_t type;
	size_t count;
	int ret;

	ret = iommu_probe_choice_get_iommufd(choice, base, &type, words, &count);
	/* Where iommufd has no words for a model, there are none to show. */
	if (ret)
		return ret == -EPROTONOSUPPORT ? 0 : ret;
	iommufd = json_object_new_object();
	ret = json_add(object, "iommufd", iommufd);
	if (!ret)
		ret = json_add(iommufd, "hwpt_data_type", json_object_new_uint64(type));
	return ret ? ret : add_words(iommufd, words, count);
}

static int add_choice(struct json_object *object, const struct iommu_probe_choice *choice,
		      const uint64_t *base)
{
	const char *owns = iommu_probe_choice_guest_owns_pasid_table(choice) ? "pasid-table" :
									       "page-table";
	int ret;

	ret = json_add(object, "model",
		       json_object_new_string(iommu_probe_choice_get_model(choice)));
	if (!ret)
		ret = json_add(object, "model_number",
			       json_object_new_uint64(iommu_probe_choice_get_model_number(choice)));
	if (!ret)
		ret = json_add(object, "guest_owns", json_object_new_string(owns));
	if (!ret)
		ret = json_add(object, "pasid_table_format",
			       json_object_new_string(
				       iommu_probe_choice_get_pasid_table_format(choice)));
	if (!ret)
		ret = json_add(object, "pasid_bits",
			       json_object_new_uint64(iommu_probe_choice_get_pasid_bits(choice)));
	if (!ret)
		ret = add_table(object, choice);
	if (!ret)
		ret = json_add(object, "pgtable_format",
			       json_object_new_string(
				       iommu_probe_choice_get_pgtable_format(choice)));
	if (!ret)
		ret = add_width(object, "input_bits", choice->input_bits);
	if (!ret)
		ret = add_width(object, "output_bits", choice->output_bits);
	return ret || !base ? ret : add_iommufd(object, choice, *base);
}

static struct json_object *rejection_object(const struct iommu_probe_rejection *rejection)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (json_add(object, "what", json_string(rejection->what)) ||
	    (rejection->iommu && json_add(object, "iommu", json_string(rejection->iommu))) ||
	    json_add(object, "reason", json_object_new_string(rejection->reason)) ||
	    json_add(object, "message", json_string(rejection->message))) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

EXPORT int iommu_probe_choice_write_json(const struct iommu_probe_choice *choice,
					 const uint64_t *base, iommu_probe_write_fn write,
					 void *data)
{
	struct json_sink sink = { .write = write, .data = data };
	const struct iommu_probe_rejection *rejection;
	struct json_object *object = NULL;
	int ret = 0;

	/* Before anything is written: a base may be refused. */
	if (choice->answer == IOMMU_PROBE_ANSWER_YES) {
		object = json_object_new_object();
		ret = object ? add_choice(object, choice, base) : -ENOMEM;
	}
	if (ret) {
		json_object_put(object);
		return ret == -ENOMEM ? ctx_fail(choice->host->ctx, ENOMEM, "out of memory") : ret;
	}
	json_begin(&sink, "choice");
	json_member(&sink, "answer", json_object_new_string(json_answer(choice->answer)));
	json_member(&sink, "targets", targets(choice));
	if (object)
		json_member(&sink, "choice", object);
	json_array(&sink, "rejected");
	for (rejection = choice->rejections.first; rejection && !sink.error;
	     rejection = rejection->next) {
		struct json_object *element = rejection_object(rejection);

		json_element(&sink, element, rejection == choice->rejections.first);
		json_object_put(element);
	}
	json_array_end(&sink, !choice->rejections.first);
	json_end(&sink, &choice->host->errors);
	return sink.error ? ctx_fail(choice->host->ctx, -sink.error, "%s", strerror(-sink.error)) :
			    0;
}
