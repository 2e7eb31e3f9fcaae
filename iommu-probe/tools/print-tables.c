// SPDX-License-Identifier: MIT
/*
 * Prints what is made from the table of attributes: the JSON schema, whose
 * parts on capabilities it replaces, and the kernel's ABI page. Both are
 * committed; a test holds them against this. Man pages and completions are
 * filled when they are built.
 */
#include <json-c/json.h>
#include <linux/iommu-caps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "decoders.h"
#include "print-tables.h"

#define STYLE (JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	if (!value || json_object_object_add(object, key, value)) {
		fputs("print-tables: out of memory\n", stderr);
		exit(EXIT_FAILURE);
	}
}

static struct json_object *reference(const char *definition)
{
	struct json_object *object = json_object_new_object();

	add(object, "$ref", json_object_new_string(definition));
	return object;
}

static struct json_object *array_of(const char *definition)
{
	struct json_object *object = json_object_new_object();

	add(object, "type", json_object_new_string("array"));
	add(object, "items", reference(definition));
	return object;
}

static struct json_object *number(u32 flags)
{
	struct json_object *object;

	if (!(flags & IOMMU_CAPS_FLAG_BITS))
		return reference("#/$defs/number");
	object = json_object_new_object();
	add(object, "type", json_object_new_string("integer"));
	add(object, "minimum", json_object_new_int(0));
	add(object, "maximum", json_object_new_int(64));
	return object;
}

/* The words of today, for people: there may be others tomorrow. */
static struct json_object *comment(enum iommu_caps_words set)
{
	char words[512], text[544];

	print_words(words, sizeof(words), set, " ");
	snprintf(text, sizeof(text), "known words: %s", words);
	return json_object_new_string(text);
}

static struct json_object *property(const struct iommu_caps_attribute *attribute)
{
	struct json_object *object = NULL;

	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		object = number(attribute->flags);
		break;
	case IOMMU_CAPS_KIND_WORD:
		object = reference("#/$defs/word");
		break;
	case IOMMU_CAPS_KIND_NAMES:
		object = array_of("#/$defs/word");
		break;
	case IOMMU_CAPS_KIND_NUMBERS:
		object = array_of("#/$defs/number");
		break;
	}
	add(object, "description", json_object_new_string(attribute->doc));
	if (attribute->words != IOMMU_CAPS_WORDS_NONE)
		add(object, "$comment", comment(attribute->words));
	return object;
}

static struct json_object *capability_names(void)
{
	struct json_object *object = json_object_new_object();
	struct json_object *list = json_object_new_array();
	unsigned int id;

	add(object, "enum", list);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (id != IOMMU_CAPS_MODEL)
			json_object_array_add(
				list, json_object_new_string(iommu_caps_attributes[id].name));
	return object;
}

/* An object of optional members and no others, to be filled. */
static struct json_object *closed_object(struct json_object **properties)
{
	struct json_object *object = json_object_new_object();

	*properties = json_object_new_object();
	add(object, "type", json_object_new_string("object"));
	add(object, "properties", *properties);
	add(object, "additionalProperties", json_object_new_boolean(0));
	return object;
}

static struct json_object *capabilities(void)
{
	struct json_object *properties, *object = closed_object(&properties);
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (id != IOMMU_CAPS_MODEL)
			add(properties, iommu_caps_attributes[id].name,
			    property(&iommu_caps_attributes[id]));
	return object;
}

static struct json_object *registers(void)
{
	struct json_object *properties, *object = closed_object(&properties);
	const struct iommu_caps_register *reg;
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		for (reg = iommu_caps_decoders[i].registers; reg && reg->name; reg++)
			if (reg->use != IOMMU_CAPS_REGISTER_FACT)
				add(properties, reg->name, reference("#/$defs/word_of_register"));
	return object;
}

static int print_schema(const char *file)
{
	struct json_object *schema = json_object_from_file(file);
	struct json_object *definitions;

	if (!schema || !json_object_object_get_ex(schema, "$defs", &definitions)) {
		fprintf(stderr, "print-tables: %s: no schema\n", file);
		return EXIT_FAILURE;
	}
	add(definitions, "capability_name", capability_names());
	add(definitions, "capabilities", capabilities());
	add(definitions, "registers", registers());
	puts(json_object_to_json_string_ext(schema, STYLE));
	json_object_put(schema);
	return EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
	if (argc == 3 && !strcmp(argv[1], "schema"))
		return print_schema(argv[2]);
	if (argc == 2 && !strcmp(argv[1], "abi"))
		return print_abi();
	if (argc == 3 && !strcmp(argv[1], "fill"))
		return print_filled(argv[2]);
	fputs("usage: print-tables schema FILE | abi | fill FILE\n", stderr);
	return EXIT_FAILURE;
}
