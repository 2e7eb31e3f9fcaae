// SPDX-License-Identifier: MIT
/* kernel/tables.c: the rows agree with each other, and values become texts. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <linux/iommu-caps.h>
#include "run.h"

static bool is_name(const char *name, const char *also)
{
	return *name && strspn(name, also) == strlen(name);
}

#define LOWER "abcdefghijklmnopqrstuvwxyz0123456789"

static const struct {
	const char *name;
	unsigned int number;
	unsigned int align;
} models[] = {
	{ "intel-vtd", 1, 4096 }, { "arm-smmu-v3", 2, 64 },	 { "amd-vi", 4, 4096 },
	{ "virtio-iommu", 256, 0 }, { "riscv-iommu", 257, 4096 },
};

START_TEST(test_models)
{
	const struct iommu_caps_model *model = &iommu_caps_models[_i];
	int i;

	ck_assert_int_lt(_i, ROWS(models));
	ck_assert_str_eq(model->name, models[_i].name);
	ck_assert_uint_eq(model->number, models[_i].number);
	ck_assert_uint_eq(model->align, models[_i].align);
	ck_assert(is_name(model->name, LOWER "-"));
	/* Never given: 0 is no model, 3 is an extension's, 258 is kept. */
	ck_assert_uint_ne(model->number, 0);
	ck_assert_uint_ne(model->number, 3);
	ck_assert_uint_ne(model->number, 258);
	ck_assert_uint_eq(model->align & (model->align - 1), 0);
	for (i = 0; i < _i; i++) {
		ck_assert_str_ne(iommu_caps_models[i].name, model->name);
		ck_assert_uint_lt(iommu_caps_models[i].number, model->number);
	}
}
END_TEST

START_TEST(test_attributes)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[_i];
	const bool words = attribute->kind == IOMMU_CAPS_KIND_WORD ||
			   attribute->kind == IOMMU_CAPS_KIND_NAMES;
	int i;

	ck_assert(is_name(attribute->name, LOWER "_"));
	ck_assert_uint_ge(strlen(attribute->doc), 3);
	ck_assert_uint_ne(attribute->models, 0);
	ck_assert_uint_eq(attribute->models >> IOMMU_CAPS_MODELS, 0);
	for (i = 0; i < _i; i++)
		ck_assert_str_ne(iommu_caps_attributes[i].name, attribute->name);

	ck_assert((attribute->words != IOMMU_CAPS_WORDS_NONE) == words);
	if (attribute->kind == IOMMU_CAPS_KIND_WORD) {
		ck_assert_uint_lt(attribute->fallback, IOMMU_CAPS_ALL_WORDS);
		ck_assert_int_eq(iommu_caps_words[attribute->fallback].words, attribute->words);
	} else {
		ck_assert_uint_eq(attribute->fallback, 0);
	}
	if (attribute->kind != IOMMU_CAPS_KIND_UINT)
		ck_assert_uint_eq(attribute->flags & ~IOMMU_CAPS_FLAG_ORDER, 0);
	/* The least of an order is what an absent file means. */
	if (attribute->flags & IOMMU_CAPS_FLAG_ORDER)
		for (i = 0; i < IOMMU_CAPS_ALL_WORDS; i++)
			if (iommu_caps_words[i].words == attribute->words)
				ck_assert_int_ge(i, (int)attribute->fallback);
}
END_TEST

START_TEST(test_flags)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[_i];
	const size_t length = strlen(attribute->name);
	const bool bits = length > 5 && !strcmp(attribute->name + length - 5, "_bits");
	const bool width = bits && strcmp(attribute->name, "asid_bits") &&
			   strcmp(attribute->name, "ssid_bits");

	ck_assert((attribute->flags & IOMMU_CAPS_FLAG_BITS) == (bits ? IOMMU_CAPS_FLAG_BITS : 0));
	ck_assert((attribute->flags & IOMMU_CAPS_FLAG_WIDTH) ==
		  (width ? IOMMU_CAPS_FLAG_WIDTH : bits ? IOMMU_CAPS_FLAG_BITS : 0));
	ck_assert(!(attribute->flags & IOMMU_CAPS_FLAG_ALIGN) ==
		  (_i != IOMMU_CAPS_PASID_TABLE_ALIGN));
	ck_assert(!(attribute->flags & IOMMU_CAPS_FLAG_REQUIRED) == (_i != IOMMU_CAPS_MODEL));
	ck_assert(!(attribute->flags & IOMMU_CAPS_FLAG_ORDER) ==
		  (_i != IOMMU_CAPS_HTTU && _i != IOMMU_CAPS_INTREMAP));
}
END_TEST

