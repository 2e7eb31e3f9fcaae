# SPDX-License-Identifier: MIT
# The programs that read what `export` prints, of this machine's release and of
# later ones. Needs common.sh, packages.sh and suites.sh. A function sets a
# variable of its own name to what it is about.

# virt-install, virt-xml-validate and libvirt's schema are installed as any
# package; Prometheus would be started, so of it only promtool is unpacked.
consumer_packages="libvirt-clients virtinst libxml2-utils patchelf"

# consumer_unpacked NAME SUITE PACKAGE…: alone, without what they depend on.
consumer_unpacked() {
	local name=$1 suites_set=$2
	shift 2
	consumer_unpacked=$cache/$name
	[ ! -e "$consumer_unpacked/complete" ] || return 0
	rm -rf "$consumer_unpacked"
	suites_unpack "$consumer_unpacked" "$@" || return
	touch "$consumer_unpacked/complete"
}

# consumer_qemu_newest PACKAGE PROGRAM: QEMU of a later release.
consumer_qemu_newest() {
	local dir=$cache/$1-newest suites_set=trixie
	consumer_qemu_newest=$dir/usr/bin/$2
	[ ! -e "$dir/complete" ] || return 0
	rm -rf "$dir"
	suites_unpack_whole "$dir" "$(dpkg --print-architecture)" -t trixie-backports "$1" ||
		return
	suites_adopt "$dir" || return
	touch "$dir/complete"
}
