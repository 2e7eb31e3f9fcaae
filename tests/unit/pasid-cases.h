/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What the check of a PASID table has to answer: tables offered to a few
 * IOMMUs, in the order in which the answers are described, a row each.
 * Nothing here needs a C library, so that kernel code can be held to it too.
 */
#ifndef TESTS_PASID_CASES_H
#define TESTS_PASID_CASES_H

#include <linux/errno.h>
#include <linux/iommu-caps.h>

/* The longest config of these cases. */
#define PASID_CASE_SIZE 64

/* An IOMMU, as far as the check looks at it; lists end with a 0. */
struct pasid_unit {
	enum iommu_caps_model_id model;
	u64 unknown; /* a bit for each attribute that it does not show */
	u32 ssid_bits;
	u32 output_bits;
	u64 align;
	u8 stage1;
	u8 formats[4];
	u8 pasid0[4];
};

enum pasid_unit_id {
	SMMU_ALL,	      /* all that there is */
	SMMU_FEW,     /* one format, one behaviour, few bits, few addresses */
	SMMU_WIDE,    /* wants more alignment than a table */
	SMMU_FUTURE,  /* more bits than any field has */
	SMMU_NONE,    /* stage 1 without PASID */
	SMMU_S2,      /* no stage 1 */
	SMMU_SILENT,  /* shows nothing that could not be defaulted */
	VTD_ALL,
	VTD_SMALL,
	VTD_LARGE,
	VTD_NONE,
	AMD_ALL,
	AMD_1LVL,
	AMD_NONE,
	RISCV_ALL,
	RISCV_PD17,
	VIRTIO,
	PASID_UNITS,
};

#define W(name) (IOMMU_CAPS_##name)
#define ALL_SMMU { W(PASID_TABLE_LINEAR), W(PASID_TABLE_2LVL_4K), W(PASID_TABLE_2LVL_64K) }
#define ALL_DSS { W(PASID0_TERMINATE), W(PASID0_BYPASS), W(PASID0_PASID0) }
#define ALL_AMD { W(PASID_TABLE_GCR3_1LVL), W(PASID_TABLE_GCR3_2LVL), W(PASID_TABLE_GCR3_3LVL) }
#define ALL_RISCV { W(PASID_TABLE_PD20), W(PASID_TABLE_PD17), W(PASID_TABLE_PD8) }
#define MODEL(name) (IOMMU_CAPS_MODEL_##name)
#define NOT(name) BIT_ULL(IOMMU_CAPS_##name)

/* Model, unknown; ssid_bits, output_bits, alignment, stage 1; formats; PASID 0 */
static const struct pasid_unit pasid_units[PASID_UNITS] = {
	[SMMU_ALL] = { MODEL(ARM_SMMU_V3), 0, 20, 52, 64, 1, ALL_SMMU, ALL_DSS },
	[SMMU_FEW] = { MODEL(ARM_SMMU_V3), 0, 6, 32, 64, 1, { W(PASID_TABLE_2LVL_4K) },
		       { W(PASID0_BYPASS) } },
	[SMMU_WIDE] = { MODEL(ARM_SMMU_V3), 0, 20, 0, 8192, 1, ALL_SMMU, ALL_DSS },
	[SMMU_FUTURE] = { MODEL(ARM_SMMU_V3), 0, 64, 0, 64, 1, ALL_SMMU, ALL_DSS },
	[SMMU_NONE] = { MODEL(ARM_SMMU_V3), 0, 0, 44, 64, 1, { 0 }, { 0 } },
	[SMMU_S2] = { MODEL(ARM_SMMU_V3), 0, 0, 44, 64, 0, { 0 }, { 0 } },
	[SMMU_SILENT] = { MODEL(ARM_SMMU_V3),
			  NOT(SSID_BITS) | NOT(OUTPUT_BITS) | NOT(PASID_TABLE_ALIGN) |
				  NOT(PGTABLE_FORMAT) | NOT(PASID_TABLE_FORMAT) | NOT(PASID0),
			  20, 52, 64, 1, ALL_SMMU, ALL_DSS },
	[VTD_ALL] = { MODEL(INTEL_VTD), NOT(OUTPUT_BITS), 20, 0, 4096, 1,
		  { W(PASID_TABLE_SCALABLE) }, { W(PASID0_PASID0) } },
	[VTD_SMALL] = { MODEL(INTEL_VTD), 0, 16, 39, 4096, 1, { W(PASID_TABLE_SCALABLE) },
			{ W(PASID0_PASID0) } },
	[VTD_LARGE] = { MODEL(INTEL_VTD), 0, 20, 63, 4096, 1, { W(PASID_TABLE_SCALABLE) },
			{ W(PASID0_PASID0) } },
	[VTD_NONE] = { MODEL(INTEL_VTD), 0, 0, 46, 4096, 1, { 0 }, { 0 } },
	[AMD_ALL] = { MODEL(AMD_VI), 0, 27, 64, 4096, 1, ALL_AMD,
		  { W(PASID0_BYPASS), W(PASID0_PASID0) } },
	[AMD_1LVL] = { MODEL(AMD_VI), 0, 16, 48, 4096, 1, { W(PASID_TABLE_GCR3_1LVL) },
		       { W(PASID0_BYPASS), W(PASID0_PASID0) } },
	[AMD_NONE] = { MODEL(AMD_VI), 0, 0, 48, 4096, 0, { 0 }, { 0 } },
	[RISCV_ALL] = { MODEL(RISCV_IOMMU), NOT(OUTPUT_BITS), 20, 0, 4096, 1, ALL_RISCV,
		    { W(PASID0_BYPASS), W(PASID0_PASID0) } },
	[RISCV_PD17] = { MODEL(RISCV_IOMMU), 0, 17, 46, 4096, 1, { W(PASID_TABLE_PD17) },
			 { W(PASID0_BYPASS) } },
	[VIRTIO] = { MODEL(VIRTIO_IOMMU), 0, 0, 0, 0, 1, { 0 }, { 0 } },
};

