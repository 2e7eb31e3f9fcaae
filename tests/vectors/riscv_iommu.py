# SPDX-License-Identifier: MIT
"""RISC-V IOMMU: the register "capabilities" (RISC-V IOMMU Architecture Specification)."""

from values import Field, G, K, M, T, at_most, fields_of, listed, number, sizes, switch

CAPS = {
    "Sv39": Field("caps", 9, 9),
    "Sv48": Field("caps", 10, 10),
    "Sv57": Field("caps", 11, 11),
    "Sv39x4": Field("caps", 17, 17),
    "Sv48x4": Field("caps", 18, 18),
    "Sv57x4": Field("caps", 19, 19),
    "AMO_HWAD": Field("caps", 24, 24),
    "ATS": Field("caps", 25, 25),
    "PAS": Field("caps", 37, 32),
    "PD8": Field("caps", 38, 38),
    "PD17": Field("caps", 39, 39),
    "PD20": Field("caps", 40, 40),
}

# A level more each: the width, and the block that an entry of its root maps.
DEPTHS = (("Sv57", 57, 256 * T), ("Sv48", 48, 512 * G), ("Sv39", 39, 1 * G))


def stage(get, suffix):
    """Of the modes Svxx or Svxxx4 there are: formats, widest input, sizes of pages and blocks."""
    modes = [(name + suffix, width) for name, width, _ in DEPTHS if get(name + suffix)]
    if not modes:
        return [], None, []
    widest = max(width for _, width in modes)
    blocks = [block for _, width, block in DEPTHS if width <= widest]
    # Svxxx4 widens the root table by two bits of address.
    return [f"riscv-{name.lower()}" for name, _ in modes], widest, [4 * K, 2 * M] + blocks


def decode_riscv_iommu(regs):
    get = fields_of(regs, CAPS)
    formats, input_bits, page_sizes = stage(get, "")
    s2_formats, s2_width, s2_page_sizes = stage(get, "x4")
    directories = [bits for bits in (20, 17, 8) if get(f"PD{bits}")]
    return {
        "asid_bits": number(20),
        "ssid_bits": number(max(directories, default=0)),
        "input_bits": number(input_bits),
        "s2_input_bits": number(s2_width and s2_width + 2),
        "output_bits": number(at_most(get("PAS") or None, 56)),
        "httu": "access+dirty" if get("AMO_HWAD") else "none",
        "pgtable_format": listed(formats),
        "s2_pgtable_format": listed(s2_formats),
        "page_sizes": sizes(page_sizes),
        "s2_page_sizes": sizes(s2_page_sizes),
        "pasid_table_format": listed(f"pd{bits}" for bits in directories),
        "pasid_table_align": number(4 * K),
        "pasid0": listed(["bypass", "pasid0"] if directories else []),
        "nesting": switch(formats and s2_formats),
        "ats": switch(get("ATS")),
        "pri": switch(get("ATS")),
    }
