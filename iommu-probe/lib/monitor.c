// SPDX-License-Identifier: MIT
/* A monitor: scans what is there, and then follows what changes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "device.h"
#include "monitor.h"

int monitor_new(struct iommu_probe_host *host, struct uevent_source *source,
		struct iommu_probe_monitor **monitor)
{
	const char *prefix = host->reader.prefix;
	struct iommu_probe_monitor *new = calloc(1, sizeof(*new));

	*monitor = NULL;
	if (new)
		new->root = strdup(*prefix ? prefix : "/");
	if (!new || !new->root) {
		source->ops->close(source);
		free(new);
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	}
	new->refs = 1;
	new->ctx = iommu_probe_ctx_ref(host->ctx);
	new->live = host->reader.ops == &reader_live_ops;
	new->source = source;
	*monitor = new;
	return 0;
}

EXPORT int iommu_probe_monitor_new(struct iommu_probe_host *host,
				   struct iommu_probe_monitor **monitor)
{
	struct uevent_source *source;
	int ret;

	*monitor = NULL;
	if (host->reader.ops != &reader_live_ops)
		return ctx_fail(host->ctx, EOPNOTSUPP, "only this machine has events");
	ret = uevent_source_open(&source);
	if (ret)
		return ctx_fail(host->ctx, -ret, "the kernel's events: %s", strerror(-ret));
	return monitor_new(host, source, monitor);
}

EXPORT struct iommu_probe_monitor *iommu_probe_monitor_ref(struct iommu_probe_monitor *monitor)
{
	if (monitor)
		monitor->refs++;
	return monitor;
}

static void scan_stop(struct iommu_probe_monitor *monitor)
{
	monitor->iommu = iommu_probe_iommu_unref(monitor->iommu);
	monitor->device = iommu_probe_device_unref(monitor->device);
	monitor->host = iommu_probe_host_unref(monitor->host);
}

EXPORT struct iommu_probe_monitor *iommu_probe_monitor_unref(struct iommu_probe_monitor *monitor)
{
	if (!monitor || --monitor->refs)
		return NULL;
	scan_stop(monitor);
	monitor->source->ops->close(monitor->source);
	known_clear(&monitor->known);
	iommu_probe_ctx_unref(monitor->ctx);
	free(monitor->root);
	free(monitor);
	return NULL;
}

EXPORT int iommu_probe_monitor_get_fd(const struct iommu_probe_monitor *monitor)
{
	return monitor->source->ops->get_fd(monitor->source);
}

/*
 * The scan sees all of what waits. After a loss the kernel drops whatever comes,
 * and says nothing of it, until nothing waits any more.
 */
static int drain(struct iommu_probe_monitor *monitor)
{
	struct uevent uevent;
	int ret;

	do
		ret = monitor->source->ops->next(monitor->source, &uevent);
	while (ret > 0 || ret == -ENOBUFS);
	return ret ? ctx_fail(monitor->ctx, -ret, "the kernel's events: %s", strerror(-ret)) : 0;
}

static int begin(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event)
{
	size_t i;
	int ret;

	scan_stop(monitor);
	ret = drain(monitor);
	if (!ret)
		ret = host_new(monitor->ctx, monitor->root, monitor->live, &monitor->host);
	if (!ret && monitor_read_number(monitor, &monitor->scan_first))
		ret = ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	monitor->rescan = monitor->begun;
	if (!ret && monitor->rescan)
		ret = monitor_tell(monitor, IOMMU_PROBE_EVENT_RESCAN, event);
	if (ret)
		return ret;
	for (i = 0; i < monitor->known.count; i++)
		monitor->known.list[i].seen = false;
	monitor->begun = true;
	monitor->step = MONITOR_IOMMUS;
	return 0;
}

static enum iommu_probe_event_kind kind_of_new(const struct iommu_probe_monitor *monitor)
{
	return monitor->rescan ? IOMMU_PROBE_EVENT_ADD : IOMMU_PROBE_EVENT_PRESENT;
}

