// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * AMD-Vi: capabilities from its registers. Fields are those of the AMD I/O
 * Virtualization Technology (IOMMU) Specification (48882): Capability Header,
 * MMIO Offset 0030h Extended Feature Register, 01A0h Extended Feature 2.
 */
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include "amd-vi.h"
#include "decoders.h"

#define CAP_IOTLBSUP		BIT_ULL(24)
#define EFR_PPRSUP		BIT_ULL(1)
#define EFR_XTSUP		BIT_ULL(2)
#define EFR_GTSUP		BIT_ULL(4)
#define EFR_GASUP		BIT_ULL(7)
#define EFR_HATS		GENMASK_ULL(11, 10)
#define EFR_GATS		GENMASK_ULL(13, 12)
#define EFR_GATS_5LVL		1
#define EFR_GLXSUP		GENMASK_ULL(15, 14)
#define EFR_GAMSUP		GENMASK_ULL(23, 21)
#define EFR_PASMAX		GENMASK_ULL(36, 32)
#define EFR_GIOSUP		BIT_ULL(48)
#define EFR_EPHSUP		BIT_ULL(50)
#define EFR_HDSUP		BIT_ULL(52)
#define EFR2_GCR3TRPMODE	BIT_ULL(3)

/* Translation by guest tables, and what the driver wants for PASIDs besides */
#define EFR_STAGE1		(EFR_GTSUP | EFR_GIOSUP)
#define EFR_PASID		(EFR_STAGE1 | EFR_PPRSUP | EFR_EPHSUP)

#define DOMAIN_ID_BITS		16
#define PASID_BITS_MAX		16
#define PAGE_SIZES		(BIT_ULL(12) | BIT_ULL(21) | BIT_ULL(30))

const struct iommu_caps_register amd_vi_registers[] = {
	[AMD_VI_CAP] = { "cap", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[AMD_VI_EFR] = { "efr", 64, IOMMU_CAPS_REGISTER_REQUIRED },
	[AMD_VI_EFR2] = { "efr2", 64, IOMMU_CAPS_REGISTER_OPTIONAL },
	[AMD_VI_PASIZE] = { "pasize", 8, IOMMU_CAPS_REGISTER_FACT },
	[AMD_VI_LA57] = { "la57", 1, IOMMU_CAPS_REGISTER_FACT },
	{ }
};

/* By GLXSup, the most levels that a GCR3 table may have, less one */
static const enum iommu_caps_word_id gcr3_formats[] = {
	IOMMU_CAPS_PASID_TABLE_GCR3_1LVL,
	IOMMU_CAPS_PASID_TABLE_GCR3_2LVL,
	IOMMU_CAPS_PASID_TABLE_GCR3_3LVL,
};

/* By HATS; 3 means that there is no stage 2. */
static const u8 stage2_widths[] = { 48, 57, 64, 0 };

static bool all(u64 word, u64 bits)
{
	return (word & bits) == bits;
}

static void decode_pasid(u64 efr, struct iommu_caps *caps)
{
	const u32 bits = FIELD_GET(EFR_PASMAX, efr) + 1;
	const u32 levels = FIELD_GET(EFR_GLXSUP, efr) + 1;
	unsigned int i;

	if (!all(efr, EFR_PASID)) {
		iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, 0);
		iommu_caps_set_none(caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
		iommu_caps_set_none(caps, IOMMU_CAPS_PASID0);
		return;
	}
	if (bits > PASID_BITS_MAX)
		return;
	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, bits);
	if (levels <= ARRAY_SIZE(gcr3_formats))
		for (i = 0; i < levels; i++)
			iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT, gcr3_formats[i]);
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_BYPASS);
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_PASID0);
}

