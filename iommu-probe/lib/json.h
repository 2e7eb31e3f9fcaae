/* SPDX-License-Identifier: MIT */
/* What every document is made with. */
#ifndef IOMMU_PROBE_JSON_H
#define IOMMU_PROBE_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>
#include "errors.h"
#include "iommu-probe.h"

#define JSON_SCHEMA_VERSION "1.0"

struct errors;

/* Where a document goes, in pieces; after an error nothing more is written. */
struct json_sink {
	iommu_probe_write_fn write;
	void *data;
	int error;
	bool one_line; /* objects and arrays are not broken into lines */
	unsigned int depth; /* of what json_open() opened */
	bool empty;	    /* nothing is in the innermost of it yet */
	size_t used;	    /* of the buffer: not written yet */
	char buffer[4096];
};

/* What the buffer has no room for. */
void json_put_full(struct json_sink *sink, const char *text, size_t length);

static inline void json_put(struct json_sink *sink, const char *text, size_t length)
{
	if (length > sizeof(sink->buffer) - sink->used) {
		json_put_full(sink, text, length);
		return;
	}
	memcpy(sink->buffer + sink->used, text, length);
	sink->used += length;
}

void json_puts(struct json_sink *sink, const char *text);

/* RFC 8259, section 7: what needs no escape. */
static inline bool json_is_plain(char c)
{
	return (unsigned char)c >= ' ' && c != '"' && c != '\\';
}

/* A new line with depth times two blanks, a string that is UTF-8 already, a number. */
void json_line(struct json_sink *sink, unsigned int depth);
void json_quote(struct json_sink *sink, const char *text, size_t length);
void json_number(struct json_sink *sink, uint64_t number);

/*
 * Writing as one reads, without objects: for what grows with the host. Lines
 * and commas are as json_print() has them. An object is opened by '{', its
 * members begin with json_key(); an array by '[', its elements begin with
 * json_next_line() if they are objects and with json_next() if they are not,
 * and it ends accordingly with json_close_lines() or json_close().
 */
void json_open(struct json_sink *sink, char bracket);
void json_close_lines(struct json_sink *sink, char bracket);
void json_close(struct json_sink *sink, char bracket);
void json_key(struct json_sink *sink, const char *key);
void json_next_line(struct json_sink *sink);
void json_next(struct json_sink *sink);

/* One of the project's own names, such as keys are: there is nothing to escape. */
void json_write_name(struct json_sink *sink, const char *name);

/* A string of which nobody knows that it is UTF-8. */
void json_write_text(struct json_sink *sink, const char *text, size_t length);
void json_write_string(struct json_sink *sink, const char *text);

/* An object, which it lets go of; NULL is -ENOMEM. */
void json_write_object(struct json_sink *sink, struct json_object *object);

/* Writes what is in the buffer; json_end() does so too. */
void json_flush(struct json_sink *sink);

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
 * fails. The key must be a constant, which is not copied, and the object must not
 * have it yet. A NULL value, what json-c
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

/* Writes an IOMMU, with its devices or without. */
void json_iommu(struct json_sink *sink, struct iommu_probe_iommu *iommu);
void json_iommu_alone(struct json_sink *sink, struct iommu_probe_iommu *iommu);
struct json_object *json_device(const struct iommu_probe_device *device);

/* Nothing is added where there is no text. */
int json_add_optional(struct json_object *object, const char *key, const char *text);

#endif
