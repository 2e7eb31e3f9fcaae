// SPDX-License-Identifier: MIT
/* A snapshot while every single allocation fails in turn. */
#include <errno.h>
#include <string.h>
#include "failures.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"
#define UUID "1b4e28ba-2fa1-11d2-883f-0016d3cca427"

static void setup(void)
{
	tree_setup();
	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	tree_file(CLASS "dmar0/intel-vtd/new", "52:54:00:12:34:56\n");
	tree_link(CLASS "dmar0/intel-vtd/ssid_bits", "/etc");
	tree_link(CLASS "dmar0/devices/0000:00:01.0", "../../../../devices/0000:00:01.0");
	tree_link(CLASS "dmar1", "../../../../..");
	tree_link("sys/bus/pci/devices/0000:00:01.0", "../../../devices/0000:00:01.0");
	tree_file("sys/devices/0000:00:01.0/vendor", UUID "\n");
	tree_fifo("sys/devices/0000:00:01.0/modalias");
	tree_letters("sys/firmware/acpi/tables/DMAR", 100);
	tree_file("proc/cmdline", "root=UUID=" UUID " iommu=pt\n");
	tree_file("proc/sys/kernel/osrelease", "1\n");
	tree_file("boot/config-1", "CONFIG_X86=y\nCONFIG_DEFAULT_HOSTNAME=\"me\"\n");
}

enum how {
	ANONYMOUS, /* all that the other way has, and more */
	AGAIN,	   /* of a tree that has a manifest, and no device that can be read */
	ALL
};

static int keep(const struct iommu_probe_snapshot *snapshot, struct text *text)
{
	enum iommu_probe_snapshot_type type;
	const void *data;
	const char *path;
	size_t i, length;
	int ret = 0;

	for (i = 0; !ret && !iommu_probe_snapshot_get_entry(snapshot, i, &path, &type, &data,
							     &length);
	     i++) {
		ret = text_keep(text, path, strlen(path) + 1);
		if (!ret && length)
			ret = text_keep(text, data, length);
	}
	return ret;
}

static int session(int how, struct text *text)
{
	struct iommu_probe_snapshot *snapshot = NULL;
	struct iommu_probe_host *host = NULL;
	struct iommu_probe_ctx *ctx;
	int ret;

	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), false, &host);
	if (!ret)
		ret = iommu_probe_snapshot_new(host, how == ANONYMOUS, &snapshot);
	if (!ret)
		ret = keep(snapshot, text);
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_snapshot_unref(snapshot);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

START_TEST(test_each_allocation)
{
	if (_i == AGAIN)
		tree_file("iommu-probe-snapshot",
			  "iommu-probe-snapshot 1\nunreadable EIO /sys/class/iommu/dmar0/devices\n"
			  "unreadable EIO /sys/bus/pci/devices\n"
			  "unseen EACCES /sys/firmware/acpi/tables\n");
	fail_each_allocation(session, _i, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("snapshot-memory");
	TCase *tests = tcase_create("memory");

	tcase_add_checked_fixture(tests, setup, tree_teardown);
	tcase_add_loop_test(tests, test_each_allocation, 0, ALL);
	tcase_set_timeout(tests, 200);
	suite_add_tcase(suite, tests);
	return run(suite);
}