/* A table that is offered to one of them. */
struct pasid_case {
	const char *name;
	enum pasid_unit_id unit;
	int more; /* of argsz: bytes beyond those of the struct, or short of them */
	u32 flags;
	u32 model;
	u8 bits;
	u64 base;
	u8 fields[2];
	u8 at;	  /* a byte of the config, after all else; 0 for none */
	u8 value; /* what stands there */
	int error;
};

#define ERROR(number) .error = (number)
#define POKE(offset, byte) .at = (offset), .value = (byte)
#define FLAGS(word) .flags = (word)
#define MORE(n) .more = (n)

/* Bits, base, and the fields of the model */
#define OF_SMMU(b, p, s1fmt, s1dss) \
	.model = IOMMU_CAPS_NUMBER_ARM_SMMU_V3, .bits = (b), .base = (p), \
	.fields = { (s1fmt), (s1dss) }
#define OF_VTD(b, p, ttm) \
	.model = IOMMU_CAPS_NUMBER_INTEL_VTD, .bits = (b), .base = (p), .fields = { (ttm) }
#define OF_AMD(b, p, glx) \
	.model = IOMMU_CAPS_NUMBER_AMD_VI, .bits = (b), .base = (p), .fields = { (glx) }
#define OF_RISCV(b, p, mode) \
	.model = IOMMU_CAPS_NUMBER_RISCV_IOMMU, .bits = (b), .base = (p), .fields = { (mode) }
#define OF_VIRTIO(b, p) .model = IOMMU_CAPS_NUMBER_VIRTIO_IOMMU, .bits = (b), .base = (p)
#define OF_NOBODY(number) .model = (number), .bits = 9, .base = 0x100000

/* What is wrong with none of them. */
#define GOOD_SMMU OF_SMMU(16, 0x400000, 0, 2)
#define GOOD_VTD OF_VTD(16, 0x4000, 1)
#define GOOD_AMD OF_AMD(9, 0x4000, 0)
#define GOOD_RISCV OF_RISCV(17, 0x4000, 2)

/* Bytes of the config: its padding, its fields, its tail */
#define AT_PADDING 13
#define AT_FIELDS 24
#define AT_TAIL 32

/* Every byte of padding for itself. */
#define PADDING(unit, table, first) \
	{ "padding 1", unit, table, POKE(AT_PADDING, 1), ERROR(EINVAL) }, \
	{ "padding 2", unit, table, POKE(AT_PADDING + 1, 0x80), ERROR(EINVAL) }, \
	{ "padding 3", unit, table, POKE(AT_PADDING + 2, 0xff), ERROR(EINVAL) }, \
	{ "field padding, first", unit, table, POKE(AT_FIELDS + (first), 1), ERROR(EINVAL) }, \
	{ "field padding 2", unit, table, POKE(AT_FIELDS + 2, 1), ERROR(EINVAL) }, \
	{ "field padding 3", unit, table, POKE(AT_FIELDS + 3, 1), ERROR(EINVAL) }, \
	{ "field padding 4", unit, table, POKE(AT_FIELDS + 4, 0x80), ERROR(EINVAL) }, \
	{ "field padding 5", unit, table, POKE(AT_FIELDS + 5, 1), ERROR(EINVAL) }, \
	{ "field padding 6", unit, table, POKE(AT_FIELDS + 6, 1), ERROR(EINVAL) }, \
	{ "field padding 7", unit, table, POKE(AT_FIELDS + 7, 0xff), ERROR(EINVAL) }

