/* SPDX-License-Identifier: MIT */
/* Opening the tree of tree.h, and looking at what the library made of it. */
#ifndef TESTS_OPENED_H
#define TESTS_OPENED_H

#include <stdbool.h>
#include <stddef.h>
#include "internal.h"

/* By a context of its own; fails the test where the library fails. */
struct iommu_probe_host *tree_open(bool live);
struct iommu_probe_host *tree_open_at(const char *root, bool live);

/* What it answers, with the message that it left; no host is left open. */
int tree_open_fails(const char *root, char *message, size_t size);

/* The only IOMMU that there is, and its only model. */
struct iommu_probe_iommu *only_iommu(struct iommu_probe_host *host);
struct iommu_probe_model *only_model(struct iommu_probe_iommu *iommu);

/* The names of all IOMMUs, a comma behind each; read to the end. */
void iommu_names(struct iommu_probe_host *host, char *text, size_t size);

/* A value as a file would have it, "none" for the empty list. */
void text_of_value(const struct iommu_probe_value *value, char *text, size_t size);

/* Fails unless the errors are just these, "PATH ERRNO" each, by commas. */
void check_errors(struct iommu_probe_host *host, const char *expected);

/* The document, to be freed. */
char *document_text(struct iommu_probe_host *host);

#endif
