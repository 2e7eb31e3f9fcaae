// SPDX-License-Identifier: MIT
/* Keeping only those IOMMUs of a host that are named, or whose devices are. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"

struct selection {
	struct iommu_probe_host *host;
	const char *const *names;
	size_t count;
	bool *keep;  /* by IOMMU of the host */
	bool *found; /* by name */
};

/* People leave the PCI segment out where it is 0: "00:05.0". */
static void full_name(const char *name, char full[NAME_SIZE])
{
	const bool is_short = strlen(name) == 7 && name[2] == ':' && name[5] == '.';

	snprintf(full, NAME_SIZE, "%s%s", is_short ? "0000:" : "", name);
}

static bool is_name(const char *name, const char *wanted)
{
	char full[NAME_SIZE];

	if (!strcmp(name, wanted))
		return true;
	full_name(wanted, full);
	return !strcmp(name, full);
}

static void select_iommus(struct selection *s)
{
	size_t i, n;

	for (n = 0; n < s->count; n++) {
		for (i = 0; i < s->host->names.count; i++) {
			if (!is_name(s->host->names.list[i].name, s->names[n]))
				continue;
			s->keep[i] = true;
			s->found[n] = true;
		}
	}
}

/* What cannot be read here is reported when the IOMMU is read, if it is. */
static int select_by_devices(struct selection *s, size_t iommu, const bool iommus[])
{
	char path[sizeof(CLASS_PATH "//devices") + NAME_SIZE];
	struct names devices = { 0 };
	struct dir dir;
	size_t i, n;
	int ret;

	snprintf(path, sizeof(path), "%s/%s/devices", CLASS_PATH, s->host->names.list[iommu].name);
	ret = reader_open_dir(&s->host->reader, path, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_list(&dir, &devices);
	for (n = 0; n < s->count && !ret; n++) {
		if (iommus[n])
			continue;
		for (i = 0; i < devices.count; i++) {
			if (!is_name(devices.list[i].name, s->names[n]))
				continue;
			s->keep[iommu] = true;
			s->found[n] = true;
		}
	}
	names_clear(&devices);
	reader_close_dir(&dir);
	return ret == -ENOMEM ? ret : 0;
}

static bool device_exists(const struct iommu_probe_host *host, const char *name)
{
	static const char *const buses[] = { "pci", "platform" };
	char path[sizeof("/sys/bus/platform/devices/") + NAME_SIZE];
	char full[NAME_SIZE];
	size_t i;

	if (!*name || strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	full_name(name, full);
	for (i = 0; i < sizeof(buses) / sizeof(*buses); i++) {
		snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s", buses[i], full);
		if (!reader_exists(&host->reader, path))
			return true;
	}
	return false;
}

static int select_devices(struct selection *s)
{
	bool *iommus = malloc(s->count * sizeof(*iommus));
	size_t i, n;
	int ret = 0;

	if (!iommus)
		return -ENOMEM;
	memcpy(iommus, s->found, s->count * sizeof(*iommus));
	for (i = 0; i < s->host->names.count && !ret; i++)
		ret = select_by_devices(s, i, iommus);
	free(iommus);
	for (n = 0; n < s->count && !ret; n++) {
		if (s->found[n] || s->host->class_error || device_exists(s->host, s->names[n]))
			continue;
		ret = ctx_fail(s->host->ctx, ENOENT, "%s: no IOMMU or device of this name",
			       s->names[n]);
	}
	return ret;
}

static void drop_others(struct selection *s)
{
	struct names *names = &s->host->names;
	size_t i, kept = 0;

	for (i = 0; i < names->count; i++) {
		if (s->keep[i])
			names->list[kept++] = names->list[i];
		else
			free(names->list[i].name);
	}
	names->count = kept;
}

EXPORT int iommu_probe_host_select(struct iommu_probe_host *host, const char *const names[],
				   size_t count)
{
	struct selection s = { .host = host, .names = names, .count = count };
	int ret = -ENOMEM;
	size_t n;

	if (!count)
		return 0;
	s.keep = calloc(host->names.count + 1, sizeof(*s.keep));
	s.found = calloc(count, sizeof(*s.found));
	if (s.keep && s.found) {
		select_iommus(&s);
		for (n = 0; n < count && s.found[n]; n++)
			;
		ret = n < count ? select_devices(&s) : 0;
	}
	if (!ret)
		drop_others(&s);
	else if (ret == -ENOMEM)
		ctx_fail(host->ctx, ENOMEM, "out of memory");
	free(s.keep);
	free(s.found);
	return ret;
}
