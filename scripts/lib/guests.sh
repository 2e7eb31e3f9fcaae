# SPDX-License-Identifier: MIT
# QEMU guests with the module and the tool in them: what they are made of, and
# how one is booted and watched. Needs common.sh, packages.sh, suites.sh and
# kernels.sh. A function that makes something sets a variable of its own name
# to where it is.

# Older ones lack IOMMU features that the guests have.
guest_qemu_least=10

guest_qemu_fits() {
	local version
	version=$("$guest_qemu" --version 2>/dev/null |
		sed -n 's/^QEMU emulator version \([0-9]*\).*/\1/p') || return 1
	[ "${version:-0}" -ge "$guest_qemu_least" ]
}

# guest_qemu SERIES ARCH: sets guest_qemu, the emulator for a kernel of that
# series, and guest_firmware, the options with which it finds firmware; fails
# where there is none, for which guest_qemu_misses is the reason.
guest_qemu() {
	local series=$1 suite packages
	arch_names "$2"
	case $2 in
	arm64) packages=(qemu-system-arm) ;;
	amd64) packages=(qemu-system-x86) ;;
	riscv64) packages=(qemu-system-riscv opensbi) ;;
	esac
	guest_qemu=qemu-system-$arch_cpu
	guest_firmware=()
	if [ "$series" = newest ]; then
		guest_qemu_newest "${packages[@]}"
		return
	fi
	guest_qemu_fits && return
	suites_setup
	suite=$(debian_codename)-backports
	say "installing ${packages[*]} from $suite"
	quietly "$cache/log/qemu-install" as_root env APT_CONFIG="$suites_conf" \
		DEBIAN_FRONTEND=noninteractive apt-get install -y \
		--no-install-recommends -t "$suite" "${packages[@]}" || true
	guest_qemu_misses="no $guest_qemu $guest_qemu_least or newer is here, and none came from $suite"
	guest_qemu_fits
}

# The newest kernels meet the newest hardware: the QEMU of a later release.
guest_qemu_newest() {
	local dir=$cache/$1-newest suites_set=trixie
	guest_qemu=$dir/usr/bin/$guest_qemu
	guest_firmware=(-L "$dir/usr/share/qemu" -L "$dir/usr/share/seabios")
	[ ! -e "$dir/complete" ] || return 0
	rm -rf "$dir"
	suites_unpack_whole "$dir" "$(dpkg --print-architecture)" -t trixie-backports "$@"
	suites_adopt "$dir"
	touch "$dir/complete"
}

guest_is_foreign() { [ "$1" != "$(dpkg --print-architecture)" ]; }

# This machine's release has neither libraries nor compiler: they come from where
# the kernel does.
guest_is_later() { [ "$1" = riscv64 ]; }

# The libraries in the list of build packages, with all that they are linked to.
guest_library_packages() {
	local arch=$1 package
	for package in $build_packages; do
		case $package in
		libc6-dev) ;; # comes with the cross compiler
		*-dev)
			echo "$package:$arch"
			suites_depends "$package:$arch" '(lib|zlib).*'
			;;
		esac
	done | grep -v '^libc6' | sort -u
}

# guest_sysroot ARCH: sets guest_sysroot, below which the libraries of ARCH are
# (empty: this machine's own), guest_cc, the compiler of programs that are linked
# to them, with its options, and guest_busybox. Needs kernel_fetch.
guest_sysroot() {
	local arch=$1 dir=$cache/sysroot-$1
	arch_names "$arch"
	guest_sysroot=
	! guest_is_foreign "$arch" || guest_sysroot=$dir
	guest_cc=("$arch_triplet-gcc")
	if guest_is_later "$arch"; then
		guest_cc=("$kernel_dir/toolchain/usr/bin/$arch_triplet-gcc" "--sysroot=$dir")
	fi
	# A longer list of packages makes another sysroot.
	if [ "$(cat "$dir/complete" 2>/dev/null)" != "$build_packages" ]; then
		rm -rf "$dir"
		guest_unpack_sysroot "$arch" "$dir"
		echo "$build_packages" >"$dir/complete"
	fi
	guest_busybox=$dir/bin/busybox
	[ -e "$guest_busybox" ] || guest_busybox=$dir/usr/bin/busybox
}

guest_unpack_sysroot() {
	local arch=$1 dir=$2 suites_set=own
	if guest_is_later "$arch"; then
		suites_set=$(kernel_suites newest "$arch")
		# shellcheck disable=SC2046
		suites_unpack_whole "$dir" "$arch" busybox-static \
			$(grep -o '[^ ]*-dev' <<<"$build_packages")
		return
	fi
	suites_setup
	# shellcheck disable=SC2046
	suites_unpack "$dir" "busybox-static:$arch" \
		$(! guest_is_foreign "$arch" || guest_library_packages "$arch")
}

