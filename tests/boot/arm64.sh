# SPDX-License-Identifier: MIT
# What the arm64 guests have in common: Debian's own kernel on QEMU's "virt"
# machine with an SMMUv3. Sourced by guests/*.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages suites kernels guests; do
	# shellcheck source=/dev/null
	. "$here/../../scripts/lib/$part.sh"
done

# The checks leave nothing in the source tree.
export PYTHONDONTWRITEBYTECODE=1

name=${0##*/}
work=$cache/boot/$name
console=$work/console.log
mkdir -p "$work"
# A log of another boot would mislead.
rm -f "$console"

# A warning of the kernel ends the guest at once, without its end mark;
# iomem=relaxed leaves registers that a driver has claimed to /dev/mem.
arm64_append="console=ttyAMA0 quiet panic=-1 oops=panic panic_on_warn=1 iomem=relaxed"

# Endpoints whose drivers are built in: a device tree's are found behind their
# IOMMU only once a driver is bound.
arm64_endpoints=(-device virtio-rng-pci -device "pcie-root-port,id=root"
	-device "virtio-rng-pci,bus=root")

# arm64_prepare: builds what every guest has, and begins $files with it.
arm64_prepare() {
	local program
	files=()
	guest_qemu arm64
	guest_sysroot arm64
	kernel_fetch 6.12 arm64
	guest_module arm64
	guest_tool arm64
	for program in uevents whole; do
		guest_program arm64 "$work/$program" "$here/inside/$program.c"
		files+=("$work/$program=/bin/$program")
	done
	files+=("$guest_module/iommu_caps.ko=/iommu_caps.ko" "$guest_tool=/bin/iommu-probe"
		"$here/inside/record.sh=/record.sh"
		"$here/inside/smmuv3-registers.sh=/smmuv3-registers.sh" "$here/inside/work.sh=/work.sh")
}

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

# arm64_boot TIMEOUT APPEND QEMU-ARGUMENT…: boots with the files in $files.
arm64_boot() {
	local limit=$1 append=$2
	shift 2
	guest_initramfs "$work/initramfs" "${files[@]}"
	say "booting Linux $kernel_release, guest $name"
	guest_boot "$console" "$limit" -M virt,iommu=smmuv3,gic-version=3 -cpu max \
		-smp 2 -m 512 -kernel "$kernel_image" -initrd "$work/initramfs" \
		-append "$arm64_append $append" "$@"
	say "guest $name has ended; its console is in $console"
}
