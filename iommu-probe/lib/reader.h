/* SPDX-License-Identifier: MIT */
/*
 * Reading a host's files: the one place that knows about roots, links and
 * kinds of files. Paths are those of the host, "/sys/…".
 */
#ifndef IOMMU_PROBE_READER_H
#define IOMMU_PROBE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "errors.h"
#include "manifest.h"
#include "names.h"

/* The longest file that is taken for an attribute. */
#define READER_FILE_MAX 4096

struct reader;
struct record;

/* A directory of the host. */
struct dir {
	const struct reader *reader;
	int fd;
	char *path;
	char *real; /* without links, for reader_ops.read(); NULL if nobody knows */
	char *recorded; /* where it is in the record, if the reader has one */
};

/* The device above another one; NULL members for what it does not have. */
struct parent {
	char *name;
	char *subsystem;
	char *driver;
};

struct reader_ops {
	/*
	 * A regular file of a directory, text having room for one byte more
	 * than READER_FILE_MAX, of which *length says how many were read.
	 * 0 or a negative errno.
	 */
	int (*read)(const struct reader *reader, const struct dir *dir, const char *name,
		    char *text, size_t *length);
	/* Where a directory is, if read() goes by it; NULL: by its path. */
	char *(*real_path)(const struct dir *dir);
};

extern const struct reader_ops reader_safe_ops;
extern const struct reader_ops reader_live_ops;

struct reader {
	const struct reader_ops *ops;
	char *prefix; /* what stands before paths, "" on this machine */
	int root;
	struct record *record;	  /* NULL, or what gets all that is read */
	struct errors *errors;	  /* NULL, or what gets failures that no host should have */
	struct manifest manifest; /* of a snapshot: what cannot be read here either */
};

/* root: "/" or a folder that holds "sys". -EBADMSG: its manifest is malformed. */
int reader_open(struct reader *reader, const char *root, const struct reader_ops *ops);
void reader_close(struct reader *reader);

/* "path/name", which the caller frees; NULL without memory. */
char *reader_join(const char *path, const char *name);

/* By path from the root; links are followed below it. -ELOOP: one leads out. */
int reader_open_dir(const struct reader *reader, const char *path, struct dir *dir);

/* The same, to read links in it only. */
int reader_open_links(const struct reader *reader, const char *path, struct dir *dir);

/* A directory in a directory that is no link. */
int reader_open_subdir(const struct dir *parent, const char *name, struct dir *dir);
void reader_close_dir(struct dir *dir);

/* All entries but "." and "..", sorted; anew, instead of what was listed. */
int reader_list(const struct dir *dir, struct names *names);
int reader_list_again(const struct dir *dir, struct names *names);

/* 1: an entry is one; 0: it is not, as a link is neither, or cannot be looked at. -ENOMEM. */
int reader_is_dir(const struct dir *dir, const struct name *entry);
int reader_is_regular(const struct dir *dir, const struct name *entry);

/* Likewise, whether a directory has an entry of this name, of whatever kind. */
int reader_has(const struct dir *dir, const char *name);

/* -ENOENT if nothing of that name is there. */
int reader_exists(const struct reader *reader, const char *path);

/* 0 for a regular file; else as reader_read(). */
int reader_check_type(const struct dir *dir, const struct name *entry);

/*
 * The text of an attribute, ending in a NUL that *length does not count. type
 * is what the listing said. -ELOOP: a link. -EISDIR: a directory. -EINVAL:
 * neither of them nor a regular file. -EFBIG: over READER_FILE_MAX.
 */
int reader_read(const struct reader *reader, const struct dir *dir, const struct name *entry,
		char text[READER_FILE_MAX + 1], size_t *length);

/* A file of up to max bytes, which the caller frees. As reader_read(). */
int reader_read_all(const struct dir *dir, const char *name, size_t max, uint8_t **data,
		    size_t *length);

/* The last part of what a link says; *name stays NULL if there is none to read. -ENOMEM. */
int reader_link_name(const struct dir *dir, const char *link, char **name);

/* All that it says; *text stays NULL if there is none to read. -ENOMEM. */
int reader_link_text(const struct dir *dir, const char *link, char **text);

/* The device that the link "device" of a directory leads to. */
int reader_parent(const struct reader *reader, const struct dir *dir, struct parent *parent);
void parent_clear(struct parent *parent);

#endif
