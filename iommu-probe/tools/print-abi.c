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

static void print_attribute(const struct iommu_caps_attribute *attribute)
{
	enum attribute_part part;
	char text[1024];

	printf("\nWhat:\t\t/sys/class/iommu/<iommu>/<model>/%s\n"
	       "Date:\t\tNovember 2026\n"
	       "Contact:\tiommu@lists.linux.dev\n"
	       "Description:\n",
	       attribute->name);
	paragraph(attribute->doc);
	for (part = 0; part < ATTRIBUTE_PARTS; part++) {
		attribute_text(attribute, part, text, sizeof(text));
		putchar('\n');
		paragraph(text);
	}
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
