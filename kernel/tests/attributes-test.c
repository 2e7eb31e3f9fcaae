// SPDX-License-Identifier: GPL-2.0
/*
 * The table of attributes, the text of values, and which files a model
 * directory has.
 */
#include <kunit/test.h>
#include <linux/iommu.h>
#include <linux/kernfs.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "iommu-caps.h"

struct text_case {
	enum iommu_caps_attribute_id id;
	u64 value;
	const char *text;
};

#define NAMES(a, b) ((IOMMU_CAPS_##a + 1) | (u64)(IOMMU_CAPS_##b + 1) << 8)

static const struct text_case text_cases[] = {
	{ IOMMU_CAPS_MODEL, 257, "257" },
	{ IOMMU_CAPS_SSID_BITS, 0, "0" },
	{ IOMMU_CAPS_SSID_BITS, 20, "20" },
	{ IOMMU_CAPS_PASID_TABLE_ALIGN, U64_MAX, "18446744073709551615" },
	{ IOMMU_CAPS_BTM, IOMMU_CAPS_SWITCH_DISABLED, "disabled" },
	{ IOMMU_CAPS_BTM, IOMMU_CAPS_SWITCH_ENABLED, "enabled" },
	{ IOMMU_CAPS_STALL, IOMMU_CAPS_STALL_FORCE, "force" },
	{ IOMMU_CAPS_HTTU, IOMMU_CAPS_HTTU_ACCESS_DIRTY, "access+dirty" },
	{ IOMMU_CAPS_INTREMAP, IOMMU_CAPS_INTREMAP_NONE, "none" },
	{ IOMMU_CAPS_PASID0, 0, "none" },
	{ IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_BYPASS + 1, "bypass" },
	{ IOMMU_CAPS_PASID0, NAMES(PASID0_PASID0, PASID0_BYPASS), "pasid0 bypass" },
	{ IOMMU_CAPS_PAGE_SIZES, 0, "none" },
	{ IOMMU_CAPS_PAGE_SIZES, BIT_ULL(12), "4096" },
	{ IOMMU_CAPS_PAGE_SIZES, BIT_ULL(63) | BIT_ULL(21) | 1, "1 2097152 9223372036854775808" },
};

static void text_case_name(const struct text_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s is %s", iommu_caps_attributes[c->id].name,
		 c->text);
}

KUNIT_ARRAY_PARAM(text, text_cases, text_case_name);

static void attributes_test_text(struct kunit *test)
{
	const struct text_case *c = test->param_value;
	struct iommu_caps caps = { };
	char text[IOMMU_CAPS_TEXT_MAX];

	KUNIT_EXPECT_EQ(test, iommu_caps_format(&caps, c->id, text, sizeof(text)), 0);
	iommu_caps_set(&caps, c->id, c->value);
	KUNIT_EXPECT_EQ(test, iommu_caps_format(&caps, c->id, text, sizeof(text)),
			(int)strlen(c->text));
	KUNIT_EXPECT_STREQ(test, text, c->text);
}

/* The longest text there can be, and one for which there is no room. */
static void attributes_test_text_length(struct kunit *test)
{
	struct iommu_caps caps = { };
	char text[IOMMU_CAPS_TEXT_MAX];
	int len;

	iommu_caps_set(&caps, IOMMU_CAPS_PAGE_SIZES, U64_MAX);
	len = iommu_caps_format(&caps, IOMMU_CAPS_PAGE_SIZES, text, sizeof(text));
	KUNIT_EXPECT_LT(test, len, IOMMU_CAPS_TEXT_MAX - 1);
	KUNIT_EXPECT_STREQ(test, text + len - strlen(" 9223372036854775808"),
			   " 9223372036854775808");

	memset(text, 'x', sizeof(text));
	KUNIT_EXPECT_EQ(test, iommu_caps_format(&caps, IOMMU_CAPS_PAGE_SIZES, text, 6), 5);
	KUNIT_EXPECT_STREQ(test, text, "1 2 4");
	KUNIT_EXPECT_EQ(test, text[6], 'x');
}

