// SPDX-License-Identifier: MIT
/*
 * Every single allocation fails in turn: the answer is -ENOMEM or the whole one,
 * never half of it, and nothing is lost.
 */
#include <errno.h>
#include "failures.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static void setup(void)
{
	tree_setup();
	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	tree_file(CLASS "dmar0/intel-vtd/ssid_bits", "x\n");
	tree_file(CLASS "dmar0/intel-vtd/page_sizes", "4096 2097152\n");
	tree_file(CLASS "dmar0/intel-vtd/pgtable_format", "vtd-fs-5lvl vtd-fs-4lvl\n");
	tree_file(CLASS "dmar0/intel-vtd/httu", "none\n");
	tree_link(CLASS "dmar0/devices/0000:00:01.0", "nowhere");
	tree_link(CLASS "dmar0/device", "../../../devices/dmar.0");
	tree_link("sys/devices/dmar.0/subsystem", "../../bus/platform");
	tree_link("sys/devices/dmar.0/driver", "../../bus/platform/drivers/dmar");
	tree_file(CLASS "dmar1/new/model", "777\n");
	tree_file(CLASS "dmar1/new/new", "text\n");
	tree_file(CLASS "dmar1/newer/model", "778\n");
	tree_dir(CLASS "dmar2");
	tree_link(CLASS "dmar3", "nowhere");
	tree_file(CLASS "file", "");
	tree_file("proc/cmdline", "intel_iommu=on\n");
	tree_file("proc/config.gz", "none\n");
	tree_file("proc/sys/kernel/osrelease", "1\n");
	tree_file("boot/config-1", "CONFIG_INTEL_IOMMU=y\n");
	tree_file("sys/devices/pci0000:00/0000:00:01.0/modalias", "pci:\n");
	tree_link("sys/bus/pci/devices/0000:00:01.0", "../../../devices/pci0000:00/0000:00:01.0");
	tree_file("sys/firmware/acpi/tables/VIOT", "");
}

enum what {
	WHOLE,
	BY_NAME,
	EXPLAIN,
	ALL
};

static int explain(struct iommu_probe_host *host, struct text *text)
{
	struct iommu_probe_explanation *explanation;
	int ret;

	ret = iommu_probe_explain(host, "0000:00:01.0", IOMMU_PROBE_QUESTION_SVA, &explanation);
	if (!ret)
		ret = iommu_probe_explanation_write_json(explanation, text_keep, text);
	iommu_probe_explanation_unref(explanation);
	return ret;
}

/* All that a program does with a host, from its beginning to its end. */
static int session(bool live, enum what what, struct text *text)
{
	static const char *const names[] = { "0000:00:01.0", "dmar1", "dmar3" };
	struct iommu_probe_ctx *ctx;
	struct iommu_probe_host *host;
	int ret;

	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), live, &host);
	if (!ret && what == BY_NAME)
		ret = iommu_probe_host_select(host, names, 3);
	if (!ret)
		ret = what == EXPLAIN ? explain(host, text) :
					iommu_probe_host_write_json(host, text_keep, text);
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

static int safe_session(int what, struct text *text)
{
	return session(false, (enum what)what, text);
}

static int live_session(int what, struct text *text)
{
	return session(true, (enum what)what, text);
}

START_TEST(test_safe_reader)
{
	fail_each_allocation(safe_session, _i, 0);
}
END_TEST

/* libsysfs may do without; the safe reader then stands in. */
START_TEST(test_live_reader)
{
	fail_each_allocation(live_session, _i, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *tests = tcase_create("memory");

	tcase_add_checked_fixture(tests, setup, tree_teardown);
	tcase_add_loop_test(tests, test_safe_reader, 0, ALL);
	tcase_add_loop_test(tests, test_live_reader, 0, ALL);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
