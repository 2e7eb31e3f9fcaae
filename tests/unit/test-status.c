// SPDX-License-Identifier: MIT
/* lib/status.c, lib/firmware-present.c: a host in one answer. */
#include <stdio.h>
#include <string.h>
#include "opened.h"
#include "run.h"
#include "status.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"
#define GROUPS "sys/kernel/iommu_groups/"
#define TABLES "sys/firmware/acpi/tables/"

static struct iommu_probe_host *host;
static struct iommu_probe_status *status;

static void setup(void)
{
	tree_setup();
	host = NULL;
	status = NULL;
	tree_dir("sys");
}

static void teardown(void)
{
	iommu_probe_status_unref(status);
	iommu_probe_host_unref(host);
	tree_teardown();
}

static void read_status(bool live)
{
	iommu_probe_status_unref(status);
	iommu_probe_host_unref(host);
	host = tree_open(live);
	ck_assert_int_eq(iommu_probe_status_new(host, &status), 0);
}

START_TEST(test_no_iommu)
{
	read_status(_i);
	ck_assert_int_eq(iommu_probe_status_get_active(status), IOMMU_PROBE_ANSWER_NO);
	ck_assert_uint_eq(iommu_probe_status_get_units(status), 0);
	ck_assert_ptr_null(iommu_probe_status_get_first_least(status));
	ck_assert_ptr_null(iommu_probe_status_get_firmware(status, 0));
	ck_assert_ptr_null(iommu_probe_status_get_default_domain(status));
	check_errors(host, "");
}
END_TEST

START_TEST(test_units)
{
	struct iommu_probe_least *least;

	tree_file(CLASS "a/next/model", "777\n");
	tree_file(CLASS "a/arm-smmu-v3/model", "2\n");
	tree_file(CLASS "b/arm-smmu-v3/model", "2\n");
	tree_dir(CLASS "silent");
	tree_link(CLASS "gone", "nowhere");
	tree_file(CLASS "file", "");
	read_status(_i);
	ck_assert_int_eq(iommu_probe_status_get_active(status), IOMMU_PROBE_ANSWER_YES);
	ck_assert_uint_eq(iommu_probe_status_get_units(status), 4);
	least = iommu_probe_status_get_first_least(status);
	ck_assert_uint_eq(iommu_probe_least_get_units(least), 2);
	least = iommu_probe_least_get_next(least);
	ck_assert_uint_eq(iommu_probe_least_get_units(least), 1);
	ck_assert_str_eq(iommu_probe_model_get_name(iommu_probe_least_get_model(least)), "next");
	ck_assert_ptr_null(iommu_probe_least_get_next(least));
	check_errors(host, "/sys/class/iommu/file ENOTDIR,/sys/class/iommu/gone ENOENT");
}
END_TEST

START_TEST(test_unreadable_class)
{
	tree_file("sys/class/iommu", "");
	read_status(_i);
	ck_assert_int_eq(iommu_probe_status_get_active(status), IOMMU_PROBE_ANSWER_UNKNOWN);
	check_errors(host, "/sys/class/iommu ENOTDIR");
}
END_TEST

/* A table that only root may read is there all the same. */
START_TEST(test_firmware)
{
	tree_dir("sys/firmware/devicetree/base");
	read_status(_i);
	ck_assert_str_eq(iommu_probe_status_get_firmware(status, 0), "devicetree");
	ck_assert_ptr_null(iommu_probe_status_get_firmware(status, 1));
	/* A machine with ACPI may have an empty tree besides. */
	tree_file(TABLES "FACP", "");
	read_status(_i);
	ck_assert_ptr_null(iommu_probe_status_get_firmware(status, 0));
	tree_file(TABLES "VIOT", "");
	tree_file(TABLES "IORT", "");
	tree_mode(TABLES "IORT", 0);
	read_status(_i);
	ck_assert_str_eq(iommu_probe_status_get_firmware(status, 0), "IORT");
	ck_assert_str_eq(iommu_probe_status_get_firmware(status, 1), "VIOT");
	ck_assert_ptr_null(iommu_probe_status_get_firmware(status, 2));
	check_errors(host, "");
}
END_TEST

