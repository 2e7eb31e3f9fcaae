# SPDX-License-Identifier: MIT
# What the guests have to know of a RISC-V IOMMU. Sourced by busybox sh.

model=riscv-iommu
# Its driver shows nothing.
stock=
tables=

# The hardware, by PCI's class code of an IOMMU or by the device tree.
hardware() {
	local device
	for device in /sys/bus/pci/devices/* /sys/bus/platform/devices/*; do
		if grep -qs 0x080600 "$device/class" ||
			tr '\0' '\n' 2>/dev/null <"$device/of_node/compatible" | grep -qx riscv,iommu; then
			echo "$device"
		fi
	done
}

# Where its registers are: region 0 of a PCI device, the first of a device tree's.
base() {
	if [ -e "$1/resource" ]; then
		sed -n '1s/ .*//p' "$1/resource"
	else
		hexdump -n 8 -e '"0x" 8/1 "%02x"' "$1/of_node/reg"
	fi
}

# The witness: its register as /dev/mem shows it.
witness() { echo "caps $(devmem "$(base "$(hardware)")" 64)"; }

facts() { echo "hardware $(basename "$(hardware)")"; }

# What only live units of other models do.
live_special() { :; }
