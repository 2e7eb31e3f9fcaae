// SPDX-License-Identifier: MIT
/* Capabilities from the registers that stock drivers show. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "tree.h"
#include "unit.h"

#define INTEL "intel-iommu"
#define AMD "amd-iommu"
#define INTEL_PATH UNIT_PATH INTEL "/"
#define AMD_PATH UNIT_PATH AMD "/"

/* An emulated unit, without scalable mode. */
#define CAP "d2008c222f0686"
#define ECAP "f00f4a"
#define VTD_VALUES                                                                                 \
	"asid_bits=16,ssid_bits=0,input_bits=48,s2_input_bits=48,httu=none,"                       \
	"pgtable_format=none,s2_pgtable_format=vtd-ss-4lvl vtd-ss-3lvl,page_sizes=none,"           \
	"s2_page_sizes=4096 2097152 1073741824,pasid_table_format=none,"                           \
	"pasid_table_align=4096,pasid0=none,nesting=disabled,ats=disabled,pri=disabled,"           \
	"coherent=disabled,snoop=disabled,dirty_tracking=disabled,intremap=xapic,"                 \
	"posted_interrupts=disabled,"

#define EFR "25bf732fa2295afe"
#define EFR2 "1d"
#define HEADER "190640f"

static void write_intel(void)
{
	unit_file(INTEL, "cap", CAP "\n");
	unit_file(INTEL, "ecap", ECAP "\n");
}

static void write_amd(void)
{
	unit_file(AMD, "cap", HEADER "\n");
	unit_file(AMD, "features", EFR ":" EFR2 "\n");
}

/* "name=0x…" of each register, a blank behind. */
static void check_registers(const char *expected)
{
	char text[512] = "";
	uint64_t word = 0;
	const char *name;
	size_t i;

	for (i = 0; (name = iommu_probe_model_get_register(model, i, &word)); i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s=0x%llx ", name,
			 (unsigned long long)word);
	ck_assert_str_eq(text, expected);
}

/* What is the same of all stock groups: nothing of the origin is a default. */
static void check_stock(const char *name, uint64_t number, const char *values)
{
	ck_assert_str_eq(iommu_probe_model_get_name(model), name);
	ck_assert_uint_eq(iommu_probe_model_get_number(model), number);
	ck_assert_int_eq(iommu_probe_model_get_origin(model), IOMMU_PROBE_ORIGIN_REGISTERS);
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 0);
	unit_check(values);
}

/* A model whose mandatory register cannot be had stands, and says nothing. */
static void check_silent(const char *name, uint64_t number, const char *path, const char *error)
{
	char expected[256];

	snprintf(expected, sizeof(expected), "%s %s", path, error);
	unit_read(expected);
	check_stock(name, number, "");
	ck_assert_ptr_null(iommu_probe_model_get_value(model, "asid_bits"));
}

START_TEST(test_intel)
{
	/* What else the group has is no register, and is never read. */
	unit_file(INTEL, "version", "1:0\n");
	unit_file(INTEL, "domains_supported", "nonsense\n");
	tree_fifo(UNIT INTEL "/address");
	write_intel();
	unit_read("");
	check_stock("intel-vtd", 1, VTD_VALUES);
	check_registers("cap=0x" CAP " ecap=0x" ECAP " ");
}
END_TEST

/* A trap of real machines: PSS says 20 bits, and the PASID bit is clear. */
START_TEST(test_trap_pss_is_not_pasid)
{
	unit_file(INTEL, "cap", "19ed008c40780c66\n");
	unit_file(INTEL, "ecap", "3ee9e86f050df\n");
	unit_read("");
	unit_check_value("ssid_bits", "0");
	unit_check_value("pasid_table_format", "none");
	unit_check_value("pasid0", "none");
	unit_check_value("pri", "disabled");
	unit_check_value("nesting", "enabled");
	unit_check_value("pgtable_format", "vtd-fs-5lvl vtd-fs-4lvl");
}
END_TEST

/* A trap of real machines: one unit's values are not those of another. */
START_TEST(test_trap_units_differ)
{
	struct iommu_probe_iommu *next;

	tree_file("sys/class/iommu/dmar0/intel-iommu/cap", "1c0000c40660462\n");
	tree_file("sys/class/iommu/dmar0/intel-iommu/ecap", "29a00f0505e\n");
	tree_file("sys/class/iommu/dmar1/intel-iommu/cap", "8d2008c40660462\n");
	tree_file("sys/class/iommu/dmar1/intel-iommu/ecap", "f050da\n");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	model = only_model(iommu);
	unit_check_value("ats", "enabled");
	unit_check_value("snoop", "disabled");
	unit_check_value("posted_interrupts", "disabled");
	ck_assert_int_eq(iommu_probe_iommu_get_next(iommu, &next), 0);
	iommu_probe_iommu_unref(iommu);
	iommu = next;
	model = only_model(iommu);
	unit_check_value("ats", "disabled");
	unit_check_value("snoop", "enabled");
	unit_check_value("posted_interrupts", "enabled");
	check_errors(host, "");
}
END_TEST

