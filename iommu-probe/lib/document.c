// SPDX-License-Identifier: MIT
/* The text of a document: JSON, its version, its kind, its errors. */
#include "document.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "utf8.h"

/* Documents need 8. */
#define DEPTH_MAX 32

int document_refuse(const struct document *doc, const char *what, const char *why)
{
	return ctx_fail(doc->host->ctx, EBADMSG, "%s: %s%s%s%s%s%s%s", doc->name,
			doc->iommu ? doc->iommu : "", doc->iommu ? ": " : "",
			doc->model ? doc->model : "", doc->model ? ": " : "", what ? what : "",
			what ? ": " : "", why);
}

static const char *type_complaint(enum json_type type)
{
	switch (type) {
	case json_type_object:
		return "not an object";
	case json_type_array:
		return "not an array";
	case json_type_int:
		return "not a whole number";
	default:
		return "not a string";
	}
}

int document_get(const struct document *doc, struct json_object *object, const char *key,
		 enum json_type type, bool needed, struct json_object **value)
{
	if (!json_object_object_get_ex(object, key, value)) {
		*value = NULL;
		return needed ? document_refuse(doc, key, "missing") : 0;
	}
	if (json_object_is_type(*value, type))
		return 0;
	return document_refuse(doc, key, type_complaint(type));
}

static int check_text(const struct document *doc, struct json_object *string, const char *what,
		      size_t most)
{
	const size_t length = (size_t)json_object_get_string_len(string);

	if (!length)
		return document_refuse(doc, what, "empty");
	if (length > most)
		return document_refuse(doc, what, "too long");
	if (memchr(json_object_get_string(string), 0, length))
		return document_refuse(doc, what, "a NUL in it");
	return 0;
}

int document_get_text(const struct document *doc, struct json_object *object, const char *key,
		      size_t most, bool needed, const char **text)
{
	struct json_object *string;
	int ret;

	*text = NULL;
	ret = document_get(doc, object, key, json_type_string, needed, &string);
	if (!ret && string)
		ret = check_text(doc, string, key, most);
	if (!ret && string)
		*text = json_object_get_string(string);
	return ret;
}

int document_check_name(const struct document *doc, struct json_object *string, const char *what)
{
	const char *name;
	int ret;

	if (!json_object_is_type(string, json_type_string))
		return document_refuse(doc, what, type_complaint(json_type_string));
	ret = check_text(doc, string, what, DOCUMENT_NAME_MAX);
	if (ret)
		return ret;
	name = json_object_get_string(string);
	if (strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, ".."))
		return document_refuse(doc, what, "not a name");
	return 0;
}

int document_get_name(const struct document *doc, struct json_object *object, const char *key,
		      bool needed, const char **name)
{
	struct json_object *string;
	int ret;

	*name = NULL;
	ret = document_get(doc, object, key, json_type_string, needed, &string);
	if (!ret && string)
		ret = document_check_name(doc, string, key);
	if (!ret && string)
		*name = json_object_get_string(string);
	return ret;
}

int document_each(struct document *doc, struct json_object *object, const char *key,
		  document_read_fn read, void *data)
{
	struct json_object *array, *element;
	size_t i;
	int ret;

	ret = document_get(doc, object, key, json_type_array, true, &array);
	for (i = 0; !ret && i < json_object_array_length(array); i++) {
		element = json_object_array_get_idx(array, i);
		if (!json_object_is_type(element, json_type_object))
			return document_refuse(doc, key, "holds something that is no object");
		ret = read(doc, element, data);
	}
	return ret;
}

/* By its name; one that only a kernel has is a number. */
static int error_number(const char *text)
{
	char *end;
	int i;

	for (i = 1; i < 256; i++) {
		const char *name = strerrorname_np(i);

		if (name && !strcmp(name, text))
			return i;
	}
	if (isdigit((unsigned char)*text)) {
		const long number = strtol(text, &end, 10);

		if (!*end && number > 0 && number < 4096)
			return (int)number;
	}
	/* One of another system. */
	return EIO;
}

static int read_error(struct document *doc, struct json_object *object, void *data)
{
	struct error error;
	const char *path, *name, *message, *host;
	int ret;

	(void)data;
	ret = document_get_text(doc, object, "path", DOCUMENT_TEXT_MAX, true, &path);
	if (!ret)
		ret = document_get_text(doc, object, "errno", DOCUMENT_NAME_MAX, true, &name);
	if (!ret)
		ret = document_get_text(doc, object, "message", DOCUMENT_TEXT_MAX, true, &message);
	if (!ret)
		ret = document_get_text(doc, object, "host", DOCUMENT_TEXT_MAX, false, &host);
	if (ret)
		return ret;
	error = (struct error){
		.path = (char *)path,
		.message = (char *)message,
		.error = error_number(name),
	};
	/* Then no list of IOMMUs says that there are no others. */
	if (!strcmp(path, CLASS_PATH))
		doc->host->class_error = error.error;
	return errors_add_of(&doc->host->unit_errors, host, &error);
}

