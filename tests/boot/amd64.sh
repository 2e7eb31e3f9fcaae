# SPDX-License-Identifier: MIT
# What the x86-64 guests have in common: QEMU's machine "q35", to which a
# device adds the IOMMU. Sourced by guests/*.

. "$(dirname "${BASH_SOURCE[0]}")/guest.sh"

append+=" console=ttyS0"

endpoints=(-device virtio-rng-pci -device "pcie-root-port,id=root"
	-device "virtio-rng-pci,bus=root")

# device_with DEVICE ALTERNATIVES…: sets device, for QEMU's -device. Of the
# options in each of the ALTERNATIVES, which are one under the names that
# different versions give it, the first that this QEMU has.
device_with() {
	local known alternatives option found
	device=$1
	known=$("$guest_qemu" -M q35 -device "$1,help") || skip "this QEMU has no device $1"
	for alternatives in "${@:2}"; do
		found=
		for option in $alternatives; do
			grep -q "^ *${option%%=*}=" <<<"$known" || continue
			found=$option
			break
		done
		[ -n "$found" ] || skip "this QEMU's $1 has no ${alternatives// /, no }"
		device+=,$found
	done
}

amd64_boot() { boot "$@" -M q35,kernel-irqchip=split; }
