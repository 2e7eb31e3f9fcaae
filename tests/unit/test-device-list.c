// SPDX-License-Identifier: MIT
/* Which endpoints a host has, in which order, and which of them names choose. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"
#define PCI "sys/bus/pci/devices/"

#define ALL "0000:00:02.0@dmar0,0000:00:1f.0@dmar0,0000:6a:01.0@dmar1,0000:ff:08.0@," \
	    "10000:e1:00.0@dmar10,uart.2@dmar0,uart.10@dmar0,"
#define OF_DMAR0 "0000:00:02.0@dmar0,0000:00:1f.0@dmar0,uart.2@dmar0,uart.10@dmar0,"

static struct iommu_probe_host *host;

static void setup(void)
{
	tree_setup();
	host = NULL;
	tree_link(CLASS "dmar0/devices/uart.10", "nowhere");
	tree_link(CLASS "dmar0/devices/uart.2", "nowhere");
	tree_link(CLASS "dmar0/devices/0000:00:1f.0", "nowhere");
	tree_link(CLASS "dmar0/devices/0000:00:02.0", "nowhere");
	tree_link(CLASS "dmar1/devices/0000:6a:01.0", "nowhere");
	/* In the class, and not on the bus. */
	tree_link(CLASS "dmar10/devices/10000:e1:00.0", "nowhere");
	tree_link(PCI "0000:00:02.0", "nowhere");
	tree_link(PCI "0000:00:1f.0", "nowhere");
	tree_link(PCI "0000:6a:01.0", "nowhere");
	/* And the reverse. */
	tree_link(PCI "0000:ff:08.0", "nowhere");
	tree_link("sys/devices/uart.0/subsystem", "../../bus/platform");
	tree_link("sys/devices/uart.0/driver", "../../bus/platform/drivers/serial");
	tree_link("sys/bus/platform/devices/uart.0", "../../../devices/uart.0");
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	tree_teardown();
}

static void check(const char *expected)
{
	struct iommu_probe_device *device, *next;
	char found[1024];
	FILE *out = fmemopen(found, sizeof(found), "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	for (; device; device = next) {
		const char *iommu = iommu_probe_device_get_iommu(device);

		fprintf(out, "%s@%s,", iommu_probe_device_get_name(device), iommu ? iommu : "");
		ck_assert_int_eq(iommu_probe_device_get_next(device, &next), 0);
		iommu_probe_device_unref(device);
	}
	fputc('\0', out);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_str_eq(found, expected);
}

static void choose(const char *a, const char *b)
{
	const char *const names[] = { a, b };

	ck_assert_int_eq(iommu_probe_host_select(host, names, b ? 2 : 1), 0);
}

START_TEST(test_all)
{
	host = tree_open(false);
	check(ALL);
	check_errors(host, "");
	/* It stays that way. */
	check(ALL);
}
END_TEST

START_TEST(test_nothing)
{
	tree_dir("empty/sys");
	host = tree_open_at(tree_path("empty"), false);
	check("");
	check_errors(host, "");
}
END_TEST

START_TEST(test_no_class)
{
	tree_dir("other/sys");
	tree_link("other/" PCI "0000:00:02.0", "nowhere");
	host = tree_open_at(tree_path("other"), false);
	check("0000:00:02.0@,");
	check_errors(host, "");
}
END_TEST

/* Errors are those of the IOMMUs, and what keeps it from telling all of them. */
START_TEST(test_errors)
{
	tree_file(CLASS "dmar1/bad/model", "x\n");
	tree_dir("other/sys");
	host = tree_open(false);
	check(ALL);
	check_errors(host, "/sys/class/iommu/dmar1/bad/model EINVAL");
	check(ALL);
	check_errors(host, "/sys/class/iommu/dmar1/bad/model EINVAL");
}
END_TEST

START_TEST(test_bus_is_file)
{
	tree_link("other/" CLASS "dmar0/devices/uart.0", "nowhere");
	tree_file("other/sys/bus/pci/devices", "");
	host = tree_open_at(tree_path("other"), false);
	check("uart.0@dmar0,");
	check_errors(host, "/sys/bus/pci/devices ENOTDIR");
}
END_TEST

START_TEST(test_bus_leads_out)
{
	tree_dir("other/" CLASS);
	tree_link("other/sys/bus/pci/devices", "/sys");
	host = tree_open_at(tree_path("other"), false);
	check("");
	check_errors(host, "/sys/bus/pci/devices ELOOP");
}
END_TEST

