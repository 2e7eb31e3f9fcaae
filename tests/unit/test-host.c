// SPDX-License-Identifier: MIT
/* Hosts as a whole: what is a host, what of its class is an IOMMU, iterating. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static struct iommu_probe_host *host;

static void setup(void)
{
	tree_setup();
	host = NULL;
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	tree_teardown();
}

/* The host's IOMMUs, a comma behind each, and its errors. */
static void check(const char *names, const char *errors)
{
	char found[2048];

	host = tree_open(false);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, names);
	check_errors(host, errors);
}

START_TEST(test_root_missing)
{
	char path[256], message[512];

	snprintf(path, sizeof(path), "%s", tree_path("gone"));
	ck_assert_int_eq(tree_open_fails(path, message, sizeof(message)), -ENOENT);
	ck_assert_ptr_nonnull(strstr(message, path));
}
END_TEST

START_TEST(test_root_is_file)
{
	char path[256], message[512];

	tree_file("file", "");
	snprintf(path, sizeof(path), "%s", tree_path("file"));
	ck_assert_int_eq(tree_open_fails(path, message, sizeof(message)), -ENODATA);
	ck_assert_ptr_nonnull(strstr(message, path));
}
END_TEST

START_TEST(test_no_sys)
{
	char message[512];

	tree_dir("class/iommu");
	ck_assert_int_eq(tree_open_fails(tree_root(), message, sizeof(message)), -ENODATA);
	ck_assert_ptr_nonnull(strstr(message, tree_root()));
}
END_TEST

START_TEST(test_sys_is_file)
{
	char message[512];

	tree_file("sys", "");
	ck_assert_int_eq(tree_open_fails(tree_root(), message, sizeof(message)), -ENODATA);
}
END_TEST

START_TEST(test_sys_leads_out)
{
	char message[512];

	tree_link("sys", "/sys");
	ck_assert_int_eq(tree_open_fails(tree_root(), message, sizeof(message)), -ELOOP);
}
END_TEST

START_TEST(test_sys_is_link_inside)
{
	tree_dir("saved/class/iommu/dmar0");
	tree_link("sys", "saved");
	check("dmar0,", "");
}
END_TEST

START_TEST(test_root_is_link)
{
	char path[256], found[64];

	tree_dir("saved/sys/class/iommu/dmar0");
	tree_link("link", "saved");
	snprintf(path, sizeof(path), "%s", tree_path("link"));
	host = tree_open_at(path, false);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar0,");
}
END_TEST

START_TEST(test_root_is_relative)
{
	char found[64];

	tree_dir("saved/sys/class/iommu/dmar0");
	tree_file("saved/sys/class/iommu/dmar0/new/model", "x\n");
	ck_assert_int_eq(chdir(tree_root()), 0);
	host = tree_open_at("saved", false);
	/* It is opened once: the folder that it was opened in does not matter. */
	ck_assert_int_eq(chdir("/"), 0);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar0,");
	check_errors(host, "/sys/class/iommu/dmar0/new/model EINVAL");
}
END_TEST

START_TEST(test_no_class)
{
	tree_dir("sys");
	check("", "");
}
END_TEST

START_TEST(test_empty_class)
{
	tree_dir(CLASS);
	check("", "");
}
END_TEST

START_TEST(test_class_is_file)
{
	tree_file("sys/class/iommu", "");
	check("", "/sys/class/iommu ENOTDIR");
}
END_TEST

START_TEST(test_class_is_fifo)
{
	tree_fifo("sys/class/iommu");
	check("", "/sys/class/iommu ENOTDIR");
}
END_TEST

START_TEST(test_class_leads_out)
{
	tree_link("sys/class/iommu", "/sys/class/iommu");
	check("", "/sys/class/iommu ELOOP");
}
END_TEST

START_TEST(test_class_is_secret)
{
	tree_dir(CLASS "dmar0");
	tree_mode(CLASS, 0);
	tree_drop_privileges();
	check("", "/sys/class/iommu EACCES");
}
END_TEST

/* All kinds of entries at once; each has its own case in the contract. */
START_TEST(test_entries_of_class)
{
	tree_dir("sys/devices/u");
	tree_link(CLASS "a-link", "../../devices/u");
	tree_dir(CLASS "b-real");
	tree_link(CLASS "c-dangling", "../../devices/gone");
	tree_link(CLASS "d-out", "/sys/devices/u");
	tree_link(CLASS "e-above", "../../../../sys");
	tree_link(CLASS "f-circle", "f-circle");
	tree_file(CLASS "g-file", "");
	tree_link(CLASS "h-link-to-file", "g-file");
	tree_fifo(CLASS "i-fifo");
	tree_socket(CLASS "j-socket");
	tree_dir(CLASS "iommu-caps-probe");
	tree_dir(CLASS "iommu-caps-probe2");
	tree_dir(CLASS ".hidden");
	check(".hidden,a-link,b-real,c-dangling,d-out,e-above,f-circle,iommu-caps-probe2,",
	      "/sys/class/iommu/c-dangling ENOENT,"
	      "/sys/class/iommu/d-out ELOOP,"
	      "/sys/class/iommu/e-above ELOOP,"
	      "/sys/class/iommu/f-circle ELOOP,"
	      "/sys/class/iommu/g-file ENOTDIR,"
	      "/sys/class/iommu/h-link-to-file ENOTDIR,"
	      "/sys/class/iommu/i-fifo ENOTDIR,"
	      "/sys/class/iommu/j-socket ENOTDIR");
}
END_TEST

