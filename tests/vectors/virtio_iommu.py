# SPDX-License-Identifier: MIT
"""virtio-iommu: the device's configuration (Virtual I/O Device, "IOMMU device", struct
virtio_iommu_config); input_end is input_range.end, not given without VIRTIO_IOMMU_F_INPUT_RANGE."""

from values import listed, number, sizes


def decode_virtio_iommu(regs):
    # An address space that is not limited has 64 bits.
    end = regs.get("input_end", (1 << 64) - 1)
    mask = regs.get("page_size_mask")
    # No number in an attribute is greater than 2^63 - 1.
    page_sizes = None if mask is None else [1 << bit for bit in range(63) if mask >> bit & 1]
    return {
        "input_bits": number(end.bit_length() or None),
        "pgtable_format": listed(["virtio-map"]),
        "page_sizes": sizes(page_sizes),
    }
