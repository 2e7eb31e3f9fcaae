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
#define OSRELEASE "proc/sys/kernel/osrelease"

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
#define AMD_VALUES(nesting, ats)                                                                   \
	"asid_bits=16,ssid_bits=16,input_bits=57,s2_input_bits=64,httu=access+dirty,"              \
	"pgtable_format=amd-v2-5lvl amd-v2-4lvl,s2_pgtable_format=amd-v1,"                         \
	"page_sizes=4096 2097152 1073741824,s2_page_sizes=4096 2097152 1073741824,"                \
	"pasid_table_format=gcr3-1lvl gcr3-2lvl,pasid_table_align=4096,pasid0=bypass pasid0,"      \
	nesting ats "pri=enabled,dirty_tracking=enabled,intremap=x2apic,posted_interrupts=enabled,"

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
static void check_registers(const struct iommu_probe_model *of, const char *expected)
{
	char text[512] = "";
	uint64_t word = 0;
	const char *name;
	size_t i;

	for (i = 0; (name = iommu_probe_model_get_register(of, i, &word)); i++)
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
	check_registers(model, "cap=0x" CAP " ecap=0x" ECAP " ");
}
END_TEST

START_TEST(test_amd)
{
	write_amd();
	unit_read("");
	check_stock("amd-vi", 4, AMD_VALUES("nesting=enabled,", "ats=enabled,"));
	check_registers(model, "cap=0x" HEADER " efr=0x" EFR " efr2=0x" EFR2 " ");
}
END_TEST

/* Of an old kernel: without EFR2, and without the header of the capability. */
START_TEST(test_amd_one_word)
{
	unit_file(AMD, "features", EFR "\n");
	unit_read("");
	check_stock("amd-vi", 4, AMD_VALUES("", ""));
	check_registers(model, "efr=0x" EFR " ");
	ck_assert_uint_eq(iommu_probe_host_get_note_count(host), 0);
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
	check_registers(model, expected);
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
		check_registers(model, "cap=0x" HEADER " ");
		return;
	}
	unit_read("");
	unit_check_value("asid_bits", "16");
	snprintf(expected, sizeof(expected), "cap=0x" HEADER " efr=%s ", texts[_i].word);
	check_registers(model, expected);
}
END_TEST

static const struct {
	const char *text;
	const char *error;
} bad_features[] = {
	{ ":\n", "EINVAL" },
	{ "1:\n", "EINVAL" },
	{ ":1\n", "EINVAL" },
	{ "1:2:3\n", "EINVAL" },
	{ "1::2\n", "EINVAL" },
	{ "1:2:\n", "EINVAL" },
	{ "1 2\n", "EINVAL" },
	{ "1: 2\n", "EINVAL" },
	{ "1 :2\n", "EINVAL" },
	{ "1:2 \n", "EINVAL" },
	{ "1:2\n\n", "EINVAL" },
	{ "1:2\r\n", "EINVAL" },
	{ "1\n:2\n", "EINVAL" },
	{ "0x1:0x2\n", "EINVAL" },
	{ "1:0x2\n", "EINVAL" },
	{ "1:-2\n", "EINVAL" },
	{ "1:g\n", "EINVAL" },
	{ "ffffffffffffffff:1\n", "EINVAL" },
	{ "1:ffffffffffffffff\n", "EINVAL" },
	{ "ffffffffffffffff:ffffffffffffffff\n", "EINVAL" },
	{ "10000000000000000:1\n", "ERANGE" },
	{ "1:10000000000000000\n", "ERANGE" },
};

/* Neither word is taken then: one of them may be the other register. */
START_TEST(test_two_features_text)
{
	write_amd();
	unit_file(AMD, "features", bad_features[_i].text);
	check_silent("amd-vi", 4, AMD_PATH "features", bad_features[_i].error);
	check_registers(model, "cap=0x" HEADER " ");
	ck_assert_uint_eq(iommu_probe_host_get_note_count(host), 0);
}
END_TEST

/* AMD's header has 32 bits, and nobody needs it. */
static const struct {
	const char *text;
	const char *error;
	const char *word;
	const char *ats;
} headers[] = {
	{ "0190640F\n", NULL, "0x190640f", "enabled" },
	{ "0000000001000000", NULL, "0x1000000", "enabled" },
	{ "fffffffe\n", NULL, "0xfffffffe", "enabled" },
	{ "feffffff\n", NULL, "0xfeffffff", "disabled" },
	{ "0\n", NULL, "0x0", "disabled" },
	{ "ffffffff\n", "EINVAL", NULL, NULL },
	{ "0000FFFFffff\n", "EINVAL", NULL, NULL },
	{ "0x190640f\n", "EINVAL", NULL, NULL },
	{ "\n", "EINVAL", NULL, NULL },
	{ "190640f:0\n", "EINVAL", NULL, NULL },
	{ "100000000\n", "ERANGE", NULL, NULL },
	{ "1ffffffff\n", "ERANGE", NULL, NULL },
	{ "ffffffffffffffff\n", "ERANGE", NULL, NULL },
};

START_TEST(test_header_text)
{
	char expected[256];

	write_amd();
	unit_file(AMD, "cap", headers[_i].text);
	if (headers[_i].error) {
		snprintf(expected, sizeof(expected), AMD_PATH "cap %s", headers[_i].error);
		unit_read(expected);
		check_stock("amd-vi", 4, AMD_VALUES("nesting=enabled,", ""));
		check_registers(model, "efr=0x" EFR " efr2=0x" EFR2 " ");
		return;
	}
	unit_read("");
	unit_check_value("ats", headers[_i].ats);
	snprintf(expected, sizeof(expected), "cap=%s efr=0x" EFR " efr2=0x" EFR2 " ",
		 headers[_i].word);
	check_registers(model, expected);
}
END_TEST

static const struct {
	const char *group;
	const char *name;
	bool mandatory;
	const char *left;
} words[] = {
	{ INTEL, "cap", true, "ecap=0x" ECAP " " },
	{ INTEL, "ecap", true, "cap=0x" CAP " " },
	{ AMD, "features", true, "cap=0x" HEADER " " },
	{ AMD, "cap", false, "efr=0x" EFR " efr2=0x" EFR2 " " },
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

/* Every word in place of which there is everything that is no file. */
START_TEST(test_not_a_file)
{
	const int word = _i / ROWS(kind_errors);
	const enum kind kind = _i % ROWS(kind_errors);
	char path[128], expected[256];

	write_intel();
	if (!strcmp(words[word].group, AMD))
		write_amd();
	if (!strcmp(words[word].group, AMD))
		for (const char *const *name = (const char *const[]){ "cap", "ecap", NULL }; *name; name++)
			;
	snprintf(path, sizeof(path), UNIT "%s/%s", words[word].group, words[word].name);
	make(path, kind);
	(void)expected;
}
END_TEST
