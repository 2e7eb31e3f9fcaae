// SPDX-License-Identifier: MIT
/* Model directories: what is made of their files, and of those that are missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "unit.h"
#include "run.h"
#include "tree.h"

static const struct {
	const char *name;
	const char *number;
	const char *align; /* NULL: it has no PASID tables */
	char letter;
} models[] = {
	{ "intel-vtd", "1", "4096", 'i' },
	{ "arm-smmu-v3", "2", "64", 's' },
	{ "amd-vi", "4", "4096", 'a' },
	{ "virtio-iommu", "256", NULL, 'v' },
	{ "riscv-iommu", "257", "4096", 'r' },
};

/* What an absent file means, and for which models there is a file at all. */
static const struct {
	const char *name;
	const char *absent;
	const char *letters;
	const char *other; /* something else than the default */
} attributes[] = {
	{ "asid_bits", "0", "isar", "16" },
	{ "ssid_bits", "0", "isar", "20" },
	{ "sid_bits", "0", "s", "32" },
	{ "input_bits", "0", "isarv", "48" },
	{ "s2_input_bits", "0", "isar", "44" },
	{ "output_bits", "0", "isar", "44" },
	{ "btm", "disabled", "s", "enabled" },
	{ "httu", "none", "isar", "access+dirty" },
	{ "stall", "disabled", "s", "force" },
	{ "pgtable_format", "none", "isarv", "aarch64-64k aarch64-4k" },
	{ "s2_pgtable_format", "none", "isar", "vtd-ss-4lvl" },
	{ "page_sizes", "none", "isarv", "4096 65536" },
	{ "s2_page_sizes", "none", "isar", "4096" },
	{ "pasid_table_format", "none", "isar", "2lvl-64k linear" },
	{ "pasid_table_align", NULL, "isar", "128" },
	{ "pasid0", "none", "isar", "terminate bypass" },
	{ "nesting", "disabled", "isar", "enabled" },
	{ "s2fwb", "disabled", "s", "enabled" },
	{ "stream_table_format", "none", "s", "2lvl linear" },
	{ "tt_endian", "little", "s", "both" },
	{ "lpa2", "disabled", "s", "enabled" },
	{ "bbm", "0", "s", "2" },
	{ "ril", "disabled", "s", "enabled" },
	{ "ats", "disabled", "isar", "enabled" },
	{ "pri", "disabled", "isar", "enabled" },
	{ "coherent", "disabled", "is", "enabled" },
	{ "snoop", "disabled", "i", "enabled" },
	{ "dirty_tracking", "disabled", "isa", "enabled" },
	{ "intremap", "none", "ia", "x2apic" },
	{ "posted_interrupts", "disabled", "ia", "enabled" },
};

START_TEST(test_defaults)
{
	char expected[4096] = "";
	size_t length = 0;
	int i;

	unit_file(models[_i].name, "model", models[_i].number);
	for (i = 0; i < ROWS(attributes); i++) {
		if (!strchr(attributes[i].letters, models[_i].letter))
			continue;
		length += (size_t)snprintf(expected + length, sizeof(expected) - length, "~%s=%s,",
					   attributes[i].name,
					   attributes[i].absent ? attributes[i].absent :
								  models[_i].align);
	}
	unit_read("");
	ck_assert_str_eq(iommu_probe_model_get_name(model), models[_i].name);
	ck_assert_uint_eq(iommu_probe_model_get_number(model),
			  strtoul(models[_i].number, NULL, 10));
	ck_assert_int_eq(iommu_probe_model_get_origin(model), IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 0);
	unit_check(expected);
}
END_TEST

/* All files, those of notions that the model lacks too, and of a model unknown. */
static void check_all_files(const char *directory, const char *number)
{
	char expected[4096] = "";
	size_t length = 0;
	int i;

	unit_file(directory, "model", number);
	for (i = 0; i < ROWS(attributes); i++) {
		char text[64];

		snprintf(text, sizeof(text), "%s\n", attributes[i].other);
		unit_file(directory, attributes[i].name, text);
		length += (size_t)snprintf(expected + length, sizeof(expected) - length, "%s=%s,",
					   attributes[i].name, attributes[i].other);
	}
	unit_read("");
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 0);
	unit_check(expected);
}

START_TEST(test_all_files)
{
	check_all_files(models[_i].name, models[_i].number);
}
END_TEST

START_TEST(test_all_files_of_unknown_model)
{
	check_all_files("x86-next", "777\n");
	ck_assert_str_eq(iommu_probe_model_get_name(model), "x86-next");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 777);
}
END_TEST

/* A file that says the default is no default. */
START_TEST(test_default_in_file)
{
	tree_file(SMMU "model", "2\n");
	tree_file(SMMU "sid_bits", "0\n");
	tree_file(SMMU "stall", "disabled\n");
	tree_file(SMMU "pasid0", "none\n");
	unit_read("");
	unit_check_value("sid_bits", "0");
	unit_check_value("stall", "disabled");
	unit_check_value("pasid0", "none");
}
END_TEST

START_TEST(test_unknown_model_has_no_defaults)
{
	unit_file("next", "model", "9223372036854775807\n");
	unit_file("next", "ssid_bits", "20\n");
	unit_file("next", "new", "new\n");
	unit_read("");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 9223372036854775807U);
	unit_check("ssid_bits=20,");
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 1);
}
END_TEST