START_TEST(test_probe_device_of_any_kind)
{
	tree_link(CLASS "iommu-caps-probe", "nowhere");
	tree_dir(CLASS "dmar0");
	check("dmar0,", "");
}
END_TEST

START_TEST(test_secret_iommu)
{
	tree_dir(CLASS "dmar0");
	tree_mode(CLASS "dmar0", 0);
	tree_drop_privileges();
	check("dmar0,", "/sys/class/iommu/dmar0 EACCES");
}
END_TEST

START_TEST(test_natural_order)
{
	tree_dir(CLASS "dmar10");
	tree_dir(CLASS "smmu3.0x00000000e0600000");
	tree_dir(CLASS "dmar2");
	tree_dir(CLASS "smmu3.0x0000000009050000");
	tree_dir(CLASS "0000:00:00.2");
	tree_dir(CLASS "dmar0");
	check("0000:00:00.2,dmar0,dmar2,dmar10,smmu3.0x0000000009050000,"
	      "smmu3.0x00000000e0600000,", "");
}
END_TEST

/* Whether or not the links lead anywhere. */
START_TEST(test_devices)
{
	static const char *const expected[] = {
		"0000:00:01.0", "0000:00:0a.0", "0000:00:10.0", "10000:e0:05.5", "arm.2", "arm.10",
	};
	struct iommu_probe_iommu *iommu;
	size_t i;

	tree_link(CLASS "u/devices/0000:00:10.0", "../../../../devices/gone");
	tree_link(CLASS "u/devices/arm.10", "/outside");
	tree_link(CLASS "u/devices/0000:00:0a.0", "../../../../../../../../outside");
	tree_dir(CLASS "u/devices/arm.2");
	tree_file(CLASS "u/devices/10000:e0:05.5", "");
	tree_link(CLASS "u/devices/0000:00:01.0", "0000:00:01.0");
	host = tree_open(false);
	iommu = only_iommu(host);
	check_errors(host, "");
	ck_assert_uint_eq(iommu_probe_iommu_get_device_count(iommu), 6);
	for (i = 0; i < 6; i++)
		ck_assert_str_eq(iommu_probe_iommu_get_device(iommu, i), expected[i]);
	ck_assert_ptr_null(iommu_probe_iommu_get_device(iommu, 6));
	ck_assert_ptr_null(iommu_probe_iommu_get_device(iommu, SIZE_MAX));
	iommu_probe_iommu_unref(iommu);
}
END_TEST

START_TEST(test_secret_devices)
{
	struct iommu_probe_iommu *iommu;

	tree_link(CLASS "u/devices/0000:00:10.0", "nowhere");
	tree_mode(CLASS "u/devices", 0);
	tree_drop_privileges();
	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_uint_eq(iommu_probe_iommu_get_device_count(iommu), 0);
	check_errors(host, "/sys/class/iommu/u/devices EACCES");
	iommu_probe_iommu_unref(iommu);
}
END_TEST

/* Of a directory named "devices" an entry "model" makes no model. */
START_TEST(test_device_named_model)
{
	struct iommu_probe_iommu *iommu;

	tree_link(CLASS "u/devices/model", "nowhere");
	host = tree_open(false);
	iommu = only_iommu(host);
	check_errors(host, "");
	ck_assert_ptr_null(iommu_probe_iommu_get_first_model(iommu));
	ck_assert_str_eq(iommu_probe_iommu_get_device(iommu, 0), "model");
	iommu_probe_iommu_unref(iommu);
}
END_TEST

/* Each time it is read anew, and errors are not counted twice. */
START_TEST(test_iterating_twice)
{
	char found[256];

	tree_file(CLASS "dmar0/new/model", "x\n");
	tree_dir(CLASS "dmar1");
	tree_file(CLASS "file", "");
	check("dmar0,dmar1,", "/sys/class/iommu/dmar0/new/model EINVAL,"
			      "/sys/class/iommu/file ENOTDIR");
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar0,dmar1,");
	check_errors(host, "/sys/class/iommu/dmar0/new/model EINVAL,"
			   "/sys/class/iommu/file ENOTDIR");
	tree_file(CLASS "dmar0/new/model", "777\n");
	iommu_names(host, found, sizeof(found));
	check_errors(host, "/sys/class/iommu/file ENOTDIR");
}
END_TEST

