// SPDX-License-Identifier: MIT
/* All of an IOMMU, each value with where it came from. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "cli.h"
#include "format.h"
#include "table.h"

/* A value, or a file that is not known. */
struct row {
	const struct iommu_probe_model *model;
	const struct iommu_probe_value *value;
	const char *name;
	const char *text;
};

static void print_name(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	fputs(row->value ? iommu_probe_value_get_name(row->value) : row->name, out);
}

static void print_value(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->value)
		format_value(out, row->value);
	else
		fputs(row->text, out);
}

static void print_source(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;
	const char *source = row->value ? iommu_probe_value_get_source(row->value) :
					  "a file not known to this version";

	(void)column;
	if (row->value && iommu_probe_value_is_default(row->value))
		fputs("default, no file", out);
	else if (source)
		fputs(source, out);
	else
		fprintf(out, "%s/%s", iommu_probe_model_get_name(row->model),
			iommu_probe_value_get_name(row->value));
}

static const struct column all_columns[] = {
	{ "ATTRIBUTE", "name of the value", false, print_name, NULL },
	{ "VALUE", "the value", false, print_value, NULL },
	{ "FROM", "where it comes from", false, print_source, NULL },
};

static int add_unknown(struct table *table, const struct iommu_probe_model *model)
{
	struct row row = { .model = model };
	size_t i;

	for (i = 0; i < iommu_probe_model_get_unknown_count(model); i++) {
		row.name = iommu_probe_model_get_unknown_name(model, i);
		row.text = iommu_probe_model_get_unknown_text(model, i, NULL);
		if (!table_add(table, NULL, &row))
			return -1;
	}
	return 0;
}

static int add_values(struct table *table, struct iommu_probe_model *model)
{
	struct row row = { .model = model };

	for (row.value = iommu_probe_model_get_first_value(model); row.value;
	     row.value = iommu_probe_value_get_next((struct iommu_probe_value *)row.value))
		if (!table_add(table, NULL, &row))
			return -1;
	return 0;
}

static void print_head(const struct iommu_probe_model *model)
{
	const uint64_t number = iommu_probe_model_get_number(model);
	const bool decoded = iommu_probe_model_get_origin(model) == IOMMU_PROBE_ORIGIN_REGISTERS;
	const char *name;
	uint64_t word;
	size_t i;

	printf("  model:     ");
	cli_put(stdout, iommu_probe_model_get_name(model));
	if (number)
		printf(" (%" PRIu64 ")", number);
	puts(decoded ? ", decoded from registers: what the hardware has, not what the kernel left on" :
		       ", as the kernel part shows it");
	for (i = 0; (name = iommu_probe_model_get_register(model, i, &word)); i++)
		printf("%s%s=0x%" PRIx64, i ? " " : "  registers: ", name, word);
	if (i)
		putchar('\n');
	putchar('\n');
}

static int print_model(struct iommu_probe_model *model)
{
	struct columns columns;
	struct table *table;
	int ret;

	columns_init(&columns, all_columns, sizeof(all_columns) / sizeof(*all_columns));
	table = table_new(&columns, NULL);
	ret = table ? 0 : -1;
	print_head(model);
	if (!ret)
		ret = add_values(table, model);
	if (!ret)
		ret = add_unknown(table, model);
	if (!ret)
		ret = table_print(table);
	table_free(table);
	return ret;
}

static void print_iommu_head(struct iommu_probe_iommu *iommu)
{
	const char *driver = iommu_probe_iommu_get_parent_driver(iommu);
	const char *firmware;
	const char *parent = iommu_probe_iommu_get_parent_name(iommu);
	size_t i;

	cli_put(stdout, iommu_probe_iommu_get_name(iommu));
	putchar('\n');
	if (parent) {
		printf("  parent:    ");
		cli_put(stdout, iommu_probe_iommu_get_parent_subsystem(iommu));
		putchar(' ');
		cli_put(stdout, parent);
		if (driver) {
			printf(", driver ");
			cli_put(stdout, driver);
		}
		putchar('\n');
	}
	if (!iommu_probe_iommu_read_firmware(iommu, &firmware) && firmware)
		printf("  firmware:  %s\n", firmware);
	for (i = 0; i < iommu_probe_iommu_get_device_count(iommu); i++) {
		printf("%s", i ? " " : "  devices:   ");
		cli_put(stdout, iommu_probe_iommu_get_device(iommu, i));
	}
	if (i)
		putchar('\n');
}

static int print_iommu(struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_model *model = iommu_probe_iommu_get_first_model(iommu);
	int ret = 0;

	print_iommu_head(iommu);
	if (!model)
		cli_complain("the kernel shows nothing of this IOMMU: see if the module iommu_caps can be loaded");
	for (; model && !ret; model = iommu_probe_model_get_next(model))
		ret = print_model(model);
	return ret;
}

int cli_print_models(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host)
{
	struct iommu_probe_iommu *iommu, *next = NULL;
	int printed = 0, ret;

	ret = iommu_probe_iommu_get_first(host, &iommu);
	if (!ret && !iommu)
		cli_complain("there is no IOMMU to show");
	for (; !ret && iommu && !printed; iommu = next) {
		printed = print_iommu(iommu);
		ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	if (ret)
		return cli_fail(ctx, ret);
	if (!printed)
		return EXIT_ANSWERED;
	iommu_probe_iommu_unref(iommu);
	cli_complain("out of memory");
	return EXIT_NOTHING;
}
