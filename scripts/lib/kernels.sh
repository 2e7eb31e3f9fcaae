# SPDX-License-Identifier: MIT
# Debian's own kernels, unpacked into the cache: the image for guests, the
# headers to build the module against. Needs suites.sh.

# arch_names ARCH: how others than Debian call it.
arch_names() {
	case $1 in
	arm64) arch_cpu=aarch64 arch_kernel=arm64 ;;
	amd64) arch_cpu=x86_64 arch_kernel=x86 ;;
	riscv64) arch_cpu=riscv64 arch_kernel=riscv ;;
	*) die "nothing is known of the architecture $1" ;;
	esac
	arch_triplet=$arch_cpu-linux-gnu
}

# A series is "6.12", say, of this machine's own release; or "newest": what a
# later release has, whichever that is now.
kernel_suites() {
	case $1-$2 in
	newest-riscv64) echo sid ;;
	newest-*) echo trixie ;;
	*) echo own ;;
	esac
}

# kernel_newest SERIES ARCH: the release of the newest kernel of a series, of
# the plain flavour: neither cloud nor real-time.
kernel_newest() {
	local series=${1//./\\.} arch=$2
	[ "$series" != newest ] || series='[0-9]+\.[0-9]+'
	suites_apt apt-cache search --names-only \
		"^linux-image-$series\\.[0-9a-z.+]*(-[0-9]+)?-$arch\$" |
		sed 's/ - .*//; s/^linux-image-//' | sort -V | tail -n 1
}

# kernel_fetch SERIES ARCH: sets kernel_dir, kernel_release, kernel_image,
# kernel_config, kernel_build, the KDIR to build against, and kernel_path, the
# PATH with the programs to build with.
kernel_fetch() {
	local series=$1 arch=$2 suites_set
	suites_set=$(kernel_suites "$series" "$arch")
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
	kernel_image=$(kernel_file vmlinuz)
	kernel_config=$(kernel_file config)
	kernel_build=$kernel_dir/usr/src/linux-headers-$kernel_release
	kernel_path=$PATH
	[ ! -e "$kernel_dir/toolchain" ] || kernel_path=$kernel_dir/toolchain/usr/bin:$PATH
}

# Newer kernels come in parts, none of which has files in /boot.
kernel_file() {
	local file=$kernel_dir/boot/$1-$kernel_release
	[ -e "$file" ] || file=$kernel_dir/usr/lib/modules/$kernel_release/$1
	echo "$file"
}

# kernel_depends PACKAGE REGEX: the first that it depends on of that name.
kernel_depends() { suites_depends "$1" "$2(:[a-z0-9]+)?" | sed -n '1{ s/:.*//; p }'; }

kernel_unpack() {
	local release=$1 arch=$2 version=${1%-"$2"} build kbuild link
	# Before 6.12 the programs to build with were of the series.
	kbuild=$(kernel_depends "linux-headers-$release:$arch" 'linux-kbuild-[^:]*')
	# shellcheck disable=SC2046
	suites_unpack "$kernel_dir" "linux-image-$release:$arch" \
		$(suites_depends "linux-image-$release:$arch" 'linux-(base|binary)-.*') \
		"linux-headers-$release:$arch" "linux-headers-$version-common" "$kbuild"
	# The headers name their other halves by absolute paths. The programs
	# are the ones that run on this machine, whatever is built with them.
	build=$kernel_dir/usr/src/linux-headers-$release
	sed -i "s|/usr/src/|$kernel_dir/usr/src/|g" "$build/Makefile"
	for link in scripts tools; do
		ln -sfn "$kernel_dir/usr/lib/$kbuild/$link" "$build/$link"
		ln -sfn "$kernel_dir/usr/lib/$kbuild/$link" \
			"$kernel_dir/usr/src/linux-headers-$version-common/$link"
	done
	[ "$suites_set" = own ] || kernel_toolchain "$release" "$arch" "$kbuild"
}

# What kernels of later releases are built with is too new for this machine: the
# compiler that the headers name, and the programs in KBUILD.
kernel_toolchain() {
	local release=$1 arch=$2 kbuild=$3 dir=$kernel_dir/toolchain compiler
	arch_names "$arch"
	compiler=$(kernel_depends "linux-headers-$release:$arch" 'gcc-[0-9]+[^:]*')
	compiler=${compiler%-for-host}
	# shellcheck disable=SC2046
	suites_unpack_whole "$dir" "$(dpkg --print-architecture)" \
		"$compiler-${arch_triplet//_/-}" $(suites_depends "$kbuild" 'lib.*|zlib.*')
	suites_adopt "$dir"
	suites_adopt "$kernel_dir/usr/lib/$kbuild" "$dir"
	ln -s "$arch_triplet-$compiler" "$dir/usr/bin/$arch_triplet-gcc"
}

# kernel_module NAME: sets kernel_module, a module that came with the kernel of
# the last kernel_fetch, uncompressed. Of the newest kernels none is fetched.
kernel_module() {
	local compressed
	kernel_module=$kernel_dir/$1.ko
	[ ! -e "$kernel_module" ] || return 0
	compressed=$(find "$kernel_dir/lib/modules/$kernel_release" -name "$1.ko.xz")
	[ -n "$compressed" ] || die "Linux $kernel_release has no module $1"
	xz -dc "$compressed" >"$kernel_module.new"
	mv "$kernel_module.new" "$kernel_module"
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
