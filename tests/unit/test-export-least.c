// SPDX-License-Identifier: MIT
/*
 * Random hosts of several units: what is decided for all of them is the least of
 * what is decided for each alone, and a no for one is a no for all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "export-fixture.h"
#include "opened.h"
#include "random.h"
#include "run.h"
#include "tree.h"

#define UNITS 3
#define HOSTS 150

struct pick {
	const char *file;
	const char *texts[6];
};

/* Mostly what suits. "x" is not reported, nor is 0 of a width. */
static const struct pick smmu[] = {
	{ "nesting", { "enabled", "enabled", "enabled", "enabled", "enabled", "disabled" } },
	{ "stream_table_format", { "2lvl linear", "2lvl", "2lvl", "2lvl", "2lvl", "linear" } },
	{ "pgtable_format",
	  { "aarch64-4k aarch64-16k aarch64-64k", "aarch64-64k aarch64-16k aarch64-4k",
	    "aarch64-4k aarch64-16k aarch64-64k", "aarch64-4k aarch64-16k aarch64-64k", "x y z",
	    "aarch64-4k aarch64-64k" } },
	{ "tt_endian", { "little", "both", "both", "little", "middle", "big" } },
	{ "sid_bits", { "16", "32", "24", "16", "0", "15" } },
	{ "output_bits", { "44", "48", "52", "47", "0", "42" } },
	{ "ssid_bits", { "0", "1", "16", "20", "x", "31" } },
	{ "ril", { "enabled", "disabled", "enabled", "enabled", "x", "enabled" } },
	{ "ats", { "enabled", "disabled", "enabled", "enabled", "x", "enabled" } },
	{ NULL, { NULL } },
};

static const struct pick vtd[] = {
	{ "input_bits", { "39", "46", "48", "57", "0", "38" } },
	{ "s2_input_bits", { "39", "46", "48", "57", "0", "48" } },
	{ "s2_pgtable_format", { "vtd-ss-4lvl", "vtd-ss-4lvl", "vtd-ss-3lvl vtd-ss-4lvl",
				 "vtd-ss-4lvl", "vtd-ss-4lvl", "vtd-ss-4lvl" } },
	{ "nesting", { "enabled", "enabled", "enabled", "disabled", "x", "enabled" } },
	{ "pgtable_format", { "vtd-fs-4lvl", "vtd-fs-5lvl vtd-fs-4lvl", "vtd-fs-4lvl",
			      "vtd-fs-4lvl", "vtd-fs-4lvl", "none" } },
	{ "page_sizes", { "4096", "4096 1073741824", "4096 1073741824", "4096 1073741824", "x",
			  "4096" } },
	{ "ssid_bits", { "0", "1", "16", "20", "x", "31" } },
	{ "ats", { "enabled", "disabled", "enabled", "enabled", "x", "enabled" } },
	{ "snoop", { "enabled", "disabled", "enabled", "enabled", "x", "enabled" } },
	{ "intremap", { "x2apic", "xapic", "none", "x2apic", "x", "x2apic" } },
	{ NULL, { NULL } },
};

static const struct {
	const char *model;
	const char *number;
	const struct pick *picks;
} models[] = {
	{ "arm-smmu-v3", "2\n", smmu },
	{ "intel-vtd", "1\n", vtd },
};

static void make_unit(uint64_t *state, int model, const char *unit)
{
	const struct pick *pick;

	unit_file(unit, models[model].model, "model", models[model].number);
	for (pick = models[model].picks; pick->file; pick++)
		/* The first few again and again, so that hosts without a no are common. */
		unit_file(unit, models[model].model, pick->file,
			  pick->texts[random_below(state, random_below(state, 8) ? 4 : 6)]);
}

static struct iommu_probe_export *export_of(struct iommu_probe_host **host, const char *unit)
{
	struct iommu_probe_export *export;

	*host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(*host, &unit, unit ? 1 : 0), 0);
	ck_assert_int_eq(iommu_probe_export_new(*host, &export), 0);
	return export;
}

/* NULL: left out, or not decided about. */
static const char *find(const struct iommu_probe_export *export, const char *name)
{
	const struct iommu_probe_setting *setting = iommu_probe_export_get_first_setting(export);

	for (; setting; setting = iommu_probe_setting_get_next(setting))
		if (!strcmp(iommu_probe_setting_get_name(setting), name))
			return iommu_probe_setting_get_value(setting);
	return NULL;
}

static const char *least(const char *a, const char *b)
{
	if (!a || !b)
		return NULL;
	if (!strcmp(a, "on") || !strcmp(a, "off"))
		return strcmp(a, "on") ? a : b;
	return strtoul(a, NULL, 10) < strtoul(b, NULL, 10) ? a : b;
}

static void compare_settings(struct iommu_probe_export *all, struct iommu_probe_export *each[])
{
	const struct iommu_probe_setting *setting = iommu_probe_export_get_first_setting(all);
	const char *name, *value, *expected;
	size_t i;

	for (; setting; setting = iommu_probe_setting_get_next(setting)) {
		name = iommu_probe_setting_get_name(setting);
		value = iommu_probe_setting_get_value(setting);
		expected = find(each[0], name);
		for (i = 1; i < UNITS; i++)
			expected = least(expected, find(each[i], name));
		ck_assert_msg(value ? expected && !strcmp(value, expected) : !expected,
			      "%s is %s, not %s", name, value ? value : "left out",
			      expected ? expected : "left out");
	}
}

static void compare(struct iommu_probe_export *all, struct iommu_probe_export *each[])
{
	const enum iommu_probe_answer answer = iommu_probe_export_get_answer(all);
	bool no = false, unknown = false;
	size_t i;

	for (i = 0; i < UNITS; i++) {
		no = no || iommu_probe_export_get_answer(each[i]) == IOMMU_PROBE_ANSWER_NO;
		unknown = unknown ||
			  iommu_probe_export_get_answer(each[i]) == IOMMU_PROBE_ANSWER_UNKNOWN;
	}
	ck_assert_int_eq(answer == IOMMU_PROBE_ANSWER_NO, no);
	/* What one does not report may be of no interest, since another has it off. */
	if (!unknown && !no)
		ck_assert_int_eq(answer, IOMMU_PROBE_ANSWER_YES);
	compare_settings(all, each);
}

/* Returns the answer for the host. */
static enum iommu_probe_answer compare_host(void)
{
	static const char *const names[UNITS] = { "a", "b", "c" };
	struct iommu_probe_export *all, *each[UNITS];
	struct iommu_probe_host *host, *hosts[UNITS];
	enum iommu_probe_answer answer;
	size_t i;

	all = export_of(&host, NULL);
	for (i = 0; i < UNITS; i++)
		each[i] = export_of(&hosts[i], names[i]);
	compare(all, each);
	answer = iommu_probe_export_get_answer(all);
	for (i = 0; i < UNITS; i++) {
		iommu_probe_export_unref(each[i]);
		iommu_probe_host_unref(hosts[i]);
	}
	iommu_probe_export_unref(all);
	iommu_probe_host_unref(host);
	return answer;
}

START_TEST(test_random)
{
	uint64_t state = 1;
	unsigned int answers[3] = { 0 };
	int i;

	for (i = 0; i < HOSTS; i++) {
		make_unit(&state, _i, "a");
		make_unit(&state, _i, "b");
		make_unit(&state, _i, "c");
		answers[compare_host()]++;
	}
	for (i = 0; i < 3; i++)
		ck_assert_uint_ge(answers[i], HOSTS / 15);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("export-least");
	TCase *tests = tcase_create("least");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_loop_test(tests, test_random, 0, ROWS(models));
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
