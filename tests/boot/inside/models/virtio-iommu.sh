# SPDX-License-Identifier: MIT
# What the guests have to know of a virtio IOMMU. Sourced by busybox sh. Its
# driver is a module of the kernel's, which nobody has loaded yet.

model=virtio-iommu
# Its driver shows nothing.
stock=
tables=

insmod /virtio-iommu.ko

# The PCI device, by the number that virtio gives an IOMMU: 0x1040 + 23.
hardware() {
	local device
	for device in /sys/bus/pci/devices/*; do
		[ "$(cat "$device/vendor" "$device/device" | xargs)" != "0x1af4 0x1057" ] ||
			echo "$device"
	done
}

# config DEVICE OFFSET LENGTH: an unsigned number in the PCI configuration.
config() { hexdump -s "$2" -n "$3" -e "1/$3 \"%u\"" "$1/config"; }

# The address of the device's configuration, by the PCI capability that tells
# where it is: vendor specific (9), of type 4.
configuration() {
	local at region
	at=$(config "$1" 52 1)
	while [ "$at" -ne 0 ]; do
		if [ "$(config "$1" "$at" 1) $(config "$1" $((at + 3)) 1)" = "9 4" ]; then
			region=$(config "$1" $((at + 4)) 1)
			region=$(sed -n "$((region + 1))s/ .*//p" "$1/resource")
			echo $((region + $(config "$1" $((at + 8)) 4)))
		fi
		at=$(config "$1" $((at + 1)) 1)
	done
}

word64() { printf '0x%x%08x\n' "$(devmem $(($1 + 4)) 32)" "$(devmem "$1" 32)"; }

# The witness: the configuration as /dev/mem shows it; and what was negotiated,
# a digit a feature, of which the first is an input range.
witness() {
	local device base
	device=$(hardware)
	base=$(configuration "$device")
	echo "page_size_mask $(word64 "$base")"
	case $(cat "$device"/virtio*/features) in
	1*) echo "input_end $(word64 $((base + 16)))" ;;
	esac
}

facts() {
	local device
	device=$(hardware)
	echo "hardware ${device##*/}"
	echo "virtio $(cd "$device" && echo virtio[0-9]*)"
}

rebind() {
	local driver=/sys/bus/virtio/drivers/virtio_iommu device
	device=$(cd "$(hardware)" && echo virtio[0-9]*)
	echo "$device" >"$driver/unbind" && [ ! -e "$unit" ] || return
	echo "$device" >"$driver/bind" && wait_for "$unit/$model/model"
}

rebind_repeatedly() {
	local i=0
	# What is behind the IOMMU is not what it was.
	rm -f /tmp/known-*
	readers_start
	while [ "$i" -lt 50 ]; do
		rebind || return
		i=$((i + 1))
	done
	readers_stop
	echo "rebinds $i"
}

reload_driver() {
	rmmod virtio_iommu && [ ! -e "$unit" ] || return
	insmod /virtio-iommu.ko && wait_for "$unit/$model/model"
}

# The driver lets go of its device, and takes it again, while the module is there.
# The devices behind it go first: those of a driver that is gone are an end that
# the kernel itself does not survive.
live_special() {
	local device
	for device in "$unit"/devices/*; do
		[ ! -e "$device/remove" ] || echo 1 >"$device/remove"
	done
	load
	uevents_start
	record rebind rebind
	record uevents-rebind uevents_stop
	record files-rebind contents "$unit/$model"
	record rebinds rebind_repeatedly
	record reload-driver reload_driver
	record files-reload-driver contents "$unit/$model"
	unload
}
