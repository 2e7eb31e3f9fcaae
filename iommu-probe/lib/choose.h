/* SPDX-License-Identifier: MIT */
#ifndef IOMMU_PROBE_CHOOSE_H
#define IOMMU_PROBE_CHOOSE_H

#include "internal.h"
#include "requirement.h"

#define WORDS_MAX 16

/* Words in order of preference, none twice; none at all: whatever there is. */
struct word_list {
	int words[WORDS_MAX];
	size_t count;
};

struct iommu_probe_request {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	struct word_list accept;
	struct word_list pgtable;
	int pasid0; /* -1: whatever there is */
	int pasid_bits;
	struct requirement *requirements;
	size_t requirement_count;
};

struct iommu_probe_rejection {
	struct iommu_probe_rejection *next;
	char *what;
	char *iommu;
	const char *reason;
	char *message;
};

struct rejections {
	struct iommu_probe_rejection *first;
	struct iommu_probe_rejection **end;
};

/* An IOMMU under one model, as far as choosing goes. */
struct candidate {
	struct candidate *next;
	struct iommu_caps caps;
	u64 unreadable; /* a bit for each attribute */
	enum iommu_probe_verdict requirements;
	struct rejections rejections; /* for requirements */
};

struct target {
	struct target *next;
	char *device; /* NULL: the IOMMU was meant */
	char *iommu;  /* NULL: the device is behind none */
	bool silent;  /* the kernel shows nothing of it */
	bool nameless; /* a model of it could not be told */
	struct candidate *candidates;
	bool has_width;
	uint32_t width; /* of the device's own PASIDs; 0: it has none */
};

struct iommu_probe_choice {
	unsigned int refs;
	struct iommu_probe_host *host;
	struct target *targets;
	enum iommu_probe_answer answer;
	struct rejections rejections;
	/* Set where the answer is yes. */
	const struct iommu_caps_format *format;
	u32 bits;
	u64 align;
	int pasid0; /* -1: it has no meaning */
	int pgtable;
	u32 input_bits;
	u32 output_bits;
};

int targets_read(struct iommu_probe_host *host, const struct iommu_probe_request *request,
		 struct target **targets);
void targets_free(struct target *targets);
struct candidate *target_candidate(const struct target *target,
					 enum iommu_caps_model_id model);

void rejections_init(struct rejections *rejections);
void rejections_append(struct rejections *to, struct rejections *from);
void rejections_clear(struct rejections *rejections);

/* iommu may be NULL. -ENOMEM. */
int reject(struct rejections *rejections, const char *what, const char *iommu, const char *reason,
	   const char *message, ...) PRINTF(5, 6);

/*
 * The attempt to choose under one model, for those targets that show it, of
 * which there is one at least; choice gets what came of it.
 */
int choose_under(enum iommu_caps_model_id model, const struct iommu_probe_request *request,
		 const struct target *targets, struct iommu_probe_choice *choice);

/* Why iommu_caps_check_pasid_table() refused, in words. */
int check_complain(struct iommu_probe_ctx *ctx, const char *iommu,
		   const struct iommu_pasid_table_config *config, int error);

#endif
