// SPDX-License-Identifier: MIT
/*
 * Failures that no host should have, which the manifest of a snapshot stands in
 * for: whatever was read when one came, the host has it among its errors.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "explained.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

#define BUS "/sys/bus/pci/devices"
#define BEHIND "/sys/class/iommu/dmar0/devices/" DEVICE
#define TABLES "/sys/firmware/acpi/tables"

static struct iommu_probe_status *status;
static struct iommu_probe_choice *choice;

static void setup(void)
{
	explained_setup();
	/* The one of the tree is malformed. */
	change(DMAR, NULL);
	status = NULL;
	choice = NULL;
}

static void forget_answers(void)
{
	status = iommu_probe_status_unref(status);
	choice = iommu_probe_choice_unref(choice);
	explanation = iommu_probe_explanation_unref(explanation);
}

static void teardown(void)
{
	forget_answers();
	explained_teardown();
}

static int discard(void *data, const char *text, size_t length)
{
	(void)data;
	(void)text;
	(void)length;
	return 0;
}

static void list(void)
{
	ck_assert_int_eq(iommu_probe_host_write_json(host, discard, NULL), 0);
}

static void list_devices(void)
{
	ck_assert_int_eq(iommu_probe_host_write_json_devices(host, discard, NULL), 0);
}

static void ask_status(void)
{
	ck_assert_int_eq(iommu_probe_status_new(host, &status), 0);
}

static void explain(void)
{
	ck_assert_int_eq(iommu_probe_explain(host, DEVICE, IOMMU_PROBE_QUESTION_SVA, &explanation),
			 0);
}

static void explain_passthrough(void)
{
	ck_assert_int_eq(iommu_probe_explain(host, NULL, IOMMU_PROBE_QUESTION_PASSTHROUGH,
					     &explanation),
			 0);
}

static void choose(void)
{
	static const char *const names[] = { DEVICE };
	struct iommu_probe_request *request;

	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), 0);
	ck_assert_int_eq(iommu_probe_request_new(host->ctx, &request), 0);
	ck_assert_int_eq(iommu_probe_choose(host, request, &choice), 0);
	iommu_probe_request_unref(request);
}

/* Where those begin that are quietly done without. */
#define WITHOUT 7

static const struct {
	void (*ask)(void);
	const char *unreadable;
} rows[] = {
	/* Of what is asked for by name every failure is told, as everywhere. */
	{ list, "/sys/class/iommu" },
	{ list, "/sys/class/iommu/dmar0" },
	{ list, "/sys/class/iommu/dmar0/devices" },
	{ list, "/sys/class/iommu/dmar0/intel-iommu/cap" },
	{ list, TABLES "/DMAR" },
	{ list_devices, BUS },
	{ ask_status, "/sys/kernel/iommu_groups" },
	{ list_devices, BEHIND },
	{ list_devices, BEHIND "/subsystem" },
	{ list_devices, BEHIND "/driver" },
	{ list_devices, BEHIND "/vendor" },
	{ list_devices, BEHIND "/device" },
	{ list_devices, BEHIND "/config" },
	{ list_devices, BEHIND "/iommu_group" },
	{ list_devices, BEHIND "/iommu_group/type" },
	{ list_devices, BEHIND "/iommu_group/devices" },
	{ ask_status, "/sys/kernel/iommu_groups/7" },
	{ ask_status, "/sys/kernel/iommu_groups/7/type" },
	{ explain, BEHIND "/config" },
	{ explain, BUS "/" DEVICE },
	{ explain, "/" PORT "/config" },
	{ explain, "/proc/cmdline" },
	{ explain, "/proc/sys/kernel/osrelease" },
	{ explain, "/boot/config-1" },
	{ explain_passthrough, "/proc/cmdline" },
	{ choose, BUS "/" DEVICE "/config" },
};

static void fail_with(const char *error, const char *path)
{
	char manifest[256];

	snprintf(manifest, sizeof(manifest), "iommu-probe-snapshot 1\nunreadable %s %s\n", error,
		 path);
	tree_file("iommu-probe-snapshot", manifest);
	host = tree_open(false);
}

START_TEST(test_told)
{
	char expected[256];

	snprintf(expected, sizeof(expected), "%s EIO", rows[_i].unreadable);
	fail_with("EIO", rows[_i].unreadable);
	rows[_i].ask();
	check_errors(host, expected);
}
END_TEST

/* What is not there, not for everybody, or of another kind is no error of a device. */
START_TEST(test_ordinary)
{
	static const char *const ordinary[] = {
		"ENOENT", "ENOTDIR", "ENODEV", "ENXIO", "EACCES", "EPERM",
		"ELOOP",  "EISDIR",  "EINVAL", "EFBIG", "ENAMETOOLONG",
	};
	size_t i;

	for (i = 0; i < sizeof(ordinary) / sizeof(*ordinary); i++) {
		fail_with(ordinary[i], rows[_i].unreadable);
		rows[_i].ask();
		check_errors(host, "");
		forget_answers();
		host = iommu_probe_host_unref(host);
	}
}
END_TEST

/* Each question has its own, and each of them once. */
START_TEST(test_again)
{
	fail_with("EIO", BEHIND "/config");
	list_devices();
	explain();
	check_errors(host, BEHIND "/config EIO");
	list();
	check_errors(host, "");
}
END_TEST

/* A name that was looked for where nothing could be read may be there. */
START_TEST(test_not_found)
{
	static const char *const names[] = { "0000:02:00.0" };

	fail_with("EIO", BUS);
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), -ENOENT);
	host = iommu_probe_host_unref(host);

	fail_with("EIO", "/sys/class/iommu/dmar0/devices");
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), -EIO);
	ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(host->ctx),
				     "/sys/class/iommu/dmar0/devices: "));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reader-record");
	TCase *tcase = tcase_create("reader-record");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, test_told, 0, ROWS(rows));
	tcase_add_loop_test(tcase, test_ordinary, WITHOUT, ROWS(rows));
	tcase_add_test(tcase, test_again);
	tcase_add_test(tcase, test_not_found);
	suite_add_tcase(suite, tcase);
	return run(suite);
}