START_TEST(test_unreadable_bus)
{
	tree_mode(PCI, 0);
	tree_drop_privileges();
	host = tree_open(false);
	check("0000:00:02.0@dmar0,0000:00:1f.0@dmar0,0000:6a:01.0@dmar1,10000:e1:00.0@dmar10,"
	      "uart.2@dmar0,uart.10@dmar0,");
	check_errors(host, "/sys/bus/pci/devices EACCES");
}
END_TEST

/* What is on the bus is still there. */
START_TEST(test_unreadable_class)
{
	tree_mode(CLASS, 0);
	tree_drop_privileges();
	host = tree_open(false);
	check("0000:00:02.0@,0000:00:1f.0@,0000:6a:01.0@,0000:ff:08.0@,");
	check_errors(host, "/sys/class/iommu EACCES");
}
END_TEST

static const struct {
	const char *names[2];
	const char *devices;
} rows[] = {
	/* IOMMUs bring what is behind them. */
	{ { "dmar0" }, OF_DMAR0 },
	{ { "dmar1" }, "0000:6a:01.0@dmar1," },
	{ { "dmar1", "dmar0" },
	  "0000:00:02.0@dmar0,0000:00:1f.0@dmar0,0000:6a:01.0@dmar1,uart.2@dmar0,uart.10@dmar0," },
	{ { "dmar0", "dmar0" }, OF_DMAR0 },
	/* Devices bring no others. */
	{ { "0000:00:02.0" }, "0000:00:02.0@dmar0," },
	{ { "00:02.0" }, "0000:00:02.0@dmar0," },
	{ { "uart.10" }, "uart.10@dmar0," },
	{ { "10000:e1:00.0" }, "10000:e1:00.0@dmar10," },
	{ { "uart.10", "00:1f.0" }, "0000:00:1f.0@dmar0,uart.10@dmar0," },
	{ { "6a:01.0", "00:02.0" }, "0000:00:02.0@dmar0,0000:6a:01.0@dmar1," },
	/* Twice the same is once. */
	{ { "00:02.0", "00:02.0" }, "0000:00:02.0@dmar0," },
	{ { "00:02.0", "0000:00:02.0" }, "0000:00:02.0@dmar0," },
	{ { "dmar0", "00:02.0" }, OF_DMAR0 },
	{ { "00:02.0", "dmar0" }, OF_DMAR0 },
	{ { "dmar1", "00:02.0" }, "0000:00:02.0@dmar0,0000:6a:01.0@dmar1," },
	/* Behind no IOMMU. */
	{ { "0000:ff:08.0" }, "0000:ff:08.0@," },
	{ { "ff:08.0" }, "0000:ff:08.0@," },
	{ { "ff:08.0", "0000:ff:08.0" }, "0000:ff:08.0@," },
	{ { "ff:08.0", "dmar1" }, "0000:6a:01.0@dmar1,0000:ff:08.0@," },
	{ { "ff:08.0", "00:02.0" }, "0000:00:02.0@dmar0,0000:ff:08.0@," },
	{ { "uart.0" }, "uart.0@," },
	{ { "uart.0", "ff:08.0" }, "0000:ff:08.0@,uart.0@," },
};

START_TEST(test_names)
{
	host = tree_open(false);
	choose(rows[_i].names[0], rows[_i].names[1]);
	check(rows[_i].devices);
	check_errors(host, "");
	check(rows[_i].devices);
}
END_TEST

/* Only what concerns the names is read. */
START_TEST(test_errors_of_names)
{
	tree_file(CLASS "dmar1/bad/model", "x\n");
	tree_mode(PCI, 0);
	tree_drop_privileges();
	host = tree_open(false);
	choose("00:02.0", NULL);
	check("0000:00:02.0@dmar0,");
	check_errors(host, "");
}
END_TEST

START_TEST(test_failure_changes_nothing)
{
	static const char *const names[] = { "dmar0", "00:02.0", "nobody" };

	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(host, names, 3), -ENOENT);
	check(ALL);
	ck_assert_int_eq(iommu_probe_host_select(host, names + 1, 2), -ENOENT);
	check(ALL);
	choose("dmar1", NULL);
	check("0000:6a:01.0@dmar1,");
}
END_TEST

/* From what is left of the first choice, the second one's. */
static const struct {
	const char *first;
	const char *second;
	const char *devices;
} twice[] = {
	{ "dmar0", "dmar0", OF_DMAR0 },
	{ "dmar0", "00:02.0", "0000:00:02.0@dmar0," },
	{ "ff:08.0", "ff:08.0", "0000:ff:08.0@," },
	{ "ff:08.0", "uart.0", "uart.0@," },
};