static void attributes_test_names(struct kunit *test)
{
	struct iommu_caps caps = { };
	unsigned int i;

	KUNIT_EXPECT_FALSE(test, iommu_caps_offers(&caps, IOMMU_CAPS_PASID0,
						   IOMMU_CAPS_PASID0_BYPASS));
	for (i = 0; i < IOMMU_CAPS_NAMES_MAX; i++)
		iommu_caps_add(&caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_BYPASS);
	iommu_caps_add(&caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_PASID0);
	KUNIT_EXPECT_TRUE(test, iommu_caps_offers(&caps, IOMMU_CAPS_PASID0,
						  IOMMU_CAPS_PASID0_BYPASS));
	KUNIT_EXPECT_FALSE(test, iommu_caps_offers(&caps, IOMMU_CAPS_PASID0,
						   IOMMU_CAPS_PASID0_PASID0));
}

/* Of what every IOMMU of a model has, and of nothing else, there is a value. */
static void attributes_test_init(struct kunit *test)
{
	const struct iommu_caps_attribute *align =
		&iommu_caps_attributes[IOMMU_CAPS_PASID_TABLE_ALIGN];
	unsigned int model;
	struct iommu_caps caps;

	for (model = 0; model < IOMMU_CAPS_MODELS; model++) {
		u64 known = BIT_ULL(IOMMU_CAPS_MODEL);

		if (align->models & BIT(model))
			known |= BIT_ULL(IOMMU_CAPS_PASID_TABLE_ALIGN);
		memset(&caps, 0xff, sizeof(caps));
		iommu_caps_init(&caps, model);
		KUNIT_EXPECT_EQ(test, caps.known, known);
		KUNIT_EXPECT_EQ(test, caps.value[IOMMU_CAPS_MODEL],
				iommu_caps_models[model].number);
		KUNIT_EXPECT_EQ(test, caps.value[IOMMU_CAPS_PASID_TABLE_ALIGN],
				known & BIT_ULL(IOMMU_CAPS_PASID_TABLE_ALIGN) ?
					iommu_caps_models[model].align : 0);
	}
}

/* A default is one of the attribute's own words, 0, or the model's. */
static void attributes_test_defaults(struct kunit *test)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];

		if (attribute->kind == IOMMU_CAPS_KIND_WORD)
			KUNIT_EXPECT_EQ_MSG(test, iommu_caps_words[attribute->fallback].words,
					    attribute->words, "%s", attribute->name);
		else
			KUNIT_EXPECT_EQ_MSG(test, attribute->fallback, 0, "%s", attribute->name);
		KUNIT_EXPECT_EQ_MSG(test, attribute->flags == IOMMU_CAPS_FLAG_REQUIRED,
				    id == IOMMU_CAPS_MODEL, "%s", attribute->name);
	}
}

/* An IOMMU in the class, and a directory for it. */
struct shown {
	struct iommu_device iommu;
	struct iommu_caps_dir dir;
	struct iommu_caps_dir again;
};

static int attributes_test_init_shown(struct kunit *test)
{
	struct shown *shown = kunit_kzalloc(test, sizeof(*shown), GFP_KERNEL);

	if (!shown)
		return -ENOMEM;
	test->priv = shown;
	return iommu_device_sysfs_add(&shown->iommu, NULL, NULL, "kunit");
}

static void attributes_test_exit_shown(struct kunit *test)
{
	struct shown *shown = test->priv;

	if (shown && shown->iommu.dev)
		iommu_device_sysfs_remove(&shown->iommu);
}

/* Whether the directory has a file. */
static bool has_file(struct shown *shown, const char *name)
{
	struct kernfs_node *dir, *file = NULL;

	dir = sysfs_get_dirent(shown->iommu.dev->kobj.sd,
			       iommu_caps_models[shown->dir.caps.model].name);
	if (dir)
		file = sysfs_get_dirent(dir, name);
	sysfs_put(file);
	sysfs_put(dir);
	return file;
}

static void expect_files(struct kunit *test, struct shown *shown)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		KUNIT_EXPECT_EQ_MSG(test, has_file(shown, iommu_caps_attributes[id].name),
				    iommu_caps_knows(&shown->dir.caps, id), "%s",
				    iommu_caps_attributes[id].name);
}

/* "model" comes last, so that where it is, all are. */
static void expect_order(struct kunit *test, struct shown *shown)
{
	unsigned int n = 0;

	while (shown->dir.attrs[n])
		n++;
	KUNIT_EXPECT_EQ(test, n, hweight64(shown->dir.caps.known));
	KUNIT_EXPECT_PTR_EQ(test, shown->dir.attrs[n - 1],
			    &shown->dir.files[IOMMU_CAPS_MODEL].attr.attr);
}

