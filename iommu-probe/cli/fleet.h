/* SPDX-License-Identifier: MIT */
/* Commands that take several hosts, and read them one after the other. */
#ifndef IOMMU_PROBE_FLEET_H
#define IOMMU_PROBE_FLEET_H

#include "cli.h"

/* A host, or why it could not be read. */
struct fleet_host {
	const char *name;
	struct iommu_probe_host *host; /* NULL: it could not be */
	int error;
	char *message;
};

/*
 * Whether these are arguments that such a command can have: one or more, and no
 * other host besides. An exit status, after a complaint.
 */
int fleet_check(const struct cli *cli, const char *command, char *const hosts[], size_t count);

/*
 * One that is not there ends it, one that cannot be read does not. An exit
 * status, after a complaint.
 */
int fleet_read(struct iommu_probe_ctx *ctx, const char *where, struct fleet_host *read);

/* Adds it to a baseline, whether it could be read or not; an exit status. */
int fleet_add(const struct iommu_probe_ctx *ctx, struct iommu_probe_baseline *baseline,
	      const struct fleet_host *read);

/* Lets go of it. Of a snapshot nothing is there any more. */
void fleet_clear(struct fleet_host *read);

/* A line for each error of the hosts; the status that errors make of 0. */
int fleet_errors(struct iommu_probe_baseline *baseline);

#endif
