// SPDX-License-Identifier: MIT
/*
 * check and choose while every single allocation fails in turn: -ENOMEM or the
 * whole documents, and nothing is lost.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "failures.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static void smmu(const char *unit, const char *ssid_bits)
{
	static const char *const files[][2] = {
		{ "model", "2\n" }, { "nesting", "enabled\n" }, { "pasid0", "bypass pasid0\n" },
		{ "pgtable_format", "aarch64-4k\n" }, { "pasid_table_format", "2lvl-4k linear\n" },
		{ "output_bits", "44\n" },
	};
	char path[128];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), CLASS "%s/arm-smmu-v3/%s", unit, files[i][0]);
		tree_file(path, files[i][1]);
	}
	snprintf(path, sizeof(path), CLASS "%s/arm-smmu-v3/ssid_bits", unit);
	tree_file(path, ssid_bits);
}

static void setup(void)
{
	static const unsigned char config[4096] = { [0x100] = 0x1b, [0x102] = 1, [0x105] = 16 };

	tree_setup();
	smmu("smmu0", "20\n");
	smmu("smmu1", "16\n");
	tree_file(CLASS "smmu1/arm-smmu-v4/model", "300\n");
	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	tree_file(CLASS "dmar0/intel-vtd/ssid_bits", "x\n");
	tree_dir(CLASS "silent");
	tree_link(CLASS "smmu0/devices/0000:00:01.0", "nowhere");
	tree_bytes("sys/bus/pci/devices/0000:00:01.0/config", config, sizeof(config));
	tree_dir("sys/bus/pci/devices/0000:00:02.0");
}

/* With and without a choice. */
static const char *const selections[][3] = {
	{ "00:01.0", "smmu1", "smmu0" },
	{ "00:02.0", "dmar0", "silent" },
	{ "dmar0", "smmu0", "smmu1" },
};

static int check(struct iommu_probe_host *host, struct text *text)
{
	static const char *const requirements[] = { "ssid_bits>=16", "pgtable_format=aarch64-4k" };
	struct iommu_probe_check *check;
	int ret;

	ret = iommu_probe_check_new(host, requirements, 2, &check);
	if (!ret)
		ret = iommu_probe_check_write_json(check, text_keep, text);
	iommu_probe_check_unref(check);
	return ret;
}

static int choose(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host, struct text *text)
{
	struct iommu_probe_request *request;
	struct iommu_probe_choice *choice = NULL;
	const uint64_t base = 0x100000;
	int ret;

	ret = iommu_probe_request_new(ctx, &request);
	if (!ret)
		ret = iommu_probe_request_accept(request, "2lvl-64k");
	if (!ret)
		ret = iommu_probe_request_accept(request, "2lvl-4k");
	if (!ret)
		ret = iommu_probe_request_require(request, "ssid_bits>=1");
	if (!ret)
		ret = iommu_probe_request_require(request, "stall!=force");
	if (!ret)
		ret = iommu_probe_choose(host, request, &choice);
	if (!ret)
		ret = iommu_probe_choice_write_json(choice, &base, text_keep, text);
	iommu_probe_choice_unref(choice);
	iommu_probe_request_unref(request);
	return ret;
}

static int session(int which, struct text *text)
{
	struct iommu_probe_ctx *ctx;
	struct iommu_probe_host *host;
	int ret;

	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), false, &host);
	if (!ret)
		ret = iommu_probe_host_select(host, selections[which], 3);
	if (!ret)
		ret = check(host, text);
	if (!ret)
		ret = choose(ctx, host, text);
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

START_TEST(test_each_allocation)
{
	fail_each_allocation(session, _i, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("choose-memory");
	TCase *tests = tcase_create("memory");

	tcase_add_checked_fixture(tests, setup, tree_teardown);
	tcase_add_loop_test(tests, test_each_allocation, 0, ROWS(selections));
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
