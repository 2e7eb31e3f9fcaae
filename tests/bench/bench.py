# SPDX-License-Identifier: MIT
"""bench.py BUILD OUTPUT RUNS SIZE…

Measures what reading hosts of these numbers of IOMMUs costs, and writes
OUTPUT/performance.json, .md and .svg. In a mount namespace of its own, as
scripts/bench makes it, for it mounts a file system for the trees.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

import cases
from chart import chart
from report import report
from trees import make_tree

# libudev: take the tree for sysfs.
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "SYSTEMD_DEVICE_VERIFY_SYSFS": "0"}


def say(text):
    print(text, file=sys.stderr, flush=True)


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def measure(build, case, tree, wrapper=()):
    """Processor time in microseconds and the peak of memory in KiB."""
    sys_option = ["--sys", f"{tree}/sys"] if case.live else []
    command = [f"{build}/tests/bench/bench-measure", *sys_option, *wrapper, *case.command]
    done = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    user, system, memory, status = map(int, done.stdout.split())
    if status:
        sys.exit(f"{case.name}: exit status {status}")
    return user + system, memory


def count_calls(build, case, tree):
    """System calls, from the start of the program to its end."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        measure(build, case, tree, ("strace", "-f", "-c", "-U", "calls,name", "-o", log.name))
        return int(log.read().split()[-2])


def measure_all(build, tree, all_cases, runs):
    """In turn, so that what else the machine does is shared by all."""
    figures = {case.name: [] for case in all_cases}
    for turn in range(runs + 1):
        for case in all_cases:
            figure = measure(build, case, tree)
            # The first turn warms up.
            if turn:
                figures[case.name].append(figure)
    return {
        case.name: {
            "cpu": statistics.median(cpu for cpu, _ in figures[case.name]),
            "memory": statistics.median(memory for _, memory in figures[case.name]),
            "calls": count_calls(build, case, tree),
        }
        for case in all_cases
    }


def make_documents(build, tree, folder, count):
    """Of as many hosts, all like the tree; their paths."""
    tool = f"{build}/iommu-probe/cli/iommu-probe"
    document = subprocess.run([tool, "--sysroot", tree, "list", "--json"], stdout=subprocess.PIPE,
                              text=True, check=True).stdout
    os.makedirs(folder)
    paths = [f"{folder}/{number}.json" for number in range(count)]
    for path in paths:
        write(path, document)
    return paths


def measure_hosts(build, folder, runs, sizes):
    results = {"runs": runs, "hosts": {}, "fleet": {}}
    for size in sizes:
        say(f"{size} IOMMUs")
        tree = f"{folder}/{size}"
        make_tree(tree, size)
        results["hosts"][size] = measure_all(build, tree, cases.hosts(build, tree), runs)
    tree = f"{folder}/one"
    make_tree(tree, 1)
    for size in sizes:
        say(f"{size} documents")
        documents = make_documents(build, tree, f"{folder}/documents-{size}", size)
        results["fleet"][size] = measure_all(build, tree, cases.fleet(build, documents), runs)
    say("one IOMMU, other programs")
    # Of short runs there can be more.
    results["cold"] = measure_all(build, tree, cases.cold(build, tree), 5 * runs)
    return results


def run(build, runs, sizes):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "none", folder], check=True)
        try:
            return measure_hosts(build, folder, runs, sizes)
        finally:
            subprocess.run(["umount", folder], check=True)


def main():
    build, output, runs, *sizes = sys.argv[1:]
    results = run(build, int(runs), [int(size) for size in sizes])
    results["goals"] = [goal._asdict() for goal in cases.goals(results)]
    table = report(results)
    write(f"{output}/performance.json", json.dumps(results, indent=2) + "\n")
    write(f"{output}/performance.md", table)
    write(f"{output}/performance.svg", chart(results["hosts"]))
    print(table, end="")


main()
