# SPDX-License-Identifier: MIT
"""What status and explain say in a guest."""

import json

from choice import ssid_bits
from documents import check_schema

STATUSES = {"yes": 0, "no": 1, "unknown": 4}


def load(checks, console, section):
    try:
        document = json.loads(console.text(section))
    except ValueError as error:
        checks.ok(f"{section} is JSON", False, str(error))
        return {}
    check_schema(checks, section, document)
    return document


def check_status(checks, console, section, active):
    document = load(checks, console, section)
    checks.equal(f"{section}: active", document.get("active"), active)
    checks.equal(f"{section}: exit status", console[section].status, 0 if active else 1)
    checks.equal(f"{section}: a reason where nothing is active", "reason" in document, not active)
    return document


def load_conditions(checks, console, section):
    """name -> condition; the exit status is that of the answer."""
    document = load(checks, console, section)
    checks.equal(f"{section}: exit status", console[section].status,
                 STATUSES.get(document.get("answer")))
    return {entry["name"]: entry for entry in document.get("conditions", [])}


def check_result(checks, section, conditions, name, result, remedy=""):
    """A condition that fails says what to do."""
    condition = conditions.get(name, {})
    checks.equal(f"{section}: {name}", condition.get("result"), result)
    if result == "fail":
        checks.ok(f"{section}: the remedy of {name} names {remedy}",
                  remedy in condition.get("remedy", ""), condition.get("remedy", ""))


def check_live(checks, console, which, registers, expected):
    """With an IOMMU that works; expected: attribute -> text, None where nothing is shown."""
    section = f"explain-{which}"
    check_status(checks, console, f"status-{which}", True)
    conditions = load_conditions(checks, console, section)
    for name in "firmware-table", "kernel-driver", "driver-enabled", "unit-present":
        check_result(checks, section, conditions, name, "pass")
    if expected is None:
        check_result(checks, section, conditions, "hardware-pasid", "unknown")
        return
    if "ecap" in registers:
        hardware = registers["ecap"] >> 40 & 1
    else:
        hardware = ssid_bits(expected)
    check_result(checks, section, conditions, "hardware-pasid", "pass" if hardware else "fail")
    if hardware and "scalable" in registers:
        check_result(checks, section, conditions, "kernel-mode",
                     "pass" if registers["scalable"] else "fail", "sm_on")
