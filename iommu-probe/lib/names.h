/* SPDX-License-Identifier: MIT */
/* Lists of names, as directories hold them. */
#ifndef IOMMU_PROBE_NAMES_H
#define IOMMU_PROBE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct name {
	char *name;
	unsigned char type; /* d_type of readdir() */
	bool is_pci;	    /* a PCI address: sorting asks many times */
};

/* The texts of many names, which are let go of together. */
struct names_block;

struct names {
	struct name *list;
	size_t count;
	size_t room;
	struct names_block *blocks; /* the newest first */
};

int names_add(struct names *names, const char *name, unsigned char type);
void names_clear(struct names *names);
void names_sort(struct names *names);

/* In a sorted list; NULL if it is not there. */
const struct name *names_find(const struct names *names, const char *name);

/*
 * The order of everything that is listed: PCI addresses first, by their four
 * hexadecimal numbers; then other names, runs of digits as numbers, 0x… as one
 * hexadecimal number; equal ones by bytes.
 */
int natural_compare(const char *a, const char *b);

/* segment:bus:device.function, the segment of four digits or more */
bool is_pci_address(const char *name);

#endif