/* The root pointer of a table, around its alignment and the end of addresses. */
#define BASES(unit, of, bits, align, top, ...) \
	{ "base 0", unit, of(bits, 0, __VA_ARGS__), ERROR(EINVAL) }, \
	{ "least base", unit, of(bits, align, __VA_ARGS__) }, \
	{ "base before", unit, of(bits, (align) - 1, __VA_ARGS__), ERROR(EINVAL) }, \
	{ "base behind", unit, of(bits, (align) + 1, __VA_ARGS__), ERROR(EINVAL) }, \
	{ "half of it", unit, of(bits, (align) / 2, __VA_ARGS__), ERROR(EINVAL) }, \
	{ "half more", unit, of(bits, (align) / 2 * 3, __VA_ARGS__), ERROR(EINVAL) }, \
	{ "thrice", unit, of(bits, (align) * 3, __VA_ARGS__) }, \
	{ "at the end", unit, of(bits, (1ULL << (top)) - (align), __VA_ARGS__) }, \
	{ "beyond", unit, of(bits, 1ULL << (top), __VA_ARGS__), ERROR(ERANGE) }, \
	{ "far beyond", unit, of(bits, 1ULL << 63, __VA_ARGS__), ERROR(ERANGE) }, \
	{ "at the very end", unit, of(bits, -(u64)(align), __VA_ARGS__), ERROR(ERANGE) }

