// SPDX-License-Identifier: MIT
/* The ACPI tables DMAR and IVRS: widths, and what is wrong with a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "tree.h"
#include "unit.h"

#define TABLES "sys/firmware/acpi/tables"
#define DMAR TABLES "/DMAR"
#define IVRS TABLES "/IVRS"

#define TABLE_MAX (1024 * 1024)

/* Where the fields of both tables are. */
#define LENGTH_AT 4
#define CHECKSUM_AT 9
#define WIDTH_AT 36 /* of DMAR; one byte, the width less one */
#define INFO_AT 36  /* of IVRS; PASize is in its bits 14:8 */
#define STRUCTURES_AT 48

/*
 * Of a real machine: 42 bits, two units (DRHD, type 0), reserved memory (1,
 * none here), ATSR (2) and so on, then SATC (5) and one of a type (6) that
 * older parsers don't know.
 */
static const uint8_t real_dmar[] = {
	0x44, 0x4d, 0x41, 0x52, 0xa8, 0x00, 0x00, 0x00, 0x01, 0x9f, 0x49, 0x4e, 0x54, 0x45, 0x4c,
	0x20, 0x45, 0x44, 0x4b, 0x32, 0x20, 0x20, 0x20, 0x20, 0x02, 0x00, 0x00, 0x00, 0x20, 0x20,
	0x20, 0x20, 0x13, 0x00, 0x00, 0x01, 0x29, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x18, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0xfc,
	0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x20,
	0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x10, 0x80, 0xfc, 0x00, 0x00, 0x00, 0x00, 0x03, 0x08,
	0x00, 0x00, 0x02, 0x00, 0x1e, 0x07, 0x04, 0x08, 0x00, 0x00, 0x00, 0x00, 0x1e, 0x06, 0x05,
	0x00, 0x20, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00,
	0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x05, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x0b,
	0x00, 0x06, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x1f, 0x00, 0x00, 0x00,
	0x02, 0x00, 0x01, 0x08, 0x1f, 0x00, 0x00, 0x00, 0x05, 0x00, 0x01, 0x08, 0x1c, 0x00, 0x00,
	0x00, 0x0b, 0x00,
};

/* The table that is being made. */
static uint8_t table[TABLE_MAX + 1];
static size_t length;

static void put16(size_t at, unsigned int number)
{
	table[at] = number & 0xff;
	table[at + 1] = number >> 8 & 0xff;
}

static void put32(size_t at, unsigned int number)
{
	put16(at, number & 0xffff);
	put16(at + 2, number >> 16);
}

static void fix_checksum(void)
{
	uint8_t sum = 0;
	size_t i;

	table[CHECKSUM_AT] = 0;
	for (i = 0; i < length; i++)
		sum += table[i];
	table[CHECKSUM_AT] = -sum;
}

/* Everything that the header says of the rest. */
static void fix_header(void)
{
	put32(LENGTH_AT, (unsigned int)length);
	fix_checksum();
}

/* A table without structures. */
static void begin(const char *signature)
{
	memset(table, 0, sizeof(table));
	memcpy(table, signature, 4);
	table[8] = 1;
	memcpy(table + 10, "VENDOR" "MACHINE1", 14);
	length = STRUCTURES_AT;
}

/* Of either table: the first bytes differ, the length is where it is. */
static void add_structure(unsigned int type, size_t size)
{
	put16(length, type);
	put16(length + 2, (unsigned int)size);
	length += size;
}

static void begin_dmar(unsigned int width)
{
	begin("DMAR");
	table[WIDTH_AT] = width - 1;
}

static void begin_ivrs(unsigned int bits)
{
	begin("IVRS");
	/* The fields around PASize are all ones. */
	put32(INFO_AT, 0xffff80ff | bits << 8);
}

static void use_real_dmar(void)
{
	memset(table, 0, sizeof(table));
	memcpy(table, real_dmar, sizeof(real_dmar));
	length = sizeof(real_dmar);
}

static void write_table(const char *path)
{
	fix_header();
	tree_bytes(path, table, length);
}

static void write_intel(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "sys/class/iommu/%s/intel-iommu/cap", name);
	tree_file(path, "d2008c222f0686\n");
	snprintf(path, sizeof(path), "sys/class/iommu/%s/intel-iommu/ecap", name);
	tree_file(path, "f00f4a\n");
}

