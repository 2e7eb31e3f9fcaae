#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-off.py CONDITION REMEDY CONSOLE: a guest without an IOMMU that is active (inside/off).

The condition is the first that fails, and its remedy has the word."""

import sys

import explained
from checks import Checks
from console import Console

ORDER = "firmware-table", "kernel-driver", "driver-enabled", "unit-present"


def check_chain(checks, console, section, first, remedy):
    conditions = explained.load_conditions(checks, console, section)
    failed = [name for name in ORDER if conditions.get(name, {}).get("result") == "fail"]
    checks.equal(f"{section}: the first that fails", failed[:1], [first])
    explained.check_result(checks, section, conditions, first, "fail", remedy)
    checks.ok(f"{section}: an empty class fails whatever failed before", "unit-present" in failed)


def main():
    first, remedy, file = sys.argv[1:]
    console = Console(file)
    checks = Checks()
    checks.equal("the class is empty", console.text("class"), "")
    status = explained.check_status(checks, console, "status", False)
    reason = status.get("reason", {})
    checks.equal("status: the reason", reason.get("condition"), first)
    checks.ok(f"status: its remedy names {remedy}", remedy in reason.get("remedy", ""),
              reason.get("remedy", ""))
    check_chain(checks, console, "explain-host", first, remedy)
    check_chain(checks, console, "explain-endpoint", first, remedy)
    checks.equal("the kernel's log is clean", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
