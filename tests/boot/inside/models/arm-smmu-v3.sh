# SPDX-License-Identifier: MIT
# What the guests have to know of an SMMUv3. Sourced by busybox sh.

model=arm-smmu-v3
# Its driver shows nothing.
stock=
tables=IORT

# The witness: registers at an address as /dev/mem shows them, which neither
# the module nor the tool uses.
registers() {
	local base=$1 pair
	for pair in idr0:0 idr1:4 idr2:8 idr3:12 idr4:16 idr5:20 iidr:24 cr0:32 cr2:44; do
		echo "${pair%:*} $(devmem $((base + ${pair#*:})) 32)" || return
	done
}

# Of a unit of the class.
witness() { registers "${1##*/smmu3.}"; }

# What is not in registers, from the kernel's own files. Without a node of a
# device tree, the firmware tables have to say what is coherent.
facts() {
	local node=$1/device/of_node page coherent=0
	page=$(sed -n 's/^KernelPageSize: *\([0-9]*\) kB$/\1/p' /proc/self/smaps | head -n 1)
	echo "page_size $((page * 1024))"
	[ -e "$node" ] || return 0
	[ ! -e "$node/dma-coherent" ] || coherent=1
	echo "coherent $coherent"
}

# What only live units of other models do.
live_special() { :; }

# Where late units have their registers.
late_base() { echo 0x9050000; }

# What only late units of this model do.
late_special() { :; }
