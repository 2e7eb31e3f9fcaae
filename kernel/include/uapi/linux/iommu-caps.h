/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR MIT */
/*
 * Numbers for the rows of iommu-caps-defs.h.
 */
#ifndef _UAPI_LINUX_IOMMU_CAPS_H
#define _UAPI_LINUX_IOMMU_CAPS_H

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

/* Rows of the table of models; no interface, they move */
enum iommu_caps_model_id {
#define IOMMU_CAPS_DEF_MODEL(id, ...) IOMMU_CAPS_MODEL_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_MODELS
};

/* Rows of the table of attributes; no interface, they move */
enum iommu_caps_attribute_id {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, ...) IOMMU_CAPS_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_ATTRIBUTES
};

/* Sets of words */
enum iommu_caps_words {
	IOMMU_CAPS_WORDS_NONE,
	IOMMU_CAPS_WORDS_SWITCH,
	IOMMU_CAPS_WORDS_HTTU,
	IOMMU_CAPS_WORDS_STALL,
	IOMMU_CAPS_WORDS_S1,
	IOMMU_CAPS_WORDS_S2,
	IOMMU_CAPS_WORDS_PASID_TABLE,
	IOMMU_CAPS_WORDS_PASID0,
	IOMMU_CAPS_WORDS_STREAM,
	IOMMU_CAPS_WORDS_ENDIAN,
	IOMMU_CAPS_WORDS_INTREMAP,
};

/* Rows of the table of words; no interface, they move */
enum iommu_caps_word_id {
#define IOMMU_CAPS_DEF_WORD(words, id, ...) IOMMU_CAPS_##words##_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_ALL_WORDS
};

#endif /* _UAPI_LINUX_IOMMU_CAPS_H */
