# SPDX-License-Identifier: MIT
"""What is measured: commands, and how much of something each may take."""

from collections import namedtuple

from trees import ATTRIBUTES, GROUP

# live: the tree is its /sys.
Case = namedtuple("Case", "name command live")

FLOOR = "open, read, close"
SAVED = "iommu-probe --sysroot DIR list --json"
LIVE = "iommu-probe list --json"
CHECK = "iommu-probe --sysroot DIR check"
CHOOSE = "iommu-probe --sysroot DIR choose"
BASELINE = "iommu-probe baseline DOCUMENT…"
EMPTY = "true"
LSCPU = "lscpu --json"
LSBLK = "lsblk --json"


def hosts(build, tree):
    """All that read the IOMMUs of a tree, the least first."""
    tool = f"{build}/iommu-probe/cli/iommu-probe"
    bench = f"{build}/tests/bench/bench"
    files = [f"{GROUP}/{name}" for name in ATTRIBUTES]
    return [
        Case(EMPTY, ["true"], False),
        Case(FLOOR, [f"{bench}-floor", tree], False),
        Case(SAVED, [tool, "--sysroot", tree, "list", "--json"], False),
        Case(CHECK, [tool, "--sysroot", tree, "check", "ssid_bits>=16"], False),
        Case(CHOOSE, [tool, "--sysroot", tree, "choose"], False),
        Case(LIVE, [tool, "list", "--json"], True),
        Case("libsysfs, by path", [f"{bench}-libsysfs-path", GROUP], True),
        Case("libsysfs, by class", [f"{bench}-libsysfs-class", *files], True),
        Case("libudev", [f"{bench}-libudev", *files], True),
        Case("systool -c iommu -v", ["systool", "-c", "iommu", "-v"], True),
        Case("udevadm info --export-db", ["udevadm", "info", "--export-db"], True),
        Case("grep -r", ["grep", "-r", "", "/sys/devices"], True),
    ]


def cold(build, tree):
    """Programs that a manager starts for one answer; tree has one IOMMU."""
    tool = f"{build}/iommu-probe/cli/iommu-probe"
    return [
        Case(EMPTY, ["true"], False),
        Case(SAVED, [tool, "--sysroot", tree, "list", "--json"], False),
        Case(LIVE, [tool, "list", "--json"], True),
        Case(LSCPU, ["lscpu", "--json"], False),
        Case(LSBLK, ["lsblk", "--json"], False),
    ]


def fleet(build, documents):
    """What a fleet has in common, of which there is a document a host."""
    return [
        Case(EMPTY, ["true"], False),
        Case(BASELINE, [f"{build}/iommu-probe/cli/iommu-probe", "baseline", *documents], False),
    ]


Goal = namedtuple("Goal", "text most value")


def fleet_goals(fleet_results):
    for size, figures in fleet_results.items():
        if size // 10 >= 1000 and size // 10 in fleet_results:
            less = fleet_results[size // 10][BASELINE]["cpu"]
            yield Goal(f"ten times the documents, at {size:,}", 10.5,
                       figures[BASELINE]["cpu"] / less)
    if 10000 in fleet_results:
        yield Goal("MB for a baseline of 10,000 documents", 200,
                   fleet_results[10000][BASELINE]["memory"] * 1024 / 1e6)


def goals(results):
    """Goal by goal: what may be had at most, and what is; of sizes that were measured."""

    def cpu(size, name):
        return results["hosts"][size][name]["cpu"]

    sizes = list(results["hosts"])
    for size in sizes:
        if size < 1000:
            continue
        at = f"at {size:,} IOMMUs"
        yield Goal(f"saved, against the floor, {at}", 1.15, cpu(size, SAVED) / cpu(size, FLOOR))
        yield Goal(f"live, against the floor, {at}", 1.7, cpu(size, LIVE) / cpu(size, FLOOR))
        yield Goal(f"check, against list, {at}", 1.05, cpu(size, CHECK) / cpu(size, SAVED))
        yield Goal(f"choose, against list, {at}", 1.05, cpu(size, CHOOSE) / cpu(size, SAVED))
        if size // 10 >= 1000 and size // 10 in sizes:
            yield Goal(f"ten times the IOMMUs, {at}", 10.5,
                       cpu(size, SAVED) / cpu(size // 10, SAVED))
    if 10000 in sizes:
        memory = results["hosts"][10000]
        yield Goal("MB over an empty process, at 10,000 IOMMUs", 4,
                   (memory[SAVED]["memory"] - memory[EMPTY]["memory"]) * 1024 / 1e6)
    yield from fleet_goals(results["fleet"])
    start = results["cold"]
    yield Goal("start, against lscpu", 0.8, start[LIVE]["cpu"] / start[LSCPU]["cpu"])
