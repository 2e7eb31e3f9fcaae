/* SPDX-License-Identifier: MIT */
/*
 * What the fuzzers have in common. Each is a LLVMFuzzerTestOneInput(), which
 * ends the process where something is wrong.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "internal.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Checks are never left out, as those of assert() may be; stderr may be a text just now. */
#define MUST(condition)                                                                            \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			dprintf(2, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);       \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The input, from which pieces are taken; what is missing is 0. */
struct input {
	const uint8_t *data;
	size_t left;
};

uint64_t input_number(struct input *input, size_t bytes);

/* Up to the next NUL or the end; a copy, to be freed. */
char *input_text(struct input *input);

/* Collects a document and holds it against the schema. */
struct document;

struct document *document_new(void);
int document_write(void *document, const char *text, size_t length);
void document_validate(struct document *document);

/* The whole of a document of a host: "host", "devices", "status". */
void check_host(struct iommu_probe_host *host);

/* "choice"; and "check", "choice" and the settings of an export, of what is asked for here. */
void check_choice(struct iommu_probe_host *host, const struct iommu_probe_request *request);
void check_answers(struct iommu_probe_host *host, struct iommu_probe_ctx *ctx);

/* The document "explanation", where there is one; what iommu_probe_explain() answers. */
int check_explanation(struct iommu_probe_host *host, const char *device,
		      enum iommu_probe_question question);

/* The tree of the process, in memory, which goes when the process does. */
const char *tree_root(void);
void tree_file(const char *path, const void *data, size_t length);
void tree_link(const char *path, const char *target);
void tree_fifo(const char *path);
void tree_dir(const char *path);
void tree_empty(void);

#ifdef __cplusplus
}
#endif

#endif
