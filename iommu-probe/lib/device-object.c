// SPDX-License-Identifier: MIT
/* Going over a host's devices, and what each of them tells. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "device.h"

static int device_new(struct iommu_probe_host *host, size_t index,
		      struct iommu_probe_device **device)
{
	const struct device_entry *entry = &host->devices.list[index];
	const struct device_iommu *iommu = NULL;
	struct iommu_probe_device *new = calloc(1, sizeof(*new));
	int ret = 0;

	if (!new)
		return -ENOMEM;
	new->refs = 1;
	new->host = iommu_probe_host_ref(host);
	new->index = index;
	new->name = strdup(entry->name);
	if (entry->iommu < host->devices.iommu_count) {
		iommu = &host->devices.iommus[entry->iommu];
		new->iommu = strdup(iommu->name);
	}
	if (!new->name || (iommu && !new->iommu))
		ret = -ENOMEM;
	if (!ret)
		ret = device_read(new, iommu);
	if (ret)
		iommu_probe_device_unref(new);
	else
		*device = new;
	return ret;
}

static int read_from(struct iommu_probe_host *host, size_t index,
		     struct iommu_probe_device **device)
{
	int ret = 0;

	*device = NULL;
	if (index < host->devices.count)
		ret = device_new(host, index, device);
	return ret ? ctx_fail(host->ctx, -ret, "out of memory") : 0;
}

EXPORT int iommu_probe_device_get_first(struct iommu_probe_host *host,
					struct iommu_probe_device **device)
{
	*device = NULL;
	if (host->source == HOST_DOCUMENT)
		return host_check_tree(host);
	if (device_list_read(host))
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	return read_from(host, 0, device);
}

EXPORT int iommu_probe_device_get_next(struct iommu_probe_device *device,
				       struct iommu_probe_device **next)
{
	return read_from(device->host, device->index + 1, next);
}

EXPORT struct iommu_probe_device *iommu_probe_device_ref(struct iommu_probe_device *device)
{
	if (device)
		device->refs++;
	return device;
}

EXPORT struct iommu_probe_device *iommu_probe_device_unref(struct iommu_probe_device *device)
{
	if (!device || --device->refs)
		return NULL;
	names_clear(&device->members);
	iommu_probe_host_unref(device->host);
	free(device->name);
	free(device->iommu);
	free(device->subsystem);
	free(device->driver);
	free(device->domain);
	free(device->vendor);
	free(device->device);
	free(device->class);
	free(device->modalias);
	free(device);
	return NULL;
}

EXPORT const char *iommu_probe_device_get_name(const struct iommu_probe_device *device)
{
	return device->name;
}

EXPORT const char *iommu_probe_device_get_subsystem(const struct iommu_probe_device *device)
{
	return device->subsystem;
}

EXPORT const char *iommu_probe_device_get_iommu(const struct iommu_probe_device *device)
{
	return device->iommu;
}

EXPORT const char *iommu_probe_device_get_driver(const struct iommu_probe_device *device)
{
	return device->driver;
}

EXPORT const char *iommu_probe_device_get_domain(const struct iommu_probe_device *device)
{
	return device->domain;
}

EXPORT const char *iommu_probe_device_get_vendor(const struct iommu_probe_device *device)
{
	return device->vendor;
}

EXPORT const char *iommu_probe_device_get_device(const struct iommu_probe_device *device)
{
	return device->device;
}

EXPORT const char *iommu_probe_device_get_class(const struct iommu_probe_device *device)
{
	return device->class;
}

EXPORT const char *iommu_probe_device_get_modalias(const struct iommu_probe_device *device)
{
	return device->modalias;
}

EXPORT int64_t iommu_probe_device_get_group(const struct iommu_probe_device *device)
{
	return device->group;
}

EXPORT size_t iommu_probe_device_get_group_count(const struct iommu_probe_device *device)
{
	return device->members.count;
}

EXPORT const char *iommu_probe_device_get_group_member(const struct iommu_probe_device *device,
						       size_t index)
{
	return index < device->members.count ? device->members.list[index].name : NULL;
}

static enum iommu_probe_state state(const struct pci_feature *feature)
{
	switch (feature->found) {
	case PCI_ABSENT:
		return IOMMU_PROBE_STATE_ABSENT;
	case PCI_FOUND:
		return feature->enabled ? IOMMU_PROBE_STATE_ENABLED : IOMMU_PROBE_STATE_DISABLED;
	default:
		return IOMMU_PROBE_STATE_UNKNOWN;
	}
}

EXPORT enum iommu_probe_state iommu_probe_device_get_pasid(const struct iommu_probe_device *device)
{
	return state(&device->features.pasid);
}

EXPORT enum iommu_probe_state iommu_probe_device_get_ats(const struct iommu_probe_device *device)
{
	return state(&device->features.ats);
}

EXPORT enum iommu_probe_state iommu_probe_device_get_pri(const struct iommu_probe_device *device)
{
	return state(&device->features.pri);
}

EXPORT unsigned int iommu_probe_device_get_pasid_bits(const struct iommu_probe_device *device)
{
	return device->features.pasid.value;
}

EXPORT bool iommu_probe_device_get_pasid_execute(const struct iommu_probe_device *device)
{
	return device->features.pasid.execute;
}

EXPORT bool iommu_probe_device_get_pasid_privileged(const struct iommu_probe_device *device)
{
	return device->features.pasid.privileged;
}

EXPORT uint32_t iommu_probe_device_get_pri_capacity(const struct iommu_probe_device *device)
{
	return device->features.pri.value;
}

EXPORT int iommu_probe_device_get_usable_pasid_bits(const struct iommu_probe_device *device)
{
	return device->usable_pasid_bits;
}

EXPORT int iommu_probe_device_get_usable_ats(const struct iommu_probe_device *device)
{
	return device->usable_ats;
}

EXPORT int iommu_probe_device_get_usable_pri(const struct iommu_probe_device *device)
{
	return device->usable_pri;
}
