// SPDX-License-Identifier: MIT
/* One endpoint: every member of its document but the group, and links. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "device-fixture.h"

START_TEST(test_all)
{
	struct json_object *device;

	make_device();
	make_group("DMA-FQ\n");
	write_config(20, true);
	tree_file(UNIT "intel-vtd/model", "1\n");
	tree_file(UNIT "intel-vtd/ats", "enabled\n");
	device = read_device();
	ck_assert_str_eq(
		json_object_to_json_string_ext(device, JSON_C_TO_STRING_PLAIN),
		"{\"name\":\"" NAME "\",\"subsystem\":\"pci\",\"iommu\":\"dmar5\",\"group\":20,"
		"\"group_members\":[\"" NAME "\"],\"domain\":\"DMA-FQ\",\"driver\":\"idxd\","
		"\"vendor\":\"0x8086\",\"device\":\"0x0b25\","
		"\"pasid\":{\"state\":\"enabled\",\"bits\":20,\"execute\":false,\"privileged\":true},"
		"\"ats\":{\"state\":\"enabled\"},\"pri\":{\"state\":\"enabled\",\"capacity\":512},"
		"\"usable\":{\"pasid_bits\":0,\"ats\":true,\"pri\":false}}");
	check_errors(host, "");
}
END_TEST

/* A saved tree may have kept no more of it. */
static void check_name_only(const char *subsystem)
{
	struct json_object *device = read_device();

	check_member(device, "subsystem", subsystem);
	check_member(device, "iommu", "'dmar5'");
	ck_assert_int_eq(json_object_object_length(device), 7);
	check_member(device, "pasid", "{'state':'unknown'}");
	check_member(device, "ats", "{'state':'unknown'}");
	check_member(device, "pri", "{'state':'unknown'}");
	check_member(device, "usable", "{}");
	check_errors(host, "");
}

START_TEST(test_name_only)
{
	tree_link(LINK, TO_DEVICE);
	check_name_only("'pci'");
}
END_TEST

START_TEST(test_name_only_platform)
{
	tree_link(UNIT "devices/9050000.dma", "../../../../devices/9050000.dma");
	check_name_only("'unknown'");
}
END_TEST

/* Neither of these is followed, to wherever it leads. */
static const char *const outside[] = { "/etc", "/", "../../../../../..", "../../../../../../etc",
				       NAME, "../" NAME "/" NAME };

START_TEST(test_link_out)
{
	make_device();
	ck_assert_int_eq(remove(tree_path(LINK)), 0);
	tree_link(LINK, outside[_i]);
	check_name_only("'pci'");
}
END_TEST

START_TEST(test_absolute_link)
{
	char device[4096];

	make_device();
	ck_assert_int_eq(remove(tree_path(LINK)), 0);
	snprintf(device, sizeof(device), "%s", tree_path(DEVICE));
	tree_link(LINK, device);
	check_name_only("'pci'");
}
END_TEST

/* Where the IOMMU's link leads nowhere, the bus knows it. */
START_TEST(test_by_bus)
{
	struct json_object *device;

	make_device();
	ck_assert_int_eq(remove(tree_path(LINK)), 0);
	tree_link(LINK, "nowhere");
	tree_link("sys/bus/pci/devices/" NAME, "../../../devices/pci0000:6a/" NAME);
	device = read_device();
	check_member(device, "iommu", "'dmar5'");
	check_member(device, "vendor", "'0x8086'");
	check_member(device, "driver", "'idxd'");
}
END_TEST

START_TEST(test_behind_no_iommu)
{
	struct json_object *device;

	make_device();
	ck_assert_int_eq(remove(tree_path(LINK)), 0);
	tree_link("sys/bus/pci/devices/" NAME, "../../../devices/pci0000:6a/" NAME);
	device = read_device();
	check_member(device, "iommu", NULL);
	check_member(device, "subsystem", "'pci'");
	check_member(device, "vendor", "'0x8086'");
}
END_TEST

START_TEST(test_platform_device)
{
	struct json_object *device;

	tree_link(UNIT "devices/9050000.dma", "../../../../devices/9050000.dma");
	tree_link("sys/devices/9050000.dma/subsystem", "../../bus/platform");
	tree_link("sys/devices/9050000.dma/driver", "../../bus/platform/drivers/pl330");
	tree_link("sys/devices/9050000.dma/iommu_group", "../../kernel/iommu_groups/3");
	tree_file(GROUPS "3/type", "identity\n");
	tree_dir(GROUPS "3/devices/9050000.dma");
	device = read_device();
	check_member(device, "subsystem", "'platform'");
	check_member(device, "driver", "'pl330'");
	check_member(device, "group", "3");
	check_member(device, "group_members", "['9050000.dma']");
	check_member(device, "domain", "'identity'");
	check_member(device, "vendor", NULL);
	check_member(device, "device", NULL);
	check_member(device, "pasid", "{'state':'unknown'}");
}
END_TEST

static const struct {
	const char *link;
	const char *driver;
} drivers[] = {
	{ "../../../bus/pci/drivers/vfio-pci", "'vfio-pci'" },
	{ "/sys/bus/pci/drivers/vfio-pci", "'vfio-pci'" },
	{ "nvme", "'nvme'" },
	{ "..", NULL },
	{ "../../drivers/.", NULL },
	{ "../../\x1b", "'\\u001b'" },
	{ "../../\xff", "'\xef\xbf\xbd'" },
};

