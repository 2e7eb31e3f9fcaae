// SPDX-License-Identifier: MIT
/* What iommu_probe_explain() found. */
#include <errno.h>
#include <stdlib.h>
#include "conditions.h"

EXPORT const char *iommu_probe_question_get_name(enum iommu_probe_question question)
{
	static const char *const names[] = {
		[IOMMU_PROBE_QUESTION_PASID] = "pasid",
		[IOMMU_PROBE_QUESTION_SVA] = "sva",
		[IOMMU_PROBE_QUESTION_PASSTHROUGH] = "passthrough",
		[IOMMU_PROBE_QUESTION_NESTING] = "nesting",
		[IOMMU_PROBE_QUESTION_DIRTY] = "dirty",
	};

	return (unsigned int)question < sizeof(names) / sizeof(*names) ? names[question] : NULL;
}

EXPORT struct iommu_probe_explanation *
iommu_probe_explanation_ref(struct iommu_probe_explanation *explanation)
{
	if (explanation)
		explanation->refs++;
	return explanation;
}

EXPORT struct iommu_probe_explanation *
iommu_probe_explanation_unref(struct iommu_probe_explanation *explanation)
{
	struct iommu_probe_condition *c, *next;

	if (!explanation || --explanation->refs)
		return NULL;
	for (c = explanation->conditions; c; c = next) {
		next = c->next;
		condition_free(c);
	}
	iommu_probe_host_unref(explanation->host);
	free(explanation->device);
	free(explanation);
	return NULL;
}

EXPORT enum iommu_probe_answer
iommu_probe_explanation_get_answer(const struct iommu_probe_explanation *explanation)
{
	return explanation->answer;
}

EXPORT const struct iommu_probe_condition *
iommu_probe_explanation_get_first_condition(const struct iommu_probe_explanation *explanation)
{
	return explanation->conditions;
}

EXPORT const struct iommu_probe_condition *
iommu_probe_condition_get_next(const struct iommu_probe_condition *condition)
{
	return condition->next;
}

EXPORT const char *iommu_probe_condition_get_name(const struct iommu_probe_condition *condition)
{
	return condition->row->name;
}

EXPORT enum iommu_probe_verdict
iommu_probe_condition_get_verdict(const struct iommu_probe_condition *condition)
{
	return condition->verdict;
}

EXPORT const char *iommu_probe_condition_get_message(const struct iommu_probe_condition *condition)
{
	return condition->message;
}

EXPORT const char *iommu_probe_condition_get_remedy(const struct iommu_probe_condition *condition)
{
	return condition->remedy;
}

EXPORT size_t
iommu_probe_condition_get_evidence_count(const struct iommu_probe_condition *condition)
{
	return condition->evidence_count;
}

EXPORT int iommu_probe_condition_get_evidence(const struct iommu_probe_condition *condition,
					      size_t index, const char **path, const char **value)
{
	if (index >= condition->evidence_count)
		return -ERANGE;
	*path = condition->evidence[index].path;
	*value = condition->evidence[index].value;
	return 0;
}
