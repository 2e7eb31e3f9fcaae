// SPDX-License-Identifier: MIT
/* Reading what an event is about. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "device.h"
#include "json.h"
#include "monitor.h"

int monitor_read_iommu(struct iommu_probe_monitor *monitor, const char *name,
		       struct iommu_probe_iommu **iommu)
{
	struct iommu_probe_host *host = monitor->host;

	*iommu = NULL;
	names_clear(&host->names);
	if (names_add(&host->names, name, 0))
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	return iommu_probe_iommu_get_first(host, iommu);
}

/* What IOMMUs could not tell is told with them; by their links devices are read. */
static bool is_of_iommu(const struct error *error, const void *data)
{
	const size_t length = strlen(CLASS_PATH "/");

	(void)data;
	return !strncmp(error->path, CLASS_PATH "/", length) &&
	       !strstr(error->path + length, "/devices/");
}

int monitor_first_device(struct iommu_probe_monitor *monitor, struct iommu_probe_device **device)
{
	const int ret = iommu_probe_device_get_first(monitor->host, device);

	errors_drop(&monitor->host->errors, is_of_iommu, NULL);
	return ret;
}

/* The link that the kernel makes together with that of <iommu>/devices. */
static int read_behind(const struct iommu_probe_monitor *monitor, const struct uevent *uevent,
		       char **iommu)
{
	struct dir dir;
	char *path;
	int ret;

	*iommu = NULL;
	if (asprintf(&path, "/sys%s", uevent->path) < 0)
		return -ENOMEM;
	ret = reader_open_dir(&monitor->host->reader, path, &dir);
	free(path);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_link_name(&dir, "iommu", iommu);
	reader_close_dir(&dir);
	return ret;
}

int monitor_is_behind(const struct iommu_probe_monitor *monitor, const struct uevent *uevent)
{
	char *iommu;
	int ret;

	ret = read_behind(monitor, uevent, &iommu);
	if (ret)
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	ret = iommu ? 1 : 0;
	free(iommu);
	return ret;
}

/* The device alone, behind the only IOMMU that the host has from now on, if any. */
static int want(struct iommu_probe_host *host, const char *name, const char *iommu)
{
	names_clear(&host->names);
	names_clear(&host->wanted);
	if (iommu && names_add(&host->names, iommu, 0))
		return -ENOMEM;
	return names_add(&host->wanted, name, iommu ? WANTED_DEVICE : WANTED_ALONE);
}

int monitor_read_device(struct iommu_probe_monitor *monitor, const struct uevent *uevent,
			const char *name, struct iommu_probe_device **device)
{
	char *iommu;
	int ret;

	*device = NULL;
	ret = read_behind(monitor, uevent, &iommu);
	if (!ret && iommu) {
		ret = want(monitor->host, name, iommu);
		if (!ret)
			ret = monitor_first_device(monitor, device);
	}
	/* It can have left its IOMMU meanwhile. */
	if (!ret && !*device) {
		ret = want(monitor->host, name, NULL);
		if (!ret)
			ret = monitor_first_device(monitor, device);
	}
	free(iommu);
	return ret ? ctx_fail(monitor->ctx, -ret, "%s", strerror(-ret)) : 0;
}

int monitor_read_number(const struct iommu_probe_monitor *monitor, uint64_t *number)
{
	const struct name entry = { .name = (char[]){ "uevent_seqnum" } };
	const struct reader *reader = &monitor->host->reader;
	char text[READER_FILE_MAX + 1];
	struct dir dir;
	size_t length;
	int ret;

	*number = 0;
	ret = reader_open_dir(reader, "/sys/kernel", &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_read(reader, &dir, &entry, text, &length);
	reader_close_dir(&dir);
	if (!ret)
		*number = strtoull(text, NULL, 10);
	return ret == -ENOMEM ? ret : 0;
}

/* FNV-1a */
static int add_to_digest(void *data, const char *text, size_t length)
{
	uint64_t *digest = data;

	while (length--)
		*digest = (*digest ^ (unsigned char)*text++) * 0x100000001b3;
	return 0;
}

static const uint64_t digest_start = 0xcbf29ce484222325;

/* Without devices: they have events of their own. */
int digest_iommu(struct iommu_probe_iommu *iommu, uint64_t *digest)
{
	struct json_sink sink = { .write = add_to_digest, .data = digest };

	*digest = digest_start;
	json_iommu_alone(&sink, iommu);
	json_flush(&sink);
	return sink.error;
}

int digest_device(const struct iommu_probe_device *device, uint64_t *digest)
{
	struct json_sink sink = { .write = add_to_digest, .data = digest };

	*digest = digest_start;
	json_write_object(&sink, json_device(device));
	json_flush(&sink);
	return sink.error;
}
