// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "archives.h"
#include "cli.h"
#include "temporary.h"

static int fail(const char *file, int error, const char *message)
{
	cli_complain("%s: %s", file, message ? message : strerror(error));
	return EXIT_NOTHING;
}

/* Only a file is ever replaced: not a device, nor what a link leads to. */
static int check_file(const char *file)
{
	struct stat status;

	if (lstat(file, &status))
		return errno == ENOENT ? 0 : errno;
	return S_ISREG(status.st_mode) ? 0 : EEXIST;
}

/* Whoever reads the file finds all of it, or what was there before. */
static int write_file(const char *file, const struct iommu_probe_snapshot *snapshot)
{
	char *path, *message = NULL;
	int fd, error;

	if (asprintf(&path, "%s.XXXXXX", file) < 0)
		return fail(file, ENOMEM, NULL);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0) {
		error = errno;
		free(path);
		return fail(file, error, NULL);
	}
	temporary_file(path);
	error = -write_archive(fd, file, snapshot, &message);
	if (!error && fsync(fd) && errno != EINVAL)
		error = errno;
	if (close(fd) && !error)
		error = errno;
	if (!error && rename(path, file))
		error = errno;
	if (error)
		unlink(path);
	temporary_file(NULL);
	if (error)
		fail(file, error, message);
	free(message);
	free(path);
	return error ? EXIT_NOTHING : EXIT_ANSWERED;
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

	ret = check_file(file);
	if (ret)
		return fail(file, ret, ret == EEXIST ? "not a regular file" : NULL);
	status = cli_open(cli, &all, &ctx, &host);
	if (status)
		return status;
	ret = iommu_probe_snapshot_new(host, anonymous, &snapshot);
	if (ret)
		status = cli_fail(ctx, ret);
	else
		status = write_file(file, snapshot);
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
