// SPDX-License-Identifier: MIT
/*
 * What a monitor tells, with the kernel's events from a list: each test changes
 * the tree as the kernel would and says what the kernel says of it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "fake-uevents.h"
#include "monitor.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"
#define PCI "sys/devices/pci0/"

static struct iommu_probe_monitor *monitor;

static void device(const char *name)
{
	char path[256], target[256];

	snprintf(path, sizeof(path), PCI "%s", name);
	tree_dir(path);
	snprintf(target, sizeof(target), "../../../devices/pci0/%s", name);
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", name);
	tree_link(path, target);
}

static void seqnum(const char *number)
{
	tree_file("sys/kernel/uevent_seqnum", number);
}

static void watch(void)
{
	struct iommu_probe_host *host = tree_open(false);

	ck_assert_int_eq(monitor_new(host, fake_uevents(), &monitor), 0);
	iommu_probe_host_unref(host);
}

static void setup(void)
{
	tree_setup();
	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	device("0000:00:01.0");
	seqnum("10\n");
	fake_uevents_clear();
	watch();
}

static void teardown(void)
{
	iommu_probe_monitor_unref(monitor);
	tree_teardown();
}

/* All that there is to tell by now: "KIND NAME" each, a comma behind. */
static void tells(const char *expected)
{
	struct iommu_probe_event *event;
	char text[2048] = "";
	size_t length = 0;

	for (;;) {
		ck_assert_int_eq(iommu_probe_monitor_next(monitor, &event), 0);
		if (!event)
			break;
		length += (size_t)snprintf(
			text + length, sizeof(text) - length, "%s%s%s,",
			iommu_probe_event_get_kind_name(event),
			iommu_probe_event_get_name(event) ? " " : "",
			iommu_probe_event_get_name(event) ? iommu_probe_event_get_name(event) : "");
		ck_assert_uint_lt(length, sizeof(text));
		ck_assert_uint_eq(iommu_probe_event_get_error_count(event), 0);
		iommu_probe_event_unref(event);
	}
	ck_assert_str_eq(text, expected);
}

#define BEGINNING "present dmar0,present 0000:00:01.0,synced,"

START_TEST(test_beginning)
{
	tells(BEGINNING);
	tells("");
}
END_TEST

START_TEST(test_iommus)
{
	tells(BEGINNING);
	tree_dir(CLASS "dmar1");
	fake_uevent("add", "iommu", "/devices/virtual/iommu/dmar1", 11);
	fake_uevent("change", "iommu", "/devices/virtual/iommu/dmar1", 12);
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/dmar0", 13);
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/dmar0", 14);
	fake_uevent("add", "iommu", "/devices/virtual/iommu/iommu-caps-probe", 15);
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/iommu-caps-probe", 16);
	/* Its add came before anybody listened. */
	tree_dir(CLASS "dmar2");
	fake_uevent("change", "iommu", "/devices/virtual/iommu/dmar2", 17);
	tells("add dmar1,change dmar1,remove dmar0,add dmar2,");
}
END_TEST

/* What has gone when its event is read is told of all the same. */
START_TEST(test_fast_iommus)
{
	tells(BEGINNING);
	fake_uevent("add", "iommu", "/devices/virtual/iommu/fast", 11);
	fake_uevent("change", "iommu", "/devices/virtual/iommu/fast", 12);
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/fast", 13);
	fake_uevent("add", "iommu", "/devices/virtual/iommu/fast", 14);
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/fast", 15);
	tells("add fast,change fast,remove fast,add fast,remove fast,");
}
END_TEST

START_TEST(test_devices)
{
	tells(BEGINNING);
	device("0000:00:02.0");
	fake_uevent("add", "pci", "/devices/pci0/0000:00:02.0", 11);
	fake_uevent("bind", "pci", "/devices/pci0/0000:00:02.0", 12);
	/* Those that are no endpoints, one of them with the name of one. */
	fake_uevent("add", "net", "/devices/pci0/0000:00:02.0/net/eth0", 13);
	fake_uevent("remove", "devfreq", "/devices/pci0/0000:00:02.0/devfreq/0000:00:02.0", 14);
	tree_dir("sys/devices/platform/uart.0");
	fake_uevent("add", "platform", "/devices/platform/uart.0", 15);
	fake_uevent("unbind", "pci", "/devices/pci0/0000:00:02.0", 16);
	fake_uevent("remove", "pci", "/devices/pci0/0000:00:02.0", 17);
	/* Behind an IOMMU, whatever its bus. */
	tree_link("sys/devices/platform/gpu/iommu", "../../virtual/iommu/dmar0");
	tree_link(CLASS "dmar0/devices/gpu", "../../../../devices/platform/gpu");
	fake_uevent("bind", "platform", "/devices/platform/gpu", 18);
	fake_uevent("unbind", "platform", "/devices/platform/gpu", 19);
	tells("add 0000:00:02.0,bind 0000:00:02.0,unbind 0000:00:02.0,remove 0000:00:02.0,"
	      "add gpu,unbind gpu,");
}
END_TEST

/* What the kernel told before the scan, and while it was on. */
START_TEST(test_reconciled)
{
	struct iommu_probe_event *event;

	tree_link(PCI "0000:00:01.0/driver", "../../../bus/pci/drivers/serial");
	ck_assert_int_eq(iommu_probe_monitor_next(monitor, &event), 0);
	iommu_probe_event_unref(event);
	fake_uevent("change", "iommu", "/devices/virtual/iommu/dmar0", 9);
	fake_uevent("remove", "pci", "/devices/pci0/0000:00:01.0", 10);
	fake_uevent("add", "pci", "/devices/pci0/0000:00:01.0", 11);
	fake_uevent("bind", "pci", "/devices/pci0/0000:00:01.0", 12);
	fake_uevent("change", "iommu", "/devices/virtual/iommu/dmar0", 13);
	seqnum("13\n");
	tells("present 0000:00:01.0,synced,change dmar0,");
	fake_uevent("bind", "pci", "/devices/pci0/0000:00:01.0", 14);
	tells("bind 0000:00:01.0,");
}
END_TEST

