// SPDX-License-Identifier: MIT
/* lib/check.c, lib/requirement-judge.c: IOMMUs held against requirements. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "run.h"
#include "tree.h"
#include "unit.h"

#define PASS IOMMU_PROBE_VERDICT_PASS
#define FAIL IOMMU_PROBE_VERDICT_FAIL
#define UNSURE IOMMU_PROBE_VERDICT_UNKNOWN
#define WHY(reason) IOMMU_PROBE_REASON_##reason

static struct iommu_probe_check *check;

static void teardown(void)
{
	check = iommu_probe_check_unref(check);
	unit_teardown();
}

static void setup(void)
{
	check = NULL;
	unit_setup();
}

static void check_one(const char *requirement)
{
	iommu_probe_check_unref(check);
	ck_assert_int_eq(iommu_probe_check_new(host, &requirement, 1, &check), 0);
}

static enum iommu_probe_answer answer(const char *requirement)
{
	check_one(requirement);
	return iommu_probe_check_get_answer(check);
}

/*
 * A model directory of one file, the requirement, and what comes of it: value
 * is that which was held against it, "" if there is none.
 */
static const struct {
	const char *file;
	const char *text; /* NULL: a directory, which nobody can read */
	const char *requirement;
	enum iommu_probe_verdict verdict;
	enum iommu_probe_reason reason;
	const char *value;
} of_smmu[] = {
	/* Numbers, by every operator, below, at and above */
	{ "ssid_bits", "15", "ssid_bits=16", FAIL, WHY(VALUE), "15" },
	{ "ssid_bits", "16", "ssid_bits=16", PASS, 0, "16" },
	{ "ssid_bits", "15", "ssid_bits!=16", PASS, 0, "15" },
	{ "ssid_bits", "16", "ssid_bits!=16", FAIL, WHY(VALUE), "16" },
	{ "ssid_bits", "15", "ssid_bits>=16", FAIL, WHY(VALUE), "15" },
	{ "ssid_bits", "16", "ssid_bits>=16", PASS, 0, "16" },
	{ "ssid_bits", "17", "ssid_bits>=16", PASS, 0, "17" },
	{ "ssid_bits", "16", "ssid_bits<=16", PASS, 0, "16" },
	{ "ssid_bits", "17", "ssid_bits<=16", FAIL, WHY(VALUE), "17" },
	{ "ssid_bits", "16", "ssid_bits>16", FAIL, WHY(VALUE), "16" },
	{ "ssid_bits", "17", "ssid_bits>16", PASS, 0, "17" },
	{ "ssid_bits", "16", "ssid_bits<16", FAIL, WHY(VALUE), "16" },
	{ "ssid_bits", "15", "ssid_bits<16", PASS, 0, "15" },
	{ "pasid_table_align", "9223372036854775807", "pasid_table_align<=4K", FAIL, WHY(VALUE),
	  "9223372036854775807" },
	{ "pasid_table_align", "4096", "pasid_table_align=4K", PASS, 0, "4096" },
	/* An absent file is a value, but where it is "not reported" */
	{ "new", "", "ssid_bits>=0", PASS, 0, "0" },
	{ "new", "", "ssid_bits>=1", FAIL, WHY(VALUE), "0" },
	{ "new", "", "asid_bits=0", PASS, 0, "0" },
	{ "new", "", "bbm=0", PASS, 0, "0" },
	{ "new", "", "pasid_table_align=64", PASS, 0, "64" },
	{ "new", "", "input_bits>=1", UNSURE, WHY(NOT_REPORTED), "" },
	{ "new", "", "input_bits>=0", UNSURE, WHY(NOT_REPORTED), "" },
	{ "new", "", "input_bits=0", UNSURE, WHY(NOT_REPORTED), "" },
	{ "output_bits", "0", "output_bits<=48", UNSURE, WHY(NOT_REPORTED), "" },
	{ "s2_input_bits", "0", "s2_input_bits!=48", UNSURE, WHY(NOT_REPORTED), "" },
	{ "sid_bits", "0", "sid_bits=0", UNSURE, WHY(NOT_REPORTED), "" },
	{ "sid_bits", "1", "sid_bits=1", PASS, 0, "1" },
	/* Words, with and without an order */
	{ "stall", "force", "stall!=force", FAIL, WHY(VALUE), "force" },
	{ "stall", "enabled", "stall!=force", PASS, 0, "enabled" },
	{ "stall", "enabled", "stall=enabled", PASS, 0, "enabled" },
	{ "new", "", "stall=disabled", PASS, 0, "disabled" },
	{ "httu", "none", "httu>=access", FAIL, WHY(VALUE), "none" },
	{ "httu", "access", "httu>=access", PASS, 0, "access" },
	{ "httu", "access+dirty", "httu>=access", PASS, 0, "access+dirty" },
	{ "httu", "access", "httu>access", FAIL, WHY(VALUE), "access" },
	{ "httu", "access", "httu<access+dirty", PASS, 0, "access" },
	{ "httu", "access+dirty", "httu<=access", FAIL, WHY(VALUE), "access+dirty" },
	{ "httu", "access", "httu=access", PASS, 0, "access" },
	{ "new", "", "httu=none", PASS, 0, "none" },
	/* Words that nobody knows meet nothing */
	{ "stall", "newly", "stall!=force", FAIL, WHY(UNKNOWN_WORD), "newly" },
	{ "stall", "newly", "stall=enabled", FAIL, WHY(UNKNOWN_WORD), "newly" },
	{ "httu", "everything", "httu>=access", FAIL, WHY(UNKNOWN_WORD), "everything" },
	{ "btm", "partly", "btm!=enabled", FAIL, WHY(UNKNOWN_WORD), "partly" },
	/* Lists */
	{ "pgtable_format", "aarch64-64k aarch64-4k", "pgtable_format=aarch64-4k", PASS, 0,
	  "aarch64-64k aarch64-4k" },
	{ "pgtable_format", "aarch64-64k", "pgtable_format=aarch64-4k", FAIL, WHY(VALUE),
	  "aarch64-64k" },
	{ "pgtable_format", "aarch64-64k", "pgtable_format!=aarch64-4k", PASS, 0, "aarch64-64k" },
	{ "pgtable_format", "aarch64-4k", "pgtable_format!=aarch64-4k", FAIL, WHY(VALUE),
	  "aarch64-4k" },
	{ "pgtable_format", "new-4k aarch64-4k", "pgtable_format=aarch64-4k", PASS, 0,
	  "new-4k aarch64-4k" },
	{ "pgtable_format", "new-4k", "pgtable_format=aarch64-4k", FAIL, WHY(VALUE), "new-4k" },
	{ "pasid0", "none", "pasid0=none", PASS, 0, "none" },
	{ "pasid0", "bypass", "pasid0=none", FAIL, WHY(VALUE), "bypass" },
	{ "pasid0", "bypass", "pasid0!=none", PASS, 0, "bypass" },
	{ "new", "", "pasid0=none", PASS, 0, "none" },
	{ "new", "", "pasid0=bypass", FAIL, WHY(VALUE), "none" },
	{ "page_sizes", "4096 1073741824", "page_sizes=1G", PASS, 0, "4096 1073741824" },
	{ "page_sizes", "4096 1073741824", "page_sizes=2M", FAIL, WHY(VALUE), "4096 1073741824" },
	{ "page_sizes", "4096", "page_sizes!=64K", PASS, 0, "4096" },
	{ "page_sizes", "none", "page_sizes=none", PASS, 0, "none" },
	{ "new", "", "page_sizes!=none", FAIL, WHY(VALUE), "none" },
	/* What could not be read */
	{ "ssid_bits", NULL, "ssid_bits>=0", UNSURE, WHY(UNREADABLE), "" },
	{ "ssid_bits", "many", "ssid_bits>=0", UNSURE, WHY(UNREADABLE), "" },
	{ "ssid_bits", "65", "ssid_bits>=0", UNSURE, WHY(UNREADABLE), "" },
	{ "stall", "", "stall!=force", UNSURE, WHY(UNREADABLE), "" },
	{ "pasid0", NULL, "pasid0=none", UNSURE, WHY(UNREADABLE), "" },
	{ "input_bits", NULL, "input_bits>=48", UNSURE, WHY(UNREADABLE), "" },
	{ "ssid_bits", NULL, "asid_bits=0", PASS, 0, "0" },
	/* Notions that the model lacks: the default, unless it has the file */
	{ "new", "", "snoop=disabled", PASS, 0, "disabled" },
	{ "new", "", "intremap>=xapic", FAIL, WHY(VALUE), "none" },
	{ "snoop", "enabled", "snoop=enabled", PASS, 0, "enabled" },
	{ "snoop", NULL, "snoop=disabled", UNSURE, WHY(UNREADABLE), "" },
	/* The model itself */
	{ "new", "", "model=arm-smmu-v3", PASS, 0, "2" },
	{ "new", "", "model=2", PASS, 0, "2" },
	{ "new", "", "model!=2", FAIL, WHY(VALUE), "2" },
	{ "new", "", "model=intel-vtd", FAIL, WHY(VALUE), "2" },
	{ "new", "", "model!=999", PASS, 0, "2" },
};

