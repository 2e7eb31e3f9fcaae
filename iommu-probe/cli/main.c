// SPDX-License-Identifier: MIT
/* iommu-probe: which command, and the options that all of them have. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include "cli.h"

static const struct command *const commands[] = {
	&command_status,
	&command_list,
	&command_show,
	&command_devices,
	&command_explain,
	&command_check,
	&command_choose,
	&command_baseline,
	&command_compare,
	&command_export,
	&command_watch,
	&command_snapshot,
	&command_decode,
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void print_help(void)
{
	size_t i;

	puts("Usage: iommu-probe [--host HOST|--sysroot DIR] [COMMAND] [OPTIONS] [ARGUMENTS]\n"
	     "\n"
	     "Tells what the IOMMUs of a host can do.\n"
	     "\n"
	     "Commands:");
	for (i = 0; i < COMMANDS; i++)
		printf("  %s\n      %s\n", commands[i]->synopsis, commands[i]->summary);
	puts("\n"
	     "Options:\n"
	     "  --host HOST          read another host: a file or - with the JSON of list or\n"
	     "                       baseline, or a snapshot; or a directory with sys in it\n"
	     "  --sysroot DIR        read the saved host whose sysfs is in DIR/sys\n"
	     "  -J, --json           print JSON\n"
	     "  -h, --help           print this help\n"
	     "  --version            print the version\n"
	     "\n"
	     "Exit status: 0 answered, 1 the answer is no, 2 wrong usage, 3 what was named\n"
	     "is not there, 4 something could not be read (what was good is printed),\n"
	     "5 nothing could be answered.");
}

static int two_hosts(void)
{
	cli_complain("--host and --sysroot do not go together");
	return cli_usage();
}

int cli_option(struct cli *cli, int option, const char *argument)
{
	switch (option) {
	case CLI_HOST:
		cli->host = argument;
		return cli->sysroot ? two_hosts() : -1;
	case 's':
		cli->sysroot = argument;
		return cli->host ? two_hosts() : -1;
	case 'J':
		cli->json = true;
		return -1;
	case 'h':
		print_help();
		return EXIT_ANSWERED;
	case 'v':
		puts("iommu-probe " IOMMU_PROBE_VERSION);
		return EXIT_ANSWERED;
	default:
		return cli_usage();
	}
}

int cli_options(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = { CLI_LONG, { 0 } };
	int option, status;

	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		status = cli_option(cli, option, optarg);
		if (status >= 0)
			return status;
	}
	return -1;
}

static int run(int argc, char *argv[])
{
	static const struct option options[] = { CLI_LONG, { 0 } };
	/* As if it had been said, with what options it is to have. */
	static char default_command[] = "list";
	static char program[] = "iommu-probe";
	struct cli cli = { 0 };
	int option, status;
	size_t i;

	/* "+": what follows the command is the command's. */
	while ((option = getopt_long(argc, argv, "+" CLI_SHORT, options, NULL)) != -1) {
		status = cli_option(&cli, option, optarg);
		if (status >= 0)
			return status;
	}
	if (optind == argc)
		argv[--optind] = default_command;
	for (i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i]->name, argv[optind]))
			continue;
		argc -= optind;
		argv += optind;
		/* getopt_long() complains in its name. */
		argv[0] = program;
		/* 0: getopt_long() begins anew. */
		optind = 0;
		return commands[i]->run(&cli, argc, argv);
	}
	cli_complain("%s: no such command", argv[optind]);
	return cli_usage();
}

int main(int argc, char *argv[])
{
	int status;

	setlocale(LC_CTYPE, "");
	status = run(argc, argv);
	if (!ferror(stdout) && !fclose(stdout))
		return status;
	/* Wrong usage stays that, whatever became of the help. */
	cli_complain("standard output: %s", strerror(errno));
	return status == EXIT_USAGE ? status : EXIT_NOTHING;
}
