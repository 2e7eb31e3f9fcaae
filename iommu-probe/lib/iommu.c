// SPDX-License-Identifier: MIT
/* One IOMMU: its device, what is behind it, its models. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"

static int complain(struct iommu_probe_iommu *iommu, const struct dir *dir, const char *name,
		    int error)
{
	if (error == -ENOMEM)
		return error;
	return errors_add(&iommu->host->errors, dir->path, name, -error, NULL);
}

static int read_parent(struct iommu_probe_iommu *iommu, const struct dir *dir)
{
	const int ret = reader_parent(&iommu->host->reader, dir, &iommu->parent);

	return ret ? complain(iommu, dir, "device", ret) : 0;
}

static int read_devices(struct iommu_probe_iommu *iommu, const struct dir *dir)
{
	struct dir devices;
	int ret;

	ret = reader_open_subdir(dir, "devices", &devices);
	if (ret)
		return complain(iommu, dir, "devices", ret);
	ret = reader_list(&devices, &iommu->devices);
	if (ret)
		ret = complain(iommu, &devices, NULL, ret);
	reader_close_dir(&devices);
	return ret;
}

static int read_model(struct iommu_probe_iommu *iommu, const struct dir *dir, const char *name,
		      const struct names *entries, bool has_model)
{
	struct iommu_probe_model *model = NULL;
	int ret;

	if (has_model)
		ret = model_read(iommu->host, dir, name, entries, &model);
	else
		ret = registers_read(iommu->host, dir, name, entries, &model);
	if (model)
		models_insert(&iommu->models, model);
	return ret;
}

/*
 * Any entry named "model" makes a directory a model directory. In a live one
 * it comes last and goes first: what is listed before it was seen may lack
 * files that are there by now.
 */
static int list_subdir(const struct dir *dir, struct names *entries, bool *has_model)
{
	int ret;

	ret = reader_has(dir, "model");
	if (ret < 0)
		return ret;
	*has_model = ret;
	ret = reader_list(dir, entries);
	if (ret || *has_model || !names_find(entries, "model"))
		return ret;
	*has_model = true;
	return reader_list_again(dir, entries);
}

static int read_subdir(struct iommu_probe_iommu *iommu, const struct dir *dir, const char *name)
{
	struct names entries = { 0 };
	struct dir subdir;
	bool has_model;
	int ret;

	ret = reader_open_subdir(dir, name, &subdir);
	if (ret)
		return complain(iommu, dir, name, ret);
	ret = list_subdir(&subdir, &entries, &has_model);
	if (ret)
		ret = complain(iommu, &subdir, NULL, ret);
	else
		ret = read_model(iommu, &subdir, name, &entries, has_model);
	names_clear(&entries);
	reader_close_dir(&subdir);
	return ret;
}

static int read_entry(struct iommu_probe_iommu *iommu, const struct dir *dir, const char *name)
{
	return strcmp(name, "devices") ? read_subdir(iommu, dir, name) : read_devices(iommu, dir);
}

int iommu_read(struct iommu_probe_iommu *iommu, const struct dir *dir)
{
	struct names entries = { 0 };
	size_t i;
	int ret;

	ret = reader_list(dir, &entries);
	if (ret)
		ret = complain(iommu, dir, NULL, ret);
	if (names_find(&entries, "device") && !ret)
		ret = read_parent(iommu, dir);
	for (i = 0; i < entries.count && !ret; i++) {
		ret = reader_is_dir(dir, &entries.list[i]);
		if (ret > 0)
			ret = read_entry(iommu, dir, entries.list[i].name);
	}
	names_clear(&entries);
	return ret;
}

EXPORT struct iommu_probe_iommu *iommu_probe_iommu_ref(struct iommu_probe_iommu *iommu)
{
	if (iommu)
		iommu->refs++;
	return iommu;
}

EXPORT struct iommu_probe_iommu *iommu_probe_iommu_unref(struct iommu_probe_iommu *iommu)
{
	if (!iommu || --iommu->refs)
		return NULL;
	if (!iommu->borrowed) {
		models_free(iommu->models);
		names_clear(&iommu->devices);
		parent_clear(&iommu->parent);
	}
	iommu_probe_host_unref(iommu->host);
	free(iommu->firmware);
	free(iommu->name);
	free(iommu);
	return NULL;
}

EXPORT const char *iommu_probe_iommu_get_name(const struct iommu_probe_iommu *iommu)
{
	return iommu->name;
}

EXPORT const char *iommu_probe_iommu_get_parent_name(const struct iommu_probe_iommu *iommu)
{
	return iommu->parent.name;
}

EXPORT const char *iommu_probe_iommu_get_parent_subsystem(const struct iommu_probe_iommu *iommu)
{
	return iommu->parent.subsystem;
}

EXPORT const char *iommu_probe_iommu_get_parent_driver(const struct iommu_probe_iommu *iommu)
{
	return iommu->parent.driver;
}

EXPORT size_t iommu_probe_iommu_get_device_count(const struct iommu_probe_iommu *iommu)
{
	return iommu->devices.count;
}

EXPORT const char *iommu_probe_iommu_get_device(const struct iommu_probe_iommu *iommu, size_t index)
{
	return index < iommu->devices.count ? iommu->devices.list[index].name : NULL;
}
