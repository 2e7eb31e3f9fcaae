// SPDX-License-Identifier: MIT
/* Devices group by group, as people paste them into bug reports. */
#include "groups.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

/* One device, for sorting. */
struct member {
	int64_t group;
	size_t order;
	struct iommu_probe_device *device;
};

static int compare(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* "0x010802": class and subclass without the programming interface. */
static bool print_class(const char *class, const char *name)
{
	char code[5];

	if (name)
		cli_put(stdout, name);
	else if (class)
		fputs("Class", stdout);
	if (class && !strncmp(class, "0x", 2) && strlen(class) == 8) {
		snprintf(code, sizeof(code), "%s", class + 2);
		fputs(" [", stdout);
		cli_put(stdout, code);
		putchar(']');
	}
	return name || class;
}

static const char *without_0x(const char *number)
{
	if (!number)
		return "????";
	return strncmp(number, "0x", 2) ? number : number + 2;
}

/* As lspci -nn has it. */
static void print_device(const struct iommu_probe_device *device, const struct hardware *hardware)
{
	const char *driver = iommu_probe_device_get_driver(device);
	const char *vendor = iommu_probe_device_get_vendor(device);

	putchar('\t');
	cli_put(stdout, iommu_probe_device_get_name(device));
	if (vendor) {
		putchar(' ');
		if (print_class(iommu_probe_device_get_class(device), hardware->class))
			fputs(": ", stdout);
		cli_put(stdout, hardware->vendor ? hardware->vendor : "Device");
		if (hardware->model) {
			putchar(' ');
			cli_put(stdout, hardware->model);
		}
		fputs(" [", stdout);
		cli_put(stdout, without_0x(vendor));
		putchar(':');
		cli_put(stdout, without_0x(iommu_probe_device_get_device(device)));
		putchar(']');
	}
	if (driver) {
		fputs(" driver ", stdout);
		cli_put(stdout, driver);
	}
	putchar('\n');
}

static void print_all(const struct member members[], size_t count, struct hwdb *hwdb)
{
	struct hardware hardware;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!i || members[i].group != members[i - 1].group) {
			if (members[i].group < 0)
				puts("No IOMMU group:");
			else
				printf("IOMMU Group %" PRId64 ":\n", members[i].group);
		}
		hwdb_find(hwdb, members[i].device, &hardware);
		print_device(members[i].device, &hardware);
	}
}

int groups_print(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host, struct hwdb *hwdb)
{
	struct iommu_probe_device *device, *next;
	struct member *members = NULL, *longer;
	size_t count = 0, i;
	int ret;

	ret = iommu_probe_device_get_first(host, &device);
	for (; !ret && device; device = next) {
		longer = reallocarray(members, count + 1, sizeof(*members));
		if (!longer)
			break;
		members = longer;
		members[count] = (struct member){ iommu_probe_device_get_group(device), count,
						  device };
		count++;
		ret = iommu_probe_device_get_next(device, &next);
	}
	if (!ret && !device) {
		if (count > 1)
			qsort(members, count, sizeof(*members), compare);
		print_all(members, count, hwdb);
	}
	for (i = 0; i < count; i++)
		iommu_probe_device_unref(members[i].device);
	free(members);
	if (ret)
		return cli_fail(ctx, ret);
	if (!device)
		return EXIT_ANSWERED;
	iommu_probe_device_unref(device);
	cli_complain("out of memory");
	return EXIT_NOTHING;
}