guest_cross_file() {
	local libdir=$guest_sysroot/usr/lib/$arch_triplet
	cat <<-END
		[binaries]
		c = [$(printf "'%s', " "${guest_cc[@]}")]
		ar = '${guest_cc[0]%gcc}ar'
		strip = '${guest_cc[0]%gcc}strip'
		pkgconfig = 'pkg-config'
		[properties]
		sys_root = '$guest_sysroot'
		pkg_config_libdir = '$libdir/pkgconfig:$guest_sysroot/usr/share/pkgconfig'
		[built-in options]
		# What the library is linked to, when the tool is linked to it.
		c_link_args = ['-Wl,-rpath-link,$libdir:$guest_sysroot/lib/$arch_triplet']
		[host_machine]
		system = 'linux'
		cpu_family = '$arch_cpu'
		cpu = '$arch_cpu'
		endian = 'little'
	END
}

# guest_tool ARCH: builds library and tool, linked as users have them; sets
# guest_tool. Needs guest_sysroot.
guest_tool() {
	local arch=$1 build=$cache/build-guest-$1 file=$cache/cross-$1 options key
	options=(--prefix=/usr --libdir="lib/$arch_triplet" -Dtests=false)
	if guest_is_foreign "$arch"; then
		guest_cross_file >"$file"
		options+=(--cross-file "$file")
	fi
	key="$top ${options[*]} $(cat "$guest_sysroot/complete" "$file" 2>/dev/null || true)"
	if [ "$(cat "$build/key" 2>/dev/null)" != "$key" ]; then
		say "configuring library and tool for $arch"
		rm -rf "$build"
		quietly "$cache/log/guest-setup-$arch" \
			meson setup "${options[@]}" "$build" "$top"
		echo "$key" >"$build/key"
	fi
	say "building library and tool for $arch"
	quietly "$cache/log/guest-tool-$arch" meson compile -C "$build"
	rm -rf "$build/installed"
	DESTDIR=$build/installed quietly "$cache/log/guest-install-$arch" \
		meson install -C "$build" --no-rebuild
	guest_tool=$build/installed/usr/bin/iommu-probe
	[ -x "$guest_tool" ] || die "the build has installed no $guest_tool"
}

# guest_program OUT SOURCE: a small helper, linked statically. Needs
# guest_sysroot.
guest_program() {
	quietly "$cache/log/guest-program" \
		"${guest_cc[@]}" -static -O2 -Wall -Werror -o "$1" "$2"
}

# guest_library_program OUT SOURCE: one that is linked to the library as its
# users are. Needs guest_tool.
guest_library_program() {
	local usr=${guest_tool%/bin/*}
	quietly "$cache/log/guest-program" \
		"${guest_cc[@]}" -O2 -Wall -Wextra -Werror -I"$usr/include" \
		-I"$usr/include/iommu-probe" -I"$top/tests/unit" -o "$1" "$2" \
		-L"$usr/lib/$arch_triplet" -liommu-probe \
		-Wl,-rpath-link,"$guest_sysroot/usr/lib/$arch_triplet:$guest_sysroot/lib/$arch_triplet"
}

# guest_module ARCH [SOURCE]: builds kernel/, or the modules in SOURCE, against
# the kernel of the last kernel_fetch; sets guest_module to the folder that the
# modules are in. Never in the source tree: kbuild writes beside the sources.
guest_module() {
	local arch=$1 source=${2:-$top/kernel} build key
	arch_names "$arch"
	build=$cache/modules/$kernel_release/${source##*/}
	guest_module=$build
	key=$(cd "$source" && find . -type f -exec sha256sum {} + | sort)
	[ "$(cat "$build/key" 2>/dev/null)" != "$key" ] || return 0
	say "building ${source##*/} for Linux $kernel_release"
	rm -rf "$build"
	mkdir -p "$build"
	cp -r "$source/." "$build"
	quietly "$cache/log/guest-module-$arch" env PATH="$kernel_path" \
		make -C "$kernel_build" M="$build" \
		ARCH="$arch_kernel" CROSS_COMPILE="$arch_triplet-" \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules
	echo "$key" >"$build/key"
}

guest_find_library() {
	local dir
	for dir in "${guest_tool%/bin/*}/lib/$arch_triplet" \
		"$guest_sysroot"/{usr/,}lib{"/$arch_triplet",} "/usr/$arch_triplet/lib"; do
		[ ! -e "$dir/$1" ] || { echo "$dir/$1"; return; }
	done
	die "no $1 for $arch_triplet"
}

