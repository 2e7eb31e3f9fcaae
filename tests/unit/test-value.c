// SPDX-License-Identifier: MIT
/* The rules for the texts of attributes, kind by kind. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "opened.h"
#include "run.h"

#define NINES_20 "99999999999999999999"
#define LETTERS_63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"
#define ZEROS_100                                                                                  \
	"00000000000000000000000000000000000000000000000000"                                       \
	"00000000000000000000000000000000000000000000000000"

#define GOOD(attribute, literal, expected)                                                         \
	{ IOMMU_CAPS_##attribute, literal, sizeof(literal) - 1, 0, expected }
#define BAD(attribute, literal, error)                                                             \
	{ IOMMU_CAPS_##attribute, literal, sizeof(literal) - 1, -(error), NULL }

static const struct {
	enum iommu_caps_attribute_id id;
	const char *text;
	size_t length;
	int ret;
	const char *expected;
} rows[] = {
	/* numbers */
	GOOD(BBM, "0", "0"),
	GOOD(BBM, "2", "2"),
	GOOD(BBM, "000", "0"),
	GOOD(BBM, "007", "7"),
	GOOD(BBM, ZEROS_100 "7", "7"),
	GOOD(BBM, "10", "10"),
	GOOD(MODEL, "4294967296", "4294967296"),
	GOOD(PASID_TABLE_ALIGN, "9223372036854775807", "9223372036854775807"),
	GOOD(PASID_TABLE_ALIGN, "009223372036854775807", "9223372036854775807"),
	BAD(PASID_TABLE_ALIGN, "9223372036854775808", ERANGE),
	BAD(PASID_TABLE_ALIGN, "9223372036854775810", ERANGE),
	BAD(PASID_TABLE_ALIGN, "10000000000000000000", ERANGE),
	BAD(PASID_TABLE_ALIGN, "18446744073709551615", ERANGE),
	BAD(PASID_TABLE_ALIGN, "18446744073709551616", ERANGE),
	BAD(PASID_TABLE_ALIGN, "18446744073709551617", ERANGE),
	BAD(PASID_TABLE_ALIGN, NINES_20 NINES_20, ERANGE),
	BAD(PASID_TABLE_ALIGN, NINES_20 "x", EINVAL),
	BAD(BBM, "", EINVAL),
	BAD(BBM, " ", EINVAL),
	BAD(BBM, " 1", EINVAL),
	BAD(BBM, "1 ", EINVAL),
	BAD(BBM, "1 2", EINVAL),
	BAD(BBM, "\t1", EINVAL),
	BAD(BBM, "1\t", EINVAL),
	BAD(BBM, "1\r", EINVAL),
	BAD(BBM, "1\n", EINVAL),
	BAD(BBM, "\n1", EINVAL),
	BAD(BBM, "1\0", EINVAL),
	BAD(BBM, "\0", EINVAL),
	BAD(BBM, "1\0002", EINVAL),
	BAD(BBM, "+1", EINVAL),
	BAD(BBM, "-1", EINVAL),
	BAD(BBM, "-0", EINVAL),
	BAD(BBM, "0x1", EINVAL),
	BAD(BBM, "1a", EINVAL),
	BAD(BBM, "a", EINVAL),
	BAD(BBM, "1.0", EINVAL),
	BAD(BBM, "1e0", EINVAL),
	BAD(BBM, "1,000", EINVAL),
	BAD(BBM, "none", EINVAL),
	BAD(BBM, "/", EINVAL), /* next to the digits */
	BAD(BBM, ":", EINVAL),
	BAD(BBM, "\xb1", EINVAL),
	BAD(BBM, "\xd9\xa1", EINVAL), /* a digit, but not of ASCII */

	/* words */
	GOOD(STALL, "enabled", "enabled"),
	GOOD(STALL, "force", "force"),
	GOOD(STALL, "a-word-of-the-future", "a-word-of-the-future"),
	GOOD(STALL, "none", "none"),
	GOOD(HTTU, "access+dirty", "access+dirty"),
	GOOD(HTTU, "none", "none"),
	GOOD(STALL, "Enabled", "Enabled"),
	GOOD(STALL, "!", "!"),
	GOOD(STALL, "~", "~"),
	GOOD(STALL, "\"\\/'<", "\"\\/'<"),
	GOOD(STALL, "0", "0"),
	GOOD(STALL, LETTERS_63, LETTERS_63),
	BAD(STALL, LETTERS_63 "l", EINVAL),
	BAD(STALL, "", EINVAL),
	BAD(STALL, " ", EINVAL),
	BAD(STALL, " enabled", EINVAL),
	BAD(STALL, "enabled ", EINVAL),
	BAD(STALL, "enabled disabled", EINVAL),
	BAD(STALL, "none none", EINVAL),
	BAD(STALL, "enabled\t", EINVAL),
	BAD(STALL, "enabled\r", EINVAL),
	BAD(STALL, "enabled\n", EINVAL),
	BAD(STALL, "enabled\0", EINVAL),
	BAD(STALL, "ena\0bled", EINVAL),
	BAD(STALL, "\0", EINVAL),
	BAD(STALL, "\x1f", EINVAL),
	BAD(STALL, "\x7f", EINVAL),
	BAD(STALL, "\x80", EINVAL),
	BAD(STALL, "\xff", EINVAL),
	BAD(STALL, "\xc3\xa9", EINVAL),

	/* lists of names, in the file's order */
	GOOD(PGTABLE_FORMAT, "none", "none"),
	GOOD(PGTABLE_FORMAT, "aarch64-64k", "aarch64-64k"),
	GOOD(PGTABLE_FORMAT, "b a c", "b a c"),
	GOOD(PGTABLE_FORMAT, "1 nonesuch None", "1 nonesuch None"),
	GOOD(PGTABLE_FORMAT, "1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 10"),
	GOOD(PGTABLE_FORMAT, "a " LETTERS_63 " b", "a " LETTERS_63 " b"),
	BAD(PGTABLE_FORMAT, "a " LETTERS_63 "l b", EINVAL),
	BAD(PGTABLE_FORMAT, "", EINVAL),
	BAD(PGTABLE_FORMAT, " ", EINVAL),
	BAD(PGTABLE_FORMAT, " a", EINVAL),
	BAD(PGTABLE_FORMAT, "a ", EINVAL),
	BAD(PGTABLE_FORMAT, "a  b", EINVAL),
	BAD(PGTABLE_FORMAT, "a\tb", EINVAL),
	BAD(PGTABLE_FORMAT, "a\nb", EINVAL),
	BAD(PGTABLE_FORMAT, "a b\r", EINVAL),
	BAD(PGTABLE_FORMAT, "a\0b", EINVAL),
	BAD(PGTABLE_FORMAT, "a b\0", EINVAL),
	BAD(PGTABLE_FORMAT, "none ", EINVAL),
	BAD(PGTABLE_FORMAT, "none none", EINVAL),
	BAD(PGTABLE_FORMAT, "none a", EINVAL),
	BAD(PGTABLE_FORMAT, "a none", EINVAL),
	BAD(PGTABLE_FORMAT, "a none b", EINVAL),
	BAD(PGTABLE_FORMAT, "a \x80", EINVAL),

	/* lists of numbers, sorted */
	GOOD(PAGE_SIZES, "none", "none"),
	GOOD(PAGE_SIZES, "4096", "4096"),
	GOOD(PAGE_SIZES, "4096 2097152 1073741824", "4096 2097152 1073741824"),
	GOOD(PAGE_SIZES, "1073741824 4096 2097152", "4096 2097152 1073741824"),
	GOOD(PAGE_SIZES, "10 9 8 7 6 5 4 3 2 1 0", "0 1 2 3 4 5 6 7 8 9 10"),
	GOOD(PAGE_SIZES, "9223372036854775807 1 9223372036854775806",
	     "1 9223372036854775806 9223372036854775807"),
	GOOD(PAGE_SIZES, "0002 01", "1 2"),
	GOOD(PAGE_SIZES, ZEROS_100 "4096", "4096"),
	BAD(PAGE_SIZES, "9223372036854775808", ERANGE),
	BAD(PAGE_SIZES, "4096 9223372036854775808", ERANGE),
	BAD(PAGE_SIZES, "4096 " NINES_20 NINES_20 NINES_20 NINES_20, ERANGE),
	BAD(PAGE_SIZES, "", EINVAL),
	BAD(PAGE_SIZES, " ", EINVAL),
	BAD(PAGE_SIZES, " 1", EINVAL),
	BAD(PAGE_SIZES, "1 ", EINVAL),
	BAD(PAGE_SIZES, "1  2", EINVAL),
	BAD(PAGE_SIZES, "1\t2", EINVAL),
	BAD(PAGE_SIZES, "1,2", EINVAL),
	BAD(PAGE_SIZES, "1\r", EINVAL),
	BAD(PAGE_SIZES, "1\n2", EINVAL),
	BAD(PAGE_SIZES, "1\0002", EINVAL),
	BAD(PAGE_SIZES, "1 a", EINVAL),
	BAD(PAGE_SIZES, "4K", EINVAL),
	BAD(PAGE_SIZES, "0x1000", EINVAL),
	BAD(PAGE_SIZES, "-1", EINVAL),
	BAD(PAGE_SIZES, "4096 none", EINVAL),
	BAD(PAGE_SIZES, "none 4096", EINVAL),
	BAD(PAGE_SIZES, "none none", EINVAL),
};

