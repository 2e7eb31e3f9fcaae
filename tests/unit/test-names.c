// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "names.h"
#include "run.h"

/* In order: each comes before all that follow. */
static const char *const ordered[] = {
	/* PCI addresses, whatever else begins with a smaller character */
	"00000:00:00.0", /* the number of the next; by bytes, '0' before ':' */
	"0000:00:00.0",
	"0000:00:00.1",
	"0000:00:00.7",
	"0000:00:09.0",
	"0000:00:0A.0", /* the number of the next */
	"0000:00:0a.0",
	"0000:00:0B.0",
	"0000:00:0c.0",
	"0000:00:10.0",
	"0000:00:1f.7",
	"0000:09:1f.7",
	"0000:0a:00.0",
	"0000:6a:01.0",
	"0000:80:00.0",
	"0000:ff:1f.7",
	"0001:00:00.0",
	"0009:00:00.0",
	"000a:00:00.0",
	"00ff:00:00.0",
	"0100:00:00.0",
	"ffff:ff:1f.7",
	"10000:00:00.0",
	"10000:e0:05.5",
	"10001:00:00.0",
	"1000a:00:00.0",
	"fffff:00:00.0",
	"100000:00:00.0",
	"fffffffffffffffffffffffe:00:00.0",
	"ffffffffffffffffffffffff:00:00.0",
	/* all others */
	"",
	"!",
	"-",
	".",
	/* What is no PCI address is text and numbers: 0, then what follows it. */
	"0000",
	"0000-00:00.0",
	"0000.00:00.0",
	"0000:00-00.0",
	"0000:00:00",	 /* no function */
	"0000:0:00.0",	 /* a bus of one digit */
	"000:00:00.0",	 /* a segment of three digits: the same numbers */
	"0000:00:00.0a", /* something behind */
	"0000:00:00.8",	 /* a function too great */
	"0000:00:00:0",
	"0000g:00:00.0",
	"1",
	"1a",
	"2",
	"9",
	"010",
	"10",
	"a",
	"a0",
	"a1",
	"a01b", /* numbers first, then what follows them */
	"a1c",
	"a2",
	"dmar",
	"dmar0",
	"dmar1",
	"dmar1a",
	"dmar2",
	"dmar0010",
	"dmar010",
	"dmar10",
	"dmar11",
	"dmar100",
	"dmar18446744073709551615",
	"dmar18446744073709551616",
	"dmar99999999999999999999999999999999999999998",
	"dmar99999999999999999999999999999999999999999",
	"dmarx",
	"g000:00:00.0",
	"iommu-caps-probe",
	"ivhd0",
	"ivhd3",
	"ivhd12",
	"riscv-iommu@0000:00:01.0",
	"riscv-iommu@0000:00:02.0",
	"smmu3.0x0000000000000000",
	"smmu3.0x9",
	"smmu3.0xA",
	"smmu3.0xa",
	"smmu3.0xB", /* of either case */
	"smmu3.0xc",
	"smmu3.0xD",
	"smmu3.0x10",
	"smmu3.0x00000000009050000", /* equal numbers, other zeros: by bytes */
	"smmu3.0x0000000009050000",
	"smmu3.0x9050000",
	"smmu3.0x9050000-1",
	"smmu3.0x9050001",
	"smmu3.0x00000000e0600000",
	"smmu3.0x100000000",
	"smmu3.0xffffffffffffffff",
	"smmu3.0x10000000000000000",
	"smmu3.x",
	"z",
	"\x7f",
	"\x80",
	"\xff",
};

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

START_TEST(test_order)
{
	int i;

	for (i = 0; i < ROWS(ordered); i++) {
		const int expected = sign(_i - i);

		ck_assert_msg(sign(natural_compare(ordered[_i], ordered[i])) == expected,
			      "'%s' and '%s': %d instead of %d", ordered[_i], ordered[i],
			      natural_compare(ordered[_i], ordered[i]), expected);
	}
}
END_TEST

#define RANDOM_NAMES 700

/* Names that are much alike, so that something is decided by their ends. */
static void random_name(char name[16])
{
	static const char *const pieces[] = {
		"0", "0", "1", "9", "a", "F", "f", "x", "0x", "0x0", "0x1", "X", "g", "-", ":",
		".", "00", "0000:00:0", "0000:00:00.0", "\xff",
	};
	size_t length = 0, piece;
	int n;

	for (n = rand() % 5; n >= 0; n--) {
		const char *text = pieces[rand() % ROWS(pieces)];

		piece = strlen(text);
		if (length + piece > 15)
			break;
		memcpy(name + length, text, piece);
		length += piece;
	}
	name[length] = '\0';
}

/*
 * That all pairs of a sorted list are in order, and that none but identical
 * names are equal, is antisymmetry and transitivity at once.
 */
START_TEST(test_total_order)
{
	struct names names = { 0 };
	size_t i, j;
	char name[16];

	srand((unsigned int)_i);
	for (i = 0; i < RANDOM_NAMES; i++) {
		random_name(name);
		ck_assert_int_eq(names_add(&names, name, DT_REG), 0);
	}
	names_sort(&names);
	for (i = 0; i < names.count; i++) {
		const char *a = names.list[i].name;

		ck_assert_int_eq(natural_compare(a, a), 0);
		for (j = i + 1; j < names.count; j++) {
			const char *b = names.list[j].name;
			const int expected = strcmp(a, b) ? -1 : 0;

			if (sign(natural_compare(a, b)) != expected ||
			    sign(natural_compare(b, a)) != -expected)
				ck_abort_msg("seed %d: '%s' and '%s': %d and %d", _i, a, b,
					     natural_compare(a, b), natural_compare(b, a));
		}
	}
	names_clear(&names);
}
END_TEST

START_TEST(test_list)
{
	struct names names = { 0 };
	const struct name *found;
	char name[16];
	int i;

	ck_assert_ptr_null(names_find(&names, "dmar0"));
	names_sort(&names);
	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "dmar%d", 7 * i % 100);
		ck_assert_int_eq(names_add(&names, name, (unsigned char)(7 * i % 100)), 0);
	}
	ck_assert_uint_eq(names.count, 100);
	names_sort(&names);
	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "dmar%d", i);
		ck_assert_str_eq(names.list[i].name, name);
		found = names_find(&names, name);
		ck_assert_ptr_eq(found, &names.list[i]);
		ck_assert_uint_eq(found->type, i);
	}
	/* Equal as numbers is not the same. */
	ck_assert_ptr_null(names_find(&names, "dmar01"));
	ck_assert_ptr_null(names_find(&names, "dmar100"));
	ck_assert_ptr_null(names_find(&names, ""));
	names_clear(&names);
	ck_assert_uint_eq(names.count, 0);
	ck_assert_ptr_null(names.list);
	names_clear(&names);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("names");
	TCase *tests = tcase_create("names");

	tcase_add_loop_test(tests, test_order, 0, ROWS(ordered));
	tcase_add_loop_test(tests, test_total_order, 0, 5);
	tcase_add_test(tests, test_list);
	suite_add_tcase(suite, tests);
	return run(suite);
}
