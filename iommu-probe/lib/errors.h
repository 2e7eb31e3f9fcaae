/* SPDX-License-Identifier: MIT */
/* What could not be read: path on the host, errno, a line for people. */
#ifndef IOMMU_PROBE_ERRORS_H
#define IOMMU_PROBE_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

struct error {
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
void errors_clear(struct errors *errors);
void errors_sort(struct errors *errors);

/* Those that drop() names. */
void errors_drop(struct errors *errors, bool (*drop)(const struct error *error, const void *data),
		 const void *data);

/* As iommu_probe_host_get_error(). */
int errors_get(struct errors *errors, size_t index, const char **path, int *error,
	       const char **message);

#endif
