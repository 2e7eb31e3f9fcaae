// SPDX-License-Identifier: MIT
#include "random-fleet.h"
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "random.h"

/* Check keeps a record of each assertion; there would be millions. */
#define MUST(what) \
	do { \
		if (!(what)) \
			ck_abort_msg("%s", #what); \
	} while (0)

const char *const *fleet_texts(enum iommu_caps_attribute_id id)
{
	static const char *const numbers[] = { "0", "1", "39", "48", NULL };
	static const char *const aligns[] = { "0", "64", "4096", NULL };
	static const char *const sizes[] = { "none", "4096", "4096 65536", "65536", NULL };
	static const char *const names[] = { "none",	 "linear",     "linear new",
					     "2lvl new", "new linear", NULL };
	static const char *const switches[] = { "disabled", "enabled", "new", "newer", NULL };
	static const char *const httu[] = { "none", "access", "access+dirty", "new", "newer",
					    NULL };
	static const char *const intremap[] = { "none", "xapic", "x2apic", "new", "newer", NULL };
	static const char *const stall[] = { "disabled", "enabled", "force", "new", "newer", NULL };
	static const char *const endian[] = { "both", "little", "big", "new", "newer", NULL };

	switch (iommu_caps_attributes[id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		return iommu_caps_attributes[id].flags & IOMMU_CAPS_FLAG_ALIGN ? aligns : numbers;
	case IOMMU_CAPS_KIND_NUMBERS:
		return sizes;
	case IOMMU_CAPS_KIND_NAMES:
		return names;
	default:
		break;
	}
	switch (iommu_caps_attributes[id].words) {
	case IOMMU_CAPS_WORDS_HTTU:
		return httu;
	case IOMMU_CAPS_WORDS_INTREMAP:
		return intremap;
	case IOMMU_CAPS_WORDS_STALL:
		return stall;
	case IOMMU_CAPS_WORDS_ENDIAN:
		return endian;
	default:
		return switches;
	}
}

void fleet_set(struct iommu_probe_value *value, enum iommu_caps_attribute_id id, const char *text)
{
	char copy[64];

	snprintf(copy, sizeof(copy), "%s", text);
	MUST(!value_parse(value, id, copy, strlen(copy)));
}

static struct iommu_probe_model *random_model(struct fleet *fleet)
{
	static const struct {
		const char *name;
		int id;
		uint64_t number; /* of one that has no row; 0: it could not be read */
	} kinds[] = {
		{ "arm-smmu-v3", IOMMU_CAPS_MODEL_ARM_SMMU_V3, 2 },
		{ "arm-smmu-v3", IOMMU_CAPS_MODEL_ARM_SMMU_V3, 2 },
		{ "arm-smmu-v3", IOMMU_CAPS_MODEL_ARM_SMMU_V3, 2 },
		{ "intel-vtd", IOMMU_CAPS_MODEL_INTEL_VTD, 1 },
		{ "next", -1, 777 },
		{ "next", -1, 778 },
		{ "broken", -1, 0 },
	};
	const unsigned int kind = random_below(&fleet->seed, sizeof(kinds) / sizeof(*kinds));
	struct iommu_probe_model *model =
		model_new(kinds[kind].name, kinds[kind].id, IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	const char *const *texts;
	unsigned int id, count;

	MUST(model);
	model->number = kinds[kind].number;
	for (id = IOMMU_CAPS_MODEL + 1; id < IOMMU_CAPS_ATTRIBUTES && model->number; id++) {
		if (!(fleet->attributes & BIT_ULL(id)) || random_percent(&fleet->seed, 10))
			continue;
		texts = fleet_texts(id);
		for (count = 0; texts[count]; count++)
			;
		fleet_set(&model->values[id], id, texts[random_below(&fleet->seed, count)]);
	}
	return model;
}

static struct iommu_probe_host *random_host(struct fleet *fleet)
{
	unsigned int units = random_percent(&fleet->seed, 90) ?
				     1 + random_percent(&fleet->seed, 30) :
				     0;
	struct iommu_probe_host *host;
	char name[16];

	MUST(!host_new_of_units(fleet->ctx, HOST_DOCUMENT, &host));
	for (; units; units--) {
		struct unit *unit;
		unsigned int models = random_percent(&fleet->seed, 95) ?
					      1 + random_percent(&fleet->seed, 15) :
					      0;

		snprintf(name, sizeof(name), "unit%u", units);
		unit = units_add(host, name);
		MUST(unit);
		while (models--)
			models_insert(&unit->models, random_model(fleet));
	}
	MUST(!units_finish(host));
	return host;
}

void fleet_new(struct fleet *fleet, struct iommu_probe_ctx *ctx, uint64_t seed)
{
	unsigned int n;
	size_t i;

	*fleet = (struct fleet){ .ctx = ctx, .seed = seed };
	fleet->count = 1 + random_below(&fleet->seed, FLEET_MOST);
	for (n = 1 + random_below(&fleet->seed, 3); n; n--)
		fleet->attributes |= BIT_ULL(random_below(&fleet->seed, IOMMU_CAPS_ATTRIBUTES));
	for (i = 0; i < fleet->count; i++)
		fleet->hosts[i] = random_host(fleet);
}

void fleet_clear(struct fleet *fleet)
{
	size_t i;

	for (i = 0; i < fleet->count; i++)
		iommu_probe_host_unref(fleet->hosts[i]);
}

struct iommu_probe_baseline *fleet_baseline(const struct fleet *fleet, const size_t which[])
{
	struct iommu_probe_baseline *baseline;
	size_t i;

	MUST(!iommu_probe_baseline_new(fleet->ctx, &baseline));
	for (i = 0; i < fleet->count; i++)
		MUST(!iommu_probe_baseline_add(baseline, "host", fleet->hosts[which[i]]));
	return baseline;
}

struct iommu_probe_host *fleet_host_of(const struct fleet *fleet,
				       struct iommu_probe_baseline *baseline)
{
	struct iommu_probe_least *least;
	struct iommu_probe_host *host;

	MUST(!host_new_of_units(fleet->ctx, HOST_DOCUMENT, &host));
	for (least = baseline->leasts; least; least = least->next)
		MUST(!least_merge(&host->leasts, least));
	/* Both are in the same order. */
	least = host->leasts;
	for (struct iommu_probe_least *from = baseline->leasts; from; from = from->next) {
		least->partial = from->whole_count < baseline->read_count;
		least = least->next;
	}
	return host;
}

static int keep(void *data, const char *text, size_t length)
{
	return fwrite(text, 1, length, data) == length ? 0 : -EIO;
}

struct iommu_probe_host *fleet_host_of_document(const struct fleet *fleet,
						struct iommu_probe_baseline *baseline)
{
	struct iommu_probe_host *host;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	MUST(out);
	MUST(!iommu_probe_baseline_write_json(baseline, keep, out));
	MUST(!fclose(out));
	MUST(!iommu_probe_host_new_document(fleet->ctx, "baseline", text, length, &host));
	free(text);
	return host;
}
