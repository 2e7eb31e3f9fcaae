// SPDX-License-Identifier: MIT
/* The document "host": its IOMMUs as units of a host. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "decoders.h"
#include "document.h"

/* Of a newer minor version's table there may be names that nobody here knows. */
static int read_defaulted(const struct document *doc, struct json_object *object,
			  struct iommu_probe_model *model)
{
	struct json_object *array, *name;
	size_t i;
	int id, ret;

	ret = document_get(doc, object, "defaulted", json_type_array, true, &array);
	for (i = 0; !ret && i < json_object_array_length(array); i++) {
		name = json_object_array_get_idx(array, i);
		ret = document_check_name(doc, name, "defaulted");
		id = ret ? -1 : document_find_attribute(json_object_get_string(name));
		if (id >= 0 && model->values[id].known)
			model->values[id].defaulted = true;
	}
	return ret;
}

/* "0x" and digits, no wider than the register. */
static bool parse_word(struct json_object *json, u32 bits, uint64_t *word)
{
	const char *text = json_object_get_string(json);
	const size_t length = strlen(text);

	if (length != (size_t)json_object_get_string_len(json) || length < 3 || length > 18 ||
	    strncmp(text, "0x", 2) || text[2 + strspn(text + 2, "0123456789abcdef")])
		return false;
	*word = strtoull(text + 2, NULL, 16);
	return *word <= UINT64_MAX >> (64 - bits);
}

static int read_registers(const struct document *doc, struct json_object *object,
			  struct iommu_probe_model *model)
{
	const struct iommu_caps_register *regs;
	struct json_object *registers, *json;
	unsigned int i;
	uint64_t word;
	int ret;

	ret = document_get(doc, object, "registers", json_type_object, true, &registers);
	if (ret || model->id < 0 || !iommu_caps_decoders[model->id].registers)
		return ret;
	regs = iommu_caps_decoders[model->id].registers;
	for (i = 0; regs[i].name; i++) {
		if (regs[i].use == IOMMU_CAPS_REGISTER_FACT)
			continue;
		ret = document_get(doc, registers, regs[i].name, json_type_string, false, &json);
		if (ret)
			return ret;
		if (!json)
			continue;
		if (!parse_word(json, regs[i].bits, &word))
			return document_refuse(doc, regs[i].name, "not a word of this register");
		iommu_caps_regs_set(&model->regs, i, word);
	}
	return 0;
}

static int read_unknown(struct document *doc, struct json_object *object, void *data)
{
	struct iommu_probe_model *model = data;
	struct json_object *text;
	const char *name;
	int ret;

	ret = document_get_name(doc, object, "name", true, &name);
	if (!ret)
		ret = document_get(doc, object, "text", json_type_string, true, &text);
	if (ret)
		return ret;
	if (json_object_get_string_len(text) > DOCUMENT_TEXT_MAX)
		return document_refuse(doc, name, "too long");
	return document_keep_unknown(model, name, json_object_get_string(text),
				     (size_t)json_object_get_string_len(text));
}

static int compare_files(const void *a, const void *b)
{
	const struct unknown_file *x = a, *y = b;

	return natural_compare(x->name, y->name);
}

static int read_rest(struct document *doc, struct json_object *object,
		     struct iommu_probe_model *model)
{
	int ret;

	ret = read_defaulted(doc, object, model);
	if (!ret)
		ret = read_registers(doc, object, model);
	if (!ret)
		ret = document_each(doc, object, "unknown", read_unknown, model);
	if (!ret && model->unknown_count)
		qsort(model->unknown, model->unknown_count, sizeof(*model->unknown),
		      compare_files);
	return ret;
}

static int check_repeated(const struct document *doc, const struct unit *unit,
			  const struct iommu_probe_model *model)
{
	const struct iommu_probe_model *other;
	size_t count = 0;

	for (other = unit->models; other; other = other->next, count++)
		if (other->number == model->number && !strcmp(other->name, model->name))
			return document_refuse(doc, NULL, "a model that is there twice");
	return count < DOCUMENT_MODELS_MAX ? 0 : document_refuse(doc, NULL, "too many models");
}

static int read_model(struct document *doc, struct json_object *object, void *data)
{
	struct unit *unit = data;
	struct iommu_probe_model *model;
	enum iommu_probe_origin origin = IOMMU_PROBE_ORIGIN_ATTRIBUTES;
	const char *text;
	int ret;

	doc->model = NULL;
	ret = document_get_text(doc, object, "origin", DOCUMENT_NAME_MAX, true, &text);
	if (ret)
		return ret;
	if (!strcmp(text, "registers"))
		origin = IOMMU_PROBE_ORIGIN_REGISTERS;
	else if (strcmp(text, "attributes"))
		return document_refuse(doc, "origin", "neither attributes nor registers");
	ret = document_read_model(doc, object, origin, &model);
	if (!ret)
		ret = read_rest(doc, object, model);
	if (!ret)
		ret = check_repeated(doc, unit, model);
	if (ret)
		models_free(model);
	else
		models_insert(&unit->models, model);
	return ret;
}