START_TEST(test_words)
{
	const struct iommu_caps_word *word = &iommu_caps_words[_i];
	size_t i, length = strlen(word->text), users = 0;

	ck_assert_int_ne(word->words, IOMMU_CAPS_WORDS_NONE);
	ck_assert_uint_ge(length, 1);
	ck_assert_uint_le(length, 63);
	for (i = 0; i < length; i++)
		ck_assert(word->text[i] > ' ' && word->text[i] <= '~');
	for (i = 0; i < (size_t)_i; i++)
		ck_assert(iommu_caps_words[i].words != word->words ||
			  strcmp(iommu_caps_words[i].text, word->text));
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++) {
		if (iommu_caps_attributes[i].words != word->words)
			continue;
		users++;
		/* "none" stands for the empty list there. */
		if (iommu_caps_attributes[i].kind == IOMMU_CAPS_KIND_NAMES)
			ck_assert_str_ne(word->text, "none");
	}
	ck_assert_uint_ge(users, 1);
}
END_TEST

/* Words fit into a byte, plus one; attributes into the bits of `known`. */
START_TEST(test_bounds)
{
	ck_assert_int_le(IOMMU_CAPS_ALL_WORDS, 254);
	ck_assert_int_le(IOMMU_CAPS_ATTRIBUTES, 64);
	ck_assert_int_le(IOMMU_CAPS_MODELS, 32);
	ck_assert_int_eq(IOMMU_CAPS_MODELS, ROWS(models));
}
END_TEST

static void check_text(const struct iommu_caps *caps, enum iommu_caps_attribute_id id,
		       const char *expected)
{
	char text[IOMMU_CAPS_TEXT_MAX], cut[IOMMU_CAPS_TEXT_MAX];
	const size_t length = strlen(expected);
	size_t size;

	memset(text, 'x', sizeof(text));
	ck_assert_int_eq(iommu_caps_format(caps, id, text, sizeof(text)), length);
	ck_assert_str_eq(text, expected);
	/* Too small a buffer: what fits, and a NUL. */
	for (size = 1; size <= length; size++) {
		memset(cut, 'x', sizeof(cut));
		if (iommu_caps_format(caps, id, cut, size) != (int)size - 1 ||
		    strlen(cut) != size - 1 || strncmp(cut, expected, size - 1) || cut[size] != 'x')
			ck_abort_msg("'%s' cut at %zu", expected, size);
	}
}

START_TEST(test_init)
{
	struct iommu_caps caps;
	char text[16];
	int id;

	memset(&caps, 0xff, sizeof(caps));
	iommu_caps_init(&caps, (enum iommu_caps_model_id)_i);
	ck_assert_int_eq(caps.model, _i);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		const bool expected = id == IOMMU_CAPS_MODEL ||
				      (id == IOMMU_CAPS_PASID_TABLE_ALIGN && models[_i].align);

		ck_assert(iommu_caps_knows(&caps, id) == expected);
		ck_assert_int_eq(!!iommu_caps_format(&caps, id, text, sizeof(text)), expected);
	}
	ck_assert_uint_eq(caps.value[IOMMU_CAPS_MODEL], models[_i].number);
	ck_assert_uint_eq(caps.value[IOMMU_CAPS_PASID_TABLE_ALIGN], models[_i].align);
}
END_TEST

