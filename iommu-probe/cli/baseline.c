// SPDX-License-Identifier: MIT
/* baseline: what several hosts have in common, and who limits it. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <linux/iommu-caps.h>
#include "cli.h"
#include "format.h"
#include "table.h"
#include "temporary.h"

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

static int print_errors(struct iommu_probe_baseline *baseline)
{
	const size_t count = iommu_probe_baseline_get_error_count(baseline);
	const char *host, *path, *message;
	size_t i;

	for (i = 0; i < count; i++) {
		iommu_probe_baseline_get_error(baseline, i, &host, &path, NULL, &message);
		if (strcmp(host, path))
			cli_complain("%s: %s: %s", host, path, message);
		else
			cli_complain("%s: %s", path, message);
	}
	return count ? EXIT_UNREADABLE : EXIT_ANSWERED;
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
	ret = print_errors(baseline);
	status = cli_answer(iommu_probe_baseline_get_answer(baseline));
	return status ? status : ret;
}

/* An exit status: one that is not there ends it, one that cannot be read does not. */
static int add_host(struct iommu_probe_ctx *ctx, const char *where,
		    struct iommu_probe_baseline *baseline)
{
	struct iommu_probe_host *host;
	const char *message;
	char *kept;
	int ret;

	ret = cli_read_host(ctx, where, &host, &message);
	if (ret == -ENOENT || ret == -ENOTDIR) {
		cli_complain("%s: %s", where, message);
		return EXIT_NOT_THERE;
	}
	if (!ret) {
		ret = iommu_probe_baseline_add(baseline, where, host);
		iommu_probe_host_unref(host);
		/* Of a snapshot nothing is needed any more. */
		temporary_remove();
		return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
	}
	if (ret == -ENOMEM) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	/* The message is the context's. */
	kept = strdup(message);
	ret = iommu_probe_baseline_add_unreadable(baseline, where, -ret, kept);
	free(kept);
	return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
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

/* What is wrong with these arguments, or NULL. */
static const char *complaint(const struct cli *cli, char *const hosts[], size_t count)
{
	size_t i, inputs = 0;

	for (i = 0; i < count; i++)
		inputs += !strcmp(hosts[i], "-");
	if (cli->host || cli->sysroot)
		return "baseline takes its hosts as arguments";
	if (!count)
		return "baseline takes one host or more";
	return inputs > 1 ? "standard input can be read only once" : NULL;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	const char *wrong;
	int status;

	status = cli_options(cli, argc, argv);
	if (status >= 0)
		return status;
	wrong = complaint(cli, argv + optind, (size_t)(argc - optind));
	if (wrong) {
		cli_complain("%s", wrong);
		return cli_usage();
	}
	return answer(cli, argv + optind, (size_t)(argc - optind));
}

const struct command command_baseline = {
	.name = "baseline",
	.synopsis = "baseline HOST...",
	.summary = "what all these hosts have in common, and who limits it",
	.run = run,
};
