/* SPDX-License-Identifier: MIT */
/* Lines of the files in tests/vectors; that folder's README says what they hold. */
#ifndef TESTS_VECTORS_H
#define TESTS_VECTORS_H

#include <linux/iommu-caps.h>
#include "decoders.h"

struct vector {
	enum iommu_caps_model_id model;
	unsigned int line;
	char *registers;
	char *expected;
};

/* Set before the first use: the project's folder. */
extern const char *vectors_root;

/*
 * All lines of a file but the heading, appended to *list. Fails outside of any
 * test, as an exit with a message; returns the new count.
 */
size_t vectors_read(const char *file, enum iommu_caps_model_id model, struct vector **list,
		    size_t count);
void vectors_free(struct vector *list, size_t count);

/* "name=word …", by the decoder's registers. -EINVAL: one is none of them. */
int vectors_registers(const struct iommu_caps_decoder *decoder, const char *text,
		      struct iommu_caps_regs *regs);

/* What is expected of an attribute, "" if it has to be unknown; with blanks. */
void vectors_expected(const char *expected, const char *name, char *text, size_t size);

#endif
