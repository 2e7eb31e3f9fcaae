/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The models, attributes and words of /sys/class/iommu/<iommu>/<model>/, a row
 * each. Included several times, with those of the macros defined whose rows
 * are wanted; they are undefined at the end. There is no include guard.
 *
 * IOMMU_CAPS_DEF_MODEL(ID, name, align)
 *	its number: IOMMU_CAPS_NUMBER_ID, in iommu-caps.h
 *	align: least alignment of the PASID table's base, in bytes
 *
 * IOMMU_CAPS_DEF_ATTRIBUTE(ID, name, KIND, WORDS, FLAGS, default, models, doc)
 *	KIND: UINT	a decimal number
 *	      WORD	one of WORDS
 *	      NAMES	those of WORDS that are offered, preferred first
 *	      NUMBERS	decimal numbers, ascending; each a power of two
 *	WORDS: the set of words, NONE for numbers
 *	FLAGS: PLAIN	nothing to note
 *	       BITS	a width in bits, 64 at most; its default 0 says what
 *			doc says
 *	       WIDTH	as BITS; 0 says "not reported, assume nothing"
 *	       ORDER	the words have an order, the row's first being the least
 *	       LEVEL	a level; there are 0, 1 and 2
 *	       ALIGN	the default is the model's align
 *	       REQUIRED	an absent file is no default: no such directory
 *	default: of UINT a number, of WORD a word's ID, else 0 (an empty list)
 *	models: those that have the notion, ON(ID) each
 *
 * IOMMU_CAPS_DEF_FORMAT(MODEL, ID, code, entry, leaf, floor, align, reach, width)
 *	a PASID table format of a model: ID among the words of PASID_TABLE
 *	code: IOMMU_PASID_TABLE_code stands for it in the config
 *	entry, leaf, floor: its root table has entry << max(floor, bits - leaf)
 *		bytes for so many bits of PASID
 *	align: of the root table, in bytes; SIZE: its own size, 64 at least
 *	reach: most bits of PASID; SMMUv3: as many as STE.S1CDMax holds
 *	width: bits of an address that the root table's base may have; 64: as
 *		many as the IOMMU has
 *
 * IOMMU_CAPS_DEF_WORD(WORDS, ID, text)
 *	Lists common to several IOMMUs are in the order of these rows.
 */

#ifdef IOMMU_CAPS_DEF_MODEL
IOMMU_CAPS_DEF_MODEL(INTEL_VTD, "intel-vtd", 4096)
IOMMU_CAPS_DEF_MODEL(ARM_SMMU_V3, "arm-smmu-v3", 64)
IOMMU_CAPS_DEF_MODEL(AMD_VI, "amd-vi", 4096)
IOMMU_CAPS_DEF_MODEL(VIRTIO_IOMMU, "virtio-iommu", 0)
IOMMU_CAPS_DEF_MODEL(RISCV_IOMMU, "riscv-iommu", 4096)
#undef IOMMU_CAPS_DEF_MODEL
#endif

#ifdef IOMMU_CAPS_DEF_FORMAT
IOMMU_CAPS_DEF_FORMAT(INTEL_VTD, SCALABLE, VTD_SCALABLE, 8, 6, 7, 4096, 20, 64)
IOMMU_CAPS_DEF_FORMAT(ARM_SMMU_V3, LINEAR, SMMU_LINEAR, 64, 0, 0, SIZE, 31, 52)
IOMMU_CAPS_DEF_FORMAT(ARM_SMMU_V3, 2LVL_4K, SMMU_2LVL_4K, 8, 6, 0, SIZE, 31, 52)
IOMMU_CAPS_DEF_FORMAT(ARM_SMMU_V3, 2LVL_64K, SMMU_2LVL_64K, 8, 10, 0, SIZE, 31, 52)
IOMMU_CAPS_DEF_FORMAT(AMD_VI, GCR3_1LVL, AMD_1LVL, 4096, 32, 0, 4096, 9, 52)
IOMMU_CAPS_DEF_FORMAT(AMD_VI, GCR3_2LVL, AMD_2LVL, 4096, 32, 0, 4096, 18, 52)
IOMMU_CAPS_DEF_FORMAT(AMD_VI, GCR3_3LVL, AMD_3LVL, 4096, 32, 0, 4096, 27, 52)
IOMMU_CAPS_DEF_FORMAT(RISCV_IOMMU, PD8, RISCV_PD8, 4096, 32, 0, 4096, 8, 56)
IOMMU_CAPS_DEF_FORMAT(RISCV_IOMMU, PD17, RISCV_PD17, 4096, 32, 0, 4096, 17, 56)
IOMMU_CAPS_DEF_FORMAT(RISCV_IOMMU, PD20, RISCV_PD20, 4096, 32, 0, 4096, 20, 56)
#undef IOMMU_CAPS_DEF_FORMAT
#endif