/* Of a register of 64 bits; an error, or the word. */
static const struct {
	const char *text;
	size_t length;
	const char *error;
	const char *word;
} texts[] = {
	{ BYTES(""), "EINVAL", NULL },
	{ BYTES("\n"), "EINVAL", NULL },
	{ BYTES("0x" CAP "\n"), "EINVAL", NULL },
	{ BYTES("0X1\n"), "EINVAL", NULL },
	{ BYTES("0x\n"), "EINVAL", NULL },
	{ BYTES("g\n"), "EINVAL", NULL },
	{ BYTES("12h\n"), "EINVAL", NULL },
	{ BYTES("-1\n"), "EINVAL", NULL },
	{ BYTES("+1\n"), "EINVAL", NULL },
	{ BYTES(" 1\n"), "EINVAL", NULL },
	{ BYTES("1 \n"), "EINVAL", NULL },
	{ BYTES("1 2\n"), "EINVAL", NULL },
	{ BYTES("1\t\n"), "EINVAL", NULL },
	{ BYTES("1:0\n"), "EINVAL", NULL },
	{ BYTES("1\n\n"), "EINVAL", NULL },
	{ BYTES("\n1\n"), "EINVAL", NULL },
	{ BYTES("1\r\n"), "EINVAL", NULL },
	{ BYTES("1\0\n"), "EINVAL", NULL },
	{ BYTES("1\0" "2\n"), "EINVAL", NULL },
	{ BYTES("\xff\n"), "EINVAL", NULL },
	/* All ones: the device is gone. */
	{ BYTES("ffffffffffffffff\n"), "EINVAL", NULL },
	{ BYTES("FFFFFFFFFFFFFFFF\n"), "EINVAL", NULL },
	{ BYTES("00ffffffffffffffff\n"), "EINVAL", NULL },
	{ BYTES("10000000000000000\n"), "ERANGE", NULL },
	{ BYTES("fffffffffffffffff\n"), "ERANGE", NULL },
	{ BYTES("1000000000000000000000000000000000000001\n"), "ERANGE", NULL },
	/* What is no number has no width. */
	{ BYTES("10000000000000000g\n"), "EINVAL", NULL },
	{ BYTES("0\n"), NULL, "0x0" },
	{ BYTES("0000000000000000000\n"), NULL, "0x0" },
	{ BYTES("fffffffffffffffe\n"), NULL, "0xfffffffffffffffe" },
	{ BYTES("7fffffffffffffff"), NULL, "0x7fffffffffffffff" },
	{ BYTES("ABCDEF0123456789\n"), NULL, "0xabcdef0123456789" },
	{ BYTES("aBcDeF\n"), NULL, "0xabcdef" },
	{ BYTES("0000000000000000000" CAP "\n"), NULL, "0x" CAP },
};

static void check_intel_text(int row, const char *name, const char *before, const char *behind)
{
	char path[64], expected[256];

	write_intel();
	snprintf(path, sizeof(path), UNIT INTEL "/%s", name);
	tree_bytes(path, texts[row].text, texts[row].length);
	snprintf(path, sizeof(path), INTEL_PATH "%s", name);
	if (texts[row].error) {
		check_silent("intel-vtd", 1, path, texts[row].error);
		snprintf(expected, sizeof(expected), "%s%s", before, behind);
	} else {
		unit_read("");
		unit_check_value("pasid_table_align", "4096");
		snprintf(expected, sizeof(expected), "%s%s=%s %s", before, name, texts[row].word,
			 behind);
	}
	check_registers(expected);
}

START_TEST(test_cap_text)
{
	check_intel_text(_i, "cap", "", "ecap=0x" ECAP " ");
}
END_TEST

START_TEST(test_ecap_text)
{
	check_intel_text(_i, "ecap", "cap=0x" CAP " ", "");
}
END_TEST

START_TEST(test_features_text)
{
	char expected[128];

	/* Not what it says, but where it says it: of two words below. */
	if (memchr(texts[_i].text, ':', texts[_i].length))
		return;
	write_amd();
	tree_bytes(UNIT AMD "/features", texts[_i].text, texts[_i].length);
	if (texts[_i].error) {
		check_silent("amd-vi", 4, AMD_PATH "features", texts[_i].error);
		check_registers("cap=0x" HEADER " ");
		return;
	}
	unit_read("");
	unit_check_value("asid_bits", "16");
	snprintf(expected, sizeof(expected), "cap=0x" HEADER " efr=%s ", texts[_i].word);
	check_registers(expected);
}
END_TEST