static void decode_stages(u64 efr, bool la57, struct iommu_caps *caps)
{
	const bool five = FIELD_GET(EFR_GATS, efr) == EFR_GATS_5LVL && la57;
	const u32 stage2 = stage2_widths[FIELD_GET(EFR_HATS, efr)];
	const bool stage1 = all(efr, EFR_STAGE1);
	const u32 input = !stage1 ? stage2 : five ? 57 : 48;

	if (input)
		iommu_caps_set(caps, IOMMU_CAPS_INPUT_BITS, input);
	iommu_caps_set(caps, IOMMU_CAPS_HTTU,
		       stage1 ? IOMMU_CAPS_HTTU_ACCESS_DIRTY : IOMMU_CAPS_HTTU_NONE);
	iommu_caps_set_none(caps, IOMMU_CAPS_PGTABLE_FORMAT);
	iommu_caps_set(caps, IOMMU_CAPS_PAGE_SIZES, stage1 ? PAGE_SIZES : 0);
	if (stage1 && five)
		iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_S1_AMD_V2_5LVL);
	if (stage1)
		iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_S1_AMD_V2_4LVL);

	iommu_caps_set_none(caps, IOMMU_CAPS_S2_PGTABLE_FORMAT);
	iommu_caps_set(caps, IOMMU_CAPS_S2_PAGE_SIZES, stage2 ? PAGE_SIZES : 0);
	if (stage2) {
		iommu_caps_set(caps, IOMMU_CAPS_S2_INPUT_BITS, stage2);
		iommu_caps_add(caps, IOMMU_CAPS_S2_PGTABLE_FORMAT, IOMMU_CAPS_S2_AMD_V1);
	}
	iommu_caps_set_switch(caps, IOMMU_CAPS_DIRTY_TRACKING, stage2 && efr & EFR_HDSUP);
}

/* Kernels differ in whether they show EFR2: without it only a no is certain. */
static void decode_nesting(const struct iommu_caps_regs *regs, struct iommu_caps *caps)
{
	if (!all(regs->value[AMD_VI_EFR], EFR_STAGE1))
		iommu_caps_set_switch(caps, IOMMU_CAPS_NESTING, false);
	else if (iommu_caps_regs_has(regs, AMD_VI_EFR2))
		iommu_caps_set_switch(caps, IOMMU_CAPS_NESTING,
				      regs->value[AMD_VI_EFR2] & EFR2_GCR3TRPMODE);
}

/**
 * amd_vi_decode - capabilities of an AMD IOMMU from its registers
 * @regs: registers and facts, by enum amd_vi_reg
 * @caps: gets what they say; what they don't say is left unknown
 *
 * Return: 0, or -EINVAL if EFR is not among @regs
 */
int amd_vi_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps)
{
	const u64 efr = regs->value[AMD_VI_EFR];

	if (!iommu_caps_regs_has(regs, AMD_VI_EFR))
		return -EINVAL;

	iommu_caps_init(caps, IOMMU_CAPS_MODEL_AMD_VI);
	iommu_caps_set(caps, IOMMU_CAPS_ASID_BITS, DOMAIN_ID_BITS);
	iommu_caps_set_width(caps, IOMMU_CAPS_OUTPUT_BITS, regs, AMD_VI_PASIZE);
	decode_pasid(efr, caps);
	decode_stages(efr, !iommu_caps_regs_has(regs, AMD_VI_LA57) || regs->value[AMD_VI_LA57],
		      caps);
	decode_nesting(regs, caps);
	iommu_caps_set_switch(caps, IOMMU_CAPS_PRI, all(efr, EFR_PASID));
	if (iommu_caps_regs_has(regs, AMD_VI_CAP))
		iommu_caps_set_switch(caps, IOMMU_CAPS_ATS,
				      regs->value[AMD_VI_CAP] & CAP_IOTLBSUP);
	iommu_caps_set(caps, IOMMU_CAPS_INTREMAP, efr & EFR_XTSUP ? IOMMU_CAPS_INTREMAP_X2APIC :
								   IOMMU_CAPS_INTREMAP_XAPIC);
	iommu_caps_set_switch(caps, IOMMU_CAPS_POSTED_INTERRUPTS,
			      efr & EFR_GASUP && FIELD_GET(EFR_GAMSUP, efr) == 1);
	return 0;
}