#ifdef IOMMU_CAPS_DEF_ATTRIBUTE
IOMMU_CAPS_DEF_ATTRIBUTE(MODEL, "model", UINT, NONE, REQUIRED, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU) |
			 ON(VIRTIO_IOMMU),
			 "the programming model that tables handed to this IOMMU must follow")
IOMMU_CAPS_DEF_ATTRIBUTE(ASID_BITS, "asid_bits", UINT, NONE, BITS, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "widest address-space ID; 0: address spaces are not tagged")
IOMMU_CAPS_DEF_ATTRIBUTE(SSID_BITS, "ssid_bits", UINT, NONE, BITS, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "widest substream ID (PASID); 0: PASID is not supported")
IOMMU_CAPS_DEF_ATTRIBUTE(SID_BITS, "sid_bits", UINT, NONE, WIDTH, 0,
			 ON(ARM_SMMU_V3),
			 "widest stream ID; 0: not reported")
IOMMU_CAPS_DEF_ATTRIBUTE(INPUT_BITS, "input_bits", UINT, NONE, WIDTH, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU) |
			 ON(VIRTIO_IOMMU),
			 "widest input address of stage 1 (else the only stage); 0: not reported")
IOMMU_CAPS_DEF_ATTRIBUTE(S2_INPUT_BITS, "s2_input_bits", UINT, NONE, WIDTH, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "widest guest-physical (stage-2 input) address; 0: not reported")
IOMMU_CAPS_DEF_ATTRIBUTE(OUTPUT_BITS, "output_bits", UINT, NONE, WIDTH, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "widest output address; 0: not reported, assume nothing")
IOMMU_CAPS_DEF_ATTRIBUTE(BTM, "btm", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(ARM_SMMU_V3),
			 "broadcast TLB maintenance")
IOMMU_CAPS_DEF_ATTRIBUTE(HTTU, "httu", WORD, HTTU, ORDER, HTTU_NONE,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "hardware update of the access and dirty state of stage-1 tables")
IOMMU_CAPS_DEF_ATTRIBUTE(STALL, "stall", WORD, STALL, PLAIN, STALL_DISABLED,
			 ON(ARM_SMMU_V3),
			 "faulting transactions can be (must be, for force) stalled")
IOMMU_CAPS_DEF_ATTRIBUTE(PGTABLE_FORMAT, "pgtable_format", NAMES, S1, PLAIN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU) |
			 ON(VIRTIO_IOMMU),
			 "stage-1 page-table formats")
IOMMU_CAPS_DEF_ATTRIBUTE(S2_PGTABLE_FORMAT, "s2_pgtable_format", NAMES, S2, PLAIN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "stage-2 page-table formats")
IOMMU_CAPS_DEF_ATTRIBUTE(PAGE_SIZES, "page_sizes", NUMBERS, NONE, PLAIN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU) |
			 ON(VIRTIO_IOMMU),
			 "page and block sizes of stage 1, in bytes")
