// SPDX-License-Identifier: MIT
/* lib/conditions.c, lib/explain.c: each condition met, not met, not known. */
#include <errno.h>
#include <string.h>
#include "explained.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

static const struct {
	enum iommu_probe_question question;
	const char *names; /* in their order; behind | those that need no device */
} orders[] = {
	{ QUESTION(PASID),
	  "firmware-table kernel-driver driver-enabled unit-present device-behind-unit "
	  "group-isolated hardware-pasid kernel-mode path-prefix path-acs endpoint-pasid |"
	  "firmware-table kernel-driver driver-enabled unit-present hardware-pasid kernel-mode " },
	{ QUESTION(SVA),
	  "firmware-table kernel-driver driver-enabled unit-present device-behind-unit "
	  "group-isolated hardware-pasid kernel-mode path-prefix path-acs endpoint-pasid "
	  "domain-type endpoint-ats endpoint-pri kernel-config driver-bound |"
	  "firmware-table kernel-driver driver-enabled unit-present hardware-pasid kernel-mode "
	  "kernel-config " },
	{ QUESTION(PASSTHROUGH),
	  "firmware-table kernel-driver driver-enabled unit-present device-behind-unit "
	  "group-isolated domain-type kernel-config |"
	  "firmware-table kernel-driver driver-enabled unit-present kernel-config " },
	{ QUESTION(NESTING),
	  "firmware-table kernel-driver driver-enabled unit-present device-behind-unit "
	  "hardware-nesting kernel-mode kernel-config |"
	  "firmware-table kernel-driver driver-enabled unit-present hardware-nesting kernel-mode "
	  "kernel-config " },
	{ QUESTION(DIRTY),
	  "firmware-table kernel-driver driver-enabled unit-present device-behind-unit "
	  "hardware-dirty kernel-config |"
	  "firmware-table kernel-driver driver-enabled unit-present hardware-dirty "
	  "kernel-config " },
};

static void append_names(char *text)
{
	const struct iommu_probe_condition *c =
		iommu_probe_explanation_get_first_condition(explanation);

	for (; c; c = iommu_probe_condition_get_next(c)) {
		strcat(text, iommu_probe_condition_get_name(c));
		strcat(text, " ");
		check(iommu_probe_condition_get_name(c), PASS, NULL);
	}
	ck_assert_int_eq(iommu_probe_explanation_get_answer(explanation), IOMMU_PROBE_ANSWER_YES);
}

START_TEST(order)
{
	char names[1024] = "";

	ask("01:00.0", orders[_i].question);
	append_names(names);
	strcat(names, "|");
	ask(NULL, orders[_i].question);
	append_names(names);
	ck_assert_str_eq(names, orders[_i].names);
}
END_TEST

