// SPDX-License-Identifier: MIT
/* What the table of attributes says, in words. */
#include <linux/iommu-caps.h>
#include <stdio.h>
#include <string.h>
#include "print-tables.h"

void print_words(char *text, size_t size, enum iommu_caps_words set, const char *between)
{
	unsigned int i;

	*text = '\0';
	for (i = 0; i < IOMMU_CAPS_ALL_WORDS; i++) {
		if (iommu_caps_words[i].words != set)
			continue;
		if (*text)
			strncat(text, between, size - strlen(text) - 1);
		strncat(text, iommu_caps_words[i].text, size - strlen(text) - 1);
	}
}

static void format_text(const struct iommu_caps_attribute *attribute, char *text, size_t size)
{
	char known[512];

	print_words(known, sizeof(known), attribute->words, ", ");
	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		snprintf(text, size, "Format: a decimal number%s",
			 attribute->flags & IOMMU_CAPS_FLAG_BITS ? ", at most 64" : "");
		break;
	case IOMMU_CAPS_KIND_WORD:
		snprintf(text, size, "Format: one of %s%s", known,
			 attribute->flags & IOMMU_CAPS_FLAG_ORDER ? " (the least first)" : "");
		break;
	case IOMMU_CAPS_KIND_NAMES:
		snprintf(text, size,
			 "Format: names parted by blanks, the preferred one first, or none; of %s",
			 known);
		break;
	case IOMMU_CAPS_KIND_NUMBERS:
		snprintf(text, size,
			 "Format: decimal numbers parted by blanks, ascending, or none");
		break;
	}
}

static void default_text(const struct iommu_caps_attribute *attribute, char *text, size_t size)
{
	unsigned int i;

	snprintf(text, size, "Absent: none");
	if (attribute->flags & IOMMU_CAPS_FLAG_REQUIRED) {
		snprintf(text, size, "Absent: this is no model directory");
	} else if (attribute->flags & IOMMU_CAPS_FLAG_ALIGN) {
		snprintf(text, size, "Absent: the model's, which is");
		for (i = 0; i < IOMMU_CAPS_MODELS; i++)
			snprintf(text + strlen(text), size - strlen(text), "%s %u for %s",
				 i ? "," : "", iommu_caps_models[i].align,
				 iommu_caps_models[i].name);
	} else if (attribute->kind == IOMMU_CAPS_KIND_UINT) {
		snprintf(text, size, "Absent: %u", attribute->fallback);
	} else if (attribute->kind == IOMMU_CAPS_KIND_WORD) {
		snprintf(text, size, "Absent: %s",
			 iommu_caps_words[attribute->fallback].text);
	}
}

static void models_text(const struct iommu_caps_attribute *attribute, char *text, size_t size)
{
	unsigned int i, n = 0;

	snprintf(text, size, "Models:");
	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (attribute->models & BIT(i))
			snprintf(text + strlen(text), size - strlen(text), "%s %s",
				 n++ ? "," : "", iommu_caps_models[i].name);
}

void attribute_text(const struct iommu_caps_attribute *attribute, enum attribute_part part,
		    char *text, size_t size)
{
	static void (*const parts[])(const struct iommu_caps_attribute *, char *, size_t) = {
		[ATTRIBUTE_FORMAT] = format_text,
		[ATTRIBUTE_DEFAULT] = default_text,
		[ATTRIBUTE_MODELS] = models_text,
	};

	parts[part](attribute, text, size);
}