/* Parses a copy that ends in a NUL, as the reader gives it; -errno or 0. */
static int parse(struct iommu_probe_model *model, enum iommu_caps_attribute_id id,
		 const char *text, size_t length)
{
	char *copy = malloc(length + 1);
	unsigned int i;
	int ret;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, length);
	copy[length] = '\0';
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
		model->values[i].model = model;
	ret = value_parse(&model->values[id], id, copy, length);
	free(copy);
	return ret;
}

START_TEST(test_rules)
{
	struct iommu_probe_model model = { 0 };
	struct iommu_probe_value *value = &model.values[rows[_i].id];
	char text[256];
	int ret;

	ret = parse(&model, rows[_i].id, rows[_i].text, rows[_i].length);
	ck_assert_msg(ret == rows[_i].ret, "%s '%s': %d instead of %d",
		      iommu_caps_attributes[rows[_i].id].name, rows[_i].text, ret, rows[_i].ret);
	ck_assert(value->known == !ret);
	ck_assert(!iommu_probe_value_is_default(value));
	if (!ret) {
		ck_assert_ptr_eq(iommu_probe_model_get_first_value(&model), value);
		ck_assert_ptr_null(iommu_probe_value_get_next(value));
		ck_assert_str_eq(iommu_probe_value_get_name(value),
				 iommu_caps_attributes[rows[_i].id].name);
		text_of_value(value, text, sizeof(text));
		ck_assert_str_eq(text, rows[_i].expected);
	} else {
		ck_assert_ptr_null(iommu_probe_model_get_first_value(&model));
		ck_assert_ptr_nonnull(value_complaint(rows[_i].id, -ret));
	}
	value_clear(value);
}
END_TEST

