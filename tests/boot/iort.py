# SPDX-License-Identifier: MIT
"""What the ACPI table IORT says of an SMMUv3 (Arm DEN0049, "SMMUv3 node")."""

import struct
from collections import namedtuple

SMMU_V3 = 4

Node = namedtuple("Node", "offset coherent httu")


def smmu_v3_node(table, base):
    if table[:4] != b"IORT" or sum(table) % 256:
        raise ValueError("signature or checksum of the IORT is wrong")
    count, offset = struct.unpack_from("<II", table, 36)
    for _ in range(count):
        kind, length = struct.unpack_from("<BH", table, offset)
        if kind == SMMU_V3:
            address, flags = struct.unpack_from("<QI", table, offset + 16)
            if address == base:
                return Node(offset, flags & 1, flags >> 1 & 3)
        offset += length
    raise ValueError(f"no SMMUv3 at {base:#x} in the IORT")


def with_httu(table, base, httu):
    """The table with another HTTU, and newer, so that the kernel prefers it to the firmware's."""
    changed = bytearray(table)
    flags = smmu_v3_node(table, base).offset + 24
    changed[flags] = changed[flags] & ~6 | httu << 1
    revision, = struct.unpack_from("<I", changed, 24)
    struct.pack_into("<I", changed, 24, revision + 1)
    changed[9] = (changed[9] - sum(changed)) % 256
    return bytes(changed)
