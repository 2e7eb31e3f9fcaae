// SPDX-License-Identifier: MIT
/*
 * A feature file of Kubernetes' node-feature-discovery: labels of the node. They
 * are about the host as a whole: the least of each model.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "export.h"
#include "format.h"

#define PREFIX "feature.node.kubernetes.io/"
#define FAMILY "iommu-probe"

/* Of Kubernetes, for the part of a name after the prefix, and for values. */
#define LABEL_MAX 63

/* node-feature-discovery reads no file that is larger. */
#define FILE_MAX (64 * 1024)

struct file {
	size_t length;
	int status;
};

static bool is_label(const char *text)
{
	const size_t length = strlen(text);
	size_t i;

	if (!length || length > LABEL_MAX)
		return false;
	for (i = 0; i < length; i++)
		if (!isascii(text[i]) ||
		    (!isalnum(text[i]) && (!i || i == length - 1 || !strchr("-_.", text[i]))))
			return false;
	return true;
}

static void leave_out(struct file *file, const char *name, const char *value, const char *why)
{
	cli_complain("label %s=%s left out: %s", name, value, why);
	file->status = EXIT_UNREADABLE;
}

static void print_label(struct file *file, const char *name, const char *value)
{
	const size_t length = strlen(PREFIX) + strlen(name) + strlen(value) + 2;

	if (!is_label(name) || !is_label(value))
		leave_out(file, name, value, "Kubernetes takes no such label");
	else if (file->length + length > FILE_MAX)
		leave_out(file, name, value, "the file would have more than 64 kB");
	else
		file->length += (size_t)printf(PREFIX "%s=%s\n", name, value);
}

/* Of an attribute, or of one word of it. */
static void print_word(struct file *file, const char *attribute, const char *word,
		       const char *value)
{
	char *name;

	if (asprintf(&name, word ? "%s-%s" : "%s", attribute, word) < 0) {
		cli_complain("out of memory");
		file->status = EXIT_NOTHING;
		return;
	}
	print_label(file, name, value);
	free(name);
}

static void print_number(struct file *file, const char *attribute, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	print_word(file, attribute, NULL, text);
}

/* The state of stage-1 tables: access+dirty is no label, but each of the two is. */
static void print_httu(struct file *file, const char *attribute, const char *word)
{
	if (!strcmp(word, "access") || !strcmp(word, "access+dirty"))
		print_word(file, attribute, "access", "true");
	if (!strcmp(word, "access+dirty"))
		print_word(file, attribute, "dirty", "true");
}

static void print_value(struct file *file, const char *attribute,
			const struct iommu_probe_value *value)
{
	const size_t count = iommu_probe_value_get_count(value);
	char size[24];
	size_t i;

	switch (iommu_probe_value_get_kind(value)) {
	case IOMMU_PROBE_KIND_NUMBER:
		print_number(file, attribute, iommu_probe_value_get_number(value, 0));
		break;
	case IOMMU_PROBE_KIND_WORD:
		if (!strcmp(iommu_probe_value_get_name(value), "httu"))
			print_httu(file, attribute, iommu_probe_value_get_word(value, 0));
		else
			print_word(file, attribute, NULL, iommu_probe_value_get_word(value, 0));
		break;
	case IOMMU_PROBE_KIND_NAMES:
		for (i = 0; i < count; i++)
			print_word(file, attribute, iommu_probe_value_get_word(value, i), "true");
		break;
	case IOMMU_PROBE_KIND_NUMBERS:
		for (i = 0; i < count; i++) {
			format_size(size, sizeof(size), iommu_probe_value_get_number(value, i));
			print_word(file, attribute, size, "true");
		}
		break;
	}
}

static void print_attribute(struct file *file, const char *model, const char *name,
			    const struct iommu_probe_value *value, uint64_t units)
{
	char *attribute;

	if (asprintf(&attribute, FAMILY ".%s.%s", model, name) < 0) {
		cli_complain("out of memory");
		file->status = EXIT_NOTHING;
		return;
	}
	if (value)
		print_value(file, attribute, value);
	else
		print_number(file, attribute, units);
	free(attribute);
}

static void print_least(struct file *file, struct iommu_probe_least *least)
{
	struct iommu_probe_model *model = iommu_probe_least_get_model(least);
	const char *name = iommu_probe_model_get_name(model);
	struct iommu_probe_value *value = iommu_probe_model_get_first_value(model);

	if (!is_label(name)) {
		leave_out(file, FAMILY, name, "Kubernetes takes no such label");
		return;
	}
	print_attribute(file, name, "units", NULL, iommu_probe_least_get_units(least));
	for (; value; value = iommu_probe_value_get_next(value))
		print_attribute(file, name, iommu_probe_value_get_name(value), value, 0);
}

int export_print_nfd(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host)
{
	struct iommu_probe_export *export;
	struct iommu_probe_least *least;
	struct file file = { 0 };
	int ret;

	ret = iommu_probe_export_new(host, &export);
	if (ret)
		return cli_fail(ctx, ret);
	print_number(&file, FAMILY ".units", iommu_probe_export_get_units(export));
	least = iommu_probe_export_get_first_least(export);
	for (; least; least = iommu_probe_least_get_next(least))
		print_least(&file, least);
	iommu_probe_export_unref(export);
	return file.status;
}
