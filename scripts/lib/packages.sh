# SPDX-License-Identifier: MIT
# The Debian packages that the project needs, and how missing ones get here.

build_packages="gcc libc6-dev meson ninja-build pkg-config
	libudev-dev libsysfs-dev libjson-c-dev libsmartcols-dev
	libarchive-dev zlib1g-dev scdoc"

test_packages="check valgrind python3 python3-jsonschema python3-yaml
	bash-completion zsh fish doxygen abigail-tools"

fuzz_packages="clang libclang-rt-dev g++ libvalijson-dev rapidjson-dev python3"

bench_packages="strace sysfsutils udev"

guest_packages="make perl bc flex bison libelf-dev libssl-dev sparse cpio xz-utils
	patchelf gcc-aarch64-linux-gnu libc6-dev-arm64-cross"

missing_packages() {
	local package
	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null |
			grep -q '^ii' || printf '%s\n' "$package"
	done
}

install_packages() {
	local missing
	command -v dpkg-query >/dev/null ||
		die "not a Debian system; please install what scripts/lib/packages.sh lists"
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	say "installing: $(echo $missing)"
	quietly "$cache/log/apt-update" as_root apt-get update
	# shellcheck disable=SC2086
	quietly "$cache/log/apt-install" as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends $missing
}