IOMMU_CAPS_DEF_ATTRIBUTE(S2_PAGE_SIZES, "s2_page_sizes", NUMBERS, NONE, PLAIN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "page and block sizes of stage 2, in bytes")
IOMMU_CAPS_DEF_ATTRIBUTE(PASID_TABLE_FORMAT, "pasid_table_format", NAMES, PASID_TABLE, PLAIN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "PASID table formats")
IOMMU_CAPS_DEF_ATTRIBUTE(PASID_TABLE_ALIGN, "pasid_table_align", UINT, NONE, ALIGN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "least alignment of a PASID table in bytes; a large one needs more")
IOMMU_CAPS_DEF_ATTRIBUTE(PASID0, "pasid0", NAMES, PASID0, PLAIN, 0,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "what a transaction without PASID may do")
IOMMU_CAPS_DEF_ATTRIBUTE(NESTING, "nesting", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "stage 1 on stage 2, which a guest's own tables need")
IOMMU_CAPS_DEF_ATTRIBUTE(S2FWB, "s2fwb", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(ARM_SMMU_V3),
			 "stage 2 can force write-back")
IOMMU_CAPS_DEF_ATTRIBUTE(STREAM_TABLE_FORMAT, "stream_table_format", NAMES, STREAM, PLAIN, 0,
			 ON(ARM_SMMU_V3),
			 "stream table formats")
IOMMU_CAPS_DEF_ATTRIBUTE(TT_ENDIAN, "tt_endian", WORD, ENDIAN, PLAIN, ENDIAN_LITTLE,
			 ON(ARM_SMMU_V3),
			 "endianness of translation tables")
IOMMU_CAPS_DEF_ATTRIBUTE(LPA2, "lpa2", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(ARM_SMMU_V3),
			 "52-bit addresses with 4K and 16K granules")
IOMMU_CAPS_DEF_ATTRIBUTE(BBM, "bbm", UINT, NONE, LEVEL, 0,
			 ON(ARM_SMMU_V3),
			 "level of break-before-make relief: 0, 1 or 2")
IOMMU_CAPS_DEF_ATTRIBUTE(RIL, "ril", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(ARM_SMMU_V3),
			 "range-based TLB invalidation")
IOMMU_CAPS_DEF_ATTRIBUTE(ATS, "ats", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "PCI address translation service")
IOMMU_CAPS_DEF_ATTRIBUTE(PRI, "pri", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI) | ON(RISCV_IOMMU),
			 "PCI page requests")
IOMMU_CAPS_DEF_ATTRIBUTE(COHERENT, "coherent", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3),
			 "table walks see CPU caches; else a table's owner must clean them")
IOMMU_CAPS_DEF_ATTRIBUTE(SNOOP, "snoop", WORD, SWITCH, PLAIN, SWITCH_DISABLED,
			 ON(INTEL_VTD),
			 "DMA can be forced to snoop CPU caches")
IOMMU_CAPS_DEF_ATTRIBUTE(DIRTY_TRACKING, "dirty_tracking", WORD, SWITCH, PLAIN,
			 SWITCH_DISABLED,
			 ON(INTEL_VTD) | ON(ARM_SMMU_V3) | ON(AMD_VI),
			 "dirty pages of DMA can be tracked by hardware")
IOMMU_CAPS_DEF_ATTRIBUTE(INTREMAP, "intremap", WORD, INTREMAP, ORDER, INTREMAP_NONE,
			 ON(INTEL_VTD) | ON(AMD_VI),
			 "interrupt remapping")
IOMMU_CAPS_DEF_ATTRIBUTE(POSTED_INTERRUPTS, "posted_interrupts", WORD, SWITCH, PLAIN,
			 SWITCH_DISABLED,
			 ON(INTEL_VTD) | ON(AMD_VI),
			 "interrupts can be posted to a guest")
#undef IOMMU_CAPS_DEF_ATTRIBUTE
#endif

#ifdef IOMMU_CAPS_DEF_WORD
IOMMU_CAPS_DEF_WORD(SWITCH, DISABLED, "disabled")
IOMMU_CAPS_DEF_WORD(SWITCH, ENABLED, "enabled")

IOMMU_CAPS_DEF_WORD(HTTU, NONE, "none")
IOMMU_CAPS_DEF_WORD(HTTU, ACCESS, "access")
IOMMU_CAPS_DEF_WORD(HTTU, ACCESS_DIRTY, "access+dirty")

