// SPDX-License-Identifier: MIT
/* What a check found. */
#include "result.h"

EXPORT enum iommu_probe_answer iommu_probe_check_get_answer(const struct iommu_probe_check *check)
{
	return check->answer;
}

EXPORT const struct iommu_probe_result *
iommu_probe_check_get_first_result(const struct iommu_probe_check *check)
{
	return check->results;
}

EXPORT const struct iommu_probe_result *
iommu_probe_result_get_next(const struct iommu_probe_result *result)
{
	return result->next;
}

EXPORT const char *iommu_probe_result_get_device(const struct iommu_probe_result *result)
{
	return result->device;
}

EXPORT const char *iommu_probe_result_get_iommu(const struct iommu_probe_result *result)
{
	return result->iommu;
}

EXPORT const char *iommu_probe_result_get_model(const struct iommu_probe_result *result)
{
	return result->model;
}

EXPORT const char *iommu_probe_result_get_requirement(const struct iommu_probe_result *result)
{
	return result->requirement->text;
}

EXPORT enum iommu_probe_verdict
iommu_probe_result_get_verdict(const struct iommu_probe_result *result)
{
	return result->verdict;
}

EXPORT enum iommu_probe_reason
iommu_probe_result_get_reason(const struct iommu_probe_result *result)
{
	return result->reason;
}

EXPORT const char *iommu_probe_result_get_message(const struct iommu_probe_result *result)
{
	return result->message;
}

EXPORT const struct iommu_probe_value *
iommu_probe_result_get_value(const struct iommu_probe_result *result)
{
	return result->has_value ? &result->value : NULL;
}
