// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "arm-smmu-v3.h"
#include "decoders.h"

const struct iommu_caps_decoder iommu_caps_decoders[IOMMU_CAPS_MODELS] = {
	[IOMMU_CAPS_MODEL_ARM_SMMU_V3] = { arm_smmu_v3_registers, arm_smmu_v3_decode },
};