static void check_result(enum iommu_probe_verdict verdict, enum iommu_probe_reason reason,
			 const char *expected)
{
	const struct iommu_probe_result *result = iommu_probe_check_get_first_result(check);
	const struct iommu_probe_value *value;
	char text[512] = "";

	ck_assert_ptr_nonnull(result);
	ck_assert_ptr_null(iommu_probe_result_get_next(result));
	ck_assert_str_eq(iommu_probe_result_get_iommu(result), "unit");
	ck_assert_ptr_null(iommu_probe_result_get_device(result));
	ck_assert_int_eq(iommu_probe_result_get_verdict(result), verdict);
	if (verdict != PASS)
		ck_assert_int_eq(iommu_probe_result_get_reason(result), reason);
	ck_assert_str_ne(iommu_probe_result_get_message(result), "");
	value = iommu_probe_result_get_value(result);
	if (value)
		text_of_value(value, text, sizeof(text));
	ck_assert_str_eq(text, expected);
}

START_TEST(test_smmu)
{
	const char *requirement = of_smmu[_i].requirement;

	char path[128];

	unit_file("arm-smmu-v3", "model", "2\n");
	snprintf(path, sizeof(path), SMMU "%s", of_smmu[_i].file);
	if (of_smmu[_i].text)
		tree_file(path, of_smmu[_i].text);
	else
		tree_dir(path);
	host = tree_open(false);
	check_one(requirement);
	check_result(of_smmu[_i].verdict, of_smmu[_i].reason, of_smmu[_i].value);
	ck_assert_str_eq(iommu_probe_result_get_requirement(
				 iommu_probe_check_get_first_result(check)),
			 requirement);
	ck_assert_int_eq(iommu_probe_check_get_answer(check),
			 of_smmu[_i].verdict == PASS ? IOMMU_PROBE_ANSWER_YES :
			 of_smmu[_i].verdict == FAIL ? IOMMU_PROBE_ANSWER_NO :
						       IOMMU_PROBE_ANSWER_UNKNOWN);
}
END_TEST

