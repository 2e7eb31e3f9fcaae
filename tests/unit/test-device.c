// SPDX-License-Identifier: MIT
/* One endpoint: every member of its document, and hostile trees. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "opened.h"
#include "pci-config.h"
#include "run.h"
#include "tree.h"

#define NAME "0000:6a:01.0"
#define UNIT "sys/class/iommu/dmar5/"
#define LINK UNIT "devices/" NAME
#define DEVICE "sys/devices/pci0000:6a/" NAME "/"
#define GROUPS "sys/kernel/iommu_groups/"

/* From the device's folder, and from that of the IOMMU's links. */
#define TO_GROUPS "../../../kernel/iommu_groups/"
#define TO_DEVICE "../../../../devices/pci0000:6a/" NAME

static struct iommu_probe_host *host;
static struct json_object *document;

static void setup(void)
{
	tree_setup();
	host = NULL;
	document = NULL;
	tree_dir(UNIT "devices");
}

static void teardown(void)
{
	json_object_put(document);
	iommu_probe_host_unref(host);
	tree_teardown();
}

/* Most of a device, as a kernel shows it. */
static void make_device(void)
{
	tree_link(LINK, TO_DEVICE);
	tree_link(DEVICE "subsystem", "../../../bus/pci");
	tree_link(DEVICE "driver", "../../../bus/pci/drivers/idxd");
	tree_file(DEVICE "vendor", "0x8086\n");
	tree_file(DEVICE "device", "0x0b25\n");
}

static void make_group(const char *type)
{
	tree_link(DEVICE "iommu_group", TO_GROUPS "20");
	tree_file(GROUPS "20/type", type);
	tree_link(GROUPS "20/devices/" NAME, "nowhere");
}

static int append(void *data, const char *text, size_t length)
{
	return fwrite(text, 1, length, data) == length ? 0 : -EIO;
}

/* The only device of the document; no file of a device is an error. */
static struct json_object *read_device(void)
{
	struct json_object *devices;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_write_json_devices(host, append, out), 0);
	ck_assert_int_eq(fclose(out), 0);
	document = json_tokener_parse(text);
	ck_assert_msg(document != NULL, "%s", text);
	free(text);
	ck_assert(json_object_object_get_ex(document, "devices", &devices));
	ck_assert_uint_eq(json_object_array_length(devices), 1);
	return json_object_array_get_idx(devices, 0);
}

/* As json-c has it on one line, ' for "; NULL: it is left out. */
static void check_member(struct json_object *device, const char *key, const char *expected)
{
	struct json_object *member;
	char *found, *at;

	if (!expected) {
		ck_assert_msg(!json_object_object_get_ex(device, key, &member), "%s: %s", key,
			      json_object_to_json_string(member));
		return;
	}
	ck_assert_msg(json_object_object_get_ex(device, key, &member), "no %s", key);
	found = strdup(json_object_to_json_string_ext(member, JSON_C_TO_STRING_PLAIN |
								      JSON_C_TO_STRING_NOSLASHESCAPE));
	ck_assert_ptr_nonnull(found);
	for (at = strchr(found, '"'); at; at = strchr(at, '"'))
		*at = '\'';
	ck_assert_str_eq(found, expected);
	free(found);
}

static void check(const char *key, const char *expected)
{
	check_member(read_device(), key, expected);
	check_errors(host, "");
}

/* Configuration space with all three capabilities. */
static void write_config(unsigned int bits, bool enabled)
{
	uint8_t config[PCI_CONFIG_MAX] = {
		[0x100] = 0x0f, 0, 0x01, 0x20, 0, 0, 0, enabled ? 0x80 : 0,
		[0x200] = 0x1b, 0, 0x01, 0x30, 0x04, bits, enabled, 0,
		[0x300] = 0x13, 0, 0x01, 0x00, enabled, 0, 0, 1, 0, 2, 0, 0,
	};

	tree_bytes(DEVICE "config", config, sizeof(config));
}

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

/* One-line texts of a device. */
static const char *const files[] = { "vendor", "device" };

static void check_text(const char *file, const char *expected)
{
	check(file, expected);
}

/* The path of one of them, with nothing there. */
static const char *bare(const char *file)
{
	static char path[256];

	make_device();
	snprintf(path, sizeof(path), DEVICE "%s", file);
	ck_assert_int_eq(remove(tree_path(path)), 0);
	return path;
}

