/* SPDX-License-Identifier: MIT */
/*
 * Part of iommu-probe.h, which includes it: whether a guest that was made for
 * one host can run on another.
 */
#ifndef IOMMU_PROBE_COMPARISON_PUBLIC_H
#define IOMMU_PROBE_COMPARISON_PUBLIC_H

#include "iommu-probe.h"

#ifdef __cplusplus
extern "C" {
#endif

struct iommu_probe_comparison;
struct iommu_probe_difference;

/* What is different on the second host. */
enum iommu_probe_change {
	IOMMU_PROBE_CHANGE_SMALLER,	 /* a number */
	IOMMU_PROBE_CHANGE_GREATER,	 /* an alignment that tables for the first may not have */
	IOMMU_PROBE_CHANGE_OFF,		 /* a switch */
	IOMMU_PROBE_CHANGE_MISSING_WORD, /* or number, of a list */
	IOMMU_PROBE_CHANGE_LOWER,	 /* a word that has an order */
	IOMMU_PROBE_CHANGE_CHANGED,	 /* another word, in no order to the first */
	IOMMU_PROBE_CHANGE_NOT_REPORTED,
	IOMMU_PROBE_CHANGE_NO_MODEL,
	IOMMU_PROBE_CHANGE_MORE,
};

/*
 * Of each model of host a, holds the least that its IOMMUs have in common
 * against that of host b's, as iommu_probe_status_new() has them. Of a host
 * that was made of a baseline only the models count that all its hosts have.
 * The names are what the document calls the hosts. The hosts' errors become
 * the comparison's; neither host is kept. -ENOMEM.
 */
int iommu_probe_compare(const char *name_a, struct iommu_probe_host *a, const char *name_b,
			struct iommu_probe_host *b, struct iommu_probe_comparison **comparison);
struct iommu_probe_comparison *
iommu_probe_comparison_ref(struct iommu_probe_comparison *comparison);
struct iommu_probe_comparison *
iommu_probe_comparison_unref(struct iommu_probe_comparison *comparison);

/*
 * No: a difference blocks, or a host has no IOMMU. Unknown: nothing blocks, but
 * not all of a is known. The document, which knows two answers, then has no.
 */
enum iommu_probe_answer
iommu_probe_comparison_get_answer(const struct iommu_probe_comparison *comparison);

/* By model, in the order of the table of attributes. NULL at the end. */
const struct iommu_probe_difference *
iommu_probe_comparison_get_first_difference(const struct iommu_probe_comparison *comparison);
const struct iommu_probe_difference *
iommu_probe_difference_get_next(const struct iommu_probe_difference *difference);

/* Without a model on b there is no capability, NULL. */
const char *iommu_probe_difference_get_model(const struct iommu_probe_difference *difference);
const char *iommu_probe_difference_get_capability(const struct iommu_probe_difference *difference);
bool iommu_probe_difference_is_blocking(const struct iommu_probe_difference *difference);
enum iommu_probe_change
iommu_probe_difference_get_change(const struct iommu_probe_difference *difference);
const char *iommu_probe_difference_get_message(const struct iommu_probe_difference *difference);

/* The values, lists in the order of the table of words; NULL where there is none. */
const struct iommu_probe_value *
iommu_probe_difference_get_a(const struct iommu_probe_difference *difference);
const struct iommu_probe_value *
iommu_probe_difference_get_b(const struct iommu_probe_difference *difference);

/*
 * What host a could not report, so that it was not compared: a capability of a
 * model, or (capability NULL) the model, or (both NULL) IOMMUs that show none.
 * -ERANGE from the last one on.
 */
int iommu_probe_comparison_get_unreported(const struct iommu_probe_comparison *comparison,
					  size_t index, const char **model,
					  const char **capability);

/* As iommu_probe_host_get_error(), with the name of the host that it is of. */
size_t iommu_probe_comparison_get_error_count(const struct iommu_probe_comparison *comparison);
int iommu_probe_comparison_get_error(struct iommu_probe_comparison *comparison, size_t index,
				     const char **host, const char **path, int *error,
				     const char **message);

/* As iommu_probe_host_write_json(), of document "comparison". */
int iommu_probe_comparison_write_json(struct iommu_probe_comparison *comparison,
				      iommu_probe_write_fn write, void *data);

#ifdef __cplusplus
}
#endif

#endif