/* A model of the future: what has a file, and nothing else. */
START_TEST(test_unknown_model)
{
	unit_file("arm-smmu-v4", "model", "300\n");
	unit_file("arm-smmu-v4", "ssid_bits", "24\n");
	unit_file("arm-smmu-v4", "pgtable_format", "aarch64-d128\n");
	host = tree_open(false);
	check_one("ssid_bits>=16");
	check_result(PASS, 0, "24");
	ck_assert_str_eq(iommu_probe_result_get_model(iommu_probe_check_get_first_result(check)),
			 "arm-smmu-v4");
	check_one("pgtable_format=aarch64-4k");
	check_result(FAIL, WHY(VALUE), "aarch64-d128");
	check_one("stall!=force");
	check_result(UNSURE, WHY(NOT_REPORTED), "");
	check_one("snoop=disabled");
	check_result(UNSURE, WHY(NOT_REPORTED), "");
	check_one("model=300");
	check_result(PASS, 0, "300");
	check_one("model=arm-smmu-v3");
	check_result(FAIL, WHY(VALUE), "300");
}
END_TEST

START_TEST(test_unreadable_model)
{
	unit_file("arm-smmu-v3", "model", "two\n");
	unit_file("arm-smmu-v3", "ssid_bits", "20\n");
	host = tree_open(false);
	check_one("ssid_bits>=16");
	check_result(UNSURE, WHY(UNREADABLE), "");
	check_one("model=2");
	check_result(UNSURE, WHY(UNREADABLE), "");
	check_one("snoop=disabled");
	check_result(UNSURE, WHY(UNREADABLE), "");
}
END_TEST

