// SPDX-License-Identifier: MIT
#include "cli.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

int cli_usage(void)
{
	fputs("Try 'iommu-probe --help' for more information.\n", stderr);
	return EXIT_USAGE;
}

void cli_put(FILE *out, const char *text)
{
	size_t left = strlen(text), n, i;
	mbstate_t state = { 0 };
	wchar_t c;

	for (; left; text += n, left -= n) {
		n = mbrtowc(&c, text, left, &state);
		if (n <= left && iswprint((wint_t)c)) {
			fwrite(text, 1, n, out);
			continue;
		}
		if (n > left) {
			n = 1;
			memset(&state, 0, sizeof(state));
		}
		for (i = 0; i < n; i++)
			fprintf(out, "\\x%02x", (unsigned char)text[i]);
	}
}

void cli_complain(const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	fputs("iommu-probe: ", stderr);
	cli_put(stderr, length < 0 ? "out of memory" : text);
	fputc('\n', stderr);
	if (length >= 0)
		free(text);
}

int cli_fail(const struct iommu_probe_ctx *ctx, int error)
{
	cli_complain("%s", iommu_probe_ctx_get_message(ctx));
	/* What a document cannot answer should not have been asked. */
	if (error == -EOPNOTSUPP)
		return cli_usage();
	return error == -ENOENT ? EXIT_NOT_THERE : EXIT_NOTHING;
}

int cli_errors(struct iommu_probe_host *host)
{
	const size_t count = iommu_probe_host_get_error_count(host);
	const char *path, *message;
	size_t i;

	for (i = 0; !iommu_probe_host_get_note(host, i, &path, &message); i++)
		cli_complain("%s: %s", path, message);
	for (i = 0; i < count; i++)
		if (!iommu_probe_host_get_error(host, i, &path, NULL, &message))
			cli_complain("%s: %s", path, message);
	return count ? EXIT_UNREADABLE : EXIT_ANSWERED;
}

int cli_write(void *data, const char *text, size_t length)
{
	errno = 0;
	if (fwrite(text, 1, length, data) == length)
		return 0;
	return errno ? -errno : -EIO;
}

static int print_document(const struct cli *cli, struct iommu_probe_ctx *ctx,
			  struct iommu_probe_host *host, cli_print_fn print, cli_json_fn json)
{
	int ret, status = EXIT_ANSWERED;

	if (cli->json) {
		ret = json(host, cli_write, stdout);
		if (ret)
			status = cli_fail(ctx, ret);
	} else {
		status = print(ctx, host);
	}
	if (!status)
		status = cli_errors(host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return status;
}

int cli_print(const struct cli *cli, struct iommu_probe_ctx *ctx, struct iommu_probe_host *host,
	      cli_print_fn print)
{
	return print_document(cli, ctx, host, print, iommu_probe_host_write_json);
}

int cli_answer(enum iommu_probe_answer answer)
{
	switch (answer) {
	case IOMMU_PROBE_ANSWER_YES:
		return EXIT_ANSWERED;
	case IOMMU_PROBE_ANSWER_NO:
		return EXIT_NO;
	default:
		return EXIT_UNREADABLE;
	}
}

int cli_open_in(const struct cli *cli, const struct list *names, struct iommu_probe_ctx *ctx,
		struct iommu_probe_host **host)
{
	int ret;

	if (cli->host) {
		ret = cli_open_host(ctx, cli->host, host);
		if (ret)
			return ret;
	} else {
		ret = iommu_probe_host_new(ctx, cli->sysroot, host);
	}
	if (!ret)
		ret = iommu_probe_host_select(*host, names->list, names->count);
	if (!ret)
		return EXIT_ANSWERED;
	ret = cli_fail(ctx, ret);
	iommu_probe_host_unref(*host);
	return ret;
}

int cli_open(const struct cli *cli, const struct list *names, struct iommu_probe_ctx **ctx,
	     struct iommu_probe_host **host)
{
	int status;

	if (iommu_probe_ctx_new(ctx)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	status = cli_open_in(cli, names, *ctx, host);
	if (status)
		iommu_probe_ctx_unref(*ctx);
	return status;
}

int cli_print_document(const struct cli *cli, const struct list *names, cli_print_fn print,
		       cli_json_fn json)
{
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	const int status = cli_open(cli, names, &ctx, &host);

	return status ? status : print_document(cli, ctx, host, print, json);
}

int cli_print_host(const struct cli *cli, const struct list *names, cli_print_fn print)
{
	return cli_print_document(cli, names, print, iommu_probe_host_write_json);
}
