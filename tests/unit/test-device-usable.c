// SPDX-License-Identifier: MIT
/* What a device and its IOMMU can do together, where it is known. */
#include <stdio.h>
#include <string.h>
#include "opened.h"
#include "pci-config.h"
#include "run.h"
#include "tree.h"

#define NAME "0000:6a:01.0"
#define UNIT "sys/class/iommu/unit/"
#define DEVICE "sys/devices/pci0000:6a/" NAME "/"

static struct iommu_probe_host *host;

static void setup(void)
{
	tree_setup();
	host = NULL;
	tree_link(UNIT "devices/" NAME, "../../../../devices/pci0000:6a/" NAME);
	tree_dir(DEVICE);
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	tree_teardown();
}

/* What a device is made to have. */
enum has {
	UNKNOWN, /* nothing may be read of it */
	NOTHING,
	PASID0, /* everything, of no bits */
	PASID8,
	PASID20,
	ATS_ONLY, /* the rest of the list is broken */
};

static void make_device(enum has has)
{
	uint8_t config[PCI_CONFIG_MAX] = {
		[0x100] = 0x0f, 0, 0x01, has == ATS_ONLY ? 0x04 : 0x20,
		[0x200] = 0x1b, 0, 0x01, 0x30, 0, has == PASID20 ? 20 : has == PASID8 ? 8 : 0,
		[0x300] = 0x13, 0, 0x01, 0x00, 0, 0, 0, 1, 32,
	};

	if (has == UNKNOWN)
		tree_bytes(DEVICE "config", config, 64);
	else if (has == NOTHING)
		tree_bytes(DEVICE "config", config, 256);
	else
		tree_bytes(DEVICE "config", config, sizeof(config));
}

/* Each -1 where it is not known. */
static void check(int bits, int ats, int pri)
{
	struct iommu_probe_device *device;
	char expected[64], found[64];

	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	ck_assert_ptr_nonnull(device);
	snprintf(expected, sizeof(expected), "pasid %d ats %d pri %d", bits, ats, pri);
	snprintf(found, sizeof(found), "pasid %d ats %d pri %d",
		 iommu_probe_device_get_usable_pasid_bits(device),
		 iommu_probe_device_get_usable_ats(device),
		 iommu_probe_device_get_usable_pri(device));
	iommu_probe_device_unref(device);
	ck_assert_str_eq(found, expected);
}

/* Of a model directory; NULL: there is no such file, "?" cannot be parsed. */
static void make_model(const char *name, const char *number, const char *bits, const char *ats,
		       const char *pri)
{
	const char *const files[] = { "model", "ssid_bits", "ats", "pri" };
	const char *const texts[] = { number, bits, ats, pri };
	char path[128];
	size_t i;

	for (i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), UNIT "%s/%s", name, files[i]);
		if (texts[i])
			tree_file(path, strcmp(texts[i], "?") ? texts[i] : "\x01 \x02\n");
	}
}

static const struct {
	const char *bits, *ats, *pri; /* of the IOMMU */
	enum has has;
	int usable_bits, usable_ats, usable_pri;
} rows[] = {
	/* both known: the least */
	{ "16", "enabled", "enabled", PASID20, 16, 1, 1 },
	{ "20", "enabled", "enabled", PASID8, 8, 1, 1 },
	{ "20", "enabled", "enabled", PASID20, 20, 1, 1 },
	{ "20", "enabled", "disabled", PASID20, 20, 1, 0 },
	{ "1", "disabled", "enabled", PASID20, 1, 0, 1 },
	{ "64", "enabled", "enabled", PASID20, 20, 1, 1 },
	/* a file that is not there: the IOMMU has none */
	{ NULL, NULL, NULL, PASID20, 0, 0, 0 },
	{ NULL, NULL, NULL, UNKNOWN, 0, 0, 0 },
	{ "20", NULL, NULL, PASID20, 20, 0, 0 },
	/* one side that certainly has none */
	{ "0", "disabled", "disabled", PASID20, 0, 0, 0 },
	{ "0", "disabled", "disabled", UNKNOWN, 0, 0, 0 },
	{ "0", "disabled", "disabled", NOTHING, 0, 0, 0 },
	{ "20", "enabled", "enabled", NOTHING, 0, 0, 0 },
	{ "?", "?", "?", NOTHING, 0, 0, 0 },
	{ "20", "enabled", "enabled", PASID0, 0, 1, 1 },
	{ "?", "enabled", "enabled", PASID0, 0, 1, 1 },
	/* one that is not known */
	{ "20", "enabled", "enabled", UNKNOWN, -1, -1, -1 },
	{ "?", "?", "?", PASID20, -1, -1, -1 },
	{ "?", "?", "?", UNKNOWN, -1, -1, -1 },
	{ "?", "enabled", "?", PASID20, -1, 1, -1 },
	{ "65", "enabled", "enabled", PASID20, -1, 1, 1 },
	/* of a broken list what was found */
	{ "20", "enabled", "enabled", ATS_ONLY, -1, 1, -1 },
	{ "0", "enabled", "disabled", ATS_ONLY, 0, 1, 0 },
};

START_TEST(test_one_model)
{
	make_device(rows[_i].has);
	make_model("intel-vtd", "1\n", rows[_i].bits, rows[_i].ats, rows[_i].pri);
	check(rows[_i].usable_bits, rows[_i].usable_ats, rows[_i].usable_pri);
}
END_TEST

