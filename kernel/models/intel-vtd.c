// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Intel VT-d: capabilities from its registers. Fields are those of the Intel
 * Virtualization Technology for Directed I/O Architecture Specification
 * (D51397), chapter "Register Descriptions": Capability Register, Extended
 * Capability Register.
 */
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include "decoders.h"
#include "intel-vtd.h"

#define CAP_ND			GENMASK_ULL(2, 0)
#define CAP_SAGAW_39		BIT_ULL(9)
#define CAP_SAGAW_48		BIT_ULL(10)
#define CAP_SAGAW_57		BIT_ULL(11)
#define CAP_MGAW		GENMASK_ULL(21, 16)
#define CAP_SLLPS_2M		BIT_ULL(34)
#define CAP_SLLPS_1G		BIT_ULL(35)
#define CAP_FL1GP		BIT_ULL(56)
#define CAP_PI			BIT_ULL(59)
#define CAP_FL5LP		BIT_ULL(60)
#define ECAP_C			BIT_ULL(0)
#define ECAP_DT			BIT_ULL(2)
#define ECAP_IR			BIT_ULL(3)
#define ECAP_EIM		BIT_ULL(4)
#define ECAP_SC			BIT_ULL(7)
#define ECAP_NEST		BIT_ULL(26)
#define ECAP_PRS		BIT_ULL(29)
#define ECAP_PSS		GENMASK_ULL(39, 35)
#define ECAP_PASID		BIT_ULL(40)
#define ECAP_PDS		BIT_ULL(42)
#define ECAP_SMTS		BIT_ULL(43)
#define ECAP_SSADS		BIT_ULL(45)
#define ECAP_SLTS		BIT_ULL(46)
#define ECAP_FLTS		BIT_ULL(47)
#define ECAP_SMPWC		BIT_ULL(48)

#define ND_RESERVED		7
#define PASID_BITS_MAX		20

const struct iommu_caps_register intel_vtd_registers[] = {
	[INTEL_VTD_CAP] = { "cap", 64, IOMMU_CAPS_REGISTER_REQUIRED },
	[INTEL_VTD_ECAP] = { "ecap", 64, IOMMU_CAPS_REGISTER_REQUIRED },
	[INTEL_VTD_HAW] = { "haw", 9, IOMMU_CAPS_REGISTER_FACT },
	[INTEL_VTD_SCALABLE] = { "scalable", 1, IOMMU_CAPS_REGISTER_FACT },
	{ }
};

/* Widest first */
static const struct {
	u64 bit;
	u32 width;
	enum iommu_caps_word_id format;
} stage2_levels[] = {
	{ CAP_SAGAW_57, 57, IOMMU_CAPS_S2_VTD_SS_5LVL },
	{ CAP_SAGAW_48, 48, IOMMU_CAPS_S2_VTD_SS_4LVL },
	{ CAP_SAGAW_39, 39, IOMMU_CAPS_S2_VTD_SS_3LVL },
};

struct decoding {
	struct iommu_caps *caps;
	u64 cap;
	u64 ecap;
	bool scalable;
	bool stage1;
};

static bool all(u64 word, u64 bits)
{
	return (word & bits) == bits;
}

