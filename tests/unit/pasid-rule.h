/* SPDX-License-Identifier: MIT */
/*
 * The check of a PASID table a second time, from its description alone: the
 * answers in their order, and the table of formats. No line of it comes from
 * kernel/pasid-table.c, and no number from the tables that it uses.
 */
#ifndef TESTS_PASID_RULE_H
#define TESTS_PASID_RULE_H

#include <stdbool.h>
#include <stdint.h>
#include <linux/iommu-caps.h>

/* What an IOMMU offers, as far as the rule looks at it. */
struct pasid_rule_unit {
	uint32_t model;		/* its number */
	unsigned int ssid_bits; /* 0: none */
	unsigned int formats;	/* a bit for each code that is offered */
	unsigned int pasid0;	/* a bit for each of STE.S1DSS */
	bool stage1;		/* some page-table format is offered */
	uint64_t align;		/* 0: none is known */
	unsigned int output_bits; /* 0: not reported */
};

/* The errno, which is positive, or 0. */
int pasid_rule(const struct pasid_rule_unit *unit, const struct iommu_pasid_table_config *config);

/* Bytes of the root table; 0 if no such format is known. */
uint64_t pasid_rule_size(uint32_t model, unsigned int code, unsigned int bits);

/* What the root table of a unit has to be aligned to. */
uint64_t pasid_rule_align(const struct pasid_rule_unit *unit, unsigned int code, unsigned int bits);

#endif
