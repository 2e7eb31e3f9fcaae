# SPDX-License-Identifier: MIT
# What every script shares: messages, the cache folder, root rights.
# Sourced by bash scripts that have set -euo pipefail.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Packages, unpacked kernels and other slow things live here, outside the
# checkout; deleting the folder costs time and nothing else.
cache=${IOMMU_PROBE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/iommu-probe}
mkdir -p "$cache"

say() { printf '[%4ds] %s\n' "$SECONDS" "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "root rights (or sudo) are needed for: $*"
	fi
}

# Runs a command with its output in a log file, which is shown on failure only.
quietly() {
	local log=$1
	shift
	mkdir -p "$(dirname "$log")"
	"$@" >"$log" 2>&1 || {
		local status=$?
		printf 'failed (%d): %s\nthe last lines of %s:\n' "$status" "$*" "$log" >&2
		tail -n 40 "$log" >&2
		return "$status"
	}
}
