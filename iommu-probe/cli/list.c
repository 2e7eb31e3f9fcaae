// SPDX-License-Identifier: MIT
/* list: every IOMMU with its models. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "format.h"
#include "table.h"

static const char *const columns[] = {
	"IOMMU", "MODEL", "SSID", "ASID", "INPUT", "OUTPUT", "PGTABLE", "PASID-TABLE", "DEVICES",
};

/* The capability that each column shows; those without are told by name. */
static const char *const capabilities[] = {
	NULL,	      NULL,	     "ssid_bits",      "asid_bits",	     "input_bits",
	"output_bits", "pgtable_format", "pasid_table_format", NULL,
};

#define COLUMNS (sizeof(columns) / sizeof(*columns))

static void print_cell(FILE *out, size_t column, struct iommu_probe_iommu *iommu,
		       struct iommu_probe_model *model)
{
	if (!strcmp(columns[column], "IOMMU")) {
		fputs(iommu_probe_iommu_get_name(iommu), out);
	} else if (!strcmp(columns[column], "DEVICES")) {
		fprintf(out, "%zu", iommu_probe_iommu_get_device_count(iommu));
	} else if (!model) {
		fputs("-", out);
	} else if (!strcmp(columns[column], "MODEL")) {
		fputs(iommu_probe_model_get_name(model), out);
	} else {
		format_value(out, iommu_probe_model_get_value(model, capabilities[column]));
	}
}

static int add_line(struct table *table, struct iommu_probe_iommu *iommu,
		    struct iommu_probe_model *model)
{
	char *cells[COLUMNS] = { NULL };
	bool complete = true;
	size_t i, size;
	int ret = -1;
	FILE *out;

	for (i = 0; i < COLUMNS && complete; i++) {
		out = open_memstream(&cells[i], &size);
		if (out)
			print_cell(out, i, iommu, model);
		complete = out && !fclose(out);
	}
	if (complete)
		ret = table_add(table, cells);
	for (i = 0; i < COLUMNS; i++)
		free(cells[i]);
	return ret;
}

static int add_iommu(struct table *table, struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_model *model = iommu_probe_iommu_get_first_model(iommu);
	int ret;

	do {
		ret = add_line(table, iommu, model);
		if (model)
			model = iommu_probe_model_get_next(model);
	} while (model && !ret);
	return ret;
}

/* Of IOMMUs that show nothing: that the kernel could show more. */
static void hint(size_t silent)
{
	if (silent)
		cli_complain("the kernel shows nothing of %zu IOMMU%s: see if the module iommu_caps can be loaded",
			     silent, silent == 1 ? "" : "s");
}

static int print_table(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host)
{
	struct table *table = table_new(columns, COLUMNS);
	struct iommu_probe_iommu *iommu = NULL, *next;
	size_t silent = 0;
	int ret = 0, complete;

	complete = table ? 0 : -1;
	if (!complete)
		ret = iommu_probe_iommu_get_first(host, &iommu);
	while (!complete && !ret && iommu) {
		silent += !iommu_probe_iommu_get_first_model(iommu);
		complete = add_iommu(table, iommu);
		ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
		iommu = next;
	}
	if (!complete && !ret)
		complete = table_print(table);
	table_free(table);
	if (ret)
		return cli_fail(ctx, ret);
	if (complete) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	hint(silent);
	return EXIT_ANSWERED;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = { CLI_LONG, { 0 } };
	struct list names;
	int option, status;

	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		status = cli_option(cli, option, optarg);
		if (status >= 0)
			return status;
	}
	names = (struct list){ (const char **)argv + optind, (size_t)(argc - optind) };
	return cli_print_host(cli, &names, print_table);
}

const struct command command_list = {
	.name = "list",
	.synopsis = "list [NAME...]",
	.summary = "every IOMMU with its models (default); NAME is an IOMMU or a device",
	.run = run,
};
