// SPDX-License-Identifier: MIT
/*
 * kernel/pasid-table.c: the cases of pasid-cases.h, then all of it against the
 * rule of pasid-rule.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "pasid-cases.h"
#include "pasid-rule.h"
#include "random.h"
#include "run.h"
#include "tree.h"
#include "unit.h"

#define RANDOM_CONFIGS 300000

/* A unit by the numbers of the description; what it does not show is none. */
static void rule_unit(const struct pasid_unit *unit, struct pasid_rule_unit *rule)
{
	const u8 *word;
	int i;

	memset(rule, 0, sizeof(*rule));
	rule->model = iommu_caps_models[unit->model].number;
	rule->ssid_bits = unit->unknown & NOT(SSID_BITS) ? 0 : unit->ssid_bits;
	rule->output_bits = unit->unknown & NOT(OUTPUT_BITS) ? 0 : unit->output_bits;
	rule->align = unit->unknown & NOT(PASID_TABLE_ALIGN) ? 0 : unit->align;
	rule->stage1 = unit->stage1 && !(unit->unknown & NOT(PGTABLE_FORMAT));
	for (word = unit->formats; *word && !(unit->unknown & NOT(PASID_TABLE_FORMAT)); word++)
		for (i = 0; i < IOMMU_CAPS_FORMATS; i++)
			if (iommu_caps_formats[i].model == unit->model &&
			    iommu_caps_formats[i].word == *word)
				rule->formats |= 1U << iommu_caps_formats[i].code;
	for (word = unit->pasid0; *word && !(unit->unknown & NOT(PASID0)); word++)
		rule->pasid0 |= *word == IOMMU_CAPS_PASID0_TERMINATE ? 1 :
				*word == IOMMU_CAPS_PASID0_BYPASS    ? 2 :
								       4;
}

START_TEST(test_case)
{
	const struct pasid_case *c = &pasid_cases[_i];
	struct pasid_rule_unit rule;
	struct iommu_caps caps;
	u8 bytes[PASID_CASE_SIZE];
	u32 size = pasid_case_config(c, bytes);
	void *config = malloc(size < 4 ? 4 : size);
	int ret;

	/* Just as many bytes as argsz says, which sanitizers watch over. */
	ck_assert_ptr_nonnull(config);
	memcpy(config, bytes, size < 4 ? 4 : size);
	pasid_unit_caps(&pasid_units[c->unit], &caps);
	ret = iommu_caps_check_pasid_table(&caps, config);
	if (ret != -c->error)
		ck_abort_msg("row %d, %s: %d instead of %d", _i, c->name, ret, -c->error);
	rule_unit(&pasid_units[c->unit], &rule);
	ck_assert_int_eq(pasid_rule(&rule, config), c->error);
	ck_assert_mem_eq(config, bytes, size < 4 ? 4 : size);
	free(config);
}
END_TEST

START_TEST(test_size)
{
	const struct pasid_size *row = &pasid_sizes[_i];
	const struct iommu_caps_format *format = &iommu_caps_formats[row->format];
	struct pasid_rule_unit rule = { .model = iommu_caps_models[format->model].number };

	ck_assert_uint_eq(iommu_caps_pasid_table_size(format, row->bits), row->size);
	ck_assert_uint_eq(iommu_caps_pasid_table_align(format, row->bits), row->align);
	ck_assert_uint_eq(pasid_rule_size(rule.model, format->code, row->bits), row->size);
	ck_assert_uint_eq(pasid_rule_align(&rule, format->code, row->bits), row->align);
}
END_TEST

/* Fails on the first difference. */
static void compare(const struct iommu_caps *caps, const struct pasid_rule_unit *rule,
		    const struct iommu_pasid_table_config *config)
{
	const int expected = -pasid_rule(rule, config);
	const int ret = iommu_caps_check_pasid_table(caps, config);

	if (ret != expected)
		ck_abort_msg("model %u at %u, code %u %u, bits %u of %u, base 0x%llx of %u: %d, not %d",
			     config->model, rule->model, config->bytes[0], config->bytes[1],
			     config->pasid_bits, rule->ssid_bits,
			     (unsigned long long)config->base_ptr, rule->output_bits, ret,
			     expected);
}

static const unsigned int widths[] = { 0, 32, 48, 52, 64 };
static const u8 codes[] = { 0, 1, 2, 3, 4, 255 };

/* Bases of one bit, and where two is set, of two. */
static void compare_bases(const struct iommu_caps *caps, const struct pasid_rule_unit *rule,
			  struct iommu_pasid_table_config *config, bool two)
{
	int i, j;

	config->base_ptr = 0;
	compare(caps, rule, config);
	for (i = 0; i < 64; i++) {
		for (j = two ? 0 : i; j <= i; j++) {
			config->base_ptr = 1ULL << i | 1ULL << j;
			compare(caps, rule, config);
			/* As high as such an alignment goes. */
			config->base_ptr = -(1ULL << i) & ~(1ULL << j);
			compare(caps, rule, config);
		}
	}
}

