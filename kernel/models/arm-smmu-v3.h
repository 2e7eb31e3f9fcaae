/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef _IOMMU_CAPS_MODELS_ARM_SMMU_V3_H
#define _IOMMU_CAPS_MODELS_ARM_SMMU_V3_H

#include <linux/iommu-caps.h>

/* What the decoder works from: registers, then facts from elsewhere. */
enum arm_smmu_v3_reg {
	ARM_SMMU_V3_IDR0,
	ARM_SMMU_V3_IDR1,
	ARM_SMMU_V3_IDR2,
	ARM_SMMU_V3_IDR3,
	ARM_SMMU_V3_IDR4,
	ARM_SMMU_V3_IDR5,
	ARM_SMMU_V3_IIDR,
	ARM_SMMU_V3_CR0,
	ARM_SMMU_V3_CR2,
	/* HTTU of the ACPI IORT node, which then stands for that of IDR0 */
	ARM_SMMU_V3_IORT_HTTU,
	/* 0 or 1: whether the kernel treats table walks as coherent */
	ARM_SMMU_V3_COHERENT,
	/* PAGE_SIZE of the running kernel */
	ARM_SMMU_V3_PAGE_SIZE,
};

int arm_smmu_v3_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps);

#endif /* _IOMMU_CAPS_MODELS_ARM_SMMU_V3_H */
