# SPDX-License-Identifier: MIT
# Debian's own kernels, unpacked into the cache: the image for guests, the
# headers to build the module against. Needs suites.sh.

# kernel_newest SERIES ARCH: the release of the newest kernel of a series, of
# the plain flavour: neither cloud nor real-time.
kernel_newest() {
	local series=${1//./\\.} arch=$2
	suites_apt apt-cache search --names-only \
		"^linux-image-$series\\.[0-9a-z.+]*(-[0-9]+)?-$arch\$" |
		sed 's/ - .*//; s/^linux-image-//' | sort -V | tail -n 1
}

# kernel_fetch SERIES ARCH: sets kernel_dir, kernel_release, kernel_image and
# kernel_build, the KDIR to build against.
kernel_fetch() {
	local series=$1 arch=$2
	kernel_dir=$cache/kernels/$series-$arch
	if [ ! -e "$kernel_dir/complete" ]; then
		suites_setup
		rm -rf "$kernel_dir"
		kernel_release=$(kernel_newest "$series" "$arch")
		[ -n "$kernel_release" ] || die "no Linux $series for $arch in the archive"
		kernel_unpack "$kernel_release" "$arch"
		echo "$kernel_release" >"$kernel_dir/complete"
	fi
	kernel_release=$(cat "$kernel_dir/complete")
	kernel_image=$kernel_dir/boot/vmlinuz-$kernel_release
	kernel_build=$kernel_dir/usr/src/linux-headers-$kernel_release
}

kernel_unpack() {
	local release=$1 arch=$2 version=${1%-"$2"} build kbuild
	# Before 6.12 the programs to build with were of the series.
	kbuild=$(suites_depends "linux-headers-$release:$arch" 'linux-kbuild-[^:]*(:[a-z0-9]+)?' |
		head -n 1)
	kbuild=${kbuild#linux-kbuild-}
	kbuild=${kbuild%:*}
	suites_unpack "$kernel_dir" "linux-image-$release:$arch" \
		"linux-headers-$release:$arch" "linux-headers-$version-common" \
		"linux-kbuild-$kbuild"
	# The headers name their other halves by absolute paths. The programs
	# are the ones that run on this machine, whatever is built with them.
	build=$kernel_dir/usr/src/linux-headers-$release
	ln -sfn "$kernel_dir/usr/lib/linux-kbuild-$kbuild/scripts" "$build/scripts"
	ln -sfn "$kernel_dir/usr/lib/linux-kbuild-$kbuild/tools" "$build/tools"
	sed -i "s|/usr/src/|$kernel_dir/usr/src/|g" "$build/Makefile"
	local common=$kernel_dir/usr/src/linux-headers-$version-common
	for link in scripts tools; do
		ln -sfn "$kernel_dir/usr/lib/linux-kbuild-$kbuild/$link" "$common/$link"
	done
}

# kernel_checkpatch SERIES: sets checkpatch, from Debian's kernel sources.
kernel_checkpatch() {
	local series=$1 dir=$cache/checkpatch-$1 tmp
	checkpatch=$dir/scripts/checkpatch.pl
	[ -e "$dir/complete" ] && return 0
	tmp=$(mktemp -d "$cache/source.XXXXXX")
	suites_unpack "$tmp" "linux-source-$series"
	mkdir -p "$dir"
	tar -xf "$tmp/usr/src/linux-source-$series.tar.xz" -C "$dir" \
		--strip-components=1 --wildcards '*/scripts/checkpatch.pl' \
		'*/scripts/spelling.txt' '*/scripts/const_structs.checkpatch'
	rm -rf "$tmp"
	touch "$dir/complete"
}

# kernel_newest_uapi: sets kernel_uapi, the include folder of the newest kernel
# that Debian has backported to a later release.
kernel_newest_uapi() {
	local dir=$cache/uapi suites_set=trixie
	kernel_uapi=$dir/usr/include
	[ ! -e "$dir/complete" ] || return 0
	rm -rf "$dir"
	suites_unpack "$dir" linux-libc-dev/trixie-backports
	touch "$dir/complete"
}
