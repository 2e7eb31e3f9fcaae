// SPDX-License-Identifier: MIT
/* Asking all that can be asked of a host, for the sake of what is read for it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "device.h"
#include "facts.h"
#include "snapshot.h"

/* The text does not matter: what counts is what was read for it. */
static int discard(void *data, const char *text, size_t length)
{
	(void)data;
	(void)text;
	(void)length;
	return 0;
}

/* Whole, for people: of some the library takes only that they are there. */
static int read_tables(struct iommu_probe_host *host)
{
	unsigned int i;
	uint8_t *data;
	size_t length;
	struct dir dir;
	int ret;

	ret = reader_open_dir(&host->reader, FACTS_ACPI_TABLES, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	for (i = 0; i < FACTS_DEVICETREE && ret != -ENOMEM; i++) {
		ret = reader_read_all(&dir, facts_table_name(i), FIRMWARE_TABLE_MAX, &data,
				      &length);
		if (!ret)
			free(data);
	}
	reader_close_dir(&dir);
	return ret == -ENOMEM ? ret : 0;
}

static int ask_status(struct iommu_probe_host *host)
{
	struct iommu_probe_status *status;
	int ret;

	ret = iommu_probe_status_new(host, &status);
	iommu_probe_status_unref(status);
	return ret;
}

/* name NULL: of the host. A device that has gone meanwhile has no answer. */
static int ask_why(struct iommu_probe_host *host, const char *name)
{
	struct iommu_probe_explanation *explanation;
	unsigned int question;
	int ret = 0;

	for (question = 0; iommu_probe_question_get_name(question) && !ret; question++) {
		ret = iommu_probe_explain(host, name, question, &explanation);
		iommu_probe_explanation_unref(explanation);
	}
	return ret == -ENOENT ? 0 : ret;
}

/* Also those that are behind no IOMMU, of which a name can be asked for. */
static int list_bus(struct iommu_probe_host *host, const char *path, struct names *names)
{
	struct names found = { 0 };
	struct dir dir;
	size_t i;
	int ret;

	ret = reader_open_dir(&host->reader, path, &dir);
	if (!ret) {
		ret = reader_list(&dir, &found);
		reader_close_dir(&dir);
	}
	for (i = 0; i < found.count && !ret; i++)
		ret = names_add(names, found.list[i].name, 0);
	names_clear(&found);
	return ret == -ENOMEM ? ret : 0;
}

static int list_devices(struct iommu_probe_host *host, struct names *names)
{
	struct iommu_probe_device *device, *next;
	int ret;

	ret = iommu_probe_device_get_first(host, &device);
	for (; !ret && device; device = next) {
		ret = names_add(names, iommu_probe_device_get_name(device), 0);
		if (!ret)
			ret = iommu_probe_device_get_next(device, &next);
		iommu_probe_device_unref(device);
	}
	if (!ret)
		ret = list_bus(host, "/sys/bus/pci/devices", names);
	if (!ret)
		ret = list_bus(host, "/sys/bus/platform/devices", names);
	names_sort(names);
	return ret;
}

static int ask_of_devices(struct iommu_probe_host *host)
{
	struct names names = { 0 };
	struct features features;
	const char *name, *last = "";
	size_t i;
	int ret;

	ret = list_devices(host, &names);
	for (i = 0; i < names.count && !ret; i++, last = name) {
		name = names.list[i].name;
		if (!strcmp(name, last))
			continue;
		ret = features_read(host, name, &features);
		if (!ret)
			ret = ask_why(host, name);
	}
	names_clear(&names);
	return ret;
}

int ask_everything(struct iommu_probe_host *host)
{
	int ret;

	ret = iommu_probe_host_write_json(host, discard, NULL);
	if (!ret)
		ret = iommu_probe_host_write_json_devices(host, discard, NULL);
	if (!ret)
		ret = ask_status(host);
	if (!ret)
		ret = ask_why(host, NULL);
	if (!ret)
		ret = read_tables(host);
	return ret ? ret : ask_of_devices(host);
}