START_TEST(test_selecting_twice)
{
	host = tree_open(false);
	choose(twice[_i].first, NULL);
	choose(twice[_i].second, NULL);
	check(twice[_i].devices);
}
END_TEST

/* Where it was found, there it is read. */
START_TEST(test_alone_platform_device)
{
	struct iommu_probe_device *device;

	host = tree_open(false);
	choose("uart.0", NULL);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	ck_assert_str_eq(iommu_probe_device_get_subsystem(device), "platform");
	ck_assert_str_eq(iommu_probe_device_get_driver(device), "serial");
	iommu_probe_device_unref(device);
}
END_TEST

/* A device outlives its host's handle, and a list that is made anew. */
START_TEST(test_references)
{
	struct iommu_probe_device *device, *again, *next;

	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &again), 0);
	iommu_probe_device_unref(again);
	ck_assert_ptr_eq(iommu_probe_device_ref(device), device);
	ck_assert_ptr_null(iommu_probe_device_unref(device));
	host = iommu_probe_host_unref(host);
	ck_assert_str_eq(iommu_probe_device_get_name(device), "0000:00:02.0");
	ck_assert_int_eq(iommu_probe_device_get_next(device, &next), 0);
	ck_assert_str_eq(iommu_probe_device_get_name(next), "0000:00:1f.0");
	iommu_probe_device_unref(device);
	iommu_probe_device_unref(next);
	ck_assert_ptr_null(iommu_probe_device_ref(NULL));
	ck_assert_ptr_null(iommu_probe_device_unref(NULL));
}
END_TEST

/* Devices come and go while they are looked at. */
START_TEST(test_changes)
{
	struct iommu_probe_device *device, *next;

	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	ck_assert_int_eq(remove(tree_path(PCI "0000:00:1f.0")), 0);
	ck_assert_int_eq(remove(tree_path(CLASS "dmar0/devices/0000:00:1f.0")), 0);
	ck_assert_int_eq(iommu_probe_device_get_next(device, &next), 0);
	ck_assert_str_eq(iommu_probe_device_get_name(next), "0000:00:1f.0");
	iommu_probe_device_unref(device);
	iommu_probe_device_unref(next);
	check("0000:00:02.0@dmar0,0000:6a:01.0@dmar1,0000:ff:08.0@,10000:e1:00.0@dmar10,"
	      "uart.2@dmar0,uart.10@dmar0,");
}
END_TEST

/* More than any first room for them, and each once. */
START_TEST(test_many)
{
	struct iommu_probe_device *device, *next;
	char name[64], before[64] = "";
	size_t count = 0;
	int i;

	for (i = 0; i < 2000; i++) {
		snprintf(name, sizeof(name), "%s%04x:00:00.0",
			 i % 2 ? PCI : CLASS "dmar1/devices/", i + 1);
		tree_link(name, "nowhere");
	}
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	for (; device; device = next, count++) {
		ck_assert(!*before ||
			  natural_compare(before, iommu_probe_device_get_name(device)) < 0);
		snprintf(before, sizeof(before), "%s", iommu_probe_device_get_name(device));
		ck_assert_int_eq(iommu_probe_device_get_next(device, &next), 0);
		iommu_probe_device_unref(device);
	}
	ck_assert_uint_eq(count, 2000 + 7);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("device-list");
	TCase *tests = tcase_create("device-list");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_all);
	tcase_add_test(tests, test_nothing);
	tcase_add_test(tests, test_no_class);
	tcase_add_test(tests, test_errors);
	tcase_add_test(tests, test_bus_is_file);
	tcase_add_test(tests, test_bus_leads_out);
	tcase_add_test(tests, test_unreadable_bus);
	tcase_add_test(tests, test_unreadable_class);
	tcase_add_loop_test(tests, test_names, 0, ROWS(rows));
	tcase_add_test(tests, test_errors_of_names);
	tcase_add_test(tests, test_failure_changes_nothing);
	tcase_add_loop_test(tests, test_selecting_twice, 0, ROWS(twice));
	tcase_add_test(tests, test_alone_platform_device);
	tcase_add_test(tests, test_references);
	tcase_add_test(tests, test_changes);
	tcase_add_test(tests, test_many);
	suite_add_tcase(suite, tests);
	return run(suite);
}
