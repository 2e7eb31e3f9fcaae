# SPDX-License-Identifier: MIT
# What the riscv64 guests have in common: QEMU's machine "virt" with interrupts
# by messages, as PCI devices behind an IOMMU need them. Sourced by guests/*.

. "$(dirname "${BASH_SOURCE[0]}")/guest.sh"

append+=" console=ttyS0"

# Endpoints whose drivers are built in.
endpoints=(-device virtio-rng-pci -device "pcie-root-port,id=root"
	-device "virtio-rng-pci,bus=root")

# riscv64_boot TIMEOUT APPEND MACHINE-OPTIONS QEMU-ARGUMENT…
riscv64_boot() { boot "$1" "$2" -M "virt,aia=aplic-imsic$3" "${@:4}"; }
