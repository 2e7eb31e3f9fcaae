// SPDX-License-Identifier: MIT
/* The textfile of Prometheus' node_exporter: a metric an attribute, by IOMMU and model. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <linux/iommu-caps.h>
#include "export.h"

#define PREFIX "iommu_probe_"

struct attribute {
	const char *name; /* NULL: it is among what is told of a model anyway */
	const char *words;
	const char *help;
};

static const struct attribute attributes[] = {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, name, kind, words, flags, fallback, models, doc) \
	{ IOMMU_CAPS_##id == IOMMU_CAPS_MODEL ? NULL : name, #words, doc },
#include <linux/iommu-caps-defs.h>
};

struct units {
	struct iommu_probe_iommu **list;
	size_t count;
};

/* Two names are never made one, which would spoil the whole file. */
static void print_label(const char *name, const char *value)
{
	printf("%s=\"", name);
	for (; *value; value++) {
		if (*value < ' ' || *value > '~' || *value == '\\')
			printf("\\\\x%02x", (unsigned char)*value);
		else if (*value == '"')
			fputs("\\\"", stdout);
		else
			putchar(*value);
	}
	putchar('"');
}

/* Once, before the first sample. */
static void print_head(bool *headed, const char *name, const char *unit, const char *help)
{
	if (*headed)
		return;
	*headed = true;
	printf("# HELP " PREFIX "%s%s %s.\n# TYPE " PREFIX "%s%s gauge\n", name, unit, help, name,
	       unit);
}

static void print_unit(const char *name, const char *unit, const struct iommu_probe_iommu *iommu,
		       const struct iommu_probe_model *model)
{
	printf(PREFIX "%s%s{", name, unit);
	print_label("iommu", iommu_probe_iommu_get_name(iommu));
	if (model) {
		putchar(',');
		print_label("model", iommu_probe_model_get_name(model));
	}
}

/*
 * Names end in the base unit, of which bits are none: widths have none, and
 * say so in the help.
 */
static void name_metric(const struct attribute *attribute, char *name, size_t size,
			const char **unit)
{
	const char *bits = strstr(attribute->name, "_bits");

	*unit = "";
	if (bits)
		*unit = "_width";
	else if (!strcmp(attribute->name, "pasid_table_align"))
		*unit = "_bytes";
	snprintf(name, size, "%.*s",
		 (int)(bits ? (size_t)(bits - attribute->name) : strlen(attribute->name)),
		 attribute->name);
}

/* Each member of a list, or the word that it is, is a label of a sample that is 1. */
static void print_members(const char *name, const struct iommu_probe_iommu *iommu,
			  const struct iommu_probe_model *model,
			  const struct iommu_probe_value *value)
{
	const bool numbers = iommu_probe_value_get_kind(value) == IOMMU_PROBE_KIND_NUMBERS;
	char number[24];
	size_t i;

	for (i = 0; i < iommu_probe_value_get_count(value); i++) {
		if (numbers)
			snprintf(number, sizeof(number), "%" PRIu64,
				 iommu_probe_value_get_number(value, i));
		print_unit(name, "", iommu, model);
		putchar(',');
		print_label("value", numbers ? number : iommu_probe_value_get_word(value, i));
		puts("} 1");
	}
}

/* A word of the future is neither on nor off. */
static bool is_off_or_on(const struct iommu_probe_value *value, bool *on)
{
	const char *word = iommu_probe_value_get_word(value, 0);

	*on = !strcmp(word, "enabled");
	return *on || !strcmp(word, "disabled");
}

/* Of an attribute, NULL: of the model itself. */
typedef void (*print_fn)(const struct attribute *attribute, bool *headed,
			 const struct iommu_probe_iommu *iommu, struct iommu_probe_model *model);

static void for_each_model(const struct units *units, print_fn print,
			   const struct attribute *attribute)
{
	struct iommu_probe_model *model;
	bool headed = false;
	size_t i;

	for (i = 0; i < units->count; i++) {
		model = iommu_probe_iommu_get_first_model(units->list[i]);
		for (; model; model = iommu_probe_model_get_next(model))
			print(attribute, &headed, units->list[i], model);
	}
}

