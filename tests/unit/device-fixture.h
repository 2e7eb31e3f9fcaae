/* SPDX-License-Identifier: MIT */
/* One endpoint in a tree, and what its document says of it. */
#ifndef TESTS_DEVICE_FIXTURE_H
#define TESTS_DEVICE_FIXTURE_H

#include <json-c/json.h>
#include <stdbool.h>
#include "opened.h"
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

extern struct iommu_probe_host *host;

void setup(void);
void teardown(void);

/* Most of a device, as a kernel shows it; its group; its configuration space. */
void make_device(void);
void make_group(const char *type);
void write_config(unsigned int bits, bool enabled);

/* The only device of the document; no file of a device is an error. */
struct json_object *read_device(void);

/* As json-c has it on one line, ' for "; NULL: it is left out. */
void check_member(struct json_object *device, const char *key, const char *expected);
void check(const char *key, const char *expected);

#endif
