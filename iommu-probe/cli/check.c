// SPDX-License-Identifier: MIT
/* check: does every IOMMU meet the requirements? */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "profile.h"

struct check_options {
	struct cli *cli;
	bool quiet;
	struct list names;
	struct list profiles;
	struct list requirements;
};

static void print_result(const struct iommu_probe_result *result)
{
	static const char *const verdicts[] = {
		[IOMMU_PROBE_VERDICT_PASS] = "PASS",
		[IOMMU_PROBE_VERDICT_FAIL] = "FAIL",
		[IOMMU_PROBE_VERDICT_UNKNOWN] = "UNKNOWN",
	};
	const char *device = iommu_probe_result_get_device(result);
	const char *iommu = iommu_probe_result_get_iommu(result);
	const char *model = iommu_probe_result_get_model(result);

	printf("%-7s ", verdicts[iommu_probe_result_get_verdict(result)]);
	if (device)
		cli_put(stdout, device);
	if (device && iommu)
		fputs(" at ", stdout);
	if (iommu)
		cli_put(stdout, iommu);
	if (model) {
		fputs(" (", stdout);
		cli_put(stdout, model);
		putchar(')');
	}
	printf(" %s: ", iommu_probe_result_get_requirement(result));
	cli_put(stdout, iommu_probe_result_get_message(result));
	putchar('\n');
}

static int print(const struct check_options *o, struct iommu_probe_ctx *ctx,
		 struct iommu_probe_check *check)
{
	const struct iommu_probe_result *result;
	int ret;

	if (o->quiet)
		return 0;
	if (o->cli->json) {
		ret = iommu_probe_check_write_json(check, cli_write, stdout);
		return ret ? cli_fail(ctx, ret) : 0;
	}
	result = iommu_probe_check_get_first_result(check);
	if (!result && iommu_probe_check_get_answer(check) == IOMMU_PROBE_ANSWER_NO)
		cli_complain("there is no IOMMU");
	for (; result; result = iommu_probe_result_get_next(result))
		print_result(result);
	return 0;
}

static int check(const struct check_options *o, struct iommu_probe_ctx *ctx,
		 struct iommu_probe_host *host)
{
	struct iommu_probe_check *check;
	int errors, status, ret;

	ret = iommu_probe_check_new(host, o->requirements.list, o->requirements.count, &check);
	if (ret)
		return cli_fail(ctx, ret);
	status = print(o, ctx, check);
	errors = cli_errors(host);
	if (!status)
		status = cli_answer(iommu_probe_check_get_answer(check));
	iommu_probe_check_unref(check);
	return status ? status : errors;
}

static int run_options(struct check_options *o)
{
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int status;

	status = cli_open(o->cli, &o->names, &ctx, &host);
	if (status)
		return status;
	status = check(o, ctx, host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return status;
}

/* Wrong usage comes before anything is read. */
static int validate(const struct list *requirements)
{
	struct iommu_probe_request *request = NULL;
	struct iommu_probe_ctx *ctx;
	size_t i;
	int ret;

	if (iommu_probe_ctx_new(&ctx)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	ret = iommu_probe_request_new(ctx, &request);
	for (i = 0; i < requirements->count && !ret; i++)
		ret = iommu_probe_request_require(request, requirements->list[i]);
	if (ret)
		cli_complain("%s", iommu_probe_ctx_get_message(ctx));
	iommu_probe_request_unref(request);
	iommu_probe_ctx_unref(ctx);
	if (!ret)
		return -1;
	return ret == -EINVAL ? cli_usage() : EXIT_NOTHING;
}

/* Those of profiles come before those of the command line. */
static int read_requirements(struct check_options *o, char *argv[], size_t count)
{
	const struct list said = { (const char **)argv, count };
	size_t i;
	int status;

	status = validate(&said);
	for (i = 0; i < o->profiles.count && status < 0; i++)
		status = profile_read(o->profiles.list[i], &o->requirements);
	for (i = 0; i < count && status < 0; i++)
		status = list_add(&o->requirements, argv[i]);
	if (status < 0)
		status = validate(&o->requirements);
	return status;
}

static int read_options(struct check_options *o, int argc, char *argv[])
{
	static const struct option options[] = {
		{ "on", required_argument, NULL, 'o' },
		{ "profile", required_argument, NULL, 'p' },
		{ "quiet", no_argument, NULL, 'q' },
		CLI_LONG,
		{ 0 },
	};
	int option, status = -1;

	while (status < 0 &&
	       (option = getopt_long(argc, argv, "q" CLI_SHORT, options, NULL)) != -1) {
		switch (option) {
		case 'o':
			status = list_add(&o->names, optarg);
			break;
		case 'p':
			status = list_add(&o->profiles, optarg);
			break;
		case 'q':
			o->quiet = true;
			break;
		default:
			status = cli_option(o->cli, option, optarg);
			break;
		}
	}
	if (status < 0 && optind == argc && !o->profiles.count) {
		cli_complain("check takes requirements");
		status = cli_usage();
	}
	if (status < 0)
		status = read_requirements(o, argv + optind, (size_t)(argc - optind));
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	struct check_options o = { .cli = cli };
	int status;

	status = read_options(&o, argc, argv);
	if (status < 0)
		status = run_options(&o);
	list_clear(&o.names);
	list_clear(&o.profiles);
	list_clear(&o.requirements);
	return status;
}

const struct command command_check = {
	.name = "check",
	.synopsis = "check [-q] [--on NAME]... [--profile FILE] REQUIREMENT...",
	.summary = "does every IOMMU, or those named, meet the requirements",
	.run = run,
};
