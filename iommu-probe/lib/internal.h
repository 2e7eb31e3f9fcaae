/* SPDX-License-Identifier: MIT */
/* What the files of the library share. */
#ifndef IOMMU_PROBE_INTERNAL_H
#define IOMMU_PROBE_INTERNAL_H

#include <limits.h>
#include <linux/iommu-caps.h>
#include <sys/types.h>
#include "device-list.h"
#include "errors.h"
#include "firmware.h"
#include "iommu-probe.h"
#include "names.h"
#include "reader.h"

#define EXPORT __attribute__((visibility("default")))
#define PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Of an entry in a directory, with its final NUL. */
#define NAME_SIZE (NAME_MAX + 1)

#define CLASS_PATH "/sys/class/iommu"

/* The kernel part's own device, there for a moment while it is loaded. */
#define CLASS_PROBE_NAME "iommu-caps-probe"

struct iommu_probe_ctx {
	unsigned int refs;
	char message[512];
};

/* Keeps the message; returns -error, so that it can end a function. */
int ctx_fail(struct iommu_probe_ctx *ctx, int error, const char *format, ...) PRINTF(3, 4);

enum wanted {
	WANTED_IOMMU,
	WANTED_DEVICE,
	WANTED_ALONE, /* a device that is behind no IOMMU */
};

/* Where the IOMMUs of a host come from. */
enum host_source {
	HOST_TREE,
	HOST_REGISTERS, /* that somebody gave */
	HOST_DOCUMENT,
};

/* An IOMMU of a host that has no tree. */
struct unit {
	char *name;
	struct parent parent;
	struct names devices;
	struct iommu_probe_model *models;
};

struct iommu_probe_host {
	unsigned int refs;
	struct iommu_probe_ctx *ctx;
	enum host_source source;
	struct reader reader;
	struct names names; /* in the class */
	/* What was asked for, each with a kind of enum wanted as its type. */
	struct names wanted;
	int class_error;    /* why the class could not be listed, 0 if it could */
	struct device_list devices; /* once they were asked for */
	struct firmware firmware;
	struct errors errors;
	struct errors notes;
	/* Without a tree; by the index of names. */
	struct unit *units;
	size_t unit_count;
	size_t unit_room;
	struct errors unit_errors;
	/* Of a baseline: what there is of each model, and whether it was certain. */
	struct iommu_probe_least *leasts;
	bool uncertain;
};

struct iommu_probe_value {
	struct iommu_probe_model *model; /* NULL: a copy, which belongs to none */
	enum iommu_caps_attribute_id id;
	bool known;
	bool defaulted;
	bool unreadable; /* its file is there and says nothing */
	size_t count;
	char *words;	   /* count of them, each ending in a NUL */
	uint64_t number;   /* the only one */
	uint64_t *numbers; /* of a list */
};

struct unknown_file {
	char *name;
	char *text;
	size_t length;
};

struct iommu_probe_model {
	struct iommu_probe_model *next;
	char *name;
	uint64_t number;
	int id; /* row of the table of models, -1 if it is not there */
	enum iommu_probe_origin origin;
	struct iommu_caps_regs regs; /* by the numbering of the model's decoder */
	struct iommu_probe_value values[IOMMU_CAPS_ATTRIBUTES];
	struct unknown_file *unknown;
	size_t unknown_count;
};

struct iommu_probe_iommu {
	unsigned int refs;
	struct iommu_probe_host *host;
	size_t index; /* of host->names */
	char *name;
	bool borrowed; /* what follows, of the host's units */
	struct parent parent;
	struct names devices;
	struct iommu_probe_model *models;
	char *firmware; /* once it was asked for */
};

/*
 * With the reader asked for and the tree below root, so that both readers can
 * be held against each other.
 */
int host_new(struct iommu_probe_ctx *ctx, const char *root, bool live,
	     struct iommu_probe_host **host);

/* The same, and all that is read goes into the record, which has to outlive it. */
int host_new_recorded(struct iommu_probe_ctx *ctx, const char *root, bool live,
		      struct record *record, struct iommu_probe_host **host);

/* -EOPNOTSUPP, with a message, for a host that is no more than its IOMMUs. */
int host_check_tree(struct iommu_probe_host *host);

/* Reads what is in the directory of an IOMMU; -ENOMEM only. */
int iommu_read(struct iommu_probe_iommu *iommu, const struct dir *dir);

/* Without values. NULL without memory. */
struct iommu_probe_model *model_new(const char *name, int id, enum iommu_probe_origin origin);

void model_drop_unknown(struct iommu_probe_model *model);

/* Frees a list of models. */
void models_free(struct iommu_probe_model *models);

/* Where the model directory of a model is shown too, it is listed once. */
void models_insert(struct iommu_probe_model **models, struct iommu_probe_model *model);

/*
 * Reads a model directory with these entries, of which one is named "model".
 * -ENOMEM only; all else is among the errors.
 */
int model_read(struct iommu_probe_host *host, const struct dir *dir, const char *name,
	       const struct names *entries, struct iommu_probe_model **model);

/*
 * Reads the attribute group of a stock driver; *model stays NULL if the
 * directory is none. -ENOMEM only.
 */
int registers_read(struct iommu_probe_host *host, const struct dir *dir, const char *name,
		   const struct names *entries, struct iommu_probe_model **model);

/* A model of origin registers; without values where one is missing. -ENOMEM. */
int registers_model(enum iommu_caps_model_id id, const struct iommu_caps_regs *regs,
		    struct iommu_probe_model **model);

/* Parses the text of an attribute; changes it. -EINVAL, -ERANGE, -ENOMEM. */
int value_parse(struct iommu_probe_value *value, enum iommu_caps_attribute_id id, char *text,
		size_t length);
int value_set_default(struct iommu_probe_value *value, enum iommu_caps_attribute_id id,
		      const struct iommu_caps_model *model);
int value_copy(struct iommu_probe_value *copy, const struct iommu_probe_value *value);
void value_clear(struct iommu_probe_value *value);

/* A row of the table of words; -1 for one that is not in it. */
int word_find(enum iommu_caps_words words, const char *text);

/* Why value_parse() refused, in words. */
const char *value_complaint(enum iommu_caps_attribute_id id, int error);

#endif