START_TEST(test_overflow)
{
	device("0000:00:02.0");
	device("0000:00:03.0");
	tells("present dmar0,present 0000:00:01.0,present 0000:00:02.0,present 0000:00:03.0,"
	      "synced,");
	tree_dir(CLASS "dmar1");
	tree_file(CLASS "dmar0/intel-vtd/ssid_bits", "20\n");
	tree_link(PCI "0000:00:02.0/driver", "../../../bus/pci/drivers/serial");
	ck_assert_int_eq(remove(tree_path("sys/bus/pci/devices/0000:00:03.0")), 0);
	/* What waits is older than the scan. */
	fake_uevent_error(-ENOBUFS);
	fake_uevent("add", "iommu", "/devices/virtual/iommu/dmar1", 11);
	fake_uevent_error(-ENOBUFS);
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/dmar0", 12);
	seqnum("20\n");
	tells("rescan,change dmar0,add dmar1,bind 0000:00:02.0,remove 0000:00:03.0,synced,");
	fake_uevent("remove", "iommu", "/devices/virtual/iommu/dmar1", 21);
	tells("remove dmar1,");
}
END_TEST

/* Where nothing changed, and where the loss comes before the first scan is over. */
START_TEST(test_overflow_at_once)
{
	fake_uevent_error(-ENOBUFS);
	tells(BEGINNING);
	fake_uevent_error(-ENOBUFS);
	tells("rescan,synced,");
}
END_TEST

START_TEST(test_error)
{
	struct iommu_probe_event *event;

	tells(BEGINNING);
	fake_uevent_error(-EIO);
	ck_assert_int_eq(iommu_probe_monitor_next(monitor, &event), -EIO);
	ck_assert_ptr_null(event);
	tells("rescan,synced,");
}
END_TEST

static int append(void *data, const char *text, size_t length)
{
	strncat(data, text, length);
	return 0;
}

#define BEGIN "{\"schema_version\": \"1.0\", \"document\": \"event\", \"sequence\": "

START_TEST(test_documents)
{
	static const char *const expected[] = {
		BEGIN "1, \"event\": \"present\", \"subject\": \"iommu\", \"name\": \"dmar0\", "
		      "\"iommu\": {\"name\": \"dmar0\", \"models\": [{\"name\": \"intel-vtd\", ",
		BEGIN "2, \"event\": \"present\", \"subject\": \"device\", "
		      "\"name\": \"0000:00:01.0\", \"device\": {",
		BEGIN "3, \"event\": \"synced\", \"errors\": []}\n",
	};
	struct iommu_probe_event *event;
	size_t i;

	for (i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		char text[8192] = "";

		ck_assert_int_eq(iommu_probe_monitor_next(monitor, &event), 0);
		ck_assert_int_eq(iommu_probe_event_write_json(event, append, text), 0);
		iommu_probe_event_unref(event);
		ck_assert_int_eq(strncmp(text, expected[i], strlen(expected[i])), 0);
		ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
	}
}
END_TEST

/* What a device could not tell is told with it, and not what its IOMMU could not. */
START_TEST(test_unreadable)
{
	static const char *const expected[] = {
		"/sys/class/iommu/dmar0/intel-vtd/model",
		"/sys/class/iommu/dmar0/devices/0000:00:01.0/config",
		NULL,
	};
	struct iommu_probe_event *event;
	const char *path;
	size_t i;

	tree_link(CLASS "dmar0/devices/0000:00:01.0", "../../../../devices/pci0/0000:00:01.0");
	tree_file("iommu-probe-snapshot",
		  "iommu-probe-snapshot 1\n"
		  "unreadable EIO /sys/class/iommu/dmar0/intel-vtd/model\n"
		  "unreadable EIO /sys/class/iommu/dmar0/devices/0000:00:01.0/config\n");
	iommu_probe_monitor_unref(monitor);
	watch();
	for (i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		ck_assert_int_eq(iommu_probe_monitor_next(monitor, &event), 0);
		ck_assert_uint_eq(iommu_probe_event_get_error_count(event), expected[i] ? 1 : 0);
		if (expected[i]) {
			ck_assert_int_eq(iommu_probe_event_get_error(event, 0, &path, NULL, NULL),
					 0);
			ck_assert_str_eq(path, expected[i]);
		}
		iommu_probe_event_unref(event);
	}
}
END_TEST

START_TEST(test_saved_host)
{
	struct iommu_probe_monitor *none;
	struct iommu_probe_host *host = tree_open(false);

	ck_assert_int_eq(iommu_probe_monitor_new(host, &none), -EOPNOTSUPP);
	ck_assert_ptr_null(none);
	iommu_probe_host_unref(host);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor");
	TCase *tests = tcase_create("monitor");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_beginning);
	tcase_add_test(tests, test_iommus);
	tcase_add_test(tests, test_fast_iommus);
	tcase_add_test(tests, test_devices);
	tcase_add_test(tests, test_reconciled);
	tcase_add_test(tests, test_overflow);
	tcase_add_test(tests, test_overflow_at_once);
	tcase_add_test(tests, test_error);
	tcase_add_test(tests, test_documents);
	tcase_add_test(tests, test_unreadable);
	tcase_add_test(tests, test_saved_host);
	suite_add_tcase(suite, tests);
	return run(suite);
}
