// SPDX-License-Identifier: MIT
/* The decoders of kernel/models/ against the registers of tests/vectors/. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "vectors.h"

static struct vector *vectors, *others;
static size_t vector_count, other_count;

/* Whether the list names this many attributes, so that none is misspelt. */
static size_t count_pairs(const char *expected)
{
	size_t count = 0;

	for (; (expected = strchr(expected, '=')); expected++)
		count++;
	return count;
}

START_TEST(test_vector)
{
	const struct vector *vector = &vectors[_i];
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[vector->model];
	char expected[IOMMU_CAPS_TEXT_MAX], text[IOMMU_CAPS_TEXT_MAX];
	struct iommu_caps_regs regs;
	struct iommu_caps caps;
	size_t named = 0;
	int id;

	/* Whatever was there before must not show. */
	memset(&caps, 0xff, sizeof(caps));
	ck_assert_int_eq(vectors_registers(decoder, vector->registers, &regs), 0);
	ck_assert_int_eq(decoder->decode(&regs, &caps), 0);
	ck_assert_int_eq(caps.model, vector->model);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];

		vectors_expected(vector->expected, attribute->name, expected, sizeof(expected));
		named += *expected != '\0';
		*text = '\0';
		iommu_caps_format(&caps, id, text, sizeof(text));
		if (strcmp(text, expected) || iommu_caps_knows(&caps, id) != !!*expected)
			ck_abort_msg("line %u: %s is '%s' instead of '%s'", vector->line,
				     attribute->name, text, expected);
		/* A notion that the model lacks has no value. */
		if (*expected && !(attribute->models & BIT(vector->model)))
			ck_abort_msg("line %u: the model has no %s", vector->line,
				     attribute->name);
	}
	ck_assert_uint_eq(count_pairs(vector->expected), named);
}
END_TEST

/* A required register that is missing is refused, an optional one is not. */
static void check_missing(const struct vector *vector, const struct iommu_caps_regs *all)
{
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[vector->model];
	struct iommu_caps_regs regs;
	struct iommu_caps caps;
	int i;

	for (i = 0; decoder->registers[i].name; i++) {
		const bool required = decoder->registers[i].use == IOMMU_CAPS_REGISTER_REQUIRED;

		regs = *all;
		regs.known &= ~(u32)BIT(i);
		if (decoder->decode(&regs, &caps) != (required ? -EINVAL : 0))
			ck_abort_msg("line %u without %s", vector->line,
				     decoder->registers[i].name);
	}
}

/* The value of a register that is not known must not change anything. */
static void check_unknown(const struct vector *vector, struct iommu_caps_regs regs)
{
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[vector->model];
	struct iommu_caps caps, again;
	unsigned int i;

	if (decoder->decode(&regs, &caps))
		ck_abort_msg("line %u is refused", vector->line);
	for (i = 0; i < IOMMU_CAPS_REGS_MAX; i++)
		if (!iommu_caps_regs_has(&regs, i))
			regs.value[i] = ~0ULL;
	if (decoder->decode(&regs, &again) || again.known != caps.known)
		ck_abort_msg("line %u: others are known", vector->line);
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
		if (iommu_caps_knows(&caps, i) && again.value[i] != caps.value[i])
			ck_abort_msg("line %u: another %s", vector->line,
				     iommu_caps_attributes[i].name);
}

START_TEST(test_missing_registers)
{
	struct iommu_caps_regs regs;
	size_t i;

	for (i = 0; i < vector_count; i++) {
		if ((int)vectors[i].model != _i)
			continue;
		if (vectors_registers(&iommu_caps_decoders[_i], vectors[i].registers, &regs))
			ck_abort_msg("line %u has other registers", vectors[i].line);
		check_missing(&vectors[i], &regs);
		check_unknown(&vectors[i], regs);
	}
}
END_TEST

/* By no decoder: they have other names, or lack what is required. */
START_TEST(test_not_registers)
{
	struct iommu_caps_regs regs;
	struct iommu_caps caps;
	int model;

	ck_assert_str_eq(others[_i].expected, "");
	for (model = 0; model < IOMMU_CAPS_MODELS; model++) {
		const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[model];

		if (!decoder->decode || vectors_registers(decoder, others[_i].registers, &regs))
			continue;
		ck_assert_msg(decoder->decode(&regs, &caps) == -EINVAL, "line %u is decoded by %s",
			      others[_i].line, iommu_caps_models[model].name);
	}
}
END_TEST

