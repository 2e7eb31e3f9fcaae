// SPDX-License-Identifier: MIT
/* Model directories of which something cannot be read or made sense of. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "unit.h"
#include "run.h"
#include "tree.h"

/* The number decides, the name stands. */
START_TEST(test_number_against_name)
{
	unit_file("intel-vtd", "model", "256\n");
	unit_read(UNIT_PATH "intel-vtd/model EINVAL");
	ck_assert_str_eq(iommu_probe_model_get_name(model), "intel-vtd");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 256);
	unit_check("~input_bits=0,~pgtable_format=none,~page_sizes=none,");
}
END_TEST

START_TEST(test_known_number_of_unknown_name)
{
	unit_file("virtio-iommu-2", "model", "256\n");
	unit_read(UNIT_PATH "virtio-iommu-2/model EINVAL");
	ck_assert_str_eq(iommu_probe_model_get_name(model), "virtio-iommu-2");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 256);
	unit_check("~input_bits=0,~pgtable_format=none,~page_sizes=none,");
}
END_TEST

/* Without an error: that is how a known name would grow a new layout. */
START_TEST(test_unknown_number_of_known_name)
{
	tree_file(SMMU "model", "3\n");
	tree_file(SMMU "btm", "enabled\n");
	unit_read("");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 3);
	unit_check("btm=enabled,");
}
END_TEST

static const struct {
	const char *text;
	size_t length;
	const char *error;
} bad_models[] = {
	{ BYTES(""), "EINVAL" },
	{ BYTES("\n"), "EINVAL" },
	{ BYTES("0\n"), "EINVAL" },
	{ BYTES("000\n"), "EINVAL" },
	{ BYTES("-1\n"), "EINVAL" },
	{ BYTES("0x2\n"), "EINVAL" },
	{ BYTES("two\n"), "EINVAL" },
	{ BYTES("2 4\n"), "EINVAL" },
	{ BYTES("2\n\n"), "EINVAL" },
	{ BYTES("2\r\n"), "EINVAL" },
	{ BYTES(" 2\n"), "EINVAL" },
	{ BYTES("2\0\n"), "EINVAL" },
	{ BYTES("\xff\n"), "EINVAL" },
	{ BYTES("9223372036854775808\n"), "ERANGE" },
	/* not 2 */
	{ BYTES("18446744073709551618\n"), "ERANGE" },
};

/* The rest of the directory counts for nothing then. */
static void check_bad_model(const char *error)
{
	char expected[256];

	tree_file(SMMU "asid_bits", "16\n");
	tree_file(SMMU "ssid_bits", "nonsense\n");
	tree_file(SMMU "unknown", "text\n");
	snprintf(expected, sizeof(expected), SMMU_PATH "model %s", error);
	unit_read(expected);
	ck_assert_str_eq(iommu_probe_model_get_name(model), "arm-smmu-v3");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 0);
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 0);
	ck_assert_ptr_null(iommu_probe_model_get_first_value(model));
	ck_assert_ptr_null(iommu_probe_model_get_value(model, "asid_bits"));
}

START_TEST(test_malformed_model)
{
	tree_bytes(SMMU "model", bad_models[_i].text, bad_models[_i].length);
	check_bad_model(bad_models[_i].error);
}
END_TEST

enum kind { A_LINK, A_DANGLING_LINK, A_DIR, A_FIFO, A_SOCKET, A_LARGE_FILE, A_SECRET };

static const struct {
	enum kind kind;
	const char *error;
	bool unknown; /* whether it is an error for an unknown file too */
} kinds[] = {
	{ A_LINK, "ELOOP", false },	   { A_DANGLING_LINK, "ELOOP", false },
	{ A_DIR, "EISDIR", false },	   { A_FIFO, "EINVAL", false },
	{ A_SOCKET, "EINVAL", false },	   { A_LARGE_FILE, "EFBIG", true },
	{ A_SECRET, "EACCES", true },
};

static void make(const char *path, enum kind kind)
{
	switch (kind) {
	case A_LINK:
		tree_file(SMMU "elsewhere", "2\n");
		tree_link(path, "elsewhere");
		break;
	case A_DANGLING_LINK:
		tree_link(path, "nowhere");
		break;
	case A_DIR:
		tree_dir(path);
		break;
	case A_FIFO:
		tree_fifo(path);
		break;
	case A_SOCKET:
		tree_socket(path);
		break;
	case A_LARGE_FILE:
		tree_letters(path, READER_FILE_MAX + 1);
		break;
	case A_SECRET:
		tree_file(path, "2\n");
		tree_mode(path, 0);
		tree_drop_privileges();
		break;
	}
}

