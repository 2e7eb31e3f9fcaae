// SPDX-License-Identifier: MIT
/* list: every IOMMU with its models. */
#include <inttypes.h>
#include <string.h>
#include <linux/iommu-caps.h>
#include "cli.h"
#include "format.h"
#include "table.h"

/* An IOMMU and one of its models, if it shows any. */
struct row {
	struct iommu_probe_iommu *iommu;
	struct iommu_probe_model *model;
};

static void print_text(FILE *out, const char *text)
{
	fputs(text ? text : "-", out);
}

static void print_iommu(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	print_text(out, iommu_probe_iommu_get_name(row->iommu));
}

static void print_model(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	print_text(out, row->model ? iommu_probe_model_get_name(row->model) : NULL);
}

static void print_number(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;
	const uint64_t number = row->model ? iommu_probe_model_get_number(row->model) : 0;

	(void)column;
	if (number)
		fprintf(out, "%" PRIu64, number);
	else
		print_text(out, NULL);
}

static void print_origin(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (!row->model)
		print_text(out, NULL);
	else
		print_text(out, iommu_probe_model_get_origin(row->model) ==
						IOMMU_PROBE_ORIGIN_REGISTERS ?
					"registers" :
					"attributes");
}

static void print_parent(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	print_text(out, iommu_probe_iommu_get_parent_name(row->iommu));
}

static void print_driver(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	print_text(out, iommu_probe_iommu_get_parent_driver(row->iommu));
}

static void print_devices(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	fprintf(out, "%zu", iommu_probe_iommu_get_device_count(row->iommu));
}

static void print_capability(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	format_value(out, row->model ? iommu_probe_model_get_value(row->model, column->capability) :
				       NULL);
}

/* The usual ones, then every other, each attribute by the name of its file. */
static const struct column all_columns[] = {
	{ "IOMMU", "name in /sys/class/iommu", false, print_iommu, NULL },
	{ "MODEL", "programming model", false, print_model, NULL },
	{ "SSID", "as SSID_BITS", false, print_capability, "ssid_bits" },
	{ "ASID", "as ASID_BITS", false, print_capability, "asid_bits" },
	{ "INPUT", "as INPUT_BITS", false, print_capability, "input_bits" },
	{ "OUTPUT", "as OUTPUT_BITS", false, print_capability, "output_bits" },
	{ "PGTABLE", "as PGTABLE_FORMAT", false, print_capability, "pgtable_format" },
	{ "PASID-TABLE", "as PASID_TABLE_FORMAT", false, print_capability, "pasid_table_format" },
	{ "DEVICES", "how many devices are behind it", false, print_devices, NULL },
	{ "NUMBER", "number of the model", true, print_number, NULL },
	{ "ORIGIN", "attributes or registers", true, print_origin, NULL },
	{ "PARENT", "the device that is the IOMMU", true, print_parent, NULL },
	{ "DRIVER", "driver of that device", true, print_driver, NULL },
/* The file "model" is the column NUMBER. */
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, name, kind, words, flags, fallback, models, doc) \
	{ IOMMU_CAPS_##id == IOMMU_CAPS_MODEL ? NULL : #id, doc, true, print_capability, name },
#include <linux/iommu-caps-defs.h>
};

static struct columns columns;

static int add_iommu(struct table *table, struct iommu_probe_iommu *iommu)
{
	struct row row = { iommu, iommu_probe_iommu_get_first_model(iommu) };

	do {
		if (!table_add(table, NULL, &row))
			return -1;
		if (row.model)
			row.model = iommu_probe_model_get_next(row.model);
	} while (row.model);
	return 0;
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
	struct table *table = table_new(&columns, NULL);
	struct iommu_probe_iommu *iommu = NULL, *next;
	size_t silent = 0;
	int ret = 0, incomplete = table ? 0 : -1;

	if (!incomplete)
		ret = iommu_probe_iommu_get_first(host, &iommu);
	while (!incomplete && !ret && iommu) {
		silent += !iommu_probe_iommu_get_first_model(iommu);
		incomplete = add_iommu(table, iommu);
		ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
		iommu = next;
	}
	if (incomplete)
		iommu_probe_iommu_unref(iommu);
	if (!incomplete && !ret)
		incomplete = table_print(table);
	table_free(table);
	if (ret)
		return cli_fail(ctx, ret);
	if (incomplete) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	hint(silent);
	return EXIT_ANSWERED;
}

static int read_options(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = { COLUMNS_LONG, CLI_LONG, { 0 } };
	int option, status = -1;

	while (status < 0 && (option = getopt_long(argc, argv, COLUMNS_SHORT CLI_SHORT, options,
						   NULL)) != -1) {
		if (option == 'o') {
			status = columns_choose(&columns, optarg);
		} else if (option == 'n') {
			columns.no_headings = true;
		} else if (option == 'H') {
			columns_list(&columns);
			status = EXIT_ANSWERED;
		} else {
			status = cli_option(cli, option, optarg);
		}
	}
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	struct list names;
	int status;

	columns_init(&columns, all_columns, sizeof(all_columns) / sizeof(*all_columns));
	status = read_options(cli, argc, argv);
	if (status >= 0)
		return status;
	names = (struct list){ (const char **)argv + optind, (size_t)(argc - optind) };
	return cli_print_host(cli, &names, print_table);
}

const struct command command_list = {
	.name = "list",
	.synopsis = "list [-n] [-o COLUMNS] [-H] [NAME...]",
	.summary = "every IOMMU with its models (default); NAME is an IOMMU or a device",
	.run = run,
};
