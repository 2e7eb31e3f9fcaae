// SPDX-License-Identifier: GPL-2.0
/*
 * The check of a PASID table against the cases that the library is held to as
 * well.
 */
#include <kunit/test.h>
#include "pasid-cases.h"

static void case_name(const struct pasid_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%zu: %s", c - pasid_cases, c->name);
}

KUNIT_ARRAY_PARAM(pasid, pasid_cases, case_name);

static void pasid_table_test_case(struct kunit *test)
{
	const struct pasid_case *c = test->param_value;
	u8 bytes[PASID_CASE_SIZE];
	struct iommu_caps caps;
	u32 size = max_t(u32, pasid_case_config(c, bytes), sizeof(u32));
	/* Just as many bytes as argsz says, which KASAN watches over. */
	void *config = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, config);
	memcpy(config, bytes, size);
	pasid_unit_caps(&pasid_units[c->unit], &caps);
	KUNIT_EXPECT_EQ(test, iommu_caps_check_pasid_table(&caps, config), -c->error);
	KUNIT_EXPECT_EQ(test, memcmp(config, bytes, size), 0);
}

static void size_name(const struct pasid_size *row, char *name)
{
	const struct iommu_caps_format *format = &iommu_caps_formats[row->format];

	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s, %u bits", iommu_caps_words[format->word].text,
		 row->bits);
}

KUNIT_ARRAY_PARAM(size, pasid_sizes, size_name);

static void pasid_table_test_size(struct kunit *test)
{
	const struct pasid_size *row = test->param_value;
	const struct iommu_caps_format *format = &iommu_caps_formats[row->format];

	KUNIT_EXPECT_EQ(test, iommu_caps_pasid_table_size(format, row->bits), row->size);
	KUNIT_EXPECT_EQ(test, iommu_caps_pasid_table_align(format, row->bits), row->align);
}

static struct kunit_case pasid_table_cases[] = {
	KUNIT_CASE_PARAM(pasid_table_test_case, pasid_gen_params),
	KUNIT_CASE_PARAM(pasid_table_test_size, size_gen_params),
	{ }
};

static struct kunit_suite pasid_table_suite = {
	.name = "iommu_caps_pasid_table",
	.test_cases = pasid_table_cases,
};

kunit_test_suite(pasid_table_suite);
