// SPDX-License-Identifier: MIT
/*
 * A choice in the words that iommufd takes: the structures iommu_hwpt_vtd_s1,
 * iommu_hwpt_arm_smmuv3 and iommu_hwpt_amd_guest of linux/iommufd.h, which are
 * a page table, a Stream Table Entry and a Device Table Entry.
 */
#include <errno.h>
#include <linux/bits.h>
#include "choose.h"

/* enum iommu_hwpt_data_type */
#define HWPT_DATA_VTD_S1 1
#define HWPT_DATA_ARM_SMMUV3 2
#define HWPT_DATA_AMD_GUEST 3

/* Arm IHI 0070, "Stream Table Entry" */
#define STE_0_V BIT_ULL(0)
#define STE_0_CONFIG_S1 (5ULL << 1)
#define STE_0_S1FMT_SHIFT 4
#define STE_0_S1CONTEXTPTR GENMASK_ULL(51, 6)
#define STE_0_S1CDMAX_SHIFT 59

/* AMD 48882, "Device Table Entry Format" */
#define DTE_0_V BIT_ULL(0)
#define DTE_0_GIOV BIT_ULL(54)
#define DTE_0_GV BIT_ULL(55)
#define DTE_0_GLX_SHIFT 56
#define DTE_2_GUEST_PAGING_5LVL (1ULL << 54)

static size_t smmu_v3(const struct iommu_pasid_table_config *config, uint64_t words[])
{
	words[0] = STE_0_V | STE_0_CONFIG_S1 |
		   (uint64_t)config->arm_smmu_v3.s1fmt << STE_0_S1FMT_SHIFT |
		   (config->base_ptr & STE_0_S1CONTEXTPTR) |
		   (uint64_t)config->pasid_bits << STE_0_S1CDMAX_SHIFT;
	words[1] = config->arm_smmu_v3.s1dss;
	return 2;
}

/* The root pointer's bits stand in three places: 14:12, 30:15 and 51:31. */
static size_t amd_guest(const struct iommu_probe_choice *choice,
			const struct iommu_pasid_table_config *config, uint64_t words[])
{
	const uint64_t base = config->base_ptr;

	words[0] = DTE_0_V | DTE_0_GV | (uint64_t)config->amd_vi.glx << DTE_0_GLX_SHIFT |
		   (base >> 12 & 0x7) << 58;
	if (choice->pasid0 == IOMMU_CAPS_PASID0_PASID0)
		words[0] |= DTE_0_GIOV;
	words[1] = (base >> 15 & 0xffff) << 16 | (base >> 31 & 0x1fffff) << 43;
	words[2] = choice->pgtable == IOMMU_CAPS_S1_AMD_V2_5LVL ? DTE_2_GUEST_PAGING_5LVL : 0;
	words[3] = 0;
	return 4;
}

/* The page table's own width, as much of it as the IOMMU can use. */
static int vtd_s1(const struct iommu_probe_choice *choice, uint64_t base, uint64_t words[],
		  size_t *count)
{
	const uint64_t levels = choice->pgtable == IOMMU_CAPS_S1_VTD_FS_5LVL ? 57 : 48;

	if (!base || base & 0xfff)
		return ctx_fail(choice->host->ctx, EINVAL,
				"0x%llx: a page table's base is not 0 and a multiple of 4096",
				(unsigned long long)base);
	if (choice->output_bits && choice->output_bits < 64 && base >> choice->output_bits)
		return ctx_fail(choice->host->ctx, ERANGE,
				"0x%llx: beyond the %u bits of address that the IOMMU has",
				(unsigned long long)base, choice->output_bits);
	/* No flags: no supervisor requests, no extended accessed, no write protect. */
	words[0] = 0;
	words[1] = base;
	words[2] = levels;
	*count = 3;
	return 0;
}

EXPORT int iommu_probe_choice_get_iommufd(const struct iommu_probe_choice *choice, uint64_t base,
					  uint32_t *data_type, uint64_t words[4], size_t *count)
{
	struct iommu_pasid_table_config config;
	int ret;

	if (choice->answer == IOMMU_PROBE_ANSWER_YES &&
	    choice->format->model == IOMMU_CAPS_MODEL_INTEL_VTD) {
		*data_type = HWPT_DATA_VTD_S1;
		return vtd_s1(choice, base, words, count);
	}
	ret = iommu_probe_choice_get_config(choice, base, &config, sizeof(config));
	if (ret)
		return ret;
	switch (choice->format->model) {
	case IOMMU_CAPS_MODEL_ARM_SMMU_V3:
		*data_type = HWPT_DATA_ARM_SMMUV3;
		*count = smmu_v3(&config, words);
		return 0;
	case IOMMU_CAPS_MODEL_AMD_VI:
		*data_type = HWPT_DATA_AMD_GUEST;
		*count = amd_guest(choice, &config, words);
		return 0;
	default:
		return ctx_fail(choice->host->ctx, EPROTONOSUPPORT, "iommufd has no words for %s",
				iommu_caps_models[choice->format->model].name);
	}
}
