// SPDX-License-Identifier: MIT
/*
 * Capabilities in a document: each is put back into the text that its file had,
 * so that the rules of files, which are in one place, are its rules too.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "document.h"

struct text {
	char bytes[READER_FILE_MAX + 1];
	size_t length;
};

static bool add(struct text *text, const char *bytes, size_t length)
{
	if (length > READER_FILE_MAX - text->length)
		return false;
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
	return true;
}

/* False where it is neither number nor string, or too long. */
static bool add_member(struct text *text, struct json_object *json)
{
	char number[24];

	if (json_object_is_type(json, json_type_string))
		return add(text, json_object_get_string(json),
			   (size_t)json_object_get_string_len(json));
	if (!json_object_is_type(json, json_type_int))
		return false;
	/* What is greater than any file may say is so here too. */
	if (json_object_get_int64(json) < 0)
		snprintf(number, sizeof(number), "%" PRId64, json_object_get_int64(json));
	else
		snprintf(number, sizeof(number), "%" PRIu64, json_object_get_uint64(json));
	return add(text, number, strlen(number));
}

static bool add_list(struct text *text, struct json_object *json)
{
	size_t i;

	if (!json_object_array_length(json))
		return add(text, "none", 4);
	for (i = 0; i < json_object_array_length(json); i++)
		if ((i && !add(text, " ", 1)) ||
		    !add_member(text, json_object_array_get_idx(json, i)))
			return false;
	return true;
}

static bool has_type(struct json_object *json, enum iommu_caps_kind kind)
{
	const enum json_type type =
		kind == IOMMU_CAPS_KIND_NAMES ? json_type_string : json_type_int;
	size_t i;

	switch (kind) {
	case IOMMU_CAPS_KIND_UINT:
		return json_object_is_type(json, json_type_int);
	case IOMMU_CAPS_KIND_WORD:
		return json_object_is_type(json, json_type_string);
	default:
		break;
	}
	if (!json_object_is_type(json, json_type_array))
		return false;
	for (i = 0; i < json_object_array_length(json); i++)
		if (!json_object_is_type(json_object_array_get_idx(json, i), type))
			return false;
	return true;
}

static const char *complaint(enum iommu_caps_attribute_id id, int error)
{
	if (error == -ERANGE)
		return "the number is too big";
	switch (iommu_caps_attributes[id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		return "not a number from 0 to 9223372036854775807";
	case IOMMU_CAPS_KIND_WORD:
		return "not a word";
	case IOMMU_CAPS_KIND_NAMES:
		return "not an array of words";
	default:
		return "not an array of numbers from 0 to 9223372036854775807";
	}
}

int document_read_value(const struct document *doc, enum iommu_caps_attribute_id id,
			struct json_object *json, struct iommu_probe_value *value)
{
	const bool list = json_object_is_type(json, json_type_array);
	struct text text = { .length = 0 };
	int ret = -EINVAL;

	if (has_type(json, iommu_caps_attributes[id].kind) &&
	    (list ? add_list(&text, json) : add_member(&text, json)))
		ret = value_parse(value, id, text.bytes, text.length);
	if (ret == -ENOMEM)
		return ret;
	/* A member with a blank in it has become two, "none" has become none. */
	if (!ret && list && value->count != json_object_array_length(json))
		ret = -EINVAL;
	if (!ret)
		return 0;
	return document_refuse(doc, iommu_caps_attributes[id].name, complaint(id, ret));
}

int document_keep_unknown(struct iommu_probe_model *model, const char *name, const char *text,
			  size_t length)
{
	struct unknown_file file = { .length = length }, *list;

	list = reallocarray(model->unknown, model->unknown_count + 1, sizeof(*list));
	if (!list)
		return -ENOMEM;
	model->unknown = list;
	file.name = strdup(name);
	file.text = malloc(length + 1);
	if (!file.name || !file.text) {
		free(file.name);
		free(file.text);
		return -ENOMEM;
	}
	memcpy(file.text, text, length);
	file.text[length] = '\0';
	list[model->unknown_count++] = file;
	return 0;
}

int document_read_unknown(struct iommu_probe_model *model, const char *name,
			  struct json_object *json)
{
	struct text text = { .length = 0 };

	if (json_object_is_type(json, json_type_array) ? !add_list(&text, json) :
							 !add_member(&text, json))
		return 0;
	return document_keep_unknown(model, name, text.bytes, text.length);
}

int document_find_attribute(const char *name)
{
	int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (id != IOMMU_CAPS_MODEL && !strcmp(iommu_caps_attributes[id].name, name))
			return id;
	return -1;
}