/* An IOMMU that shows nothing is not one that can't. */
START_TEST(test_no_model)
{
	make_device(PASID20);
	check(-1, -1, -1);
}
END_TEST

START_TEST(test_no_model_nor_feature)
{
	make_device(NOTHING);
	check(0, 0, 0);
}
END_TEST

/* Of a model of the future a file that is not there says nothing. */
START_TEST(test_unknown_model)
{
	make_device(PASID20);
	make_model("next", "777\n", NULL, NULL, NULL);
	check(-1, -1, -1);
}
END_TEST

START_TEST(test_unknown_model_with_files)
{
	make_device(PASID20);
	make_model("next", "777\n", "10\n", "enabled\n", "disabled\n");
	check(10, 1, 0);
}
END_TEST

/* A model without the notion certainly has none: the default stands in. */
START_TEST(test_model_without_notion)
{
	make_device(PASID20);
	make_model("virtio-iommu", "256\n", NULL, NULL, NULL);
	check(0, 0, 0);
}
END_TEST

START_TEST(test_malformed_model)
{
	make_device(PASID20);
	make_model("intel-vtd", "?", "20\n", "enabled\n", "enabled\n");
	check(-1, -1, -1);
}
END_TEST

/* Of several models the device is driven through one. */
static const struct {
	const char *bits[2], *ats[2], *pri[2];
	enum has has;
	int usable_bits, usable_ats, usable_pri;
} pairs[] = {
	{ { "0", "16" }, { "enabled", "disabled" }, { "disabled", "disabled" }, PASID20, 16, 1, 0 },
	{ { "16", "0" }, { "disabled", "enabled" }, { "disabled", "enabled" }, PASID8, 8, 1, 1 },
	{ { NULL, NULL }, { NULL, NULL }, { NULL, NULL }, PASID20, 0, 0, 0 },
	{ { "0", "?" }, { "disabled", "?" }, { "disabled", "?" }, PASID20, -1, -1, -1 },
	{ { "?", "0" }, { "?", "disabled" }, { "?", "disabled" }, PASID20, -1, -1, -1 },
	{ { "?", "20" }, { "?", "enabled" }, { "?", "enabled" }, PASID20, 20, 1, 1 },
	{ { "8", "?" }, { "enabled", "?" }, { "?", "?" }, PASID8, 8, 1, -1 },
	{ { "8", "?" }, { "?", "?" }, { "?", "?" }, PASID20, -1, -1, -1 },
	{ { "8", "?" }, { "?", "?" }, { "?", "?" }, NOTHING, 0, 0, 0 },
};

START_TEST(test_two_models)
{
	make_device(pairs[_i].has);
	make_model("intel-vtd", "1\n", pairs[_i].bits[0], pairs[_i].ats[0], pairs[_i].pri[0]);
	make_model("arm-smmu-v3", "2\n", pairs[_i].bits[1], pairs[_i].ats[1], pairs[_i].pri[1]);
	check(pairs[_i].usable_bits, pairs[_i].usable_ats, pairs[_i].usable_pri);
}
END_TEST

/* A machine whose ECAP has PSS, DT and NEST set, and PASID and PRS not. */
START_TEST(test_registers)
{
	make_device(PASID20);
	tree_file(UNIT "intel-iommu/cap", "19ed008c40780c66\n");
	tree_file(UNIT "intel-iommu/ecap", "3ee9e86f050df\n");
	check(0, 1, 0);
}
END_TEST

/* The same with PASID, PRS and PDS. */
START_TEST(test_registers_with_pasid)
{
	make_device(PASID20);
	tree_file(UNIT "intel-iommu/cap", "19ed008c40780c66\n");
	tree_file(UNIT "intel-iommu/ecap", "3ef9ea6f050df\n");
	check(20, 1, 1);
}
END_TEST

START_TEST(test_unreadable_registers)
{
	make_device(PASID20);
	tree_file(UNIT "intel-iommu/cap", "19ed008c40780c66\n");
	tree_file(UNIT "intel-iommu/ecap", "ffffffffffffffff\n");
	check(-1, -1, -1);
}
END_TEST

/* ATS is in the header of AMD's capability, which old kernels show and no other table. */
START_TEST(test_registers_of_amd)
{
	make_device(PASID8);
	tree_file(UNIT "amd-iommu/features", "a5bf732fa2295afe:0\n");
	check(8, -1, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("device-usable");
	TCase *tests = tcase_create("device-usable");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_one_model, 0, ROWS(rows));
	tcase_add_test(tests, test_no_model);
	tcase_add_test(tests, test_no_model_nor_feature);
	tcase_add_test(tests, test_unknown_model);
	tcase_add_test(tests, test_unknown_model_with_files);
	tcase_add_test(tests, test_model_without_notion);
	tcase_add_test(tests, test_malformed_model);
	tcase_add_loop_test(tests, test_two_models, 0, ROWS(pairs));
	tcase_add_test(tests, test_registers);
	tcase_add_test(tests, test_registers_with_pasid);
	tcase_add_test(tests, test_unreadable_registers);
	tcase_add_test(tests, test_registers_of_amd);
	suite_add_tcase(suite, tests);
	return run(suite);
}
