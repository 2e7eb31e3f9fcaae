# SPDX-License-Identifier: MIT
"""Hosts of any number of IOMMUs, to read in a benchmark."""

import os

# As the kernel part shows them for an SMMUv3: nine files, of each kind one.
ATTRIBUTES = {
    "model": "2",
    "pasid0": "pasid0 bypass",
    "ssid_bits": "16",
    "input_bits": "48",
    "output_bits": "44",
    "nesting": "enabled",
    "pgtable_format": "aarch64-4k aarch64-64k",
    "page_sizes": "4096 65536 2097152 536870912 1073741824",
    "pasid_table_format": "linear 2lvl-4k 2lvl-64k",
}

GROUP = "arm-smmu-v3"
DEVICES = 8


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def make_iommu(sys, index):
    """An SMMUv3 with its device and its endpoints, which need not be there."""
    address = 0x9050000 + index * 0x20000
    name = f"smmu3.0x{address:016x}"
    device = f"devices/platform/{address:x}.iommu"
    iommu = f"{device}/iommu/{name}"

    for folder in GROUP, "devices":
        os.makedirs(f"{sys}/{iommu}/{folder}")
    write(f"{sys}/{device}/uevent", "DRIVER=arm-smmu-v3\n")
    os.symlink("../../../bus/platform", f"{sys}/{device}/subsystem")
    os.symlink("../../../bus/platform/drivers/arm-smmu-v3", f"{sys}/{device}/driver")
    write(f"{sys}/{iommu}/uevent", "")
    os.symlink("../../../../../class/iommu", f"{sys}/{iommu}/subsystem")
    os.symlink(f"../../../{address:x}.iommu", f"{sys}/{iommu}/device")
    for attribute, text in ATTRIBUTES.items():
        write(f"{sys}/{iommu}/{GROUP}/{attribute}", text + "\n")
    for function in range(DEVICES):
        endpoint = f"{index:04x}:00:01.{function}"
        os.symlink(f"../../../../../pci{index:04x}:00/{endpoint}",
                   f"{sys}/{iommu}/devices/{endpoint}")
    os.symlink(f"../../{iommu}", f"{sys}/class/iommu/{name}")


def make_tree(root, count):
    """root/sys, a host with this many IOMMUs."""
    sys = f"{root}/sys"
    os.makedirs(f"{sys}/class/iommu")
    os.makedirs(f"{sys}/bus/platform/drivers/arm-smmu-v3")
    for index in range(count):
        make_iommu(sys, index)