/* One file of the good host is another, or NULL: is gone; what becomes of one condition. */
static const struct {
	const char *path;
	const char *text;
	enum iommu_probe_question question;
	const char *name;
	enum iommu_probe_verdict verdict;
	const char *remedy;
} changes[] = {
	{ DMAR, NULL, QUESTION(PASID), "firmware-table", FAIL, "VT-d" },
	{ UNIT "intel-iommu/ecap", "1e80004000000", QUESTION(PASID), "hardware-pasid", FAIL,
	  "no option" },
	{ UNIT "intel-iommu/ecap", NULL, QUESTION(PASID), "hardware-pasid", UNSURE, NULL },
	{ UNIT "intel-iommu/ecap", "x", QUESTION(PASID), "hardware-pasid", UNSURE, NULL },
	/* Only PSS; only PASID */
	{ UNIT "intel-iommu/ecap", "89800000000", QUESTION(PASID), "hardware-pasid", FAIL, NULL },
	{ UNIT "intel-iommu/ecap", "10000000000", QUESTION(PASID), "hardware-pasid", PASS, NULL },
	{ UNIT "intel-iommu/ecap", "10000000000", QUESTION(PASID), "kernel-mode", FAIL,
	  "no option" },
	{ UNIT "intel-iommu/ecap", "1e90000000000", QUESTION(NESTING), "hardware-nesting", FAIL,
	  "no option" },
	{ UNIT "intel-iommu/ecap", NULL, QUESTION(NESTING), "hardware-nesting", UNSURE, NULL },
	{ UNIT "intel-iommu/ecap", "1c90004000000", QUESTION(DIRTY), "hardware-dirty", FAIL,
	  "no option" },
	{ UNIT "intel-iommu/ecap", NULL, QUESTION(DIRTY), "hardware-dirty", UNSURE, NULL },
	/* Attributes say what is left on: 0 is not the hardware's where the mode is off */
	{ UNIT "intel-vtd/model", "1\n", QUESTION(PASID), "hardware-pasid", PASS, NULL },
	{ CMDLINE, "quiet", QUESTION(PASID), "kernel-mode", FAIL, "intel_iommu=on,sm_on" },
	{ CMDLINE, "intel_iommu=sm_on intel_iommu=sm_off", QUESTION(PASID), "kernel-mode", FAIL,
	  "sm_off" },
	{ CMDLINE, NULL, QUESTION(PASID), "kernel-mode", UNSURE, NULL },
	{ CONFIG, "CONFIG_INTEL_IOMMU_SCALABLE_MODE_DEFAULT_ON=y\n", QUESTION(PASID),
	  "kernel-mode", PASS, NULL },
	{ GROUP "devices/0000:01:00.1", "", QUESTION(PASID), "group-isolated", FAIL, "ACS" },
	{ GROUP "devices/0000:01:00.1", "", QUESTION(PASSTHROUGH), "group-isolated", FAIL,
	  "whole group" },
	{ GROUP "devices/0000:00:01.0", "", QUESTION(PASID), "group-isolated", FAIL, "ACS" },
	{ GROUP "devices/0000:00:01.0", "", QUESTION(PASSTHROUGH), "group-isolated", PASS, NULL },
	{ ENDPOINT "/iommu_group", NULL, QUESTION(PASID), "group-isolated", UNSURE, NULL },
	{ UNIT "devices/" DEVICE, NULL, QUESTION(PASID), "device-behind-unit", FAIL, "firmware" },
	{ UNIT "devices/" DEVICE, NULL, QUESTION(PASID), "group-isolated", UNSURE, NULL },
	{ UNIT "devices/" DEVICE, NULL, QUESTION(PASID), "hardware-pasid", UNSURE, NULL },
	{ UNIT "devices/" DEVICE, NULL, QUESTION(PASID), "path-prefix", PASS, NULL },
	{ PORT "/config", NULL, QUESTION(PASID), "path-prefix", UNSURE, NULL },
	{ PORT "/config", NULL, QUESTION(PASID), "path-acs", UNSURE, NULL },
	{ PORT "/config", "short", QUESTION(PASID), "path-acs", UNSURE, NULL },
	{ ENDPOINT "/config", NULL, QUESTION(PASID), "endpoint-pasid", UNSURE, NULL },
	{ ENDPOINT "/config", NULL, QUESTION(SVA), "endpoint-ats", UNSURE, NULL },
	{ ENDPOINT "/config", NULL, QUESTION(SVA), "endpoint-pri", UNSURE, NULL },
	{ GROUP "type", "identity\n", QUESTION(SVA), "domain-type", FAIL, "write DMA" },
	{ GROUP "type", "identity\n", QUESTION(PASSTHROUGH), "domain-type", PASS, NULL },
	{ GROUP "type", "DMA\n", QUESTION(SVA), "domain-type", PASS, NULL },
	{ GROUP "type", "new\n", QUESTION(SVA), "domain-type", UNSURE, NULL },
	{ GROUP "type", NULL, QUESTION(SVA), "domain-type", UNSURE, NULL },
	{ CONFIG, NULL, QUESTION(SVA), "kernel-config", UNSURE, NULL },
	{ CONFIG, "CONFIG_X86=y\n", QUESTION(SVA), "kernel-config", FAIL, "INTEL_IOMMU_SVM" },
	{ CONFIG, "CONFIG_INTEL_IOMMU_SVM=y\n", QUESTION(SVA), "kernel-config", FAIL,
	  "CONFIG_IOMMU_SVA" },
	{ CONFIG, "CONFIG_X86=y\n", QUESTION(PASSTHROUGH), "kernel-config", FAIL, "CONFIG_VFIO" },
	{ CONFIG, "CONFIG_VFIO=y\n", QUESTION(PASSTHROUGH), "kernel-config", FAIL,
	  "CONFIG_IOMMUFD" },
	{ CONFIG, "CONFIG_VFIO=y\nCONFIG_IOMMUFD=y\n", QUESTION(PASSTHROUGH), "kernel-config",
	  PASS, NULL },
	{ CONFIG, "CONFIG_VFIO=m\nCONFIG_VFIO_IOMMU_TYPE1=m\n", QUESTION(PASSTHROUGH),
	  "kernel-config", PASS, NULL },
	{ CONFIG, NULL, QUESTION(PASSTHROUGH), "kernel-config", UNSURE, NULL },
	{ CONFIG, "CONFIG_X86=y\n", QUESTION(NESTING), "kernel-config", FAIL, "CONFIG_IOMMUFD" },
	{ CONFIG, NULL, QUESTION(NESTING), "kernel-config", UNSURE, NULL },
	{ CONFIG, "CONFIG_X86=y\n", QUESTION(DIRTY), "kernel-config", FAIL, "CONFIG_IOMMUFD" },
	{ CONFIG, NULL, QUESTION(DIRTY), "kernel-config", UNSURE, NULL },
	{ ENDPOINT "/driver", NULL, QUESTION(SVA), "driver-bound", FAIL, "modprobe 'pci:v8086'" },
};