static int copy(char **copy, const char *text)
{
	*copy = text ? strdup(text) : NULL;
	return text && !*copy ? -ENOMEM : 0;
}

static int read_parent(const struct document *doc, struct json_object *object, struct unit *unit)
{
	const char *name, *subsystem, *driver;
	struct json_object *parent;
	int ret;

	ret = document_get(doc, object, "parent", json_type_object, false, &parent);
	if (ret || !parent)
		return ret;
	ret = document_get_name(doc, parent, "name", true, &name);
	if (!ret)
		ret = document_get_name(doc, parent, "subsystem", true, &subsystem);
	if (!ret)
		ret = document_get_name(doc, parent, "driver", false, &driver);
	if (ret)
		return ret;
	if (copy(&unit->parent.name, name) || copy(&unit->parent.subsystem, subsystem) ||
	    copy(&unit->parent.driver, driver))
		return -ENOMEM;
	return 0;
}

static int read_devices(const struct document *doc, struct json_object *object, struct unit *unit)
{
	struct json_object *array, *name;
	size_t i;
	int ret;

	ret = document_get(doc, object, "devices", json_type_array, true, &array);
	for (i = 0; !ret && i < json_object_array_length(array); i++) {
		name = json_object_array_get_idx(array, i);
		ret = document_check_name(doc, name, "devices");
		if (!ret)
			ret = names_add(&unit->devices, json_object_get_string(name), 0);
	}
	if (ret)
		return ret;
	names_sort(&unit->devices);
	for (i = 1; i < unit->devices.count; i++)
		if (!strcmp(unit->devices.list[i - 1].name, unit->devices.list[i].name))
			return document_refuse(doc, unit->devices.list[i].name,
					       "a device that is there twice");
	return 0;
}

static int read_iommu(struct document *doc, struct json_object *object, void *data)
{
	const char *name;
	struct unit *unit;
	int ret;

	(void)data;
	doc->iommu = doc->model = NULL;
	ret = document_get_name(doc, object, "name", true, &name);
	if (ret)
		return ret;
	doc->iommu = name;
	unit = units_add(doc->host, name);
	if (!unit)
		return -ENOMEM;
	ret = read_parent(doc, object, unit);
	if (!ret)
		ret = document_each(doc, object, "models", read_model, unit);
	doc->model = NULL;
	return ret ? ret : read_devices(doc, object, unit);
}

int document_read_host(struct document *doc, struct json_object *root)
{
	const struct names *names = &doc->host->names;
	size_t i;
	int ret;

	ret = document_each(doc, root, "iommus", read_iommu, NULL);
	if (!ret)
		ret = units_finish(doc->host);
	doc->iommu = doc->model = NULL;
	for (i = 1; i < names->count && !ret; i++)
		if (!strcmp(names->list[i - 1].name, names->list[i].name))
			ret = document_refuse(doc, names->list[i].name,
					      "an IOMMU that is there twice");
	return ret;
}

/* A part of a path, and what follows it; NULL where it cannot be a name. */
static const char *cut(const char *path, char name[DOCUMENT_NAME_MAX + 1])
{
	const size_t length = strcspn(path, "/");

	if (length > DOCUMENT_NAME_MAX || !path[length])
		return NULL;
	memcpy(name, path, length);
	name[length] = '\0';
	return path + length + 1;
}

static void mark(struct iommu_probe_host *host, const char *path)
{
	char iommu[DOCUMENT_NAME_MAX + 1], directory[DOCUMENT_NAME_MAX + 1];
	struct iommu_probe_model *model;
	const struct name *name;
	const char *file;
	int id;

	file = cut(path, iommu);
	if (file)
		file = cut(file, directory);
	name = file ? names_find(&host->names, iommu) : NULL;
	id = name ? document_find_attribute(file) : -1;
	if (id < 0)
		return;
	for (model = host->units[name - host->names.list].models; model; model = model->next)
		if (!model->values[id].known && !strcmp(model->name, directory))
			model->values[id].unreadable = true;
}

void document_mark_unreadable(struct iommu_probe_host *host)
{
	const size_t length = strlen(CLASS_PATH "/");
	size_t i;

	for (i = 0; i < host->unit_errors.count; i++)
		if (!strncmp(host->unit_errors.list[i].path, CLASS_PATH "/", length))
			mark(host, host->unit_errors.list[i].path + length);
}
