/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef _IOMMU_CAPS_MODELS_INTEL_VTD_H
#define _IOMMU_CAPS_MODELS_INTEL_VTD_H

#include <linux/iommu-caps.h>

/* What the decoder works from: registers, then facts from elsewhere. */
enum intel_vtd_reg {
	INTEL_VTD_CAP,
	INTEL_VTD_ECAP,
	/* host address width in bits, from the ACPI DMAR table */
	INTEL_VTD_HAW,
	/* 0 or 1: whether the driver uses scalable mode */
	INTEL_VTD_SCALABLE,
};

int intel_vtd_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps);

#endif /* _IOMMU_CAPS_MODELS_INTEL_VTD_H */
