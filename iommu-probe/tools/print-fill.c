// SPDX-License-Identifier: MIT
/* Man pages and completions: what the tables say in place of a @NAME@. */
#include <ctype.h>
#include <linux/iommu-caps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "decoders.h"
#include "print-tables.h"

static void print_attributes(void)
{
	enum attribute_part part;
	char text[1024];
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++) {
		const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[i];

		/* An underscore begins emphasis in scdoc. */
		printf("%s*", i ? "\n\n" : "");
		for (const char *c = attribute->name; *c; c++)
			printf("%s%c", *c == '_' ? "\\" : "", *c);
		printf("*\n\t%c%s.", toupper(attribute->doc[0]), attribute->doc + 1);
		for (part = 0; part < ATTRIBUTE_PARTS; part++) {
			attribute_text(attribute, part, text, sizeof(text));
			printf("++\n%s.", text);
		}
	}
}

static void print_model_numbers(void)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		printf("%s%s (%u)", i ? ", " : "", iommu_caps_models[i].name,
		       iommu_caps_models[i].number);
}

static void print_models(void)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		printf("%s%s", i ? " " : "", iommu_caps_models[i].name);
}

/* "intel-vtd:cap", in the models' order, but for what only the kernel knows. */
static void print_registers(void)
{
	const struct iommu_caps_register *reg;
	unsigned int i, n = 0;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		for (reg = iommu_caps_decoders[i].registers; reg && reg->name; reg++)
			if (reg->use != IOMMU_CAPS_REGISTER_FACT)
				printf("%s%s:%s", n++ ? " " : "", iommu_caps_models[i].name,
				       reg->name);
}

/* What people may want to require of an attribute, as far as there are words for it. */
static void print_requirements(void)
{
	const struct iommu_caps_attribute *attribute;
	unsigned int i, word;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		printf("%smodel=%s", i ? " " : "", iommu_caps_models[i].name);
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++) {
		attribute = &iommu_caps_attributes[i];
		if (i == IOMMU_CAPS_MODEL)
			continue;
		if (attribute->words == IOMMU_CAPS_WORDS_NONE)
			printf(" %s%s", attribute->name,
			       attribute->kind == IOMMU_CAPS_KIND_NUMBERS  ? "=" :
			       attribute->flags & IOMMU_CAPS_FLAG_ALIGN ? "<=" :
									     ">=");
		for (word = 0; word < IOMMU_CAPS_ALL_WORDS; word++)
			if (attribute->words != IOMMU_CAPS_WORDS_NONE &&
			    iommu_caps_words[word].words == attribute->words)
				printf(" %s%s%s", attribute->name,
				       attribute->flags & IOMMU_CAPS_FLAG_ORDER ? ">=" : "=",
				       iommu_caps_words[word].text);
	}
}

static void print_set(enum iommu_caps_words set)
{
	char text[512];

	print_words(text, sizeof(text), set, " ");
	fputs(text, stdout);
}

static void print_pasid_formats(void)
{
	print_set(IOMMU_CAPS_WORDS_PASID_TABLE);
}

static void print_pgtable_formats(void)
{
	print_set(IOMMU_CAPS_WORDS_S1);
}

static void print_pasid0(void)
{
	print_set(IOMMU_CAPS_WORDS_PASID0);
}

static const struct {
	const char *name;
	void (*print)(void);
} fillings[] = {
	{ "@ATTRIBUTES@", print_attributes },
	{ "@MODELS@", print_models },
	{ "@MODEL-NUMBERS@", print_model_numbers },
	{ "@PASID0@", print_pasid0 },
	{ "@PASID-TABLE-FORMATS@", print_pasid_formats },
	{ "@PGTABLE-FORMATS@", print_pgtable_formats },
	{ "@REGISTERS@", print_registers },
	{ "@REQUIREMENTS@", print_requirements },
};

/* How much of the line was printed. */
static size_t fill(const char *line)
{
	const char *at = strchr(line, '@');
	size_t i;

	for (i = 0; at && i < sizeof(fillings) / sizeof(*fillings); i++) {
		const size_t length = strlen(fillings[i].name);

		if (strncmp(at, fillings[i].name, length))
			continue;
		printf("%.*s", (int)(at - line), line);
		fillings[i].print();
		return (size_t)(at - line) + length;
	}
	at = at ? at + 1 : line + strlen(line);
	printf("%.*s", (int)(at - line), line);
	return (size_t)(at - line);
}

int print_filled(const char *file)
{
	FILE *in = fopen(file, "r");
	char *line = NULL, *rest;
	size_t size = 0;

	if (!in) {
		perror(file);
		return EXIT_FAILURE;
	}
	while (getline(&line, &size, in) >= 0)
		for (rest = line; *rest;)
			rest += fill(rest);
	free(line);
	fclose(in);
	return EXIT_SUCCESS;
}
