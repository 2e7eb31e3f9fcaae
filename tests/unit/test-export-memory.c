// SPDX-License-Identifier: MIT
/*
 * An export while every single allocation fails in turn: -ENOMEM or the whole
 * answer, and nothing is lost.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "allocations.h"
#include "export-fixture.h"
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

static int session(const char *name, char *text, size_t size)
{
	struct iommu_probe_ctx *ctx;
	struct iommu_probe_host *host;
	struct iommu_probe_export *export = NULL;
	int ret;

	*text = '\0';
	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), false, &host);
	if (!ret)
		ret = iommu_probe_host_select(host, &name, 1);
	if (!ret)
		ret = iommu_probe_export_new(host, &export);
	if (!ret)
		text_of_export(export, text, size);
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_export_unref(export);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

START_TEST(test_each_allocation)
{
	static char whole[1024], text[1024];
	size_t count, n;
	long before;
	int ret;

	/* Twice, since libc keeps things from their first use. */
	ck_assert_int_eq(session(names[_i], whole, sizeof(whole)), 0);
	before = allocations_outstanding();
	allocations_fail_at(0);
	ck_assert_int_eq(session(names[_i], whole, sizeof(whole)), 0);
	count = allocations_count();
	ck_assert_int_eq(allocations_outstanding(), before);
	if (!allocations_are_seen()) {
		fputs("# allocations are not seen here: none can fail\n", stderr);
		return;
	}
	ck_assert_uint_ge(count, 50);
	for (n = 1; n <= count; n++) {
		allocations_fail_at(n);
		ret = session(names[_i], text, sizeof(text));
		allocations_fail_at(0);
		if (ret && ret != -ENOMEM)
			ck_abort_msg("allocation %zu of %zu: %d", n, count, ret);
		if (!ret && strcmp(text, whole))
			ck_abort_msg("allocation %zu of %zu: %s, and no error", n, count, text);
		if (allocations_outstanding() != before)
			ck_abort_msg("allocation %zu of %zu: %ld blocks are lost", n, count,
				     allocations_outstanding() - before);
	}
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
