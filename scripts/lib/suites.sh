# SPDX-License-Identifier: MIT
# Packages of other architectures and newer suites, by a private apt
# configuration: the machine's own sources stay as they are, and the mirror is
# the one that they name. Needs common.sh and packages.sh.

suites_conf=$cache/apt/apt.conf

debian_codename() { (. /etc/os-release && echo "${VERSION_CODENAME:-}"); }

# Lines "URI suite" of the machine's own Debian archives.
suites_own() {
	apt-get indextargets --format '$(LABEL)|$(ORIGIN)|$(REPO_URI) $(RELEASE)' \
		'Created-By: Packages' | sed -n 's/^Debian[^|]*|Debian|//p' | sort -u
}

suites_setup() {
	local own mirror codename
	[ -z "${suites_ready:-}" ] || return 0
	codename=$(debian_codename)
	mkdir -p "$cache"/apt/{lists,archives}/partial
	own=$(suites_own)
	[ -n "$own" ] || { as_root apt-get update -qq; own=$(suites_own); }
	mirror=$(awk -v c="$codename" '$2 == c { print $1; exit }' <<<"$own")
	[ -n "$mirror" ] || die "the machine's apt sources name no Debian archive"
	{
		sed 's/^/deb /; s/$/ main/' <<<"$own"
		echo "deb $mirror $codename-backports main"
	} | sort -u >"$cache/apt/sources.list"
	cat >"$suites_conf" <<-END
		Dir::Etc::sourcelist "$cache/apt/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::State::lists "$cache/apt/lists";
		Dir::Cache "$cache/apt";
		APT::Architectures { "$(dpkg --print-architecture)"; "amd64"; "arm64"; };
		APT::Sandbox::User "root";
	END
	say "reading the package lists of $codename and $codename-backports"
	quietly "$cache/log/suites-update" env APT_CONFIG="$suites_conf" apt-get update
	suites_ready=yes
}

suites_apt() { suites_setup; APT_CONFIG=$suites_conf "$@"; }

# suites_unpack DIR PACKAGE…: download and unpack, without installing.
suites_unpack() {
	local dir=$1 debs deb
	shift
	suites_setup
	debs=$(mktemp -d "$cache/debs.XXXXXX")
	say "downloading $*"
	(cd "$debs" && quietly "$cache/log/suites-download" \
		env APT_CONFIG="$suites_conf" apt-get download "$@") ||
		{ rm -rf "$debs"; return 1; }
	mkdir -p "$dir"
	for deb in "$debs"/*.deb; do
		dpkg-deb -x "$deb" "$dir"
	done
	rm -rf "$debs"
}

# The packages that PACKAGE depends on whose names match REGEX.
suites_depends() {
	suites_apt apt-cache depends --important "$1" |
		sed -nE "s/^ +Depends: ($2)\$/\1/p"
}
