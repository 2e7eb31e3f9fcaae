# SPDX-License-Identifier: MIT
# Packages of other architectures and newer suites, by a private apt
# configuration: the machine's own sources stay as they are, and the mirror is
# the one that they name. Needs common.sh and packages.sh.

# Which suites are meant: "own", those of this machine's release with its
# backports, or the name of a later release, likewise with its backports. Of the
# latter nothing is ever installed, only unpacked.
suites_set=own
suites_ready=

debian_codename() { (. /etc/os-release && echo "${VERSION_CODENAME:-}"); }

# Lines "URI suite" of the machine's own Debian archives.
suites_own() {
	apt-get indextargets --format '$(LABEL)|$(ORIGIN)|$(REPO_URI) $(RELEASE)' \
		'Created-By: Packages' | sed -n 's/^Debian[^|]*|Debian|//p' | sort -u
}

suites_list() {
	local own mirror codename
	codename=$(debian_codename)
	own=$(suites_own)
	[ -n "$own" ] || { as_root apt-get update -qq; own=$(suites_own); }
	mirror=$(awk -v c="$codename" '$2 == c { print $1; exit }' <<<"$own")
	[ -n "$mirror" ] || die "the machine's apt sources name no Debian archive"
	if [ "$suites_set" = own ]; then
		sed 's/^/deb /; s/$/ main/' <<<"$own"
		echo "deb $mirror $codename-backports main"
	else
		echo "deb $mirror $suites_set main"
		echo "deb $mirror $suites_set-backports main"
	fi | sort -u
}

suites_setup() {
	local dir=$cache/apt-$suites_set
	suites_conf=$dir/apt.conf
	case " $suites_ready " in *" $suites_set "*) return ;; esac
	mkdir -p "$dir"/{lists,archives}/partial
	suites_list >"$dir/sources.list"
	cat >"$suites_conf" <<-END
		Dir::Etc::sourcelist "$dir/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::State::lists "$dir/lists";
		Dir::Cache "$dir";
		APT::Architectures { "$(dpkg --print-architecture)"; "amd64"; "arm64"; };
		APT::Sandbox::User "root";
	END
	say "reading the package lists of the suites: $suites_set"
	quietly "$cache/log/suites-update" env APT_CONFIG="$suites_conf" apt-get update
	suites_ready="$suites_ready $suites_set"
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

# The packages that PACKAGE depends on whose names match REGEX, and theirs.
suites_depends() {
	suites_apt apt-cache depends --recurse --important "$1" |
		sed -nE "s/^ +Depends: ($2)\$/\1/p"
}