static void write_amd(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "sys/class/iommu/%s/amd-iommu/features", name);
	tree_file(path, "a5bf732fa2295afe:0\n");
}

/* The only unit's width, NULL: it is not known; all else of the unit is. */
static void check_width(const char *width, const char *errors)
{
	unit_read(errors);
	ck_assert_ptr_nonnull(iommu_probe_model_get_value(model, "input_bits"));
	if (width)
		unit_check_value("output_bits", width);
	else
		ck_assert_ptr_null(iommu_probe_model_get_value(model, "output_bits"));
}

START_TEST(test_real_dmar)
{
	write_intel("unit");
	/* As it was published, the checksum included. */
	tree_bytes(DMAR, real_dmar, sizeof(real_dmar));
	check_width("42", "");
}
END_TEST

/* A trap of real machines: 26h, 38, is 39 bits. */
START_TEST(test_trap_width_is_stored_less_one)
{
	write_intel("unit");
	use_real_dmar();
	table[WIDTH_AT] = 0x26;
	write_table(DMAR);
	check_width("39", "");
}
END_TEST

static const struct {
	unsigned int stored;
	const char *width;
} widths[] = {
	{ 0, "1" },   { 35, "36" },  { 51, "52" },	{ 63, "64" },
	{ 64, NULL }, { 127, NULL }, { 255, NULL },
};

START_TEST(test_dmar_width)
{
	write_intel("unit");
	begin_dmar(widths[_i].stored + 1);
	add_structure(0, 24);
	write_table(DMAR);
	check_width(widths[_i].width, widths[_i].width ? "" : "/" DMAR " EINVAL");
}
END_TEST

static const struct {
	unsigned int bits;
	const char *width;
	bool bad;
} sizes[] = {
	{ 0, NULL, false }, { 1, "1", false },	{ 40, "40", false },  { 48, "48", false },
	{ 64, "64", false }, { 65, NULL, true }, { 127, NULL, true },
};

START_TEST(test_ivrs_size)
{
	write_amd("unit");
	begin_ivrs(sizes[_i].bits);
	add_structure(0x10, 24); /* IVHD, with the PCI segment that nobody looks at */
	add_structure(0x11, 40);
	add_structure(0x40, 44);
	add_structure(0x20, 32); /* IVMD */
	write_table(IVRS);
	check_width(sizes[_i].width, sizes[_i].bad ? "/" IVRS " EINVAL" : "");
}
END_TEST

/* Each unit looks into its own table, whatever the other one says. */
START_TEST(test_other_table)
{
	write_amd("unit");
	begin_dmar(42);
	write_table(DMAR);
	begin_ivrs(48);
	write_table(_i ? IVRS : TABLES "/IVRS0");
	check_width(_i ? "48" : NULL, "");
}
END_TEST

/* Types that nobody knew when this was written, of every length that there is. */
START_TEST(test_unknown_structures)
{
	write_intel("unit");
	begin_dmar(46);
	add_structure(0xffff, 4);
	add_structure(7, 5);
	add_structure(0x1234, 0xffff);
	add_structure(0, 24);
	write_table(DMAR);
	check_width("46", "");
}
END_TEST

/* Less than a type and a length, though one that would be right follows. */
START_TEST(test_short_structures)
{
	write_intel("unit");
	begin_dmar(46);
	put16(length + 2, (unsigned int)_i);
	length += (size_t)_i;
	table[length + 2] = 4;
	length += 4;
	write_table(DMAR);
	check_width("46", "/" DMAR " EINVAL");
}
END_TEST

