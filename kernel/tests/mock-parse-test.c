// SPDX-License-Identifier: GPL-2.0
/* What may be written to the files of a pretend IOMMU. */
#include <kunit/test.h>
#include <linux/string.h>
#include "copy.h"
#include "mock.h"

struct parse_case {
	enum iommu_caps_attribute_id id;
	const char *text;
	int error;
};

/* Texts that are taken are what is shown afterwards. */
static const struct parse_case parse_cases[] = {
	{ IOMMU_CAPS_SSID_BITS, "0" },
	{ IOMMU_CAPS_SSID_BITS, "64" },
	{ IOMMU_CAPS_SSID_BITS, "65", -ERANGE },
	{ IOMMU_CAPS_SSID_BITS, "99999999999999999999", -ERANGE },
	{ IOMMU_CAPS_SSID_BITS, "-1", -EINVAL },
	{ IOMMU_CAPS_SSID_BITS, "+1", -EINVAL },
	{ IOMMU_CAPS_SSID_BITS, "0x10", -EINVAL },
	{ IOMMU_CAPS_SSID_BITS, " 1", -EINVAL },
	{ IOMMU_CAPS_SSID_BITS, "1 ", -EINVAL },
	{ IOMMU_CAPS_SSID_BITS, "1 2", -EINVAL },
	{ IOMMU_CAPS_SSID_BITS, "none", -EINVAL },
	{ IOMMU_CAPS_OUTPUT_BITS, "52" },
	{ IOMMU_CAPS_OUTPUT_BITS, "128", -ERANGE },
	{ IOMMU_CAPS_BBM, "2" },
	{ IOMMU_CAPS_BBM, "3", -ERANGE },
	{ IOMMU_CAPS_PASID_TABLE_ALIGN, "64" },
	{ IOMMU_CAPS_PASID_TABLE_ALIGN, "4611686018427387904" },
	{ IOMMU_CAPS_PASID_TABLE_ALIGN, "9223372036854775808", -ERANGE },
	{ IOMMU_CAPS_PASID_TABLE_ALIGN, "0", -EINVAL },
	{ IOMMU_CAPS_PASID_TABLE_ALIGN, "96", -EINVAL },
	{ IOMMU_CAPS_BTM, "enabled" },
	{ IOMMU_CAPS_BTM, "Enabled", -EINVAL },
	{ IOMMU_CAPS_BTM, "enabled disabled", -EINVAL },
	{ IOMMU_CAPS_BTM, "force", -EINVAL },
	{ IOMMU_CAPS_STALL, "force" },
	{ IOMMU_CAPS_HTTU, "access+dirty" },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "none" },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "linear" },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "linear 2lvl-4k 2lvl-64k" },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "linear none", -EINVAL },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "linear linear", -EINVAL },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "linear  2lvl-4k", -EINVAL },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "linear,2lvl-4k", -EINVAL },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "gcr3-1lvl", -EINVAL },
	{ IOMMU_CAPS_PASID_TABLE_FORMAT, "terminate", -EINVAL },
	{ IOMMU_CAPS_PGTABLE_FORMAT, "aarch64-64k aarch64-4k" },
	{ IOMMU_CAPS_PAGE_SIZES, "none" },
	{ IOMMU_CAPS_PAGE_SIZES, "4096 2097152 1073741824" },
	{ IOMMU_CAPS_PAGE_SIZES, "2097152 4096", -EINVAL },
	{ IOMMU_CAPS_PAGE_SIZES, "4096 4096", -EINVAL },
	{ IOMMU_CAPS_PAGE_SIZES, "4096 0", -EINVAL },
	{ IOMMU_CAPS_PAGE_SIZES, "4097", -EINVAL },
	{ IOMMU_CAPS_PAGE_SIZES, "4K", -EINVAL },
};

static void parse_case_name(const struct parse_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s: %.80s", iommu_caps_attributes[c->id].name,
		 c->text);
}

KUNIT_ARRAY_PARAM(parse, parse_cases, parse_case_name);

static int parse(struct kunit *test, struct iommu_caps *caps,
		 enum iommu_caps_attribute_id id, const char *text)
{
	return iommu_caps_mock_parse(caps, id, copy_text(test, text));
}

