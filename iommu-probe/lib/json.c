// SPDX-License-Identifier: MIT
#include "json.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "errors.h"
#include "utf8.h"

static void write_out(struct json_sink *sink, const char *text, size_t length)
{
	if (sink->error || !length)
		return;
	sink->error = sink->write(sink->data, text, length);
	/* An answer that the interface does not have. */
	if (sink->error > 0)
		sink->error = -EIO;
}

void json_flush(struct json_sink *sink)
{
	write_out(sink, sink->buffer, sink->used);
	sink->used = 0;
}

void json_put_full(struct json_sink *sink, const char *text, size_t length)
{
	json_flush(sink);
	if (length > sizeof(sink->buffer)) {
		write_out(sink, text, length);
		return;
	}
	memcpy(sink->buffer, text, length);
	sink->used = length;
}

void json_puts(struct json_sink *sink, const char *text)
{
	json_put(sink, text, strlen(text));
}

void json_begin(struct json_sink *sink, const char *document)
{
	json_puts(sink, "{\n  \"schema_version\": \"" JSON_SCHEMA_VERSION "\",\n  \"document\": \"");
	json_puts(sink, document);
	json_puts(sink, "\"");
}

void json_member(struct json_sink *sink, const char *key, struct json_object *value)
{
	if (!value && !sink->error)
		sink->error = -ENOMEM;
	json_puts(sink, ",\n  \"");
	json_puts(sink, key);
	json_puts(sink, "\": ");
	if (!sink->error)
		json_print(sink, value, 1);
	json_object_put(value);
}

void json_array(struct json_sink *sink, const char *key)
{
	json_puts(sink, ",\n  \"");
	json_puts(sink, key);
	json_puts(sink, "\": [");
}

void json_element(struct json_sink *sink, struct json_object *object, bool first)
{
	if (!object && !sink->error)
		sink->error = -ENOMEM;
	if (sink->error)
		return;
	json_puts(sink, first ? "\n    " : ",\n    ");
	json_print(sink, object, 2);
}

void json_array_end(struct json_sink *sink, bool empty)
{
	json_puts(sink, empty ? "]" : "\n  ]");
}

int json_add(struct json_object *object, const char *key, struct json_object *value)
{
	/* A copied key would be lost where the table cannot grow; and it is a new one. */
	const unsigned int options = JSON_C_OBJECT_KEY_IS_CONSTANT | JSON_C_OBJECT_ADD_KEY_IS_NEW;

	if (value && !json_object_object_add_ex(object, key, value, options))
		return 0;
	json_object_put(value);
	return -ENOMEM;
}

int json_add_optional(struct json_object *object, const char *key, const char *text)
{
	return text ? json_add(object, key, json_string(text)) : 0;
}

int json_append(struct json_object *array, struct json_object *value)
{
	if (value && !json_object_array_add(array, value))
		return 0;
	json_object_put(value);
	return -ENOMEM;
}

struct json_object *json_text(const char *text, size_t length)
{
	struct json_object *object;
	size_t repaired_length;
	char *repaired;

	if (utf8_is_ascii(text, length))
		return json_object_new_string_len(text, (int)length);
	if (utf8_repair(text, length, &repaired, &repaired_length))
		return NULL;
	object = json_object_new_string_len(repaired, (int)repaired_length);
	free(repaired);
	return object;
}

struct json_object *json_string(const char *text)
{
	return json_text(text, strlen(text));
}

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

/* Its name, or the number of one that only the kernel has a name for. */
static struct json_object *error_name(int error)
{
	const char *name = strerrorname_np(error);
	char number[16];

	if (name)
		return json_object_new_string(name);
	snprintf(number, sizeof(number), "%d", error);
	return json_object_new_string(number);
}

static struct json_object *error_object(const struct error *error)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return NULL;
	if (!json_add(object, "path", json_string(error->path)) &&
	    !json_add(object, "errno", error_name(error->error)) &&
	    !json_add(object, "message", json_string(error->message)) &&
	    !json_add_optional(object, "host", error->host))
		return object;
	json_object_put(object);
	return NULL;
}

struct json_object *json_errors(struct errors *errors)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	errors_sort(errors);
	for (i = 0; array && i < errors->count; i++) {
		if (!json_append(array, error_object(&errors->list[i])))
			continue;
		json_object_put(array);
		return NULL;
	}
	return array;
}

void json_end(struct json_sink *sink, struct errors *errors)
{
	size_t i;

	errors_sort(errors);
	json_array(sink, "errors");
	for (i = 0; i < errors->count && !sink->error; i++) {
		struct json_object *object = error_object(&errors->list[i]);

		json_element(sink, object, !i);
		json_object_put(object);
	}
	json_array_end(sink, !errors->count);
	json_puts(sink, "\n}\n");
	json_flush(sink);
}

const char *json_verdict(enum iommu_probe_verdict verdict)
{
	switch (verdict) {
	case IOMMU_PROBE_VERDICT_PASS:
		return "pass";
	case IOMMU_PROBE_VERDICT_FAIL:
		return "fail";
	default:
		return "unknown";
	}
}

const char *json_answer(enum iommu_probe_answer answer)
{
	switch (answer) {
	case IOMMU_PROBE_ANSWER_YES:
		return "yes";
	case IOMMU_PROBE_ANSWER_NO:
		return "no";
	default:
		return "unknown";
	}
}
