// SPDX-License-Identifier: MIT
/* What a comparison found. */
#include <errno.h>
#include <stdlib.h>
#include "compare.h"

EXPORT struct iommu_probe_comparison *
iommu_probe_comparison_ref(struct iommu_probe_comparison *comparison)
{
	if (comparison)
		comparison->refs++;
	return comparison;
}

static void free_differences(struct iommu_probe_difference *difference)
{
	struct iommu_probe_difference *next;

	for (; difference; difference = next) {
		next = difference->next;
		value_clear(&difference->a);
		value_clear(&difference->b);
		free(difference->model);
		free(difference->message);
		free(difference);
	}
}

EXPORT struct iommu_probe_comparison *
iommu_probe_comparison_unref(struct iommu_probe_comparison *comparison)
{
	size_t i;

	if (!comparison || --comparison->refs)
		return NULL;
	free_differences(comparison->differences);
	for (i = 0; i < comparison->gap_count; i++)
		free(comparison->gaps[i].model);
	free(comparison->gaps);
	errors_clear(&comparison->errors);
	free(comparison->a);
	free(comparison->b);
	iommu_probe_ctx_unref(comparison->ctx);
	free(comparison);
	return NULL;
}

EXPORT enum iommu_probe_answer
iommu_probe_comparison_get_answer(const struct iommu_probe_comparison *comparison)
{
	return comparison->answer;
}

EXPORT const struct iommu_probe_difference *
iommu_probe_comparison_get_first_difference(const struct iommu_probe_comparison *comparison)
{
	return comparison->differences;
}

EXPORT const struct iommu_probe_difference *
iommu_probe_difference_get_next(const struct iommu_probe_difference *difference)
{
	return difference->next;
}

EXPORT const char *
iommu_probe_difference_get_model(const struct iommu_probe_difference *difference)
{
	return difference->model;
}

EXPORT const char *
iommu_probe_difference_get_capability(const struct iommu_probe_difference *difference)
{
	return difference->capability;
}

EXPORT bool iommu_probe_difference_is_blocking(const struct iommu_probe_difference *difference)
{
	return difference->blocking;
}

EXPORT enum iommu_probe_change
iommu_probe_difference_get_change(const struct iommu_probe_difference *difference)
{
	return difference->change;
}

EXPORT const char *
iommu_probe_difference_get_message(const struct iommu_probe_difference *difference)
{
	return difference->message;
}

EXPORT const struct iommu_probe_value *
iommu_probe_difference_get_a(const struct iommu_probe_difference *difference)
{
	return difference->a.known ? &difference->a : NULL;
}

EXPORT const struct iommu_probe_value *
iommu_probe_difference_get_b(const struct iommu_probe_difference *difference)
{
	return difference->b.known ? &difference->b : NULL;
}

EXPORT int iommu_probe_comparison_get_unreported(const struct iommu_probe_comparison *comparison,
						 size_t index, const char **model,
						 const char **capability)
{
	if (index >= comparison->gap_count)
		return -ERANGE;
	*model = comparison->gaps[index].model;
	*capability = comparison->gaps[index].capability;
	return 0;
}

EXPORT size_t
iommu_probe_comparison_get_error_count(const struct iommu_probe_comparison *comparison)
{
	return errors_count(&comparison->errors);
}

EXPORT int iommu_probe_comparison_get_error(struct iommu_probe_comparison *comparison, size_t index,
					    const char **host, const char **path, int *error,
					    const char **message)
{
	return errors_get(&comparison->errors, index, host, path, error, message);
}
