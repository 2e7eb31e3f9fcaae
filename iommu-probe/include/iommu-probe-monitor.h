/* SPDX-License-Identifier: MIT */
/* libiommu-probe: what changes. Included by iommu-probe.h. */
#ifndef IOMMU_PROBE_MONITOR_H
#define IOMMU_PROBE_MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A monitor tells what this machine's IOMMUs and endpoints are, and then each
 * change of them. It listens to the kernel's own events, not to what udev makes
 * of them: it reads sysfs only, which is complete when the kernel tells, and
 * works where no udev runs. No privileges are needed.
 */
struct iommu_probe_monitor;
struct iommu_probe_event;

enum iommu_probe_event_kind {
	IOMMU_PROBE_EVENT_PRESENT, /* it was there when the monitor began */
	IOMMU_PROBE_EVENT_SYNCED,  /* everything that is there has been told */
	IOMMU_PROBE_EVENT_ADD,
	IOMMU_PROBE_EVENT_REMOVE,
	IOMMU_PROBE_EVENT_CHANGE, /* of an IOMMU: a model directory came or went, too */
	IOMMU_PROBE_EVENT_BIND,   /* to a driver */
	IOMMU_PROBE_EVENT_UNBIND,
	/*
	 * Events were lost. What differs by now from what was told follows as
	 * add, remove, change, bind and unbind, one at most of a subject, and
	 * then synced.
	 */
	IOMMU_PROBE_EVENT_RESCAN,
};

/* What an event is about. */
enum iommu_probe_subject {
	IOMMU_PROBE_SUBJECT_NONE, /* synced, rescan */
	IOMMU_PROBE_SUBJECT_IOMMU,
	IOMMU_PROBE_SUBJECT_DEVICE, /* an endpoint, as iommu_probe_device_get_first() has it */
};

/*
 * Listens from now on; what is there is read by iommu_probe_monitor_next(). A
 * selection of the host is not heeded. -EOPNOTSUPP: the host is not this
 * machine. -ENOMEM, or what the system answers.
 */
int iommu_probe_monitor_new(struct iommu_probe_host *host, struct iommu_probe_monitor **monitor);
struct iommu_probe_monitor *iommu_probe_monitor_ref(struct iommu_probe_monitor *monitor);
struct iommu_probe_monitor *iommu_probe_monitor_unref(struct iommu_probe_monitor *monitor);

/*
 * To poll for POLLIN, once iommu_probe_monitor_next() has nothing more. It
 * belongs to the monitor. It may be readable for events of other devices.
 */
int iommu_probe_monitor_get_fd(const struct iommu_probe_monitor *monitor);

/*
 * The next event, in a reference that the caller drops; NULL if there is none
 * now, which is not waited for. What is there comes first, present by present,
 * then synced, then changes in the kernel's order. What was told is not told
 * again: an add of something that is present is left out.
 *
 * A new unit of Intel's is left alone for 10 ms before it is read: reading its
 * files sooner can crash the kernel.
 *
 * An IOMMU or device is read when its event is taken, so it can be further than
 * the event: added with the driver that the next event binds, or gone already
 * and then as good as empty, with its remove to come. A device that comes behind
 * an IOMMU without an event of its own (its IOMMU came later) is told with its
 * next event, as an add.
 *
 * After an error (-ENOMEM, or what the system answers) the monitor can be used
 * on, and begins with a rescan.
 */
int iommu_probe_monitor_next(struct iommu_probe_monitor *monitor,
			     struct iommu_probe_event **event);

struct iommu_probe_event *iommu_probe_event_ref(struct iommu_probe_event *event);
struct iommu_probe_event *iommu_probe_event_unref(struct iommu_probe_event *event);

/* What has happened. */
enum iommu_probe_event_kind iommu_probe_event_get_kind(const struct iommu_probe_event *event);

/* As documents have it: "present", "synced", … */
const char *iommu_probe_event_get_kind_name(const struct iommu_probe_event *event);

/* Counts the events of a monitor, from 1 on. */
uint64_t iommu_probe_event_get_sequence(const struct iommu_probe_event *event);

/* To what. */
enum iommu_probe_subject iommu_probe_event_get_subject(const struct iommu_probe_event *event);

/* Name of the IOMMU or device; NULL without a subject. */
const char *iommu_probe_event_get_name(const struct iommu_probe_event *event);

/* The subject; NULL if it is another one, and where it was removed. */
struct iommu_probe_iommu *iommu_probe_event_get_iommu(const struct iommu_probe_event *event);
struct iommu_probe_device *iommu_probe_event_get_device(const struct iommu_probe_event *event);

/*
 * What could not be read, as of iommu_probe_host_get_error(); but not that
 * something which has left by now was not there.
 */
size_t iommu_probe_event_get_error_count(const struct iommu_probe_event *event);
int iommu_probe_event_get_error(struct iommu_probe_event *event, size_t index, const char **path,
				int *error, const char **message);

/* The document "event", on one line. As iommu_probe_host_write_json(). */
int iommu_probe_event_write_json(struct iommu_probe_event *event, iommu_probe_write_fn write,
				 void *data);

#ifdef __cplusplus
}
#endif

#endif
