// SPDX-License-Identifier: MIT
/*
 * Printing json-c's objects to a sink. json-c's own printing loses pieces of
 * the text without a word when memory runs out, and wants the whole text in
 * memory; this does neither.
 */
#include <stdio.h>
#include <string.h>
#include "json.h"

void json_line(struct json_sink *sink, unsigned int depth)
{
	static const char line[] = "\n                ";
	const unsigned int most = (sizeof(line) - 2) / 2;

	if (sink->one_line)
		return;
	json_put(sink, line, 1 + 2 * (depth < most ? depth : most));
	for (; depth > most; depth--)
		json_put(sink, "  ", 2);
}

static void print_escape(struct json_sink *sink, char c)
{
	static const char short_escapes[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *found = c ? strchr(short_escapes, c) : NULL;
	char escape[8];

	if (found)
		snprintf(escape, sizeof(escape), "\\%c", letters[found - short_escapes]);
	else
		snprintf(escape, sizeof(escape), "\\u%04x", c);
	json_puts(sink, escape);
}

/* How much of it needs no escape. */
static size_t plain_length(const char *text, size_t length)
{
	size_t i = 0;

	while (i < length && json_is_plain(text[i]))
		i++;
	return i;
}

void json_quote(struct json_sink *sink, const char *text, size_t length)
{
	size_t done, plain;

	json_put(sink, "\"", 1);
	for (done = 0; done < length; done += plain + 1) {
		plain = plain_length(text + done, length - done);
		json_put(sink, text + done, plain);
		if (done + plain < length)
			print_escape(sink, text[done + plain]);
	}
	json_put(sink, "\"", 1);
}

static void print_object(struct json_sink *sink, struct json_object *object, unsigned int depth)
{
	bool empty = true;

	json_puts(sink, "{");
	json_object_object_foreach(object, key, value) {
		if (!empty)
			json_puts(sink, sink->one_line ? ", " : ",");
		empty = false;
		json_line(sink, depth + 1);
		json_quote(sink, key, strlen(key));
		json_put(sink, ": ", 2);
		json_print(sink, value, depth + 1);
	}
	if (!empty)
		json_line(sink, depth);
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
			json_line(sink, depth + 1);
		json_print(sink, value, depth + 1);
	}
	if (lines)
		json_line(sink, depth);
	json_puts(sink, "]");
}

void json_number(struct json_sink *sink, uint64_t number)
{
	char text[20], *at = text + sizeof(text);

	do {
		*--at = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	json_put(sink, at, (size_t)(text + sizeof(text) - at));
}

void json_print(struct json_sink *sink, struct json_object *value, unsigned int depth)
{
	switch (json_object_get_type(value)) {
	case json_type_object:
		print_object(sink, value, depth);
		break;
	case json_type_array:
		print_array(sink, value, depth);
		break;
	case json_type_string:
		json_quote(sink, json_object_get_string(value),
			     (size_t)json_object_get_string_len(value));
		break;
	case json_type_boolean:
		json_puts(sink, json_object_get_boolean(value) ? "true" : "false");
		break;
	default:
		json_number(sink, json_object_get_uint64(value));
		break;
	}
}
