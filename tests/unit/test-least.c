// SPDX-License-Identifier: MIT
/* lib/least.c, lib/least-value.c: what models have in common. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "least.h"
#include "opened.h"
#include "random.h"
#include "run.h"

#define MODELS 6
#define ROUNDS 100

static struct iommu_probe_least *leasts;
static struct iommu_probe_model *models[MODELS];

static void setup(void)
{
	leasts = NULL;
	memset(models, 0, sizeof(models));
}

static void teardown(void)
{
	unsigned int i;

	leasts_free(leasts);
	for (i = 0; i < MODELS; i++)
		models_free(models[i]);
	setup();
}

static struct iommu_probe_model *smmu(void)
{
	struct iommu_probe_model *model =
		model_new("arm-smmu-v3", IOMMU_CAPS_MODEL_ARM_SMMU_V3,
			  IOMMU_PROBE_ORIGIN_ATTRIBUTES);

	ck_assert_ptr_nonnull(model);
	return model;
}

static void set(struct iommu_probe_model *model, enum iommu_caps_attribute_id id, const char *text)
{
	char copy[256];

	snprintf(copy, sizeof(copy), "%s", text);
	ck_assert_int_eq(value_parse(&model->values[id], id, copy, strlen(copy)), 0);
}

static void fold(const struct iommu_probe_model *model)
{
	ck_assert_int_eq(least_fold(&leasts, model), 0);
}

static enum iommu_caps_attribute_id id_of(const char *name)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (!strcmp(iommu_caps_attributes[id].name, name))
			return id;
	ck_abort_msg("%s: no attribute", name);
}

static void text_or_dash(const struct iommu_probe_value *value, char *text, size_t size)
{
	if (value && value->known)
		text_of_value(value, text, size);
	else
		snprintf(text, size, "-");
}

/* Texts by "|", - for one that is not reported; what is expected: - for none. */
static const struct {
	const char *name;
	const char *texts;
	const char *least;
	const char *best;
	bool uneven;
	bool unreported;
} rows[] = {
	{ "ssid_bits", "20", "20", "20", false, false },
	{ "ssid_bits", "20|8|16", "8", "20", true, false },
	{ "ssid_bits", "0|8", "0", "8", true, false },
	{ "ssid_bits", "8|-", "-", "8", false, true },
	{ "ssid_bits", "-|8|9", "-", "9", true, true },
	{ "input_bits", "39|48", "39", "48", true, false },
	{ "input_bits", "0", "-", "-", false, true },
	{ "input_bits", "0|48", "-", "48", false, true },
	{ "output_bits", "48|0|44", "-", "48", true, true },
	{ "bbm", "2|1", "1", "2", true, false },
	{ "pasid_table_align", "64|4096", "4096", "64", true, false },
	{ "ats", "enabled|enabled", "enabled", "enabled", false, false },
	{ "ats", "enabled|disabled", "disabled", "enabled", true, false },
	{ "ats", "partly", "partly", "partly", false, false },
	{ "ats", "partly|partly", "partly", "partly", false, false },
	{ "ats", "partly|disabled", "-", "-", true, false },
	{ "httu", "access+dirty|access", "access", "access+dirty", true, false },
	{ "httu", "access|none|access+dirty", "none", "access+dirty", true, false },
	{ "intremap", "x2apic|xapic", "xapic", "x2apic", true, false },
	{ "stall", "force|force", "force", "-", false, false },
	{ "stall", "enabled|disabled", "disabled", "-", true, false },
	{ "stall", "disabled|enabled|enabled", "disabled", "-", true, false },
	{ "stall", "enabled|force", "-", "-", true, false },
	{ "stall", "force|disabled", "-", "-", true, false },
	{ "stall", "enabled|disabled|force", "-", "-", true, false },
	{ "stall", "new|new", "new", "-", false, false },
	{ "stall", "new|disabled", "-", "-", true, false },
	{ "tt_endian", "both|both", "both", "-", false, false },
	{ "tt_endian", "both|little", "-", "-", true, false },
	{ "tt_endian", "both|little|both", "-", "-", true, false },
	{ "pgtable_format", "aarch64-64k aarch64-4k", "aarch64-4k aarch64-64k", "-", false, false },
	{ "pgtable_format", "aarch64-64k aarch64-4k|aarch64-4k aarch64-64k",
	  "aarch64-4k aarch64-64k", "-", false, false },
	{ "pgtable_format", "aarch64-64k aarch64-4k|aarch64-16k aarch64-64k", "aarch64-64k", "-",
	  true, false },
	{ "pgtable_format", "none|aarch64-4k", "none", "-", true, false },
	{ "pgtable_format", "z a aarch64-4k|aarch64-4k z b a", "aarch64-4k a z", "-", true, false },
	{ "pasid_table_format", "2lvl-64k 2lvl-4k linear", "linear 2lvl-4k 2lvl-64k", "-", false,
	  false },
	{ "pasid0", "pasid0 pasid0 bypass", "bypass pasid0", "-", false, false },
	{ "page_sizes", "2097152 4096|4096 65536", "4096", "-", true, false },
	{ "page_sizes", "4096 4096|4096", "4096", "-", false, false },
	{ "page_sizes", "4096|65536", "none", "-", true, false },
};