static void mock_parse_test_attribute(struct kunit *test)
{
	const struct parse_case *c = test->param_value;
	char text[IOMMU_CAPS_TEXT_MAX] = "";
	struct iommu_caps caps;

	iommu_caps_init(&caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	KUNIT_ASSERT_EQ(test, parse(test, &caps, c->id, c->text), c->error);
	if (c->error)
		return;
	iommu_caps_format(&caps, c->id, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, c->text);
	KUNIT_EXPECT_EQ(test, parse(test, &caps, c->id, ""), 0);
	KUNIT_EXPECT_FALSE(test, iommu_caps_knows(&caps, c->id));
}

/* Every word of every attribute, and no word of others. */
static void mock_parse_test_words(struct kunit *test)
{
	unsigned int id, word;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];

		if (attribute->kind != IOMMU_CAPS_KIND_WORD)
			continue;
		for (word = 0; word < IOMMU_CAPS_ALL_WORDS; word++) {
			struct iommu_caps caps = { };
			const char *text = iommu_caps_words[word].text;

			if (iommu_caps_words[word].words != attribute->words)
				continue;
			KUNIT_EXPECT_EQ_MSG(test, parse(test, &caps, id, text), 0, "%s: %s",
					    attribute->name, text);
			KUNIT_EXPECT_EQ(test, caps.value[id], word);
			KUNIT_EXPECT_EQ(test, caps.known, BIT_ULL(id));
		}
	}
}

/* All words of a set that has more of them than a list can hold. */
static void mock_parse_test_too_many(struct kunit *test)
{
	char text[256] = "";
	struct iommu_caps caps = { };
	unsigned int word;
	size_t len = 0;

	for (word = 0; word < IOMMU_CAPS_ALL_WORDS; word++)
		if (iommu_caps_words[word].words == IOMMU_CAPS_WORDS_S1)
			len += scnprintf(text + len, sizeof(text) - len, "%s%s", len ? " " : "",
					 iommu_caps_words[word].text);
	KUNIT_EXPECT_EQ(test, parse(test, &caps, IOMMU_CAPS_PGTABLE_FORMAT, text), -E2BIG);
}

struct regs_case {
	const char *text;
	int error;
};

static const struct regs_case regs_cases[] = {
	{ "idr0=d4c101b" },
	{ "idr0=0xffffffff idr1=0 page_size=4096" },
	{ "idr0=100000000", -ERANGE },
	{ "idr0=10000000000000000", -ERANGE },
	{ "idr0=-1", -EINVAL },
	{ "idr0=", -EINVAL },
	{ "idr0", -EINVAL },
	{ "idr0=1 idr0=1", -EINVAL },
	{ "idr0=1  idr1=1", -EINVAL },
	{ "idr0=1,idr1=1", -EINVAL },
	{ "idr0=g", -EINVAL },
	{ "idr0=1=1", -EINVAL },
	{ "efr=1", -EINVAL },
	{ "=1", -EINVAL },
	{ "", -EINVAL },
	{ "page_size=0x1000", -EINVAL },
};

static void regs_case_name(const struct regs_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "'%s'", c->text);
}

KUNIT_ARRAY_PARAM(regs, regs_cases, regs_case_name);

static void mock_parse_test_registers(struct kunit *test)
{
	const struct regs_case *c = test->param_value;
	const struct iommu_caps_decoder *decoder =
		&iommu_caps_decoders[IOMMU_CAPS_MODEL_ARM_SMMU_V3];
	char *text = copy_text(test, c->text);
	struct iommu_caps_regs regs;

	KUNIT_EXPECT_EQ(test, iommu_caps_mock_parse_regs(decoder->registers, text, &regs),
			c->error);
}

static struct kunit_case mock_parse_cases[] = {
	KUNIT_CASE_PARAM(mock_parse_test_attribute, parse_gen_params),
	KUNIT_CASE(mock_parse_test_words),
	KUNIT_CASE(mock_parse_test_too_many),
	KUNIT_CASE_PARAM(mock_parse_test_registers, regs_gen_params),
	{ }
};

static struct kunit_suite mock_parse_suite = {
	.name = "iommu_caps_mock_parse",
	.test_cases = mock_parse_cases,
};

kunit_test_suite(mock_parse_suite);
