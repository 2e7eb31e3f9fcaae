// SPDX-License-Identifier: MIT
#include "cli.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cli_usage(void)
{
	fputs("Try 'iommu-probe --help' for more information.\n", stderr);
	return EXIT_USAGE;
}

/* What comes from a host may hold anything, and goes to a terminal. */
void cli_complain(const char *format, ...)
{
	char text[2048];
	const char *at;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	fputs("iommu-probe: ", stderr);
	for (at = text; *at; at++) {
		const unsigned char c = (unsigned char)*at;

		if (c < ' ' || c == 0x7f)
			fprintf(stderr, "\\x%02x", c);
		else
			fputc(c, stderr);
	}
	fputc('\n', stderr);
}

int cli_fail(const struct iommu_probe_ctx *ctx, int error)
{
	cli_complain("%s", iommu_probe_ctx_get_message(ctx));
	return error == -ENOENT ? EXIT_NOT_THERE : EXIT_NOTHING;
}

int cli_open(const struct cli *cli, struct iommu_probe_ctx **ctx, struct iommu_probe_host **host)
{
	int ret;

	if (iommu_probe_ctx_new(ctx)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	ret = iommu_probe_host_new(*ctx, cli->sysroot, host);
	if (!ret)
		return EXIT_ANSWERED;
	ret = cli_fail(*ctx, ret);
	*ctx = iommu_probe_ctx_unref(*ctx);
	return ret;
}

int cli_errors(struct iommu_probe_host *host)
{
	const size_t count = iommu_probe_host_get_error_count(host);
	const char *path, *message;
	size_t i;

	for (i = 0; i < count; i++)
		if (!iommu_probe_host_get_error(host, i, &path, NULL, &message))
			cli_complain("%s: %s", path, message);
	return count ? EXIT_UNREADABLE : EXIT_ANSWERED;
}

int cli_write(void *data, const char *text, size_t length)
{
	return fwrite(text, 1, length, data) == length ? 0 : -EIO;
}