static const struct pasid_case pasid_cases[] = {
	/* argsz too small */
	{ "argsz 0", SMMU_ALL, GOOD_SMMU, MORE(-32), ERROR(EINVAL) },
	{ "argsz 1", SMMU_ALL, GOOD_SMMU, MORE(-31), ERROR(EINVAL) },
	{ "argsz, size less 8", VTD_ALL, GOOD_VTD, MORE(-8), ERROR(EINVAL) },
	{ "argsz, size less 1", AMD_ALL, GOOD_AMD, MORE(-1), ERROR(EINVAL) },
	{ "argsz, size", AMD_ALL, GOOD_AMD },

	/* argsz larger than known */
	{ "zero tail of 1", SMMU_ALL, GOOD_SMMU, MORE(1) },
	{ "zero tail of 8", SMMU_ALL, GOOD_SMMU, MORE(8) },
	{ "zero tail of 32", RISCV_ALL, GOOD_RISCV, MORE(32) },
	{ "tail of 1", SMMU_ALL, GOOD_SMMU, MORE(1), POKE(AT_TAIL, 1), ERROR(E2BIG) },
	{ "tail, first byte", SMMU_ALL, GOOD_SMMU, MORE(8), POKE(AT_TAIL, 1), ERROR(E2BIG) },
	{ "tail, last byte", SMMU_ALL, GOOD_SMMU, MORE(8), POKE(AT_TAIL + 7, 0x80), ERROR(E2BIG) },
	{ "long tail, last byte", VTD_ALL, GOOD_VTD, MORE(32), POKE(63, 1), ERROR(E2BIG) },
	{ "byte behind the tail", SMMU_ALL, GOOD_SMMU, MORE(8), POKE(AT_TAIL + 8, 1) },

	/* flags */
	{ "flag 0", SMMU_ALL, GOOD_SMMU, FLAGS(1), ERROR(EINVAL) },
	{ "flag 31", AMD_ALL, GOOD_AMD, FLAGS(1U << 31), ERROR(EINVAL) },

	/* model */
	{ "VT-d at SMMU", SMMU_ALL, GOOD_VTD, ERROR(ENODEV) },
	{ "AMD at SMMU", SMMU_ALL, GOOD_AMD, ERROR(ENODEV) },
	{ "RISC-V at SMMU", SMMU_ALL, GOOD_RISCV, ERROR(ENODEV) },
	{ "SMMU at VT-d", VTD_ALL, GOOD_SMMU, ERROR(ENODEV) },
	{ "AMD at VT-d", VTD_ALL, GOOD_AMD, ERROR(ENODEV) },
	{ "VT-d at AMD", AMD_ALL, GOOD_VTD, ERROR(ENODEV) },
	{ "SMMU at RISC-V", RISCV_ALL, GOOD_SMMU, ERROR(ENODEV) },
	{ "SMMU at virtio", VIRTIO, GOOD_SMMU, ERROR(ENODEV) },
	{ "virtio at SMMU", SMMU_ALL, OF_VIRTIO(9, 0x4000), ERROR(ENODEV) },
	{ "model 0", SMMU_ALL, OF_NOBODY(0), ERROR(ENODEV) },
	{ "model 3", SMMU_ALL, OF_NOBODY(3), ERROR(ENODEV) },
	{ "model 258", SMMU_ALL, OF_NOBODY(258), ERROR(ENODEV) },
	{ "model of 32 bits", SMMU_ALL, OF_NOBODY(0x80000002), ERROR(ENODEV) },

	/* padding */
	PADDING(SMMU_ALL, GOOD_SMMU, 2),
	PADDING(VTD_ALL, GOOD_VTD, 1),
	PADDING(AMD_ALL, GOOD_AMD, 1),
	PADDING(RISCV_ALL, GOOD_RISCV, 1),
	PADDING(VIRTIO, OF_VIRTIO(0, 0), 0),

	/* values of fields that have no meaning */
	{ "s1fmt 3", SMMU_ALL, OF_SMMU(16, 0x400000, 3, 2), ERROR(EINVAL) },
	{ "s1fmt 255", SMMU_ALL, OF_SMMU(16, 0x400000, 255, 2), ERROR(EINVAL) },
	{ "s1dss 3", SMMU_ALL, OF_SMMU(16, 0x400000, 0, 3), ERROR(EINVAL) },
	{ "s1dss 255", SMMU_ALL, OF_SMMU(16, 0x400000, 0, 255), ERROR(EINVAL) },
	{ "0 bits, s1fmt 1", SMMU_ALL, OF_SMMU(0, 0x400000, 1, 0), ERROR(EINVAL) },
	{ "0 bits, s1fmt 2", SMMU_ALL, OF_SMMU(0, 0x400000, 2, 0), ERROR(EINVAL) },
	{ "0 bits, s1fmt 3", SMMU_ALL, OF_SMMU(0, 0x400000, 3, 0), ERROR(EINVAL) },
	{ "0 bits, s1dss 1", SMMU_ALL, OF_SMMU(0, 0x400000, 0, 1), ERROR(EINVAL) },
	{ "0 bits, s1dss 2", SMMU_NONE, OF_SMMU(0, 0x400000, 0, 2), ERROR(EINVAL) },
	{ "ttm 0", VTD_ALL, OF_VTD(16, 0x4000, 0), ERROR(EINVAL) },
	{ "ttm 2", VTD_ALL, OF_VTD(16, 0x4000, 2), ERROR(EINVAL) },
	{ "ttm 255", VTD_ALL, OF_VTD(16, 0x4000, 255), ERROR(EINVAL) },
	{ "glx 3", AMD_ALL, OF_AMD(9, 0x4000, 3), ERROR(EINVAL) },
	{ "glx 255", AMD_ALL, OF_AMD(9, 0x4000, 255), ERROR(EINVAL) },
	{ "mode 0", RISCV_ALL, OF_RISCV(8, 0x4000, 0), ERROR(EINVAL) },
	{ "mode 4", RISCV_ALL, OF_RISCV(8, 0x4000, 4), ERROR(EINVAL) },
	{ "mode 255", RISCV_ALL, OF_RISCV(8, 0x4000, 255), ERROR(EINVAL) },

	/* no PASID, or not this format or behaviour */
	{ "no PASID", SMMU_NONE, OF_SMMU(1, 0x400000, 0, 0), ERROR(EOPNOTSUPP) },
	{ "no PASID", VTD_NONE, GOOD_VTD, ERROR(EOPNOTSUPP) },
	{ "no PASID, 0 bits", VTD_NONE, OF_VTD(0, 0x4000, 1), ERROR(EOPNOTSUPP) },
	{ "no PASID", AMD_NONE, GOOD_AMD, ERROR(EOPNOTSUPP) },
	{ "no PASID", VIRTIO, OF_VIRTIO(9, 0x4000), ERROR(EOPNOTSUPP) },
	{ "no PASID, 0 bits", VIRTIO, OF_VIRTIO(0, 0x4000), ERROR(EOPNOTSUPP) },
	{ "nothing is known", SMMU_SILENT, GOOD_SMMU, ERROR(EOPNOTSUPP) },
	{ "no stage 1 is known", SMMU_SILENT, OF_SMMU(0, 64, 0, 0), ERROR(EOPNOTSUPP) },
	{ "0 bits, no PASID", SMMU_NONE, OF_SMMU(0, 64, 0, 0) },
	{ "0 bits, no stage 1", SMMU_S2, OF_SMMU(0, 64, 0, 0), ERROR(EOPNOTSUPP) },
	{ "0 bits, linear not offered", SMMU_FEW, OF_SMMU(0, 64, 0, 0) },
	{ "linear not offered", SMMU_FEW, OF_SMMU(6, 0x4000, 0, 1), ERROR(EOPNOTSUPP) },
	{ "2lvl-64k not offered", SMMU_FEW, OF_SMMU(6, 64, 2, 1), ERROR(EOPNOTSUPP) },
	{ "terminate not offered", SMMU_FEW, OF_SMMU(6, 64, 1, 0), ERROR(EOPNOTSUPP) },
	{ "pasid0 not offered", SMMU_FEW, OF_SMMU(6, 64, 1, 2), ERROR(EOPNOTSUPP) },
	{ "just what is offered", SMMU_FEW, OF_SMMU(6, 64, 1, 1) },
	{ "gcr3-2lvl not offered", AMD_1LVL, OF_AMD(9, 0x4000, 1), ERROR(EOPNOTSUPP) },
	{ "gcr3-3lvl not offered", AMD_1LVL, OF_AMD(9, 0x4000, 2), ERROR(EOPNOTSUPP) },
	{ "pd8 not offered", RISCV_PD17, OF_RISCV(8, 0x4000, 1), ERROR(EOPNOTSUPP) },
	{ "pd20 not offered", RISCV_PD17, OF_RISCV(17, 0x4000, 3), ERROR(EOPNOTSUPP) },

	/* bits */
	{ "1 bit", SMMU_ALL, OF_SMMU(1, 128, 0, 0) },
	{ "20 bits", SMMU_ALL, OF_SMMU(20, 0x4000000, 0, 0) },
	{ "21 bits", SMMU_ALL, OF_SMMU(21, 0x8000000, 0, 0), ERROR(ERANGE) },
	{ "20 bits", SMMU_ALL, OF_SMMU(20, 0x20000, 1, 1) },
	{ "21 bits", SMMU_ALL, OF_SMMU(21, 0x40000, 1, 1), ERROR(ERANGE) },
	{ "20 bits", SMMU_ALL, OF_SMMU(20, 0x2000, 2, 2) },
	{ "21 bits", SMMU_ALL, OF_SMMU(21, 0x4000, 2, 2), ERROR(ERANGE) },
	{ "255 bits", SMMU_ALL, OF_SMMU(255, 0x400000, 0, 2), ERROR(ERANGE) },
	{ "31 bits", SMMU_FUTURE, OF_SMMU(31, 1ULL << 37, 0, 2) },
	{ "32 bits", SMMU_FUTURE, OF_SMMU(32, 1ULL << 38, 0, 2), ERROR(ERANGE) },
	{ "32 bits", SMMU_FUTURE, OF_SMMU(32, 1ULL << 38, 2, 2), ERROR(ERANGE) },
	{ "64 bits", SMMU_FUTURE, OF_SMMU(64, 1ULL << 38, 0, 2), ERROR(ERANGE) },
	{ "bits of few", SMMU_FEW, OF_SMMU(7, 64, 1, 1), ERROR(ERANGE) },
	{ "0 bits", VTD_ALL, OF_VTD(0, 0x4000, 1), ERROR(ERANGE) },
	{ "1 bit", VTD_ALL, OF_VTD(1, 0x4000, 1) },
	{ "20 bits", VTD_ALL, OF_VTD(20, 0x20000, 1) },
	{ "21 bits", VTD_ALL, OF_VTD(21, 0x40000, 1), ERROR(ERANGE) },
	{ "16 bits of 16", VTD_SMALL, OF_VTD(16, 0x4000, 1) },
	{ "17 bits of 16", VTD_SMALL, OF_VTD(17, 0x4000, 1), ERROR(ERANGE) },
	{ "0 bits", AMD_ALL, OF_AMD(0, 0x4000, 0), ERROR(ERANGE) },
	{ "0 bits, gcr3-2lvl not offered", AMD_1LVL, OF_AMD(0, 0x4000, 1), ERROR(ERANGE) },
	{ "9 bits", AMD_ALL, OF_AMD(9, 0x4000, 0) },
	{ "10 bits", AMD_ALL, OF_AMD(10, 0x4000, 0), ERROR(ERANGE) },
	{ "18 bits", AMD_ALL, OF_AMD(18, 0x4000, 1) },
	{ "19 bits", AMD_ALL, OF_AMD(19, 0x4000, 1), ERROR(ERANGE) },
	{ "27 bits", AMD_ALL, OF_AMD(27, 0x4000, 2) },
	{ "28 bits", AMD_ALL, OF_AMD(28, 0x4000, 2), ERROR(ERANGE) },
	{ "beyond the format, not the IOMMU", AMD_1LVL, OF_AMD(10, 0x4000, 0), ERROR(ERANGE) },
	{ "0 bits", RISCV_ALL, OF_RISCV(0, 0x4000, 1), ERROR(ERANGE) },
	{ "8 bits", RISCV_ALL, OF_RISCV(8, 0x4000, 1) },
	{ "9 bits", RISCV_ALL, OF_RISCV(9, 0x4000, 1), ERROR(ERANGE) },
	{ "17 bits", RISCV_ALL, OF_RISCV(17, 0x4000, 2) },
	{ "18 bits", RISCV_ALL, OF_RISCV(18, 0x4000, 2), ERROR(ERANGE) },
	{ "20 bits", RISCV_ALL, OF_RISCV(20, 0x4000, 3) },
	{ "21 bits", RISCV_ALL, OF_RISCV(21, 0x4000, 3), ERROR(ERANGE) },
	{ "18 bits of 17", RISCV_PD17, OF_RISCV(18, 0x4000, 2), ERROR(ERANGE) },

	/* base, by the table of formats */
	BASES(SMMU_ALL, OF_SMMU, 0, 64, 52, 0, 0),
	BASES(SMMU_ALL, OF_SMMU, 1, 128, 52, 0, 0),
	BASES(SMMU_ALL, OF_SMMU, 10, 0x10000, 52, 0, 1),
	BASES(SMMU_ALL, OF_SMMU, 20, 0x4000000, 52, 0, 2),
	BASES(SMMU_ALL, OF_SMMU, 1, 64, 52, 1, 0),
	BASES(SMMU_ALL, OF_SMMU, 9, 64, 52, 1, 0),
	BASES(SMMU_ALL, OF_SMMU, 10, 128, 52, 1, 1),
	BASES(SMMU_ALL, OF_SMMU, 20, 0x20000, 52, 1, 2),
	BASES(SMMU_ALL, OF_SMMU, 13, 64, 52, 2, 2),
	BASES(SMMU_ALL, OF_SMMU, 14, 128, 52, 2, 2),
	BASES(SMMU_ALL, OF_SMMU, 20, 0x2000, 52, 2, 2),
	BASES(SMMU_FEW, OF_SMMU, 0, 64, 32, 0, 0),
	BASES(SMMU_FEW, OF_SMMU, 6, 64, 32, 1, 1),
	BASES(SMMU_NONE, OF_SMMU, 0, 64, 44, 0, 0),
	BASES(SMMU_WIDE, OF_SMMU, 0, 0x2000, 52, 0, 0),
	BASES(SMMU_WIDE, OF_SMMU, 4, 0x2000, 52, 0, 0),
	BASES(SMMU_WIDE, OF_SMMU, 8, 0x4000, 52, 0, 0),
	BASES(SMMU_WIDE, OF_SMMU, 20, 0x2000, 52, 2, 0),
	BASES(VTD_SMALL, OF_VTD, 1, 0x1000, 39, 1),
	BASES(VTD_SMALL, OF_VTD, 15, 0x1000, 39, 1),
	BASES(AMD_ALL, OF_AMD, 9, 0x1000, 52, 0),
	BASES(AMD_ALL, OF_AMD, 18, 0x1000, 52, 1),
	BASES(AMD_ALL, OF_AMD, 27, 0x1000, 52, 2),
	BASES(AMD_1LVL, OF_AMD, 9, 0x1000, 48, 0),
	BASES(RISCV_ALL, OF_RISCV, 8, 0x1000, 56, 1),
	BASES(RISCV_ALL, OF_RISCV, 17, 0x1000, 56, 2),
	BASES(RISCV_ALL, OF_RISCV, 20, 0x1000, 56, 3),
	BASES(RISCV_PD17, OF_RISCV, 17, 0x1000, 46, 2),
	/* A table that is larger than its alignment */
	{ "fits", VTD_SMALL, OF_VTD(16, (1ULL << 39) - 0x2000, 1) },
	{ "20 bits fit", VTD_ALL, OF_VTD(20, -0x20000ULL - 0x1000, 1) },
	{ "20 bits overflow", VTD_ALL, OF_VTD(20, -0x20000ULL + 0x1000, 1), ERROR(ERANGE) },
	{ "20 bits end with all addresses", VTD_ALL, OF_VTD(20, -0x20000ULL, 1), ERROR(ERANGE) },
	{ "20 bits end at 63", VTD_LARGE, OF_VTD(20, (1ULL << 63) - 0x20000, 1) },
	{ "20 bits beyond 63", VTD_LARGE, OF_VTD(20, (1ULL << 63) - 0x1f000, 1), ERROR(ERANGE) },
	{ "1 bit beyond 63", VTD_LARGE, OF_VTD(1, 1ULL << 63, 1), ERROR(ERANGE) },
	{ "high base", VTD_ALL, OF_VTD(1, 1ULL << 63, 1) },
	{ "13 bits at the very end", VTD_ALL, OF_VTD(13, -0x1000ULL, 1) },

	/* of two faults the earlier one is named */
	{ "argsz, flags", SMMU_ALL, GOOD_SMMU, MORE(-1), FLAGS(1), ERROR(EINVAL) },
	{ "tail, flags", SMMU_ALL, GOOD_SMMU, MORE(8), FLAGS(1), POKE(AT_TAIL, 1), ERROR(E2BIG) },
	{ "tail, model", SMMU_ALL, GOOD_VTD, MORE(8), POKE(AT_TAIL, 1), ERROR(E2BIG) },
	{ "tail, base", SMMU_ALL, OF_SMMU(16, 0, 0, 2), MORE(8), POKE(AT_TAIL, 1), ERROR(E2BIG) },
	{ "flags, model", SMMU_ALL, GOOD_VTD, FLAGS(1), ERROR(EINVAL) },
	{ "flags, PASID", VTD_NONE, GOOD_VTD, FLAGS(1), ERROR(EINVAL) },
	{ "model, padding", SMMU_ALL, GOOD_VTD, POKE(AT_PADDING, 1), ERROR(ENODEV) },
	{ "model, field", SMMU_ALL, OF_VTD(16, 0x4000, 2), ERROR(ENODEV) },
	{ "model, base", SMMU_ALL, OF_VTD(16, 0, 1), ERROR(ENODEV) },
	{ "padding, PASID", VTD_NONE, GOOD_VTD, POKE(AT_PADDING, 1), ERROR(EINVAL) },
	{ "field, PASID", AMD_NONE, OF_AMD(9, 0x4000, 3), ERROR(EINVAL) },
	{ "field, bits", SMMU_ALL, OF_SMMU(21, 0x400000, 3, 2), ERROR(EINVAL) },
	{ "0 bits with s1dss, no stage 1", SMMU_S2, OF_SMMU(0, 64, 0, 1), ERROR(EINVAL) },
	{ "PASID, bits", SMMU_NONE, OF_SMMU(21, 0x400000, 0, 0), ERROR(EOPNOTSUPP) },
	{ "PASID, base", VTD_NONE, OF_VTD(16, 0, 1), ERROR(EOPNOTSUPP) },
	{ "format, bits", AMD_1LVL, OF_AMD(28, 0x4000, 1), ERROR(EOPNOTSUPP) },
	{ "format, base", AMD_1LVL, OF_AMD(9, 0, 1), ERROR(EOPNOTSUPP) },
	{ "behaviour, bits", SMMU_FEW, OF_SMMU(7, 64, 1, 0), ERROR(EOPNOTSUPP) },
	{ "stage 1, base", SMMU_S2, OF_SMMU(0, 0, 0, 0), ERROR(EOPNOTSUPP) },
	{ "bits, base 0", SMMU_ALL, OF_SMMU(21, 0, 0, 2), ERROR(ERANGE) },
	{ "bits, base alignment", AMD_ALL, OF_AMD(10, 1, 0), ERROR(ERANGE) },
	{ "0 bits, base 0", AMD_ALL, OF_AMD(0, 0, 0), ERROR(ERANGE) },
	{ "alignment, end", SMMU_ALL, OF_SMMU(16, (1ULL << 52) + 64, 0, 2), ERROR(EINVAL) },
	{ "alignment, overflow", VTD_ALL, OF_VTD(20, -1ULL, 1), ERROR(EINVAL) },
};