static void compare_bits(const struct iommu_caps *caps, const struct pasid_rule_unit *rule,
			 bool two)
{
	struct iommu_pasid_table_config config = { .argsz = sizeof(config), .model = rule->model };
	unsigned int bits, i;

	for (i = 0; i < sizeof(codes); i++) {
		config.bytes[0] = codes[i];
		for (bits = 0; bits < 32; bits++) {
			config.pasid_bits = (u8)bits;
			compare_bases(caps, rule, &config, two);
		}
	}
}

/* Every unit, model, format, number of bits, and alignment of the base. */
START_TEST(test_all)
{
	struct pasid_unit unit = pasid_units[_i];
	struct pasid_rule_unit rule;
	struct iommu_caps caps;
	unsigned int i;

	unit.unknown &= ~NOT(OUTPUT_BITS);
	for (i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		unit.output_bits = widths[i];
		pasid_unit_caps(&unit, &caps);
		rule_unit(&unit, &rule);
		compare_bits(&caps, &rule, i == 2);
	}
	unit.unknown |= NOT(OUTPUT_BITS);
	for (i = 0; i <= 20; i++) {
		unit.ssid_bits = i;
		pasid_unit_caps(&unit, &caps);
		rule_unit(&unit, &rule);
		compare_bits(&caps, &rule, false);
	}
}
END_TEST

/* Some of a list, in some order, as often as not all. */
static void random_list(uint64_t *seed, const u8 *from, u8 to[4])
{
	int count = 0;

	memset(to, 0, 4);
	for (; *from; from++) {
		if (random_percent(seed, 25))
			continue;
		to[count++] = *from;
		if (count > 1 && random_percent(seed, 50)) {
			to[count - 1] = to[0];
			to[0] = *from;
		}
	}
}

static void random_unit(uint64_t *seed, struct pasid_unit *unit)
{
	static const u64 unknown[] = { NOT(SSID_BITS), NOT(OUTPUT_BITS), NOT(PASID_TABLE_ALIGN),
				       NOT(PGTABLE_FORMAT), NOT(PASID_TABLE_FORMAT), NOT(PASID0) };
	const struct pasid_unit *like = &pasid_units[random_below(seed, PASID_UNITS)];
	unsigned int i;

	*unit = *like;
	random_list(seed, like->formats, unit->formats);
	random_list(seed, like->pasid0, unit->pasid0);
	if (random_percent(seed, 70))
		unit->ssid_bits = random_below(seed, 21);
	unit->output_bits = random_below(seed, 65);
	unit->stage1 = random_percent(seed, 80);
	if (random_percent(seed, 30))
		unit->align = 1ULL << random_below(seed, 24);
	unit->unknown = 0;
	for (i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		if (random_percent(seed, 8))
			unit->unknown |= unknown[i];
}

static void random_config(uint64_t *seed, const struct pasid_rule_unit *rule,
			  u8 bytes[PASID_CASE_SIZE])
{
	struct iommu_pasid_table_config config = { .argsz = sizeof(config), .model = rule->model };

	config.pasid_bits = (u8)random_below(seed, random_percent(seed, 95) ? 24 : 256);
	if (random_percent(seed, 50))
		config.pasid_bits = (u8)random_below(seed, rule->ssid_bits + 1);
	config.base_ptr = random_next(seed) >> random_below(seed, 64);
	config.base_ptr &= ~0ULL << random_below(seed, 64);
	if (random_percent(seed, 50))
		config.base_ptr = (1 + random_below(seed, 64)) << 26;
	config.bytes[0] = (u8)random_below(seed, random_percent(seed, 90) ? 4 : 256);
	config.bytes[1] = (u8)(rule->model == 2 ? random_below(seed, 4) : 0);
	if (random_percent(seed, 10))
		config.argsz = random_below(seed, PASID_CASE_SIZE + 1);
	memset(bytes, 0, PASID_CASE_SIZE);
	memcpy(bytes, &config, sizeof(config));
	/* Any byte but those of argsz. */
	if (random_percent(seed, 10))
		bytes[4 + random_below(seed, PASID_CASE_SIZE - 4)] = (u8)random_next(seed);
}

START_TEST(test_random)
{
	_Alignas(struct iommu_pasid_table_config) u8 bytes[PASID_CASE_SIZE];
	uint64_t seed = 0x5eed;
	struct pasid_rule_unit rule;
	struct pasid_unit unit;
	struct iommu_caps caps;
	unsigned int i, good = 0;

	for (i = 0; i < RANDOM_CONFIGS; i++) {
		if (!(i % 8)) {
			random_unit(&seed, &unit);
			pasid_unit_caps(&unit, &caps);
			rule_unit(&unit, &rule);
		}
		random_config(&seed, &rule, bytes);
		compare(&caps, &rule, (const void *)bytes);
		good += !pasid_rule(&rule, (const void *)bytes);
	}
	/* So that not all of them failed before it mattered. */
	ck_assert_uint_gt(good, RANDOM_CONFIGS / 50);
}
END_TEST

/* What is read of a whole IOMMU comes to the same, and refusals have words. */
static int check_iommu(const struct iommu_pasid_table_config *config)
{
	return iommu_probe_iommu_check_pasid_table(iommu, config);
}

START_TEST(test_model_of_another_iommu)
{
	struct iommu_pasid_table_config config = { .argsz = sizeof(config), .model = 1,
						   .pasid_bits = 16, .base_ptr = 0x4000,
						   .intel_vtd.ttm = 1 };
	const char *message;

	unit_file("arm-smmu-v3", "model", "2\n");
	unit_file("arm-smmu-v3", "ssid_bits", "20\n");
	unit_file("arm-smmu-v3", "pgtable_format", "aarch64-4k\n");
	unit_file("arm-smmu-v3", "pasid_table_format", "2lvl-64k linear\n");
	unit_file("arm-smmu-v3", "pasid0", "pasid0\n");
	unit_read("");
	ck_assert_int_eq(check_iommu(&config), -ENODEV);
	message = iommu_probe_ctx_get_message(host->ctx);
	/* Which IOMMU, and what the table was made for. */
	ck_assert_ptr_nonnull(strstr(message, "unit: "));
	ck_assert_ptr_nonnull(strstr(message, "made for intel-vtd"));

	config.model = 999;
	ck_assert_int_eq(check_iommu(&config), -ENODEV);
	ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(host->ctx), "not known"));
	config.model = 2;
	ck_assert_int_eq(check_iommu(&config), -EOPNOTSUPP);
	config.bytes[0] = 2;
	config.bytes[1] = 2;
	ck_assert_int_eq(check_iommu(&config), 0);
	config.pasid_bits = 21;
	ck_assert_int_eq(check_iommu(&config), -ERANGE);
	ck_assert_str_ne(iommu_probe_ctx_get_message(host->ctx), "");
	config.argsz = 31;
	ck_assert_int_eq(check_iommu(&config), -EINVAL);
}
END_TEST

