/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef _IOMMU_CAPS_MODELS_DECODERS_H
#define _IOMMU_CAPS_MODELS_DECODERS_H

#include <linux/iommu-caps.h>

enum iommu_caps_register_use {
	/* nothing can be decoded without it */
	IOMMU_CAPS_REGISTER_REQUIRED,
	/* what needs it is unknown without it */
	IOMMU_CAPS_REGISTER_OPTIONAL,
	/* no register of the IOMMU, but known of it from elsewhere */
	IOMMU_CAPS_REGISTER_FACT,
};

/**
 * struct iommu_caps_register - something that a decoder works from
 * @name: as people write it
 * @bits: its width
 * @use: what its absence means
 */
struct iommu_caps_register {
	const char *name;
	u32 bits;
	enum iommu_caps_register_use use;
};

/**
 * struct iommu_caps_decoder - how the capabilities of a model are worked out
 * @registers: by the model's own numbering; ends with a row without name
 * @decode: fills the capabilities, -EINVAL if a required register is missing
 */
struct iommu_caps_decoder {
	const struct iommu_caps_register *registers;
	int (*decode)(const struct iommu_caps_regs *regs, struct iommu_caps *caps);
};

/* By model. Of one whose rows are all facts nothing is known but to the kernel. */
extern const struct iommu_caps_decoder iommu_caps_decoders[IOMMU_CAPS_MODELS];

extern const struct iommu_caps_register amd_vi_registers[];
extern const struct iommu_caps_register arm_smmu_v3_registers[];
extern const struct iommu_caps_register intel_vtd_registers[];
extern const struct iommu_caps_register riscv_iommu_registers[];
extern const struct iommu_caps_register virtio_iommu_registers[];

#endif /* _IOMMU_CAPS_MODELS_DECODERS_H */