static void decode_pasid(struct decoding *d)
{
	const u32 bits = FIELD_GET(ECAP_PSS, d->ecap) + 1;

	if (d->scalable && d->ecap & ECAP_PASID) {
		if (bits > PASID_BITS_MAX)
			return;
		iommu_caps_set(d->caps, IOMMU_CAPS_SSID_BITS, bits);
		iommu_caps_add(d->caps, IOMMU_CAPS_PASID_TABLE_FORMAT,
			       IOMMU_CAPS_PASID_TABLE_SCALABLE);
		iommu_caps_add(d->caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_PASID0);
	} else {
		iommu_caps_set(d->caps, IOMMU_CAPS_SSID_BITS, 0);
		iommu_caps_set_none(d->caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
		iommu_caps_set_none(d->caps, IOMMU_CAPS_PASID0);
	}
}

static void decode_stage1(struct decoding *d)
{
	u64 sizes = 0;

	iommu_caps_set(d->caps, IOMMU_CAPS_HTTU,
		       d->stage1 ? IOMMU_CAPS_HTTU_ACCESS_DIRTY : IOMMU_CAPS_HTTU_NONE);
	iommu_caps_set_none(d->caps, IOMMU_CAPS_PGTABLE_FORMAT);
	if (d->stage1) {
		if (d->cap & CAP_FL5LP)
			iommu_caps_add(d->caps, IOMMU_CAPS_PGTABLE_FORMAT,
				       IOMMU_CAPS_S1_VTD_FS_5LVL);
		iommu_caps_add(d->caps, IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_S1_VTD_FS_4LVL);
		sizes = BIT_ULL(12) | BIT_ULL(21);
		if (d->cap & CAP_FL1GP)
			sizes |= BIT_ULL(30);
	}
	iommu_caps_set(d->caps, IOMMU_CAPS_PAGE_SIZES, sizes);
}

/* Returns the widest input of stage 2, 0 if there is no stage 2. */
static u32 decode_stage2(struct decoding *d)
{
	const bool usable = !d->scalable || d->ecap & ECAP_SLTS;
	u64 sizes = 0;
	u32 width = 0;
	unsigned int i;

	iommu_caps_set_none(d->caps, IOMMU_CAPS_S2_PGTABLE_FORMAT);
	for (i = 0; usable && i < ARRAY_SIZE(stage2_levels); i++) {
		if (!(d->cap & stage2_levels[i].bit))
			continue;
		iommu_caps_add(d->caps, IOMMU_CAPS_S2_PGTABLE_FORMAT, stage2_levels[i].format);
		if (!width)
			width = stage2_levels[i].width;
	}
	if (width) {
		sizes = BIT_ULL(12);
		if (d->cap & CAP_SLLPS_2M)
			sizes |= BIT_ULL(21);
		if (d->cap & CAP_SLLPS_1G)
			sizes |= BIT_ULL(30);
	}
	iommu_caps_set(d->caps, IOMMU_CAPS_S2_PAGE_SIZES, sizes);
	return width;
}

static void decode_widths(struct decoding *d, u32 stage2)
{
	const u32 stage1 = d->stage1 ? (d->cap & CAP_FL5LP ? 57 : 48) : 0;
	const u32 input = d->stage1 ? stage1 : stage2;
	const u32 most = FIELD_GET(CAP_MGAW, d->cap) + 1;

	if (input)
		iommu_caps_set(d->caps, IOMMU_CAPS_INPUT_BITS, input < most ? input : most);
	if (stage2)
		iommu_caps_set(d->caps, IOMMU_CAPS_S2_INPUT_BITS, stage2 < most ? stage2 : most);
}

static void decode_switches(struct decoding *d)
{
	struct iommu_caps *caps = d->caps;
	const u64 ecap = d->ecap;
	const bool scalable = d->scalable;

	iommu_caps_set_switch(caps, IOMMU_CAPS_NESTING,
			      scalable && all(ecap, ECAP_NEST | ECAP_FLTS | ECAP_SLTS));
	iommu_caps_set_switch(caps, IOMMU_CAPS_ATS, ecap & ECAP_DT);
	iommu_caps_set_switch(caps, IOMMU_CAPS_PRI,
			      scalable && all(ecap, ECAP_PRS | ECAP_PDS | ECAP_DT));
	iommu_caps_set_switch(caps, IOMMU_CAPS_COHERENT,
			      ecap & (scalable ? ECAP_SMPWC : ECAP_C));
	iommu_caps_set_switch(caps, IOMMU_CAPS_SNOOP, ecap & ECAP_SC);
	iommu_caps_set_switch(caps, IOMMU_CAPS_DIRTY_TRACKING,
			      scalable && all(ecap, ECAP_SSADS | ECAP_SMPWC));
	iommu_caps_set(caps, IOMMU_CAPS_INTREMAP,
		       !(ecap & ECAP_IR) ? IOMMU_CAPS_INTREMAP_NONE :
		       ecap & ECAP_EIM	 ? IOMMU_CAPS_INTREMAP_X2APIC :
					   IOMMU_CAPS_INTREMAP_XAPIC);
	iommu_caps_set_switch(caps, IOMMU_CAPS_POSTED_INTERRUPTS, d->cap & CAP_PI);
}

/**
 * intel_vtd_decode - capabilities of a VT-d unit from its registers
 * @regs: registers and facts, by enum intel_vtd_reg; whether scalable mode is
 *	on is taken from ECAP.SMTS where nobody knows
 * @caps: gets what they say; what they don't say is left unknown
 *
 * Return: 0, or -EINVAL if CAP or ECAP is not among @regs
 */
int intel_vtd_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps)
{
	struct decoding d = {
		.caps = caps,
		.cap = regs->value[INTEL_VTD_CAP],
		.ecap = regs->value[INTEL_VTD_ECAP],
	};
	const u32 nd = FIELD_GET(CAP_ND, d.cap);

	if (!iommu_caps_regs_has(regs, INTEL_VTD_CAP) ||
	    !iommu_caps_regs_has(regs, INTEL_VTD_ECAP))
		return -EINVAL;

	d.scalable = iommu_caps_regs_has(regs, INTEL_VTD_SCALABLE) ?
		     regs->value[INTEL_VTD_SCALABLE] : d.ecap & ECAP_SMTS;
	d.stage1 = d.scalable && d.ecap & ECAP_FLTS;

	iommu_caps_init(caps, IOMMU_CAPS_MODEL_INTEL_VTD);
	if (nd != ND_RESERVED)
		iommu_caps_set(caps, IOMMU_CAPS_ASID_BITS, 4 + 2 * nd);
	iommu_caps_set_width(caps, IOMMU_CAPS_OUTPUT_BITS, regs, INTEL_VTD_HAW);
	decode_pasid(&d);
	decode_stage1(&d);
	decode_widths(&d, decode_stage2(&d));
	decode_switches(&d);
	return 0;
}
