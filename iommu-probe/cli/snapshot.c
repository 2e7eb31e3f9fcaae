// SPDX-License-Identifier: MIT
#include <string.h>
#include <sys/stat.h>
#include "archives.h"
#include "cli.h"
#include "output.h"

static int write_snapshot(int fd, const char *file, const void *data, char **message)
{
	return write_archive(fd, file, data, message);
}

static int complain_unreadable(const struct iommu_probe_snapshot *snapshot)
{
	const char *path;
	size_t i;
	int error;

	for (i = 0; !iommu_probe_snapshot_get_unreadable(snapshot, i, &path, &error); i++)
		cli_complain("%s: %s", path, strerror(error));
	return i ? EXIT_UNREADABLE : EXIT_ANSWERED;
}

static int take(const struct cli *cli, const char *file, bool anonymous)
{
	static const struct list all;
	struct iommu_probe_snapshot *snapshot;
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int ret, status;

	status = output_check(file);
	if (!status)
		status = cli_open(cli, &all, &ctx, &host);
	if (status)
		return status;
	ret = iommu_probe_snapshot_new(host, anonymous, &snapshot);
	if (ret)
		status = cli_fail(ctx, ret);
	else
		status = output_file(file, S_IRUSR | S_IWUSR, write_snapshot, snapshot);
	if (!status)
		status = complain_unreadable(snapshot);
	iommu_probe_snapshot_unref(snapshot);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = {
		{ "anonymize", no_argument, NULL, 'a' },
		CLI_LONG,
		{ 0 },
	};
	int option, status = -1;
	bool anonymous = false;

	while (status < 0 &&
	       (option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		if (option == 'a')
			anonymous = true;
		else
			status = cli_option(cli, option, optarg);
	}
	if (status >= 0)
		return status;
	if (cli->json)
		cli_complain("a snapshot is no document: there is no --json");
	else if (argc - optind != 1)
		cli_complain("snapshot takes one file");
	else if (!strcmp(argv[optind], "-"))
		cli_complain("snapshot writes a file, not standard output");
	else
		return take(cli, argv[optind], anonymous);
	return cli_usage();
}

const struct command command_snapshot = {
	.name = "snapshot",
	.synopsis = "snapshot [--anonymize] FILE",
	.summary = "the parts of this host that matter, as a tar (zstd or gz by name)",
	.run = run,
};