/* 258 is kept for SMMUv1 and v2: not known yet. */
START_TEST(test_reserved_number)
{
	unit_file("arm-smmu", "model", "258\n");
	unit_read("");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 258);
	unit_check("");
}
END_TEST

START_TEST(test_no_final_newline)
{
	tree_file(SMMU "model", "2");
	tree_file(SMMU "asid_bits", "16");
	tree_file(SMMU "stall", "force");
	tree_file(SMMU "page_sizes", "65536 4096");
	unit_read("");
	unit_check_value("asid_bits", "16");
	unit_check_value("stall", "force");
	unit_check_value("page_sizes", "4096 65536");
}
END_TEST

static void check_unknown(size_t index, const char *name, const char *text, size_t length)
{
	const char *found;
	size_t found_length;

	ck_assert_str_eq(iommu_probe_model_get_unknown_name(model, index), name);
	found = iommu_probe_model_get_unknown_text(model, index, &found_length);
	ck_assert_uint_eq(found_length, length);
	ck_assert_mem_eq(found, text, length);
	ck_assert_int_eq(found[length], '\0');
	ck_assert_ptr_eq(iommu_probe_model_get_unknown_text(model, index, NULL), found);
}

START_TEST(test_unknown_files)
{
	tree_file(SMMU "model", "2\n");
	tree_file(SMMU "new10", "ten\n");
	tree_file(SMMU "new9", "nine");
	tree_file(SMMU "Model", "not that one\n");
	tree_file(SMMU "a", "");
	tree_file(SMMU "b", "\n");
	tree_file(SMMU "c", "\n\n");
	tree_bytes(SMMU "d", "\0\xff\n\0", 4);
	tree_file(SMMU "e", " two\nlines \r\n");
	tree_letters(SMMU "f", READER_FILE_MAX);
	tree_file(SMMU "\x80", "name that is no UTF-8\n");
	tree_file(SMMU ".hidden", "hidden\n");
	tree_file(SMMU "sub/model", "2\n");
	unit_read("");
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 11);
	check_unknown(0, ".hidden", BYTES("hidden"));
	check_unknown(1, "Model", BYTES("not that one"));
	check_unknown(2, "a", BYTES(""));
	check_unknown(3, "b", BYTES(""));
	check_unknown(4, "c", BYTES("\n"));
	check_unknown(5, "d", BYTES("\0\xff\n\0"));
	check_unknown(6, "e", BYTES(" two\nlines \r"));
	ck_assert_str_eq(iommu_probe_model_get_unknown_name(model, 7), "f");
	ck_assert_uint_eq(strlen(iommu_probe_model_get_unknown_text(model, 7, NULL)),
			  READER_FILE_MAX);
	check_unknown(8, "new9", BYTES("nine"));
	check_unknown(9, "new10", BYTES("ten"));
	check_unknown(10, "\x80", BYTES("name that is no UTF-8"));
	ck_assert_ptr_null(iommu_probe_model_get_unknown_name(model, 11));
	ck_assert_ptr_null(iommu_probe_model_get_unknown_text(model, 11, NULL));
}
END_TEST

/* By number, then name; those without a number last. */
START_TEST(test_order_of_models)
{
	static const char *const order[] = { "z1", "a2", "b2", "b10", "a9", "big", "bad1", "bad2",
					     "bad10" };
	size_t i;

	unit_file("a9", "model", "778\n");
	unit_file("bad10", "model", "0\n");
	unit_file("b10", "model", "777\n");
	unit_file("bad2", "model", "x\n");
	unit_file("a2", "model", "777\n");
	unit_file("big", "model", "9223372036854775807\n");
	unit_file("z1", "model", "3\n");
	unit_file("bad1", "model", "");
	unit_file("b2", "model", "777\n");
	unit_file("no-model", "asid_bits", "16\n");
	tree_file(UNIT "model", "2\n");
	tree_link(UNIT "link", "b2");
	host = tree_open(false);
	iommu = only_iommu(host);
	check_errors(host, UNIT_PATH "bad1/model EINVAL," UNIT_PATH "bad2/model EINVAL,"
				UNIT_PATH "bad10/model EINVAL");
	model = iommu_probe_iommu_get_first_model(iommu);
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		ck_assert_ptr_nonnull(model);
		ck_assert_str_eq(iommu_probe_model_get_name(model), order[i]);
		model = iommu_probe_model_get_next(model);
	}
	ck_assert_ptr_null(model);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("attributes");
	TCase *tests = tcase_create("attributes");

	tcase_add_checked_fixture(tests, unit_setup, unit_teardown);
	tcase_add_loop_test(tests, test_defaults, 0, ROWS(models));
	tcase_add_loop_test(tests, test_all_files, 0, ROWS(models));
	tcase_add_test(tests, test_all_files_of_unknown_model);
	tcase_add_test(tests, test_default_in_file);
	tcase_add_test(tests, test_unknown_model_has_no_defaults);
	tcase_add_test(tests, test_reserved_number);
	tcase_add_test(tests, test_no_final_newline);
	tcase_add_test(tests, test_unknown_files);
	tcase_add_test(tests, test_order_of_models);
	suite_add_tcase(suite, tests);
	return run(suite);
}