/* Each adds a group. */
static const struct {
	const char *type; /* NULL: a directory */
	const char *domain;
} domains[] = {
	{ "blocked\n", NULL },
	{ "unmanaged\n", NULL },
	{ "DMA-new\n", NULL },
	{ "", NULL },
	{ NULL, NULL },
	{ "DMA-FQ\n", "translated" },
	{ "DMA\n", "translated" },
	{ "identity\n", "mixed" },
};

START_TEST(test_domains)
{
	const char *domain;
	char path[64];
	unsigned int i;

	tree_file(GROUPS "file", "DMA\n");
	for (i = 0; i < sizeof(domains) / sizeof(*domains); i++) {
		snprintf(path, sizeof(path), GROUPS "%u/type", i);
		if (domains[i].type)
			tree_file(path, domains[i].type);
		else
			tree_dir(path);
		read_status(_i);
		domain = iommu_probe_status_get_default_domain(status);
		if (domains[i].domain)
			ck_assert_str_eq(domain, domains[i].domain);
		else
			ck_assert_ptr_null(domain);
		check_errors(host, "");
	}
}
END_TEST

START_TEST(test_passthrough)
{
	tree_file(GROUPS "0/type", "identity\n");
	read_status(_i);
	ck_assert_str_eq(iommu_probe_status_get_default_domain(status), "passthrough");
}
END_TEST

START_TEST(test_unreadable_groups)
{
	tree_file("sys/kernel/iommu_groups", "");
	read_status(_i);
	ck_assert_ptr_null(iommu_probe_status_get_default_domain(status));
	check_errors(host, "/sys/kernel/iommu_groups ENOTDIR");
}
END_TEST

/* Registers that somebody gave are of no machine. */
START_TEST(test_decoded)
{
	static const struct iommu_probe_register registers[] = {
		{ "cap", 0xd2008c40660462 }, { "ecap", 0xf050da }
	};
	struct iommu_probe_ctx *ctx;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	ck_assert_int_eq(iommu_probe_host_new_decoded(ctx, "intel-vtd", registers, 2, &host), 0);
	iommu_probe_ctx_unref(ctx);
	ck_assert_int_eq(iommu_probe_status_new(host, &status), 0);
	ck_assert_uint_eq(iommu_probe_status_get_units(status), 1);
	ck_assert_ptr_null(iommu_probe_status_get_firmware(status, 0));
	ck_assert_ptr_null(iommu_probe_status_get_default_domain(status));
}
END_TEST

/* The status keeps its host. */
START_TEST(test_references)
{
	tree_dir(CLASS "a");
	read_status(false);
	host = iommu_probe_host_unref(host);
	ck_assert_ptr_eq(iommu_probe_status_ref(status), status);
	ck_assert_ptr_null(iommu_probe_status_unref(status));
	ck_assert_uint_eq(iommu_probe_status_get_units(status), 1);
	ck_assert_ptr_null(iommu_probe_status_ref(NULL));
	ck_assert_ptr_null(iommu_probe_status_unref(NULL));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("status");
	TCase *tests = tcase_create("status");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_no_iommu, 0, 2);
	tcase_add_loop_test(tests, test_units, 0, 2);
	tcase_add_loop_test(tests, test_unreadable_class, 0, 2);
	tcase_add_loop_test(tests, test_firmware, 0, 2);
	tcase_add_loop_test(tests, test_domains, 0, 2);
	tcase_add_loop_test(tests, test_passthrough, 0, 2);
	tcase_add_loop_test(tests, test_unreadable_groups, 0, 2);
	tcase_add_test(tests, test_decoded);
	tcase_add_test(tests, test_references);
	suite_add_tcase(suite, tests);
	return run(suite);
}