static void expect_text(struct kunit *test, struct shown *shown,
			enum iommu_caps_attribute_id id, const char *text)
{
	struct device_attribute *attr = &shown->dir.files[id].attr;
	char *page = (char *)get_zeroed_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, attr->attr.mode, 0444);
	KUNIT_EXPECT_EQ(test, attr->show(shown->iommu.dev, attr, page), (ssize_t)strlen(text));
	KUNIT_EXPECT_STREQ(test, page, text);
	free_page((unsigned long)page);
}

static void attributes_test_presence(struct kunit *test)
{
	struct shown *shown = test->priv;
	struct iommu_caps *caps = &shown->dir.caps;

	iommu_caps_init(caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, 0);
	iommu_caps_set_switch(caps, IOMMU_CAPS_BTM, false);
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID0);
	/* What is not known has no file, whatever its value. */
	caps->value[IOMMU_CAPS_ASID_BITS] = 16;

	KUNIT_EXPECT_FALSE(test, has_file(shown, "model"));
	KUNIT_ASSERT_EQ(test, iommu_caps_dir_create(shown->iommu.dev, &shown->dir), 0);
	expect_files(test, shown);
	expect_order(test, shown);
	expect_text(test, shown, IOMMU_CAPS_MODEL, "2\n");
	expect_text(test, shown, IOMMU_CAPS_SSID_BITS, "0\n");
	expect_text(test, shown, IOMMU_CAPS_BTM, "disabled\n");
	expect_text(test, shown, IOMMU_CAPS_PASID0, "none\n");

	iommu_caps_dir_remove(shown->iommu.dev, &shown->dir);
	KUNIT_EXPECT_FALSE(test, has_file(shown, "model"));
	KUNIT_EXPECT_FALSE(test, has_file(shown, "ssid_bits"));
}

/* A second directory of that name is refused, and the first one stays. */
static void attributes_test_twice(struct kunit *test)
{
	struct shown *shown = test->priv;

	iommu_caps_init(&shown->dir.caps, IOMMU_CAPS_MODEL_AMD_VI);
	iommu_caps_init(&shown->again.caps, IOMMU_CAPS_MODEL_AMD_VI);
	KUNIT_ASSERT_EQ(test, iommu_caps_dir_create(shown->iommu.dev, &shown->dir), 0);
	KUNIT_EXPECT_EQ(test, iommu_caps_dir_create(shown->iommu.dev, &shown->again), -EEXIST);
	KUNIT_EXPECT_TRUE(test, has_file(shown, "model"));

	iommu_caps_init(&shown->again.caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	KUNIT_EXPECT_EQ(test, iommu_caps_dir_create(shown->iommu.dev, &shown->again), 0);
	iommu_caps_dir_remove(shown->iommu.dev, &shown->again);
	iommu_caps_dir_remove(shown->iommu.dev, &shown->dir);
}

static void attributes_test_has_iommu(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, iommu_caps_has_iommu("kunit"));
	KUNIT_EXPECT_FALSE(test, iommu_caps_has_iommu("kunit2"));
	KUNIT_EXPECT_FALSE(test, iommu_caps_has_iommu(IOMMU_CAPS_PROBE_NAME));
}

static struct kunit_case attributes_cases[] = {
	KUNIT_CASE_PARAM(attributes_test_text, text_gen_params),
	KUNIT_CASE(attributes_test_text_length),
	KUNIT_CASE(attributes_test_names),
	KUNIT_CASE(attributes_test_init),
	KUNIT_CASE(attributes_test_defaults),
	{ }
};

static struct kunit_suite attributes_suite = {
	.name = "iommu_caps_attributes",
	.test_cases = attributes_cases,
};

static struct kunit_case directory_cases[] = {
	KUNIT_CASE(attributes_test_presence),
	KUNIT_CASE(attributes_test_twice),
	KUNIT_CASE(attributes_test_has_iommu),
	{ }
};

static struct kunit_suite directory_suite = {
	.name = "iommu_caps_directory",
	.init = attributes_test_init_shown,
	.exit = attributes_test_exit_shown,
	.test_cases = directory_cases,
};

kunit_test_suites(&attributes_suite, &directory_suite);
