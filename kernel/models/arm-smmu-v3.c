// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Arm SMMUv3: capabilities from its registers. Fields are those of the System
 * Memory Management Unit Architecture Specification, version 3 (IHI 0070),
 * chapter "Memory map and registers".
 */
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include "arm-smmu-v3.h"
#include "decoders.h"

#define IDR0_S2P		BIT(0)
#define IDR0_S1P		BIT(1)
#define IDR0_TTF		GENMASK(3, 2)
#define IDR0_TTF_AARCH64	2
#define IDR0_COHACC		BIT(4)
#define IDR0_BTM		BIT(5)
#define IDR0_HTTU		GENMASK(7, 6)
#define IDR0_ATS		BIT(10)
#define IDR0_ASID16		BIT(12)
#define IDR0_PRI		BIT(16)
#define IDR0_CD2L		BIT(19)
#define IDR0_TTENDIAN		GENMASK(22, 21)
#define IDR0_STALL_MODEL	GENMASK(25, 24)
#define IDR0_ST_LEVEL		GENMASK(28, 27)
#define IDR1_SIDSIZE		GENMASK(5, 0)
#define IDR1_SSIDSIZE		GENMASK(10, 6)
#define IDR3_FWB		BIT(8)
#define IDR3_RIL		BIT(10)
#define IDR3_BBM		GENMASK(12, 11)
#define IDR5_OAS		GENMASK(2, 0)
#define IDR5_GRAN4K		BIT(4)
#define IDR5_GRAN16K		BIT(5)
#define IDR5_GRAN64K		BIT(6)
#define IDR5_DS			BIT(7)
#define IDR5_VAX		GENMASK(11, 10)
#define CR0_PRIQEN		BIT(1)
#define CR0_ATSCHK		BIT(4)
#define CR2_PTM			BIT(2)
#define IIDR_IMPLEMENTER	GENMASK(11, 0)
#define IIDR_REVISION		GENMASK(15, 12)
#define IIDR_VARIANT		GENMASK(19, 16)
#define IIDR_PRODUCT		GENMASK(31, 20)
#define IIDR_IMPLEMENTER_ARM	0x43b
#define IIDR_PRODUCT_MMU_600	0x483
#define IIDR_PRODUCT_MMU_700	0x487

#define SSIDSIZE_MAX		20
#define SIDSIZE_MAX		32

