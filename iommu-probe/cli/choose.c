// SPDX-License-Identifier: MIT
/* choose: the one model and PASID table format that all can use. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/iommu-caps.h>
#include "cli.h"
#include "profile.h"

struct choose_options {
	struct cli *cli;
	struct list names;
	struct iommu_probe_ctx *ctx;
	struct iommu_probe_request *request;
	bool has_base;
	uint64_t base;
	const char *config;
};

static void print_line(const char *label, const char *text)
{
	if (text)
		printf("%-20s %s\n", label, text);
}

static void print_number(const char *label, uint64_t number)
{
	printf("%-20s %" PRIu64 "\n", label, number);
}

static void print_iommufd(const struct choose_options *o, const struct iommu_probe_choice *choice)
{
	uint64_t words[4];
	size_t count, i;
	uint32_t type;

	if (iommu_probe_choice_get_iommufd(choice, o->base, &type, words, &count))
		return;
	printf("%-20s %" PRIu32, "iommufd data type", type);
	for (i = 0; i < count; i++)
		printf("%s0x%" PRIx64, i ? " " : ", words ", words[i]);
	putchar('\n');
}

static void print_choice(const struct choose_options *o, const struct iommu_probe_choice *choice)
{
	const bool owns = iommu_probe_choice_guest_owns_pasid_table(choice);

	printf("%-20s %s (%" PRIu32 ")\n", "model", iommu_probe_choice_get_model(choice),
	       iommu_probe_choice_get_model_number(choice));
	print_line("the guest owns", owns ? "the PASID table" : "a page table for each PASID");
	print_line("PASID table format", iommu_probe_choice_get_pasid_table_format(choice));
	print_number("PASID bits", iommu_probe_choice_get_pasid_bits(choice));
	if (owns) {
		print_number("PASID table bytes", iommu_probe_choice_get_pasid_table_bytes(choice));
		print_number("PASID table align", iommu_probe_choice_get_pasid_table_align(choice));
	}
	print_line("without PASID", iommu_probe_choice_get_pasid0(choice));
	print_line("page-table format", iommu_probe_choice_get_pgtable_format(choice));
	if (iommu_probe_choice_get_input_bits(choice))
		print_number("input bits", iommu_probe_choice_get_input_bits(choice));
	if (iommu_probe_choice_get_output_bits(choice))
		print_number("output bits", iommu_probe_choice_get_output_bits(choice));
	if (o->has_base)
		print_iommufd(o, choice);
}

static void print_rejections(const struct iommu_probe_choice *choice)
{
	const struct iommu_probe_rejection *rejection =
		iommu_probe_choice_get_first_rejection(choice);
	const char *iommu;

	for (; rejection; rejection = iommu_probe_rejection_get_next(rejection)) {
		iommu = iommu_probe_rejection_get_iommu(rejection);
		fputs("rejected: ", stdout);
		if (iommu) {
			cli_put(stdout, iommu);
			fputs(": ", stdout);
		}
		cli_put(stdout, iommu_probe_rejection_get_what(rejection));
		fputs(": ", stdout);
		cli_put(stdout, iommu_probe_rejection_get_message(rejection));
		putchar('\n');
	}
}

/* Nothing is put in the file's place: it may be a device or a pipe. */
static int write_config(const struct choose_options *o,
			const struct iommu_pasid_table_config *config)
{
	FILE *out = fopen(o->config, "we");
	bool written = out && fwrite(config, sizeof(*config), 1, out) == 1;
	int error = errno;

	if (out && fclose(out) && written) {
		error = errno;
		written = false;
	}
	if (written)
		return EXIT_ANSWERED;
	cli_complain("%s: %s", o->config, strerror(error));
	return EXIT_NOTHING;
}

/* A base that is refused is a no on what was read. */
static int use_base(const struct choose_options *o, const struct iommu_probe_choice *choice)
{
	struct iommu_pasid_table_config config;
	uint64_t words[4];
	uint32_t type;
	size_t count;
	int ret;

	if (!o->has_base || iommu_probe_choice_get_answer(choice) != IOMMU_PROBE_ANSWER_YES)
		return EXIT_ANSWERED;
	ret = o->config ? iommu_probe_choice_get_config(choice, o->base, &config, sizeof(config)) :
			  0;
	if (!ret)
		ret = iommu_probe_choice_get_iommufd(choice, o->base, &type, words, &count);
	/* The config does not depend on whether iommufd has words for it. */
	if (ret == -EPROTONOSUPPORT)
		ret = 0;
	if (ret) {
		cli_complain("%s", iommu_probe_ctx_get_message(o->ctx));
		return EXIT_NO;
	}
	return o->config ? write_config(o, &config) : EXIT_ANSWERED;
}

static int print(const struct choose_options *o, const struct iommu_probe_choice *choice,
		 bool with_base)
{
	int ret;

	if (o->cli->json) {
		ret = iommu_probe_choice_write_json(choice, with_base ? &o->base : NULL, cli_write,
						    stdout);
		return ret ? cli_fail(o->ctx, ret) : EXIT_ANSWERED;
	}
	if (iommu_probe_choice_get_answer(choice) == IOMMU_PROBE_ANSWER_YES)
		print_choice(o, choice);
	else if (iommu_probe_choice_get_answer(choice) == IOMMU_PROBE_ANSWER_NO &&
		 !iommu_probe_choice_get_first_rejection(choice))
		cli_complain("there is no IOMMU");
	print_rejections(choice);
	return EXIT_ANSWERED;
}

