// SPDX-License-Identifier: MIT
/* compare: can a guest that was made for one host run on another? */
#include <string.h>
#include "cli.h"

struct compare_hosts {
	const char *name[2];
	struct iommu_probe_host *host[2];
};

static void print_difference(const struct iommu_probe_difference *difference)
{
	const char *capability = iommu_probe_difference_get_capability(difference);

	fputs(iommu_probe_difference_is_blocking(difference) ? "BLOCKS  " : "DIFFERS ", stdout);
	cli_put(stdout, iommu_probe_difference_get_model(difference));
	if (capability)
		printf(" %s", capability);
	fputs(": ", stdout);
	cli_put(stdout, iommu_probe_difference_get_message(difference));
	putchar('\n');
}

static int complain_if_empty(const struct iommu_probe_ctx *ctx, const char *name,
			     struct iommu_probe_host *host)
{
	struct iommu_probe_iommu *iommu;
	const int ret = iommu_probe_iommu_get_first(host, &iommu);

	if (ret)
		return cli_fail(ctx, ret);
	if (!iommu)
		cli_complain("%s: there is no IOMMU", name);
	iommu_probe_iommu_unref(iommu);
	return EXIT_ANSWERED;
}

static int print_differences(const struct iommu_probe_ctx *ctx, const struct compare_hosts *hosts,
			     const struct iommu_probe_comparison *comparison)
{
	const struct iommu_probe_difference *difference =
		iommu_probe_comparison_get_first_difference(comparison);
	int i, status = EXIT_ANSWERED;

	if (!difference && iommu_probe_comparison_get_answer(comparison) == IOMMU_PROBE_ANSWER_YES)
		puts("no differences");
	for (; difference; difference = iommu_probe_difference_get_next(difference))
		print_difference(difference);
	for (i = 0; i < 2 && !status; i++)
		status = complain_if_empty(ctx, hosts->name[i], hosts->host[i]);
	return status;
}

/* Why the answer is not known. */
static void print_unreported(const char *name, const struct iommu_probe_comparison *comparison)
{
	const char *model, *capability;
	size_t i;

	for (i = 0; !iommu_probe_comparison_get_unreported(comparison, i, &model, &capability); i++) {
		if (capability)
			cli_complain("%s: %s: %s is not known", name, model, capability);
		else if (model)
			cli_complain("%s: %s: the model is not known", name, model);
		else
			cli_complain("%s: the kernel shows nothing of an IOMMU", name);
	}
}

static int print_errors(struct iommu_probe_comparison *comparison)
{
	const size_t count = iommu_probe_comparison_get_error_count(comparison);
	const char *host, *path, *message;
	size_t i;

	for (i = 0; i < count; i++)
		if (!iommu_probe_comparison_get_error(comparison, i, &host, &path, NULL, &message))
			cli_complain("%s: %s: %s", host, path, message);
	return count ? EXIT_UNREADABLE : EXIT_ANSWERED;
}

static int print(const struct cli *cli, const struct iommu_probe_ctx *ctx,
		 const struct compare_hosts *hosts, struct iommu_probe_comparison *comparison)
{
	const enum iommu_probe_answer answer = iommu_probe_comparison_get_answer(comparison);
	int ret, status;

	if (cli->json) {
		ret = iommu_probe_comparison_write_json(comparison, cli_write, stdout);
		status = ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
	} else {
		status = print_differences(ctx, hosts, comparison);
	}
	if (status)
		return status;
	ret = print_errors(comparison);
	if (answer == IOMMU_PROBE_ANSWER_UNKNOWN)
		print_unreported(hosts->name[0], comparison);
	status = cli_answer(answer);
	return status ? status : ret;
}

/* Whichever of two complaints comes first in the man page's order: 5, 3, 4. */
static int worse(int status, int other)
{
	if (status == EXIT_NOTHING || other == EXIT_NOTHING)
		return EXIT_NOTHING;
	if (status == EXIT_NOT_THERE || other == EXIT_NOT_THERE)
		return EXIT_NOT_THERE;
	return status ? status : other;
}

static int open_hosts(const struct cli *cli, struct iommu_probe_ctx *ctx,
		      struct compare_hosts *hosts)
{
	const struct list none = { 0 };
	int status, other;

	status = cli_open_host(ctx, hosts->name[0], &hosts->host[0]);
	if (hosts->name[1]) {
		other = cli_open_host(ctx, hosts->name[1], &hosts->host[1]);
	} else {
		hosts->name[1] = cli->host ? cli->host : cli->sysroot ? cli->sysroot : "/";
		other = cli_open_in(cli, &none, ctx, &hosts->host[1]);
	}
	/* Of what could not be opened there is nothing to let go of. */
	if (status)
		hosts->host[0] = NULL;
	if (other)
		hosts->host[1] = NULL;
	return worse(status, other);
}

static int compare(const struct cli *cli, struct compare_hosts *hosts)
{
	struct iommu_probe_comparison *comparison = NULL;
	struct iommu_probe_ctx *ctx;
	int status, ret;

	if (iommu_probe_ctx_new(&ctx)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	status = open_hosts(cli, ctx, hosts);
	if (!status) {
		ret = iommu_probe_compare(hosts->name[0], hosts->host[0], hosts->name[1],
					  hosts->host[1], &comparison);
		status = ret ? cli_fail(ctx, ret) : print(cli, ctx, hosts, comparison);
	}
	iommu_probe_host_unref(hosts->host[0]);
	iommu_probe_host_unref(hosts->host[1]);
	iommu_probe_comparison_unref(comparison);
	iommu_probe_ctx_unref(ctx);
	return status;
}

/* What is wrong with these arguments, or NULL. */
static const char *complaint(const struct cli *cli, char *const names[], int count)
{
	const char *b = count == 2 ? names[1] : cli->host;

	if (count < 1 || count > 2)
		return "compare takes one host or two";
	if (count == 2 && (cli->host || cli->sysroot))
		return "compare takes its hosts as arguments";
	if (b && !strcmp(names[0], "-") && !strcmp(b, "-"))
		return "standard input can be read only once";
	return NULL;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = { CLI_LONG, { 0 } };
	struct compare_hosts hosts = { 0 };
	const char *wrong;
	int option, status;

	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		status = cli_option(cli, option, optarg);
		if (status >= 0)
			return status;
	}
	wrong = complaint(cli, argv + optind, argc - optind);
	if (wrong) {
		cli_complain("%s", wrong);
		return cli_usage();
	}
	hosts.name[0] = argv[optind];
	hosts.name[1] = argv[optind + 1];
	return compare(cli, &hosts);
}

const struct command command_compare = {
	.name = "compare",
	.synopsis = "compare A [B]",
	.summary = "can a guest that was made for host A run on B, or on this one",
	.run = run,
};