const struct iommu_caps_register arm_smmu_v3_registers[] = {
	[ARM_SMMU_V3_IDR0] = { "idr0", 32, IOMMU_CAPS_REGISTER_REQUIRED },
	[ARM_SMMU_V3_IDR1] = { "idr1", 32, IOMMU_CAPS_REGISTER_REQUIRED },
	[ARM_SMMU_V3_IDR2] = { "idr2", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[ARM_SMMU_V3_IDR3] = { "idr3", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[ARM_SMMU_V3_IDR4] = { "idr4", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[ARM_SMMU_V3_IDR5] = { "idr5", 32, IOMMU_CAPS_REGISTER_REQUIRED },
	[ARM_SMMU_V3_IIDR] = { "iidr", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[ARM_SMMU_V3_CR0] = { "cr0", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[ARM_SMMU_V3_CR2] = { "cr2", 32, IOMMU_CAPS_REGISTER_OPTIONAL },
	[ARM_SMMU_V3_IORT_HTTU] = { "iort_httu", 2, IOMMU_CAPS_REGISTER_FACT },
	[ARM_SMMU_V3_COHERENT] = { "coherent", 1, IOMMU_CAPS_REGISTER_FACT },
	[ARM_SMMU_V3_PAGE_SIZE] = { "page_size", 32, IOMMU_CAPS_REGISTER_FACT },
	{ }
};

static const struct {
	u32 bit;
	u64 size;
	u64 sizes;
	enum iommu_caps_word_id stage1;
	enum iommu_caps_word_id stage2;
} granules[] = {
	{ IDR5_GRAN4K, BIT_ULL(12), BIT_ULL(12) | BIT_ULL(21) | BIT_ULL(30),
	  IOMMU_CAPS_S1_AARCH64_4K, IOMMU_CAPS_S2_AARCH64_4K },
	{ IDR5_GRAN16K, BIT_ULL(14), BIT_ULL(14) | BIT_ULL(25),
	  IOMMU_CAPS_S1_AARCH64_16K, IOMMU_CAPS_S2_AARCH64_16K },
	{ IDR5_GRAN64K, BIT_ULL(16), BIT_ULL(16) | BIT_ULL(29),
	  IOMMU_CAPS_S1_AARCH64_64K, IOMMU_CAPS_S2_AARCH64_64K },
};

/* OAS 7 is reserved; the kernel goes as far as 48 bits then. */
static const u8 oas_bits[] = { 32, 36, 40, 42, 44, 48, 52, 48 };

struct decoding {
	const struct iommu_caps_regs *regs;
	struct iommu_caps *caps;
	u32 idr0;
	u32 idr1;
	u32 idr5;
	bool stage1;
	bool stage2;
	bool aarch64;
};

static bool has(const struct decoding *d, enum arm_smmu_v3_reg reg)
{
	return iommu_caps_regs_has(d->regs, reg);
}

static u32 get(const struct decoding *d, enum arm_smmu_v3_reg reg)
{
	return d->regs->value[reg];
}

static void decode_ids(struct decoding *d)
{
	const u32 ssid = FIELD_GET(IDR1_SSIDSIZE, d->idr1);
	const u32 sid = FIELD_GET(IDR1_SIDSIZE, d->idr1);

	iommu_caps_set(d->caps, IOMMU_CAPS_ASID_BITS,
		       !d->stage1 ? 0 : d->idr0 & IDR0_ASID16 ? 16 : 8);
	if (!d->stage1)
		iommu_caps_set(d->caps, IOMMU_CAPS_SSID_BITS, 0);
	else if (ssid <= SSIDSIZE_MAX)
		iommu_caps_set(d->caps, IOMMU_CAPS_SSID_BITS, ssid);
	if (sid <= SIDSIZE_MAX)
		iommu_caps_set(d->caps, IOMMU_CAPS_SID_BITS, sid);
}

static void decode_pasid_table(struct decoding *d)
{
	struct iommu_caps *caps = d->caps;

	if (!iommu_caps_knows(caps, IOMMU_CAPS_SSID_BITS))
		return;
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID0);
	if (!caps->value[IOMMU_CAPS_SSID_BITS])
		return;

	if (d->idr0 & IDR0_CD2L) {
		iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT,
			       IOMMU_CAPS_PASID_TABLE_2LVL_64K);
		iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT,
			       IOMMU_CAPS_PASID_TABLE_2LVL_4K);
	}
	iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT,
		       IOMMU_CAPS_PASID_TABLE_LINEAR);
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_TERMINATE);
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_BYPASS);
	iommu_caps_add(caps, IOMMU_CAPS_PASID0, IOMMU_CAPS_PASID0_PASID0);
}

static void decode_widths(struct decoding *d)
{
	const u32 output = oas_bits[FIELD_GET(IDR5_OAS, d->idr5)];

	iommu_caps_set(d->caps, IOMMU_CAPS_OUTPUT_BITS, output);
	if (d->stage2)
		iommu_caps_set(d->caps, IOMMU_CAPS_S2_INPUT_BITS, output);
	if (d->stage1 && d->aarch64)
		iommu_caps_set(d->caps, IOMMU_CAPS_INPUT_BITS,
			       FIELD_GET(IDR5_VAX, d->idr5) ? 52 : 48);
	else if (!d->stage1 && d->stage2)
		iommu_caps_set(d->caps, IOMMU_CAPS_INPUT_BITS, output);
}

static void add_granule(struct decoding *d, unsigned int i)
{
	struct iommu_caps *caps = d->caps;

	if (d->stage1) {
		iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, granules[i].stage1);
		caps->value[IOMMU_CAPS_PAGE_SIZES] |= granules[i].sizes;
	}
	if (d->stage2) {
		iommu_caps_add(caps, IOMMU_CAPS_S2_PGTABLE_FORMAT, granules[i].stage2);
		caps->value[IOMMU_CAPS_S2_PAGE_SIZES] |= granules[i].sizes;
	}
}

/*
 * The granule of the kernel's own pages comes first, the others ascend. A TTF
 * of 0 is reserved: which tables a stage takes is not known then.
 */