START_TEST(changed)
{
	change(changes[_i].path, changes[_i].text);
	ask(DEVICE, changes[_i].question);
	check(changes[_i].name, changes[_i].verdict, changes[_i].remedy);
}
END_TEST

/* Of Arm and AMD: other options, no mode. */
START_TEST(others)
{
	tree_file("sys/class/iommu/smmu3.0x0/arm-smmu-v3/model", "2\n");
	tree_file("sys/class/iommu/smmu3.0x0/arm-smmu-v3/ssid_bits", "20\n");
	tree_file("sys/class/iommu/smmu3.0x0/arm-smmu-v3/nesting", "enabled\n");
	tree_link("sys/class/iommu/smmu3.0x0/devices/000f:00:01.0", "x");
	tree_dir("sys/bus/pci/devices/000f:00:01.0");
	ask("000f:00:01.0", QUESTION(SVA));
	check("hardware-pasid", PASS, NULL);
	check("kernel-mode", PASS, NULL);
	check("kernel-config", FAIL, "CONFIG_ARM_SMMU_V3_SVA");
	ask("000f:00:01.0", QUESTION(NESTING));
	check("hardware-nesting", PASS, NULL);
	check("kernel-config", FAIL, "CONFIG_ARM_SMMU_V3_IOMMUFD");
	tree_file("sys/class/iommu/ivhd0/amd-iommu/features", "a5bf732fa2295afe\n");
	tree_link("sys/class/iommu/ivhd0/devices/000f:00:02.0", "x");
	tree_dir("sys/bus/pci/devices/000f:00:02.0");
	ask("000f:00:02.0", QUESTION(SVA));
	check("kernel-mode", PASS, NULL);
	check("kernel-config", PASS, NULL);
	ask("000f:00:02.0", QUESTION(NESTING));
	check("kernel-config", FAIL, "CONFIG_AMD_IOMMU_IOMMUFD");
}
END_TEST

/* A word of the future says nothing; a stock SMMUv3 does not either. */
START_TEST(not_shown)
{
	tree_file("sys/class/iommu/smmu3.0x0/arm-smmu-v3/model", "2\n");
	tree_file("sys/class/iommu/smmu3.0x0/arm-smmu-v3/nesting", "partly\n");
	tree_link("sys/class/iommu/smmu3.0x0/devices/000f:00:01.0", "x");
	tree_dir("sys/class/iommu/smmu3.0x1/devices");
	tree_link("sys/class/iommu/smmu3.0x1/devices/000f:00:02.0", "x");
	ask("000f:00:01.0", QUESTION(NESTING));
	check("hardware-nesting", UNSURE, NULL);
	ask("000f:00:02.0", QUESTION(PASID));
	check("hardware-pasid", UNSURE, NULL);
	check("kernel-mode", PASS, NULL);
	/* On what bus it is, is not known either */
	check("endpoint-pasid", UNSURE, NULL);
}
END_TEST