START_TEST(test_errors_grow_while_iterating)
{
	struct iommu_probe_iommu *first, *second;

	tree_file(CLASS "dmar0/new/model", "x\n");
	tree_file(CLASS "dmar1/new/model", "x\n");
	host = tree_open(false);
	ck_assert_uint_eq(iommu_probe_host_get_error_count(host), 0);
	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &first), 0);
	check_errors(host, "/sys/class/iommu/dmar0/new/model EINVAL");
	ck_assert_int_eq(iommu_probe_iommu_get_next(first, &second), 0);
	check_errors(host, "/sys/class/iommu/dmar0/new/model EINVAL,"
			   "/sys/class/iommu/dmar1/new/model EINVAL");
	iommu_probe_iommu_unref(first);
	iommu_probe_iommu_unref(second);
}
END_TEST

/* Gone between the listing and the look at it. */
START_TEST(test_gone_in_between)
{
	char found[64];

	tree_dir(CLASS "dmar0");
	tree_dir(CLASS "dmar1");
	host = tree_open(false);
	ck_assert_int_eq(rmdir(tree_path(CLASS "dmar0")), 0);
	iommu_names(host, found, sizeof(found));
	ck_assert_str_eq(found, "dmar0,dmar1,");
	check_errors(host, "/sys/class/iommu/dmar0 ENOENT");
}
END_TEST

/* Whoever holds the last object holds all that it needs. */
START_TEST(test_references)
{
	struct iommu_probe_iommu *iommu, *next;

	tree_file(CLASS "dmar0/new/model", "777\n");
	tree_dir(CLASS "dmar1");
	host = tree_open(false);
	ck_assert_ptr_eq(iommu_probe_host_ref(host), host);
	ck_assert_ptr_null(iommu_probe_host_unref(host));
	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	host = iommu_probe_host_unref(host);
	ck_assert_ptr_null(host);
	ck_assert_ptr_eq(iommu_probe_iommu_ref(iommu), iommu);
	ck_assert_ptr_null(iommu_probe_iommu_unref(iommu));
	ck_assert_int_eq(iommu_probe_iommu_get_next(iommu, &next), 0);
	ck_assert_str_eq(iommu_probe_iommu_get_name(next), "dmar1");
	ck_assert_str_eq(iommu_probe_model_get_name(iommu_probe_iommu_get_first_model(iommu)),
			 "new");
	iommu_probe_iommu_unref(iommu);
	iommu_probe_iommu_unref(next);

	ck_assert_ptr_null(iommu_probe_host_ref(NULL));
	ck_assert_ptr_null(iommu_probe_host_unref(NULL));
	ck_assert_ptr_null(iommu_probe_iommu_ref(NULL));
	ck_assert_ptr_null(iommu_probe_iommu_unref(NULL));
	ck_assert_ptr_null(iommu_probe_ctx_ref(NULL));
	ck_assert_ptr_null(iommu_probe_ctx_unref(NULL));
}
END_TEST

/* This machine, whatever it has: no failure but a sysfs that is not there. */
START_TEST(test_this_machine)
{
	struct iommu_probe_ctx *ctx;
	int ret;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	ret = iommu_probe_host_new(ctx, NULL, &host);
	ck_assert(!ret || ret == -ENODATA);
	if (!ret)
		free(document_text(host));
	iommu_probe_ctx_unref(ctx);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("host");
	TCase *tests = tcase_create("host");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_root_missing);
	tcase_add_test(tests, test_root_is_file);
	tcase_add_test(tests, test_no_sys);
	tcase_add_test(tests, test_sys_is_file);
	tcase_add_test(tests, test_sys_leads_out);
	tcase_add_test(tests, test_sys_is_link_inside);
	tcase_add_test(tests, test_root_is_link);
	tcase_add_test(tests, test_root_is_relative);
	tcase_add_test(tests, test_no_class);
	tcase_add_test(tests, test_empty_class);
	tcase_add_test(tests, test_class_is_file);
	tcase_add_test(tests, test_class_is_fifo);
	tcase_add_test(tests, test_class_leads_out);
	tcase_add_test(tests, test_class_is_secret);
	tcase_add_test(tests, test_entries_of_class);
	tcase_add_test(tests, test_probe_device_of_any_kind);
	tcase_add_test(tests, test_secret_iommu);
	tcase_add_test(tests, test_natural_order);
	tcase_add_test(tests, test_devices);
	tcase_add_test(tests, test_secret_devices);
	tcase_add_test(tests, test_device_named_model);
	tcase_add_test(tests, test_iterating_twice);
	tcase_add_test(tests, test_errors_grow_while_iterating);
	tcase_add_test(tests, test_gone_in_between);
	tcase_add_test(tests, test_references);
	tcase_add_test(tests, test_this_machine);
	suite_add_tcase(suite, tests);
	return run(suite);
}