static void decode_page_tables(struct decoding *d)
{
	const bool reserved = !FIELD_GET(IDR0_TTF, d->idr0);
	const u64 first = has(d, ARM_SMMU_V3_PAGE_SIZE) ?
			  d->regs->value[ARM_SMMU_V3_PAGE_SIZE] : 0;
	unsigned int i;

	if (!d->stage1 || !reserved) {
		iommu_caps_set_none(d->caps, IOMMU_CAPS_PGTABLE_FORMAT);
		iommu_caps_set_none(d->caps, IOMMU_CAPS_PAGE_SIZES);
	}
	if (!d->stage2 || !reserved) {
		iommu_caps_set_none(d->caps, IOMMU_CAPS_S2_PGTABLE_FORMAT);
		iommu_caps_set_none(d->caps, IOMMU_CAPS_S2_PAGE_SIZES);
	}
	if (!d->aarch64)
		return;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		if (d->idr5 & granules[i].bit && granules[i].size == first)
			add_granule(d, i);
	for (i = 0; i < ARRAY_SIZE(granules); i++)
		if (d->idr5 & granules[i].bit && granules[i].size != first)
			add_granule(d, i);
}

static enum iommu_caps_word_id httu_word(const struct decoding *d)
{
	if (!d->stage1)
		return IOMMU_CAPS_HTTU_NONE;

	if (has(d, ARM_SMMU_V3_IORT_HTTU)) {
		/* As the driver reads it: 3 is neither of its two values. */
		switch (get(d, ARM_SMMU_V3_IORT_HTTU)) {
		case 1:
			return IOMMU_CAPS_HTTU_ACCESS;
		case 2:
			return IOMMU_CAPS_HTTU_ACCESS_DIRTY;
		default:
			return IOMMU_CAPS_HTTU_NONE;
		}
	}

	switch (FIELD_GET(IDR0_HTTU, d->idr0)) {
	case 0:
		return IOMMU_CAPS_HTTU_NONE;
	case 1:
		return IOMMU_CAPS_HTTU_ACCESS;
	default:
		return IOMMU_CAPS_HTTU_ACCESS_DIRTY;
	}
}

static void decode_dirty(struct decoding *d)
{
	const enum iommu_caps_word_id httu = httu_word(d);
	const bool coherent = has(d, ARM_SMMU_V3_COHERENT) ?
			      get(d, ARM_SMMU_V3_COHERENT) :
			      d->idr0 & IDR0_COHACC;

	iommu_caps_set(d->caps, IOMMU_CAPS_HTTU, httu);
	iommu_caps_set_switch(d->caps, IOMMU_CAPS_COHERENT, coherent);
	iommu_caps_set_switch(d->caps, IOMMU_CAPS_DIRTY_TRACKING,
			      httu == IOMMU_CAPS_HTTU_ACCESS_DIRTY && coherent);
}

/* Of encodings that the architecture reserves there is no value. */
static void decode_words(struct decoding *d)
{
	struct iommu_caps *caps = d->caps;

	switch (FIELD_GET(IDR0_STALL_MODEL, d->idr0)) {
	case 0:
		iommu_caps_set(caps, IOMMU_CAPS_STALL, IOMMU_CAPS_STALL_ENABLED);
		break;
	case 1:
		iommu_caps_set(caps, IOMMU_CAPS_STALL, IOMMU_CAPS_STALL_DISABLED);
		break;
	case 2:
		iommu_caps_set(caps, IOMMU_CAPS_STALL, IOMMU_CAPS_STALL_FORCE);
		break;
	}

	switch (FIELD_GET(IDR0_TTENDIAN, d->idr0)) {
	case 0:
		iommu_caps_set(caps, IOMMU_CAPS_TT_ENDIAN, IOMMU_CAPS_ENDIAN_BOTH);
		break;
	case 2:
		iommu_caps_set(caps, IOMMU_CAPS_TT_ENDIAN, IOMMU_CAPS_ENDIAN_LITTLE);
		break;
	case 3:
		iommu_caps_set(caps, IOMMU_CAPS_TT_ENDIAN, IOMMU_CAPS_ENDIAN_BIG);
		break;
	}

	switch (FIELD_GET(IDR0_ST_LEVEL, d->idr0)) {
	case 1:
		iommu_caps_add(caps, IOMMU_CAPS_STREAM_TABLE_FORMAT, IOMMU_CAPS_STREAM_2LVL);
		fallthrough;
	case 0:
		iommu_caps_add(caps, IOMMU_CAPS_STREAM_TABLE_FORMAT, IOMMU_CAPS_STREAM_LINEAR);
		break;
	}
}