static void print_attribute(const struct attribute *attribute, bool *headed,
			    const struct iommu_probe_iommu *iommu, struct iommu_probe_model *model)
{
	const struct iommu_probe_value *value =
		iommu_probe_model_get_value(model, attribute->name);
	const bool is_switch = !strcmp(attribute->words, "SWITCH");
	char help[160], name[64];
	const char *unit;
	bool on = false;

	if (!value || !iommu_probe_value_get_count(value) ||
	    (is_switch && !is_off_or_on(value, &on)))
		return;
	name_metric(attribute, name, sizeof(name), &unit);
	snprintf(help, sizeof(help), "%s%s", attribute->help,
		 strcmp(unit, "_width") ? "" : "; in bits");
	print_head(headed, name, unit, help);
	if (!is_switch && iommu_probe_value_get_kind(value) != IOMMU_PROBE_KIND_NUMBER) {
		print_members(name, iommu, model, value);
		return;
	}
	print_unit(name, unit, iommu, model);
	printf("} %" PRIu64 "\n", is_switch ? on : iommu_probe_value_get_number(value, 0));
}

static void print_model(const struct attribute *attribute, bool *headed,
			const struct iommu_probe_iommu *iommu, struct iommu_probe_model *model)
{
	(void)attribute;
	print_head(headed, "model_info", "",
		   "a model that an IOMMU shows, and what its values come from");
	print_unit("model_info", "", iommu, model);
	printf(",number=\"%" PRIu64 "\",origin=\"%s\"} 1\n", iommu_probe_model_get_number(model),
	       iommu_probe_model_get_origin(model) == IOMMU_PROBE_ORIGIN_REGISTERS ?
		       "registers" :
		       "attributes");
}

static void print_devices(const struct units *units)
{
	bool headed = false;
	size_t i;

	for (i = 0; i < units->count; i++) {
		print_head(&headed, "devices", "", "devices behind an IOMMU");
		print_unit("devices", "", units->list[i], NULL);
		printf("} %zu\n", iommu_probe_iommu_get_device_count(units->list[i]));
	}
}

static void print_total(const char *name, const char *help, size_t total)
{
	bool headed = false;

	print_head(&headed, name, "", help);
	printf(PREFIX "%s %zu\n", name, total);
}

static void print_host(struct iommu_probe_host *host, const struct units *units)
{
	size_t i;

	print_total("units", "IOMMUs of this host", units->count);
	print_total("read_errors", "what could not be read or made sense of",
		    iommu_probe_host_get_error_count(host));
	print_devices(units);
	for_each_model(units, print_model, NULL);
	for (i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (attributes[i].name)
			for_each_model(units, print_attribute, &attributes[i]);
}

static int keep(struct units *units, struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_iommu **list;

	list = reallocarray(units->list, units->count + 1, sizeof(*list));
	if (!list)
		return -1;
	units->list = list;
	units->list[units->count++] = iommu;
	return 0;
}

/* Metrics are in the order of attributes, so all are kept. */
static int read_units(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host,
		      struct units *units)
{
	struct iommu_probe_iommu *iommu;
	int ret;

	ret = iommu_probe_iommu_get_first(host, &iommu);
	while (!ret && iommu) {
		if (keep(units, iommu)) {
			iommu_probe_iommu_unref(iommu);
			cli_complain("out of memory");
			return EXIT_NOTHING;
		}
		ret = iommu_probe_iommu_get_next(units->list[units->count - 1], &iommu);
	}
	return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
}

int export_print_prometheus(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host)
{
	struct units units = { 0 };
	int status;
	size_t i;

	status = read_units(ctx, host, &units);
	if (!status)
		print_host(host, &units);
	for (i = 0; i < units.count; i++)
		iommu_probe_iommu_unref(units.list[i]);
	free(units.list);
	return status;
}
