// SPDX-License-Identifier: MIT
/* One endpoint: its IOMMU group. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "device-fixture.h"

START_TEST(test_members)
{
	make_device();
	make_group("DMA\n");
	tree_link(GROUPS "20/devices/0000:6a:10.0", "nowhere");
	tree_link(GROUPS "20/devices/0000:6a:0a.0", "nowhere");
	tree_link(GROUPS "20/devices/0001:00:00.0", "nowhere");
	tree_link(GROUPS "20/devices/uart.10", "nowhere");
	tree_link(GROUPS "20/devices/uart.9", "nowhere");
	check("group_members", "['0000:6a:01.0','0000:6a:0a.0','0000:6a:10.0','0001:00:00.0',"
			       "'uart.9','uart.10']");
}
END_TEST

/* What the link says last is the number, if it is one. */
static const struct {
	const char *link;
	const char *group;
} numbers[] = {
	{ TO_GROUPS "0", "0" },
	{ TO_GROUPS "7", "7" },
	{ "9", "9" },
	{ TO_GROUPS "9223372036854775807", "9223372036854775807" },
	{ TO_GROUPS "9223372036854775808", NULL },
	{ TO_GROUPS "18446744073709551616", NULL },
	{ TO_GROUPS "99999999999999999999999999", NULL },
	{ TO_GROUPS "group", NULL },
	{ TO_GROUPS "20a", NULL },
	{ TO_GROUPS "0x14", NULL },
	{ TO_GROUPS "-1", NULL },
	{ TO_GROUPS "-0", NULL },
	{ TO_GROUPS "-9223372036854775809", NULL },
	{ TO_GROUPS "+20", NULL },
	{ TO_GROUPS " 20", NULL },
	{ TO_GROUPS "\n20", NULL },
	{ TO_GROUPS "20 ", NULL },
	{ TO_GROUPS "2 0", NULL },
	{ TO_GROUPS "20.0", NULL },
	{ TO_GROUPS "1e1", NULL },
	{ TO_GROUPS ".", NULL },
	{ "..", NULL },
};

START_TEST(test_group_numbers)
{
	make_device();
	tree_link(DEVICE "iommu_group", numbers[_i].link);
	check("group", numbers[_i].group);
}
END_TEST

/* What could not be read is not an empty group. */
static void check_group_alone(const char *link)
{
	struct json_object *device;

	tree_link(DEVICE "iommu_group", link);
	device = read_device();
	check_member(device, "group", "20");
	check_member(device, "group_members", NULL);
	check_member(device, "domain", NULL);
	check_errors(host, "");
}

START_TEST(test_dangling_group)
{
	make_device();
	check_group_alone(TO_GROUPS "20");
}
END_TEST

START_TEST(test_group_out)
{
	char link[4096];

	make_device();
	tree_file(GROUPS "20/type", "DMA\n");
	tree_dir(GROUPS "20/devices/secret");
	snprintf(link, sizeof(link), "%s", tree_path(GROUPS "20"));
	check_group_alone(link);
}
END_TEST

START_TEST(test_group_above)
{
	make_device();
	tree_file(GROUPS "20/type", "DMA\n");
	check_group_alone("../../../../../../../../../../../../sys/kernel/iommu_groups/20");
}
END_TEST

START_TEST(test_group_in_circles)
{
	make_device();
	tree_link(GROUPS "20", "20");
	check_group_alone(TO_GROUPS "20");
}
END_TEST

START_TEST(test_group_is_file)
{
	make_device();
	tree_file(GROUPS "20", "DMA\n");
	check_group_alone(TO_GROUPS "20");
}
END_TEST

/* Links followed on copying: a folder has no number. */
START_TEST(test_group_is_folder)
{
	make_device();
	tree_file(DEVICE "iommu_group/type", "DMA\n");
	check("group", NULL);
}
END_TEST

START_TEST(test_group_without_devices)
{
	make_device();
	tree_link(DEVICE "iommu_group", TO_GROUPS "20");
	tree_file(GROUPS "20/type", "blocked\n");
	check("group_members", NULL);
}
END_TEST

START_TEST(test_group_devices_are_a_link)
{
	make_device();
	tree_link(DEVICE "iommu_group", TO_GROUPS "20");
	tree_link(GROUPS "20/devices", "/etc");
	check("group_members", NULL);
}
END_TEST

START_TEST(test_no_group)
{
	struct json_object *device;

	make_device();
	device = read_device();
	check_member(device, "group", NULL);
	check_member(device, "group_members", NULL);
	check_member(device, "domain", NULL);
}
END_TEST

/* As sysfs has them, those of the future too. */
static const struct {
	const char *type;
	const char *domain;
} types[] = {
	{ "DMA\n", "'DMA'" },	      { "DMA-FQ\n", "'DMA-FQ'" },
	{ "identity\n", "'identity'" }, { "blocked\n", "'blocked'" },
	{ "unmanaged\n", "'unmanaged'" }, { "new-type\n", "'new-type'" },
	{ "DMA", "'DMA'" },	      { "", NULL },
	{ "\n", NULL },
};

START_TEST(test_types)
{
	make_device();
	make_group(types[_i].type);
	check("domain", types[_i].domain);
}
END_TEST

/* Without ACS all functions behind a bridge are one group. */
START_TEST(test_large_group)
{
	struct json_object *members;
	char path[128];
	int i;

	make_device();
	make_group("DMA\n");
	for (i = 1; i < 256; i++) {
		snprintf(path, sizeof(path), GROUPS "20/devices/0000:6b:%02x.%d", i / 8, i % 8);
		tree_link(path, "nowhere");
	}
	ck_assert(json_object_object_get_ex(read_device(), "group_members", &members));
	ck_assert_uint_eq(json_object_array_length(members), 256);
	check_errors(host, "");
}
END_TEST

static void add_groups(TCase *tests)
{
	tcase_add_test(tests, test_large_group);
	tcase_add_test(tests, test_members);
	tcase_add_loop_test(tests, test_group_numbers, 0, ROWS(numbers));
	tcase_add_test(tests, test_dangling_group);
	tcase_add_test(tests, test_group_out);
	tcase_add_test(tests, test_group_above);
	tcase_add_test(tests, test_group_in_circles);
	tcase_add_test(tests, test_group_is_file);
	tcase_add_test(tests, test_group_is_folder);
	tcase_add_test(tests, test_group_without_devices);
	tcase_add_test(tests, test_group_devices_are_a_link);
	tcase_add_test(tests, test_no_group);
	tcase_add_loop_test(tests, test_types, 0, ROWS(types));
}

int main(void)
{
	Suite *suite = suite_create("device-group");
	TCase *tests = tcase_create("device-group");

	tcase_add_checked_fixture(tests, setup, teardown);
	add_groups(tests);
	suite_add_tcase(suite, tests);
	return run(suite);
}
