# SPDX-License-Identifier: MIT
# Building userspace. Needs common.sh.

# build_project DIR [MESON-OPTION…]
build_project() {
	local dir=$1
	shift
	if [ -e "$dir/build.ninja" ]; then
		quietly "$cache/log/meson-$(basename "$dir")" meson configure "$dir" "$@"
	else
		quietly "$cache/log/meson-$(basename "$dir")" meson setup "$dir" "$top" "$@"
	fi
	quietly "$cache/log/ninja-$(basename "$dir")" ninja -C "$dir"
}
