// SPDX-License-Identifier: MIT
/* Conditions of a device: where it is, and what it has. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "conditions.h"

#define PCI_PATH "/sys/bus/pci/devices"

/* -ENOMEM, or whether all lists of devices could be read. */
static int lists_readable(const struct explain *x, bool *readable)
{
	char path[sizeof(CLASS_PATH "/") + NAME_SIZE];
	struct dir dir, devices;
	size_t i;
	int ret = 0;

	for (i = 0; i < x->units.count && !ret; i++) {
		snprintf(path, sizeof(path), "%s/%s", CLASS_PATH, x->units.list[i].name);
		ret = reader_open_dir(&x->host->reader, path, &dir);
		if (ret)
			break;
		ret = reader_open_subdir(&dir, "devices", &devices);
		if (!ret)
			reader_close_dir(&devices);
		reader_close_dir(&dir);
		if (ret == -ENOENT)
			ret = 0;
	}
	*readable = !ret;
	return ret == -ENOMEM ? ret : 0;
}

int condition_device_behind_unit(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct iommu_probe_device *device = x->device;
	char path[sizeof(CLASS_PATH "//devices") + NAME_SIZE];
	bool readable;

	if (device->iommu) {
		snprintf(path, sizeof(path), "%s/%s/devices", CLASS_PATH, device->iommu);
		if (condition_saw(c, path, "%s", device->name))
			return -ENOMEM;
		return condition_pass_since(c, "the device is behind %s", device->iommu);
	}
	if (!x->units.count)
		return condition_unsure(c, "which IOMMUs there are cannot be read");
	if (lists_readable(x, &readable))
		return -ENOMEM;
	if (!readable)
		return condition_unsure(c, "which devices the IOMMUs have cannot be read");
	/* Some kernels attach them when a driver is bound. */
	if (!device->driver && x->facts.tables.there[FACTS_DEVICETREE])
		return condition_unsure(c,
			"no IOMMU lists the device, but it has no driver: it may be attached when one is bound");
	if (condition_saw(c, CLASS_PATH, "no IOMMU lists %s", device->name))
		return -ENOMEM;
	return condition_fail(c, NULL, "no IOMMU lists the device");
}

