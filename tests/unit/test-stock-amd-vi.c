// SPDX-License-Identifier: MIT
/* What stock drivers show of AMD IOMMUs: the header, and one or two words. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "tree.h"
#include "unit.h"

#define AMD "amd-iommu"
#define AMD_PATH UNIT_PATH AMD "/"
#define OSRELEASE "proc/sys/kernel/osrelease"

#define EFR "25bf732fa2295afe"
#define EFR2 "1d"
#define HEADER "190640f"
#define VALUES(nesting, ats)                                                                       \
	"asid_bits=16,ssid_bits=16,input_bits=57,s2_input_bits=64,httu=access+dirty,"              \
	"pgtable_format=amd-v2-5lvl amd-v2-4lvl,s2_pgtable_format=amd-v1,"                         \
	"page_sizes=4096 2097152 1073741824,s2_page_sizes=4096 2097152 1073741824,"                \
	"pasid_table_format=gcr3-1lvl gcr3-2lvl,pasid_table_align=4096,pasid0=bypass pasid0,"      \
	nesting ats "pri=enabled,dirty_tracking=enabled,intremap=x2apic,posted_interrupts=enabled,"

static void write_group(const char *header, const char *features)
{
	unit_file(AMD, "cap", header);
	unit_file(AMD, "features", features);
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
	ck_assert_str_eq(iommu_probe_model_get_name(model), "amd-vi");
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 4);
	ck_assert_int_eq(iommu_probe_model_get_origin(model), IOMMU_PROBE_ORIGIN_REGISTERS);
}

/* Where a guess is what is expected, it is said, and is no error. */
static void check_guess(bool guessed)
{
	const char *path, *message;

	ck_assert_uint_eq(iommu_probe_host_get_note_count(host), guessed);
	ck_assert_int_eq(iommu_probe_host_get_note(host, guessed, &path, &message), -ERANGE);
	if (!guessed)
		return;
	ck_assert_int_eq(iommu_probe_host_get_note(host, 0, &path, &message), 0);
	ck_assert_str_eq(path, AMD_PATH "features");
	ck_assert_str_ne(message, "");
}

START_TEST(test_two_words)
{
	write_group(HEADER "\n", EFR ":" EFR2 "\n");
	unit_read("");
	unit_check(VALUES("nesting=enabled,", "ats=enabled,"));
	check_registers("cap=0x" HEADER " efr=0x" EFR " efr2=0x" EFR2 " ");
	check_guess(false);
}
END_TEST

/* Of an old kernel: without EFR2, and without the header of the capability. */
START_TEST(test_one_word)
{
	unit_file(AMD, "features", EFR "\n");
	unit_read("");
	unit_check(VALUES("", ""));
	check_registers("efr=0x" EFR " ");
	check_guess(false);
}
END_TEST

/*
 * A trap of real machines: which of the words is EFR depends on the kernel. By
 * the first step that decides it: the only word; the one that is not 0; the
 * one with bits above 31; the kernel's release; a guess.
 */
