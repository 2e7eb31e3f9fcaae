#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-late.py CONSOLE: what the guest with late units has recorded (inside/smmuv3-late)."""

import sys

from attributes import check_attributes, recorded_files
from checks import Checks
from console import Console
from documents import check_capabilities, load
from readers import check_readers

MODEL = "arm-smmu-v3"


def check_one(checks, console, registers):
    for step in "add", "appears", "remove":
        checks.equal(f"one unit: {step}", console[step].status, 0)
    expected = check_attributes(checks, "one unit", recorded_files(console, "files"), MODEL, registers)
    events = [line.split(" ") for line in console.text("uevents").splitlines()]
    checks.equal("one unit: it is added, then changed by its directory",
                 [event[0] for event in events if event[-1].endswith("/iommu/late.0")], ["add", "change"])
    check_capabilities(checks, "one unit: json", load(checks, console, "json"), expected)
    checks.equal("one unit: nothing is left of it", console.text("class-removed"), "")


def check_objects(checks, console, cycles):
    """A unit that leaked each time would be seen in one of the caches."""
    before, after = console.numbers("objects-before"), console.numbers("objects-after")
    grown = {cache: after[cache] - before.get(cache, 0) for cache in after
             if after[cache] - before.get(cache, 0) > cycles // 4}
    checks.equal("fast cycles: no memory is lost", grown, {})


def check_cycles(checks, console):
    fast = console.numbers_of("fast", "cycles", "shown")
    checks.equal("fast cycles: exit status 0", console["fast"].status, 0)
    checks.ok("fast cycles: some units went before they were shown, some after",
              0 < fast["shown"] < 2 * fast["cycles"], str(fast))
    check_readers(checks, console, "fast", fast["cycles"] // 10)
    check_objects(checks, console, 2 * fast["cycles"])

    # One in four stays long enough to be shown whatever held it up; on a busy machine not
    # each of them is.
    for section, how in ("held-coming", "held up when they come"), ("held-going", "held up when they go"):
        held = console.numbers_of(section, "cycles", "shown")
        checks.equal(f"units {how}: exit status 0", console[section].status, 0)
        checks.ok(f"units {how} are shown", held["shown"] >= held["cycles"] // 8, str(held))

    reload = console.numbers("reload")
    checks.equal("loads while units come and go: exit status 0", console["reload"].status, 0)
    checks.ok("loads while units come and go: several", reload["loads"] >= 10, str(reload))


def check_both(checks, console, registers):
    for section, what in ("files-present", "a unit there at load"), ("files-late", "a unit after load"):
        check_attributes(checks, what, recorded_files(console, section), MODEL, registers)
    checks.equal("both: unload", console["unload"].status, 0)
    for section in "listing-present", "listing-late":
        checks.ok(f"{section}: no directory after unload",
                  MODEL not in console.text(section) and "uevent" in console.text(section))


def main():
    console = Console(sys.argv[1])
    checks = Checks()
    checks.ok("the stock driver is not there", MODEL not in console.text("drivers").split())
    checks.equal("the class is empty", console.text("class"), "")
    # Nobody has said of late-unit's platform device that it is coherent.
    registers = {**console.numbers("registers"), **console.numbers("facts"), "coherent": 0}
    check_one(checks, console, registers)
    check_cycles(checks, console)
    check_both(checks, console, registers)
    checks.equal("the class is empty at the end", console.text("class-after"), "")
    checks.equal("no module is left", console.text("lsmod"), "")
    checks.equal("the kernel's log is clean", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
