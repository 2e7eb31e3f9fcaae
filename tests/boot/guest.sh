# SPDX-License-Identifier: MIT
# What all guests have in common: how they are prepared, booted and checked.
# Sourced by arm64.sh and amd64.sh, and those by guests/*.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages suites kernels guests; do
	# shellcheck source=/dev/null
	. "$here/../../scripts/lib/$part.sh"
done

# The checks leave nothing in the source tree.
export PYTHONDONTWRITEBYTECODE=1

# With $boot_show a guest is there to be looked at: it runs inside/$boot_show-*, and
# what that prints takes the place of the checks.
boot_show=${boot_show:-}
name=${0##*/}
work=$cache/boot/$name${boot_show:+-$boot_show}
console=$work/console.log
mkdir -p "$work"
# A log of another boot would mislead.
rm -f "$console"

# A warning of the kernel ends the guest at once, without its end mark;
# iomem=relaxed leaves registers that a driver has claimed to /dev/mem.
append="quiet panic=-1 oops=panic panic_on_warn=1 iomem=relaxed"

# skip WHY: this guest cannot be had here.
skip() {
	[ -z "$boot_show" ] || die "$*"
	say "guest $name is SKIPPED: $*"
	echo "SKIP boots: $*"
	exit
}

# Sets host_tool, the tool of this machine, and host_libraries: for what guests
# have saved.
host_tool() {
	guest_sysroot "$(dpkg --print-architecture)"
	guest_tool "$(dpkg --print-architecture)"
	host_tool=$guest_tool
	host_libraries=${guest_tool%/bin/*}/lib/$arch_triplet
}

# prepare ARCH INSIDE MODEL [SERIES]: builds what every guest has, and begins
# $files with it: the script inside/INSIDE and what it has to know of the MODEL.
# The kernel is of the SERIES, 6.12 if none is given.
prepare() {
	local arch=$1 inside=$2 model=$3 series=${4:-6.12} program
	if [ -n "$boot_show" ]; then
		inside=$boot_show-$inside
		[ -e "$here/inside/$inside" ] || die "guest $name has nothing to be shown"
	fi
	files=("$here/inside/$inside=/guest" "$here/inside/models/$model.sh=/model.sh")
	guest_qemu "$series" "$arch" || skip "$guest_qemu_misses"
	kernel_fetch "$series" "$arch"
	host_tool
	guest_sysroot "$arch"
	guest_module "$arch"
	guest_tool "$arch"
	for program in cost uevents whole; do
		guest_program "$work/$program" "$here/inside/$program.c"
		files+=("$work/$program=/bin/$program")
	done
	files+=("$guest_module/iommu_caps.ko=/iommu_caps.ko" "$guest_tool=/bin/iommu-probe"
		"$here/inside/record.sh=/record.sh" "$here/inside/work.sh=/work.sh"
		"$kernel_config=/boot/config-$kernel_release")
	# Those that take snapshots.
	case $inside in
	live | off) files+=("$(guest_archive_library)") ;;
	esac
}

# prepare_late ARCH MODEL: for units that come and go.
prepare_late() {
	prepare "$1" late "$2"
	add_late_unit "$1"
}

add_late_unit() {
	guest_module "$1" "$here/late-unit"
	files+=("$guest_module/late-unit.ko=/late-unit.ko")
}

# prepare_mock ARCH: for pretend IOMMUs.
prepare_mock() {
	prepare "$1" mock mock
	kernel_module configfs
	guest_program "$work/bind" "$here/inside/bind.c"
	guest_library_program "$work/agree" "$here/inside/agree.c"
	files+=("$kernel_module=/configfs.ko" "$guest_module/iommu_caps_mock.ko=/iommu_caps_mock.ko"
		"$work/bind=/bin/bind" "$work/agree=/bin/agree")
}

# boot TIMEOUT APPEND QEMU-ARGUMENT…: boots with the files in $files.
boot() {
	local limit=$1
	append+=" $2"
	shift 2
	guest_initramfs "$work/initramfs" "${files[@]}"
	say "booting Linux $kernel_release, guest $name"
	guest_boot "$console" "$limit" -cpu max -smp 2 -m 512 -kernel "$kernel_image" \
		-initrd "$work/initramfs" -append "$append" "$@"
	say "guest $name has ended; its console is in $console"
}

# check PROGRAM ARGUMENT…: of what the guest has recorded, and of what the
# snapshot says that it has taken.
check() {
	local status=0
	[ -z "$boot_show" ] || set -- show.py
	"$here/$1" "${@:2}" "$console" || status=$?
	if grep -q '^@@@ begin snapshot' "$console"; then
		LD_LIBRARY_PATH=$host_libraries "$here/check-snapshot.py" "$host_tool" \
			"$work/snapshot.tar.gz" "$console" || status=$?
	fi
	return "$status"
}
