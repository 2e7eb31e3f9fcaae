// SPDX-License-Identifier: MIT
/* devices: every endpoint, what it can do, and what its IOMMU lets it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "groups.h"
#include "hwdb.h"
#include "table.h"

/* A line of the tree: an IOMMU, a group, or a device. */
struct row {
	const char *iommu; /* of the first kind, and NULL for the others */
	int64_t group;	   /* of the second */
	const struct iommu_probe_device *device;
};

static struct {
	struct columns columns;
	struct hwdb *hwdb;
	bool groups;
	bool names;
} options;

static void print_text(FILE *out, const char *text)
{
	fputs(text ? text : "-", out);
}

static void print_name(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->device)
		fputs(iommu_probe_device_get_name(row->device), out);
	else if (row->iommu)
		fputs(row->iommu, out);
	else
		fprintf(out, "group %" PRId64, row->group);
}

/* Columns of devices are empty on the other lines. */
static void print_iommu(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->device)
		print_text(out, iommu_probe_device_get_iommu(row->device));
}

static void print_group(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;
	const int64_t group = row->device ? iommu_probe_device_get_group(row->device) : -1;

	(void)column;
	if (group >= 0)
		fprintf(out, "%" PRId64, group);
	else if (row->device)
		print_text(out, NULL);
}

static void print_domain(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->device)
		print_text(out, iommu_probe_device_get_domain(row->device));
}

static void print_driver(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->device)
		print_text(out, iommu_probe_device_get_driver(row->device));
}

static const char *state_text(enum iommu_probe_state state)
{
	switch (state) {
	case IOMMU_PROBE_STATE_ABSENT:
		return "-";
	case IOMMU_PROBE_STATE_DISABLED:
		return "off";
	case IOMMU_PROBE_STATE_ENABLED:
		return "on";
	default:
		return "?";
	}
}

static bool is_there(enum iommu_probe_state state)
{
	return state == IOMMU_PROBE_STATE_DISABLED || state == IOMMU_PROBE_STATE_ENABLED;
}

static void print_pasid(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;
	enum iommu_probe_state state;

	(void)column;
	if (!row->device)
		return;
	state = iommu_probe_device_get_pasid(row->device);
	fputs(state_text(state), out);
	if (is_there(state))
		fprintf(out, ",%u", iommu_probe_device_get_pasid_bits(row->device));
}

static void print_ats(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->device)
		fputs(state_text(iommu_probe_device_get_ats(row->device)), out);
}

static void print_pri(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;

	(void)column;
	if (row->device)
		fputs(state_text(iommu_probe_device_get_pri(row->device)), out);
}

static void print_usable_part(FILE *out, const char **before, const char *name, int value)
{
	if (!value)
		return;
	fprintf(out, "%s%s%s", *before, name, value < 0 ? "?" : "");
	*before = " ";
}

/* What is certain, and with a question mark what may be. */
static void print_usable(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;
	const char *before = "";
	int bits;

	(void)column;
	if (!row->device)
		return;
	bits = iommu_probe_device_get_usable_pasid_bits(row->device);
	print_usable_part(out, &before, "pasid", bits);
	if (bits > 0)
		fprintf(out, ",%d", bits);
	print_usable_part(out, &before, "ats",
			  iommu_probe_device_get_usable_ats(row->device));
	print_usable_part(out, &before, "pri",
			  iommu_probe_device_get_usable_pri(row->device));
	if (!*before)
		fputs("none", out);
}

static void print_hardware(FILE *out, const struct column *column, const void *data)
{
	const struct row *row = data;
	struct hardware hardware;

	(void)column;
	if (!row->device)
		return;
	hwdb_find(options.hwdb, row->device, &hardware);
	if (hardware.vendor)
		fprintf(out, "%s ", hardware.vendor);
	print_text(out, hardware.model);
}

static const struct column all_columns[] = {
	{ "NAME", "IOMMU, group, device", false, print_name, NULL },
	{ "DOMAIN", "type of the group's domain", false, print_domain, NULL },
	{ "DRIVER", "driver that has the device", false, print_driver, NULL },
	{ "PASID", "the device's own: on or off, and width", false, print_pasid, NULL },
	{ "ATS", "the device's own: on or off", false, print_ats, NULL },
	{ "PRI", "the device's own: on or off", false, print_pri, NULL },
	{ "USABLE", "what device and IOMMU can do together", false, print_usable, NULL },
	{ "IOMMU", "the IOMMU it is behind", true, print_iommu, NULL },
	{ "GROUP", "its IOMMU group", true, print_group, NULL },
	{ "HARDWARE", "vendor and model (with --names)", true, print_hardware, NULL },
};

/* Lines that others are below, by what they stand for. */
struct branch {
	struct branch *next;
	const char *iommu;
	int64_t group;
	struct table_line *line;
	struct iommu_probe_device *keeps; /* the name of the IOMMU */
};

