// SPDX-License-Identifier: MIT
/*
 * Every single allocation of a monitor fails in turn: the answer is -ENOMEM, a
 * rescan follows, and what was told in the end is what there is.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "allocations.h"
#include "fake-uevents.h"
#include "monitor.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"
#define PCI "sys/devices/pci0/"

static void setup(void)
{
	tree_setup();
	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	tree_file(CLASS "dmar0/intel-vtd/ssid_bits", "x\n");
	tree_dir(CLASS "dmar1");
	tree_link(PCI "0000:00:01.0/iommu", "../../virtual/iommu/dmar0");
	tree_link(CLASS "dmar0/devices/0000:00:01.0", "../../../../devices/pci0/0000:00:01.0");
	tree_link("sys/bus/pci/devices/0000:00:01.0", "../../../devices/pci0/0000:00:01.0");
	tree_file("sys/kernel/uevent_seqnum", "10\n");
}

struct told {
	bool dmar0;
	bool dmar1;
	bool device;
	bool rescan;
	size_t bytes;
};

static int count_bytes(void *data, const char *text, size_t length)
{
	(void)text;
	*(size_t *)data += length;
	return 0;
}

/* What a listener knows after an event. */
static int heed(struct iommu_probe_event *event, struct told *told)
{
	const bool there = iommu_probe_event_get_kind(event) != IOMMU_PROBE_EVENT_REMOVE;
	const char *name = iommu_probe_event_get_name(event);

	if (!name)
		told->rescan |= iommu_probe_event_get_kind(event) == IOMMU_PROBE_EVENT_RESCAN;
	else if (!strcmp(name, "dmar0"))
		told->dmar0 = there;
	else if (!strcmp(name, "dmar1"))
		told->dmar1 = there;
	else
		told->device = there;
	return iommu_probe_event_write_json(event, count_bytes, &told->bytes);
}

/* To the end of what there is; the first failure, after which it went on. */
static int listen_to(struct iommu_probe_monitor *monitor, struct told *told)
{
	struct iommu_probe_event *event;
	int ret, failure = 0;

	do {
		ret = iommu_probe_monitor_next(monitor, &event);
		if (!ret && event)
			ret = heed(event, told);
		if (ret && !failure)
			failure = ret;
		iommu_probe_event_unref(event);
	} while (ret || event);
	return failure;
}

static int session(struct told *told)
{
	struct iommu_probe_monitor *monitor;
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int ret, later;

	*told = (struct told){ 0 };
	fake_uevents_clear();
	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = host_new(ctx, tree_root(), false, &host);
	if (!ret)
		ret = monitor_new(host, fake_uevents(), &monitor);
	iommu_probe_host_unref(host);
	if (!ret) {
		ret = listen_to(monitor, told);
		fake_uevent("bind", "pci", "/devices/pci0/0000:00:01.0", 11);
		fake_uevent("change", "iommu", "/devices/virtual/iommu/dmar0", 12);
		fake_uevent("change", "platform", "/devices/pci0", 13);
		fake_uevent_error(-ENOBUFS);
		later = listen_to(monitor, told);
		ret = ret ? ret : later;
		iommu_probe_monitor_unref(monitor);
		if (!told->dmar0 || !told->dmar1 || !told->device || !told->rescan)
			ret = -EPROTO;
	}
	iommu_probe_ctx_unref(ctx);
	return ret;
}

START_TEST(test_each)
{
	struct told whole, told;
	size_t count, n;
	long before;
	int ret;

	/* Twice, since libraries and libc keep things from their first use. */
	ck_assert_int_eq(session(&whole), 0);
	before = allocations_outstanding();
	allocations_fail_at(0);
	ck_assert_int_eq(session(&whole), 0);
	count = allocations_count();
	if (!allocations_are_seen()) {
		fputs("# allocations are not seen here: none can fail\n", stderr);
		return;
	}
	ck_assert_uint_ge(count, 100);
	for (n = 1; n <= count; n++) {
		allocations_fail_at(n);
		ret = session(&told);
		allocations_fail_at(0);
		if (ret && ret != -ENOMEM)
			ck_abort_msg("allocation %zu of %zu: %d", n, count, ret);
		if (!ret && told.bytes != whole.bytes)
			ck_abort_msg("allocation %zu of %zu: %zu bytes, and no error", n, count,
				     told.bytes);
		if (allocations_outstanding() != before)
			ck_abort_msg("allocation %zu of %zu: %ld blocks are lost", n, count,
				     allocations_outstanding() - before);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor-memory");
	TCase *tests = tcase_create("monitor-memory");

	tcase_add_checked_fixture(tests, setup, tree_teardown);
	tcase_add_test(tests, test_each);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
