// SPDX-License-Identifier: MIT
/* show: all of one IOMMU. */
#include "cli.h"

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
	if (argc - optind != 1) {
		cli_complain("show takes one name");
		return cli_usage();
	}
	names = (struct list){ (const char **)argv + optind, 1 };
	return cli_print_host(cli, &names, cli_print_models);
}

const struct command command_show = {
	.name = "show",
	.synopsis = "show NAME",
	.summary = "all of one IOMMU, each value with where it came from",
	.run = run,
};
