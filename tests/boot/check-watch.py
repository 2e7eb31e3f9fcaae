#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-watch.py CONSOLE: what iommu-probe watch told in a guest (inside/watch)."""

import sys

from checks import Checks
from console import Console
from watching import check_beginning, check_told, events_of, short, told_by_kernel


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
    events = events_of(console.text("overflow-watch"))
    events = check_beginning(checks, "overflow", events, "dmar0")
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
    events = check_beginning(checks, "watch", events_of(console.text("watch")), "dmar0")
    check_told(checks, events, told_by_kernel(console.text("uevents")))
    check_plugged(checks, events)
    check_module(checks, events)
    check_cycles(checks, events)
    check_overflow(checks, console)
    checks.equal("the kernel's log is clean", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
