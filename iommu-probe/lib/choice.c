// SPDX-License-Identifier: MIT
/* What was chosen. */
#include <errno.h>
#include <stdlib.h>
#include "choose.h"

EXPORT struct iommu_probe_choice *iommu_probe_choice_ref(struct iommu_probe_choice *choice)
{
	if (choice)
		choice->refs++;
	return choice;
}

EXPORT struct iommu_probe_choice *iommu_probe_choice_unref(struct iommu_probe_choice *choice)
{
	if (!choice || --choice->refs)
		return NULL;
	rejections_clear(&choice->rejections);
	targets_free(choice->targets);
	iommu_probe_host_unref(choice->host);
	free(choice);
	return NULL;
}

static bool is_chosen(const struct iommu_probe_choice *choice)
{
	return choice->answer == IOMMU_PROBE_ANSWER_YES;
}

static const char *word_text(const struct iommu_probe_choice *choice, int word)
{
	return is_chosen(choice) && word >= 0 ? iommu_caps_words[word].text : NULL;
}

EXPORT enum iommu_probe_answer
iommu_probe_choice_get_answer(const struct iommu_probe_choice *choice)
{
	return choice->answer;
}

EXPORT const char *iommu_probe_choice_get_model(const struct iommu_probe_choice *choice)
{
	return is_chosen(choice) ? iommu_caps_models[choice->format->model].name : NULL;
}

EXPORT uint32_t iommu_probe_choice_get_model_number(const struct iommu_probe_choice *choice)
{
	return is_chosen(choice) ? iommu_caps_models[choice->format->model].number : 0;
}

EXPORT bool
iommu_probe_choice_guest_owns_pasid_table(const struct iommu_probe_choice *choice)
{
	/* Under VT-d it holds host-physical addresses, and stays the host's. */
	return is_chosen(choice) && choice->format->model != IOMMU_CAPS_MODEL_INTEL_VTD;
}

EXPORT const char *
iommu_probe_choice_get_pasid_table_format(const struct iommu_probe_choice *choice)
{
	return is_chosen(choice) ? iommu_caps_words[choice->format->word].text : NULL;
}

EXPORT unsigned int iommu_probe_choice_get_pasid_bits(const struct iommu_probe_choice *choice)
{
	return is_chosen(choice) ? choice->bits : 0;
}

EXPORT uint64_t iommu_probe_choice_get_pasid_table_bytes(const struct iommu_probe_choice *choice)
{
	return iommu_probe_choice_guest_owns_pasid_table(choice) ?
		       iommu_caps_pasid_table_size(choice->format, choice->bits) :
		       0;
}

EXPORT uint64_t iommu_probe_choice_get_pasid_table_align(const struct iommu_probe_choice *choice)
{
	return iommu_probe_choice_guest_owns_pasid_table(choice) ? choice->align : 0;
}

EXPORT const char *iommu_probe_choice_get_pasid0(const struct iommu_probe_choice *choice)
{
	return word_text(choice, choice->pasid0);
}

EXPORT const char *iommu_probe_choice_get_pgtable_format(const struct iommu_probe_choice *choice)
{
	return word_text(choice, choice->pgtable);
}

EXPORT unsigned int iommu_probe_choice_get_input_bits(const struct iommu_probe_choice *choice)
{
	return is_chosen(choice) ? choice->input_bits : 0;
}

EXPORT unsigned int iommu_probe_choice_get_output_bits(const struct iommu_probe_choice *choice)
{
	return is_chosen(choice) ? choice->output_bits : 0;
}