START_TEST(test_unreadable_model)
{
	tree_file(SMMU "asid_bits", "16\n");
	tree_file(SMMU "ssid_bits", "nonsense\n");
	tree_file(SMMU "unknown", "text\n");
	make(SMMU "model", kinds[_i].kind);
	if (kinds[_i].kind != A_SECRET)
		check_bad_model(kinds[_i].error);
	else
		unit_read(SMMU_PATH "model EACCES");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 0);
	ck_assert_ptr_null(iommu_probe_model_get_first_value(model));
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 0);
}
END_TEST

/* Missing, neither default nor unknown. */
START_TEST(test_unreadable_attribute)
{
	char expected[256];

	tree_file(SMMU "model", "2\n");
	tree_file(SMMU "asid_bits", "16\n");
	make(SMMU "ssid_bits", kinds[_i].kind);
	snprintf(expected, sizeof(expected), SMMU_PATH "ssid_bits %s", kinds[_i].error);
	unit_read(expected);
	unit_check_value("asid_bits", "16");
	ck_assert_ptr_null(iommu_probe_model_get_value(model, "ssid_bits"));
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), kinds[_i].kind == A_LINK);
}
END_TEST

/* Of entries that are in no table only regular files can be wrong. */
START_TEST(test_unreadable_unknown_file)
{
	char expected[256];

	tree_file(SMMU "model", "2\n");
	make(SMMU "unknown", kinds[_i].kind);
	snprintf(expected, sizeof(expected), SMMU_PATH "unknown %s", kinds[_i].error);
	unit_read(kinds[_i].unknown ? expected : "");
	/* Where the link leads, there is another. */
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), kinds[_i].kind == A_LINK);
}
END_TEST

START_TEST(test_malformed_attributes)
{
	tree_file(SMMU "model", "2\n");
	tree_file(SMMU "ssid_bits", "twenty\n");
	tree_file(SMMU "asid_bits", "65\n");
	tree_file(SMMU "sid_bits", "\n");
	tree_file(SMMU "stall", "en abled\n");
	tree_bytes(SMMU "ats", "a\0b\n", 4);
	tree_file(SMMU "page_sizes", "4096 none\n");
	tree_file(SMMU "bbm", "9223372036854775808\n");
	tree_file(SMMU "pri", "");
	tree_file(SMMU "ril", "enabled\n\n");
	tree_file(SMMU "model-of-a-word", "");
	/* By path, whatever the table's order is. */
	unit_read(SMMU_PATH "asid_bits ERANGE,"
		   SMMU_PATH "ats EINVAL,"
		   SMMU_PATH "bbm ERANGE,"
		   SMMU_PATH "page_sizes EINVAL,"
		   SMMU_PATH "pri EINVAL,"
		   SMMU_PATH "ril EINVAL,"
		   SMMU_PATH "sid_bits EINVAL,"
		   SMMU_PATH "ssid_bits EINVAL,"
		   SMMU_PATH "stall EINVAL");
	unit_check("~input_bits=0,~s2_input_bits=0,~output_bits=0,~btm=disabled,"
			   "~httu=none,~pgtable_format=none,~s2_pgtable_format=none,"
			   "~s2_page_sizes=none,~pasid_table_format=none,~pasid_table_align=64,"
			   "~pasid0=none,~nesting=disabled,~s2fwb=disabled,"
			   "~stream_table_format=none,~tt_endian=little,~lpa2=disabled,"
			   "~coherent=disabled,~dirty_tracking=disabled,");
}
END_TEST

START_TEST(test_unreadable_directory)
{
	tree_file(SMMU "model", "2\n");
	tree_mode(UNIT "arm-smmu-v3", 0);
	tree_drop_privileges();
	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_ptr_null(iommu_probe_iommu_get_first_model(iommu));
	check_errors(host, UNIT_PATH "arm-smmu-v3 EACCES");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("attributes-errors");
	TCase *tests = tcase_create("attributes-errors");

	tcase_add_checked_fixture(tests, unit_setup, unit_teardown);
	tcase_add_test(tests, test_number_against_name);
	tcase_add_test(tests, test_known_number_of_unknown_name);
	tcase_add_test(tests, test_unknown_number_of_known_name);
	tcase_add_loop_test(tests, test_malformed_model, 0, ROWS(bad_models));
	tcase_add_loop_test(tests, test_unreadable_model, 0, ROWS(kinds));
	tcase_add_loop_test(tests, test_unreadable_attribute, 0, ROWS(kinds));
	tcase_add_loop_test(tests, test_unreadable_unknown_file, 0, ROWS(kinds));
	tcase_add_test(tests, test_malformed_attributes);
	tcase_add_test(tests, test_unreadable_directory);
	suite_add_tcase(suite, tests);
	return run(suite);
}
