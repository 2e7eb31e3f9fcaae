/* SPDX-License-Identifier: MIT */
/*
 * The manifest of a snapshot, a file in the root of its tree: what could not
 * be read where the snapshot was made, so that it cannot be read there again.
 */
#ifndef IOMMU_PROBE_MANIFEST_H
#define IOMMU_PROBE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#define MANIFEST_NAME "iommu-probe-snapshot"

enum manifest_kind {
	MANIFEST_UNREADABLE, /* it is there, or may be, and cannot be read */
	MANIFEST_UNSEEN,     /* it cannot be told whether it is there */
	MANIFEST_KINDS
};

struct manifest_line {
	enum manifest_kind kind;
	int error;
	char *path;
	const char *name; /* of a key, behind its path */
};

struct manifest {
	void *lines; /* struct manifest_line, of tsearch() */
	size_t count;
	bool anonymized;
};

/* The first error of a path stands; name may be NULL. -ENOMEM. */
int manifest_add(struct manifest *manifest, enum manifest_kind kind, const char *path,
		 const char *name, int error);

/* The errno that it has, 0 for none. */
int manifest_find(const struct manifest *manifest, enum manifest_kind kind, const char *path,
		  const char *name);
void manifest_clear(struct manifest *manifest);

/* All lines, in order, as often as visit() returns 0. */
int manifest_visit(const struct manifest *manifest,
		   int (*visit)(void *data, const struct manifest_line *line), void *data);

/*
 * Lines: the format and its version, the tool's version, whether it was made
 * anonymous, and a line each of the rest. In paths \ and line feeds are \134
 * and \012. *text is to be freed. -ENOMEM.
 */
int manifest_print(const struct manifest *manifest, char **text, size_t *length);

/* -EBADMSG: no such text. -EPROTONOSUPPORT: another version. -ENOMEM. */
int manifest_parse(struct manifest *manifest, char *text);

#endif