/* One byte of the real table changed; what it says of itself is kept right or not. */
static const struct {
	size_t at;
	uint8_t byte;
	bool fixed;
	const char *width;
	const char *error;
} changes[] = {
	{ 0, 'd', true, NULL, "EINVAL" },
	{ 3, 0, true, NULL, "EINVAL" },
	{ LENGTH_AT, 0xa7, true, NULL, "EINVAL" },
	{ LENGTH_AT, 0xa9, true, NULL, "EINVAL" },
	{ LENGTH_AT, 0, true, NULL, "EINVAL" },
	{ LENGTH_AT + 1, 1, true, NULL, "EINVAL" },
	{ LENGTH_AT + 2, 1, true, NULL, "EINVAL" },
	{ LENGTH_AT + 3, 0x80, true, NULL, "EINVAL" },
	{ CHECKSUM_AT, 0x9e, false, NULL, "EINVAL" },
	{ CHECKSUM_AT, 0, false, NULL, "EINVAL" },
	{ WIDTH_AT, 0x28, false, NULL, "EINVAL" },
	{ sizeof(real_dmar) - 1, 1, false, NULL, "EINVAL" },
	/* Revision, vendor, flags: whatever they are. */
	{ 8, 0xff, true, "42", NULL },
	{ 10, 0xff, true, "42", NULL },
	{ 37, 0xff, true, "42", NULL },
	/* The header is right, what follows a malformed structure is not known. */
	{ STRUCTURES_AT + 2, 0, true, "42", "EINVAL" },
	{ STRUCTURES_AT + 2, 1, true, "42", "EINVAL" },
	{ STRUCTURES_AT + 2, 3, true, "42", "EINVAL" },
	{ STRUCTURES_AT + 3, 1, true, "42", "EINVAL" },
	{ STRUCTURES_AT + 3, 0xff, true, "42", "EINVAL" },
	/* The last structure, which is at 136: one more and one less. */
	{ 136 + 2, 0x21, true, "42", "EINVAL" },
	{ 136 + 2, 0x1f, true, "42", "EINVAL" },
};

START_TEST(test_changed_byte)
{
	char expected[64] = "";

	write_intel("unit");
	use_real_dmar();
	table[changes[_i].at] = changes[_i].byte;
	if (changes[_i].fixed)
		fix_checksum();
	tree_bytes(DMAR, table, length);
	if (changes[_i].error)
		snprintf(expected, sizeof(expected), "/" DMAR " %s", changes[_i].error);
	check_width(changes[_i].width, expected);
}
END_TEST

/* The ends of its structures are the only places where it may be cut off. */
START_TEST(test_cut_off)
{
	static const size_t ends[] = { 48, 72, 104, 136, 168 };
	const size_t size = (size_t)_i;
	bool whole = false;
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		whole = whole || ends[i] == size;
	write_intel("unit");
	use_real_dmar();
	length = size;
	if (size > CHECKSUM_AT)
		fix_header();
	tree_bytes(DMAR, table, size);
	check_width(size >= STRUCTURES_AT ? "42" : NULL, whole ? "" : "/" DMAR " EINVAL");
}
END_TEST

/* The same, and one byte more, without a header that fits. */
START_TEST(test_other_length)
{
	size_t size;

	write_intel("unit");
	use_real_dmar();
	for (size = 0; size <= sizeof(real_dmar) + 1; size++) {
		tree_bytes(DMAR, table, size);
		if (size == sizeof(real_dmar))
			check_width("42", "");
		else
			check_width(NULL, "/" DMAR " EINVAL");
		iommu = iommu_probe_iommu_unref(iommu);
		host = iommu_probe_host_unref(host);
	}
}
END_TEST

/* Up to the limit, and beyond. */
static void write_large(size_t size)
{
	begin_dmar(39);
	while (length < size)
		add_structure(6, size - length > 0xfff8 ? 0xfff0 : size - length);
	write_table(DMAR);
}

START_TEST(test_large)
{
	write_intel("unit");
	write_large(TABLE_MAX + (size_t)_i);
	check_width(_i ? NULL : "39", _i ? "/" DMAR " EFBIG" : "");
}
END_TEST

enum kind { A_LINK, A_WAY_OUT, A_DIR, A_FIFO, A_SOCKET, AN_EMPTY_FILE };

static const char *const kind_errors[] = {
	[A_LINK] = "ELOOP", [A_WAY_OUT] = "ELOOP", [A_DIR] = "EISDIR",
	[A_FIFO] = "EINVAL", [A_SOCKET] = "EINVAL", [AN_EMPTY_FILE] = "EINVAL",
};

static void make(enum kind kind)
{
	switch (kind) {
	case A_LINK:
		tree_bytes(TABLES "/copy", real_dmar, sizeof(real_dmar));
		tree_link(DMAR, "copy");
		break;
	case A_WAY_OUT:
		tree_link(DMAR, "/dev/zero");
		break;
	case A_DIR:
		tree_dir(DMAR);
		break;
	case A_FIFO:
		tree_fifo(DMAR);
		break;
	case A_SOCKET:
		tree_socket(DMAR);
		break;
	case AN_EMPTY_FILE:
		tree_file(DMAR, "");
		break;
	}
}

