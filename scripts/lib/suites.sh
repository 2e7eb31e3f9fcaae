# SPDX-License-Identifier: MIT
# Packages of other architectures and newer suites, by a private apt
# configuration: the machine's own sources stay as they are, and the mirror is
# the one that they name. Needs common.sh and packages.sh.

# Which suites are meant: "own", those of this machine's release with its
# backports; the name of a later release, likewise with its backports; or "sid",
# which has none. Of what is not "own" nothing is ever installed, only unpacked.
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
	case $suites_set in
	own)
		sed 's/^/deb /; s/$/ main/' <<<"$own"
		echo "deb $mirror $codename-backports main"
		;;
	sid) echo "deb $mirror sid main" ;;
	*)
		echo "deb $mirror $suites_set main"
		echo "deb $mirror $suites_set-backports main"
		;;
	esac | sort -u
}

# RISC-V is of interest with the newest kernels only.
suites_foreign() {
	case $suites_set in
	sid) echo riscv64 ;;
	*) echo arm64 ;;
	esac
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
		APT::Architectures { "$(dpkg --print-architecture)"; "amd64"; "$(suites_foreign)"; };
		APT::Sandbox::User "root";
	END
	say "reading the package lists of the suites: $suites_set"
	quietly "$cache/log/suites-update" env APT_CONFIG="$suites_conf" apt-get update
	suites_ready="$suites_ready $suites_set"
}

suites_apt() { suites_setup; APT_CONFIG=$suites_conf "$@"; }

# suites_download DIR COMMAND…: runs it in a folder of its own, and unpacks into
# DIR what it has put there.
suites_download() {
	local dir=$1 debs deb
	shift
	debs=$(mktemp -d "$cache/debs.XXXXXX")
	mkdir "$debs/partial"
	(cd "$debs" && quietly "$cache/log/suites-download" \
		env APT_CONFIG="$suites_conf" "$@") ||
		{ rm -rf "$debs"; return 1; }
	mkdir -p "$dir"
	for deb in "$debs"/*.deb; do
		dpkg-deb -x "$deb" "$dir"
	done
	rm -rf "$debs"
}

# suites_unpack DIR PACKAGE…: download and unpack, without installing.
suites_unpack() {
	local dir=$1
	shift
	suites_setup
	say "downloading $*"
	suites_download "$dir" apt-get download "$@"
}

# suites_unpack_whole DIR ARCH [-t SUITE] PACKAGE…: likewise, with all that the
# packages depend on, whatever of it is installed here. Not for suites whose
# packages have files in /lib still.
suites_unpack_whole() {
	local dir=$1 arch=$2 link
	shift 2
	suites_setup
	say "downloading with all dependencies $*"
	mkdir -p "$dir"
	for link in bin lib lib64 sbin; do
		ln -sfn "usr/$link" "$dir/$link"
	done
	suites_download "$dir" apt-get -y --download-only -o Debug::NoLocking=true \
		-o APT::Architecture="$arch" -o APT::Install-Recommends=false \
		-o Dir::State::status=/dev/null -o Dir::Cache::archives=./ install "$@"
}

# suites_adopt DIR [ROOT]: makes the programs unpacked in DIR run here, with the
# libraries that are below ROOT (below DIR, if not given) and with their loader:
# those of this machine may be too old for them.
suites_adopt() {
	local dir=$1 root=${2:-$1} program loader
	say "making the programs in ${dir##*/} run here"
	while read -r program; do
		loader=$(patchelf --print-interpreter "$program" 2>/dev/null) || continue
		chmod ug-s "$program"
		patchelf --set-interpreter "$root$loader" --force-rpath \
			--set-rpath "$root/usr/lib/$(uname -m)-linux-gnu" "$program"
	done < <(find "$dir" -type f -perm -u+x ! -name '*.so*')
}

# The packages that PACKAGE depends on whose names match REGEX, and theirs.
suites_depends() {
	suites_apt apt-cache depends --recurse --important "$1" |
		sed -nE "s/^ +Depends: ($2)\$/\1/p"
}
