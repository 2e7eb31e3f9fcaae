/* SPDX-License-Identifier: MIT */
/* What the commands of the tool share. */
#ifndef IOMMU_PROBE_CLI_H
#define IOMMU_PROBE_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
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

/* Options that all commands have. */
struct cli {
	const char *host;
	const char *sysroot;
	bool json;
};

/* Strings, each a copy. */
struct list {
	const char **list;
	size_t count;
};

struct command {
	const char *name;
	const char *synopsis;
	const char *summary;
	/* argv[0] is the command's name; returns an exit status. */
	int (*run)(struct cli *cli, int argc, char *argv[]);
};

extern const struct command command_baseline;
extern const struct command command_check;
extern const struct command command_choose;
extern const struct command command_compare;
extern const struct command command_decode;
extern const struct command command_devices;
extern const struct command command_explain;
extern const struct command command_export;
extern const struct command command_list;
extern const struct command command_report;
extern const struct command command_show;
extern const struct command command_snapshot;
extern const struct command command_status;
extern const struct command command_watch;

/* Options that every command has; cli_option() is for those it doesn't know. */
#define CLI_SHORT "Jh"
#define CLI_HOST 256
#define CLI_LONG                                                                                   \
	{ "host", required_argument, NULL, CLI_HOST },                                             \
		{ "sysroot", required_argument, NULL, 's' }, { "json", no_argument, NULL, 'J' },   \
		{ "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'v' }

/* -1: go on; else the exit status to end with. */
int cli_option(struct cli *cli, int option, const char *argument);

/* Those of a command that has no others; -1, and optind is its first argument. */
int cli_options(struct cli *cli, int argc, char *argv[]);

/* "Try --help", after a complaint. */
int cli_usage(void);

/* The exit status that an answer is. */
int cli_answer(enum iommu_probe_answer answer);

/*
 * Opens the host that was asked for, as far as these names go; an exit status
 * if that fails, after a complaint.
 */
int cli_open(const struct cli *cli, const struct list *names, struct iommu_probe_ctx **ctx,
	     struct iommu_probe_host **host);

/* The same, with a context that is there already. */
int cli_open_in(const struct cli *cli, const struct list *names, struct iommu_probe_ctx *ctx,
		struct iommu_probe_host **host);

/*
 * A host: "-" or a file that is a document or a snapshot, or a directory with sys in it. 0, or
 * a negative errno and why, which is there until the context's next message.
 */
int cli_read_host(struct iommu_probe_ctx *ctx, const char *where, struct iommu_probe_host **host,
		  const char **message);

/* The same, with a complaint; an exit status. */
int cli_open_host(struct iommu_probe_ctx *ctx, const char *where, struct iommu_probe_host **host);

/* A line for each error and note; the status that errors make of 0. */
int cli_errors(struct iommu_probe_host *host);

/* For documents, to a FILE. */
int cli_write(void *data, const char *text, size_t length);

/* Prints a host for people; an exit status. */
typedef int (*cli_print_fn)(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host);

/* Prints it as a JSON document. */
typedef int (*cli_json_fn)(struct iommu_probe_host *host, iommu_probe_write_fn write, void *data);

/*
 * Reads the host that was asked for, as far as these names go, and prints it
 * by json() or by print(); an exit status.
 */
int cli_print_document(const struct cli *cli, const struct list *names, cli_print_fn print,
		       cli_json_fn json);

/* The document "host", of a host that is there already, which it lets go of. */
int cli_print(const struct cli *cli, struct iommu_probe_ctx *ctx, struct iommu_probe_host *host,
	      cli_print_fn print);
int cli_print_host(const struct cli *cli, const struct list *names, cli_print_fn print);

/* The models of a host in full, for show and decode. */
int cli_print_models(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host);

/* Complains about a failed call of the library. */
int cli_fail(const struct iommu_probe_ctx *ctx, int error);

/* What comes from a host may hold anything, and goes to a terminal. */
void cli_put(FILE *out, const char *text);

/* A line on stderr, with the tool's name and without control characters. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