START_TEST(test_not_a_file)
{
	char expected[64];

	write_intel("unit");
	make(_i);
	snprintf(expected, sizeof(expected), "/" DMAR " %s", kind_errors[_i]);
	check_width(NULL, expected);
}
END_TEST

/* The folder may be reached by links that stay in the tree, and no other. */
START_TEST(test_folder_elsewhere)
{
	write_intel("unit");
	tree_bytes("sys/elsewhere/DMAR", real_dmar, sizeof(real_dmar));
	tree_link(TABLES, _i ? "../../../../sys/elsewhere" : "../../elsewhere");
	check_width(_i ? NULL : "42", _i ? "/" DMAR " ELOOP" : "");
}
END_TEST

/* What only root may see, or nobody has, is no error. */
START_TEST(test_secret)
{
	write_intel("unit");
	tree_bytes(DMAR, real_dmar, sizeof(real_dmar));
	tree_mode(_i ? DMAR : TABLES, 0);
	tree_drop_privileges();
	check_width(NULL, "");
}
END_TEST

START_TEST(test_absent)
{
	write_intel("unit");
	if (_i)
		tree_dir(TABLES);
	check_width(NULL, "");
}
END_TEST

static void read_all(void)
{
	struct iommu_probe_iommu *next;

	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	for (; iommu; iommu = next) {
		ck_assert_int_eq(iommu_probe_iommu_get_next(iommu, &next), 0);
		iommu_probe_iommu_unref(iommu);
	}
}

/* A table belongs to the host: its error is there once, however often it is needed. */
START_TEST(test_errors_are_not_repeated)
{
	write_intel("dmar0");
	write_intel("dmar1");
	write_intel("dmar2");
	write_amd("ivhd0");
	write_amd("ivhd1");
	tree_file(DMAR, "nonsense");
	tree_link(IVRS, "DMAR");
	host = tree_open(false);
	read_all();
	check_errors(host, "/" DMAR " EINVAL,/" IVRS " ELOOP");
	read_all();
	check_errors(host, "/" DMAR " EINVAL,/" IVRS " ELOOP");
	/* What is there the next time is read the next time. */
	ck_assert_int_eq(remove(tree_path(DMAR)), 0);
	read_all();
	check_errors(host, "/" IVRS " ELOOP");
}
END_TEST

/* Attributes say how wide addresses are: no table is needed, nor looked at. */
START_TEST(test_not_needed)
{
	unit_file("intel-vtd", "model", "1\n");
	tree_file(DMAR, "nonsense");
	unit_read("");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("firmware");
	TCase *tests = tcase_create("firmware");

	tcase_add_checked_fixture(tests, unit_setup, unit_teardown);
	tcase_add_test(tests, test_real_dmar);
	tcase_add_test(tests, test_trap_width_is_stored_less_one);
	tcase_add_loop_test(tests, test_dmar_width, 0, ROWS(widths));
	tcase_add_loop_test(tests, test_ivrs_size, 0, ROWS(sizes));
	tcase_add_loop_test(tests, test_other_table, 0, 2);
	tcase_add_test(tests, test_unknown_structures);
	tcase_add_loop_test(tests, test_short_structures, 2, 4);
	tcase_add_loop_test(tests, test_changed_byte, 0, ROWS(changes));
	tcase_add_loop_test(tests, test_cut_off, 0, sizeof(real_dmar) + 1);
	tcase_add_test(tests, test_other_length);
	tcase_add_loop_test(tests, test_large, 0, 2);
	tcase_add_loop_test(tests, test_not_a_file, 0, ROWS(kind_errors));
	tcase_add_loop_test(tests, test_folder_elsewhere, 0, 2);
	tcase_add_loop_test(tests, test_secret, 0, 2);
	tcase_add_loop_test(tests, test_absent, 0, 2);
	tcase_add_test(tests, test_errors_are_not_repeated);
	tcase_add_test(tests, test_not_needed);
	suite_add_tcase(suite, tests);
	return run(suite);
}
