// SPDX-License-Identifier: MIT
/* explain: why something works on a host or for a device, or does not. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "cli.h"

struct explain_options {
	struct cli *cli;
	const char *device;
	enum iommu_probe_question question;
};

static void print_condition(const struct iommu_probe_condition *condition)
{
	static const char *const verdicts[] = {
		[IOMMU_PROBE_VERDICT_PASS] = "PASS",
		[IOMMU_PROBE_VERDICT_FAIL] = "FAIL",
		[IOMMU_PROBE_VERDICT_UNKNOWN] = "UNKNOWN",
	};
	const char *remedy = iommu_probe_condition_get_remedy(condition);
	const char *path, *value;
	size_t i;

	printf("%-7s %s: ", verdicts[iommu_probe_condition_get_verdict(condition)],
	       iommu_probe_condition_get_name(condition));
	cli_put(stdout, iommu_probe_condition_get_message(condition));
	putchar('\n');
	for (i = 0; !iommu_probe_condition_get_evidence(condition, i, &path, &value); i++) {
		fputs("          ", stdout);
		cli_put(stdout, path);
		fputs(": ", stdout);
		cli_put(stdout, value);
		putchar('\n');
	}
	if (!remedy)
		return;
	fputs("        > ", stdout);
	cli_put(stdout, remedy);
	putchar('\n');
}

static int print(const struct explain_options *o, struct iommu_probe_ctx *ctx,
		 const struct iommu_probe_explanation *explanation)
{
	const struct iommu_probe_condition *condition;
	int ret;

	if (o->cli->json) {
		ret = iommu_probe_explanation_write_json(explanation, cli_write, stdout);
		return ret ? cli_fail(ctx, ret) : 0;
	}
	condition = iommu_probe_explanation_get_first_condition(explanation);
	for (; condition; condition = iommu_probe_condition_get_next(condition))
		print_condition(condition);
	return 0;
}

static int explain(const struct explain_options *o, struct iommu_probe_ctx *ctx,
		   struct iommu_probe_host *host)
{
	struct iommu_probe_explanation *explanation;
	int errors, status, ret;

	ret = iommu_probe_explain(host, o->device, o->question, &explanation);
	if (ret)
		return cli_fail(ctx, ret);
	status = print(o, ctx, explanation);
	errors = cli_errors(host);
	if (!status)
		status = cli_answer(iommu_probe_explanation_get_answer(explanation));
	iommu_probe_explanation_unref(explanation);
	return status ? status : errors;
}

static int run_options(const struct explain_options *o)
{
	const struct list none = { 0 };
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int status;

	status = cli_open(o->cli, &none, &ctx, &host);
	if (status)
		return status;
	status = explain(o, ctx, host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return status;
}

static bool find_question(const char *word, enum iommu_probe_question *question)
{
	enum iommu_probe_question q;
	const char *name;

	for (q = 0; (name = iommu_probe_question_get_name(q)); q++) {
		if (strcmp(name, word))
			continue;
		*question = q;
		return true;
	}
	return false;
}

/* [DEVICE] [QUESTION]; a single word is the device unless it is a question. */
static int read_arguments(struct explain_options *o, int argc, char *argv[])
{
	if (argc > 2) {
		cli_complain("explain takes a device and a question");
		return cli_usage();
	}
	if (argc == 2 && !find_question(argv[1], &o->question)) {
		cli_complain("%s: no question of explain", argv[1]);
		return cli_usage();
	}
	if (argc == 2 || (argc == 1 && !find_question(argv[0], &o->question)))
		o->device = argv[0];
	return -1;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	struct explain_options o = { .cli = cli };
	int status;

	status = cli_options(cli, argc, argv);
	if (status >= 0)
		return status;
	status = read_arguments(&o, argc - optind, argv + optind);
	return status < 0 ? run_options(&o) : status;
}

const struct command command_explain = {
	.name = "explain",
	.synopsis = "explain [DEVICE] [pasid|sva|passthrough|nesting|dirty]",
	.summary = "why it works, on the host or for a device, or why not, and what to do",
	.run = run,
};
