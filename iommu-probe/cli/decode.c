// SPDX-License-Identifier: MIT
/* decode: registers out of a log or bug report. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

/* NAME=WORD, the word in hexadecimal with or without 0x; cuts the name off. */
static bool parse(char *argument, struct iommu_probe_register *reg)
{
	char *word = strchr(argument, '=');
	char *end;

	if (!word)
		return false;
	*word++ = '\0';
	if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
		word += 2;
	/* strtoull() takes signs, blanks and another 0x. */
	if (!isxdigit((unsigned char)word[0]) || word[1] == 'x' || word[1] == 'X')
		return false;
	errno = 0;
	reg->name = argument;
	reg->word = strtoull(word, &end, 16);
	return !errno && !*end;
}

static int decode(const struct cli *cli, const char *model,
		  const struct iommu_probe_register registers[], size_t count)
{
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int ret;

	if (iommu_probe_ctx_new(&ctx)) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	ret = iommu_probe_host_new_decoded(ctx, model, registers, count, &host);
	if (!ret)
		return cli_print(cli, ctx, host, cli_print_models);
	cli_fail(ctx, ret);
	iommu_probe_ctx_unref(ctx);
	return ret == -ENOMEM ? EXIT_NOTHING : cli_usage();
}

static int parse_and_decode(const struct cli *cli, char *argv[], size_t count)
{
	struct iommu_probe_register *registers = calloc(count + 1, sizeof(*registers));
	int status;
	size_t i;

	if (!registers) {
		cli_complain("out of memory");
		return EXIT_NOTHING;
	}
	for (i = 0; i < count; i++)
		if (!parse(argv[i + 1], &registers[i]))
			break;
	if (i < count) {
		cli_complain("%s: not REGISTER=WORD with a word in hexadecimal", argv[i + 1]);
		status = cli_usage();
	} else {
		status = decode(cli, argv[0], registers, count);
	}
	free(registers);
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	int status;

	status = cli_options(cli, argc, argv);
	if (status >= 0)
		return status;
	if (optind == argc) {
		cli_complain("decode takes a model and registers");
		return cli_usage();
	}
	return parse_and_decode(cli, argv + optind, (size_t)(argc - optind - 1));
}

const struct command command_decode = {
	.name = "decode",
	.synopsis = "decode MODEL REGISTER=WORD...",
	.summary = "registers out of a log or bug report",
	.run = run,
};