/* MAJOR.MINOR, of which any minor is read. */
static int check_version(const struct document *doc, struct json_object *root)
{
	const char *version, *minor;
	int ret;

	ret = document_get_text(doc, root, "schema_version", 32, true, &version);
	if (ret)
		return ret;
	minor = version + strspn(version, "0123456789");
	if (minor == version || *minor != '.' || !minor[1] ||
	    minor[1 + strspn(minor + 1, "0123456789")])
		return document_refuse(doc, "schema_version", "not a version");
	if (!strncmp(version, "1.", 2))
		return 0;
	return ctx_fail(doc->host->ctx, EPROTONOSUPPORT,
			"%s: a document of version %s, and only 1.x can be read", doc->name,
			version);
}

static int read_root(struct document *doc, struct json_object *root)
{
	const char *kind;
	int ret;

	if (!json_object_is_type(root, json_type_object))
		return document_refuse(doc, NULL, "not a document");
	ret = check_version(doc, root);
	if (!ret)
		ret = document_get_text(doc, root, "document", DOCUMENT_NAME_MAX, true, &kind);
	if (ret)
		return ret;
	if (!strcmp(kind, "host"))
		ret = document_read_host(doc, root);
	else if (!strcmp(kind, "baseline"))
		ret = document_read_baseline(doc, root);
	else
		return ctx_fail(doc->host->ctx, EBADMSG,
				"%s: a document of kind %s, where host or baseline is needed",
				doc->name, kind);
	doc->iommu = doc->model = NULL;
	if (!ret)
		ret = document_each(doc, root, "errors", read_error, NULL);
	if (!ret)
		document_mark_unreadable(doc->host);
	return ret;
}

/* json-c answers NULL for the word null, as it does when memory ran out. */
static bool is_null(const char *text, size_t length)
{
	while (length && strchr(" \t\r\n", *text)) {
		text++;
		length--;
	}
	return length && *text == 'n';
}

/* NULL with a message, and *error a negative errno. */
static struct json_object *parse(const struct document *doc, const char *text, size_t length,
				 int *error)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	struct json_object *root;
	enum json_tokener_error why;

	*error = -ENOMEM;
	if (!tokener)
		return NULL;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tokener, text, (int)length);
	why = json_tokener_get_error(tokener);
	if (root)
		*error = 0;
	else if (why == json_tokener_continue)
		*error = document_refuse(doc, NULL, "not JSON: it ends too early");
	else if (why != json_tokener_success)
		*error = document_refuse(doc, "not JSON", json_tokener_error_desc(why));
	else if (is_null(text, length))
		*error = document_refuse(doc, NULL, "not a document");
	json_tokener_free(tokener);
	return root;
}

/* json-c lets surrogates pass. */
static int check_utf8(const struct document *doc, const char *text, size_t length)
{
	char *repaired;
	size_t repaired_length;
	bool same;

	if (utf8_repair(text, length, &repaired, &repaired_length))
		return -ENOMEM;
	same = repaired_length == length && !memcmp(repaired, text, length);
	free(repaired);
	return same ? 0 : document_refuse(doc, NULL, "not JSON: not UTF-8");
}

static int read_text(struct document *doc, const char *text, size_t length)
{
	struct json_object *root;
	int ret;

	if (length > IOMMU_PROBE_DOCUMENT_MAX)
		return ctx_fail(doc->host->ctx, EFBIG, "%s: longer than a document may be (%d MiB)",
				doc->name, IOMMU_PROBE_DOCUMENT_MAX >> 20);
	if (!length)
		return document_refuse(doc, NULL, "empty");
	/* json-c takes it for the end. */
	if (memchr(text, 0, length))
		return document_refuse(doc, NULL, "not JSON: a NUL in it");
	ret = check_utf8(doc, text, length);
	if (ret)
		return ret;
	root = parse(doc, text, length, &ret);
	if (!ret)
		ret = read_root(doc, root);
	json_object_put(root);
	return ret;
}

EXPORT int iommu_probe_host_new_document(struct iommu_probe_ctx *ctx, const char *name,
					 const char *text, size_t length,
					 struct iommu_probe_host **host)
{
	struct document doc = { .name = name };
	int ret;

	ret = host_new_of_units(ctx, HOST_DOCUMENT, &doc.host);
	*host = doc.host;
	if (!ret)
		ret = read_text(&doc, text, length);
	if (!ret)
		return 0;
	*host = iommu_probe_host_unref(*host);
	return ret == -ENOMEM ? ctx_fail(ctx, ENOMEM, "out of memory") : ret;
}
