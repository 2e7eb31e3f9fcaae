// SPDX-License-Identifier: MIT
/* Keeping only those IOMMUs of a host that are named, or whose devices are. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "units.h"

struct selection {
	struct iommu_probe_host *host;
	const char *const *names;
	size_t count;
	bool *keep;  /* by IOMMU of the host */
	bool *found; /* by name */
	struct names wanted; /* what will be the host's */
};

/* People leave the PCI segment out where it is 0: "00:05.0". */
static void full_name(const char *name, char full[NAME_SIZE])
{
	const bool is_short = strlen(name) == 7 && name[2] == ':' && name[5] == '.';

	/* What does not fit is no name: "" is none either. */
	if (snprintf(full, NAME_SIZE, "%s%s", is_short ? "0000:" : "", name) >= NAME_SIZE)
		*full = '\0';
}

static bool is_name(const char *name, const char *wanted)
{
	char full[NAME_SIZE];

	full_name(wanted, full);
	return !strcmp(name, wanted) || !strcmp(name, full);
}

/* What was named, by its full name and once. */
static int want(struct selection *s, const char *name, enum wanted kind)
{
	size_t i;

	for (i = 0; i < s->wanted.count; i++)
		if (!strcmp(s->wanted.list[i].name, name))
			return 0;
	return names_add(&s->wanted, name, kind);
}

static int select_iommus(struct selection *s)
{
	const struct names *names = &s->host->names;
	size_t i, n;
	int ret = 0;

	for (n = 0; n < s->count; n++) {
		for (i = 0; i < names->count && !ret; i++) {
			if (!is_name(names->list[i].name, s->names[n]))
				continue;
			s->keep[i] = true;
			s->found[n] = true;
			ret = want(s, names->list[i].name, WANTED_IOMMU);
		}
	}
	return ret;
}

static int copy_names(struct names *copy, const struct names *names)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < names->count && !ret; i++)
		ret = names_add(copy, names->list[i].name, names->list[i].type);
	return ret;
}

static int list_devices(struct selection *s, size_t iommu, struct names *names)
{
	char path[sizeof(CLASS_PATH "/") + NAME_SIZE];
	struct dir dir, devices;
	int ret;

	if (s->host->source != HOST_TREE)
		return copy_names(names, &s->host->units[iommu].devices);
	snprintf(path, sizeof(path), "%s/%s", CLASS_PATH, s->host->names.list[iommu].name);
	ret = reader_open_dir(&s->host->reader, path, &dir);
	if (ret)
		return ret;
	ret = reader_open_subdir(&dir, "devices", &devices);
	reader_close_dir(&dir);
	if (ret)
		return ret;
	ret = reader_list(&devices, names);
	reader_close_dir(&devices);
	return ret;
}

/* What cannot be read here is reported when the IOMMU is read, if it is. */
static int select_by_devices(struct selection *s, size_t iommu, const bool iommus[])
{
	struct names devices = { 0 };
	size_t i, n;
	int ret;

	ret = list_devices(s, iommu, &devices);
	for (n = 0; n < s->count && !ret; n++) {
		for (i = 0; i < devices.count && !iommus[n] && !ret; i++) {
			if (!is_name(devices.list[i].name, s->names[n]))
				continue;
			s->keep[iommu] = true;
			s->found[n] = true;
			ret = want(s, devices.list[i].name, WANTED_DEVICE);
		}
	}
	names_clear(&devices);
	return ret == -ENOMEM ? ret : 0;
}

/* 1: it is there, behind no IOMMU. 0: it is not. -ENOMEM. */
static int select_alone(struct selection *s, const char *name)
{
	static const char *const buses[] = { "pci", "platform" };
	char path[sizeof("/sys/bus/platform/devices/") + NAME_SIZE];
	char full[NAME_SIZE];
	size_t i;
	int ret;

	full_name(name, full);
	if (!*full || strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, ".."))
		return 0;
	for (i = 0; i < sizeof(buses) / sizeof(*buses); i++) {
		snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s", buses[i], full);
		if (reader_exists(&s->host->reader, path))
			continue;
		ret = want(s, full, WANTED_ALONE);
		return ret ? ret : 1;
	}
	return 0;
}

/* It is certain only if all that it could have been found in was read. */
static int not_found(struct selection *s, const char *name)
{
	const char *path, *message;
	int error;

	if (!errors_get(&s->host->errors, 0, NULL, &path, &error, &message))
		return ctx_fail(s->host->ctx, error, "%s: cannot be looked for: %s: %s", name, path,
				message);
	return ctx_fail(s->host->ctx, ENOENT, "%s: no IOMMU or device of this name", name);
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
		if (s->found[n] || s->host->class_error)
			continue;
		ret = select_alone(s, s->names[n]);
		if (ret) {
			ret = ret < 0 ? ret : 0;
			continue;
		}
		ret = not_found(s, s->names[n]);
	}
	return ret;
}

static void take_over(struct selection *s)
{
	struct names *names = &s->host->names;
	size_t i, kept = 0;

	names_clear(&s->host->wanted);
	s->host->wanted = s->wanted;
	s->wanted = (struct names){ 0 };

	units_keep(s->host, s->keep);
	for (i = 0; i < names->count; i++)
		if (s->keep[i])
			names->list[kept++] = names->list[i];
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
	errors_clear(&host->errors);
	s.keep = calloc(host->names.count + 1, sizeof(*s.keep));
	s.found = calloc(count, sizeof(*s.found));
	if (s.keep && s.found) {
		ret = select_iommus(&s);
		for (n = 0; n < count && s.found[n]; n++)
			;
		if (!ret && n < count)
			ret = select_devices(&s);
	}
	if (!ret)
		take_over(&s);
	else if (ret == -ENOMEM)
		ctx_fail(host->ctx, ENOMEM, "out of memory");
	names_clear(&s.wanted);
	free(s.keep);
	free(s.found);
	return ret;
}
