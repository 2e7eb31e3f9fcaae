// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * RISC-V IOMMU: capabilities from its register. Fields are those of the RISC-V
 * IOMMU Architecture Specification, "IOMMU capabilities (capabilities)".
 */
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include "decoders.h"
#include "riscv-iommu.h"

#define CAPS_SV39		BIT_ULL(9)
#define CAPS_SV48		BIT_ULL(10)
#define CAPS_SV57		BIT_ULL(11)
#define CAPS_SV39X4		BIT_ULL(17)
#define CAPS_SV48X4		BIT_ULL(18)
#define CAPS_SV57X4		BIT_ULL(19)
#define CAPS_AMO_HWAD		BIT_ULL(24)
#define CAPS_ATS		BIT_ULL(25)
#define CAPS_PAS		GENMASK_ULL(37, 32)
#define CAPS_PD8		BIT_ULL(38)
#define CAPS_PD17		BIT_ULL(39)
#define CAPS_PD20		BIT_ULL(40)

#define PSCID_BITS		20
#define PAS_MAX			56

const struct iommu_caps_register riscv_iommu_registers[] = {
	[RISCV_IOMMU_CAPS] = { "caps", 64, IOMMU_CAPS_REGISTER_REQUIRED },
	{ }
};

/**
 * struct level - what comes with a mode of page tables
 * @bit: of the register
 * @width: widest input address
 * @format: its name
 * @sizes: of pages and blocks
 */
struct level {
	u64 bit;
	u32 width;
	enum iommu_caps_word_id format;
	u64 sizes;
};

#define SIZES_39	(BIT_ULL(12) | BIT_ULL(21) | BIT_ULL(30))
#define SIZES_48	(SIZES_39 | BIT_ULL(39))
#define SIZES_57	(SIZES_48 | BIT_ULL(48))

/* Deepest first */
static const struct level stage1_levels[] = {
	{ CAPS_SV57, 57, IOMMU_CAPS_S1_RISCV_SV57, SIZES_57 },
	{ CAPS_SV48, 48, IOMMU_CAPS_S1_RISCV_SV48, SIZES_48 },
	{ CAPS_SV39, 39, IOMMU_CAPS_S1_RISCV_SV39, SIZES_39 },
	{ }
};

/* Guest-physical addresses have two bits more. */
static const struct level stage2_levels[] = {
	{ CAPS_SV57X4, 59, IOMMU_CAPS_S2_RISCV_SV57X4, SIZES_57 },
	{ CAPS_SV48X4, 50, IOMMU_CAPS_S2_RISCV_SV48X4, SIZES_48 },
	{ CAPS_SV39X4, 41, IOMMU_CAPS_S2_RISCV_SV39X4, SIZES_39 },
	{ }
};

/* Widest first */
static const struct {
	u64 bit;
	u32 width;
	enum iommu_caps_word_id format;
} directories[] = {
	{ CAPS_PD20, 20, IOMMU_CAPS_PASID_TABLE_PD20 },
	{ CAPS_PD17, 17, IOMMU_CAPS_PASID_TABLE_PD17 },
	{ CAPS_PD8, 8, IOMMU_CAPS_PASID_TABLE_PD8 },
};

static void decode_pasid(u64 word, struct iommu_caps *caps)
{
	u32 width = 0;
	unsigned int i;

	iommu_caps_set_none(caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID0);
	for (i = 0; i < ARRAY_SIZE(directories); i++) {
		if (!(word & directories[i].bit))
			continue;
		iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT, directories[i].format);
		if (!width)
			width = directories[i].width;
	}
	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, width);
	if (!width)
		return;
	/* DC.tc.DPE */
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_BYPASS);
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_PASID0);
}

/* The attributes of one stage. Returns whether there is a mode for it. */
static bool decode_stage(u64 word, const struct level *level,
			 enum iommu_caps_attribute_id formats,
			 enum iommu_caps_attribute_id width,
			 enum iommu_caps_attribute_id sizes, struct iommu_caps *caps)
{
	bool any = false;

	iommu_caps_set_none(caps, formats);
	iommu_caps_set_none(caps, sizes);
	for (; level->bit; level++) {
		if (!(word & level->bit))
			continue;
		iommu_caps_add(caps, formats, level->format);
		if (any)
			continue;
		any = true;
		iommu_caps_set(caps, width, level->width);
		iommu_caps_set(caps, sizes, level->sizes);
	}
	return any;
}

/**
 * riscv_iommu_decode - capabilities of a RISC-V IOMMU from its register
 * @regs: registers, by enum riscv_iommu_reg
 * @caps: gets what they say; what they don't say is left unknown
 *
 * Return: 0, or -EINVAL if the register is not among @regs
 */
int riscv_iommu_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps)
{
	const u64 word = regs->value[RISCV_IOMMU_CAPS];
	const u32 pas = FIELD_GET(CAPS_PAS, word);
	bool stage1, stage2;

	if (!iommu_caps_regs_has(regs, RISCV_IOMMU_CAPS))
		return -EINVAL;

	iommu_caps_init(caps, IOMMU_CAPS_MODEL_RISCV_IOMMU);
	iommu_caps_set(caps, IOMMU_CAPS_ASID_BITS, PSCID_BITS);
	if (pas && pas <= PAS_MAX)
		iommu_caps_set(caps, IOMMU_CAPS_OUTPUT_BITS, pas);
	decode_pasid(word, caps);
	stage1 = decode_stage(word, stage1_levels, IOMMU_CAPS_PGTABLE_FORMAT,
			      IOMMU_CAPS_INPUT_BITS, IOMMU_CAPS_PAGE_SIZES, caps);
	stage2 = decode_stage(word, stage2_levels, IOMMU_CAPS_S2_PGTABLE_FORMAT,
			      IOMMU_CAPS_S2_INPUT_BITS, IOMMU_CAPS_S2_PAGE_SIZES, caps);
	iommu_caps_set(caps, IOMMU_CAPS_HTTU, word & CAPS_AMO_HWAD ?
		       IOMMU_CAPS_HTTU_ACCESS_DIRTY : IOMMU_CAPS_HTTU_NONE);
	iommu_caps_set_switch(caps, IOMMU_CAPS_NESTING, stage1 && stage2);
	iommu_caps_set_switch(caps, IOMMU_CAPS_ATS, word & CAPS_ATS);
	iommu_caps_set_switch(caps, IOMMU_CAPS_PRI, word & CAPS_ATS);
	return 0;
}
