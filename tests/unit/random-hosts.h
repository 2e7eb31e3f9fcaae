/* SPDX-License-Identifier: MIT */
/*
 * Hosts that nobody has, for choosing among what they offer. They are built in
 * memory, in place of what lib/targets.c reads; a tree of files may be written
 * of one, of which the library has to come to the same.
 */
#ifndef TESTS_RANDOM_HOSTS_H
#define TESTS_RANDOM_HOSTS_H

#include "choose.h"

#define RANDOM_TARGETS 5
#define RANDOM_MODELS 2

struct random_model {
	struct iommu_caps caps;
	enum iommu_probe_verdict requirements;
};

/* An IOMMU, or a device behind it. */
struct random_target {
	bool alone;    /* a device without IOMMU */
	bool nameless; /* a model directory whose number cannot be read */
	bool foreign;  /* a model that nobody knows */
	size_t count;  /* with neither of them and no model it is silent */
	struct random_model models[RANDOM_MODELS];
	bool is_device;
	bool has_width;
	u32 width;
};

struct random_host {
	size_t count;
	struct random_target targets[RANDOM_TARGETS];
};

enum random_shape {
	RANDOM_ANY,	/* of several models, with all that can be wrong */
	RANDOM_ONE,	/* all of one model, of which most is known */
	RANDOM_READ,	/* any, of which a tree can be written */
};

void random_host(uint64_t *seed, enum random_shape shape, struct random_host *host);
struct iommu_probe_request *random_request(uint64_t *seed, struct iommu_probe_ctx *ctx);

/* PASID table formats or the like of a model, ending with a 0. */
const u8 *random_words(enum iommu_caps_model_id model, enum iommu_caps_attribute_id id);

/* Chooses among the targets of a host in memory; empty is any host that was read. */
struct iommu_probe_choice *random_choose(struct iommu_probe_host *empty,
					 const struct random_host *host,
					 const struct iommu_probe_request *request);

/* Writes a host into the tree of tree.h; opens it with its targets selected. */
struct iommu_probe_host *random_tree(const struct random_host *host);

#endif