START_TEST(test_format_numbers)
{
	struct iommu_caps caps;

	iommu_caps_init(&caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	check_text(&caps, IOMMU_CAPS_MODEL, "2");
	iommu_caps_set(&caps, IOMMU_CAPS_SSID_BITS, 0);
	check_text(&caps, IOMMU_CAPS_SSID_BITS, "0");
	iommu_caps_set(&caps, IOMMU_CAPS_PASID_TABLE_ALIGN, ~0ULL);
	check_text(&caps, IOMMU_CAPS_PASID_TABLE_ALIGN, "18446744073709551615");
	iommu_caps_set(&caps, IOMMU_CAPS_PAGE_SIZES, 0);
	check_text(&caps, IOMMU_CAPS_PAGE_SIZES, "none");
	iommu_caps_set(&caps, IOMMU_CAPS_PAGE_SIZES, BIT_ULL(30) | BIT_ULL(12) | BIT_ULL(21));
	check_text(&caps, IOMMU_CAPS_PAGE_SIZES, "4096 2097152 1073741824");
	iommu_caps_set(&caps, IOMMU_CAPS_S2_PAGE_SIZES, BIT_ULL(63) | BIT_ULL(0));
	check_text(&caps, IOMMU_CAPS_S2_PAGE_SIZES, "1 9223372036854775808");
}
END_TEST

/* IOMMU_CAPS_TEXT_MAX is enough for every value. */
START_TEST(test_longest_texts)
{
	struct iommu_caps caps;
	char text[4 * IOMMU_CAPS_TEXT_MAX];
	int i, longest;

	iommu_caps_init(&caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	iommu_caps_set(&caps, IOMMU_CAPS_PAGE_SIZES, ~0ULL);
	ck_assert_int_lt(iommu_caps_format(&caps, IOMMU_CAPS_PAGE_SIZES, text, sizeof(text)),
			 IOMMU_CAPS_TEXT_MAX);
	for (i = longest = 0; i < IOMMU_CAPS_ALL_WORDS; i++)
		if (strlen(iommu_caps_words[i].text) > strlen(iommu_caps_words[longest].text))
			longest = i;
	for (i = 0; i < IOMMU_CAPS_NAMES_MAX; i++)
		iommu_caps_add(&caps, IOMMU_CAPS_PGTABLE_FORMAT, longest);
	ck_assert_int_lt(iommu_caps_format(&caps, IOMMU_CAPS_PGTABLE_FORMAT, text, sizeof(text)),
			 IOMMU_CAPS_TEXT_MAX);
}
END_TEST

START_TEST(test_format_words)
{
	struct iommu_caps caps;

	iommu_caps_init(&caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	iommu_caps_set_switch(&caps, IOMMU_CAPS_BTM, true);
	check_text(&caps, IOMMU_CAPS_BTM, "enabled");
	iommu_caps_set_switch(&caps, IOMMU_CAPS_BTM, false);
	check_text(&caps, IOMMU_CAPS_BTM, "disabled");
	iommu_caps_set(&caps, IOMMU_CAPS_HTTU, IOMMU_CAPS_HTTU_ACCESS_DIRTY);
	check_text(&caps, IOMMU_CAPS_HTTU, "access+dirty");
	iommu_caps_set(&caps, IOMMU_CAPS_HTTU, IOMMU_CAPS_HTTU_NONE);
	check_text(&caps, IOMMU_CAPS_HTTU, "none");
}
END_TEST

START_TEST(test_format_names)
{
	static const char *const expected[] = {
		"linear", "linear 2lvl", "linear 2lvl linear", "linear 2lvl linear 2lvl",
		"linear 2lvl linear 2lvl linear", "linear 2lvl linear 2lvl linear 2lvl",
		"linear 2lvl linear 2lvl linear 2lvl linear",
		"linear 2lvl linear 2lvl linear 2lvl linear 2lvl",
		/* a ninth is dropped */
		"linear 2lvl linear 2lvl linear 2lvl linear 2lvl",
		"linear 2lvl linear 2lvl linear 2lvl linear 2lvl",
	};
	struct iommu_caps caps;
	int i;

	iommu_caps_init(&caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	ck_assert(!iommu_caps_knows(&caps, IOMMU_CAPS_STREAM_TABLE_FORMAT));
	iommu_caps_set_none(&caps, IOMMU_CAPS_STREAM_TABLE_FORMAT);
	check_text(&caps, IOMMU_CAPS_STREAM_TABLE_FORMAT, "none");
	for (i = 0; i < ROWS(expected); i++) {
		iommu_caps_add(&caps, IOMMU_CAPS_STREAM_TABLE_FORMAT,
			       i % 2 ? IOMMU_CAPS_STREAM_2LVL : IOMMU_CAPS_STREAM_LINEAR);
		check_text(&caps, IOMMU_CAPS_STREAM_TABLE_FORMAT, expected[i]);
	}
	/* The first and the last of all words. */
	iommu_caps_set_none(&caps, IOMMU_CAPS_PASID0);
	iommu_caps_add(&caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_ALL_WORDS - 1);
	iommu_caps_add(&caps, IOMMU_CAPS_PASID0, 0);
	check_text(&caps, IOMMU_CAPS_PASID0, "x2apic disabled");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tables");
	TCase *tests = tcase_create("tables");

	tcase_add_loop_test(tests, test_models, 0, IOMMU_CAPS_MODELS);
	tcase_add_loop_test(tests, test_attributes, 0, IOMMU_CAPS_ATTRIBUTES);
	tcase_add_loop_test(tests, test_flags, 0, IOMMU_CAPS_ATTRIBUTES);
	tcase_add_loop_test(tests, test_words, 0, IOMMU_CAPS_ALL_WORDS);
	tcase_add_test(tests, test_bounds);
	tcase_add_loop_test(tests, test_init, 0, IOMMU_CAPS_MODELS);
	tcase_add_test(tests, test_format_numbers);
	tcase_add_test(tests, test_longest_texts);
	tcase_add_test(tests, test_format_words);
	tcase_add_test(tests, test_format_names);
	suite_add_tcase(suite, tests);
	return run(suite);
}
