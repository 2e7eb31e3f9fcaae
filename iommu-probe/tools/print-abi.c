// SPDX-License-Identifier: MIT
/* The kernel's ABI page: an entry an attribute, in the form of Documentation/ABI. */
#include <linux/iommu-caps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "print-tables.h"

#define WIDTH 72

/* A paragraph of the description, folded. */
static void paragraph(const char *text)
{
	size_t column = 0;

	while (*text) {
		const size_t length = strcspn(text, " ");

		if (column && column + 1 + length > WIDTH) {
			putchar('\n');
			column = 0;
		}
		column += printf("%s%.*s", column ? " " : "\t\t", (int)length, text);
		text += length + strspn(text + length, " ");
	}
	putchar('\n');
}

static void words(char *text, size_t size, enum iommu_caps_words set)
{
	unsigned int i;

	*text = '\0';
	for (i = 0; i < IOMMU_CAPS_ALL_WORDS; i++) {
		if (iommu_caps_words[i].words != set)
			continue;
		if (*text)
			strncat(text, ", ", size - strlen(text) - 1);
		strncat(text, iommu_caps_words[i].text, size - strlen(text) - 1);
	}
}

static void print_format(const struct iommu_caps_attribute *attribute)
{
	char known[512], text[1024];

	words(known, sizeof(known), attribute->words);
	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		snprintf(text, sizeof(text), "Format: a decimal number%s",
			 attribute->flags & IOMMU_CAPS_FLAG_BITS ? ", at most 64" : "");
		break;
	case IOMMU_CAPS_KIND_WORD:
		snprintf(text, sizeof(text), "Format: one of %s%s", known,
			 attribute->flags & IOMMU_CAPS_FLAG_ORDER ? " (the least first)" : "");
		break;
	case IOMMU_CAPS_KIND_NAMES:
		snprintf(text, sizeof(text),
			 "Format: names parted by blanks, the preferred one first, or none; of %s",
			 known);
		break;
	case IOMMU_CAPS_KIND_NUMBERS:
		snprintf(text, sizeof(text),
			 "Format: decimal numbers parted by blanks, ascending, or none");
		break;
	}
	paragraph(text);
}

static void print_default(const struct iommu_caps_attribute *attribute)
{
	char text[512] = "Absent: none";
	unsigned int i;

	if (attribute->flags & IOMMU_CAPS_FLAG_REQUIRED) {
		snprintf(text, sizeof(text), "Absent: this is no model directory");
	} else if (attribute->flags & IOMMU_CAPS_FLAG_ALIGN) {
		snprintf(text, sizeof(text), "Absent: the model's, which is");
		for (i = 0; i < IOMMU_CAPS_MODELS; i++)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %u for %s",
				 i ? "," : "", iommu_caps_models[i].align,
				 iommu_caps_models[i].name);
	} else if (attribute->kind == IOMMU_CAPS_KIND_UINT) {
		snprintf(text, sizeof(text), "Absent: %u", attribute->fallback);
	} else if (attribute->kind == IOMMU_CAPS_KIND_WORD) {
		snprintf(text, sizeof(text), "Absent: %s",
			 iommu_caps_words[attribute->fallback].text);
	}
	paragraph(text);
}

static void print_models(const struct iommu_caps_attribute *attribute)
{
	char text[512] = "Models:";
	unsigned int i, n = 0;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (attribute->models & BIT(i))
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %s",
				 n++ ? "," : "", iommu_caps_models[i].name);
	paragraph(text);
}

static void print_attribute(const struct iommu_caps_attribute *attribute)
{
	printf("\nWhat:\t\t/sys/class/iommu/<iommu>/<model>/%s\n"
	       "Date:\t\tNovember 2026\n"
	       "Contact:\tiommu@lists.linux.dev\n"
	       "Description:\n",
	       attribute->name);
	paragraph(attribute->doc);
	putchar('\n');
	print_format(attribute);
	putchar('\n');
	print_default(attribute);
	putchar('\n');
	print_models(attribute);
}

int print_abi(void)
{
	unsigned int i;

	puts("What:\t\t/sys/class/iommu/<iommu>/<model>/\n"
	     "Date:\t\tNovember 2026\n"
	     "Contact:\tiommu@lists.linux.dev\n"
	     "Description:");
	paragraph("What an IOMMU can do under one programming model, which the directory is named "
		  "after: a real directory (never a link) that holds a file \"model\". An IOMMU may "
		  "have several. A file has one value and ends in one newline. A file that is absent "
		  "means its default below. Words and files may be added; none is ever renamed, and "
		  "none changes its meaning. Values say what the hardware has, less what the driver or "
		  "the firmware left off. What could not be read, or is encoded in a way that the "
		  "architecture reserves, has no file. \"model\" is the last file to come and the "
		  "first to go: while it is there, all are there.");
	puts("\n\t\tModels and their numbers, which are those of enum\n"
	     "\t\tiommu_hw_info_type up to 255:\n");
	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		printf("\t\t  %-14s %u\n", iommu_caps_models[i].name, iommu_caps_models[i].number);
	puts("\nUsers:\t\tiommu-probe");
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
		print_attribute(&iommu_caps_attributes[i]);
	return EXIT_SUCCESS;
}
