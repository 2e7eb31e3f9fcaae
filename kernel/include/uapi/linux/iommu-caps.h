/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR MIT */
/*
 * Programming models of IOMMUs, and the PASID table that a virtual machine
 * monitor offers to one.
 */
#ifndef _UAPI_LINUX_IOMMU_CAPS_H
#define _UAPI_LINUX_IOMMU_CAPS_H

#include <linux/types.h>

/*
 * Numbers of models, as the file "model" shows them. Up to 255 they are those
 * of enum iommu_hw_info_type in linux/iommufd.h, from 256 on they are given
 * here (258 is kept for SMMUv1 and v2). 0 and 3 are never used. A number, once
 * given, never changes its meaning and is never given again.
 */
enum iommu_caps_model_number {
	IOMMU_CAPS_NUMBER_INTEL_VTD = 1,
	IOMMU_CAPS_NUMBER_ARM_SMMU_V3 = 2,
	IOMMU_CAPS_NUMBER_AMD_VI = 4,
	IOMMU_CAPS_NUMBER_VIRTIO_IOMMU = 256,
	IOMMU_CAPS_NUMBER_RISCV_IOMMU = 257,
};

/* STE.S1Fmt: Arm IHI 0070, "Stream Table Entry" */
enum iommu_pasid_table_smmu_v3_s1fmt {
	IOMMU_PASID_TABLE_SMMU_LINEAR = 0,
	IOMMU_PASID_TABLE_SMMU_2LVL_4K = 1,
	IOMMU_PASID_TABLE_SMMU_2LVL_64K = 2,
};

/* STE.S1DSS: what a transaction without PASID does */
enum iommu_pasid_table_smmu_v3_s1dss {
	IOMMU_PASID_TABLE_SMMU_TERMINATE = 0,
	IOMMU_PASID_TABLE_SMMU_BYPASS = 1,
	IOMMU_PASID_TABLE_SMMU_PASID0 = 2,
};

/* RTADDR_REG.TTM: Intel D51397, "Root Table Address Register" */
enum iommu_pasid_table_intel_vtd_ttm {
	IOMMU_PASID_TABLE_VTD_SCALABLE = 1,
};

/* DTE.GLX: AMD 48882, "Device Table Entry"; levels less one */
enum iommu_pasid_table_amd_vi_glx {
	IOMMU_PASID_TABLE_AMD_1LVL = 0,
	IOMMU_PASID_TABLE_AMD_2LVL = 1,
	IOMMU_PASID_TABLE_AMD_3LVL = 2,
};

/* DC.fsc.MODE with DC.tc.PDTV: RISC-V IOMMU Architecture, "First-Stage context" */
enum iommu_pasid_table_riscv_mode {
	IOMMU_PASID_TABLE_RISCV_PD8 = 1,
	IOMMU_PASID_TABLE_RISCV_PD17 = 2,
	IOMMU_PASID_TABLE_RISCV_PD20 = 3,
};

/**
 * struct iommu_pasid_table_config - a PASID table offered to an IOMMU
 * @argsz: size of this structure, as the one who fills it knows it
 * @flags: none yet, must be 0
 * @model: the programming model that the table follows, from
 *	enum iommu_caps_model_number; it says which member of the union holds
 * @pasid_bits: bits of PASID that the table is made for. 0 is a single context
 *	descriptor, which IOMMU_CAPS_NUMBER_ARM_SMMU_V3 alone allows; @s1fmt and
 *	@s1dss are 0 then
 * @padding: must be 0, as all padding below
 * @base_ptr: address of the root table, in the address space that the model
 *	takes it in
 * @arm_smmu_v3: for IOMMU_CAPS_NUMBER_ARM_SMMU_V3
 * @arm_smmu_v3.s1fmt: enum iommu_pasid_table_smmu_v3_s1fmt
 * @arm_smmu_v3.s1dss: enum iommu_pasid_table_smmu_v3_s1dss
 * @intel_vtd: for IOMMU_CAPS_NUMBER_INTEL_VTD
 * @intel_vtd.ttm: enum iommu_pasid_table_intel_vtd_ttm
 * @amd_vi: for IOMMU_CAPS_NUMBER_AMD_VI
 * @amd_vi.glx: enum iommu_pasid_table_amd_vi_glx
 * @riscv_iommu: for IOMMU_CAPS_NUMBER_RISCV_IOMMU
 * @riscv_iommu.mode: enum iommu_pasid_table_riscv_mode
 * @bytes: all of the union, which is padding as far as no member holds
 */
struct iommu_pasid_table_config {
	__u32 argsz;
	__u32 flags;
	__u32 model;
	__u8 pasid_bits;
	__u8 padding[3];
	__aligned_u64 base_ptr;
	union {
		struct {
			__u8 s1fmt;
			__u8 s1dss;
			__u8 padding[6];
		} arm_smmu_v3;
		struct {
			__u8 ttm;
			__u8 padding[7];
		} intel_vtd;
		struct {
			__u8 glx;
			__u8 padding[7];
		} amd_vi;
		struct {
			__u8 mode;
			__u8 padding[7];
		} riscv_iommu;
		__u8 bytes[8];
	};
};

#endif /* _UAPI_LINUX_IOMMU_CAPS_H */
