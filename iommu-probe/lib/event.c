// SPDX-License-Identifier: MIT
/* What a monitor tells. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "device.h"
#include "monitor.h"

static int event_new(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		     enum iommu_probe_subject subject, const char *name,
		     struct iommu_probe_event **event)
{
	struct iommu_probe_event *new = calloc(1, sizeof(*new));

	if (!new)
		return -ENOMEM;
	if (name) {
		new->name = strdup(name);
		if (!new->name) {
			free(new);
			return -ENOMEM;
		}
	}
	new->refs = 1;
	new->ctx = iommu_probe_ctx_ref(monitor->ctx);
	new->kind = kind;
	new->subject = subject;
	*event = new;
	return 0;
}

static void publish(struct iommu_probe_monitor *monitor, struct iommu_probe_event *event)
{
	event->sequence = ++monitor->sequence;
	event->errors = monitor->host->errors;
	monitor->host->errors = (struct errors){ 0 };
	errors_clear(&monitor->host->notes);
}

int monitor_tell(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		 struct iommu_probe_event **event)
{
	if (event_new(monitor, kind, IOMMU_PROBE_SUBJECT_NONE, NULL, event))
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	publish(monitor, *event);
	return 0;
}

int monitor_tell_gone(struct iommu_probe_monitor *monitor, struct known *entry,
		      struct iommu_probe_event **event)
{
	if (event_new(monitor, IOMMU_PROBE_EVENT_REMOVE, entry->subject, entry->name, event))
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	known_remove(&monitor->known, entry);
	publish(monitor, *event);
	return 0;
}

/* What was listed and then not there has left: an event of it is to come. */
static bool has_left(const struct error *error, const void *gone)
{
	return error->error == ENOENT || (error->error == ENODEV && *(const bool *)gone);
}

static void drop_gone(struct iommu_probe_host *host, const char *name)
{
	char path[sizeof(CLASS_PATH "/") + NAME_SIZE];
	bool gone;

	if (!host->errors.count)
		return;
	snprintf(path, sizeof(path), "%s/%s", CLASS_PATH, name);
	gone = reader_exists(&host->reader, path) == -ENOENT;
	errors_drop(&host->errors, has_left, &gone);
}

/* The entry of a subject, made if it is a new one. */
static struct known *know(struct iommu_probe_monitor *monitor, enum iommu_probe_subject subject,
			  const char *name, uint64_t digest)
{
	struct known *entry = known_find(&monitor->known, subject, name);

	if (!entry)
		entry = known_add(&monitor->known, subject, name);
	if (entry) {
		entry->digest = digest;
		entry->seen = true;
	}
	return entry;
}

int monitor_tell_iommu(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		       struct iommu_probe_iommu *iommu, struct iommu_probe_event **event)
{
	struct iommu_probe_event *new = NULL;
	uint64_t digest;

	if (digest_iommu(iommu, &digest) ||
	    event_new(monitor, kind, IOMMU_PROBE_SUBJECT_IOMMU, iommu->name, &new) ||
	    !know(monitor, IOMMU_PROBE_SUBJECT_IOMMU, iommu->name, digest)) {
		iommu_probe_event_unref(new);
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	}
	new->iommu = iommu_probe_iommu_ref(iommu);
	drop_gone(monitor->host, iommu->name);
	publish(monitor, new);
	*event = new;
	return 0;
}

static int know_device(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		       const struct iommu_probe_device *device, const char *subsystem)
{
	struct known *entry = NULL;
	char *copy = strdup(subsystem);
	uint64_t digest;

	if (copy && !digest_device(device, &digest))
		entry = know(monitor, IOMMU_PROBE_SUBJECT_DEVICE, device->name, digest);
	if (!entry) {
		free(copy);
		return -ENOMEM;
	}
	free(entry->subsystem);
	entry->subsystem = copy;
	entry->bound = kind == IOMMU_PROBE_EVENT_BIND ||
		       (device->driver && kind != IOMMU_PROBE_EVENT_UNBIND);
	return 0;
}

int monitor_tell_device(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
			struct iommu_probe_device *device, const char *subsystem,
			struct iommu_probe_event **event)
{
	struct iommu_probe_event *new = NULL;

	if (event_new(monitor, kind, IOMMU_PROBE_SUBJECT_DEVICE, device->name, &new) ||
	    know_device(monitor, kind, device, subsystem)) {
		iommu_probe_event_unref(new);
		return ctx_fail(monitor->ctx, ENOMEM, "out of memory");
	}
	new->device = iommu_probe_device_ref(device);
	publish(monitor, new);
	*event = new;
	return 0;
}

EXPORT struct iommu_probe_event *iommu_probe_event_ref(struct iommu_probe_event *event)
{
	if (event)
		event->refs++;
	return event;
}

EXPORT struct iommu_probe_event *iommu_probe_event_unref(struct iommu_probe_event *event)
{
	if (!event || --event->refs)
		return NULL;
	errors_clear(&event->errors);
	iommu_probe_iommu_unref(event->iommu);
	iommu_probe_device_unref(event->device);
	iommu_probe_ctx_unref(event->ctx);
	free(event->name);
	free(event);
	return NULL;
}

EXPORT enum iommu_probe_event_kind
iommu_probe_event_get_kind(const struct iommu_probe_event *event)
{
	return event->kind;
}

EXPORT const char *iommu_probe_event_get_kind_name(const struct iommu_probe_event *event)
{
	static const char *const names[] = {
		[IOMMU_PROBE_EVENT_PRESENT] = "present", [IOMMU_PROBE_EVENT_SYNCED] = "synced",
		[IOMMU_PROBE_EVENT_ADD] = "add",	 [IOMMU_PROBE_EVENT_REMOVE] = "remove",
		[IOMMU_PROBE_EVENT_CHANGE] = "change",	 [IOMMU_PROBE_EVENT_BIND] = "bind",
		[IOMMU_PROBE_EVENT_UNBIND] = "unbind",	 [IOMMU_PROBE_EVENT_RESCAN] = "rescan",
	};

	return names[event->kind];
}

EXPORT uint64_t iommu_probe_event_get_sequence(const struct iommu_probe_event *event)
{
	return event->sequence;
}

EXPORT enum iommu_probe_subject
iommu_probe_event_get_subject(const struct iommu_probe_event *event)
{
	return event->subject;
}

EXPORT const char *iommu_probe_event_get_name(const struct iommu_probe_event *event)
{
	return event->name;
}

EXPORT struct iommu_probe_iommu *
iommu_probe_event_get_iommu(const struct iommu_probe_event *event)
{
	return event->iommu;
}

EXPORT struct iommu_probe_device *
iommu_probe_event_get_device(const struct iommu_probe_event *event)
{
	return event->device;
}

EXPORT size_t iommu_probe_event_get_error_count(const struct iommu_probe_event *event)
{
	return errors_count(&event->errors);
}

EXPORT int iommu_probe_event_get_error(struct iommu_probe_event *event, size_t index,
				       const char **path, int *error, const char **message)
{
	return errors_get(&event->errors, index, NULL, path, error, message);
}
