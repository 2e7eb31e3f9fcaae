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

# What only live units of other models do.
live_special() { :; }

# Late units have theirs in the memory of a PCI device of QEMU, "ivshmem". They
# are those of a unit that has scalable mode and first-stage tables, but no
# PASIDs, so that it must be asked whether it uses them; it does.
late_base() {
	local device base
	for device in /sys/bus/pci/devices/*; do
		[ "$(cat "$device/vendor" "$device/device" | xargs)" = "0x1af4 0x1110" ] || continue
		echo 1 >"$device/enable"
		# A line for each of its regions, of which the third is the memory.
		base=$(sed -n '3s/ .*//p' "$device/resource")
	done
	devmem $((base + 0x8)) 64 0x1d2008c222f0606
	devmem $((base + 0x10)) 64 0x1c80080f00f4a
	late_mode "$base" scalable
	echo "$base"
}

late_mode() {
	case $2 in
	none) devmem $(($1 + 0x1c)) 32 0 ;;
	legacy) devmem $(($1 + 0x20)) 64 0 && devmem $(($1 + 0x1c)) 32 0x40000000 ;;
	scalable) devmem $(($1 + 0x20)) 64 0x400 && devmem $(($1 + 0x1c)) 32 0x40000000 ;;
	esac
}

# A unit whose driver has not given it a root table yet: the module has to come
# back, again and again; and to give up when the unit goes, or the module.
late_special() {
	late_mode "$base" none
	tell add 2
	tell add 3
	sleep 1
	record unready ls "$class/late.2" "$class/late.3"
	tell remove 3
	late_mode "$base" legacy
	record ready wait_for "$class/late.2/$model/model"
	record files-legacy contents "$class/late.2/$model"
	tell remove 2
	late_mode "$base" none
	tell add 2
	record unload-unready unload
	tell remove 2
	late_mode "$base" scalable
	load
}