START_TEST(test_no_model)
{
	tree_dir("sys/class/iommu/unit");
	host = tree_open(false);
	check_one("ssid_bits>=0");
	check_result(UNSURE, WHY(NO_MODEL), "");
	ck_assert_ptr_null(iommu_probe_result_get_model(iommu_probe_check_get_first_result(check)));
	ck_assert_int_eq(iommu_probe_check_get_answer(check), IOMMU_PROBE_ANSWER_UNKNOWN);
}
END_TEST

/* One model that meets all is enough; two that meet a half each are not. */
START_TEST(test_several_models)
{
	static const char *const both[] = { "ssid_bits>=20", "nesting=enabled" };
	const struct iommu_probe_result *result;

	unit_file("arm-smmu-v3", "model", "2\n");
	unit_file("arm-smmu-v3", "ssid_bits", "16\n");
	unit_file("arm-smmu-v3", "nesting", "enabled\n");
	unit_file("amd-vi", "model", "4\n");
	unit_file("amd-vi", "ssid_bits", "20\n");
	host = tree_open(false);
	ck_assert_int_eq(answer(both[0]), IOMMU_PROBE_ANSWER_YES);
	ck_assert_int_eq(answer(both[1]), IOMMU_PROBE_ANSWER_YES);
	ck_assert_int_eq(answer("ssid_bits>=21"), IOMMU_PROBE_ANSWER_NO);
	iommu_probe_check_unref(check);
	ck_assert_int_eq(iommu_probe_check_new(host, both, 2, &check), 0);
	ck_assert_int_eq(iommu_probe_check_get_answer(check), IOMMU_PROBE_ANSWER_NO);
	/* By model, then by requirement. */
	result = iommu_probe_check_get_first_result(check);
	ck_assert_str_eq(iommu_probe_result_get_model(result), "arm-smmu-v3");
	ck_assert_int_eq(iommu_probe_result_get_verdict(result), FAIL);
	result = iommu_probe_result_get_next(result);
	ck_assert_int_eq(iommu_probe_result_get_verdict(result), PASS);
	result = iommu_probe_result_get_next(result);
	ck_assert_str_eq(iommu_probe_result_get_model(result), "amd-vi");
	ck_assert_int_eq(iommu_probe_result_get_verdict(result), PASS);
	ck_assert_ptr_null(iommu_probe_result_get_next(iommu_probe_result_get_next(result)));
	/* What of one model cannot be read leaves open what the other does not meet. */
	unit_file("next", "model", "x\n");
	ck_assert_int_eq(answer("ssid_bits>=21"), IOMMU_PROBE_ANSWER_UNKNOWN);
	ck_assert_int_eq(answer(both[0]), IOMMU_PROBE_ANSWER_YES);
}
END_TEST

/* Of several IOMMUs all must; a certain no wins over what is not known. */
START_TEST(test_several_iommus)
{
	tree_file("sys/class/iommu/dmar2/intel-vtd/model", "1\n");
	tree_file("sys/class/iommu/dmar2/intel-vtd/ssid_bits", "20\n");
	host = tree_open(false);
	ck_assert_int_eq(answer("ssid_bits>=16"), IOMMU_PROBE_ANSWER_YES);
	iommu_probe_host_unref(host);
	tree_dir("sys/class/iommu/dmar10");
	host = tree_open(false);
	ck_assert_int_eq(answer("ssid_bits>=16"), IOMMU_PROBE_ANSWER_UNKNOWN);
	iommu_probe_host_unref(host);
	tree_file("sys/class/iommu/dmar11/intel-vtd/model", "1\n");
	host = tree_open(false);
	ck_assert_int_eq(answer("ssid_bits>=16"), IOMMU_PROBE_ANSWER_NO);
	ck_assert_str_eq(iommu_probe_result_get_iommu(iommu_probe_check_get_first_result(check)),
			 "dmar2");
}
END_TEST

