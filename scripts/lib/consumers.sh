# SPDX-License-Identifier: MIT
# The programs that read what `export` prints, of this machine's release and of
# later ones. Needs common.sh, packages.sh and suites.sh. A function sets a
# variable of its own name to what it is about.

# virt-install, virt-xml-validate and libvirt's schema are installed as any
# package; Prometheus would be started, so of it only promtool is unpacked.
consumer_packages="libvirt-clients virtinst libxml2-utils"

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