# readelf fails on what is not ELF, which then needs nothing.
guest_elf() { { readelf "$1" "$2" 2>/dev/null || true; } | sed -n "s/.*$3.*/\1/p"; }

# guest_archive_library: libarchive as FILE=TARGET. The tool loads it when it wants
# it; it is large, by what it needs itself. Needs guest_tool.
guest_archive_library() {
	local name
	name=$(guest_elf -p.rodata "$guest_tool" '\] *\(libarchive\.so\.[0-9]*\)')
	[ -n "$name" ] || die "$guest_tool does not say which libarchive it loads"
	echo "$(guest_find_library "$name")=/lib/$name"
}

# guest_libraries ROOT ELF: the shared libraries of a program or library, and
# theirs, into ROOT/lib, where the loader looks without being told. (ldd would
# run the program, which is another architecture's.)
guest_libraries() {
	local root=$1 elf=$2 name file
	for name in $(guest_elf -d "$elf" '(NEEDED).*\[\(.*\)\]'); do
		[ ! -e "$root/lib/$name" ] || continue
		file=$(guest_find_library "$name")
		install -m 755 "$file" "$root/lib/$name"
		guest_libraries "$root" "$file"
	done
	name=$(guest_elf -l "$elf" 'program interpreter: \(.*\)\]')
	if [ -n "$name" ] && [ ! -e "$root$name" ]; then
		install -D -m 755 "$(guest_find_library "${name##*/}")" "$root$name"
	fi
}

# guest_initramfs OUT FILE=TARGET…: busybox, the common /init, and files with
# the libraries that they need. Uncompressed: it is small, and unpacking takes
# longer than loading.
guest_initramfs() {
	local out=$1 root file
	shift
	root=$(mktemp -d "$cache/initramfs.XXXXXX")
	mkdir -p "$root"/{bin,dev,lib,proc,sys,tmp}
	for file in "$guest_busybox=/bin/busybox" "$top/tests/boot/inside/init=/init" "$@"; do
		install -D -m 755 "${file%=*}" "$root${file##*=}"
		guest_libraries "$root" "${file%=*}"
	done
	(cd "$root" && find . | sort | cpio -o -H newc -R 0:0 --quiet) >"$out"
	rm -rf "$root"
}

guest_failed() {
	local log=$1
	shift
	{
		echo "guest failed: $*"
		echo "the last lines of its console, $log:"
		tail -n 40 "$log" | tr -d '\r'
	} >&2
	return 1
}

# Until its first process has begun, a guest has done nothing of ours; then the
# kernel is up within half a minute, or on a busy machine a whole one.
guest_begins_within=90

guest_has_begun() { grep -q '^@@@ guest begins' "$1"; }

# guest_try LOG TIMEOUT QEMU-ARGUMENT…: fails as QEMU or timeout does; sets
# guest_hung if the guest did not begin in time.
guest_try() {
	local log=$1 limit=$2 qemu latest=$((SECONDS + guest_begins_within))
	shift 2
	guest_hung=
	: >"$log"
	timeout --kill-after=5 "$limit" "$guest_qemu" "${guest_firmware[@]}" -display none \
		-nodefaults -no-reboot -serial stdio "$@" </dev/null >"$log" 2>&1 &
	qemu=$!
	trap 'kill "$qemu"; exit 130' INT TERM HUP
	until guest_has_begun "$log" || ! kill -0 "$qemu" 2>/dev/null; do
		if [ "$SECONDS" -ge "$latest" ]; then
			guest_hung=yes
			kill "$qemu"
			break
		fi
		sleep 1
	done
	wait "$qemu"
}

# guest_boot LOG TIMEOUT QEMU-ARGUMENT…: the serial console goes to LOG. Only
# a guest whose end mark says 0 has done all that it was to do. One that hangs
# before it begins gets another try: emulated CPUs lose their timers now and
# then, when the machine is busy.
guest_boot() {
	local log=$1 limit=$2 status=0 mark
	guest_try "$@" || status=$?
	if [ -n "$guest_hung" ]; then
		say "the guest has not begun within $guest_begins_within s: one more try"
		mv "$log" "$log.hung"
		status=0
		guest_try "$@" || status=$?
	fi
	trap - INT TERM HUP
	case $status in
	0) ;;
	124 | 137) guest_failed "$log" "not done after $limit s" || return ;;
	*) guest_failed "$log" "QEMU's exit status is $status" || return ;;
	esac
	mark=$(tr -d '\r' <"$log" | sed -n 's/^@@@ guest ended //p')
	case $mark in
	0) ;;
	'') guest_failed "$log" "no end mark on the console" ;;
	*) guest_failed "$log" "its exit status is $mark" ;;
	esac
}
