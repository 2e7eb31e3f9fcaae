// SPDX-License-Identifier: MIT
/* show: all of one IOMMU. */
#include "cli.h"

static int run(struct cli *cli, int argc, char *argv[])
{
	struct list names;
	int status;

	status = cli_options(cli, argc, argv);
	if (status >= 0)
		return status;
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