/* Widths, and only they, end at 64. */
START_TEST(test_bits)
{
	const enum iommu_caps_attribute_id id = (enum iommu_caps_attribute_id)_i;
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];
	const size_t length = strlen(attribute->name);
	const bool bits = length > 5 && !strcmp(attribute->name + length - 5, "_bits");
	struct iommu_probe_model model = { 0 };

	if (attribute->kind != IOMMU_CAPS_KIND_UINT) {
		ck_assert(!bits);
		return;
	}
	ck_assert_int_eq(parse(&model, id, "0", 1), 0);
	ck_assert_int_eq(parse(&model, id, "64", 2), 0);
	ck_assert_int_eq(parse(&model, id, "0064", 4), 0);
	ck_assert_int_eq(parse(&model, id, "65", 2), bits ? -ERANGE : 0);
	ck_assert_int_eq(parse(&model, id, "9223372036854775807", 19), bits ? -ERANGE : 0);
	ck_assert_int_eq(parse(&model, id, "9223372036854775808", 19), -ERANGE);
	ck_assert_int_eq(parse(&model, id, "64 ", 3), -EINVAL);
}
END_TEST

START_TEST(test_longest_list)
{
	struct iommu_probe_model model = { 0 };
	struct iommu_probe_value *value = &model.values[IOMMU_CAPS_PASID0];
	char text[READER_FILE_MAX];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? ' ' : 'a' + i / 2 % 26;
	ck_assert_int_eq(parse(&model, IOMMU_CAPS_PASID0, text, sizeof(text)), -EINVAL);
	ck_assert_int_eq(parse(&model, IOMMU_CAPS_PASID0, text, sizeof(text) - 1), 0);
	ck_assert_uint_eq(iommu_probe_value_get_count(value), sizeof(text) / 2);
	ck_assert_str_eq(iommu_probe_value_get_word(value, 2047), "t");
	ck_assert_ptr_null(iommu_probe_value_get_word(value, 2048));
	value_clear(value);
}
END_TEST

START_TEST(test_complaints)
{
	const enum iommu_caps_attribute_id id = (enum iommu_caps_attribute_id)_i;

	ck_assert_str_ne(value_complaint(id, EINVAL), "");
	ck_assert_str_ne(value_complaint(id, ERANGE), "");
	/* The system has its own words for all else. */
	ck_assert_ptr_null(value_complaint(id, EIO));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("value");
	TCase *tests = tcase_create("value");

	tcase_add_loop_test(tests, test_rules, 0, ROWS(rows));
	tcase_add_loop_test(tests, test_bits, 0, IOMMU_CAPS_ATTRIBUTES);
	tcase_add_test(tests, test_longest_list);
	tcase_add_loop_test(tests, test_complaints, 0, IOMMU_CAPS_ATTRIBUTES);
	suite_add_tcase(suite, tests);
	return run(suite);
}
