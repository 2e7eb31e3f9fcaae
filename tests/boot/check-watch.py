#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-watch.py CONSOLE: what iommu-probe watch told in a guest (inside/watch)."""

import json
import re
import sys

from checks import Checks
from console import Console
from documents import check_schemas

PCI = re.compile(r"[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]")

# The kernel part's own, which is not told.
PROBE = "iommu-caps-probe"


def events_of(console, section):
    return [json.loads(line) for line in console.text(section).splitlines()]


def short(events):
    return [(event["event"], event["name"]) for event in events]


def told_by_kernel(console):
    """What an independent listener heard of IOMMUs and PCI functions, in order."""
    told = []
    for line in console.text("uevents").splitlines():
        action, _, path = line.partition(" ")
        *_, folder, name = ["", "", *path.split("/")]
        if (folder == "iommu" and name != PROBE) or PCI.fullmatch(name):
            told.append((action, name))
    return told


def check_beginning(checks, what, events):
    """Up to the first synced; what follows it."""
    kinds = [event["event"] for event in events]
    synced = kinds.index("synced")
    checks.equal(f"{what}: first what is there", set(kinds[:synced]), {"present"})
    checks.ok(f"{what}: the unit is there", ("present", "dmar0") in short(events[:synced]))
    checks.equal(f"{what}: sequence", [event["sequence"] for event in events],
                 list(range(1, len(events) + 1)))
    return events[synced + 1:]


def check_same(checks, told, expected):
    """In the same order, which two lists of thousands are not printed for."""
    first = next((pair for pair in zip(told, expected) if pair[0] != pair[1]), None)
    checks.ok("every event of the kernel is told once, in order", told == expected,
              f"{len(told)} instead of {len(expected)}, the first that differ are {first}")


def check_plugged(checks, events):
    plugged = [event for event in events if event.get("device", {}).get("driver") == "serial"]
    if not checks.ok("the endpoint plugged in gets its driver", plugged):
        return
    name = plugged[-1]["name"]
    checks.equal("the endpoint is told from its coming to its going",
                 [event["event"] for event in events if event["name"] == name],
                 ["add", "bind", "unbind", "remove"])
    checks.equal("the endpoint is behind the unit", plugged[-1]["device"].get("iommu"), "dmar0")


def check_module(checks, events):
    models = [[model["origin"] for model in event["iommu"]["models"]] for event in events
              if (event["event"], event["name"]) == ("change", "dmar0")]
    checks.ok("the module's load changes the unit", ["attributes"] in models, str(models))


def check_cycles(checks, events):
    for kind in "add", "remove":
        names = [event["name"] for event in events
                 if event["event"] == kind and event["name"].startswith("cycle.")]
        checks.equal(f"a thousand units: {kind}", names, [f"cycle.{i}" for i in range(1, 1001)])


def check_overflow(checks, console):
    checks.equal("overflow: exit status 0", console["overflow"].status, 0)
    checks.equal("overflow: SIGINT ends with 0", console["overflow-status"].status, 0)
    events = events_of(console, "overflow-watch")
    check_schemas(checks, "overflow: events", events)
    events = check_beginning(checks, "overflow", events)
    kinds = [event["event"] for event in events]
    rescan = kinds.index("rescan")
    synced = kinds.index("synced", rescan)
    differences = short(events[rescan + 1:synced])
    checks.equal("overflow: the differences", differences, [("add", "late.5"), ("remove", "late.4")])
    checks.equal("overflow: then it goes on", short(events[synced + 1:])[-2:],
                 [("add", "late.6"), ("remove", "late.6")])


def main():
    console = Console(sys.argv[1])
    checks = Checks()
    idle = console.numbers("idle")
    checks.equal("no CPU time while nothing happens", idle["after"] - idle["before"], 0)
    for step in "plugged", "unplugged", "rebind":
        checks.equal(f"{step}: exit status 0", console[step].status, 0)
    checks.equal("SIGTERM ends with 0", console["watch-status"].status, 0)
    checks.equal("nothing on stderr", console.text("watch-errors"), "")
    events = events_of(console, "watch")
    check_schemas(checks, "events", events)
    events = check_beginning(checks, "watch", events)
    check_same(checks, short(events), told_by_kernel(console))
    check_plugged(checks, events)
    check_module(checks, events)
    check_cycles(checks, events)
    check_overflow(checks, console)
    checks.equal("the kernel's log is clean", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
