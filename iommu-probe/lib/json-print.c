// SPDX-License-Identifier: MIT
/*
 * Printing json-c's objects to a sink. json-c's own printing loses pieces of
 * the text without a word when memory runs out, and wants the whole text in
 * memory; this does neither.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "json.h"

static void print_line(struct json_sink *sink, unsigned int depth)
{
	if (sink->one_line)
		return;
	json_puts(sink, "\n");
	while (depth--)
		json_puts(sink, "  ");
}

/* RFC 8259, section 7: what must be escaped; the text is UTF-8 already. */
static void print_string(struct json_sink *sink, const char *text, size_t length)
{
	static const char short_escapes[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	size_t i, done = 0;

	json_puts(sink, "\"");
	for (i = 0; i < length; i++) {
		const unsigned char c = (unsigned char)text[i];
		const char *found = c ? strchr(short_escapes, c) : NULL;
		char escape[8];

		if (c >= ' ' && !found)
			continue;
		json_put(sink, text + done, i - done);
		done = i + 1;
		if (found)
			snprintf(escape, sizeof(escape), "\\%c", letters[found - short_escapes]);
		else
			snprintf(escape, sizeof(escape), "\\u%04x", c);
		json_puts(sink, escape);
	}
	json_put(sink, text + done, length - done);
	json_puts(sink, "\"");
}

static void print_object(struct json_sink *sink, struct json_object *object, unsigned int depth)
{
	bool empty = true;

	json_puts(sink, "{");
	json_object_object_foreach(object, key, value) {
		if (!empty)
			json_puts(sink, sink->one_line ? ", " : ",");
		empty = false;
		print_line(sink, depth + 1);
		print_string(sink, key, strlen(key));
		json_puts(sink, ": ");
		json_print(sink, value, depth + 1);
	}
	if (!empty)
		print_line(sink, depth);
	json_puts(sink, "}");
}

/* Scalars share a line, objects don't. */
static void print_array(struct json_sink *sink, struct json_object *array, unsigned int depth)
{
	const size_t count = json_object_array_length(array);
	bool lines = false;
	size_t i;

	json_puts(sink, "[");
	for (i = 0; i < count; i++) {
		struct json_object *value = json_object_array_get_idx(array, i);

		lines = json_object_is_type(value, json_type_object);
		if (i)
			json_puts(sink, lines && !sink->one_line ? "," : ", ");
		if (lines)
			print_line(sink, depth + 1);
		json_print(sink, value, depth + 1);
	}
	if (lines)
		print_line(sink, depth);
	json_puts(sink, "]");
}

void json_print(struct json_sink *sink, struct json_object *value, unsigned int depth)
{
	char number[24];

	switch (json_object_get_type(value)) {
	case json_type_object:
		print_object(sink, value, depth);
		break;
	case json_type_array:
		print_array(sink, value, depth);
		break;
	case json_type_string:
		print_string(sink, json_object_get_string(value),
			     (size_t)json_object_get_string_len(value));
		break;
	case json_type_boolean:
		json_puts(sink, json_object_get_boolean(value) ? "true" : "false");
		break;
	default:
		snprintf(number, sizeof(number), "%" PRIu64, json_object_get_uint64(value));
		json_puts(sink, number);
		break;
	}
}
