# SPDX-License-Identifier: MIT
# The programs that read what the tool prints, or files that are installed with
# it, of this machine's release and of later ones. Needs common.sh, packages.sh and suites.sh. A function sets a
# variable of its own name to what it is about.

# These are installed as any package; Prometheus and its node_exporter would be
# started, so they are only unpacked, and so is systemd.
consumer_packages="libvirt-clients virtinst libxml2-utils ansible-core udev"

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

# consumer_systemd: the newest systemd with its udev. Its programs run as
# "${consumer_systemd[@]}"/NAME: the libraries are where only they look.
consumer_systemd() {
	local dir=$cache/systemd-newest suites_set=trixie
	consumer_units=$dir/usr/lib/systemd/system
	consumer_systemd=(env "LD_LIBRARY_PATH=$dir/usr/lib/$(uname -m)-linux-gnu/systemd"
		"$dir/usr/bin")
	[ ! -e "$dir/complete" ] || return 0
	rm -rf "$dir"
	suites_unpack_whole "$dir" "$(dpkg --print-architecture)" systemd udev || return
	suites_adopt "$dir"
	touch "$dir/complete"
}

# consumer_installed BUILD: what its installation puts where.
consumer_installed() {
	consumer_installed=$cache/consumers-installed
	rm -rf "$consumer_installed"
	DESTDIR=$consumer_installed quietly "$cache/log/consumers-install" \
		meson install -C "$1" --no-rebuild
}

consumer_installed_file() { find "$consumer_installed" -name "$1"; }
