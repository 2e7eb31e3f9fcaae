# SPDX-License-Identifier: MIT
# What the guests have to know of a VT-d unit. Sourced by busybox sh.

model=intel-vtd
stock=intel-iommu
tables=DMAR

# The witness: registers at an address as /dev/mem shows them.
registers() {
	local base=$1
	echo "cap $(devmem $((base + 0x8)) 64)" || return
	echo "ecap $(devmem $((base + 0x10)) 64)" || return
	echo "gsts $(devmem $((base + 0x1c)) 32)" || return
	echo "rtaddr $(devmem $((base + 0x20)) 64)"
}

# Of a unit of the class; where it is can also be read in the DMAR.
witness() {
	local base
	base=0x$(cat "$1/intel-iommu/address") || return
	echo "base $base"
	registers "$base"
}

facts() { :; }

# Late units have theirs in the memory of the one PCI device that has any to
# speak of. They are those of a unit that has scalable mode without PASIDs, so
# that it must be asked whether it uses it, and does.
late_base() {
	local device base
	for device in /sys/bus/pci/devices/*; do
		[ "$(cat "$device/vendor" "$device/device" | tr '\n' ' ')" = "0x1af4 0x1110 " ] || continue
		echo 2 >"$device/enable" 2>/dev/null || echo 1 >"$device/enable"
		base=$(sed -n '3s/ .*//p' "$device/resource")
		devmem $((base + 0x8)) 64 0xd2008c222f0606
		devmem $((base + 0x10)) 64 0x480080f00f4a
		devmem $((base + 0x1c)) 32 0x40000000
		devmem $((base + 0x20)) 64 0x400
		echo "$base"
	done
}
