# SPDX-License-Identifier: MIT
"""What is true of an IOMMU, by the witness and the firmware that a guest has recorded: nothing here
comes from the module, nor from the tool."""

from collections import namedtuple

from acpi import dmar_units, dmar_width, ivrs
from attributes import recorded_files
from iort import smmu_v3_node

# name, parent: of the class device (no parent: None)
# stock: the words that its driver shows (none: None)
# without: those and the facts that the tool can know without the module
# registers: all that the module can know
Truth = namedtuple("Truth", "name parent stock without registers")

SMMU = 0x9050000


def table(console, signature):
    return bytes.fromhex(console.text(signature))


def stock_text(console, name, section="stock-before"):
    return recorded_files(console, section)[name][1].decode()


def arm_smmu_v3(checks, console):
    registers = {**console.numbers("witness"), **console.numbers("facts")}
    parent = f"{SMMU:x}.smmuv3"
    if "IORT" in console:
        node = smmu_v3_node(table(console, "IORT"), SMMU)
        registers.update(coherent=node.coherent, iort_httu=node.httu)
        parent = "arm-smmu-v3.0.auto"
    return Truth(f"smmu3.{SMMU:#018x}",
                 {"name": parent, "subsystem": "platform", "driver": "arm-smmu-v3"},
                 None, None, registers)


def vtd_is_scalable(witness):
    """By the root table in use, whatever the kernel was told."""
    return int(witness["gsts"] >> 30 & 1 and witness["rtaddr"] >> 10 & 3 == 1)


def intel_vtd(checks, console):
    witness = console.numbers("witness")
    stock = {name: int(stock_text(console, name), 16) for name in ("cap", "ecap")}
    firmware = table(console, "DMAR")
    checks.equal("the witness is where the DMAR says", [witness["base"]], dmar_units(firmware))
    checks.equal("the stock driver shows the registers of the witness", stock,
                 {name: witness[name] for name in stock})
    checks.equal("the root table is in use", witness["gsts"] >> 30 & 1, 1)
    without = {**stock, "haw": dmar_width(firmware)}
    return Truth("dmar0", None, stock, without, {**without, "scalable": vtd_is_scalable(witness)})


def amd_vi(checks, console):
    """Linux shows EFR, then EFR2, since 6.7; before, the other way round."""
    witness = console.numbers("witness")
    cap = int(stock_text(console, "cap"), 16)
    efr, efr2 = (int(word, 16) for word in stock_text(console, "features").split(":"))
    if [int(number) for number in console.text("release").split(".")[:2]] < [6, 7]:
        efr, efr2 = efr2, efr
    stock = {"cap": cap, "efr": efr, "efr2": efr2}
    firmware = ivrs(table(console, "IVRS"))
    checks.equal("the witness is where the IVRS says", (witness["offset"], witness["base"]),
                 (firmware.capability_offset, firmware.base))
    checks.equal("the stock driver shows the registers of the witness", stock,
                 {name: witness[name] for name in stock})
    without = {**stock, "pasize": firmware.physical_address_size}
    return Truth("ivhd0", {"name": firmware.device, "subsystem": "pci"}, stock, without,
                 {**without, **console.numbers("facts")})


def riscv_iommu(checks, console):
    """The class device has no parent, only the name of the hardware."""
    return Truth(f"riscv-iommu@{console.words('facts')['hardware']}", None, None, None,
                 console.numbers("witness"))


def virtio_iommu(checks, console):
    """Named after its PCI device, below which the device of virtio is its parent."""
    facts = console.words("facts")
    return Truth(facts["hardware"],
                 {"name": facts["virtio"], "subsystem": "virtio", "driver": "virtio_iommu"},
                 None, None, console.numbers("witness"))


OF_MODEL = {"arm-smmu-v3": arm_smmu_v3, "intel-vtd": intel_vtd, "amd-vi": amd_vi,
            "riscv-iommu": riscv_iommu, "virtio-iommu": virtio_iommu}