static const struct {
	const char *group;
	const char *model;
	uint64_t number;
	const char *name;
	bool mandatory;
	const char *left; /* of the registers, where this one cannot be had */
} words[] = {
	{ INTEL, "intel-vtd", 1, "cap", true, "ecap=0x" ECAP " " },
	{ INTEL, "intel-vtd", 1, "ecap", true, "cap=0x" CAP " " },
	{ AMD, "amd-vi", 4, "features", true, "cap=0x" HEADER " " },
	{ AMD, "amd-vi", 4, "cap", false, "efr=0x" EFR " efr2=0x" EFR2 " " },
};

enum kind { NOTHING, A_LINK, A_DANGLING_LINK, A_DIR, A_FIFO, A_SOCKET, A_LARGE_FILE, A_SECRET };

static const char *const kind_errors[] = {
	[NOTHING] = "ENOENT", [A_LINK] = "ELOOP",	  [A_DANGLING_LINK] = "ELOOP",
	[A_DIR] = "EISDIR",   [A_FIFO] = "EINVAL",	  [A_SOCKET] = "EINVAL",
	[A_SECRET] = "EACCES", [A_LARGE_FILE] = "EFBIG",
};

static void make(const char *path, enum kind kind)
{
	if (kind != A_SECRET)
		ck_assert_int_eq(remove(tree_path(path)), 0);
	if (kind == A_LINK)
		tree_link(path, "../elsewhere");
	else if (kind == A_DANGLING_LINK)
		tree_link(path, "nowhere");
	else if (kind == A_DIR)
		tree_dir(path);
	else if (kind == A_FIFO)
		tree_fifo(path);
	else if (kind == A_SOCKET)
		tree_socket(path);
	else if (kind == A_LARGE_FILE)
		tree_letters(path, READER_FILE_MAX + 1);
	else if (kind == A_SECRET)
		tree_mode(path, 0);
}

static void write_group(const char *group)
{
	if (strcmp(group, AMD))
		write_intel();
	else
		write_amd();
}

/* Every word of every group, and in its place everything that is no word. */
START_TEST(test_not_a_file)
{
	const int row = _i / ROWS(kind_errors);
	const enum kind kind = _i % ROWS(kind_errors);
	char path[128], expected[256] = "";

	write_group(words[row].group);
	snprintf(path, sizeof(path), UNIT "%s/%s", words[row].group, words[row].name);
	make(path, kind);
	if (kind != NOTHING || words[row].mandatory)
		snprintf(expected, sizeof(expected), "/%s %s", path, kind_errors[kind]);
	if (kind == A_SECRET)
		tree_drop_privileges();
	unit_read(expected);
	check_registers(words[row].left);
	ck_assert(!!iommu_probe_model_get_first_value(model) == !words[row].mandatory);
	ck_assert_str_eq(iommu_probe_model_get_name(model), words[row].model);
	ck_assert_uint_eq(iommu_probe_model_get_number(model), words[row].number);
}
END_TEST

START_TEST(test_empty_groups)
{
	tree_dir(UNIT INTEL);
	unit_read(INTEL_PATH "cap ENOENT," INTEL_PATH "ecap ENOENT");
	check_stock("intel-vtd", 1, "");
	check_registers("");
}
END_TEST

/* What is no directory is no group, and nobody's error. */
START_TEST(test_not_a_group)
{
	tree_link(UNIT INTEL, "../../../elsewhere");
	tree_file(UNIT AMD, "1\n");
	tree_dir(UNIT "intel_iommu");
	tree_file(UNIT "intel-iommu2/cap", "nonsense\n");
	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_ptr_null(iommu_probe_iommu_get_first_model(iommu));
	check_errors(host, "");
}
END_TEST

START_TEST(test_unreadable_group)
{
	write_intel();
	tree_mode(UNIT INTEL, 0);
	tree_drop_privileges();
	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_ptr_null(iommu_probe_iommu_get_first_model(iommu));
	check_errors(host, UNIT_PATH INTEL " EACCES");
}
END_TEST