START_TEST(test_drivers)
{
	make_device();
	ck_assert_int_eq(remove(tree_path(DEVICE "driver")), 0);
	tree_link(DEVICE "driver", drivers[_i].link);
	check("driver", drivers[_i].driver);
}
END_TEST

START_TEST(test_driver_is_file)
{
	make_device();
	ck_assert_int_eq(remove(tree_path(DEVICE "driver")), 0);
	tree_file(DEVICE "driver", "nvme\n");
	check("driver", NULL);
}
END_TEST

START_TEST(test_no_subsystem)
{
	make_device();
	ck_assert_int_eq(remove(tree_path(DEVICE "subsystem")), 0);
	check("subsystem", "'pci'");
}
END_TEST

/* The getters say what the document says, and what it does not hold. */
START_TEST(test_getters)
{
	struct iommu_probe_device *device, *next;

	make_device();
	make_group("DMA\n");
	write_config(20, true);
	tree_file(DEVICE "class", "0x088000\n");
	tree_file(DEVICE "modalias", "pci:v00008086d00000B25\n");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	ck_assert_str_eq(iommu_probe_device_get_name(device), NAME);
	ck_assert_str_eq(iommu_probe_device_get_subsystem(device), "pci");
	ck_assert_str_eq(iommu_probe_device_get_iommu(device), "dmar5");
	ck_assert_str_eq(iommu_probe_device_get_driver(device), "idxd");
	ck_assert_str_eq(iommu_probe_device_get_domain(device), "DMA");
	ck_assert_str_eq(iommu_probe_device_get_vendor(device), "0x8086");
	ck_assert_str_eq(iommu_probe_device_get_device(device), "0x0b25");
	ck_assert_str_eq(iommu_probe_device_get_class(device), "0x088000");
	ck_assert_str_eq(iommu_probe_device_get_modalias(device), "pci:v00008086d00000B25");
	ck_assert_int_eq(iommu_probe_device_get_group(device), 20);
	ck_assert_uint_eq(iommu_probe_device_get_group_count(device), 1);
	ck_assert_str_eq(iommu_probe_device_get_group_member(device, 0), NAME);
	ck_assert_ptr_null(iommu_probe_device_get_group_member(device, 1));
	ck_assert_ptr_null(iommu_probe_device_get_group_member(device, SIZE_MAX));
	ck_assert_int_eq(iommu_probe_device_get_pasid(device), IOMMU_PROBE_STATE_ENABLED);
	ck_assert_int_eq(iommu_probe_device_get_ats(device), IOMMU_PROBE_STATE_ENABLED);
	ck_assert_int_eq(iommu_probe_device_get_pri(device), IOMMU_PROBE_STATE_ENABLED);
	ck_assert_uint_eq(iommu_probe_device_get_pasid_bits(device), 20);
	ck_assert(!iommu_probe_device_get_pasid_execute(device));
	ck_assert(iommu_probe_device_get_pasid_privileged(device));
	ck_assert_uint_eq(iommu_probe_device_get_pri_capacity(device), 512);
	/* Of the IOMMU nothing is known. */
	ck_assert_int_eq(iommu_probe_device_get_usable_pasid_bits(device), -1);
	ck_assert_int_eq(iommu_probe_device_get_usable_ats(device), -1);
	ck_assert_int_eq(iommu_probe_device_get_usable_pri(device), -1);
	ck_assert_int_eq(iommu_probe_device_get_next(device, &next), 0);
	ck_assert_ptr_null(next);
	ck_assert_ptr_null(iommu_probe_device_unref(device));
}
END_TEST

START_TEST(test_getters_of_nothing)
{
	struct iommu_probe_device *device;

	tree_link(UNIT "devices/uart.0", "nowhere");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), 0);
	ck_assert_ptr_null(iommu_probe_device_get_driver(device));
	ck_assert_ptr_null(iommu_probe_device_get_domain(device));
	ck_assert_ptr_null(iommu_probe_device_get_vendor(device));
	ck_assert_ptr_null(iommu_probe_device_get_device(device));
	ck_assert_ptr_null(iommu_probe_device_get_class(device));
	ck_assert_ptr_null(iommu_probe_device_get_modalias(device));
	ck_assert_int_eq(iommu_probe_device_get_group(device), -1);
	ck_assert_uint_eq(iommu_probe_device_get_group_count(device), 0);
	ck_assert_ptr_null(iommu_probe_device_get_group_member(device, 0));
	ck_assert_int_eq(iommu_probe_device_get_pasid(device), IOMMU_PROBE_STATE_UNKNOWN);
	iommu_probe_device_unref(device);
}
END_TEST

static void add_members(TCase *tests)
{
	tcase_add_test(tests, test_all);
	tcase_add_test(tests, test_name_only);
	tcase_add_test(tests, test_name_only_platform);
	tcase_add_loop_test(tests, test_link_out, 0, ROWS(outside));
	tcase_add_test(tests, test_absolute_link);
	tcase_add_test(tests, test_by_bus);
	tcase_add_test(tests, test_behind_no_iommu);
	tcase_add_test(tests, test_platform_device);
	tcase_add_loop_test(tests, test_drivers, 0, ROWS(drivers));
	tcase_add_test(tests, test_driver_is_file);
	tcase_add_test(tests, test_no_subsystem);
	tcase_add_test(tests, test_getters);
	tcase_add_test(tests, test_getters_of_nothing);
}

int main(void)
{
	Suite *suite = suite_create("device");
	TCase *tests = tcase_create("device");

	tcase_add_checked_fixture(tests, setup, teardown);
	add_members(tests);
	suite_add_tcase(suite, tests);
	return run(suite);
}