IOMMU_CAPS_DEF_WORD(STALL, ENABLED, "enabled")
IOMMU_CAPS_DEF_WORD(STALL, DISABLED, "disabled")
IOMMU_CAPS_DEF_WORD(STALL, FORCE, "force")

IOMMU_CAPS_DEF_WORD(S1, AARCH64_4K, "aarch64-4k")
IOMMU_CAPS_DEF_WORD(S1, AARCH64_16K, "aarch64-16k")
IOMMU_CAPS_DEF_WORD(S1, AARCH64_64K, "aarch64-64k")
IOMMU_CAPS_DEF_WORD(S1, VTD_FS_4LVL, "vtd-fs-4lvl")
IOMMU_CAPS_DEF_WORD(S1, VTD_FS_5LVL, "vtd-fs-5lvl")
IOMMU_CAPS_DEF_WORD(S1, AMD_V2_4LVL, "amd-v2-4lvl")
IOMMU_CAPS_DEF_WORD(S1, AMD_V2_5LVL, "amd-v2-5lvl")
IOMMU_CAPS_DEF_WORD(S1, RISCV_SV39, "riscv-sv39")
IOMMU_CAPS_DEF_WORD(S1, RISCV_SV48, "riscv-sv48")
IOMMU_CAPS_DEF_WORD(S1, RISCV_SV57, "riscv-sv57")
IOMMU_CAPS_DEF_WORD(S1, VIRTIO_MAP, "virtio-map")

IOMMU_CAPS_DEF_WORD(S2, AARCH64_4K, "aarch64-4k")
IOMMU_CAPS_DEF_WORD(S2, AARCH64_16K, "aarch64-16k")
IOMMU_CAPS_DEF_WORD(S2, AARCH64_64K, "aarch64-64k")
IOMMU_CAPS_DEF_WORD(S2, VTD_SS_3LVL, "vtd-ss-3lvl")
IOMMU_CAPS_DEF_WORD(S2, VTD_SS_4LVL, "vtd-ss-4lvl")
IOMMU_CAPS_DEF_WORD(S2, VTD_SS_5LVL, "vtd-ss-5lvl")
IOMMU_CAPS_DEF_WORD(S2, AMD_V1, "amd-v1")
IOMMU_CAPS_DEF_WORD(S2, RISCV_SV39X4, "riscv-sv39x4")
IOMMU_CAPS_DEF_WORD(S2, RISCV_SV48X4, "riscv-sv48x4")
IOMMU_CAPS_DEF_WORD(S2, RISCV_SV57X4, "riscv-sv57x4")

IOMMU_CAPS_DEF_WORD(PASID_TABLE, SCALABLE, "scalable")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, LINEAR, "linear")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, 2LVL_4K, "2lvl-4k")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, 2LVL_64K, "2lvl-64k")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, GCR3_1LVL, "gcr3-1lvl")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, GCR3_2LVL, "gcr3-2lvl")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, GCR3_3LVL, "gcr3-3lvl")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, PD8, "pd8")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, PD17, "pd17")
IOMMU_CAPS_DEF_WORD(PASID_TABLE, PD20, "pd20")

IOMMU_CAPS_DEF_WORD(PASID0, TERMINATE, "terminate")
IOMMU_CAPS_DEF_WORD(PASID0, BYPASS, "bypass")
IOMMU_CAPS_DEF_WORD(PASID0, PASID0, "pasid0")

IOMMU_CAPS_DEF_WORD(STREAM, 2LVL, "2lvl")
IOMMU_CAPS_DEF_WORD(STREAM, LINEAR, "linear")

IOMMU_CAPS_DEF_WORD(ENDIAN, BOTH, "both")
IOMMU_CAPS_DEF_WORD(ENDIAN, LITTLE, "little")
IOMMU_CAPS_DEF_WORD(ENDIAN, BIG, "big")

IOMMU_CAPS_DEF_WORD(INTREMAP, NONE, "none")
IOMMU_CAPS_DEF_WORD(INTREMAP, XAPIC, "xapic")
IOMMU_CAPS_DEF_WORD(INTREMAP, X2APIC, "x2apic")
#undef IOMMU_CAPS_DEF_WORD
#endif
