// SPDX-License-Identifier: MIT
/* lib/condition-host.c: hosts without IOMMUs, or with such as cannot be read. */
#include <stdio.h>
#include <unistd.h>
#include "explained.h"
#include "run.h"
#include "tree.h"

/* Of a host whose class is empty, with this command line and configuration. */
static const struct {
	const char *table;
	const char *command_line;
	const char *config;
	const char *name;
	enum iommu_probe_verdict verdict;
	const char *remedy;
} empty[] = {
	{ "DMAR", "", GOOD_CONFIG, "driver-enabled", FAIL, "add intel_iommu=on" },
	{ "DMAR", "", GOOD_CONFIG, "unit-present", FAIL, "add intel_iommu=on" },
	{ "DMAR", "intel_iommu=on intel_iommu=off", GOOD_CONFIG, "driver-enabled", FAIL,
	  "intel_iommu=off" },
	{ "DMAR", "intel_iommu=off intel_iommu=on", GOOD_CONFIG, "driver-enabled", PASS, NULL },
	{ "DMAR", "intel_iommu=off intel_iommu=on", GOOD_CONFIG, "unit-present", FAIL, "DMAR" },
	{ "DMAR", "iommu=off intel_iommu=on", GOOD_CONFIG, "driver-enabled", FAIL, "iommu=off" },
	{ "DMAR", "", GOOD_CONFIG "CONFIG_INTEL_IOMMU_DEFAULT_ON=y\n", "driver-enabled", PASS,
	  NULL },
	{ "DMAR", "", NULL, "driver-enabled", UNSURE, NULL },
	{ "DMAR", "intel_iommu=on", NULL, "driver-enabled", PASS, NULL },
	{ "DMAR", NULL, GOOD_CONFIG, "driver-enabled", UNSURE, NULL },
	{ "DMAR", "", "CONFIG_X86=y\n", "kernel-driver", FAIL, "CONFIG_INTEL_IOMMU=y" },
	{ "DMAR", "", "CONFIG_X86=y\n", "driver-enabled", UNSURE, NULL },
	{ "DMAR", "", "CONFIG_X86=y\n", "unit-present", FAIL, "CONFIG_INTEL_IOMMU=y" },
	{ "DMAR", "", NULL, "kernel-driver", UNSURE, NULL },
	{ "DMAR", "", GOOD_CONFIG, "kernel-driver", PASS, NULL },
	{ "IVRS", "amd_iommu=off", "CONFIG_AMD_IOMMU=y\n", "driver-enabled", FAIL,
	  "amd_iommu=off" },
	{ "IVRS", "intel_iommu=off", "CONFIG_AMD_IOMMU=y\n", "driver-enabled", PASS, NULL },
	{ "IVRS", "", "CONFIG_INTEL_IOMMU=y\n", "kernel-driver", FAIL, "CONFIG_AMD_IOMMU=y" },
	{ "IVRS", "", "CONFIG_AMD_IOMMU=y\n", "unit-present", FAIL, "AMD-Vi" },
	{ "IORT", "iommu=off", "CONFIG_ARM_SMMU_V3=m\n", "driver-enabled", PASS, NULL },
	{ "IORT", "", "CONFIG_ARM64=y\n", "kernel-driver", FAIL, "CONFIG_ARM_SMMU_V3=y" },
	{ "IORT", "", "CONFIG_ARM_SMMU=y\n", "kernel-driver", PASS, NULL },
	{ "RIMT", "", "CONFIG_RISCV=y\n", "kernel-driver", FAIL, "CONFIG_RISCV_IOMMU=y" },
	{ "VIOT", "", "CONFIG_X86=y\n", "kernel-driver", FAIL, "CONFIG_VIRTIO_IOMMU=y" },
	{ "FACP", "", "CONFIG_ARM64=y\n", "firmware-table", FAIL, "SMMU" },
	{ "FACP", "", "CONFIG_X86=y\n", "firmware-table", FAIL, "VT-d" },
	{ "FACP", "", "CONFIG_X86=y\n", "unit-present", FAIL, "VT-d" },
	{ "FACP", "", "CONFIG_X86=y\n", "kernel-mode", UNSURE, NULL },
};

START_TEST(without_units)
{
	char path[64];

	empty_class();
	snprintf(path, sizeof(path), "sys/firmware/acpi/tables/%s", empty[_i].table);
	change(path, "");
	change(CMDLINE, empty[_i].command_line);
	change(CONFIG, empty[_i].config);
	ask(NULL, QUESTION(PASID));
	check(empty[_i].name, empty[_i].verdict, empty[_i].remedy);
	ask(DEVICE, QUESTION(PASID));
	check(empty[_i].name, empty[_i].verdict, empty[_i].remedy);
	check("device-behind-unit", UNSURE, NULL);
	check("group-isolated", UNSURE, NULL);
	check("hardware-pasid", UNSURE, NULL);
	ck_assert_int_eq(iommu_probe_explanation_get_answer(explanation), IOMMU_PROBE_ANSWER_NO);
}
END_TEST

