// SPDX-License-Identifier: GPL-2.0 OR MIT
#include <linux/export.h>
#include "amd-vi.h"
#include "arm-smmu-v3.h"
#include "decoders.h"
#include "intel-vtd.h"
#include "riscv-iommu.h"
#include "virtio-iommu.h"

const struct iommu_caps_decoder iommu_caps_decoders[IOMMU_CAPS_MODELS] = {
	[IOMMU_CAPS_MODEL_INTEL_VTD] = { intel_vtd_registers, intel_vtd_decode },
	[IOMMU_CAPS_MODEL_ARM_SMMU_V3] = { arm_smmu_v3_registers, arm_smmu_v3_decode },
	[IOMMU_CAPS_MODEL_AMD_VI] = { amd_vi_registers, amd_vi_decode },
	[IOMMU_CAPS_MODEL_RISCV_IOMMU] = { riscv_iommu_registers, riscv_iommu_decode },
	[IOMMU_CAPS_MODEL_VIRTIO_IOMMU] = { virtio_iommu_registers, virtio_iommu_decode },
};
EXPORT_SYMBOL_GPL(iommu_caps_decoders);
