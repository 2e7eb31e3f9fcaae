// SPDX-License-Identifier: MIT
/* status: is there an IOMMU, whose, how many units, how wide, is DMA translated? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "cli.h"

/* "39 to 48 bits", where units differ. */
static void print_width(struct iommu_probe_least *least)
{
	struct iommu_probe_model *model = iommu_probe_least_get_model(least);
	const struct iommu_probe_value *value = iommu_probe_model_get_value(model, "input_bits");

	if (!value) {
		fputs(", width not known", stdout);
		return;
	}
	printf(", %" PRIu64, iommu_probe_value_get_number(value, 0));
	if (iommu_probe_least_is_uneven(least, "input_bits"))
		printf(" to %" PRIu64,
		       iommu_probe_value_get_number(
			       iommu_probe_least_get_best(least, "input_bits"), 0));
	fputs(" bits", stdout);
}

static void print_models(struct iommu_probe_status *status)
{
	struct iommu_probe_least *least = iommu_probe_status_get_first_least(status);
	const size_t units = iommu_probe_status_get_units(status);
	const char *before = " (";

	printf("active: %zu unit%s", units, units == 1 ? "" : "s");
	if (!least)
		fputs(" (the kernel does not show of which model", stdout);
	for (; least; least = iommu_probe_least_get_next(least)) {
		printf("%s%zu ", before, iommu_probe_least_get_units(least));
		cli_put(stdout, iommu_probe_model_get_name(iommu_probe_least_get_model(least)));
		print_width(least);
		before = "; ";
	}
	putchar(')');
}

static const char *domain_text(const char *domain)
{
	if (!domain)
		return "whether DMA is translated is not known";
	if (!strcmp(domain, "translated"))
		return "DMA is translated";
	return strcmp(domain, "mixed") ? "DMA is not translated" :
					 "DMA is translated for some devices";
}

static void print_inactive(const struct iommu_probe_status *status)
{
	const struct iommu_probe_condition *reason = iommu_probe_status_get_reason(status);

	if (iommu_probe_status_get_active(status) != IOMMU_PROBE_ANSWER_NO) {
		fputs("not known: units could not be listed", stdout);
		return;
	}
	fputs("not active: ", stdout);
	if (!reason) {
		fputs("no unit", stdout);
		return;
	}
	cli_put(stdout, iommu_probe_condition_get_message(reason));
	fputs("; ", stdout);
	cli_put(stdout, iommu_probe_condition_get_remedy(reason));
}

static int print(const struct cli *cli, struct iommu_probe_ctx *ctx,
		 struct iommu_probe_status *status)
{
	int ret;

	if (cli->json) {
		ret = iommu_probe_status_write_json(status, cli_write, stdout);
		return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
	}
	if (iommu_probe_status_get_active(status) == IOMMU_PROBE_ANSWER_YES) {
		print_models(status);
		printf(", %s", domain_text(iommu_probe_status_get_default_domain(status)));
	} else {
		print_inactive(status);
	}
	putchar('\n');
	return EXIT_ANSWERED;
}

static int answer(const struct cli *cli, bool quiet, struct iommu_probe_ctx *ctx,
		  struct iommu_probe_host *host)
{
	struct iommu_probe_status *status;
	int errors, ret;

	ret = iommu_probe_status_new(host, &status);
	if (ret)
		return cli_fail(ctx, ret);
	ret = quiet ? EXIT_ANSWERED : print(cli, ctx, status);
	errors = cli_errors(host);
	if (!ret)
		ret = cli_answer(iommu_probe_status_get_active(status));
	iommu_probe_status_unref(status);
	return ret ? ret : errors;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = {
		{ "quiet", no_argument, NULL, 'q' },
		CLI_LONG,
		{ 0 },
	};
	static const struct list all;
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int option, status = -1;
	bool quiet = false;

	while (status < 0 &&
	       (option = getopt_long(argc, argv, "q" CLI_SHORT, options, NULL)) != -1) {
		if (option == 'q')
			quiet = true;
		else
			status = cli_option(cli, option, optarg);
	}
	if (status >= 0)
		return status;
	if (optind < argc) {
		cli_complain("status takes no names");
		return cli_usage();
	}
	status = cli_open(cli, &all, &ctx, &host);
	if (status)
		return status;
	status = answer(cli, quiet, ctx, host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return status;
}

const struct command command_status = {
	.name = "status",
	.synopsis = "status [-q]",
	.summary = "one line: is there an IOMMU, whose, how wide, is DMA translated",
	.run = run,
};
