# SPDX-License-Identifier: MIT
# The project's own Debian packages. Needs common.sh and packages.sh.

debian_packages="dpkg-dev debhelper dh-dkms pkgconf systemd udev lintian mmdebstrap"

# What the packages are built of: the checkout without what was built in it, as
# a tar with these options of it.
debian_source() {
	tar -C "$top" --exclude=./.git --exclude='./build*' --exclude=__pycache__ \
		--sort=name --owner=0 --group=0 "$@" -cf - .
}

# debian_build: sets debian_build, the folder with the packages. The tests are
# run elsewhere.
debian_build() {
	local key
	debian_build=$cache/packages
	key=$(debian_source --mtime=@0 | sha256sum)
	[ "$(cat "$debian_build/key" 2>/dev/null)" != "$key" ] || return 0
	rm -rf "$debian_build"
	mkdir -p "$debian_build/source"
	debian_source | tar -C "$debian_build/source" -xf -
	say "building packages"
	(cd "$debian_build/source" &&
		DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" \
			quietly "$cache/log/packages-build" dpkg-buildpackage -us -uc) || return
	echo "$key" >"$debian_build/key"
}
