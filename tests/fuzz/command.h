/* SPDX-License-Identifier: MIT */
/* The tool itself, within the process. */
#ifndef TESTS_FUZZ_COMMAND_H
#define TESTS_FUZZ_COMMAND_H

#include <stddef.h>

/* What it printed, with a NUL behind. */
struct outcome {
	int status;
	char *out, *err;
	size_t out_length, err_length;
};

/*
 * Runs it on a host (NULL: without --host) with the words of its arguments up
 * to NULL. The exit status is a documented one, and not of wrong usage, with what belongs to it: messages
 * where there is no answer, no half document, no character for a terminal to obey.
 */
void command_run(struct outcome *outcome, const char *host, const char *const words[]);
void command_clear(struct outcome *outcome);

#endif