/* What the kernel left on is in the attributes; the registers stand beside. */
START_TEST(test_beside_own_model)
{
	write_intel();
	unit_file("intel-vtd", "model", "1\n");
	unit_file("intel-vtd", "asid_bits", "5\n");
	unit_read("");
	ck_assert_int_eq(iommu_probe_model_get_origin(model), IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	unit_check_value("asid_bits", "5");
	ck_assert(iommu_probe_value_is_default(iommu_probe_model_get_value(model, "intremap")));
	check_registers("cap=0x" CAP " ecap=0x" ECAP " ");
}
END_TEST

/* The same where the model directory is read first; the number decides. */
START_TEST(test_behind_own_model)
{
	write_intel();
	unit_file("another-name", "model", "1\n");
	unit_file("another-name", "asid_bits", "5\n");
	unit_read(UNIT_PATH "another-name/model EINVAL");
	ck_assert_int_eq(iommu_probe_model_get_origin(model), IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	ck_assert_str_eq(iommu_probe_model_get_name(model), "another-name");
	unit_check_value("asid_bits", "5");
	check_registers("cap=0x" CAP " ecap=0x" ECAP " ");
}
END_TEST

/* An error, and left out; the attributes stand. */
START_TEST(test_malformed_beside_own_model)
{
	char number[8], expected[256];

	snprintf(number, sizeof(number), "%u\n", (unsigned int)words[_i].number);
	write_group(words[_i].group);
	unit_file(words[_i].group, words[_i].name, "0x1\n");
	unit_file(words[_i].model, "model", number);
	unit_file(words[_i].model, "asid_bits", "5\n");
	snprintf(expected, sizeof(expected), UNIT_PATH "%s/%s EINVAL", words[_i].group,
		 words[_i].name);
	unit_read(expected);
	ck_assert_int_eq(iommu_probe_model_get_origin(model), IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	unit_check_value("asid_bits", "5");
	check_registers(words[_i].left);
}
END_TEST

/* "name/number/origin" of each model, a comma behind. */
static void check_models(const char *expected, const char *errors)
{
	char text[512] = "";

	host = tree_open(false);
	iommu = only_iommu(host);
	check_errors(host, errors);
	for (model = iommu_probe_iommu_get_first_model(iommu); model;
	     model = iommu_probe_model_get_next(model))
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s/%u/%s,",
			 iommu_probe_model_get_name(model),
			 (unsigned int)iommu_probe_model_get_number(model),
			 iommu_probe_model_get_origin(model) == IOMMU_PROBE_ORIGIN_REGISTERS ?
				 "registers" : "attributes");
	ck_assert_str_eq(text, expected);
	model = iommu_probe_iommu_get_first_model(iommu);
}

START_TEST(test_other_models)
{
	write_intel();
	write_amd();
	unit_file("arm-smmu-v3", "model", "2\n");
	unit_file("virtio-iommu", "model", "256\n");
	unit_file("a-new-one", "model", "3\n");
	check_models("intel-vtd/1/registers,arm-smmu-v3/2/attributes,a-new-one/3/attributes,"
		     "amd-vi/4/registers,virtio-iommu/256/attributes,", "");
	check_registers("cap=0x" CAP " ecap=0x" ECAP " ");
}
END_TEST

/* Which model the directory is of is not known, so it is not the group's. */
START_TEST(test_own_model_without_number)
{
	write_intel();
	unit_file("intel-vtd", "model", "0\n");
	check_models("intel-vtd/1/registers,intel-vtd/0/attributes,",
		     UNIT_PATH "intel-vtd/model EINVAL");
}
END_TEST

/* The number decides against the name here too. */
START_TEST(test_own_name_of_other_model)
{
	write_intel();
	unit_file("intel-vtd", "model", "2\n");
	unit_file("arm-smmu-v3", "model", "700\n");
	check_models("intel-vtd/1/registers,intel-vtd/2/attributes,arm-smmu-v3/700/attributes,",
		     UNIT_PATH "intel-vtd/model EINVAL");
}
END_TEST

/* Any entry "model" makes a group a model directory, one of a stock name too. */
START_TEST(test_group_with_model)
{
	write_intel();
	unit_file(INTEL, "model", "700\n");
	check_models("intel-iommu/700/attributes,", "");
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 2);
	check_registers("");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("registers");
	TCase *tests = tcase_create("registers");

	tcase_add_checked_fixture(tests, unit_setup, unit_teardown);
	tcase_add_test(tests, test_intel);
	tcase_add_test(tests, test_trap_pss_is_not_pasid);
	tcase_add_test(tests, test_trap_units_differ);
	tcase_add_loop_test(tests, test_cap_text, 0, ROWS(texts));
	tcase_add_loop_test(tests, test_ecap_text, 0, ROWS(texts));
	tcase_add_loop_test(tests, test_features_text, 0, ROWS(texts));
	tcase_add_loop_test(tests, test_not_a_file, 0, ROWS(words) * ROWS(kind_errors));
	tcase_add_test(tests, test_empty_groups);
	tcase_add_test(tests, test_not_a_group);
	tcase_add_test(tests, test_unreadable_group);
	tcase_add_test(tests, test_beside_own_model);
	tcase_add_test(tests, test_behind_own_model);
	tcase_add_loop_test(tests, test_malformed_beside_own_model, 0, ROWS(words));
	tcase_add_test(tests, test_other_models);
	tcase_add_test(tests, test_own_model_without_number);
	tcase_add_test(tests, test_own_name_of_other_model);
	tcase_add_test(tests, test_group_with_model);
	suite_add_tcase(suite, tests);
	return run(suite);
}