START_TEST(guests)
{
	empty_class();
	tree_file("sys/firmware/acpi/tables/FACP", "");
	tree_file("sys/class/dmi/id/sys_vendor", "QEMU\n");
	ask(NULL, QUESTION(PASID));
	check("firmware-table", FAIL, "intel-iommu");
	tree_file(CONFIG, "CONFIG_ARM64=y\n");
	ask(NULL, QUESTION(PASID));
	check("firmware-table", FAIL, "iommu=smmuv3");
	tree_file(CONFIG, "CONFIG_S390=y\n");
	ask(NULL, QUESTION(PASID));
	check("firmware-table", FAIL, "virtio-iommu-pci");
}
END_TEST

START_TEST(no_firmware)
{
	change(DMAR, NULL);
	rmdir(tree_path("sys/firmware/acpi/tables"));
	ask(NULL, QUESTION(PASID));
	check("firmware-table", UNSURE, NULL);
	check("kernel-driver", PASS, NULL);
	ck_assert_int_eq(iommu_probe_explanation_get_answer(explanation), IOMMU_PROBE_ANSWER_UNKNOWN);
	tree_dir("sys/firmware/devicetree/base");
	rmdir(tree_path("sys/firmware/acpi"));
	ask(NULL, QUESTION(PASID));
	check("firmware-table", PASS, NULL);
}
END_TEST

/* On such a host a device may be attached when its driver is. */
START_TEST(device_tree)
{
	change(DMAR, NULL);
	ck_assert_int_eq(rmdir(tree_path("sys/firmware/acpi/tables")), 0);
	ck_assert_int_eq(rmdir(tree_path("sys/firmware/acpi")), 0);
	tree_dir("sys/firmware/devicetree/base");
	change(UNIT "devices/" DEVICE, NULL);
	ask(DEVICE, QUESTION(PASID));
	check("device-behind-unit", FAIL, NULL);
	change(ENDPOINT "/driver", NULL);
	ask(DEVICE, QUESTION(PASID));
	check("device-behind-unit", UNSURE, NULL);
	/* Not known is not failed: what stands on it is judged by what there is */
	check("hardware-pasid", UNSURE, NULL);
}
END_TEST

/* What a model has no notion of is no secret; what could not be read is one. */
START_TEST(notion_lacking)
{
	empty_class();
	tree_file("sys/class/iommu/0000:00:01.0/virtio-iommu/model", "256\n");
	ask(NULL, QUESTION(PASID));
	check("hardware-pasid", FAIL, NULL);
	ask(NULL, QUESTION(NESTING));
	check("hardware-nesting", FAIL, NULL);
	ask(NULL, QUESTION(DIRTY));
	check("hardware-dirty", FAIL, NULL);
	tree_file("sys/class/iommu/0000:00:01.0/virtio-iommu/ssid_bits", "x\n");
	ask(NULL, QUESTION(PASID));
	check("hardware-pasid", UNSURE, NULL);
}
END_TEST

START_TEST(class_unreadable)
{
	empty_class();
	ck_assert_int_eq(rmdir(tree_path("sys/class/iommu")), 0);
	tree_file("sys/class/iommu", "");
	ask(NULL, QUESTION(PASID));
	check("unit-present", UNSURE, NULL);
	ask(DEVICE, QUESTION(PASID));
	check("unit-present", UNSURE, NULL);
	check("device-behind-unit", UNSURE, NULL);
	check("endpoint-pasid", PASS, NULL);
}
END_TEST

/* What is no directory is no IOMMU. */
START_TEST(class_of_files)
{
	empty_class();
	tree_file("sys/class/iommu/file", "");
	tree_file(DMAR, "");
	ask(NULL, QUESTION(PASID));
	check("unit-present", FAIL, NULL);
}
END_TEST

START_TEST(lists_unreadable)
{
	change(UNIT "devices/" DEVICE, NULL);
	ck_assert_int_eq(rmdir(tree_path(UNIT "devices")), 0);
	tree_link(UNIT "devices", "/somewhere");
	ask(DEVICE, QUESTION(PASID));
	check("device-behind-unit", UNSURE, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conditions-host");
	TCase *tests = tcase_create("conditions-host");

	tcase_add_checked_fixture(tests, explained_setup, explained_teardown);
	tcase_add_loop_test(tests, without_units, 0, ROWS(empty));
	tcase_add_test(tests, guests);
	tcase_add_test(tests, no_firmware);
	tcase_add_test(tests, device_tree);
	tcase_add_test(tests, notion_lacking);
	tcase_add_test(tests, class_unreadable);
	tcase_add_test(tests, class_of_files);
	tcase_add_test(tests, lists_unreadable);
	suite_add_tcase(suite, tests);
	return run(suite);
}
