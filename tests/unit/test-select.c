// SPDX-License-Identifier: MIT
/* Which IOMMUs names choose. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static struct iommu_probe_host *host;

static void setup(void)
{
	tree_setup();
	host = NULL;
	tree_link(CLASS "dmar0/devices/0000:00:05.0", "nowhere");
	tree_link(CLASS "dmar0/devices/arm.0", "nowhere");
	tree_link(CLASS "dmar2/devices/0001:00:05.0", "nowhere");
	tree_link(CLASS "dmar2/devices/shared", "nowhere");
	tree_link(CLASS "dmar10/devices/shared", "nowhere");
	tree_link(CLASS "dmar10/devices/dmar0", "nowhere");
	tree_file(CLASS "dmar2/bad/model", "x\n");
	tree_file(CLASS "file", "");
	tree_link(CLASS "gone", "nowhere");
	tree_link("sys/bus/pci/devices/0000:00:06.0", "../../../devices/pci0000:00/0000:00:06.0");
	tree_link("sys/bus/platform/devices/uart.0", "../../../devices/uart.0");
	tree_link("sys/bus/usb/devices/usb1", "../../../devices/usb1");
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	tree_teardown();
}

#define BAD_ERROR "/sys/class/iommu/dmar2/bad/model EINVAL"
#define GONE_ERROR "/sys/class/iommu/gone ENOENT"
#define FILE_ERROR "/sys/class/iommu/file ENOTDIR"

static const struct {
	const char *names[4];
	const char *iommus; /* NULL: it fails and says so of `missing` */
	const char *errors;
	const char *missing;
} rows[] = {
	{ { NULL }, "dmar0,dmar2,dmar10,gone,", BAD_ERROR "," FILE_ERROR "," GONE_ERROR, NULL },
	{ { "dmar0" }, "dmar0,", "", NULL },
	{ { "dmar2" }, "dmar2,", BAD_ERROR, NULL },
	{ { "dmar10", "dmar0" }, "dmar0,dmar10,", "", NULL },
	{ { "dmar0", "dmar0", "dmar0" }, "dmar0,", "", NULL },
	{ { "gone" }, "gone,", GONE_ERROR, NULL },
	/* by device */
	{ { "0000:00:05.0" }, "dmar0,", "", NULL },
	{ { "00:05.0" }, "dmar0,", "", NULL },
	{ { "0001:00:05.0" }, "dmar2,", BAD_ERROR, NULL },
	{ { "arm.0" }, "dmar0,", "", NULL },
	{ { "shared" }, "dmar2,dmar10,", BAD_ERROR, NULL },
	{ { "arm.0", "shared", "dmar10" }, "dmar0,dmar2,dmar10,", BAD_ERROR, NULL },
	/* behind no IOMMU */
	{ { "0000:00:06.0" }, "", "", NULL },
	{ { "00:06.0" }, "", "", NULL },
	{ { "uart.0" }, "", "", NULL },
	{ { "uart.0", "dmar10" }, "dmar10,", "", NULL },
	/* nothing of that name */
	{ { "dmar1" }, NULL, NULL, "dmar1" },
	{ { "dmar0", "dmar1" }, NULL, NULL, "dmar1" },
	{ { "dmar00" }, NULL, NULL, "dmar00" },
	{ { "dmar" }, NULL, NULL, "dmar" },
	{ { "DMAR0" }, NULL, NULL, "DMAR0" },
	{ { "00:05.1" }, NULL, NULL, "00:05.1" },
	{ { "0000:00:05" }, NULL, NULL, "0000:00:05" },
	{ { "0:05.0" }, NULL, NULL, "0:05.0" },
	{ { "" }, NULL, NULL, "" },
	{ { "." }, NULL, NULL, "." },
	{ { ".." }, NULL, NULL, ".." },
	{ { "../pci" }, NULL, NULL, "../pci" },
	{ { "dmar0/" }, NULL, NULL, "dmar0/" },
	{ { "../../../../etc" }, NULL, NULL, "../../../../etc" },
	{ { "dmar0/devices" }, NULL, NULL, "dmar0/devices" },
	{ { "iommu-caps-probe" }, NULL, NULL, "iommu-caps-probe" },
	{ { "dmar0 " }, NULL, NULL, "dmar0 " },
};

