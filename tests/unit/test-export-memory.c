// SPDX-License-Identifier: MIT
/*
 * An export while every single allocation fails in turn: -ENOMEM or the whole
 * answer, and nothing is lost.
 */
#include <errno.h>
#include <string.h>
#include "export-fixture.h"
#include "failures.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

/* Whether it suits, is refused for several reasons, or the next model is taken. */
static const char *const names[] = { "dmar0", "refused", "second" };

static void setup(void)
{
	tree_setup();
	unit_vtd("dmar0", "ats", "?\n");
	unit_vtd("dmar1", "intremap", "xapic\n");
	unit_smmu("refused", "pgtable_format", "aarch64-64k\n");
	unit_smmu("second", "nesting", "disabled\n");
	unit_file("second", "virtio-iommu", "model", "256\n");
	unit_file("second", "virtio-iommu", "input_bits", "48\n");
	unit_file("second", "virtio-iommu", "page_sizes", "4096\n");
}

static int session(int which, struct text *text)
{
	struct iommu_probe_ctx *ctx;
	struct iommu_probe_host *host;
	struct iommu_probe_export *export = NULL;
	int ret;

	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), false, &host);
	if (!ret)
		ret = iommu_probe_host_select(host, &names[which], 1);
	if (!ret)
		ret = iommu_probe_export_new(host, &export);
	if (!ret) {
		text_of_export(export, text->bytes, sizeof(text->bytes));
		text->length = strlen(text->bytes);
	}
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_export_unref(export);
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
	Suite *suite = suite_create("export-memory");
	TCase *tests = tcase_create("memory");

	tcase_add_checked_fixture(tests, setup, tree_teardown);
	tcase_add_loop_test(tests, test_each_allocation, 0, ROWS(names));
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