/* The root table's size, and its own alignment. */
struct pasid_size {
	enum iommu_caps_format_id format;
	u32 bits;
	u64 size;
	u64 align;
};

#define FORMAT(name) (IOMMU_CAPS_FORMAT_##name)

static const struct pasid_size pasid_sizes[] = {
	{ FORMAT(ARM_SMMU_V3_LINEAR), 0, 64, 64 },
	{ FORMAT(ARM_SMMU_V3_LINEAR), 1, 128, 128 },
	{ FORMAT(ARM_SMMU_V3_LINEAR), 16, 0x400000, 0x400000 },
	{ FORMAT(ARM_SMMU_V3_LINEAR), 20, 0x4000000, 0x4000000 },
	{ FORMAT(ARM_SMMU_V3_2LVL_4K), 1, 8, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_4K), 6, 8, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_4K), 7, 16, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_4K), 9, 64, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_4K), 10, 128, 128 },
	{ FORMAT(ARM_SMMU_V3_2LVL_4K), 20, 0x20000, 0x20000 },
	{ FORMAT(ARM_SMMU_V3_2LVL_64K), 1, 8, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_64K), 10, 8, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_64K), 11, 16, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_64K), 13, 64, 64 },
	{ FORMAT(ARM_SMMU_V3_2LVL_64K), 16, 512, 512 },
	{ FORMAT(ARM_SMMU_V3_2LVL_64K), 20, 0x2000, 0x2000 },
	{ FORMAT(INTEL_VTD_SCALABLE), 1, 1024, 4096 },
	{ FORMAT(INTEL_VTD_SCALABLE), 13, 1024, 4096 },
	{ FORMAT(INTEL_VTD_SCALABLE), 14, 2048, 4096 },
	{ FORMAT(INTEL_VTD_SCALABLE), 15, 4096, 4096 },
	{ FORMAT(INTEL_VTD_SCALABLE), 16, 8192, 4096 },
	{ FORMAT(INTEL_VTD_SCALABLE), 20, 0x20000, 4096 },
	{ FORMAT(AMD_VI_GCR3_1LVL), 1, 4096, 4096 },
	{ FORMAT(AMD_VI_GCR3_1LVL), 9, 4096, 4096 },
	{ FORMAT(AMD_VI_GCR3_2LVL), 18, 4096, 4096 },
	{ FORMAT(AMD_VI_GCR3_3LVL), 27, 4096, 4096 },
	{ FORMAT(RISCV_IOMMU_PD8), 8, 4096, 4096 },
	{ FORMAT(RISCV_IOMMU_PD17), 17, 4096, 4096 },
	{ FORMAT(RISCV_IOMMU_PD20), 20, 4096, 4096 },
};

