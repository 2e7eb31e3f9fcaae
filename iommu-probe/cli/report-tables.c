// SPDX-License-Identifier: MIT
#include "report-tables.h"
#include <stdbool.h>
#include <string.h>
#include <linux/iommu-caps.h>

#define ON(model) (1U << IOMMU_CAPS_MODEL_##model)
#define IOMMU_CAPS_0 0

static const struct {
	const char *name;
	unsigned int number;
	unsigned int align;
} models[] = {
#define IOMMU_CAPS_DEF_MODEL(id, name, align) { name, IOMMU_CAPS_NUMBER_##id, align },
#include <linux/iommu-caps-defs.h>
};

static const struct {
	const char *name, *kind, *words, *flags, *doc;
	unsigned int fallback; /* a number, or a word among all words */
	unsigned int models;
} attributes[] = {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, name, kind, words, flags, fallback, models, doc) \
	{ name, #kind, #words, #flags, doc, IOMMU_CAPS_##fallback, models },
#include <linux/iommu-caps-defs.h>
};

static const struct {
	const char *words, *text;
} words[] = {
#define IOMMU_CAPS_DEF_WORD(words, id, text) [IOMMU_CAPS_##words##_##id] = { #words, text },
#include <linux/iommu-caps-defs.h>
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void print_models(FILE *out)
{
	size_t i;

	for (i = 0; i < COUNT(models); i++)
		fprintf(out, "%s{\"name\":\"%s\",\"number\":%u,\"align\":%u}", i ? "," : "",
			models[i].name, models[i].number, models[i].align);
}

static void print_numbers_of(FILE *out, unsigned int bits)
{
	bool any = false;
	size_t i;

	for (i = 0; i < COUNT(models); i++) {
		if (!(bits & 1U << i))
			continue;
		fprintf(out, "%s%u", any ? "," : "", models[i].number);
		any = true;
	}
}

static void print_attributes(FILE *out)
{
	size_t i;

	for (i = 0; i < COUNT(attributes); i++) {
		fprintf(out,
			"%s{\"name\":\"%s\",\"kind\":\"%s\",\"words\":\"%s\",\"flags\":\"%s\","
			"\"doc\":\"%s\",\"models\":[",
			i ? ",\n" : "", attributes[i].name, attributes[i].kind,
			attributes[i].words, attributes[i].flags, attributes[i].doc);
		print_numbers_of(out, attributes[i].models);
		if (!strcmp(attributes[i].kind, "WORD"))
			fprintf(out, "],\"default\":\"%s\"}", words[attributes[i].fallback].text);
		else
			fprintf(out, "],\"default\":%u}", attributes[i].fallback);
	}
}

static void print_words(FILE *out)
{
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		fprintf(out, "%s{\"words\":\"%s\",\"text\":\"%s\"}", i ? "," : "", words[i].words,
			words[i].text);
}

void report_print_tables(FILE *out)
{
	fputs("{\"models\":[", out);
	print_models(out);
	fputs("],\n\"attributes\":[", out);
	print_attributes(out);
	fputs("],\n\"words\":[", out);
	print_words(out);
	fputs("]}", out);
}
