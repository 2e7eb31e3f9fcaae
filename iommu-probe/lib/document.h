/* SPDX-License-Identifier: MIT */
/*
 * Hosts out of documents that somebody wrote. Of a newer minor version there
 * may be members that nobody here knows: they are passed over.
 */
#ifndef IOMMU_PROBE_DOCUMENT_H
#define IOMMU_PROBE_DOCUMENT_H

#include <json-c/json.h>
#include "units.h"

/* A file's text, each byte of which may have become U+FFFD. */
#define DOCUMENT_TEXT_MAX (3 * READER_FILE_MAX)
#define DOCUMENT_NAME_MAX (3 * NAME_MAX)

/* Models of one IOMMU; no other list is long to go through. */
#define DOCUMENT_MODELS_MAX 64

struct document {
	struct iommu_probe_host *host;
	const char *name;  /* as messages call it */
	const char *iommu; /* what is being read, NULL between them */
	const char *model;
};

/*
 * All that follow: 0, or -EBADMSG with a message, or -ENOMEM. This makes the
 * message and answers the former.
 */
int document_refuse(const struct document *doc, const char *what, const char *why);

/* A member of this type; a missing one that is needed is refused. */
int document_get(const struct document *doc, struct json_object *object, const char *key,
		 enum json_type type, bool needed, struct json_object **value);

/* A string without NULs, not empty and within a length; *text stays NULL where it may. */
int document_get_text(const struct document *doc, struct json_object *object, const char *key,
		      size_t most, bool needed, const char **text);

/* A string that can be the name of a file. */
int document_check_name(const struct document *doc, struct json_object *string,
			const char *what);
int document_get_name(const struct document *doc, struct json_object *object, const char *key,
		      bool needed, const char **name);

/* An array of objects, each of which read() reads. */
typedef int (*document_read_fn)(struct document *doc, struct json_object *object, void *data);
int document_each(struct document *doc, struct json_object *object, const char *key,
		  document_read_fn read, void *data);

/* Name, number and capabilities of a model, as host and baseline have them. */
int document_read_model(struct document *doc, struct json_object *object,
			enum iommu_probe_origin origin, struct iommu_probe_model **model);

/* One value of an attribute, by the rules of its file. */
int document_read_value(const struct document *doc, enum iommu_caps_attribute_id id,
			struct json_object *json, struct iommu_probe_value *value);

/* A capability that nobody here knows, as the file that it is of. */
int document_keep_unknown(struct iommu_probe_model *model, const char *name, const char *text,
			  size_t length);
int document_read_unknown(struct iommu_probe_model *model, const char *name,
			  struct json_object *json);

/* The row of an attribute that can be a capability; -1. */
int document_find_attribute(const char *name);

/* What an error is about is there, and says nothing. */
void document_mark_unreadable(struct iommu_probe_host *host);

int document_read_host(struct document *doc, struct json_object *root);
int document_read_baseline(struct document *doc, struct json_object *root);

#endif