/* Of two models the config says which is meant. */
START_TEST(test_models)
{
	struct iommu_pasid_table_config config = { .argsz = sizeof(config), .model = 4,
						   .pasid_bits = 9, .base_ptr = 0x4000 };

	unit_file("arm-smmu-v3", "model", "2\n");
	unit_file("arm-smmu-v3", "pgtable_format", "aarch64-4k\n");
	unit_file("amd-vi", "model", "4\n");
	unit_file("amd-vi", "ssid_bits", "16\n");
	unit_file("amd-vi", "pasid_table_format", "gcr3-1lvl\n");
	unit_file("next", "model", "300\n");
	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_int_eq(check_iommu(&config), 0);
	config.model = 2;
	ck_assert_int_eq(check_iommu(&config), -EOPNOTSUPP);
	config.pasid_bits = 0;
	ck_assert_int_eq(check_iommu(&config), 0);
	config.model = 300;
	ck_assert_int_eq(check_iommu(&config), -ENODEV);
}
END_TEST

START_TEST(test_nothing_is_known)
{
	struct iommu_pasid_table_config config = { .argsz = sizeof(config), .model = 2,
						   .base_ptr = 0x4000 };

	tree_dir("sys/class/iommu/unit");
	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_int_eq(check_iommu(&config), -ENODEV);
	ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(host->ctx), "unit"));
	config.model = 1;
	ck_assert_int_eq(check_iommu(&config), -ENODEV);
	/* What comes before the model is said of any IOMMU. */
	config.flags = 1;
	ck_assert_int_eq(check_iommu(&config), -EINVAL);
	config.flags = 0;
	config.argsz--;
	ck_assert_int_eq(check_iommu(&config), -EINVAL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pasid-table");
	TCase *cases = tcase_create("cases"), *rule = tcase_create("rule");
	TCase *whole = tcase_create("whole");

	tcase_add_loop_test(cases, test_case, 0, ROWS(pasid_cases));
	tcase_add_loop_test(cases, test_size, 0, ROWS(pasid_sizes));
	suite_add_tcase(suite, cases);
	tcase_set_timeout(rule, 60);
	tcase_add_loop_test(rule, test_all, 0, PASID_UNITS);
	tcase_add_test(rule, test_random);
	suite_add_tcase(suite, rule);
	tcase_add_checked_fixture(whole, unit_setup, unit_teardown);
	tcase_add_test(whole, test_model_of_another_iommu);
	tcase_add_test(whole, test_models);
	tcase_add_test(whole, test_nothing_is_known);
	suite_add_tcase(suite, whole);
	return run(suite);
}
