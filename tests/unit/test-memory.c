// SPDX-License-Identifier: MIT
/*
 * Every single allocation fails in turn: the answer is -ENOMEM or the whole one,
 * never half of it, and nothing is lost.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "allocations.h"
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

/* Without an allocation of its own. */
struct text {
	size_t length;
	char bytes[65536];
};

static int keep(void *data, const char *bytes, size_t length)
{
	struct text *text = data;

	if (length > sizeof(text->bytes) - text->length)
		return -EFBIG;
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	return 0;
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
		ret = iommu_probe_explanation_write_json(explanation, keep, text);
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

	text->length = 0;
	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), live, &host);
	if (!ret && what == BY_NAME)
		ret = iommu_probe_host_select(host, names, 3);
	if (!ret)
		ret = what == EXPLAIN ? explain(host, text) :
					iommu_probe_host_write_json(host, keep, text);
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

static void fail_each(bool live, enum what what)
{
	static struct text whole, text;
	size_t count, n;
	long before;
	int ret;

	/* Twice, since libraries and libc keep things from their first use. */
	ck_assert_int_eq(session(live, what, &whole), 0);
	before = allocations_outstanding();
	allocations_fail_at(0);
	ck_assert_int_eq(session(live, what, &whole), 0);
	count = allocations_count();
	ck_assert_int_eq(allocations_outstanding(), before);
	if (!allocations_are_seen()) {
		fputs("# allocations are not seen here: none can fail\n", stderr);
		return;
	}
	ck_assert_uint_ge(count, 100);

	for (n = 1; n <= count; n++) {
		allocations_fail_at(n);
		ret = session(live, what, &text);
		allocations_fail_at(0);
		if (ret && ret != -ENOMEM)
			ck_abort_msg("allocation %zu of %zu: %d", n, count, ret);
		if (!ret && (text.length != whole.length ||
			     memcmp(text.bytes, whole.bytes, text.length)))
			ck_abort_msg("allocation %zu of %zu: another document, and no error", n,
				     count);
		if (allocations_outstanding() != before)
			ck_abort_msg("allocation %zu of %zu: %ld blocks are lost", n, count,
				     allocations_outstanding() - before);
	}
}

START_TEST(test_safe_reader)
{
	fail_each(false, _i);
}
END_TEST

/* libsysfs and libudev may do without; the safe reader then stands in. */
START_TEST(test_live_reader)
{
	fail_each(true, _i);
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
