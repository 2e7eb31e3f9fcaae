#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-late.py MODEL CONSOLE: what a guest with late units has recorded (inside/late)."""

import sys

from attributes import check_attributes, decode, recorded_files, without_file
from checks import Checks
from console import Console
from documents import check_capabilities, load
from readers import check_objects, check_readers
from truth import vtd_is_scalable


def registers_of(console, model):
    """What the module can know of a late unit, and what its driver shows."""
    witness = {**console.numbers("witness"), **console.numbers("facts")}
    if model == "arm-smmu-v3":
        # Nobody has said of late-unit's platform device that it is coherent.
        return {**witness, "coherent": 0}, {}
    stock = {name: witness[name] for name in ("cap", "ecap")}
    return {**stock, "scalable": vtd_is_scalable(witness)}, stock


def check_one(checks, console, model, registers, stock):
    for step in "add", "appears", "remove":
        checks.equal(f"one unit: {step}", console[step].status, 0)
    expected = check_attributes(checks, "one unit", recorded_files(console, "files"), model, registers)
    events = [line.split(" ") for line in console.text("uevents").splitlines()]
    checks.equal("one unit: it is added, then changed by its directory",
                 [event[0] for event in events if event[-1].endswith("/iommu/late.0")], ["add", "change"])
    check_capabilities(checks, "one unit: json", load(checks, console, "json"), expected,
                       "attributes", stock, without_file(model, registers))
    checks.equal("one unit: nothing is left of it", console.text("class-removed"), "")


def check_unready(checks, console, model, registers):
    """Units of VT-d that nobody has given a root table yet."""
    checks.ok("unready: there are no directories yet",
              model not in console.text("unready") and console["unready"].status == 0)
    checks.equal("unready: when it is ready, it is shown", console["ready"].status, 0)
    check_attributes(checks, "legacy mode", recorded_files(console, "files-legacy"), model,
                     {**registers, "scalable": 0})
    checks.equal("unready: the module can be unloaded", console["unload-unready"].status, 0)


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


def check_both(checks, console, model, registers):
    for section, what in ("files-present", "a unit there at load"), ("files-late", "a unit after load"):
        check_attributes(checks, what, recorded_files(console, section), model, registers)
    checks.equal("both: unload", console["unload"].status, 0)
    for section in "listing-present", "listing-late":
        checks.ok(f"{section}: no directory after unload",
                  model not in console.text(section) and "uevent" in console.text(section))


def main():
    model, log = sys.argv[1:]
    console = Console(log)
    checks = Checks()
    checks.ok("the stock driver is not there", model not in console.text("drivers").split())
    checks.equal("the class is empty", console.text("class"), "")
    registers, stock = registers_of(console, model)
    check_one(checks, console, model, registers, stock)
    if "unready" in console:
        checks.equal("these units are in scalable mode", registers["scalable"], 1)
        checks.ok("these units' mode can be seen",
                  decode(model, registers) != decode(model, {**registers, "scalable": 0}))
        check_unready(checks, console, model, registers)
    check_cycles(checks, console)
    check_both(checks, console, model, registers)
    checks.equal("the class is empty at the end", console.text("class-after"), "")
    checks.equal("no module is left", console.text("lsmod"), "")
    checks.equal("the kernel's log is clean", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