START_TEST(test_no_iommu)
{
	tree_dir("sys/class/iommu");
	host = tree_open(false);
	ck_assert_int_eq(answer("ssid_bits>=0"), IOMMU_PROBE_ANSWER_NO);
	ck_assert_ptr_null(iommu_probe_check_get_first_result(check));
}
END_TEST

START_TEST(test_unreadable_class)
{
	tree_file("sys/class/iommu", "");
	host = tree_open(false);
	ck_assert_int_eq(answer("ssid_bits>=0"), IOMMU_PROBE_ANSWER_UNKNOWN);
	ck_assert_ptr_null(iommu_probe_check_get_first_result(check));
	check_errors(host, "/sys/class/iommu ENOTDIR");
}
END_TEST

/* Without requirements there is nothing that is not met. */
START_TEST(test_no_requirement)
{
	unit_file("arm-smmu-v3", "model", "2\n");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_check_new(host, NULL, 0, &check), 0);
	ck_assert_int_eq(iommu_probe_check_get_answer(check), IOMMU_PROBE_ANSWER_YES);
	ck_assert_ptr_null(iommu_probe_check_get_first_result(check));
}
END_TEST

/* Registers default nothing: what they do not say is not reported. */
static const struct {
	const char *requirement;
	enum iommu_probe_verdict verdict;
	enum iommu_probe_reason reason;
	const char *value;
} of_registers[] = {
	{ "model=intel-vtd", PASS, 0, "1" },
	{ "ssid_bits=0", PASS, 0, "0" }, /* PSS without PASID */
	{ "ssid_bits>=1", FAIL, WHY(VALUE), "0" },
	{ "nesting=enabled", PASS, 0, "enabled" },
	{ "pgtable_format=vtd-fs-5lvl", PASS, 0, "vtd-fs-5lvl vtd-fs-4lvl" },
	{ "input_bits>=57", PASS, 0, "57" },
	{ "output_bits>=1", UNSURE, WHY(NOT_REPORTED), "" }, /* without a DMAR table */
	/* The model lacks the notion, registers or not */
	{ "stall!=force", PASS, 0, "disabled" },
	{ "btm=enabled", FAIL, WHY(VALUE), "disabled" },
};

START_TEST(test_registers)
{
	tree_file(UNIT "intel-iommu/cap", "19ed008c40780c66\n");
	tree_file(UNIT "intel-iommu/ecap", "3ee9e86f050df\n");
	host = tree_open(false);
	check_one(of_registers[_i].requirement);
	check_result(of_registers[_i].verdict, of_registers[_i].reason, of_registers[_i].value);
}
END_TEST

/* A word of the two cannot be read: nothing is known, not even what is there. */
START_TEST(test_unreadable_registers)
{
	tree_file(UNIT "intel-iommu/cap", "19ed008c40780c66\n");
	tree_file(UNIT "intel-iommu/ecap", "ffffffffffffffff\n");
	host = tree_open(false);
	check_one("ssid_bits>=0");
	check_result(UNSURE, WHY(UNREADABLE), "");
	check_one("model=1");
	check_result(PASS, 0, "1");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("check");
	TCase *tests = tcase_create("check");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_smmu, 0, ROWS(of_smmu));
	tcase_add_loop_test(tests, test_registers, 0, ROWS(of_registers));
	tcase_add_test(tests, test_unknown_model);
	tcase_add_test(tests, test_unreadable_model);
	tcase_add_test(tests, test_no_model);
	tcase_add_test(tests, test_several_models);
	tcase_add_test(tests, test_several_iommus);
	tcase_add_test(tests, test_no_iommu);
	tcase_add_test(tests, test_unreadable_class);
	tcase_add_test(tests, test_no_requirement);
	tcase_add_test(tests, test_unreadable_registers);
	suite_add_tcase(suite, tests);
	return run(suite);
}
