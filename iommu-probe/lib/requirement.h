/* SPDX-License-Identifier: MIT */
/* Requirements: NAME OP VALUE. */
#ifndef IOMMU_PROBE_REQUIREMENT_H
#define IOMMU_PROBE_REQUIREMENT_H

#include "internal.h"

enum requirement_op {
	OP_EQUAL,
	OP_NOT_EQUAL,
	OP_AT_LEAST,
	OP_AT_MOST,
	OP_ABOVE,
	OP_BELOW,
};

struct requirement {
	char *text;
	enum iommu_caps_attribute_id id;
	enum requirement_op op;
	bool empty;	 /* the value is "none", of a list */
	uint64_t number; /* of numbers, and the model's */
	int word;	 /* row of the table of words, of words and names */
};

/* -EINVAL, with a message that says what is wrong with it. -ENOMEM. */
int requirement_parse(struct iommu_probe_ctx *ctx, const char *text, struct requirement *req);
void requirement_clear(struct requirement *req);

/*
 * Whether a model meets it; reason is not set on a pass. *value gets a copy of
 * what it was held against, where there is one. -ENOMEM.
 */
int requirement_judge(const struct requirement *req, const struct iommu_probe_model *model,
		      enum iommu_probe_verdict *verdict, enum iommu_probe_reason *reason,
		      struct iommu_probe_value *value, bool *has_value);

#endif
