// SPDX-License-Identifier: MIT
#include "profile.h"
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A profile has some lines. */
#define PROFILE_MAX (64 * 1024)

int list_add(struct list *list, const char *text)
{
	const char **longer = reallocarray(list->list, list->count + 1, sizeof(*longer));

	if (longer) {
		list->list = longer;
		longer[list->count] = strdup(text);
	}
	if (!longer || !longer[list->count]) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	list->count++;
	return -1;
}

void list_clear(struct list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		free((char *)list->list[i]);
	free(list->list);
}

static int complain(const char *file, const char *what)
{
	cli_complain("%s: %s", file, what);
	return EXIT_UNREADABLE;
}

static int add_all(const char *file, struct json_object *profile, struct list *requirements)
{
	struct json_object *list, *text;
	size_t i;
	int status = -1;

	if (!json_object_is_type(profile, json_type_object) ||
	    !json_object_object_get_ex(profile, "requirements", &list) ||
	    !json_object_is_type(list, json_type_array))
		return complain(file, "not a profile: it has no list of requirements");
	/* Nothing would be met by every host. */
	if (!json_object_array_length(list))
		return complain(file, "not a profile: its list of requirements is empty");
	for (i = 0; i < json_object_array_length(list) && status < 0; i++) {
		text = json_object_array_get_idx(list, i);
		if (!json_object_is_type(text, json_type_string))
			return complain(file, "not a profile: a requirement is no string");
		status = list_add(requirements, json_object_get_string(text));
	}
	return status;
}

static int parse(const char *file, const char *text, size_t length, struct list *requirements)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *profile;
	int status;

	if (!tokener) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	profile = json_tokener_parse_ex(tokener, text, (int)length + 1);
	if (profile)
		status = add_all(file, profile, requirements);
	else
		status = complain(file, "not JSON");
	json_object_put(profile);
	json_tokener_free(tokener);
	return status;
}

static int cannot_open(const char *file, int error)
{
	cli_complain("%s: %s", file, strerror(error));
	switch (error) {
	case ENOENT:
		return EXIT_NOT_THERE;
	case ENOMEM:
		return EXIT_NOTHING;
	default:
		return EXIT_UNREADABLE;
	}
}

int profile_read(const char *file, struct list *requirements)
{
	FILE *in = fopen(file, "re");
	char *text = calloc(1, PROFILE_MAX + 1);
	int status = EXIT_NOTHING;
	size_t length;

	if (!in) {
		status = cannot_open(file, errno);
	} else if (!text) {
		cli_complain("out of memory");
	} else {
		length = fread(text, 1, PROFILE_MAX, in);
		if (ferror(in))
			status = complain(file, strerror(errno));
		else if (length == PROFILE_MAX)
			status = complain(file, "too long for a profile");
		else
			status = parse(file, text, length, requirements);
	}
	if (in)
		fclose(in);
	free(text);
	return status;
}