static int scan_iommu(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event)
{
	struct iommu_probe_iommu *next;
	struct known *known;
	uint64_t digest;
	int ret;

	ret = monitor->iommu ? iommu_probe_iommu_get_next(monitor->iommu, &next) :
			       iommu_probe_iommu_get_first(monitor->host, &next);
	iommu_probe_iommu_unref(monitor->iommu);
	monitor->iommu = next;
	if (ret)
		return ret;
	if (!next) {
		monitor->step = MONITOR_DEVICES;
		return 0;
	}
	known = known_find(&monitor->known, IOMMU_PROBE_SUBJECT_IOMMU, next->name);
	if (!known)
		return monitor_tell_iommu(monitor, kind_of_new(monitor), next, event);
	known->seen = true;
	if (digest_iommu(next, &digest))
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	if (digest != known->digest)
		return monitor_tell_iommu(monitor, IOMMU_PROBE_EVENT_CHANGE, next, event);
	return 0;
}

/* How the device differs from what was told of it; -ENOMEM. */
static int compare_device(const struct known *known, const struct iommu_probe_device *device,
			  bool *differs, enum iommu_probe_event_kind *kind)
{
	uint64_t digest;

	if (digest_device(device, &digest))
		return -ENOMEM;
	*differs = digest != known->digest;
	if (known->bound == !!device->driver)
		*kind = IOMMU_PROBE_EVENT_CHANGE;
	else
		*kind = known->bound ? IOMMU_PROBE_EVENT_UNBIND : IOMMU_PROBE_EVENT_BIND;
	return 0;
}

static int scan_device(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event)
{
	enum iommu_probe_event_kind kind = kind_of_new(monitor);
	struct iommu_probe_device *next;
	struct known *known;
	bool differs = true;
	int ret;

	ret = monitor->device ? iommu_probe_device_get_next(monitor->device, &next) :
				monitor_first_device(monitor, &next);
	iommu_probe_device_unref(monitor->device);
	monitor->device = next;
	if (ret)
		return ret;
	if (!next) {
		monitor->step = MONITOR_GONE;
		monitor->gone = 0;
		return 0;
	}
	known = known_find(&monitor->known, IOMMU_PROBE_SUBJECT_DEVICE, next->name);
	/* Behind a second IOMMU. */
	if (known && known->seen)
		return 0;
	if (known) {
		known->seen = true;
		if (compare_device(known, next, &differs, &kind))
			return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	}
	if (!differs)
		return 0;
	return monitor_tell_device(monitor, kind, next, next->subsystem, event);
}

static int scan_gone(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event)
{
	struct known_list *known = &monitor->known;
	int ret;

	while (monitor->gone < known->count && known->list[monitor->gone].seen)
		monitor->gone++;
	if (monitor->gone < known->count)
		return monitor_tell_gone(monitor, &known->list[monitor->gone], event);
	if (monitor_read_number(monitor, &monitor->scan_last))
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	ret = monitor_tell(monitor, IOMMU_PROBE_EVENT_SYNCED, event);
	if (!ret)
		monitor->step = MONITOR_FOLLOW;
	return ret;
}

/* 1: go on. 0: there is nothing more now. Or an error. */
static int step(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event)
{
	int ret = 0;

	switch (monitor->step) {
	case MONITOR_BEGIN:
		ret = begin(monitor, event);
		break;
	case MONITOR_IOMMUS:
		ret = scan_iommu(monitor, event);
		break;
	case MONITOR_DEVICES:
		ret = scan_device(monitor, event);
		break;
	case MONITOR_GONE:
		ret = scan_gone(monitor, event);
		break;
	case MONITOR_FOLLOW:
		return monitor_follow(monitor, event);
	}
	return ret ? ret : 1;
}

EXPORT int iommu_probe_monitor_next(struct iommu_probe_monitor *monitor,
				    struct iommu_probe_event **event)
{
	int ret;

	*event = NULL;
	do
		ret = step(monitor, event);
	while (ret > 0 && !*event);
	if (ret >= 0)
		return 0;
	/* What was being told may be lost. */
	monitor->step = MONITOR_BEGIN;
	return ret;
}
