/* SPDX-License-Identifier: MIT */
/*
 * Choosing a second time, from its description alone: first every reason
 * against a model, then what is the best of what is left.
 */
#ifndef TESTS_CHOOSE_RULE_H
#define TESTS_CHOOSE_RULE_H

#include "random-hosts.h"

/* What is set only where the answer is yes; words are rows of the table, -1 none. */
struct expected {
	enum iommu_probe_answer answer;
	enum iommu_caps_model_id model;
	int format;
	int pgtable;
	int pasid0;
	unsigned int bits;
	uint64_t bytes;
	uint64_t align;
	unsigned int input_bits;
	unsigned int output_bits;
};

void choose_rule(const struct random_host *host, const struct iommu_probe_request *request,
		 struct expected *expected);

/* A target's capabilities under a model; NULL: it does not show it. */
const struct random_model *choose_rule_model(const struct random_target *target,
					     enum iommu_caps_model_id model);

#endif