static size_t count_names(const char *const names[4])
{
	size_t count = 0;

	while (count < 4 && names[count])
		count++;
	return count;
}

START_TEST(test_names)
{
	const size_t count = count_names(rows[_i].names);
	char found[256];
	int ret;

	tree_dir(CLASS "iommu-caps-probe");
	host = tree_open(false);
	ret = iommu_probe_host_select(host, rows[_i].names, count);
	if (rows[_i].missing) {
		ck_assert_int_eq(ret, -ENOENT);
		snprintf(found, sizeof(found), "%s: ", rows[_i].missing);
		ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(host->ctx), found));
		return;
	}
	ck_assert_msg(!ret, "%s", iommu_probe_ctx_get_message(host->ctx));
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, rows[_i].iommus);
	check_errors(host, rows[_i].errors);
	/* It stays that way. */
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, rows[_i].iommus);
}
END_TEST

START_TEST(test_failure_changes_nothing)
{
	static const char *const names[] = { "dmar0", "nobody" };
	char found[256];

	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(host, names, 2), -ENOENT);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar0,dmar2,dmar10,gone,");
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), 0);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar0,");
}
END_TEST

/* From what is left of the first choice. */
START_TEST(test_selecting_twice)
{
	static const char *const names[] = { "dmar0", "dmar10", "dmar2" };
	char found[256];

	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(host, names, 2), 0);
	ck_assert_int_eq(iommu_probe_host_select(host, names + 2, 1), -ENOENT);
	ck_assert_int_eq(iommu_probe_host_select(host, names + 1, 1), 0);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar10,");
}
END_TEST

/* No name is as long as to be mistaken for its beginning. */
START_TEST(test_long_names)
{
	char name[NAME_SIZE + 200], path[sizeof(CLASS) + NAME_SIZE];
	const char *names[] = { name };
	char found[NAME_SIZE + 1];

	memset(name, 'a', sizeof(name));
	snprintf(path, sizeof(path), CLASS "%.255s", name);
	tree_dir(path);
	snprintf(path, sizeof(path), CLASS "dmar0/devices/%.240s", name);
	tree_dir(path);
	host = tree_open(false);
	name[NAME_MAX + _i] = '\0';
	if (_i) {
		ck_assert_int_eq(iommu_probe_host_select(host, names, 1), -ENOENT);
		return;
	}
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), 0);
	iommu_names(host, found, sizeof(found));
	ck_assert_uint_eq(strlen(found), NAME_MAX + 1);
}
END_TEST

/* Why is not known of the names: the document says what could not be read. */
START_TEST(test_unreadable_class)
{
	static const char *const names[] = { "dmar0" };
	char found[64];

	tree_mode(CLASS, 0);
	tree_drop_privileges();
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), 0);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "");
	check_errors(host, "/sys/class/iommu EACCES");
}
END_TEST

/* What is behind an IOMMU is what its own directory says, here as in its list. */
START_TEST(test_devices_by_link)
{
	static const char *const names[] = { "linked.0" };
	struct iommu_probe_iommu *iommu;

	tree_link("sys/behind/linked.0", "nowhere");
	tree_link(CLASS "dmar3/devices", "../../../behind");
	host = tree_open(false);
	if (iommu_probe_host_select(host, names, 1))
		return;
	iommu = only_iommu(host);
	ck_assert_uint_eq(iommu_probe_iommu_get_device_count(iommu), 1);
	iommu_probe_iommu_unref(iommu);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("select");
	TCase *tests = tcase_create("select");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_names, 0, ROWS(rows));
	tcase_add_test(tests, test_failure_changes_nothing);
	tcase_add_test(tests, test_selecting_twice);
	tcase_add_loop_test(tests, test_long_names, 0, 2);
	tcase_add_test(tests, test_unreadable_class);
	tcase_add_test(tests, test_devices_by_link);
	suite_add_tcase(suite, tests);
	return run(suite);
}
