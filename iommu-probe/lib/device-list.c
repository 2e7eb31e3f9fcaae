// SPDX-License-Identifier: MIT
#include "device-list.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "device.h"

void device_list_clear(struct device_list *devices)
{
	size_t i;

	for (i = 0; i < devices->count; i++)
		free(devices->list[i].name);
	for (i = 0; i < devices->iommu_count; i++)
		free(devices->iommus[i].name);
	free(devices->list);
	free(devices->iommus);
	*devices = (struct device_list){ 0 };
}

static int add(struct device_list *devices, const char *name, size_t iommu)
{
	struct device_entry *list;
	size_t room;

	if (devices->count == devices->room) {
		room = devices->room ? 2 * devices->room : 32;
		list = reallocarray(devices->list, room, sizeof(*list));
		if (!list)
			return -ENOMEM;
		devices->list = list;
		devices->room = room;
	}
	list = &devices->list[devices->count];
	list->iommu = iommu;
	list->name = strdup(name);
	if (!list->name)
		return -ENOMEM;
	devices->count++;
	return 0;
}

/* Under one model; where it lacks the notion, the default is certain. */
static struct device_range range_of(const struct iommu_probe_model *model,
				    enum iommu_caps_attribute_id id)
{
	const struct iommu_probe_value *value = &model->values[id];
	const bool number = iommu_caps_attributes[id].kind == IOMMU_CAPS_KIND_UINT;
	int known;

	if (!value->known) {
		if (model->id >= 0 && !value->unreadable &&
		    !(iommu_caps_attributes[id].models & BIT(model->id)))
			return (struct device_range){ 0, 0 };
		return (struct device_range){ 0, number ? INT_MAX : 1 };
	}
	if (number)
		return (struct device_range){ (int)value->number, (int)value->number };
	known = word_find(IOMMU_CAPS_WORDS_SWITCH, value->words);
	if (known < 0)
		return (struct device_range){ 0, 1 };
	known = known == IOMMU_CAPS_SWITCH_ENABLED;
	return (struct device_range){ known, known };
}

/* The best of what its models have: a device is driven through one of them. */
static struct device_range best(const struct iommu_probe_iommu *iommu,
				enum iommu_caps_attribute_id id)
{
	const struct iommu_probe_model *model;
	struct device_range all = { 0, 0 }, one;

	if (!iommu->models)
		return (struct device_range){ 0, INT_MAX };
	for (model = iommu->models; model; model = model->next) {
		one = range_of(model, id);
		if (one.least > all.least)
			all.least = one.least;
		if (one.most > all.most)
			all.most = one.most;
	}
	return all;
}

static int add_iommu(struct device_list *devices, const struct iommu_probe_iommu *iommu)
{
	struct device_iommu *longer = reallocarray(devices->iommus, devices->iommu_count + 1,
						   sizeof(*longer));

	if (!longer)
		return -ENOMEM;
	devices->iommus = longer;
	longer += devices->iommu_count;
	longer->name = strdup(iommu->name);
	if (!longer->name)
		return -ENOMEM;
	longer->ssid_bits = best(iommu, IOMMU_CAPS_SSID_BITS);
	longer->ats = best(iommu, IOMMU_CAPS_ATS);
	longer->pri = best(iommu, IOMMU_CAPS_PRI);
	devices->iommu_count++;
	return 0;
}

static bool is_wanted(const struct iommu_probe_host *host, const struct iommu_probe_iommu *iommu,
		      const char *device)
{
	const struct names *wanted = &host->wanted;
	size_t i;

	for (i = 0; i < wanted->count; i++) {
		const struct name *name = &wanted->list[i];

		if (!strcmp(name->name, name->type == WANTED_IOMMU ? iommu->name : device))
			return true;
	}
	return !wanted->count;
}

static int add_devices(struct iommu_probe_host *host, const struct iommu_probe_iommu *iommu)
{
	const size_t index = host->devices.iommu_count;
	size_t i;
	int ret;

	ret = add_iommu(&host->devices, iommu);
	for (i = 0; i < iommu->devices.count && !ret; i++)
		if (is_wanted(host, iommu, iommu->devices.list[i].name))
			ret = add(&host->devices, iommu->devices.list[i].name, index);
	return ret;
}

static int compare(const void *a, const void *b)
{
	const struct device_entry *x = a, *y = b;

	return natural_compare(x->name, y->name);
}

static int compare_all(const void *a, const void *b)
{
	const struct device_entry *x = a, *y = b;
	const int order = compare(a, b);

	return order ? order : (x->iommu > y->iommu) - (x->iommu < y->iommu);
}

static void sort(struct device_list *devices)
{
	if (devices->count > 1)
		qsort(devices->list, devices->count, sizeof(*devices->list), compare_all);
}

/* PCI functions that no IOMMU has; the list is sorted. */
static int add_others(struct iommu_probe_host *host)
{
	const size_t count = host->devices.count, none = host->devices.iommu_count;
	struct names names = { 0 };
	struct device_entry key;
	struct dir dir;
	size_t i;
	int ret;

	ret = reader_open_dir(&host->reader, "/sys/bus/pci/devices", &dir);
	if (ret == -ENOENT)
		return 0;
	if (!ret) {
		ret = reader_list(&dir, &names);
		reader_close_dir(&dir);
	}
	if (ret && ret != -ENOMEM)
		ret = errors_add(&host->errors, "/sys/bus/pci/devices", NULL, -ret, NULL);
	for (i = 0; i < names.count && !ret; i++) {
		key.name = names.list[i].name;
		if (!count || !bsearch(&key, host->devices.list, count, sizeof(key), compare))
			ret = add(&host->devices, names.list[i].name, none);
	}
	names_clear(&names);
	return ret;
}

static int add_alone(struct iommu_probe_host *host)
{
	const size_t none = host->devices.iommu_count;
	size_t i;
	int ret = 0;

	for (i = 0; i < host->wanted.count && !ret; i++)
		if (host->wanted.list[i].type == WANTED_ALONE)
			ret = add(&host->devices, host->wanted.list[i].name, none);
	return ret;
}

int device_list_read(struct iommu_probe_host *host)
{
	struct iommu_probe_iommu *iommu, *next;
	int ret;

	device_list_clear(&host->devices);
	ret = iommu_probe_iommu_get_first(host, &iommu);
	for (; !ret && iommu; iommu = next) {
		ret = add_devices(host, iommu);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	sort(&host->devices);
	if (!ret)
		ret = host->wanted.count ? add_alone(host) : add_others(host);
	sort(&host->devices);
	return ret;
}