static const struct {
	const char *text;
	const char *expected;
} texts[] = {
	{ "0x1002\n", "'0x1002'" },
	{ "0x1002", "'0x1002'" },
	{ "", NULL },
	{ "\n", NULL },
	{ "a b\n", "'a b'" },
	{ "\x1b[2J\n", "'\\u001b[2J'" },
	{ "\xff\xc3\n", "'\xef\xbf\xbd\xef\xbf\xbd'" },
	{ "\xc3\xa9\n", "'\xc3\xa9'" },
	{ "\\\n", "'\\\\'" },
};

START_TEST(test_texts)
{
	tree_file(bare("vendor"), texts[_i].text);
	check_text("vendor", texts[_i].expected);
}
END_TEST

START_TEST(test_no_text)
{
	bare(files[_i]);
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_longest_text)
{
	char expected[4096 + 3];

	tree_letters(bare(files[_i]), 4096);
	memset(expected, 'a', sizeof(expected));
	expected[0] = expected[4097] = '\'';
	expected[4098] = '\0';
	check_text(files[_i], expected);
}
END_TEST

START_TEST(test_too_long_a_text)
{
	tree_letters(bare(files[_i]), 4097);
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_huge_text)
{
	tree_letters(bare(files[_i]), 1 << 22);
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_is_link)
{
	tree_file(DEVICE "other", "0x1234\n");
	tree_link(bare(files[_i]), "other");
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_leads_out)
{
	tree_link(bare(files[_i]), "/etc/hostname");
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_is_folder)
{
	tree_dir(bare(files[_i]));
	check_text(files[_i], NULL);
}
END_TEST

/* It waits for nobody. */
START_TEST(test_text_is_fifo)
{
	tree_fifo(bare(files[_i]));
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_is_socket)
{
	tree_socket(bare(files[_i]));
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_unreadable_text)
{
	const char *path = bare(files[_i]);

	tree_file(path, "0x1234\n");
	tree_mode(path, 0);
	tree_drop_privileges();
	check_text(files[_i], NULL);
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

/* What an unprivileged user sees of configuration space, and worse. */
static void check_features(const char *state)
{
	struct json_object *device = read_device();
	char expected[32];

	snprintf(expected, sizeof(expected), "{'state':'%s'}", state);
	check_member(device, "pasid", expected);
	check_member(device, "ats", expected);
	check_member(device, "pri", expected);
	check_errors(host, "");
}

static const struct {
	size_t length;
	const char *state;
} lengths[] = {
	{ 0, "unknown" },   { 64, "unknown" },   { 255, "unknown" },   { 256, "absent" },
	{ 257, "unknown" }, { 4095, "unknown" }, { 4097, "unknown" }, { 1 << 22, "unknown" },
};

START_TEST(test_config_lengths)
{
	make_device();
	tree_letters(DEVICE "config", lengths[_i].length);
	check_features(lengths[_i].state);
}
END_TEST

static void make_fifo(const char *path)
{
	tree_fifo(path);
}

static void make_link(const char *path)
{
	tree_letters(DEVICE "other", 256);
	tree_link(path, "other");
}

static void make_link_out(const char *path)
{
	tree_link(path, "/dev/zero");
}

static void make_unreadable(const char *path)
{
	tree_letters(path, 256);
	tree_mode(path, 0);
	tree_drop_privileges();
}

static void (*const configs[])(const char *path) = {
	tree_dir, make_fifo, tree_socket, make_link, make_link_out, make_unreadable,
};

START_TEST(test_hostile_configs)
{
	make_device();
	configs[_i](DEVICE "config");
	check_features("unknown");
}
END_TEST

START_TEST(test_features_off)
{
	struct json_object *device;

	make_device();
	write_config(8, false);
	device = read_device();
	check_member(device, "pasid",
		     "{'state':'disabled','bits':8,'execute':false,'privileged':true}");
	check_member(device, "ats", "{'state':'disabled'}");
	check_member(device, "pri", "{'state':'disabled','capacity':512}");
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

static void add_groups(TCase *tests)
{
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

static void add_files(TCase *tests)
{
	tcase_add_loop_test(tests, test_texts, 0, ROWS(texts));
	tcase_add_loop_test(tests, test_no_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_longest_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_too_long_a_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_huge_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_link, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_leads_out, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_folder, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_fifo, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_socket, 0, ROWS(files));
	tcase_add_loop_test(tests, test_unreadable_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_config_lengths, 0, ROWS(lengths));
	tcase_add_loop_test(tests, test_hostile_configs, 0, ROWS(configs));
	tcase_add_test(tests, test_features_off);
}

int main(void)
{
	Suite *suite = suite_create("device");
	TCase *tests = tcase_create("device");

	tcase_add_checked_fixture(tests, setup, teardown);
	add_members(tests);
	add_groups(tests);
	add_files(tests);
	suite_add_tcase(suite, tests);
	return run(suite);
}
