/* SPDX-License-Identifier: MIT */
#ifndef PRINT_TABLES_H
#define PRINT_TABLES_H

#include <linux/iommu-caps.h>
#include <stddef.h>

enum attribute_part {
	ATTRIBUTE_FORMAT,
	ATTRIBUTE_DEFAULT,
	ATTRIBUTE_MODELS,
	ATTRIBUTE_PARTS,
};

/* A sentence: what its file may hold, what its absence means, who has the notion. */
void attribute_text(const struct iommu_caps_attribute *attribute, enum attribute_part part,
		    char *text, size_t size);

/* The words of a set. */
void print_words(char *text, size_t size, enum iommu_caps_words set, const char *between);

/* The kernel's ABI page, on standard output; an exit status. */
int print_abi(void);

/*
 * The file, with what the tables say in place of each @NAME@ that print-fill.c
 * knows; an exit status.
 */
int print_filled(const char *file);

#endif
