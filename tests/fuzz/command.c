// SPDX-License-Identifier: MIT
#include "command.h"
#include <getopt.h>
#include <stdbool.h>
#include <string.h>
#include "fuzz.h"

#define ARGUMENTS_MAX 16

enum {
	ANSWERED = 0,
	NO = 1,
	USAGE = 2,
	UNREADABLE = 4,
	NOTHING = 5,
};

/* main() of the tool, which closes stdout. */
int tool_main(int argc, char *argv[]);

static bool has_word(const char *const words[], const char *word)
{
	for (; *words; words++)
		if (!strcmp(*words, word))
			return true;
	return false;
}

static void must(bool condition, const char *what, const char *const words[],
		 const struct outcome *outcome)
{
	if (condition)
		return;
	fprintf(stderr, "%s is wrong of:", what);
	for (; *words; words++)
		fprintf(stderr, " %s", *words);
	fprintf(stderr, "\nexit status %d\n%s%s", outcome->status, outcome->out, outcome->err);
	abort();
}

static bool is_plain(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((text[i] < ' ' || text[i] > '~') && !strchr("\t\n", text[i]))
			return false;
	return !length || text[length - 1] == '\n';
}

static void check_document(const struct outcome *outcome)
{
	struct document *document = document_new();

	MUST(!document_write(document, outcome->out, outcome->out_length));
	document_validate(document);
}

static void check_outcome(const struct outcome *outcome, const char *const words[])
{
	const bool answered = outcome->status == ANSWERED || outcome->status == NO;
	const bool json = has_word(words, "--json");

	must(outcome->status >= ANSWERED && outcome->status <= NOTHING && outcome->status != USAGE,
	     "exit status", words, outcome);
	/* What is unknown may be in the answer. */
	must(is_plain(outcome->err, outcome->err_length) &&
		     (answered || outcome->out_length || outcome->err_length),
	     "stderr", words, outcome);
	must(outcome->out_length ? answered || outcome->status == UNREADABLE : !json || !answered,
	     "whether there is an answer", words, outcome);
	/* Documents are UTF-8, whatever the locale. */
	if (json && outcome->out_length)
		check_document(outcome);
	else
		must(is_plain(outcome->out, outcome->out_length), "stdout", words, outcome);
}

/* It may write into its arguments, and puts them into another order. */
static int run_copy(const char *const arguments[], int argc)
{
	char *copies[ARGUMENTS_MAX + 1] = { NULL }, *argv[ARGUMENTS_MAX + 1];
	int i, status;

	for (i = 0; i < argc; i++) {
		copies[i] = strdup(arguments[i]);
		MUST(copies[i]);
	}
	memcpy(argv, copies, sizeof(argv));
	/* getopt_long() begins anew. */
	optind = 0;
	status = tool_main(argc, argv);
	for (i = 0; i < argc; i++)
		free(copies[i]);
	return status;
}

void command_run(struct outcome *outcome, const char *host, const char *const words[])
{
	const char *arguments[ARGUMENTS_MAX] = { "iommu-probe", "--host", host };
	FILE *const out = stdout, *const err = stderr;
	int argc = host ? 3 : 1;
	size_t i;

	for (i = 0; words[i]; i++) {
		MUST(argc < ARGUMENTS_MAX);
		arguments[argc++] = words[i];
	}
	stdout = open_memstream(&outcome->out, &outcome->out_length);
	stderr = open_memstream(&outcome->err, &outcome->err_length);
	MUST(stdout && stderr);
	outcome->status = run_copy(arguments, argc);
	fclose(stderr);
	stdout = out;
	stderr = err;
	check_outcome(outcome, words);
}

void command_clear(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}
