// SPDX-License-Identifier: MIT
/* JSON that is written as one reads, without objects of json-c. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "json.h"
#include "utf8.h"

void json_open(struct json_sink *sink, char bracket)
{
	json_put(sink, &bracket, 1);
	sink->depth++;
	sink->empty = true;
}

void json_close(struct json_sink *sink, char bracket)
{
	json_put(sink, &bracket, 1);
	sink->depth--;
	sink->empty = false;
}

void json_close_lines(struct json_sink *sink, char bracket)
{
	if (!sink->empty)
		json_line(sink, sink->depth - 1);
	json_close(sink, bracket);
}

void json_next_line(struct json_sink *sink)
{
	if (!sink->empty)
		json_puts(sink, sink->one_line ? ", " : ",");
	json_line(sink, sink->depth);
	sink->empty = false;
}

void json_next(struct json_sink *sink)
{
	if (!sink->empty)
		json_put(sink, ", ", 2);
	sink->empty = false;
}

/* Neither escapes nor anything that may not be UTF-8: nearly all texts are so. */
static bool is_plain(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!json_is_plain(text[i]) || (unsigned char)text[i] > 0x7f)
			return false;
	return true;
}

static void write_plain(struct json_sink *sink, const char *text, size_t length)
{
	json_put(sink, "\"", 1);
	json_put(sink, text, length);
	json_put(sink, "\"", 1);
}

void json_write_name(struct json_sink *sink, const char *name)
{
	write_plain(sink, name, strlen(name));
}

void json_key(struct json_sink *sink, const char *key)
{
	json_next_line(sink);
	json_write_name(sink, key);
	json_put(sink, ": ", 2);
}

void json_write_text(struct json_sink *sink, const char *text, size_t length)
{
	size_t repaired_length;
	char *repaired;

	if (is_plain(text, length)) {
		write_plain(sink, text, length);
		return;
	}
	if (utf8_repair(text, length, &repaired, &repaired_length)) {
		if (!sink->error)
			sink->error = -ENOMEM;
		return;
	}
	json_quote(sink, repaired, repaired_length);
	free(repaired);
}

void json_write_string(struct json_sink *sink, const char *text)
{
	json_write_text(sink, text, strlen(text));
}

void json_write_object(struct json_sink *sink, struct json_object *object)
{
	if (!object && !sink->error)
		sink->error = -ENOMEM;
	if (!sink->error)
		json_print(sink, object, sink->depth);
	json_object_put(object);
}
