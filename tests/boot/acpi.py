# SPDX-License-Identifier: MIT
"""What ACPI tables say of IOMMUs (Intel D51397, "DMA Remapping Reporting Structure"; AMD 48882, "I/O
Virtualization Reporting Structure"; for the IORT see iort.py)."""

import struct
from collections import namedtuple

Ivrs = namedtuple("Ivrs", "physical_address_size device capability_offset base")


def checked(table, signature):
    length, = struct.unpack_from("<I", table, 4)
    if table[:4] != signature or length != len(table) or sum(table) % 256:
        raise ValueError(f"signature, length or checksum of the {signature.decode()} is wrong")
    return table


def dmar_width(table):
    """The host address width."""
    return checked(table, b"DMAR")[36] + 1


def dmar_units(table):
    """The addresses of the remapping units."""
    units = []
    offset = 48
    while offset < len(checked(table, b"DMAR")):
        kind, length = struct.unpack_from("<HH", table, offset)
        if kind == 0:
            units.append(struct.unpack_from("<Q", table, offset + 8)[0])
        offset += length
    return units


def ivrs(table):
    """What it says of all, and where the first block says that its IOMMU is."""
    info, = struct.unpack_from("<I", checked(table, b"IVRS"), 36)
    device, capability, base = struct.unpack_from("<HHQ", table, 48 + 4)
    name = f"0000:{device >> 8:02x}:{device >> 3 & 31:02x}.{device & 7}"
    return Ivrs(info >> 8 & 0x7f, name, capability, base)