/* Of IOMMUs that differ the one that stands in the way is named. */
START_TEST(uneven)
{
	tree_file("sys/class/iommu/dmar1/intel-iommu/cap", "19ed008c40780c66\n");
	tree_file("sys/class/iommu/dmar1/intel-iommu/ecap", "f050da\n");
	ask(NULL, QUESTION(PASID));
	check("hardware-pasid", FAIL, NULL);
	ck_assert_ptr_nonnull(strstr(find("hardware-pasid")->message, "dmar1"));
	ck_assert_uint_eq(find("hardware-pasid")->evidence_count, 2);
	check("kernel-mode", FAIL, "hardware");
	ask(DEVICE, QUESTION(PASID));
	check("hardware-pasid", PASS, NULL);
	check("kernel-mode", PASS, NULL);
}
END_TEST

/* On x86 some releases have it off whatever their configuration says. */
START_TEST(releases)
{
	tree_file("proc/sys/kernel/osrelease", "6.18.3\n");
	tree_file("boot/config-6.18.3", GOOD_CONFIG);
	ask(DEVICE, QUESTION(SVA));
	check("kernel-config", UNSURE, NULL);
	ask(DEVICE, QUESTION(NESTING));
	check("kernel-config", PASS, NULL);
}
END_TEST

/* Asking changes nothing of a host, and once asked a host can be asked again. */
START_TEST(host_stays)
{
	struct iommu_probe_explanation *again;
	char before[128], after[128];

	tree_dir("sys/class/iommu/dmar1");
	ask(DEVICE, QUESTION(PASID));
	iommu_names(host, before, sizeof(before));
	ck_assert_str_eq(before, "dmar0,dmar1,");
	ck_assert_int_eq(iommu_probe_explain(host, "0000:00:01.0", QUESTION(DIRTY), &again), 0);
	iommu_probe_explanation_unref(again);
	ck_assert_int_eq(iommu_probe_explain(host, "nothing", QUESTION(DIRTY), &again), -ENOENT);
	ck_assert_ptr_null(again);
	ck_assert_int_eq(iommu_probe_explain(host, "dmar0", QUESTION(DIRTY), &again), -ENOENT);
	ck_assert_int_eq(iommu_probe_explain(host, "../dmar0", QUESTION(DIRTY), &again), -ENOENT);
	ck_assert_int_eq(iommu_probe_explain(host, "", QUESTION(DIRTY), &again), -ENOENT);
	ck_assert_int_eq(iommu_probe_explain(host, NULL, 5, &again), -EINVAL);
	iommu_names(host, after, sizeof(after));
	ck_assert_str_eq(before, after);
}
END_TEST

START_TEST(given)
{
	const struct iommu_probe_register registers[] = { { "cap", 0 }, { "ecap", 0 } };
	struct iommu_probe_ctx *ctx;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	ck_assert_int_eq(iommu_probe_host_new_decoded(ctx, "intel-vtd", registers, 2, &host), 0);
	iommu_probe_ctx_unref(ctx);
	ck_assert_int_eq(iommu_probe_explain(host, NULL, QUESTION(PASID), &explanation), -ENOTSUP);
}
END_TEST

/* The table itself. */
START_TEST(table)
{
	const struct condition *row, *other;
	size_t i;

	for (row = conditions; row->name; row++) {
		ck_assert_ptr_nonnull(row->judge);
		ck_assert_ptr_nonnull(row->text);
		ck_assert_ptr_nonnull(row->remedy);
		ck_assert_uint_ne(row->questions, 0);
		for (i = 0; i < CONDITION_STANDS_ON_MAX && row->stands_on[i]; i++) {
			for (other = conditions; other < row; other++)
				if (!strcmp(other->name, row->stands_on[i]))
					break;
			/* What it stands on comes before it, in all of its questions. */
			ck_assert_ptr_ne(other, row);
			ck_assert_uint_eq(row->questions & ~other->questions, 0);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conditions");
	TCase *tests = tcase_create("conditions");

	tcase_add_checked_fixture(tests, explained_setup, explained_teardown);
	tcase_add_loop_test(tests, order, 0, ROWS(orders));
	tcase_add_loop_test(tests, changed, 0, ROWS(changes));
	tcase_add_test(tests, others);
	tcase_add_test(tests, not_shown);
	tcase_add_test(tests, uneven);
	tcase_add_test(tests, releases);
	tcase_add_test(tests, host_stays);
	tcase_add_test(tests, given);
	tcase_add_test(tests, table);
	suite_add_tcase(suite, tests);
	return run(suite);
}
