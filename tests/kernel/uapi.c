// SPDX-License-Identifier: MIT
/*
 * Numbers and structures that the project holds for those of the kernel's
 * linux/iommufd.h, against that header itself: compiling it is the test.
 */
#include <stddef.h>
#include <linux/iommufd.h>
#include <linux/iommu-caps.h>

/* Words that lib/iommufd.c writes: all of a structure, one after the other. */
_Static_assert(sizeof(struct iommu_hwpt_vtd_s1) == 3 * 8, "vtd_s1");
_Static_assert(offsetof(struct iommu_hwpt_vtd_s1, flags) == 0, "vtd_s1.flags");
_Static_assert(offsetof(struct iommu_hwpt_vtd_s1, pgtbl_addr) == 8, "vtd_s1.pgtbl_addr");
_Static_assert(offsetof(struct iommu_hwpt_vtd_s1, addr_width) == 16, "vtd_s1.addr_width");
_Static_assert(offsetof(struct iommu_hwpt_vtd_s1, __reserved) == 20, "vtd_s1.__reserved");
_Static_assert(sizeof(((struct iommu_hwpt_vtd_s1 *)0)->addr_width) == 4, "vtd_s1.addr_width");
_Static_assert(sizeof(struct iommu_hwpt_arm_smmuv3) == 2 * 8, "arm_smmuv3");
_Static_assert(offsetof(struct iommu_hwpt_arm_smmuv3, ste) == 0, "arm_smmuv3.ste");
_Static_assert(sizeof(((struct iommu_hwpt_arm_smmuv3 *)0)->ste[0]) == 8, "arm_smmuv3.ste");
_Static_assert(sizeof(struct iommu_hwpt_amd_guest) == 4 * 8, "amd_guest");
_Static_assert(offsetof(struct iommu_hwpt_amd_guest, dte) == 0, "amd_guest.dte");
_Static_assert(sizeof(((struct iommu_hwpt_amd_guest *)0)->dte[0]) == 8, "amd_guest.dte");

/* Types of data that lib/iommufd.c names by number */
_Static_assert(IOMMU_HWPT_DATA_NONE == 0, "data none");
_Static_assert(IOMMU_HWPT_DATA_VTD_S1 == 1, "data vtd_s1");
_Static_assert(IOMMU_HWPT_DATA_ARM_SMMUV3 == 2, "data arm_smmuv3");
_Static_assert(IOMMU_HWPT_DATA_AMD_GUEST == 3, "data amd_guest");

/*
 * Numbers of models: where both name the same hardware they are the same, and
 * an extension's is never a model's.
 */
_Static_assert(IOMMU_HW_INFO_TYPE_NONE == 0, "no model is 0");
_Static_assert((int)IOMMU_HW_INFO_TYPE_INTEL_VTD == (int)IOMMU_CAPS_NUMBER_INTEL_VTD, "intel-vtd");
_Static_assert((int)IOMMU_HW_INFO_TYPE_ARM_SMMUV3 == (int)IOMMU_CAPS_NUMBER_ARM_SMMU_V3,
	       "arm-smmu-v3");
_Static_assert((int)IOMMU_HW_INFO_TYPE_AMD == (int)IOMMU_CAPS_NUMBER_AMD_VI, "amd-vi");
_Static_assert(IOMMU_HW_INFO_TYPE_TEGRA241_CMDQV == 3, "3 stays unused");

/* Those given out here are beyond what the kernel has come to. */
_Static_assert(IOMMU_CAPS_NUMBER_VIRTIO_IOMMU >= 256, "virtio-iommu");
_Static_assert(IOMMU_CAPS_NUMBER_RISCV_IOMMU >= 256, "riscv-iommu");

/* What a VMM hands over, on every architecture */
_Static_assert(sizeof(struct iommu_pasid_table_config) == 32, "pasid_table_config");
_Static_assert(offsetof(struct iommu_pasid_table_config, argsz) == 0, "argsz");
_Static_assert(offsetof(struct iommu_pasid_table_config, flags) == 4, "flags");
_Static_assert(offsetof(struct iommu_pasid_table_config, model) == 8, "model");
_Static_assert(offsetof(struct iommu_pasid_table_config, pasid_bits) == 12, "pasid_bits");
_Static_assert(offsetof(struct iommu_pasid_table_config, padding) == 13, "padding");
_Static_assert(offsetof(struct iommu_pasid_table_config, base_ptr) == 16, "base_ptr");
_Static_assert(offsetof(struct iommu_pasid_table_config, arm_smmu_v3.s1fmt) == 24, "s1fmt");
_Static_assert(offsetof(struct iommu_pasid_table_config, arm_smmu_v3.s1dss) == 25, "s1dss");
_Static_assert(offsetof(struct iommu_pasid_table_config, intel_vtd.ttm) == 24, "ttm");
_Static_assert(offsetof(struct iommu_pasid_table_config, amd_vi.glx) == 24, "glx");
_Static_assert(offsetof(struct iommu_pasid_table_config, riscv_iommu.mode) == 24, "mode");
_Static_assert(offsetof(struct iommu_pasid_table_config, bytes) == 24, "bytes");
