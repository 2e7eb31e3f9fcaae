/* SPDX-License-Identifier: MIT */
/* What the commands of the tool share. */
#ifndef IOMMU_PROBE_CLI_H
#define IOMMU_PROBE_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include "iommu-probe.h"

/* Exit statuses, as the man page has them. */
enum {
	EXIT_ANSWERED = 0,
	EXIT_NO = 1,
	EXIT_USAGE = 2,
	EXIT_NOT_THERE = 3,
	EXIT_UNREADABLE = 4,
	EXIT_NOTHING = 5,
};

/* What was said before and after the name of the command. */
struct cli {
	const char *sysroot;
	bool json;
};

struct command {
	const char *name;
	const char *synopsis;
	const char *summary;
	/* argv[0] is the command's name; returns an exit status. */
	int (*run)(struct cli *cli, int argc, char *argv[]);
};

extern const struct command command_list;

/* Options that every command has; cli_option() is for those it doesn't know. */
#define CLI_SHORT "Jh"
#define CLI_LONG                                                                                   \
	{ "sysroot", required_argument, NULL, 's' }, { "json", no_argument, NULL, 'J' },           \
		{ "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'v' }

/* -1: go on; else the exit status to end with. */
int cli_option(struct cli *cli, int option, const char *argument);

/* "Try --help", after a complaint. */
int cli_usage(void);

/* Opens the host that was asked for; an exit status if that fails. */
int cli_open(const struct cli *cli, struct iommu_probe_ctx **ctx, struct iommu_probe_host **host);

/* Complains about a failed call of the library. */
int cli_fail(const struct iommu_probe_ctx *ctx, int error);

/* A line for each error of the host; the status that they make of 0. */
int cli_errors(struct iommu_probe_host *host);

/* A line on stderr, with the tool's name and without control characters. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* For iommu_probe_host_write_json(). */
int cli_write(void *data, const char *text, size_t length);

#endif
