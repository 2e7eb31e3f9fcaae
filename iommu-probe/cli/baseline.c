// SPDX-License-Identifier: MIT
/* baseline: what several hosts have in common, and who limits it. */
#include <inttypes.h>
#include <linux/iommu-caps.h>
#include "cli.h"
#include "fleet.h"
#include "format.h"
#include "table.h"

/* Of more hosts than these a table says only how many. */
#define NAMES_MAX 3

struct row {
	const struct iommu_probe_baseline *baseline;
	const struct iommu_probe_least *least;
	const char *name;
	const struct iommu_probe_value *value; /* NULL: there is none in common */
};

static size_t count_hosts(const struct row *row, enum iommu_probe_part part)
{
	size_t position = 0, count = 0;

	while (iommu_probe_baseline_get_next_host(row->baseline, row->least, part, row->name,
						  &position))
		count++;
	return count;
}

static void print_name(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	fputs(row->name, out);
}

static void print_value(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	format_value(out, row->value);
}

static void print_best(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	format_value(out, count_hosts(row, IOMMU_PROBE_PART_LIMITS) ?
				  iommu_probe_least_get_best(row->least, row->name) :
				  NULL);
}

static void print_hosts(FILE *out, const struct row *row, enum iommu_probe_part part)
{
	const size_t count = count_hosts(row, part);
	size_t position = 0, i;

	for (i = 0; i < count && i < NAMES_MAX; i++)
		fprintf(out, "%s%s", i ? ", " : "",
			iommu_probe_baseline_get_next_host(row->baseline, row->least, part,
							   row->name, &position));
	if (count > NAMES_MAX)
		fprintf(out, " and %zu more", count - NAMES_MAX);
}

static void print_limit(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (count_hosts(row, IOMMU_PROBE_PART_NOT_REPORTED)) {
		fputs("not reported by ", out);
		print_hosts(out, row, IOMMU_PROBE_PART_NOT_REPORTED);
	} else if (count_hosts(row, IOMMU_PROBE_PART_LIMITS)) {
		print_hosts(out, row, IOMMU_PROBE_PART_LIMITS);
	} else if (iommu_probe_least_is_uneven(row->least, row->name)) {
		fputs(row->value ? "units differ" : "no value in common", out);
	}
}

static const struct column all_columns[] = {
	{ "CAPABILITY", "name of the capability", false, print_name, NULL },
	{ "COMMON", "what all hosts have", false, print_value, NULL },
	{ "BEST", "what the best of them has", false, print_best, NULL },
	{ "LIMITED BY", "the hosts that have no more", false, print_limit, NULL },
};

static const char *const capabilities[] = {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, name, kind, words, flags, fallback, models, doc) name,
#include <linux/iommu-caps-defs.h>
};

static int add_rows(struct table *table, struct row *row)
{
	struct iommu_probe_model *model =
		iommu_probe_least_get_model((struct iommu_probe_least *)row->least);
	size_t i;

	for (i = 0; i < sizeof(capabilities) / sizeof(*capabilities); i++) {
		row->name = capabilities[i];
		row->value = iommu_probe_model_get_value(model, row->name);
		if (!row->value && !iommu_probe_least_is_uneven(row->least, row->name) &&
		    !count_hosts(row, IOMMU_PROBE_PART_NOT_REPORTED))
			continue;
		if (!table_add(table, NULL, row))
			return -1;
	}
	return 0;
}

static void print_head(const struct row *row)
{
	const struct iommu_probe_model *model =
		iommu_probe_least_get_model((struct iommu_probe_least *)row->least);
	const uint64_t number = iommu_probe_model_get_number(model);
	const size_t units = iommu_probe_least_get_units(row->least);
	const size_t all = iommu_probe_baseline_get_host_count(row->baseline);
	size_t position = 0, count = 0;

	while (iommu_probe_baseline_get_next_host(row->baseline, row->least,
						  IOMMU_PROBE_PART_HAS_MODEL, NULL, &position))
		count++;
	cli_put(stdout, iommu_probe_model_get_name(model));
	if (number)
		printf(" (%" PRIu64 ")", number);
	printf(": %zu unit%s of %zu of %zu host%s%s\n", units, units == 1 ? "" : "s", count, all,
	       all == 1 ? "" : "s",
	       iommu_probe_baseline_is_common(row->baseline, row->least) ? "" : ", not common");
}

static int print_least(const struct columns *columns, struct row *row)
{
	struct table *table = table_new(columns, NULL);
	int ret = table ? 0 : -1;

	print_head(row);
	if (!ret)
		ret = add_rows(table, row);
	if (!ret)
		ret = table_print(table);
	table_free(table);
	return ret;
}

static int print_tables(struct iommu_probe_baseline *baseline)
{
	struct iommu_probe_least *first = iommu_probe_baseline_get_first_least(baseline), *least;
	struct columns columns;
	struct row row = { .baseline = baseline };

	if (iommu_probe_baseline_get_answer(baseline) == IOMMU_PROBE_ANSWER_NO)
		puts("no model is common to all hosts");
	columns_init(&columns, all_columns, sizeof(all_columns) / sizeof(*all_columns));
	for (least = first; least; least = iommu_probe_least_get_next(least)) {
		if (least != first)
			putchar('\n');
		row.least = least;
		if (print_least(&columns, &row)) {
			cli_complain("out of memory");
			return EXIT_NOTHING;
		}
	}
	return EXIT_ANSWERED;
}

static int print(const struct cli *cli, const struct iommu_probe_ctx *ctx,
		 struct iommu_probe_baseline *baseline)
{
	int ret, status = EXIT_ANSWERED;

	if (cli->json) {
		ret = iommu_probe_baseline_write_json(baseline, cli_write, stdout);
		if (ret)
			status = cli_fail(ctx, ret);
	} else {
		status = print_tables(baseline);
	}
	if (status)
		return status;
	ret = fleet_errors(baseline);
	status = cli_answer(iommu_probe_baseline_get_answer(baseline));
	return status ? status : ret;
}

static int add_host(struct iommu_probe_ctx *ctx, const char *where,
		    struct iommu_probe_baseline *baseline)
{
	struct fleet_host read;
	int status;

	status = fleet_read(ctx, where, &read);
	if (!status)
		status = fleet_add(ctx, baseline, &read);
	fleet_clear(&read);
	return status;
}

static int answer(const struct cli *cli, char *const hosts[], size_t count)
{
	struct iommu_probe_baseline *baseline;
	struct iommu_probe_ctx *ctx;
	int status = EXIT_ANSWERED;
	size_t i;

	if (iommu_probe_ctx_new(&ctx)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	if (iommu_probe_baseline_new(ctx, &baseline)) {
		cli_complain("out of memory");
		status = EXIT_NOTHING;
	}
	for (i = 0; i < count && !status; i++)
		status = add_host(ctx, hosts[i], baseline);
	if (!status)
		status = print(cli, ctx, baseline);
	iommu_probe_baseline_unref(baseline);
	iommu_probe_ctx_unref(ctx);
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	int status;

	status = cli_options(cli, argc, argv);
	if (status >= 0)
		return status;
	status = fleet_check(cli, "baseline", argv + optind, (size_t)(argc - optind));
	return status ? status : answer(cli, argv + optind, (size_t)(argc - optind));
}

const struct command command_baseline = {
	.name = "baseline",
	.synopsis = "baseline HOST...",
	.summary = "what all these hosts have in common, and who limits it",
	.run = run,
};
