# SPDX-License-Identifier: MIT
# What the guests have to know of an AMD IOMMU. Sourced by busybox sh.

model=amd-vi
stock=amd-iommu
tables=IVRS

ivrs=/sys/firmware/acpi/tables/IVRS

# The witness: registers as /dev/mem shows them, at the address that the first
# block of the IVRS names, and the PCI capability at the offset that it names.
witness() {
	local base cap
	cap=$(hexdump -s 54 -n 2 -e '1/2 "0x%x"' "$ivrs")
	base=0x$(hexdump -s 60 -n 4 -e '1/4 "%x"' "$ivrs")$(hexdump -s 56 -n 4 -e '1/4 "%08x"' "$ivrs")
	echo "offset $cap"
	echo "base $base"
	echo "cap $(hexdump -s "$((cap))" -n 4 -e '1/4 "0x%x"' "$1/device/config")" || return
	echo "efr $(devmem $((base + 0x30)) 64)" || return
	echo "efr2 $(devmem $((base + 0x1a0)) 64)"
}

facts() { echo "la57 $(grep -cw -m 1 la57 /proc/cpuinfo || true)"; }

# What only live units of other models do.
live_special() { :; }
