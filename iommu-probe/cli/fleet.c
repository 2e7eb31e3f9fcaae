// SPDX-License-Identifier: MIT
#include "fleet.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "temporary.h"

int fleet_check(const struct cli *cli, const char *command, char *const hosts[], size_t count)
{
	size_t i, inputs = 0;

	for (i = 0; i < count; i++)
		inputs += !strcmp(hosts[i], "-");
	if (cli->host || cli->sysroot)
		cli_complain("%s takes its hosts as arguments", command);
	else if (!count)
		cli_complain("%s takes one host or more", command);
	else if (inputs > 1)
		cli_complain("standard input can be read only once");
	else
		return EXIT_ANSWERED;
	return cli_usage();
}

int fleet_read(struct iommu_probe_ctx *ctx, const char *where, struct fleet_host *read)
{
	const char *message;
	int ret;

	*read = (struct fleet_host){ .name = where };
	ret = cli_read_host(ctx, where, &read->host, &message);
	if (!ret)
		return EXIT_ANSWERED;
	if (ret == -ENOENT || ret == -ENOTDIR) {
		cli_complain("%s: %s", where, message);
		return EXIT_NOT_THERE;
	}
	if (ret == -ENOMEM) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	read->host = NULL;
	read->error = -ret;
	/* The message is the context's. */
	read->message = strdup(message);
	return EXIT_ANSWERED;
}

int fleet_add(const struct iommu_probe_ctx *ctx, struct iommu_probe_baseline *baseline,
	      const struct fleet_host *read)
{
	int ret;

	if (read->host)
		ret = iommu_probe_baseline_add(baseline, read->name, read->host);
	else
		ret = iommu_probe_baseline_add_unreadable(baseline, read->name, read->error,
							  read->message);
	return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
}

void fleet_clear(struct fleet_host *read)
{
	iommu_probe_host_unref(read->host);
	free(read->message);
	temporary_remove();
}

int fleet_errors(struct iommu_probe_baseline *baseline)
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
