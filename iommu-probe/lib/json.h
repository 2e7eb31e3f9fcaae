/* SPDX-License-Identifier: MIT */
/* What every document is made with. */
#ifndef IOMMU_PROBE_JSON_H
#define IOMMU_PROBE_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include "errors.h"
#include "iommu-probe.h"

#define JSON_SCHEMA_VERSION "1.0"

struct errors;

/* Where a document goes; after an error nothing more is written. */
struct json_sink {
	iommu_probe_write_fn write;
	void *data;
	int error;
	bool one_line; /* objects and arrays are not broken into lines */
};

void json_put(struct json_sink *sink, const char *text, size_t length);
void json_puts(struct json_sink *sink, const char *text);

/* A value, where lines begin with depth times two blanks. */
void json_print(struct json_sink *sink, struct json_object *value, unsigned int depth);

/* Schema version and kind, as far as the first own member. */
void json_begin(struct json_sink *sink, const char *document);

/* A member of the document, which it lets go of; NULL is -ENOMEM. */
void json_member(struct json_sink *sink, const char *key, struct json_object *value);

/* A member that is an array, an element of it, and its end. */
void json_array(struct json_sink *sink, const char *key);
void json_element(struct json_sink *sink, struct json_object *object, bool first);
void json_array_end(struct json_sink *sink, bool empty);

/* The member "errors" and the end of the document. */
void json_end(struct json_sink *sink, struct errors *errors);

/*
 * Adding to an object or array, which takes the value over even where it
 * fails. The key must be a constant; it is not copied. A NULL value, what json-c
 * answers without memory, is -ENOMEM.
 */
int json_add(struct json_object *object, const char *key, struct json_object *value);
int json_append(struct json_object *array, struct json_object *value);

/* Strings of which nobody knows that they are UTF-8. */
struct json_object *json_text(const char *text, size_t length);
struct json_object *json_string(const char *text);

/* yes, no, unknown */
const char *json_answer(enum iommu_probe_answer answer);

/* pass, fail, unknown */
const char *json_verdict(enum iommu_probe_verdict verdict);

/* A number, a word, or an array of them. */
struct json_object *json_value(const struct iommu_probe_value *value);

/* An array of what could not be read. */
struct json_object *json_errors(struct errors *errors);

struct json_object *json_iommu(struct iommu_probe_iommu *iommu);
struct json_object *json_device(const struct iommu_probe_device *device);

/* Nothing is added where there is no text. */
int json_add_optional(struct json_object *object, const char *key, const char *text);

#endif
