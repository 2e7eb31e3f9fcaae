/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef _IOMMU_CAPS_MODELS_RISCV_IOMMU_H
#define _IOMMU_CAPS_MODELS_RISCV_IOMMU_H

#include <linux/iommu-caps.h>

/* What the decoder works from. */
enum riscv_iommu_reg {
	RISCV_IOMMU_CAPS,
};

int riscv_iommu_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps);

#endif /* _IOMMU_CAPS_MODELS_RISCV_IOMMU_H */
