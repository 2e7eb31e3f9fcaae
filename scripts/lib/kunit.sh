# SPDX-License-Identifier: MIT
# A kernel that runs as a program (User Mode Linux), with the project's kernel
# part and its tests built in. Needs common.sh, packages.sh and suites.sh.

# Most of the source is what User Mode Linux is not made of. Kconfig files stay:
# they include each other.
kunit_without='*/arch/[!Kux]*.[chS] *.dts *.dtsi */Documentation/*.rst */Documentation/*.yaml
	*/drivers/gpu/*.[ch] */drivers/net/*/*.[ch] */drivers/media/*.[ch]
	*/drivers/staging/*.[ch] */sound/*.[ch] */tools/testing/*'

# kunit_source SERIES CONFIG: sets kunit_dir: source/ and build/ of Debian's
# kernel of that series, configured as the file CONFIG has it.
kunit_source() {
	local series=$1 config=$2 key tmp
	key=$(cat "$config" "${BASH_SOURCE[0]}" | sha256sum)
	kunit_dir=$cache/kunit-$series-${key:0:12}
	[ ! -e "$kunit_dir/complete" ] || return 0
	# Of other configurations nobody has any use.
	rm -rf "$cache/kunit-$series-"*
	mkdir -p "$kunit_dir"/{source,build}
	tmp=$(mktemp -d "$cache/source.XXXXXX")
	suites_unpack "$tmp" "linux-source-$series"
	say "unpacking the source of Linux $series"
	# shellcheck disable=SC2046
	tar -xf "$tmp/usr/src/linux-source-$series.tar.xz" -C "$kunit_dir/source" \
		--strip-components=1 --wildcards $(printf -- '--exclude=%s ' $kunit_without)
	rm -rf "$tmp"
	sed -i 's|^endif # IOMMU_SUPPORT|source "drivers/iommu/caps/Kconfig"\n\n&|' \
		"$kunit_dir/source/drivers/iommu/Kconfig"
	echo 'obj-y += caps/' >>"$kunit_dir/source/drivers/iommu/Makefile"
	touch "$kunit_dir/complete"
}

kunit_make() {
	make -C "$kunit_dir/source" O="$kunit_dir/build" ARCH=um -j"$(nproc)" "$@"
}

# kunit_build CONFIG KERNEL: builds the folder KERNEL into the kernel; sets
# kunit_kernel, the program. What has not changed is not built again.
kunit_build() {
	local config=$1 option
	rm -rf "$kunit_dir/source/drivers/iommu/caps"
	cp -r "$2" "$kunit_dir/source/drivers/iommu/caps"
	say "configuring Linux for KUnit"
	quietly "$cache/log/kunit-config" kunit_make KCONFIG_ALLCONFIG="$config" allnoconfig
	# An option that is wanted and cannot be had is left out without a word.
	grep '^CONFIG' "$config" | while read -r option; do
		grep -qxF "$option" "$kunit_dir/build/.config" ||
			die "Linux does not take $option here"
	done
	say "building Linux for KUnit"
	quietly "$cache/log/kunit-build" kunit_make linux
	kunit_kernel=$kunit_dir/build/linux
}
