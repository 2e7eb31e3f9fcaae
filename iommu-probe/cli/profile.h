/* SPDX-License-Identifier: MIT */
/* Strings from the command line, and from files of requirements. */
#ifndef IOMMU_PROBE_PROFILE_H
#define IOMMU_PROBE_PROFILE_H

#include "cli.h"

/* -1, or the exit status to end with. */
int list_add(struct list *list, const char *text);
void list_clear(struct list *list);

/*
 * Appends the requirements of { "name": …, "requirements": [ … ] }. -1, or the
 * exit status to end with: EXIT_NOT_THERE, or EXIT_UNREADABLE if it is no such
 * file.
 */
int profile_read(const char *file, struct list *requirements);

#endif
