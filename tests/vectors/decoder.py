#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The register decoders a second time, as a reference for the vectors in this folder.

This is not a translation of the decoders in C: both were written from the same specification by
different hands, so where the two agree, a misreading would have to be made twice. It has no other
use, is slow, and touches no hardware.

    decoder.py MODEL name=hex…      decode one set of registers (facts in decimal)
    decoder.py --check FILE…        recompute vector files
"""

import re
import sys
from collections import namedtuple

from riscv_iommu import decode_riscv_iommu
from values import (Field, K, M, G, address_width, at_most, both, fields_of, inverse, listed, number,
                    one_of, sizes, switch)
from virtio_iommu import decode_virtio_iommu

# Arm, IHI 0070, "System Memory Management Unit Architecture version 3": SMMU_IDR0, SMMU_IDR1,
# SMMU_IDR3, SMMU_IDR5, SMMU_IIDR, SMMU_CR0, SMMU_CR2.
SMMU = {
    "IDR0.S2P": Field("idr0", 0, 0),
    "IDR0.S1P": Field("idr0", 1, 1),
    "IDR0.TTF": Field("idr0", 3, 2),
    "IDR0.COHACC": Field("idr0", 4, 4),
    "IDR0.BTM": Field("idr0", 5, 5),
    "IDR0.HTTU": Field("idr0", 7, 6),
    "IDR0.ATS": Field("idr0", 10, 10),
    "IDR0.ASID16": Field("idr0", 12, 12),
    "IDR0.PRI": Field("idr0", 16, 16),
    "IDR0.CD2L": Field("idr0", 19, 19),
    "IDR0.TTENDIAN": Field("idr0", 22, 21),
    "IDR0.STALL_MODEL": Field("idr0", 25, 24),
    "IDR0.ST_LEVEL": Field("idr0", 28, 27),
    "IDR1.SIDSIZE": Field("idr1", 5, 0),
    "IDR1.SSIDSIZE": Field("idr1", 10, 6),
    "IDR3.FWB": Field("idr3", 8, 8),
    "IDR3.RIL": Field("idr3", 10, 10),
    "IDR3.BBML": Field("idr3", 12, 11),
    "IDR5.OAS": Field("idr5", 2, 0),
    "IDR5.GRAN4K": Field("idr5", 4, 4),
    "IDR5.GRAN16K": Field("idr5", 5, 5),
    "IDR5.GRAN64K": Field("idr5", 6, 6),
    "IDR5.DS": Field("idr5", 7, 7),
    "IDR5.VAX": Field("idr5", 11, 10),
    "IIDR.Implementer": Field("iidr", 11, 0),
    "IIDR.Revision": Field("iidr", 15, 12),
    "IIDR.Variant": Field("iidr", 19, 16),
    "IIDR.ProductID": Field("iidr", 31, 20),
    "CR0.PRIQEN": Field("cr0", 1, 1),
    "CR0.ATSCHK": Field("cr0", 4, 4),
    "CR2.PTM": Field("cr2", 2, 2),
}

# Intel, D51397, "Virtualization Technology for Directed I/O": Capability Register (CAP_REG) and
# Extended Capability Register (ECAP_REG). Newer revisions write SS (second stage) for SL.
VTD = {
    "CAP.ND": Field("cap", 2, 0),
    "CAP.SAGAW": Field("cap", 12, 8),
    "CAP.MGAW": Field("cap", 21, 16),
    "CAP.SLLPS": Field("cap", 37, 34),
    "CAP.FL1GP": Field("cap", 56, 56),
    "CAP.PI": Field("cap", 59, 59),
    "CAP.FL5LP": Field("cap", 60, 60),
    "ECAP.C": Field("ecap", 0, 0),
    "ECAP.DT": Field("ecap", 2, 2),
    "ECAP.IR": Field("ecap", 3, 3),
    "ECAP.EIM": Field("ecap", 4, 4),
    "ECAP.SC": Field("ecap", 7, 7),
    "ECAP.NEST": Field("ecap", 26, 26),
    "ECAP.PRS": Field("ecap", 29, 29),
    "ECAP.PSS": Field("ecap", 39, 35),
    "ECAP.PASID": Field("ecap", 40, 40),
    "ECAP.PDS": Field("ecap", 42, 42),
    "ECAP.SMTS": Field("ecap", 43, 43),
    "ECAP.SSADS": Field("ecap", 45, 45),
    "ECAP.SLTS": Field("ecap", 46, 46),
    "ECAP.FLTS": Field("ecap", 47, 47),
    "ECAP.SMPWC": Field("ecap", 48, 48),
}

# AMD, publication 48882, "I/O Virtualization Technology (IOMMU) Specification": Extended Feature
# Register (MMIO offset 0030h), Extended Feature 2 Register (01A0h), Capability Header (offset 00h).
AMD = {
    "EFR.PPRSup": Field("efr", 1, 1),
    "EFR.XTSup": Field("efr", 2, 2),
    "EFR.GTSup": Field("efr", 4, 4),
    "EFR.GASup": Field("efr", 7, 7),
    "EFR.HATS": Field("efr", 11, 10),
    "EFR.GATS": Field("efr", 13, 12),
    "EFR.GLXSup": Field("efr", 15, 14),
    "EFR.GAMSup": Field("efr", 23, 21),
    "EFR.PASmax": Field("efr", 36, 32),
    "EFR.GIOSup": Field("efr", 48, 48),
    "EFR.EPHSup": Field("efr", 50, 50),
    "EFR.HDSup": Field("efr", 52, 52),
    "EFR2.GCR3TRPMode": Field("efr2", 3, 3),
    "CAP.IotlbSup": Field("cap", 24, 24),
}


# Arm SMMUv3

SMMU_GRANULES = (
    # field, bytes, format, page and block sizes (DDI 0487, 4K: levels 3 to 1; others: 3 and 2)
    ("IDR5.GRAN4K", 4 * K, "aarch64-4k", (4 * K, 2 * M, 1 * G)),
    ("IDR5.GRAN16K", 16 * K, "aarch64-16k", (16 * K, 32 * M)),
    ("IDR5.GRAN64K", 64 * K, "aarch64-64k", (64 * K, 512 * M)),
)

SMMU_OAS = {0: 32, 1: 36, 2: 40, 3: 42, 4: 44, 5: 48, 6: 52, 7: 48}

ARM_LIMITED = 0x43b
MMU_600 = 0x483
MMU_700 = 0x487


def smmu_granules(get, page_size):
    """The granules of AArch64 tables, preferred first; None where TTF is reserved."""
    aarch64 = one_of(get("IDR0.TTF"), {1: False, 2: True, 3: True})
    if aarch64 is None:
        return None
    if not aarch64:
        return []
    granules = [granule for granule in SMMU_GRANULES if get(granule[0])]
    return sorted(granules, key=lambda granule: granule[1] != page_size)


def smmu_nesting_broken(get):
    """Errata 1209401 (MMU-600 before r2), 2268618 and 2812531 (MMU-700 before r1p1)."""
    if get("IIDR.Implementer") != ARM_LIMITED:
        return False
    release = (get("IIDR.Variant"), get("IIDR.Revision"))
    before = {MMU_600: (2, 0), MMU_700: (1, 1)}.get(get("IIDR.ProductID"))
    return before is not None and release < before


def smmu_httu(get, iort_httu):
    words = {0: "none", 1: "access", 2: "access+dirty"}
    if iort_httu is None:
        return one_of(get("IDR0.HTTU"), {**words, 3: "access+dirty"})
    # Arm, DEN 0049, "IO Remapping Table", SMMUv3 node, flags 2:1: replaces IDR0.HTTU.
    return one_of(iort_httu, {**words, 3: "none"})


def smmu_pasid_table_format(get, ssid_bits):
    if ssid_bits is None:
        return None
    if ssid_bits == 0:
        return []
    return ["2lvl-64k", "2lvl-4k", "linear"] if get("IDR0.CD2L") else ["linear"]


def smmu_pasid0(ssid_bits):
    if ssid_bits is None:
        return None
    return ["terminate", "bypass", "pasid0"] if ssid_bits else []


def decode_arm_smmu_v3(regs):
    get = fields_of(regs, SMMU)
    stage1 = get("IDR0.S1P")
    stage2 = get("IDR0.S2P")
    granules = smmu_granules(get, regs.get("page_size"))
    s1_granules = granules if stage1 else []
    s2_granules = granules if stage2 else []
    output_bits = SMMU_OAS[get("IDR5.OAS")]
    s2_input_bits = output_bits if stage2 else None
    coherent = regs["coherent"] if "coherent" in regs else get("IDR0.COHACC")

    if not stage1:
        asid_bits, ssid_bits, httu = 0, 0, "none"
        input_bits = s2_input_bits
    else:
        asid_bits = 16 if get("IDR0.ASID16") else 8
        ssid_bits = at_most(get("IDR1.SSIDSIZE"), 20)
        httu = smmu_httu(get, regs.get("iort_httu"))
        aarch64 = get("IDR0.TTF") in (2, 3)
        input_bits = (52 if get("IDR5.VAX") else 48) if aarch64 else None

    def formats(chosen):
        return None if chosen is None else [granule[2] for granule in chosen]

    def page_sizes(chosen):
        return None if chosen is None else [size for granule in chosen for size in granule[3]]

    return {
        "asid_bits": number(asid_bits),
        "ssid_bits": number(ssid_bits),
        "sid_bits": number(at_most(get("IDR1.SIDSIZE"), 32)),
        "input_bits": number(input_bits),
        "s2_input_bits": number(s2_input_bits),
        "output_bits": number(output_bits),
        "btm": switch(both(get("IDR0.BTM"), inverse(get("CR2.PTM")))),
        "httu": httu,
        "stall": one_of(get("IDR0.STALL_MODEL"), {0: "enabled", 1: "disabled", 2: "force"}),
        "pgtable_format": listed(formats(s1_granules)),
        "s2_pgtable_format": listed(formats(s2_granules)),
        "page_sizes": sizes(page_sizes(s1_granules)),
        "s2_page_sizes": sizes(page_sizes(s2_granules)),
        "pasid_table_format": listed(smmu_pasid_table_format(get, ssid_bits)),
        "pasid_table_align": number(64),
        "pasid0": listed(smmu_pasid0(ssid_bits)),
        "nesting": switch(stage1 and stage2 and not smmu_nesting_broken(get)),
        "s2fwb": switch(get("IDR3.FWB")),
        "stream_table_format": one_of(get("IDR0.ST_LEVEL"), {0: "linear", 1: "2lvl linear"}),
        "tt_endian": one_of(get("IDR0.TTENDIAN"), {0: "both", 2: "little", 3: "big"}),
        "lpa2": switch(get("IDR5.DS")),
        "bbm": number(at_most(get("IDR3.BBML"), 2)),
        "ril": switch(get("IDR3.RIL")),
        "ats": switch(both(get("IDR0.ATS"), get("CR0.ATSCHK"))),
        "pri": switch(both(get("IDR0.PRI"), get("CR0.PRIQEN"))),
        "coherent": switch(coherent),
        "dirty_tracking": switch(httu == "access+dirty" and coherent),
    }


# Intel VT-d

VTD_WIDTHS = (
    # bit of SAGAW, width, second-stage format; SAGAW bits 0 and 4 are reserved
    (3, 57, "vtd-ss-5lvl"),
    (2, 48, "vtd-ss-4lvl"),
    (1, 39, "vtd-ss-3lvl"),
)


def vtd_ssid_bits(get, scalable):
    if not (scalable and get("ECAP.PASID")):
        return 0
    return at_most(get("ECAP.PSS") + 1, 20)


def vtd_s2_page_sizes(get):
    superpages = get("CAP.SLLPS")
    return [4 * K] + [size for bit, size in ((0, 2 * M), (1, 1 * G)) if superpages >> bit & 1]


def decode_intel_vtd(regs):
    get = fields_of(regs, VTD)
    scalable = regs["scalable"] if "scalable" in regs else get("ECAP.SMTS")
    stage1 = scalable and get("ECAP.FLTS")
    widths = [row for row in VTD_WIDTHS if get("CAP.SAGAW") >> row[0] & 1]
    if scalable and not get("ECAP.SLTS"):
        widths = []
    most = get("CAP.MGAW") + 1
    s2_input_bits = min(widths[0][1], most) if widths else None
    ssid_bits = vtd_ssid_bits(get, scalable)

    if stage1:
        input_bits = min(57 if get("CAP.FL5LP") else 48, most)
        formats = (["vtd-fs-5lvl"] if get("CAP.FL5LP") else []) + ["vtd-fs-4lvl"]
        page_sizes = [4 * K, 2 * M] + ([1 * G] if get("CAP.FL1GP") else [])
    else:
        input_bits = s2_input_bits
        formats = []
        page_sizes = []

    def with_pasid(word):
        return None if ssid_bits is None else listed([word] if ssid_bits else [])

    return {
        "asid_bits": number(at_most(4 + 2 * get("CAP.ND"), 16)),
        "ssid_bits": number(ssid_bits),
        "input_bits": number(input_bits),
        "s2_input_bits": number(s2_input_bits),
        "output_bits": number(address_width(regs.get("haw"))),
        "httu": "access+dirty" if stage1 else "none",
        "pgtable_format": listed(formats),
        "s2_pgtable_format": listed(row[2] for row in widths),
        "page_sizes": sizes(page_sizes),
        "s2_page_sizes": sizes(vtd_s2_page_sizes(get) if widths else []),
        "pasid_table_format": with_pasid("scalable"),
        "pasid_table_align": number(4 * K),
        "pasid0": with_pasid("pasid0"),
        "nesting": switch(stage1 and get("ECAP.SLTS") and get("ECAP.NEST")),
        "ats": switch(get("ECAP.DT")),
        "pri": switch(scalable and get("ECAP.PRS") and get("ECAP.PDS") and get("ECAP.DT")),
        "coherent": switch(get("ECAP.SMPWC") if scalable else get("ECAP.C")),
        "snoop": switch(get("ECAP.SC")),
        "dirty_tracking": switch(scalable and get("ECAP.SSADS") and get("ECAP.SMPWC")),
        "intremap": ("x2apic" if get("ECAP.EIM") else "xapic") if get("ECAP.IR") else "none",
        "posted_interrupts": switch(get("CAP.PI")),
    }


# AMD-Vi

AMD_GCR3_FORMATS = ("gcr3-1lvl", "gcr3-2lvl", "gcr3-3lvl")


def amd_pasid_table_format(get, ssid_bits):
    if ssid_bits is None:
        return None
    if ssid_bits == 0:
        return []
    levels = one_of(get("EFR.GLXSup"), {0: 1, 1: 2, 2: 3})
    return None if levels is None else AMD_GCR3_FORMATS[:levels]


def amd_pasid0(ssid_bits):
    if ssid_bits is None:
        return None
    return ["bypass", "pasid0"] if ssid_bits else []


def decode_amd_vi(regs):
    get = fields_of(regs, AMD)
    stage1 = get("EFR.GTSup") and get("EFR.GIOSup")
    pasid = stage1 and get("EFR.PPRSup") and get("EFR.EPHSup")
    ssid_bits = at_most(get("EFR.PASmax") + 1, 16) if pasid else 0
    five_levels = get("EFR.GATS") == 1 and regs.get("la57", 1)
    s2_input_bits = one_of(get("EFR.HATS"), {0: 48, 1: 57, 2: 64})
    stage2 = s2_input_bits is not None

    if stage1:
        input_bits = 57 if five_levels else 48
        formats = (["amd-v2-5lvl"] if five_levels else []) + ["amd-v2-4lvl"]
    else:
        input_bits = s2_input_bits
        formats = []

    return {
        "asid_bits": number(16),
        "ssid_bits": number(ssid_bits),
        "input_bits": number(input_bits),
        "s2_input_bits": number(s2_input_bits),
        "output_bits": number(address_width(regs.get("pasize"))),
        "httu": "access+dirty" if stage1 else "none",
        "pgtable_format": listed(formats),
        "s2_pgtable_format": listed(["amd-v1"] if stage2 else []),
        "page_sizes": sizes([4 * K, 2 * M, 1 * G] if stage1 else []),
        "s2_page_sizes": sizes([4 * K, 2 * M, 1 * G] if stage2 else []),
        "pasid_table_format": listed(amd_pasid_table_format(get, ssid_bits)),
        "pasid_table_align": number(4 * K),
        "pasid0": listed(amd_pasid0(ssid_bits)),
        "nesting": switch(both(stage1, get("EFR2.GCR3TRPMode"))),
        "ats": switch(get("CAP.IotlbSup")),
        "pri": switch(pasid),
        "dirty_tracking": switch(get("EFR.HDSup") and stage2),
        "intremap": "x2apic" if get("EFR.XTSup") else "xapic",
        "posted_interrupts": switch(get("EFR.GASup") and get("EFR.GAMSup") == 1),
    }


# All models: what may be given, and the greatest value of each

WORD32 = (1 << 32) - 1
WORD64 = (1 << 64) - 1

Model = namedtuple("Model", "number decode mandatory registers facts")

MODELS = {
    "intel-vtd": Model(
        1, decode_intel_vtd, ("cap", "ecap"),
        {"cap": WORD64, "ecap": WORD64},
        {"haw": 256, "scalable": 1}),
    "arm-smmu-v3": Model(
        2, decode_arm_smmu_v3, ("idr0", "idr1", "idr5"),
        dict.fromkeys(("idr0", "idr1", "idr2", "idr3", "idr4", "idr5", "iidr", "cr0", "cr2"),
                      WORD32),
        {"iort_httu": 3, "coherent": 1, "page_size": WORD32}),
    "amd-vi": Model(
        4, decode_amd_vi, ("efr",),
        {"efr": WORD64, "efr2": WORD64, "cap": WORD32},
        {"pasize": 127, "la57": 1}),
    "riscv-iommu": Model(257, decode_riscv_iommu, ("caps",), {"caps": WORD64}, {}),
    "virtio-iommu": Model(256, decode_virtio_iommu, (), {},
                          {"page_size_mask": WORD64, "input_end": WORD64}),
}


def model_named(name):
    if name not in MODELS:
        raise ValueError(f"unknown model {name}")
    return MODELS[name]


def decode(model, regs):
    """Attribute name -> text, as its file would show it, of all that the registers tell."""
    known = model_named(model)
    limits = {**known.registers, **known.facts}
    for name, value in regs.items():
        if name not in limits:
            raise ValueError(f"{model} has no register {name}")
        if not 0 <= value <= limits[name]:
            raise ValueError(f"{name} is too wide: {value:#x}")
    for name in known.mandatory:
        if name not in regs:
            raise ValueError(f"{name} is missing")
    values = known.decode(regs)
    return {"model": number(known.number),
            **{name: text for name, text in values.items() if text is not None}}


def parse_registers(model, words):
    """name=word texts to a dict; registers are hexadecimal, facts decimal."""
    known = model_named(model)
    regs = {}
    for word in words:
        name, _, text = word.partition("=")
        if name in known.facts:
            pattern, base = "[0-9]+", 10
        else:
            pattern, base = "(0[xX])?[0-9a-fA-F]+", 16
        if not re.fullmatch(pattern, text):
            raise ValueError(f"not a word: {word}")
        if name in regs:
            raise ValueError(f"{name} is given twice")
        regs[name] = int(text, base)
    return regs


# Vector files


if __name__ == "__main__":
    # It imports this file under its own name.
    from vectorfile import main
    sys.exit(main(sys.argv[1:]))