/* VFIO leaves bridges to their driver. */
static int is_bridge(const struct explain *x, const char *name, bool *bridge)
{
	char path[sizeof(PCI_PATH "/") + NAME_SIZE], text[READER_FILE_MAX + 1];
	const struct name entry = { .name = (char *)"class" };
	struct dir dir;
	size_t length;
	int ret;

	*bridge = false;
	snprintf(path, sizeof(path), PCI_PATH "/%s", name);
	ret = reader_open_dir(&x->host->reader, path, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_read(&x->host->reader, &dir, &entry, text, &length);
	reader_close_dir(&dir);
	*bridge = !ret && !strncmp(text, "0x0604", 6);
	return ret == -ENOMEM ? ret : 0;
}

/* The first other one in the group that stands in the way, or NULL. */
static int find_other(const struct explain *x, const char **other)
{
	const struct names *members = &x->device->members;
	bool bridge = false;
	size_t i;

	*other = NULL;
	for (i = 0; i < members->count; i++) {
		const char *name = members->list[i].name;

		if (!strcmp(name, x->device->name))
			continue;
		if (x->question == IOMMU_PROBE_QUESTION_PASSTHROUGH && is_bridge(x, name, &bridge))
			return -ENOMEM;
		if (!bridge) {
			*other = name;
			return 0;
		}
	}
	return 0;
}

static int saw_group(const struct explain *x, struct iommu_probe_condition *c)
{
	char path[64], *members = NULL;
	size_t size, i;
	FILE *out = open_memstream(&members, &size);
	int ret = -ENOMEM;

	if (!out)
		return -ENOMEM;
	for (i = 0; i < x->device->members.count; i++)
		fprintf(out, "%s%s", i ? " " : "", x->device->members.list[i].name);
	snprintf(path, sizeof(path), "/sys/kernel/iommu_groups/%lld/devices",
		 (long long)x->device->group);
	if (!fclose(out))
		ret = condition_saw(c, path, "%s", members);
	free(members);
	return ret;
}

int condition_group_isolated(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct iommu_probe_device *device = x->device;
	const char *other;

	if (device->group < 0 || !device->members.count)
		return condition_unsure(c, "the device's IOMMU group cannot be read");
	if (saw_group(x, c) || find_other(x, &other))
		return -ENOMEM;
	if (!other)
		return condition_pass(c);
	if (x->question != IOMMU_PROBE_QUESTION_PASSTHROUGH)
		return condition_fail(c, NULL, "%s is in the same IOMMU group", other);
	return condition_fail(c, "give the whole group to the same guest, or put the device into a slot whose port has ACS",
			      "%s is in the same IOMMU group", other);
}

static int judge_feature(const struct explain *x, struct iommu_probe_condition *c,
			 const struct pci_feature *feature, const char *name, const char *value)
{
	char path[sizeof(PCI_PATH "//config") + NAME_SIZE];

	if (strcmp(x->device->subsystem, "pci"))
		return condition_unsure(c, "it is no PCI device: what it has cannot be read");
	if (feature->found == PCI_UNKNOWN)
		return condition_unsure(c,
			"the configuration space cannot be read in full: root may");
	snprintf(path, sizeof(path), PCI_PATH "/%s/config", x->device->name);
	if (condition_saw(c, path, "%s", value))
		return -ENOMEM;
	if (feature->found == PCI_FOUND)
		return condition_pass(c);
	return condition_fail(c, NULL, "the device has no %s capability", name);
}

int condition_endpoint_pasid(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct pci_feature *pasid = &x->device->features.pasid;
	char value[64] = "no PASID capability";

	if (pasid->found == PCI_FOUND)
		snprintf(value, sizeof(value), "PASID capability, %u bits, %s", pasid->value,
			 pasid->enabled ? "enabled" : "disabled");
	return judge_feature(x, c, pasid, "PASID", value);
}

int condition_endpoint_ats(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct pci_feature *ats = &x->device->features.ats;
	char value[64] = "no ATS capability";

	if (ats->found == PCI_FOUND)
		snprintf(value, sizeof(value), "ATS capability, %s",
			 ats->enabled ? "enabled" : "disabled");
	return judge_feature(x, c, ats, "ATS", value);
}

int condition_endpoint_pri(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct pci_feature *pri = &x->device->features.pri;
	char value[64] = "no PRI capability";

	if (pri->found == PCI_FOUND)
		snprintf(value, sizeof(value), "PRI capability, %s",
			 pri->enabled ? "enabled" : "disabled");
	return judge_feature(x, c, pri, "PRI", value);
}

/* What made identity domains the default, and how not to. */
static int fail_identity(const struct explain *x, struct iommu_probe_condition *c)
{
	static const char *const pt[] = { "pt", "nopt", NULL };
	static const char *const passthrough[] = { "1", "y", "Y", "t", "T", "on", "0", NULL };
	struct facts_word word = facts_last_word(&x->facts, "iommu.passthrough", passthrough);
	const char *remedy = NULL;
	enum facts_option option;

	if (word.index >= 0 && word.index < 6) {
		remedy = "take iommu.passthrough=1 off the kernel's command line";
	} else {
		word = facts_last_word(&x->facts, "iommu", pt);
		if (!word.index)
			remedy = "take iommu=pt off the kernel's command line";
	}
	if (remedy) {
		if (condition_saw_word(c, &word))
			return -ENOMEM;
	} else if (condition_saw_option(x, c, "IOMMU_DEFAULT_PASSTHROUGH", &option)) {
		return -ENOMEM;
	} else if (option == FACTS_OPTION_YES) {
		remedy = "add iommu.passthrough=0 to the kernel's command line";
	}
	return condition_fail(c, remedy, "the device's DMA is not translated: its domain is of type identity");
}

int condition_domain_type(const struct explain *x, struct iommu_probe_condition *c)
{
	const char *domain = x->device->domain;
	char path[64];

	if (!domain)
		return condition_unsure(c, "the type of the device's domain cannot be read");
	snprintf(path, sizeof(path), "/sys/kernel/iommu_groups/%lld/type",
		 (long long)x->device->group);
	if (condition_saw(c, path, "%s", domain))
		return -ENOMEM;
	if (!strcmp(domain, "DMA") || !strcmp(domain, "DMA-FQ"))
		return condition_pass(c);
	if (strcmp(domain, "identity"))
		return condition_unsure(c, "the type of the device's domain is not one that says");
	if (x->question == IOMMU_PROBE_QUESTION_PASSTHROUGH)
		return condition_pass_since(c,
			"a domain of VFIO's own takes the place of this one");
	return fail_identity(x, c);
}

int condition_driver_bound(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct iommu_probe_device *device = x->device;
	char path[sizeof(CLASS_PATH "//devices//driver") + 2 * NAME_SIZE];
	char remedy[160];

	if (device->iommu)
		snprintf(path, sizeof(path), CLASS_PATH "/%s/devices/%s", device->iommu,
			 device->name);
	else
		snprintf(path, sizeof(path), PCI_PATH "/%s", device->name);
	if (!device->driver) {
		struct dir dir;
		const int ret = reader_open_dir(&x->host->reader, path, &dir);

		if (ret)
			return ret == -ENOMEM ? ret :
						condition_unsure(c, "the device cannot be read");
		reader_close_dir(&dir);
	}
	strcat(path, "/driver");
	if (condition_saw(c, path, "%s", device->driver ? device->driver : "not there"))
		return -ENOMEM;
	if (device->driver)
		return condition_pass(c);
	if (!device->modalias || strlen(device->modalias) > 96)
		return condition_fail(c, NULL, "no driver is bound to the device");
	snprintf(remedy, sizeof(remedy), "load the device's driver: modprobe '%s'",
		 device->modalias);
	return condition_fail(c, remedy, "no driver is bound to the device");
}
