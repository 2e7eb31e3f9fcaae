/* SPDX-License-Identifier: MIT */
/* What could not be read: path on the host, errno, a line for people. */
#ifndef IOMMU_PROBE_ERRORS_H
#define IOMMU_PROBE_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

struct error {
	char *host; /* NULL where there is only one */
	char *path;
	char *message;
	int error;
};

struct errors {
	struct error *list;
	size_t count;
	size_t room;
	bool sorted;
};

/* name may be NULL; message NULL means the system's own for error. -ENOMEM. */
int errors_add(struct errors *errors, const char *path, const char *name, int error,
	       const char *message);

/* A copy of one, of this host; NULL: it stays without. -ENOMEM. */
int errors_add_of(struct errors *errors, const char *host, const struct error *error);

/* By path, then errno; each may be NULL. -ERANGE from count on. */
int errors_get(struct errors *errors, size_t index, const char **host, const char **path,
	       int *error, const char **message);
void errors_clear(struct errors *errors);

/* In order, and those of the only host once: files are read more than once. */
void errors_sort(struct errors *errors);

/* How many errors_get() has. */
size_t errors_count(const struct errors *errors);

/* All to the end of others. -ENOMEM. */
int errors_move(struct errors *to, struct errors *from);

/* Those that drop() names. */
void errors_drop(struct errors *errors, bool (*drop)(const struct error *error, const void *data),
		 const void *data);

#endif
