// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "device-fixture.h"
#include "pci-config.h"

struct iommu_probe_host *host;
static struct json_object *document;

void setup(void)
{
	tree_setup();
	host = NULL;
	document = NULL;
	tree_dir(UNIT "devices");
}

void teardown(void)
{
	json_object_put(document);
	iommu_probe_host_unref(host);
	tree_teardown();
}

/* Most of a device, as a kernel shows it. */
void make_device(void)
{
	tree_link(LINK, TO_DEVICE);
	tree_link(DEVICE "subsystem", "../../../bus/pci");
	tree_link(DEVICE "driver", "../../../bus/pci/drivers/idxd");
	tree_file(DEVICE "vendor", "0x8086\n");
	tree_file(DEVICE "device", "0x0b25\n");
}

void make_group(const char *type)
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
struct json_object *read_device(void)
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
void check_member(struct json_object *device, const char *key, const char *expected)
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

void check(const char *key, const char *expected)
{
	check_member(read_device(), key, expected);
	check_errors(host, "");
}

/* Configuration space with all three capabilities. */
void write_config(unsigned int bits, bool enabled)
{
	uint8_t config[PCI_CONFIG_MAX] = {
		[0x100] = 0x0f, 0, 0x01, 0x20, 0, 0, 0, enabled ? 0x80 : 0,
		[0x200] = 0x1b, 0, 0x01, 0x30, 0x04, bits, enabled, 0,
		[0x300] = 0x13, 0, 0x01, 0x00, enabled, 0, 0, 1, 0, 2, 0, 0,
	};

	tree_bytes(DEVICE "config", config, sizeof(config));
}