static int choose(const struct choose_options *o, struct iommu_probe_host *host)
{
	struct iommu_probe_choice *choice;
	int base, errors, printed, ret, status;

	ret = iommu_probe_choose(host, o->request, &choice);
	if (ret)
		return cli_fail(o->ctx, ret);
	base = use_base(o, choice);
	printed = print(o, choice, o->has_base && !base);
	errors = cli_errors(host);
	status = printed ? printed : base;
	if (!status)
		status = cli_answer(iommu_probe_choice_get_answer(choice));
	iommu_probe_choice_unref(choice);
	return status ? status : errors;
}

static int usage(const struct choose_options *o, int error)
{
	if (!error)
		return -1;
	cli_complain("%s", iommu_probe_ctx_get_message(o->ctx));
	return error == -ENOMEM ? EXIT_NOTHING : cli_usage();
}

/* Words parted by commas. */
static int accept(const struct choose_options *o, char *words,
		  int (*add)(struct iommu_probe_request *request, const char *format))
{
	char *word;
	int ret = 0;

	while (!ret && (word = strsep(&words, ",")))
		ret = add(o->request, word);
	return usage(o, ret);
}

static bool is_hex(const char *text)
{
	return text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

/* Decimal, or where it is an address hexadecimal with 0x; a leading 0 means nothing. */
static int parse_number(const char *text, bool address, uint64_t *number)
{
	const bool hex = address && is_hex(text);
	char *end;

	errno = 0;
	*number = strtoull(text, &end, hex ? 16 : 10);
	if (text[0] >= '0' && text[0] <= '9' && !errno && end > text + 2 * hex && !*end)
		return -1;
	cli_complain("%s: not a number", text);
	return cli_usage();
}

static int set_bits(const struct choose_options *o, const char *text)
{
	uint64_t bits;
	const int status = parse_number(text, false, &bits);

	if (status >= 0)
		return status;
	return usage(o, iommu_probe_request_set_pasid_bits(o->request,
							   bits > 65 ? 65 : (unsigned int)bits));
}

static int take_option(struct choose_options *o, int option)
{
	switch (option) {
	case 'a':
		return accept(o, optarg, iommu_probe_request_accept);
	case 'g':
		return accept(o, optarg, iommu_probe_request_accept_pgtable);
	case 'p':
		return set_bits(o, optarg);
	case '0':
		return usage(o, iommu_probe_request_set_pasid0(o->request, optarg));
	case 'r':
		return usage(o, iommu_probe_request_require(o->request, optarg));
	case 'b':
		o->has_base = true;
		return parse_number(optarg, true, &o->base);
	case 'c':
		o->config = optarg;
		return -1;
	default:
		return cli_option(o->cli, option, optarg);
	}
}

static int read_options(struct choose_options *o, int argc, char *argv[])
{
	static const struct option options[] = {
		{ "accept", required_argument, NULL, 'a' },
		{ "base-ptr", required_argument, NULL, 'b' },
		{ "config", required_argument, NULL, 'c' },
		{ "pasid0", required_argument, NULL, '0' },
		{ "pasid-bits", required_argument, NULL, 'p' },
		{ "pgtable", required_argument, NULL, 'g' },
		{ "require", required_argument, NULL, 'r' },
		CLI_LONG,
		{ 0 },
	};
	int option, status = -1;

	while (status < 0 && (option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1)
		status = take_option(o, option);
	if (status < 0 && o->config && !o->has_base) {
		cli_complain("--config needs --base-ptr");
		status = cli_usage();
	}
	for (; status < 0 && optind < argc; optind++)
		status = list_add(&o->names, argv[optind]);
	return status;
}

static int run_request(struct choose_options *o, int argc, char *argv[])
{
	struct iommu_probe_host *host;
	int status;

	status = read_options(o, argc, argv);
	if (status >= 0)
		return status;
	status = cli_open_in(o->cli, &o->names, o->ctx, &host);
	if (status)
		return status;
	status = choose(o, host);
	iommu_probe_host_unref(host);
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	struct choose_options o = { .cli = cli };
	int status = EXIT_NOTHING;

	if (!iommu_probe_ctx_new(&o.ctx) && !iommu_probe_request_new(o.ctx, &o.request))
		status = run_request(&o, argc, argv);
	else
		cli_complain("out of memory");
	list_clear(&o.names);
	iommu_probe_request_unref(o.request);
	iommu_probe_ctx_unref(o.ctx);
	return status;
}

const struct command command_choose = {
	.name = "choose",
	.synopsis = "choose [--accept FORMAT,...] [--pasid-bits N]\n"
		    "      [--pgtable FORMAT,...] [--pasid0 WORD] [--require REQUIREMENT]...\n"
		    "      [--base-ptr ADDRESS [--config FILE]] [NAME...]",
	.summary = "the model and PASID table format that all of them can use",
	.run = run,
};
