// SPDX-License-Identifier: MIT
#include "random-hosts.h"
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "opened.h"
#include "random.h"
#include "tree.h"

/*
 * lib/targets.c is compiled in here, so that its targets_read() can have
 * another name and hosts in memory take its place; the library's own object is
 * then not linked.
 */
#define targets_read targets_read_of_tree
#include "targets.c"
#undef targets_read

/* NULL: what the host's tree says. */
static const struct random_host *in_memory;

/* Check keeps a record of each assertion; there would be millions. */
#define MUST(what) \
	do { \
		if (!(what)) \
			ck_abort_msg("%s", #what); \
	} while (0)

#define WORDS_MOST 8
#define NAME_ROOM 32

static const struct {
	u8 formats[WORDS_MOST];
	u8 stage1[WORDS_MOST];
	u8 pasid0[WORDS_MOST];
} model_words[IOMMU_CAPS_MODELS] = {
	[IOMMU_CAPS_MODEL_INTEL_VTD] = {
		{ IOMMU_CAPS_PASID_TABLE_SCALABLE },
		{ IOMMU_CAPS_S1_VTD_FS_5LVL, IOMMU_CAPS_S1_VTD_FS_4LVL },
		{ IOMMU_CAPS_PASID0_PASID0 } },
	[IOMMU_CAPS_MODEL_ARM_SMMU_V3] = {
		{ IOMMU_CAPS_PASID_TABLE_2LVL_64K, IOMMU_CAPS_PASID_TABLE_2LVL_4K,
		  IOMMU_CAPS_PASID_TABLE_LINEAR },
		{ IOMMU_CAPS_S1_AARCH64_4K, IOMMU_CAPS_S1_AARCH64_16K, IOMMU_CAPS_S1_AARCH64_64K },
		{ IOMMU_CAPS_PASID0_TERMINATE, IOMMU_CAPS_PASID0_BYPASS,
		  IOMMU_CAPS_PASID0_PASID0 } },
	[IOMMU_CAPS_MODEL_AMD_VI] = {
		{ IOMMU_CAPS_PASID_TABLE_GCR3_1LVL, IOMMU_CAPS_PASID_TABLE_GCR3_2LVL,
		  IOMMU_CAPS_PASID_TABLE_GCR3_3LVL },
		{ IOMMU_CAPS_S1_AMD_V2_5LVL, IOMMU_CAPS_S1_AMD_V2_4LVL },
		{ IOMMU_CAPS_PASID0_BYPASS, IOMMU_CAPS_PASID0_PASID0 } },
	[IOMMU_CAPS_MODEL_VIRTIO_IOMMU] = { { 0 }, { IOMMU_CAPS_S1_VIRTIO_MAP }, { 0 } },
	[IOMMU_CAPS_MODEL_RISCV_IOMMU] = {
		{ IOMMU_CAPS_PASID_TABLE_PD20, IOMMU_CAPS_PASID_TABLE_PD17,
		  IOMMU_CAPS_PASID_TABLE_PD8 },
		{ IOMMU_CAPS_S1_RISCV_SV57, IOMMU_CAPS_S1_RISCV_SV48, IOMMU_CAPS_S1_RISCV_SV39 },
		{ IOMMU_CAPS_PASID0_BYPASS, IOMMU_CAPS_PASID0_PASID0 } },
};

const u8 *random_words(enum iommu_caps_model_id model, enum iommu_caps_attribute_id id)
{
	switch (id) {
	case IOMMU_CAPS_PASID_TABLE_FORMAT:
		return model_words[model].formats;
	case IOMMU_CAPS_PGTABLE_FORMAT:
		return model_words[model].stage1;
	default:
		return model_words[model].pasid0;
	}
}

/* Most of the words, in the order of the table or turned. */
static void random_names(uint64_t *seed, struct iommu_caps *caps, enum iommu_caps_attribute_id id)
{
	const u8 *words = random_words(caps->model, id);
	const size_t count = strlen((const char *)words);
	const size_t turn = random_percent(seed, 50) ? random_below(seed, WORDS_MOST) : 0;
	size_t i;

	iommu_caps_set_none(caps, id);
	for (i = 0; i < count; i++)
		if (random_percent(seed, 80))
			iommu_caps_add(caps, id, words[(i + turn) % count]);
}

/* What choosing looks at. */
static const enum iommu_caps_attribute_id used[] = {
	IOMMU_CAPS_SSID_BITS, IOMMU_CAPS_NESTING, IOMMU_CAPS_PASID_TABLE_FORMAT,
	IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID_TABLE_ALIGN,
	IOMMU_CAPS_INPUT_BITS, IOMMU_CAPS_OUTPUT_BITS,
};

#define USED (sizeof(used) / sizeof(*used))

static void random_caps(uint64_t *seed, enum iommu_caps_model_id model, unsigned int known,
			struct iommu_caps *caps)
{
	static const u8 ssids[] = { 20, 20, 20, 20, 16, 16, 18, 17, 10, 9, 8, 6, 5, 1, 0, 40 };
	static const u8 widths[] = { 48, 48, 52, 57, 44, 39, 32, 64, 0 };
	static const u64 aligns[] = { 64, 4096, 4096, 8192, 65536, 1048576 };
	size_t i;

	iommu_caps_init(caps, model);
	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, ssids[random_below(seed, sizeof(ssids))]);
	iommu_caps_set_switch(caps, IOMMU_CAPS_NESTING, random_percent(seed, 92));
	iommu_caps_set(caps, IOMMU_CAPS_INPUT_BITS, widths[random_below(seed, sizeof(widths))]);
	iommu_caps_set(caps, IOMMU_CAPS_OUTPUT_BITS, widths[random_below(seed, sizeof(widths))]);
	iommu_caps_set(caps, IOMMU_CAPS_PASID_TABLE_ALIGN, aligns[random_below(seed, 6)]);
	random_names(seed, caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
	random_names(seed, caps, IOMMU_CAPS_PGTABLE_FORMAT);
	random_names(seed, caps, IOMMU_CAPS_PASID0);
	for (i = 0; i < USED; i++) {
		const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[used[i]];

		/* What the model lacks is as its default, and certain. */
		if (!(attribute->models & BIT(model)))
			iommu_caps_set(caps, used[i], attribute->flags & IOMMU_CAPS_FLAG_ALIGN ?
							      iommu_caps_models[model].align :
							      attribute->fallback);
		else if (!random_percent(seed, known))
			caps->known &= ~BIT_ULL(used[i]);
	}
}

static enum iommu_probe_verdict random_verdict(uint64_t *seed)
{
	const unsigned int n = random_below(seed, 40);

	return n == 0 ? IOMMU_PROBE_VERDICT_FAIL : n == 1 ? IOMMU_PROBE_VERDICT_UNKNOWN : IOMMU_PROBE_VERDICT_PASS;
}

/* Likes one model more than others, so that targets have it in common. */
static enum iommu_caps_model_id random_model(uint64_t *seed, enum iommu_caps_model_id liked)
{
	return random_percent(seed, 80) ? liked : random_below(seed, IOMMU_CAPS_MODELS);
}

static void random_target(uint64_t *seed, enum random_shape shape, enum iommu_caps_model_id liked,
			  struct random_target *target)
{
	const unsigned int known = shape == RANDOM_ONE ? 100 : 99;
	enum iommu_caps_model_id model = shape == RANDOM_ONE ? liked : random_model(seed, liked);

	*target = (struct random_target){ .is_device = random_percent(seed, 50) };
	target->has_width = target->is_device && random_percent(seed, 70);
	if (target->has_width)
		target->width = random_percent(seed, 95) ? 1 + random_below(seed, 20) : 0;
	if (shape != RANDOM_ONE) {
		target->nameless = random_percent(seed, 4);
		target->foreign = random_percent(seed, 4);
		if (random_percent(seed, 5))
			return;
	}
	do {
		random_caps(seed, model, known, &target->models[target->count].caps);
		target->models[target->count++].requirements =
			shape == RANDOM_ANY ? random_verdict(seed) : IOMMU_PROBE_VERDICT_PASS;
		/* Another one, behind the first in the table. */
		model += 1 + random_below(seed, 2);
	} while (shape != RANDOM_ONE && target->count < RANDOM_MODELS &&
		 model < IOMMU_CAPS_MODELS && random_percent(seed, 30));
}

void random_host(uint64_t *seed, enum random_shape shape, struct random_host *host)
{
	const enum iommu_caps_model_id liked = random_below(seed, IOMMU_CAPS_MODELS);
	size_t i;

	host->count = 1 + random_below(seed, RANDOM_TARGETS);
	for (i = 0; i < host->count; i++)
		random_target(seed, shape, liked, &host->targets[i]);
	/* The reader has those without IOMMU last. */
	if (shape != RANDOM_ONE && random_percent(seed, 3))
		host->targets[i - 1] = (struct random_target){ .alone = true, .is_device = true };
}

static void accept_some(uint64_t *seed, struct iommu_probe_request *request,
			enum iommu_caps_words words,
			int (*accept)(struct iommu_probe_request *request, const char *format))
{
	const unsigned int start = random_below(seed, IOMMU_CAPS_ALL_WORDS);
	unsigned int i, word;

	for (i = 0; i < IOMMU_CAPS_ALL_WORDS; i++) {
		word = (start + i) % IOMMU_CAPS_ALL_WORDS;
		if (iommu_caps_words[word].words == words && random_percent(seed, 70))
			MUST(!accept(request, iommu_caps_words[word].text));
	}
}

struct iommu_probe_request *random_request(uint64_t *seed, struct iommu_probe_ctx *ctx)
{
	static const char *const pasid0[] = { "terminate", "bypass", "pasid0" };
	struct iommu_probe_request *request;

	MUST(!iommu_probe_request_new(ctx, &request));
	if (random_percent(seed, 40))
		accept_some(seed, request, IOMMU_CAPS_WORDS_PASID_TABLE,
			    iommu_probe_request_accept);
	if (random_percent(seed, 20))
		accept_some(seed, request, IOMMU_CAPS_WORDS_S1,
			    iommu_probe_request_accept_pgtable);
	if (random_percent(seed, 15))
		iommu_probe_request_set_pasid0(request, pasid0[random_below(seed, 3)]);
	if (random_percent(seed, 40))
		iommu_probe_request_set_pasid_bits(request, random_below(seed, 24));
	else if (random_percent(seed, 15))
		iommu_probe_request_set_pasid_bits(request, 0);
	return request;
}

static void name_of_target(size_t i, char name[NAME_ROOM])
{
	snprintf(name, NAME_ROOM, "dmar%zu", i);
}

static void name_of_device(size_t i, char name[NAME_ROOM])
{
	snprintf(name, NAME_ROOM, "0000:00:%02zx.0", i + 1);
}

static void add_candidates(const struct random_target *from, struct target *to)
{
	struct candidate *candidate;
	size_t i;

	for (i = 0; i < from->count; i++) {
		candidate = calloc(1, sizeof(*candidate));
		MUST(candidate);
		rejections_init(&candidate->rejections);
		candidate->caps = from->models[i].caps;
		candidate->unreadable = ~candidate->caps.known;
		candidate->requirements = from->models[i].requirements;
		candidate->next = to->candidates;
		to->candidates = candidate;
		if (candidate->requirements == IOMMU_PROBE_VERDICT_PASS)
			continue;
		MUST(!reject(&candidate->rejections, "stall!=force", to->iommu, "requirement",
			     "not met"));
	}
}

int targets_read(struct iommu_probe_host *host, const struct iommu_probe_request *request,
		 struct target **targets)
{
	struct target **end = targets, *target;
	char iommu[NAME_ROOM], device[NAME_ROOM];
	size_t i;

	*targets = NULL;
	if (!in_memory)
		return targets_read_of_tree(host, request, targets);
	for (i = 0; i < in_memory->count; i++) {
		const struct random_target *from = &in_memory->targets[i];

		name_of_target(i, iommu);
		name_of_device(i, device);
		MUST(!add_target(&end, from->is_device ? device : NULL, from->alone ? NULL : iommu,
				 &target));
		target->silent = !from->alone && !from->count && !from->nameless && !from->foreign;
		target->nameless = from->nameless;
		target->has_width = from->has_width;
		target->width = from->width;
		add_candidates(from, target);
	}
	return 0;
}

struct iommu_probe_choice *random_choose(struct iommu_probe_host *empty,
					 const struct random_host *host,
					 const struct iommu_probe_request *request)
{
	struct iommu_probe_choice *choice;

	in_memory = host;
	MUST(!iommu_probe_choose(empty, request, &choice));
	in_memory = NULL;
	return choice;
}

static void write_model(const char *iommu, const struct iommu_caps *caps)
{
	const char *name = iommu_caps_models[caps->model].name;
	char path[256], text[IOMMU_CAPS_TEXT_MAX];
	size_t i;

	snprintf(path, sizeof(path), "sys/class/iommu/%s/%s/model", iommu, name);
	iommu_caps_format(caps, IOMMU_CAPS_MODEL, text, sizeof(text));
	tree_file(path, text);
	for (i = 0; i < USED; i++) {
		const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[used[i]];

		if (!(attribute->models & BIT(caps->model)))
			continue;
		snprintf(path, sizeof(path), "sys/class/iommu/%s/%s/%s", iommu, name,
			 attribute->name);
		if (iommu_caps_format(caps, used[i], text, sizeof(text)))
			tree_file(path, text);
		else
			tree_dir(path);
	}
}

/* A configuration space whose only capability is that of PASIDs. */
static void write_config(const char *device, u32 width)
{
	unsigned char config[4096] = { 0 };
	char path[256];

	if (width) {
		config[0x100] = 0x1b;
		config[0x102] = 1;
		config[0x105] = (unsigned char)width;
	}
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/config", device);
	tree_bytes(path, config, sizeof(config));
}

static void write_target(const struct random_target *target, const char *iommu, const char *device)
{
	char path[256];
	size_t i;

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", device);
	tree_dir(path);
	if (target->alone)
		return;
	snprintf(path, sizeof(path), "sys/class/iommu/%s/devices/%s", iommu, device);
	tree_link(path, "nowhere");
	if (target->has_width)
		write_config(device, target->width);
	for (i = 0; i < target->count; i++)
		write_model(iommu, &target->models[i].caps);
	snprintf(path, sizeof(path), "sys/class/iommu/%s/unreadable/model", iommu);
	if (target->nameless)
		tree_dir(path);
	snprintf(path, sizeof(path), "sys/class/iommu/%s/foreign/model", iommu);
	if (target->foreign)
		tree_file(path, "999\n");
}

struct iommu_probe_host *random_tree(const struct random_host *host)
{
	char names[RANDOM_TARGETS][NAME_ROOM], iommu[NAME_ROOM], device[NAME_ROOM];
	const char *selected[RANDOM_TARGETS];
	struct iommu_probe_host *read;
	size_t i;

	tree_dir("sys/class/iommu");
	for (i = 0; i < host->count; i++) {
		name_of_target(i, iommu);
		name_of_device(i, device);
		write_target(&host->targets[i], iommu, device);
		strcpy(names[i], host->targets[i].is_device ? device : iommu);
		selected[i] = names[i];
	}
	read = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(read, selected, host->count), 0);
	return read;
}
