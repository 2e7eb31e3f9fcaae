// SPDX-License-Identifier: MIT
/* What the kernel tells, once what was there is told. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "device.h"
#include "monitor.h"

/* Whatever is neither of these has changed something. */
static enum iommu_probe_event_kind kind_of(const char *action)
{
	if (!strcmp(action, "add"))
		return IOMMU_PROBE_EVENT_ADD;
	if (!strcmp(action, "remove"))
		return IOMMU_PROBE_EVENT_REMOVE;
	if (!strcmp(action, "bind"))
		return IOMMU_PROBE_EVENT_BIND;
	if (!strcmp(action, "unbind"))
		return IOMMU_PROBE_EVENT_UNBIND;
	return IOMMU_PROBE_EVENT_CHANGE;
}

/*
 * Kernels tell of a new unit before they set what the files of Intel's driver
 * stand on, and whoever reads one in between brings them down. Nothing says when
 * that is over; it takes microseconds.
 */
static void let_settle(const struct iommu_probe_monitor *monitor, const char *name)
{
	static const struct timespec pause = { .tv_nsec = 10 * 1000 * 1000 };
	char path[sizeof(CLASS_PATH "//intel-iommu") + NAME_SIZE];

	snprintf(path, sizeof(path), "%s/%s/intel-iommu", CLASS_PATH, name);
	if (!reader_exists(&monitor->host->reader, path))
		nanosleep(&pause, NULL);
}

static int follow_iommu(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
			const char *name, struct iommu_probe_event **event)
{
	struct known *known = known_find(&monitor->known, IOMMU_PROBE_SUBJECT_IOMMU, name);
	struct iommu_probe_iommu *iommu;
	int ret;

	if (kind == IOMMU_PROBE_EVENT_REMOVE)
		return known ? monitor_tell_gone(monitor, known, event) : 0;
	/* The scan came first; or it is the kernel part's own. */
	if ((kind == IOMMU_PROBE_EVENT_ADD && known) || !strcmp(name, CLASS_PROBE_NAME))
		return 0;
	if (kind == IOMMU_PROBE_EVENT_ADD)
		let_settle(monitor, name);
	ret = monitor_read_iommu(monitor, name, &iommu);
	if (!ret && iommu)
		ret = monitor_tell_iommu(monitor, known ? kind : IOMMU_PROBE_EVENT_ADD, iommu,
					 event);
	iommu_probe_iommu_unref(iommu);
	return ret;
}

/* Happened during the scan, and was there already when the device was read. */
static bool is_told(const struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		    const struct uevent *uevent, const struct known *known)
{
	if (kind == IOMMU_PROBE_EVENT_ADD)
		return true;
	if (!uevent->number || uevent->number > monitor->scan_last)
		return false;
	return (kind == IOMMU_PROBE_EVENT_BIND && known->bound) ||
	       (kind == IOMMU_PROBE_EVENT_UNBIND && !known->bound);
}

static int tell_device(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		       const struct uevent *uevent, const char *name,
		       struct iommu_probe_event **event)
{
	struct iommu_probe_device *device;
	int ret;

	ret = monitor_read_device(monitor, uevent, name, &device);
	if (!ret)
		ret = monitor_tell_device(monitor, kind, device, uevent->subsystem, event);
	iommu_probe_device_unref(device);
	return ret;
}

static int follow_device(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
			 const struct uevent *uevent, const char *name,
			 struct iommu_probe_event **event)
{
	struct known *known = known_find(&monitor->known, IOMMU_PROBE_SUBJECT_DEVICE, name);
	int ret;

	/* What a class has for a device is often named as the device. */
	if (known && strcmp(known->subsystem, uevent->subsystem) &&
	    strcmp(known->subsystem, "unknown"))
		return 0;
	if (kind == IOMMU_PROBE_EVENT_REMOVE)
		return known ? monitor_tell_gone(monitor, known, event) : 0;
	if (known)
		return is_told(monitor, kind, uevent, known) ?
			       0 :
			       tell_device(monitor, kind, uevent, name, event);
	ret = strcmp(uevent->subsystem, "pci") ? monitor_is_behind(monitor, uevent) : 1;
	if (ret > 0)
		ret = tell_device(monitor, IOMMU_PROBE_EVENT_ADD, uevent, name, event);
	return ret;
}

static int follow(struct iommu_probe_monitor *monitor, const struct uevent *uevent,
		  struct iommu_probe_event **event)
{
	const enum iommu_probe_event_kind kind = kind_of(uevent->action);
	const char *name = strrchr(uevent->path, '/');

	/* What came before the scan was seen by it. */
	if (uevent->number && uevent->number <= monitor->scan_first)
		return 0;
	if (!name || !name[1] || strlen(++name) >= NAME_SIZE)
		return 0;
	if (!strcmp(uevent->subsystem, "iommu"))
		return follow_iommu(monitor, kind, name, event);
	return follow_device(monitor, kind, uevent, name, event);
}

int monitor_follow(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event)
{
	struct uevent uevent;
	int ret;

	ret = monitor->source->ops->next(monitor->source, &uevent);
	if (ret == -ENOBUFS) {
		monitor->step = MONITOR_BEGIN;
		return 1;
	}
	if (ret < 0)
		return ctx_fail(monitor->ctx, -ret, "the kernel's events: %s", strerror(-ret));
	if (!ret)
		return 0;
	ret = follow(monitor, &uevent, event);
	return ret ? ret : 1;
}