static struct branch *find_branch(struct branch *branches, const char *iommu, int64_t group)
{
	struct branch *branch;

	for (branch = branches; branch; branch = branch->next)
		if (branch->group == group && !strcmp(branch->iommu, iommu))
			break;
	return branch;
}

/* The line of an IOMMU (group -1) or of a group below it; NULL without memory. */
static struct table_line *branch_line(struct table *table, struct branch **branches,
				      struct iommu_probe_device *device, int64_t group)
{
	const char *iommu = iommu_probe_device_get_iommu(device);
	struct table_line *parent = NULL;
	struct branch *branch;
	struct row row = { .iommu = group < 0 ? (iommu ? iommu : "no IOMMU known") : NULL,
			   .group = group };

	branch = find_branch(*branches, iommu ? iommu : "", group);
	if (branch)
		return branch->line;
	if (group >= 0) {
		parent = branch_line(table, branches, device, -1);
		if (!parent)
			return NULL;
	}
	branch = calloc(1, sizeof(*branch));
	if (!branch)
		return NULL;
	branch->next = *branches;
	*branches = branch;
	branch->keeps = iommu_probe_device_ref(device);
	branch->iommu = iommu ? iommu : "";
	branch->group = group;
	branch->line = table_add(table, parent, &row);
	return branch->line;
}

static int add_device(struct table *table, struct branch **branches,
		      struct iommu_probe_device *device)
{
	const struct row row = { .device = device };
	struct table_line *parent =
		branch_line(table, branches, device, iommu_probe_device_get_group(device));

	return parent && table_add(table, parent, &row) ? 0 : -1;
}

static void free_branches(struct branch *branches)
{
	struct branch *branch, *next;

	for (branch = branches; branch; branch = next) {
		next = branch->next;
		iommu_probe_device_unref(branch->keeps);
		free(branch);
	}
}

static int print_tree(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host)
{
	struct table *table = table_new(&options.columns, &all_columns[0]);
	struct iommu_probe_device *device = NULL, *next;
	struct branch *branches = NULL;
	int ret = 0, incomplete = table ? 0 : -1;

	if (!incomplete)
		ret = iommu_probe_device_get_first(host, &device);
	while (!incomplete && !ret && device) {
		incomplete = add_device(table, &branches, device);
		ret = iommu_probe_device_get_next(device, &next);
		iommu_probe_device_unref(device);
		device = next;
	}
	if (incomplete)
		iommu_probe_device_unref(device);
	if (!incomplete && !ret)
		incomplete = table_print(table);
	free_branches(branches);
	table_free(table);
	if (ret)
		return cli_fail(ctx, ret);
	if (!incomplete)
		return EXIT_ANSWERED;
	cli_complain("out of memory");
	return EXIT_NOTHING;
}

static int print(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host)
{
	int status;

	if (options.names) {
		options.hwdb = hwdb_open();
		if (!options.hwdb)
			cli_complain("there is no database of hardware names");
	}
	status = options.groups ? groups_print(ctx, host, options.hwdb) : print_tree(ctx, host);
	hwdb_close(options.hwdb);
	options.hwdb = NULL;
	return status;
}

static int take_option(struct cli *cli, int option)
{
	switch (option) {
	case 'g':
		options.groups = true;
		return -1;
	case 'N':
		options.names = true;
		return columns_choose(&options.columns, "+HARDWARE");
	case 'o':
		return columns_choose(&options.columns, optarg);
	case 'n':
		options.columns.no_headings = true;
		return -1;
	case 'H':
		columns_list(&options.columns);
		return EXIT_ANSWERED;
	default:
		return cli_option(cli, option, optarg);
	}
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option known[] = {
		{ "groups", no_argument, NULL, 'g' },
		{ "names", no_argument, NULL, 'N' },
		COLUMNS_LONG,
		CLI_LONG,
		{ 0 },
	};
	struct list names;
	int option, status = -1;

	columns_init(&options.columns, all_columns, sizeof(all_columns) / sizeof(*all_columns));
	while (status < 0 &&
	       (option = getopt_long(argc, argv, COLUMNS_SHORT CLI_SHORT, known, NULL)) != -1)
		status = take_option(cli, option);
	if (status >= 0)
		return status;
	names = (struct list){ (const char **)argv + optind, (size_t)(argc - optind) };
	return cli_print_document(cli, &names, print, iommu_probe_host_write_json_devices);
}

const struct command command_devices = {
	.name = "devices",
	.synopsis = "devices [--groups] [--names] [-n] [-o COLUMNS] [-H] [NAME...]",
	.summary = "every endpoint: IOMMU, group, domain, driver, PASID, ATS, PRI",
	.run = run,
};
