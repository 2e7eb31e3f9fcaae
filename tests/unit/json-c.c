// SPDX-License-Identifier: MIT
/*
 * json-c's parser as it is with enough memory: without, version 0.16 of it
 * takes a key that it could not copy for a string, and dies. For tests that are
 * linked with --wrap=json_tokener_parse_ex.
 */
#include <json-c/json.h>
#include "allocations.h"

struct json_object *__real_json_tokener_parse_ex(struct json_tokener *tokener, const char *text,
						 int length);
struct json_object *__wrap_json_tokener_parse_ex(struct json_tokener *tokener, const char *text,
						 int length);

struct json_object *__wrap_json_tokener_parse_ex(struct json_tokener *tokener, const char *text,
						 int length)
{
	struct json_object *object;

	allocations_pause(true);
	object = __real_json_tokener_parse_ex(tokener, text, length);
	allocations_pause(false);
	return object;
}
