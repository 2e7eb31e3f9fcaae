# SPDX-License-Identifier: MIT
# What guests do with the module, and what goes on meanwhile. Sourced by
# busybox sh, with $model set by models/*.

class=/sys/class/iommu

load() { insmod /iommu_caps.ko; }
unload() { rmmod iommu_caps; }

# A late unit is read from a work item: give it up to five seconds.
wait_for() {
	local i=0
	until [ -e "$1" ]; do
		i=$((i + 1))
		[ "$i" -lt 500 ] || return
		usleep 10000
	done
}

uevents_start() {
	uevents >/tmp/uevents &
	uevents=$!
	until grep -q listening /tmp/uevents; do usleep 10000; done
}

uevents_stop() {
	# They have been sent, but may not have been read yet.
	sleep 1
	kill "$uevents"
	cat /tmp/uevents
}

# A line that the watch has printed, or will within a minute.
seen() {
	local i=0
	until grep -q "$1" /tmp/watch; do
		i=$((i + 1))
		[ "$i" -lt 6000 ] || return
		usleep 10000
	done
}

watch_start() {
	iommu-probe watch --json >/tmp/watch 2>/tmp/watch-errors &
	watcher=$!
	seen '"event": "synced"'
}

# watch_tells EVENT NAME: of an IOMMU.
watch_tells() { seen "\"$1\", \"subject\": \"iommu\", \"name\": \"$2\""; }

# watch_stop SIGNAL: its exit status is what the watch ends with.
watch_stop() {
	kill "-$1" "$watcher"
	wait "$watcher"
}

read_files() {
	while [ ! -e /tmp/stop ]; do
		cat "$class"/*/"$model"/* >/dev/null 2>>/tmp/read-errors || true
		echo >>/tmp/rounds-cat
	done
}

# Of an IOMMU that is shown or not, exit status 0 belongs to one of two documents.
is_known() {
	[ ! -e /tmp/known-without ] || cmp -s "$1" /tmp/known-without || cmp -s "$1" /tmp/known-with
}

read_with_tool() {
	local status
	while [ ! -e /tmp/stop ]; do
		status=0
		iommu-probe list --json >/tmp/document 2>/dev/null || status=$?
		if [ "$status" -eq 0 ] && ! is_known /tmp/document; then
			status=0-but-torn
			mv /tmp/document /tmp/torn-document
		fi
		echo "$status" >>/tmp/rounds-tool
	done
}

# readers_start [READER…]: readers of all files, without a pause.
readers_start() {
	local reader
	[ $# -gt 0 ] || set -- read_files read_files read_with_tool
	rm -f /tmp/stop /tmp/rounds-* /tmp/read-errors
	readers=
	for reader in "$@"; do
		"$reader" &
		readers="$readers $!"
	done
}

# Stops them and says how often they read, and which exit statuses and error
# messages they met.
readers_stop() {
	touch /tmp/stop
	# shellcheck disable=SC2086
	wait $readers
	echo "cat $(wc -l </tmp/rounds-cat)"
	sort /tmp/rounds-tool | uniq -c | while read -r n status; do
		echo "tool-status-$status $n"
	done
	sed 's/.*: /error /' /tmp/read-errors | sort -u
}

# Directory entries that readers looked up keep nodes of sysfs that are gone.
# One pass takes away their mark of recent use, another the leaves, and so on;
# much is freed by RCU only.
objects() {
	local i
	for i in 1 2 3 4 5; do
		echo 2 >/proc/sys/vm/drop_caches
		usleep 200000
	done
	awk '/^kmalloc/ { print $1, $2 }' /proc/slabinfo
}