static inline void pasid_unit_list(struct iommu_caps *caps, enum iommu_caps_attribute_id id,
				   const u8 *words)
{
	iommu_caps_set_none(caps, id);
	while (*words)
		iommu_caps_add(caps, id, (enum iommu_caps_word_id)*words++);
}

static inline void pasid_unit_caps(const struct pasid_unit *unit, struct iommu_caps *caps)
{
	iommu_caps_init(caps, unit->model);
	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, unit->ssid_bits);
	iommu_caps_set(caps, IOMMU_CAPS_OUTPUT_BITS, unit->output_bits);
	iommu_caps_set(caps, IOMMU_CAPS_PASID_TABLE_ALIGN, unit->align);
	iommu_caps_set_none(caps, IOMMU_CAPS_PGTABLE_FORMAT);
	if (unit->stage1)
		iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_S1_AARCH64_4K);
	pasid_unit_list(caps, IOMMU_CAPS_PASID_TABLE_FORMAT, unit->formats);
	pasid_unit_list(caps, IOMMU_CAPS_PASID0, unit->pasid0);
	/* The values of what is not known stay, and must not be looked at. */
	caps->known &= ~unit->unknown;
}

/* The config as it lies in memory, of which argsz bytes are somebody's own. */
static inline u32 pasid_case_config(const struct pasid_case *c, u8 bytes[PASID_CASE_SIZE])
{
	struct iommu_pasid_table_config config = {
		.argsz = (u32)((int)sizeof(config) + c->more),
		.flags = c->flags,
		.model = c->model,
		.pasid_bits = c->bits,
		.base_ptr = c->base,
		.bytes = { c->fields[0], c->fields[1] },
	};
	const u8 *from = (const u8 *)&config;
	u32 i;

	for (i = 0; i < PASID_CASE_SIZE; i++)
		bytes[i] = i < sizeof(config) ? from[i] : 0;
	if (c->at)
		bytes[c->at] = c->value;
	return config.argsz;
}

#endif
