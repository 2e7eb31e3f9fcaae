/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef _IOMMU_CAPS_MODELS_AMD_VI_H
#define _IOMMU_CAPS_MODELS_AMD_VI_H

#include <linux/iommu-caps.h>

/* What the decoder works from: registers, then facts from elsewhere. */
enum amd_vi_reg {
	/* the header of the PCI capability, no register of the IOMMU proper */
	AMD_VI_CAP,
	AMD_VI_EFR,
	AMD_VI_EFR2,
	/* physical address size in bits, from the ACPI IVRS table */
	AMD_VI_PASIZE,
	/* 0 or 1: whether the CPU has five-level page tables, as the driver asks */
	AMD_VI_LA57,
};

int amd_vi_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps);

#endif /* _IOMMU_CAPS_MODELS_AMD_VI_H */
