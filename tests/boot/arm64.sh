# SPDX-License-Identifier: MIT
# What the arm64 guests have in common: QEMU's machine "virt" with an SMMUv3.
# Sourced by guests/*.

. "$(dirname "${BASH_SOURCE[0]}")/guest.sh"

append+=" console=ttyAMA0"

# Endpoints whose drivers are built in: a device tree's are found behind their
# IOMMU only once a driver is bound.
endpoints=(-device virtio-rng-pci -device "pcie-root-port,id=root"
	-device "virtio-rng-pci,bus=root")

# arm64_firmware: UEFI with ACPI tables; sets firmware. Without it QEMU hands a
# device tree to the kernel.
arm64_firmware() {
	local dir=$cache/qemu-efi-aarch64
	firmware=$dir/usr/share/qemu-efi-aarch64/QEMU_EFI.fd
	[ -e "$dir/complete" ] && return
	rm -rf "$dir"
	suites_unpack "$dir" qemu-efi-aarch64
	touch "$dir/complete"
}

arm64_boot() { boot "$@" -M virt,iommu=smmuv3,gic-version=3; }
