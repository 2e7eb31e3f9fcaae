// SPDX-License-Identifier: MIT
/* export: what this host can do, in the words of other programs. */
#include "export.h"
#include <string.h>
#include "profile.h"

struct format {
	const char *name;
	export_print_fn print_export;
	int (*print_host)(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host);
};

static const struct format formats[] = {
	{ "qemu", export_print_qemu, NULL },
	{ "libvirt", export_print_libvirt, NULL },
	{ "virt-install", export_print_virt_install, NULL },
	{ "nfd", NULL, export_print_nfd },
	{ "prometheus", NULL, export_print_prometheus },
};

bool export_is_for_all(const struct iommu_probe_setting *setting)
{
	return iommu_probe_setting_get_value(setting) && !iommu_probe_setting_is_nested(setting);
}

void export_put_byte(char byte)
{
	if (byte >= ' ' && byte <= '~')
		putchar(byte);
	else
		printf("\\x%02x", (unsigned char)byte);
}

void export_hash_line(const char *before, const char *text)
{
	printf("# %s", before);
	cli_put(stdout, text);
	putchar('\n');
}

static void print_setting(const struct iommu_probe_setting *setting, export_line_fn line)
{
	const char *value = iommu_probe_setting_get_value(setting);
	const char *reason = iommu_probe_setting_get_reason(setting);
	char before[64];

	if (!reason)
		return;
	snprintf(before, sizeof(before), "%s%s%s: ", iommu_probe_setting_get_name(setting),
		 value ? "=" : " left out", value ? value : "");
	line(before, reason);
}

void export_print_remarks(const struct iommu_probe_export *export, export_line_fn line)
{
	const bool no = iommu_probe_export_get_answer(export) == IOMMU_PROBE_ANSWER_NO;
	const struct iommu_probe_setting *setting =
		iommu_probe_export_get_first_setting(export);
	const char *text;
	size_t i;

	for (i = 0; (text = iommu_probe_export_get_reason(export, i)); i++)
		line(no ? "no: " : "not known: ", text);
	for (i = 0; (text = iommu_probe_export_get_note(export, i)); i++)
		line("", text);
	for (; setting; setting = iommu_probe_setting_get_next(setting))
		print_setting(setting, line);
}

static int print_export(const struct format *format, struct iommu_probe_ctx *ctx,
			struct iommu_probe_host *host)
{
	struct iommu_probe_export *export;
	int status, ret;

	ret = iommu_probe_export_new(host, &export);
	if (ret)
		return cli_fail(ctx, ret);
	format->print_export(export);
	status = cli_answer(iommu_probe_export_get_answer(export));
	iommu_probe_export_unref(export);
	return status;
}

static int print(const struct cli *cli, const struct format *format, const struct list *names)
{
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int errors, status;

	status = cli_open(cli, names, &ctx, &host);
	if (status)
		return status;
	status = format->print_host ? format->print_host(ctx, host) :
				      print_export(format, ctx, host);
	errors = cli_errors(host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return status ? status : errors;
}

static const struct format *find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = { CLI_LONG, { 0 } };
	const struct format *format = NULL;
	struct list names;
	int option, status;

	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		status = cli_option(cli, option, optarg);
		if (status >= 0)
			return status;
	}
	if (optind < argc)
		format = find(argv[optind]);
	if (optind == argc)
		cli_complain("export takes a format");
	else if (!format)
		cli_complain("%s: no such format", argv[optind]);
	else if (cli->json)
		cli_complain("export has formats of its own, --json is none of them");
	if (!format || cli->json)
		return cli_usage();
	names.list = (const char **)argv + optind + 1;
	names.count = (size_t)(argc - optind - 1);
	return print(cli, format, &names);
}

const struct command command_export = {
	.name = "export",
	.synopsis = "export qemu|libvirt|virt-install|nfd|prometheus [NAME...]",
	.summary = "options, labels and metrics for other programs",
	.run = run,
};
