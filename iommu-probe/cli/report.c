// SPDX-License-Identifier: MIT
/* report: a fleet as one page, which is the documents of its hosts and what shows them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "cli.h"
#include "fleet.h"
#include "output.h"
#include "report.h"
#include "report-tables.h"

/* The page, as far as it has been made. It is whole before any of it is written. */
struct page {
	char *text;
	size_t length;
	FILE *out;
	size_t matched; /* bytes of a separator of lines that the last piece ended with */
	bool indent;	/* in the white space after the end of a line */
};

/*
 * What a page must not have in a script: "<", which only strings have, and which
 * could end it; for those who take JSON for a script, the separators U+2028 and
 * U+2029. The lines of a document are made one.
 */
static void put_escaped(struct page *page, char c)
{
	static const char separator[] = "\xe2\x80";

	if (page->matched == 2 && (c == '\xa8' || c == '\xa9')) {
		fputs(c == '\xa8' ? "\\u2028" : "\\u2029", page->out);
		page->matched = 0;
		return;
	}
	if (page->matched < 2 && c == separator[page->matched]) {
		page->matched++;
		return;
	}
	fwrite(separator, 1, page->matched, page->out);
	page->matched = c == *separator;
	if (page->matched)
		return;
	if (c == '<')
		fputs("\\u003c", page->out);
	else
		putc(c, page->out);
}

static int put(void *data, const char *text, size_t length)
{
	struct page *page = data;
	size_t i;

	for (i = 0; i < length; i++) {
		/* In strings such a character is escaped. */
		page->indent = text[i] == '\n' || (page->indent && text[i] == ' ');
		if (!page->indent)
			put_escaped(page, text[i]);
	}
	return ferror(page->out) ? -ENOMEM : 0;
}

static void begin_document(struct page *page, const char *role)
{
	fprintf(page->out, "<script type=\"application/json\" data-role=\"%s\">", role);
}

static void end_document(struct page *page)
{
	fputs("</script>\n", page->out);
}

static int put_baseline(struct page *page, const struct iommu_probe_ctx *ctx, const char *role,
			struct iommu_probe_baseline *baseline)
{
	int ret;

	begin_document(page, role);
	ret = iommu_probe_baseline_write_json(baseline, put, page);
	end_document(page);
	return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
}

static int put_document(struct page *page, const struct iommu_probe_ctx *ctx,
			struct iommu_probe_host *host)
{
	int ret;

	begin_document(page, "host");
	ret = iommu_probe_host_write_json(host, put, page);
	end_document(page);
	return ret ? cli_fail(ctx, ret) : EXIT_ANSWERED;
}

/* What the host has at its least is what a baseline of it alone has. */
static int put_host(struct page *page, struct iommu_probe_ctx *ctx, const struct fleet_host *read)
{
	struct iommu_probe_baseline *alone;
	int status;

	if (iommu_probe_baseline_new(ctx, &alone)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	status = fleet_add(ctx, alone, read);
	if (!status)
		status = put_baseline(page, ctx, "alone", alone);
	if (!status && read->host)
		status = put_document(page, ctx, read->host);
	iommu_probe_baseline_unref(alone);
	return status;
}

static int add_host(struct page *page, struct iommu_probe_ctx *ctx, const char *where,
		    struct iommu_probe_baseline *fleet)
{
	struct fleet_host read;
	int status;

	status = fleet_read(ctx, where, &read);
	if (!status)
		status = fleet_add(ctx, fleet, &read);
	if (!status)
		status = put_host(page, ctx, &read);
	fleet_clear(&read);
	return status;
}

static int put_page(struct page *page, struct iommu_probe_ctx *ctx, char *const hosts[],
		    size_t count, struct iommu_probe_baseline *fleet)
{
	int status = EXIT_ANSWERED;
	size_t i;

	fwrite(report_head, 1, report_head_size, page->out);
	begin_document(page, "tables");
	report_print_tables(page->out);
	end_document(page);
	for (i = 0; i < count && !status; i++)
		status = add_host(page, ctx, hosts[i], fleet);
	if (!status)
		status = put_baseline(page, ctx, "fleet", fleet);
	fwrite(report_tail, 1, report_tail_size, page->out);
	return status;
}

static int write_page(int fd, const char *file, const void *data, char **message)
{
	const struct page *page = data;

	(void)file;
	(void)message;
	return output_bytes(fd, page->text, page->length);
}

static int print(const struct page *page, const char *file)
{
	static const mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;

	if (file)
		return output_file(file, mode, write_page, page);
	/* That it could not be written is seen at the end. */
	fwrite(page->text, 1, page->length, stdout);
	return EXIT_ANSWERED;
}

static int make(struct iommu_probe_ctx *ctx, const char *file, char *const hosts[], size_t count,
		struct iommu_probe_baseline *fleet)
{
	struct page page = { 0 };
	int status;

	page.out = open_memstream(&page.text, &page.length);
	if (!page.out) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	status = put_page(&page, ctx, hosts, count, fleet);
	if (fclose(page.out) && !status) {
		cli_complain("out of memory");
		status = EXIT_NOTHING;
	}
	if (!status)
		status = print(&page, file);
	free(page.text);
	return status ? status : fleet_errors(fleet);
}

static int report(const char *file, char *const hosts[], size_t count)
{
	struct iommu_probe_baseline *fleet = NULL;
	struct iommu_probe_ctx *ctx = NULL;
	int status = EXIT_NOTHING;

	if (iommu_probe_ctx_new(&ctx) || iommu_probe_baseline_new(ctx, &fleet))
		cli_complain("out of memory");
	else
		status = make(ctx, file, hosts, count, fleet);
	iommu_probe_baseline_unref(fleet);
	iommu_probe_ctx_unref(ctx);
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' },
		CLI_LONG,
		{ 0 },
	};
	const char *file = NULL;
	int option, status = -1;

	while (status < 0 &&
	       (option = getopt_long(argc, argv, "o:" CLI_SHORT, options, NULL)) != -1) {
		if (option == 'o')
			file = strcmp(optarg, "-") ? optarg : NULL;
		else
			status = cli_option(cli, option, optarg);
	}
	if (status >= 0)
		return status;
	if (cli->json) {
		cli_complain("a report has its documents in it: there is no --json");
		return cli_usage();
	}
	status = fleet_check(cli, "report", argv + optind, (size_t)(argc - optind));
	if (!status && file)
		status = output_check(file);
	return status ? status : report(file, argv + optind, (size_t)(argc - optind));
}

const struct command command_report = {
	.name = "report",
	.synopsis = "report [-o FILE] HOST...",
	.summary = "these hosts as a page of HTML: differences, requirements, registers",
	.run = run,
};
