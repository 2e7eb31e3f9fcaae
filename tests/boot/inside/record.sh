# SPDX-License-Identifier: MIT
# What guests put on the console for the checks on the host: sections. Sourced
# by busybox sh.

# record NAME COMMAND…: its output, exactly, and its exit status; what it says
# on stderr is a section of its own. Printed only when the command is done, so
# that nothing else gets between the lines.
record() {
	local name=$1 status=0
	shift
	"$@" >/tmp/stdout 2>/tmp/stderr || status=$?
	echo "@@@ begin $name"
	cat /tmp/stdout
	echo "@@@ end $name $status"
	if [ -s /tmp/stderr ]; then
		echo "@@@ begin $name stderr"
		cat /tmp/stderr
		echo "@@@ end $name stderr 0"
	fi
}

# show COMMAND: for people; the section is named by its number and the command.
commands=0
show() {
	commands=$((commands + 1))
	record "$commands $*" sh -c "$*"
}

# Every entry below a directory: mode and name.
listing() { (cd "$1/" && find . -exec stat -c '%a %F %n' {} + | sort -k 3); }

# Every file of a directory: name, mode, content in hexadecimal.
contents() {
	local file
	for file in "$1"/*; do
		echo "${file##*/} $(stat -c %a "$file") $(hexdump -ve '1/1 "%02x"' "$file")"
	done
}

# A file that is too long for the console as it is.
packed() { gzip <"$1" | base64; }

# An ACPI table in hexadecimal.
table() { hexdump -ve '1/1 "%02x"' "/sys/firmware/acpi/tables/$1"; }

# Everything that the tool says of the host and of a device, and a snapshot, of
# which it has to say the same elsewhere.
record_snapshot() {
	local question command
	record snapshot-taken iommu-probe snapshot /tmp/snapshot.tar.gz
	iommu-probe snapshot /tmp/again.tar.gz || true
	record snapshot-again cmp /tmp/snapshot.tar.gz /tmp/again.tar.gz
	record snapshot base64 /tmp/snapshot.tar.gz
	for command in list show devices status "devices --groups" choose "choose $1"; do
		record "said $command" iommu-probe $command
		record "said $command --json" iommu-probe $command --json
	done
	for question in pasid sva passthrough nesting dirty; do
		for command in "explain $question" "explain $1 $question"; do
			record "said $command" iommu-probe $command
			record "said $command --json" iommu-probe $command --json
		done
	done
}

# The kernel's messages, and what is loaded when all should be unloaded.
record_end() {
	record lsmod cat /proc/modules
	record dmesg dmesg
}
