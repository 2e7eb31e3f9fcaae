/* SPDX-License-Identifier: MIT */
/* What the files of the monitor share. */
#ifndef IOMMU_PROBE_MONITOR_INTERNAL_H
#define IOMMU_PROBE_MONITOR_INTERNAL_H

#include "internal.h"

/* What the kernel tells; strings live until the next one is taken. */
struct uevent {
	const char *action;
	const char *subsystem;
	const char *path; /* of the device, without /sys */
	uint64_t number; /* by /sys/kernel/uevent_seqnum; 0: not known */
};

struct uevent_source;

struct uevent_source_ops {
	int (*get_fd)(const struct uevent_source *source);
	/* 1: an event. 0: none now. -ENOBUFS: some were lost. Or another errno. */
	int (*next)(struct uevent_source *source, struct uevent *uevent);
	void (*close)(struct uevent_source *source);
};

struct uevent_source {
	const struct uevent_source_ops *ops;
};

/* The kernel's events, of which each is kept from now on. */
int uevent_source_open(struct uevent_source **source);

/* What was told of an IOMMU or device. */
struct known {
	char *name;
	char *subsystem; /* of a device, which may be "unknown" */
	enum iommu_probe_subject subject;
	uint64_t digest; /* of what it had */
	bool bound;
	bool seen; /* by the scan that is on */
};

struct known_list {
	struct known *list;
	size_t count;
	size_t room;
};

struct known *known_find(const struct known_list *known, enum iommu_probe_subject subject,
			 const char *name);
/* One that is not there yet; NULL without memory. */
struct known *known_add(struct known_list *known, enum iommu_probe_subject subject,
			const char *name);
void known_remove(struct known_list *known, struct known *entry);
void known_clear(struct known_list *known);

struct iommu_probe_event {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	enum iommu_probe_event_kind kind;
	enum iommu_probe_subject subject;
	uint64_t sequence;
	char *name;
	struct iommu_probe_iommu *iommu;
	struct iommu_probe_device *device;
	struct errors errors;
};

enum monitor_step {
	MONITOR_BEGIN, /* scan at the next call */
	MONITOR_IOMMUS,
	MONITOR_DEVICES,
	MONITOR_GONE, /* of those told before, what the scan has not seen */
	MONITOR_FOLLOW,
};

struct iommu_probe_monitor {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	struct uevent_source *source;
	char *root;
	bool live;
	struct iommu_probe_host *host; /* which the objects of events belong to */
	enum monitor_step step;
	bool begun;  /* there was a scan */
	bool rescan; /* the one that is on is not the first */
	struct iommu_probe_iommu *iommu; /* where the scan is */
	struct iommu_probe_device *device;
	size_t gone;
	/* The kernel's last events before and after the scan. */
	uint64_t scan_first;
	uint64_t scan_last;
	struct known_list known;
	uint64_t sequence;
};

/*
 * Takes the source over, even if it fails. The host says where to read, which
 * a test may have elsewhere than the events come from.
 */
int monitor_new(struct iommu_probe_host *host, struct uevent_source *source,
		struct iommu_probe_monitor **monitor);

/*
 * One step of the scan, or one event of the kernel; *event stays NULL where it
 * is nothing to tell. Of the latter: 1: there was one. 0: there is none now.
 */
int monitor_scan(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event);
int monitor_follow(struct iommu_probe_monitor *monitor, struct iommu_probe_event **event);

/*
 * One subject, as it is now, with a reference; also where it is gone. *iommu
 * is NULL where what is there is no IOMMU. -ENOMEM.
 */
int monitor_read_iommu(struct iommu_probe_monitor *monitor, const char *name,
		       struct iommu_probe_iommu **iommu);
int monitor_read_device(struct iommu_probe_monitor *monitor, const struct uevent *uevent,
			const char *name, struct iommu_probe_device **device);

/* The first of a scan: without the errors of IOMMUs, which were told with them. */
int monitor_first_device(struct iommu_probe_monitor *monitor, struct iommu_probe_device **device);

/* 1: the device is behind an IOMMU. 0: it is not. -ENOMEM. */
int monitor_is_behind(const struct iommu_probe_monitor *monitor, const struct uevent *uevent);

/* The kernel's last event; 0 where it does not count them. -ENOMEM. */
int monitor_read_number(const struct iommu_probe_monitor *monitor, uint64_t *number);

/*
 * Events, with the errors of the monitor's host and a reference to the subject,
 * which is known from then on. -ENOMEM.
 */
int monitor_tell(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		 struct iommu_probe_event **event);
int monitor_tell_iommu(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
		       struct iommu_probe_iommu *iommu, struct iommu_probe_event **event);
int monitor_tell_device(struct iommu_probe_monitor *monitor, enum iommu_probe_event_kind kind,
			struct iommu_probe_device *device, const char *subsystem,
			struct iommu_probe_event **event);

/* The subject was removed, and is forgotten. */
int monitor_tell_gone(struct iommu_probe_monitor *monitor, struct known *entry,
		      struct iommu_probe_event **event);

/* Tells apart what a subject had, without what comes and goes untold. -ENOMEM. */
int digest_iommu(struct iommu_probe_iommu *iommu, uint64_t *digest);
int digest_device(const struct iommu_probe_device *device, uint64_t *digest);

#endif