static const struct {
	const char *features;
	const char *osrelease;
	const char *registers;
	bool guessed;
} orders[] = {
	{ "a5bf7320a2294aee", "6.1.0\n", "efr=0xa5bf7320a2294aee ", false },
	{ "1d\n", "6.1.0\n", "efr=0x1d ", false },
	{ "0\n", NULL, "efr=0x0 ", false },

	{ "0:29d7", "7.3.0\n", "efr=0x29d7 efr2=0x0 ", false },
	{ "29d7:0\n", "6.1.0\n", "efr=0x29d7 efr2=0x0 ", false },
	{ "0:29d7\n", NULL, "efr=0x29d7 efr2=0x0 ", false },
	{ "29d7:0000\n", NULL, "efr=0x29d7 efr2=0x0 ", false },
	{ "0:77ef22294ada\n", NULL, "efr=0x77ef22294ada efr2=0x0 ", false },
	{ "77ef22294ada:0\n", NULL, "efr=0x77ef22294ada efr2=0x0 ", false },
	{ "0:0\n", NULL, "efr=0x0 efr2=0x0 ", false },

	{ "1d:a5bf7320a2294aee\n", "7.3.0\n", "efr=0xa5bf7320a2294aee efr2=0x1d ", false },
	{ "A5BF7320A2294AEE:1D\n", "6.1.0\n", "efr=0xa5bf7320a2294aee efr2=0x1d ", false },
	{ "1d:a5bf7320a2294aee\n", NULL, "efr=0xa5bf7320a2294aee efr2=0x1d ", false },
	{ "a5bf7320a2294aee:1d\n", NULL, "efr=0xa5bf7320a2294aee efr2=0x1d ", false },
	/* The ends of what is above 31, and of what is not. */
	{ "ffffffff:100000000\n", NULL, "efr=0x100000000 efr2=0xffffffff ", false },
	{ "8000000000000000:ffffffff\n", NULL, "efr=0x8000000000000000 efr2=0xffffffff ", false },

	{ "29d7:1d\n", "5.15.0-100-generic\n", "efr=0x1d efr2=0x29d7 ", false },
	{ "29d7:1d\n", "6.1.0-18-amd64\n", "efr=0x1d efr2=0x29d7 ", false },
	{ "29d7:1d\n", "6.6.99\n", "efr=0x1d efr2=0x29d7 ", false },
	{ "29d7:1d\n", "6.6-rc7", "efr=0x1d efr2=0x29d7 ", false },
	{ "29d7:1d\n", "6.7.0\n", "efr=0x29d7 efr2=0x1d ", false },
	{ "29d7:1d\n", "6.7-rc1\n", "efr=0x29d7 efr2=0x1d ", false },
	{ "29d7:1d\n", "6.12.38+deb13-amd64\n", "efr=0x29d7 efr2=0x1d ", false },
	{ "29d7:1d\n", "7.0.0\n", "efr=0x29d7 efr2=0x1d ", false },
	{ "29d7:1d\n", "7.3.0\n", "efr=0x29d7 efr2=0x1d ", false },
	{ "29d7:1d\n", "10.1.0\n", "efr=0x29d7 efr2=0x1d ", false },
	{ "10000001d:2100000002\n", "6.1.0\n", "efr=0x2100000002 efr2=0x10000001d ", false },
	{ "10000001d:2100000002\n", "6.6.0\n", "efr=0x2100000002 efr2=0x10000001d ", false },
	{ "10000001d:2100000002\n", "6.7.0\n", "efr=0x10000001d efr2=0x2100000002 ", false },
	{ "10000001d:2100000002\n", "6.12.0\n", "efr=0x10000001d efr2=0x2100000002 ", false },
	{ "10000001d:2100000002\n", "7.3.0\n", "efr=0x10000001d efr2=0x2100000002 ", false },

	{ "29d7:1d\n", NULL, "efr=0x29d7 efr2=0x1d ", true },
	{ "1d:29d7\n", NULL, "efr=0x1d efr2=0x29d7 ", true },
	{ "10000001d:2100000002\n", NULL, "efr=0x10000001d efr2=0x2100000002 ", true },
	{ "29d7:1d\n", "", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "six\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "6\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "6.\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", ".1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "6 .1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "v6.1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "\xff\xfe.1\n", "efr=0x29d7 efr2=0x1d ", true },
	/* Numbers that no release has, nor one that is cut to what fits. */
	{ "29d7:1d\n", "-6.1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "6.-1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "+6.1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", " 6.1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "4294967302.1\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "6.4294967297\n", "efr=0x29d7 efr2=0x1d ", true },
	{ "29d7:1d\n", "99999999999999999999999.1\n", "efr=0x29d7 efr2=0x1d ", true },
};

START_TEST(test_trap_order_of_features)
{
	unit_file(AMD, "features", orders[_i].features);
	if (orders[_i].osrelease)
		tree_file(OSRELEASE, orders[_i].osrelease);
	unit_read("");
	check_registers(orders[_i].registers);
	check_guess(orders[_i].guessed);
}
END_TEST

enum kind { A_LINK, A_WAY_OUT, A_DIR, A_FIFO, A_LARGE_FILE, A_SECRET, KINDS };

/* What the release cannot be read from is no error: nobody asked for it. */
START_TEST(test_release_is_unreadable)
{
	unit_file(AMD, "features", "29d7:1d\n");
	switch ((enum kind)_i) {
	case A_LINK:
		tree_file("proc/sys/kernel/version", "6.1.0\n");
		tree_link(OSRELEASE, "version");
		break;
	case A_WAY_OUT:
		tree_link("proc/sys/kernel", "/proc/sys/kernel");
		break;
	case A_DIR:
		tree_dir(OSRELEASE);
		break;
	case A_FIFO:
		tree_fifo(OSRELEASE);
		break;
	case A_LARGE_FILE:
		tree_letters(OSRELEASE, READER_FILE_MAX + 1);
		break;
	default:
		tree_file(OSRELEASE, "6.1.0\n");
		tree_mode(OSRELEASE, 0);
		tree_drop_privileges();
		break;
	}
	unit_read("");
	check_registers("efr=0x29d7 efr2=0x1d ");
	check_guess(true);
}
END_TEST

/* One for each unit, and none that is left from the reading before. */
START_TEST(test_guesses_are_counted)
{
	char *text;

	tree_file("sys/class/iommu/ivhd0/amd-iommu/features", "29d7:1d\n");
	tree_file("sys/class/iommu/ivhd1/amd-iommu/features", "29d7:1d\n");
	tree_file("sys/class/iommu/ivhd2/amd-iommu/features", "29d7:0\n");
	host = tree_open(false);
	text = document_text(host);
	ck_assert_ptr_null(strstr(text, "guess"));
	free(text);
	ck_assert_uint_eq(iommu_probe_host_get_note_count(host), 2);
	check_errors(host, "");
	free(document_text(host));
	ck_assert_uint_eq(iommu_probe_host_get_note_count(host), 2);
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
START_TEST(test_malformed_features)
{
	char expected[128];

	write_group(HEADER "\n", bad_features[_i].text);
	snprintf(expected, sizeof(expected), AMD_PATH "features %s", bad_features[_i].error);
	unit_read(expected);
	unit_check("");
	check_registers("cap=0x" HEADER " ");
	check_guess(false);
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

	write_group(headers[_i].text, EFR ":" EFR2 "\n");
	if (headers[_i].error) {
		snprintf(expected, sizeof(expected), AMD_PATH "cap %s", headers[_i].error);
		unit_read(expected);
		unit_check(VALUES("nesting=enabled,", ""));
		check_registers("efr=0x" EFR " efr2=0x" EFR2 " ");
		return;
	}
	unit_read("");
	unit_check_value("ats", headers[_i].ats);
	snprintf(expected, sizeof(expected), "cap=%s efr=0x" EFR " efr2=0x" EFR2 " ",
		 headers[_i].word);
	check_registers(expected);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stock-amd-vi");
	TCase *tests = tcase_create("stock-amd-vi");

	tcase_add_checked_fixture(tests, unit_setup, unit_teardown);
	tcase_add_test(tests, test_two_words);
	tcase_add_test(tests, test_one_word);
	tcase_add_loop_test(tests, test_trap_order_of_features, 0, ROWS(orders));
	tcase_add_loop_test(tests, test_release_is_unreadable, 0, KINDS);
	tcase_add_test(tests, test_guesses_are_counted);
	tcase_add_loop_test(tests, test_malformed_features, 0, ROWS(bad_features));
	tcase_add_loop_test(tests, test_header_text, 0, ROWS(headers));
	suite_add_tcase(suite, tests);
	return run(suite);
}
