# SPDX-License-Identifier: MIT
# Programs whose lines are checks: "ok", "FAIL" or "SKIP", and of what. All of
# them are counted in the last line. Needs common.sh.

checks_results=$(mktemp)
trap 'rm -f "$checks_results"' EXIT

# checks_run NAME LOG COMMAND…: what it prints goes to LOG. It fails by a check,
# or by not getting as far as its checks.
checks_run() {
	local name=$1 log=$2 status=0
	shift 2
	mkdir -p "${log%/*}"
	"$@" >"$log" || status=$?
	if [ "$status" -ne 0 ] && ! grep -q '^FAIL ' "$log"; then
		echo "FAIL runs to its end: exit status $status" >>"$log"
	elif ! grep -Eq '^(ok|SKIP) ' "$log"; then
		echo "FAIL checks anything at all" >>"$log"
	fi
	sed "s/^[A-Za-z]* /&$name: /" "$log" | tee -a "$checks_results"
}

# checks_skip NAME WHY: it cannot be run here.
checks_skip() { echo "SKIP $1: $2" | tee -a "$checks_results"; }

# What is skipped counts as failed where CI is set.
checks_end() {
	local passed failed skipped
	passed=$(grep -c '^ok ' "$checks_results" || true)
	failed=$(grep -c '^FAIL ' "$checks_results" || true)
	skipped=$(grep -c '^SKIP ' "$checks_results" || true)
	if [ "$failed" -gt 0 ] || [ "$skipped" -gt 0 ]; then
		echo "not passed:"
		grep -E '^(FAIL|SKIP) ' "$checks_results"
	fi
	echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
	[ "$failed" -eq 0 ] && { [ "$skipped" -eq 0 ] || [ -z "${CI:-}" ]; }
}