START_TEST(test_rows)
{
	const enum iommu_caps_attribute_id id = id_of(rows[_i].name);
	const struct least_capability *capability;
	char texts[256], text[256], *rest = texts, *part;
	unsigned int i = 0;

	snprintf(texts, sizeof(texts), "%s", rows[_i].texts);
	while ((part = strsep(&rest, "|"))) {
		models[i] = smmu();
		if (strcmp(part, "-"))
			set(models[i], id, part);
		fold(models[i++]);
	}
	ck_assert_ptr_null(leasts->next);
	ck_assert_uint_eq(leasts->units, i);
	capability = &leasts->capabilities[id];
	text_or_dash(&leasts->model->values[id], text, sizeof(text));
	ck_assert_str_eq(text, rows[_i].least);
	text_or_dash(iommu_probe_least_get_best(leasts, rows[_i].name), text, sizeof(text));
	ck_assert_str_eq(text, rows[_i].best);
	ck_assert_int_eq(capability->uneven, rows[_i].uneven);
	ck_assert_int_eq(capability->unreported, rows[_i].unreported);
}
END_TEST

/* Texts by kind, of which a random model has one, or none. */
static const char *random_text(uint64_t *seed, enum iommu_caps_attribute_id id)
{
	static const char *const numbers[] = { "0", "1", "39", "48", "64" };
	static const char *const sizes[] = { "none", "4096", "4096 65536", "2097152 4096" };
	static const char *const lists[] = { "none", "linear 2lvl", "aarch64-64k aarch64-4k",
					     "new aarch64-4k", "aarch64-4k aarch64-64k old new" };
	static const char *const words[] = { "disabled", "enabled", "force", "none", "access",
					     "access+dirty", "both", "little", "new" };

	switch (iommu_caps_attributes[id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		return numbers[random_below(seed, 5)];
	case IOMMU_CAPS_KIND_NUMBERS:
		return sizes[random_below(seed, 4)];
	case IOMMU_CAPS_KIND_NAMES:
		return lists[random_below(seed, 5)];
	default:
		return words[random_below(seed, 9)];
	}
}

static struct iommu_probe_model *random_model(uint64_t *seed)
{
	static const char *const names[] = { "arm-smmu-v3", "next", "next10" };
	const unsigned int which = random_below(seed, 3);
	struct iommu_probe_model *model = which ? model_new(names[which], -1, 0) : smmu();
	unsigned int id;

	ck_assert_ptr_nonnull(model);
	if (which)
		model->number = random_below(seed, 2) * 777;
	for (id = IOMMU_CAPS_MODEL + 1; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (random_percent(seed, 95))
			set(model, id, random_text(seed, id));
	return model;
}

/* All that there is in the leasts but how many were folded; to be freed. */
static char *describe(void)
{
	const struct iommu_probe_least *least;
	char text[256], best[256], *whole;
	unsigned int id;
	size_t size;
	FILE *out = open_memstream(&whole, &size);

	ck_assert_ptr_nonnull(out);
	for (least = leasts; least; least = least->next) {
		fprintf(out, "%s %u\n", least->model->name, (unsigned int)least->model->number);
		for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
			const struct least_capability *c = &least->capabilities[id];

			text_or_dash(&least->model->values[id], text, sizeof(text));
			text_or_dash(iommu_probe_least_get_best(least,
								iommu_caps_attributes[id].name),
				     best, sizeof(best));
			fprintf(out, "%u %d%d%d%d %s %s\n", id, c->reported, c->unreported,
				c->uneven, c->apart, text, best);
		}
	}
	ck_assert_int_eq(fclose(out), 0);
	leasts_free(leasts);
	leasts = NULL;
	return whole;
}

static void shuffle(uint64_t *seed, unsigned int order[MODELS])
{
	unsigned int i, j, other;

	for (i = 0; i < MODELS; i++)
		order[i] = i;
	for (i = MODELS - 1; i; i--) {
		j = random_below(seed, i + 1);
		other = order[i];
		order[i] = order[j];
		order[j] = other;
	}
}

/* First what a host has, then what all hosts have. */
static void fold_by_hosts(uint64_t *seed, const unsigned int order[MODELS])
{
	struct iommu_probe_least *host, *least;
	unsigned int i, end;

	for (i = 0; i < MODELS; i = end) {
		end = i + 1 + random_below(seed, MODELS - i);
		for (host = NULL; i < end; i++)
			ck_assert_int_eq(least_fold(&host, models[order[i]]), 0);
		for (least = host; least; least = least->next)
			ck_assert_int_eq(least_merge(&leasts, least), 0);
		leasts_free(host);
	}
}

static void check_properties(uint64_t seed)
{
	unsigned int order[MODELS], i, round;
	char *first, *other;

	for (i = 0; i < MODELS; i++)
		fold(models[i] = random_model(&seed));
	first = describe();
	for (round = 0; round < 3; round++) {
		shuffle(&seed, order);
		for (i = 0; i < MODELS; i++)
			fold(models[order[i]]);
		/* Once more is no change. */
		for (i = 0; round && i < MODELS / round; i++)
			fold(models[i]);
		other = describe();
		ck_assert_str_eq(first, other);
		free(other);
		fold_by_hosts(&seed, order);
		other = describe();
		ck_assert_str_eq(first, other);
		free(other);
	}
	free(first);
}

START_TEST(test_properties)
{
	uint64_t seed;

	for (seed = 0; seed < ROUNDS; seed++) {
		check_properties(seed);
		teardown();
	}
}
END_TEST

/* What is the least of one is so of itself, and for all kinds but lists the same text. */
static void check_one(uint64_t seed)
{
	struct iommu_probe_least *once;
	char text[256], *first, *again;
	unsigned int id;

	fold(models[0] = random_model(&seed));
	for (id = IOMMU_CAPS_MODEL + 1; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		const struct iommu_probe_value *value = &models[0]->values[id];
		char itself[256];

		ck_assert(!leasts->capabilities[id].uneven && !leasts->capabilities[id].apart);
		if (leasts->capabilities[id].unreported || value->words || value->numbers)
			continue;
		text_of_value(value, itself, sizeof(itself));
		text_or_dash(&leasts->model->values[id], text, sizeof(text));
		ck_assert_str_eq(text, itself);
	}
	once = leasts;
	leasts = NULL;
	fold(once->model);
	again = describe();
	leasts = once;
	first = describe();
	ck_assert_str_eq(first, again);
	free(first);
	free(again);
}

START_TEST(test_of_one)
{
	uint64_t seed;

	for (seed = 0; seed < ROUNDS; seed++) {
		check_one(seed);
		teardown();
	}
}
END_TEST

/* By number, then name; those without a number last. */
START_TEST(test_order)
{
	static const struct {
		const char *name;
		uint64_t number;
	} given[MODELS] = { { "b", 0 },  { "a", 0 }, { "x10", 7 },
			    { "x2", 7 }, { "y", 3 }, { "a", 0 } };
	static const char *const expected[] = { "y", "x2", "x10", "a", "b" };
	struct iommu_probe_least *least;
	unsigned int i;

	for (i = 0; i < MODELS; i++) {
		models[i] = model_new(given[i].name, -1, IOMMU_PROBE_ORIGIN_ATTRIBUTES);
		models[i]->number = given[i].number;
		fold(models[i]);
	}
	for (least = leasts, i = 0; least; least = iommu_probe_least_get_next(least), i++) {
		ck_assert_uint_lt(i, 5);
		ck_assert_str_eq(iommu_probe_model_get_name(iommu_probe_least_get_model(least)),
				 expected[i]);
		ck_assert_uint_eq(iommu_probe_least_get_units(least), i == 3 ? 2 : 1);
	}
	ck_assert_uint_eq(i, 5);
}
END_TEST

START_TEST(test_getters)
{
	struct iommu_probe_model *model;

	models[0] = smmu();
	models[1] = smmu();
	set(models[0], IOMMU_CAPS_INPUT_BITS, "48");
	set(models[1], IOMMU_CAPS_INPUT_BITS, "39");
	fold(models[0]);
	fold(models[1]);
	model = iommu_probe_least_get_model(leasts);
	ck_assert_ptr_null(iommu_probe_model_get_next(model));
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 2);
	ck_assert_uint_eq(iommu_probe_value_get_number(iommu_probe_model_get_first_value(model), 0),
			  39);
	ck_assert_ptr_null(iommu_probe_value_get_next(iommu_probe_model_get_first_value(model)));
	ck_assert(iommu_probe_least_is_uneven(leasts, "input_bits"));
	ck_assert(!iommu_probe_least_is_uneven(leasts, "output_bits"));
	ck_assert(!iommu_probe_least_is_uneven(leasts, "nonsense"));
	ck_assert_uint_eq(iommu_probe_value_get_number(
				  iommu_probe_least_get_best(leasts, "input_bits"), 0),
			  48);
	ck_assert_ptr_null(iommu_probe_least_get_best(leasts, "output_bits"));
	ck_assert_ptr_null(iommu_probe_least_get_best(leasts, "nonsense"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("least");
	TCase *tests = tcase_create("least");

	tcase_add_checked_fixture(tests, setup, teardown);
	/* Under sanitizers, on a machine that does other things too. */
	tcase_set_timeout(tests, 30);
	tcase_add_loop_test(tests, test_rows, 0, ROWS(rows));
	tcase_add_test(tests, test_properties);
	tcase_add_test(tests, test_of_one);
	tcase_add_test(tests, test_order);
	tcase_add_test(tests, test_getters);
	suite_add_tcase(suite, tests);
	return run(suite);
}
