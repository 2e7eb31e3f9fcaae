// SPDX-License-Identifier: MIT
#include "json.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "utf8.h"

#define STYLE (JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

void json_put(struct json_sink *sink, const char *text, size_t length)
{
	if (!sink->error && length)
		sink->error = sink->write(sink->data, text, length);
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

void json_array(struct json_sink *sink, const char *key)
{
	json_puts(sink, ",\n  \"");
	json_puts(sink, key);
	json_puts(sink, "\": [");
}

/* json-c indents from the margin; strings hold no line feeds to mistake. */
void json_element(struct json_sink *sink, struct json_object *object, bool first)
{
	const char *line = NULL, *end;

	if (object)
		line = json_object_to_json_string_ext(object, STYLE);
	if (!line) {
		if (!sink->error)
			sink->error = -ENOMEM;
		return;
	}
	json_puts(sink, first ? "\n" : ",\n");
	for (; (end = strchr(line, '\n')); line = end + 1) {
		json_puts(sink, "    ");
		json_put(sink, line, (size_t)(end - line) + 1);
	}
	json_puts(sink, "    ");
	json_puts(sink, line);
}

void json_array_end(struct json_sink *sink, bool empty)
{
	json_puts(sink, empty ? "]" : "\n  ]");
}

int json_add(struct json_object *object, const char *key, struct json_object *value)
{
	if (value && !json_object_object_add(object, key, value))
		return 0;
	json_object_put(value);
	return -ENOMEM;
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

static struct json_object *error_object(struct iommu_probe_host *host, size_t index)
{
	struct json_object *object = json_object_new_object();
	const char *path, *message;
	int error;

	if (!object || iommu_probe_host_get_error(host, index, &path, &error, &message))
		return object;
	if (json_add(object, "path", json_string(path)) ||
	    json_add(object, "errno", json_string(strerrorname_np(error))) ||
	    json_add(object, "message", json_string(message))) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

void json_end(struct json_sink *sink, struct iommu_probe_host *host)
{
	const size_t count = iommu_probe_host_get_error_count(host);
	size_t i;

	json_array(sink, "errors");
	for (i = 0; i < count && !sink->error; i++) {
		struct json_object *object = error_object(host, i);

		json_element(sink, object, !i);
		json_object_put(object);
	}
	json_array_end(sink, !count);
	json_puts(sink, "\n}\n");
}
