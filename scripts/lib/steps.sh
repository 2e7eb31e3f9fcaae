# SPDX-License-Identifier: MIT
# Steps of a test run: each is a command with a log of its own, and all of what
# they counted is in the last line. Needs common.sh.

steps_passed=0
steps_failed=0
steps_skipped=0

# The counts that a log ends with: "N passed, N failed[, N skipped]", or those
# of meson; else the step counts as one.
steps_count() {
	local log=$1 status=$2 line passed failed
	skipped=
	line=$(sed -nE '/^[0-9]+ passed, [0-9]+ failed/p' "$log" | tail -n 1)
	if [ -n "$line" ]; then
		read -r passed failed skipped <<<"$(tr -c '0-9\n' ' ' <<<"$line")"
	elif grep -q '^Ok: ' "$log"; then
		passed=$(awk '/^Ok: / { n += $2 } END { print n + 0 }' "$log")
		failed=$(awk '/^(Fail|Timeout|Unexpected Pass): / { n += $NF } END { print n + 0 }' "$log")
		skipped=$(awk '/^Skipped: / { n += $2 } END { print n + 0 }' "$log")
	else
		passed=$((status == 0))
		failed=$((status != 0))
	fi
	# A command that failed has at least one failure, whatever it printed.
	[ "$status" -eq 0 ] || [ "${failed:-0}" -gt 0 ] || failed=1
	steps_passed=$((steps_passed + ${passed:-0}))
	steps_failed=$((steps_failed + ${failed:-0}))
	steps_skipped=$((steps_skipped + ${skipped:-0}))
	step_result="${passed:-0} passed, ${failed:-0} failed${skipped:+, $skipped skipped}"
}

# step NAME COMMAND…
step() {
	local name=$1 log=$cache/log/step-$1 status=0 skipped
	shift
	mkdir -p "$cache/log"
	say "$name …"
	# In a subshell of its own, and not as part of a condition: either would
	# make it go on after an error.
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1
	status=$?
	set -e
	steps_count "$log" "$status"
	say "$name: $step_result"
	[ "${skipped:-0}" -eq 0 ] || grep -i 'skip' "$log" >&2 || true
	[ "$status" -eq 0 ] && return 0
	printf 'failed: %s; the last lines of %s:\n' "$name" "$log" >&2
	tail -n 60 "$log" >&2
}

# What was skipped is loud for a visitor and a failure where nobody looks.
steps_end() {
	if [ "$steps_skipped" -gt 0 ]; then
		say "SKIPPED: $steps_skipped; see above for what is missing"
		if [ -n "${CI:-}" ]; then
			steps_failed=$((steps_failed + steps_skipped))
			steps_skipped=0
		fi
	fi
	printf '%d passed, %d failed' "$steps_passed" "$steps_failed"
	[ "$steps_skipped" -eq 0 ] || printf ', %d skipped' "$steps_skipped"
	printf '\n'
	[ "$steps_failed" -eq 0 ]
}
