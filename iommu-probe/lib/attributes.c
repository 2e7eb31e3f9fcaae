// SPDX-License-Identifier: MIT
/* Reading the files of a model directory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"

struct reading {
	struct iommu_probe_host *host;
	const struct dir *dir;
	const struct names *entries;
	const struct name *found[IOMMU_CAPS_ATTRIBUTES]; /* of the entries, by attribute */
	size_t others;					 /* entries that are no attribute */
	struct iommu_probe_model *model;
	char text[READER_FILE_MAX + 1];
	size_t length;
};

static int complain(struct reading *r, const char *name, int error, const char *message)
{
	return errors_add(&r->host->errors, r->dir->path, name, error, message);
}

static const char *file_complaint(int error)
{
	switch (error) {
	case ELOOP:
		return "a symbolic link, which is not followed";
	case EISDIR:
		return "a directory, where a file is expected";
	case EINVAL:
		return "neither a regular file nor readable as one";
	case EFBIG:
		return "longer than 4096 bytes";
	default:
		return NULL;
	}
}

/* 1: read. 0: could not be read, and is among the errors. -ENOMEM. */
static int read_text(struct reading *r, const struct name *entry)
{
	const int ret = reader_read(&r->host->reader, r->dir, entry, r->text, &r->length);

	if (ret == -ENOMEM)
		return ret;
	if (ret)
		return complain(r, entry->name, -ret, file_complaint(-ret));
	if (r->length && r->text[r->length - 1] == '\n')
		r->text[--r->length] = '\0';
	return 1;
}

static int read_value(struct reading *r, const struct name *entry, enum iommu_caps_attribute_id id)
{
	struct iommu_probe_value *value = &r->model->values[id];
	int ret;

	value->unreadable = true;
	ret = read_text(r, entry);
	if (ret <= 0)
		return ret;
	ret = value_parse(value, id, r->text, r->length);
	if (!ret || ret == -ENOMEM)
		return ret;
	return complain(r, entry->name, -ret, value_complaint(id, -ret));
}

/* Sets number and id of the model; number stays 0 if it cannot be had. */
static int read_model_number(struct reading *r, const struct name *entry)
{
	struct iommu_probe_value *value = &r->model->values[IOMMU_CAPS_MODEL];
	unsigned int i;
	int ret;

	ret = read_value(r, entry, IOMMU_CAPS_MODEL);
	if (ret || !value->known)
		return ret;
	/* It is no capability. */
	value->known = false;
	r->model->number = value->number;
	if (!value->number)
		return complain(r, entry->name, EINVAL, "no model has the number 0");

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (iommu_caps_models[i].number == value->number)
			r->model->id = (int)i;
	if (r->model->id >= 0 && strcmp(iommu_caps_models[r->model->id].name, r->model->name))
		return complain(r, entry->name, EINVAL,
				"the number is that of a model of another name");
	return 0;
}

static int read_values(struct reading *r)
{
	const struct iommu_caps_model *model =
		r->model->id < 0 ? NULL : &iommu_caps_models[r->model->id];
	enum iommu_caps_attribute_id id;
	int ret = 0;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++) {
		if (id == IOMMU_CAPS_MODEL)
			continue;
		if (r->found[id])
			ret = read_value(r, r->found[id], id);
		else if (model && iommu_caps_attributes[id].models & BIT(r->model->id))
			ret = value_set_default(&r->model->values[id], id, model);
	}
	return ret;
}

/* IOMMU_CAPS_ATTRIBUTES if there is none of this name. */
static unsigned int find_attribute(const char *name)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (*iommu_caps_attributes[id].name == *name &&
		    !strcmp(iommu_caps_attributes[id].name, name))
			break;
	return id;
}

static void find_attributes(struct reading *r)
{
	unsigned int id;
	size_t i;

	for (i = 0; i < r->entries->count; i++) {
		id = find_attribute(r->entries->list[i].name);
		if (id < IOMMU_CAPS_ATTRIBUTES)
			r->found[id] = &r->entries->list[i];
		else
			r->others++;
	}
}

static int keep_unknown(struct reading *r, const char *name)
{
	struct unknown_file file = { .length = r->length };

	file.name = strdup(name);
	file.text = malloc(r->length + 1);
	if (!file.name || !file.text) {
		free(file.name);
		free(file.text);
		return -ENOMEM;
	}
	memcpy(file.text, r->text, r->length + 1);
	r->model->unknown[r->model->unknown_count++] = file;
	return 0;
}

/* Regular files only: other kinds of entries are nobody's attribute. */
static int read_unknown(struct reading *r)
{
	size_t i;
	int ret;

	if (!r->others)
		return 0;
	r->model->unknown = calloc(r->others, sizeof(*r->model->unknown));
	if (!r->model->unknown)
		return -ENOMEM;
	for (i = 0; i < r->entries->count; i++) {
		const struct name *entry = &r->entries->list[i];

		if (find_attribute(entry->name) < IOMMU_CAPS_ATTRIBUTES)
			continue;
		ret = reader_is_regular(r->dir, entry);
		if (ret > 0)
			ret = read_text(r, entry);
		if (ret > 0)
			ret = keep_unknown(r, entry->name);
		if (ret)
			return ret;
	}
	return 0;
}

/* A directory that is being taken away: what is missing is not absent. */
static int check_still_there(struct reading *r)
{
	struct iommu_probe_model *model = r->model;
	size_t i;
	int ret;

	ret = reader_has(r->dir, "model");
	if (ret)
		return ret < 0 ? ret : 0;
	model->number = 0;
	model->id = -1;
	for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++)
		model->values[i].known = false;
	model_drop_unknown(model);
	return complain(r, "model", ENOENT, "the directory went away while it was read");
}

int model_read(struct iommu_probe_host *host, const struct dir *dir, const char *name,
	       const struct names *entries, struct iommu_probe_model **model)
{
	/* Seen, and gone when it was looked for again. */
	static const struct name gone = { .name = (char *)"model" };
	struct reading r = { .host = host, .dir = dir, .entries = entries };
	int ret = -ENOMEM;

	*model = r.model = model_new(name, -1, IOMMU_PROBE_ORIGIN_ATTRIBUTES);
	if (!*model)
		return -ENOMEM;
	find_attributes(&r);
	ret = read_model_number(&r, r.found[IOMMU_CAPS_MODEL] ? r.found[IOMMU_CAPS_MODEL] : &gone);
	if (ret || !(*model)->number)
		goto out;
	ret = read_values(&r);
	if (!ret)
		ret = read_unknown(&r);
	if (!ret)
		ret = check_still_there(&r);
out:
	if (ret) {
		models_free(*model);
		*model = NULL;
	}
	return ret;
}
