// SPDX-License-Identifier: GPL-2.0
/* The decoders against the registers of real machines, which are in vectors.h. */
#include <kunit/test.h>
#include <linux/string.h>
#include "copy.h"
#include "mock.h"

struct vector {
	const char *model;
	unsigned int line;
	const char *registers;
	const char *expected;
};

static const struct vector vectors[] = {
#include "vectors.h"
};

static void vector_name(const struct vector *vector, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s.tsv:%u", vector->model, vector->line);
}

KUNIT_ARRAY_PARAM(vector, vectors, vector_name);

static const struct iommu_caps_decoder *decoder_of(struct kunit *test,
						   const struct vector *vector)
{
	unsigned int model;

	for (model = 0; model < IOMMU_CAPS_MODELS; model++)
		if (!strcmp(iommu_caps_models[model].name, vector->model))
			break;
	KUNIT_ASSERT_LT(test, model, IOMMU_CAPS_MODELS);
	KUNIT_ASSERT_NOT_NULL(test, iommu_caps_decoders[model].decode);
	return &iommu_caps_decoders[model];
}

static void registers_of(struct kunit *test, const struct vector *vector,
			 struct iommu_caps_regs *regs)
{
	char *text = copy_text(test, vector->registers);

	KUNIT_ASSERT_EQ(test, iommu_caps_mock_parse_regs(decoder_of(test, vector)->registers,
							 text, regs), 0);
}

static int attribute_named(const char *name)
{
	int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (!strcmp(iommu_caps_attributes[id].name, name))
			return id;
	return -ENOENT;
}

/* "name=text …", with a comma for each blank of the text; what is not in it has no value. */
static void expect_all(struct kunit *test, const struct iommu_caps *caps, const char *expected)
{
	char *text = kunit_kmalloc(test, IOMMU_CAPS_TEXT_MAX, GFP_KERNEL);
	char *all = copy_text(test, expected), *pair;
	unsigned int count = 0;

	KUNIT_ASSERT_NOT_NULL(test, text);
	while ((pair = strsep(&all, " "))) {
		const char *name = strsep(&pair, "=");
		const int id = attribute_named(name);

		KUNIT_ASSERT_GE_MSG(test, id, 0, "%s", name);
		KUNIT_EXPECT_GT_MSG(test, iommu_caps_format(caps, id, text, IOMMU_CAPS_TEXT_MAX),
				    0, "%s", name);
		strreplace(text, ' ', ',');
		KUNIT_EXPECT_STREQ_MSG(test, text, pair, "%s", name);
		count++;
	}
	KUNIT_EXPECT_EQ(test, hweight64(caps->known), count);
}

static void decoders_test_vector(struct kunit *test)
{
	const struct vector *vector = test->param_value;
	struct iommu_caps_regs regs;
	struct iommu_caps caps;

	registers_of(test, vector, &regs);
	/* Whatever was there before must not show. */
	memset(&caps, 0xff, sizeof(caps));
	KUNIT_ASSERT_EQ(test, decoder_of(test, vector)->decode(&regs, &caps), 0);
	KUNIT_EXPECT_STREQ(test, iommu_caps_models[caps.model].name, vector->model);
	expect_all(test, &caps, vector->expected);
}

/* Without one of its registers: refused where that is required, else not. */
static void decoders_test_missing(struct kunit *test)
{
	const struct vector *vector = test->param_value;
	const struct iommu_caps_decoder *decoder = decoder_of(test, vector);
	const struct iommu_caps_register *known = decoder->registers;
	struct iommu_caps_regs all, regs;
	struct iommu_caps caps;
	unsigned int i;

	registers_of(test, vector, &all);
	for (i = 0; known[i].name; i++) {
		const bool required = known[i].use == IOMMU_CAPS_REGISTER_REQUIRED;

		regs = all;
		regs.known &= ~BIT(i);
		KUNIT_EXPECT_EQ_MSG(test, decoder->decode(&regs, &caps), required ? -EINVAL : 0,
				    "without %s", known[i].name);
	}
}

static struct kunit_case decoders_cases[] = {
	KUNIT_CASE_PARAM(decoders_test_vector, vector_gen_params),
	KUNIT_CASE_PARAM(decoders_test_missing, vector_gen_params),
	{ }
};

static struct kunit_suite decoders_suite = {
	.name = "iommu_caps_decoders",
	.test_cases = decoders_cases,
};

kunit_test_suite(decoders_suite);