/* On where hardware has it and the driver left it on; unknown without @reg. */
static void decode_switch(struct decoding *d, enum iommu_caps_attribute_id id,
			  bool present, enum arm_smmu_v3_reg reg, u32 bit, u32 on)
{
	if (!present)
		iommu_caps_set_switch(d->caps, id, false);
	else if (has(d, reg))
		iommu_caps_set_switch(d->caps, id, (get(d, reg) & bit) == on);
}

static void decode_switches(struct decoding *d)
{
	const u32 idr3 = get(d, ARM_SMMU_V3_IDR3);

	decode_switch(d, IOMMU_CAPS_BTM, d->idr0 & IDR0_BTM,
		      ARM_SMMU_V3_CR2, CR2_PTM, 0);
	decode_switch(d, IOMMU_CAPS_ATS, d->idr0 & IDR0_ATS,
		      ARM_SMMU_V3_CR0, CR0_ATSCHK, CR0_ATSCHK);
	decode_switch(d, IOMMU_CAPS_PRI, d->idr0 & IDR0_PRI,
		      ARM_SMMU_V3_CR0, CR0_PRIQEN, CR0_PRIQEN);
	iommu_caps_set_switch(d->caps, IOMMU_CAPS_LPA2, d->idr5 & IDR5_DS);

	if (!has(d, ARM_SMMU_V3_IDR3))
		return;
	iommu_caps_set_switch(d->caps, IOMMU_CAPS_S2FWB, idr3 & IDR3_FWB);
	iommu_caps_set_switch(d->caps, IOMMU_CAPS_RIL, idr3 & IDR3_RIL);
	if (FIELD_GET(IDR3_BBM, idr3) < 3)
		iommu_caps_set(d->caps, IOMMU_CAPS_BBM, FIELD_GET(IDR3_BBM, idr3));
}

/* Errata 1209401 (MMU-600 before r2), 2268618 and 2812531 (MMU-700 before r1p1) */
static bool nesting_is_broken(u32 iidr)
{
	const u32 variant = FIELD_GET(IIDR_VARIANT, iidr);

	if (FIELD_GET(IIDR_IMPLEMENTER, iidr) != IIDR_IMPLEMENTER_ARM)
		return false;

	switch (FIELD_GET(IIDR_PRODUCT, iidr)) {
	case IIDR_PRODUCT_MMU_600:
		return variant < 2;
	case IIDR_PRODUCT_MMU_700:
		return variant < 1 ||
		       (variant == 1 && FIELD_GET(IIDR_REVISION, iidr) < 1);
	default:
		return false;
	}
}

/**
 * arm_smmu_v3_decode - capabilities of an SMMUv3 from its registers
 * @regs: registers and facts, by enum arm_smmu_v3_reg
 * @caps: gets what they say; what they don't say is left unknown
 *
 * Return: 0, or -EINVAL if IDR0, IDR1 or IDR5 is not among @regs
 */
int arm_smmu_v3_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps)
{
	struct decoding d = { .regs = regs, .caps = caps };

	if (!has(&d, ARM_SMMU_V3_IDR0) || !has(&d, ARM_SMMU_V3_IDR1) ||
	    !has(&d, ARM_SMMU_V3_IDR5))
		return -EINVAL;

	d.idr0 = get(&d, ARM_SMMU_V3_IDR0);
	d.idr1 = get(&d, ARM_SMMU_V3_IDR1);
	d.idr5 = get(&d, ARM_SMMU_V3_IDR5);
	d.stage1 = d.idr0 & IDR0_S1P;
	d.stage2 = d.idr0 & IDR0_S2P;
	d.aarch64 = FIELD_GET(IDR0_TTF, d.idr0) & IDR0_TTF_AARCH64;

	iommu_caps_init(caps, IOMMU_CAPS_MODEL_ARM_SMMU_V3);
	decode_ids(&d);
	decode_pasid_table(&d);
	decode_widths(&d);
	decode_page_tables(&d);
	decode_dirty(&d);
	decode_words(&d);
	decode_switches(&d);
	iommu_caps_set_switch(caps, IOMMU_CAPS_NESTING,
			      d.stage1 && d.stage2 &&
			      !(has(&d, ARM_SMMU_V3_IIDR) &&
				nesting_is_broken(get(&d, ARM_SMMU_V3_IIDR))));
	return 0;
}