/* The rows of registers: names that are no other's, widths that a word has. */
START_TEST(test_decoder)
{
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[_i];
	struct iommu_caps_regs none = { 0 };
	struct iommu_caps caps;
	size_t required = 0, facts = 0;
	int i, j;

	ck_assert(!decoder->decode == !decoder->registers);
	if (!decoder->decode)
		return;
	for (i = 0; decoder->registers[i].name; i++) {
		const struct iommu_caps_register *known = &decoder->registers[i];

		ck_assert_int_lt(i, IOMMU_CAPS_REGS_MAX);
		ck_assert_uint_ge(known->bits, 1);
		ck_assert_uint_le(known->bits, 64);
		required += known->use == IOMMU_CAPS_REGISTER_REQUIRED;
		facts += known->use == IOMMU_CAPS_REGISTER_FACT;
		for (j = 0; j < i; j++)
			ck_assert_str_ne(decoder->registers[j].name, known->name);
	}
	/* Facts alone are not required, and may all be unknown. */
	ck_assert(required || facts == (size_t)i);
	ck_assert_int_eq(decoder->decode(&none, &caps), required ? -EINVAL : 0);
}
END_TEST

/* A decoder without vectors is one that nobody has held against anything. */
START_TEST(test_counts)
{
	size_t i, count[IOMMU_CAPS_MODELS] = { 0 };
	int model;

	for (i = 0; i < vector_count; i++)
		count[vectors[i].model]++;
	for (model = 0; model < IOMMU_CAPS_MODELS; model++)
		ck_assert(!iommu_caps_decoders[model].decode || count[model] >= 50);
	ck_assert_uint_ge(other_count, 1);
}
END_TEST

/* Every bit pattern, within reason: nothing is out of bounds for the sanitizers. */
START_TEST(test_random_registers)
{
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[_i];
	char text[IOMMU_CAPS_TEXT_MAX];
	struct iommu_caps_regs regs;
	struct iommu_caps caps;
	int round, i, id;

	srand(1);
	for (round = 0; decoder->decode && round < 5000; round++) {
		memset(&regs, 0, sizeof(regs));
		for (i = 0; decoder->registers[i].name; i++) {
			const u32 bits = decoder->registers[i].bits;
			const u64 word = (u64)rand() << 42 ^ (u64)rand() << 21 ^ (u64)rand();

			iommu_caps_regs_set(&regs, i, word & ~0ULL >> (64 - bits));
		}
		if (decoder->decode(&regs, &caps))
			ck_abort_msg("refused");
		for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
			if (iommu_caps_knows(&caps, id) &&
			    (!iommu_caps_format(&caps, id, text, sizeof(text)) ||
			     !(iommu_caps_attributes[id].models & BIT(_i))))
				ck_abort_msg("%s", iommu_caps_attributes[id].name);
	}
}
END_TEST

int main(int argc, char *argv[])
{
	Suite *suite = suite_create("vectors");
	TCase *tests = tcase_create("vectors");
	char file[64];
	int model, ret;

	vectors_root = argc > 1 ? argv[1] : ".";
	for (model = 0; model < IOMMU_CAPS_MODELS; model++) {
		if (!iommu_caps_decoders[model].decode)
			continue;
		snprintf(file, sizeof(file), "%s.tsv", iommu_caps_models[model].name);
		vector_count = vectors_read(file, model, &vectors, vector_count);
	}
	other_count = vectors_read("not-registers.tsv", 0, &others, 0);

	tcase_add_loop_test(tests, test_vector, 0, (int)vector_count);
	tcase_add_loop_test(tests, test_missing_registers, 0, IOMMU_CAPS_MODELS);
	tcase_add_loop_test(tests, test_not_registers, 0, (int)other_count);
	tcase_add_loop_test(tests, test_decoder, 0, IOMMU_CAPS_MODELS);
	tcase_add_loop_test(tests, test_random_registers, 0, IOMMU_CAPS_MODELS);
	tcase_add_test(tests, test_counts);
	suite_add_tcase(suite, tests);
	ret = run(suite);
	vectors_free(vectors, vector_count);
	vectors_free(others, other_count);
	return ret;
}
