# SPDX-License-Identifier: MIT
"""What choose and check say of a guest's IOMMU, against what its attributes or registers say."""

import json

from documents import check_schema


def load(checks, console, section, document):
    try:
        found = json.loads(console.text(section))
    except ValueError as error:
        checks.ok(f"{section} is JSON", False, str(error))
        return {}
    check_schema(checks, section, found)
    checks.equal(f"{section} is a {document} document", found.get("document"), document)
    return found


def check_answer(checks, console, section, document, answer):
    status = {"yes": 0, "no": 1, "unknown": 4}[answer]
    checks.equal(f"{section}: the answer", document.get("answer"), answer)
    checks.equal(f"{section}: exit status {status}", console[section].status, status)


def ssid_bits(expected):
    """A model may lack the notion."""
    return int(expected.get("ssid_bits", "0"))


def reasons_of(expected):
    """Why no guest can have a PASID table here; nothing where it can."""
    reasons = set()
    if expected.get("nesting") != "enabled":
        reasons.add("no-nesting")
    if ssid_bits(expected) == 0:
        reasons.add("no-pasid")
    if expected["pgtable_format"] == "none":
        reasons.add("not-offered")
    return reasons


def check_choice(checks, console, which, name, expected):
    """expected: attribute -> text, None where the kernel shows nothing."""
    section = f"choose-{which}"
    document = load(checks, console, section, "choice")
    reasons = {"no-model"} if expected is None else reasons_of(expected)
    if expected is None:
        answer = "unknown"
    else:
        answer = "no" if reasons else "yes"
    check_answer(checks, console, section, document, answer)
    checks.equal(f"{section}: the reasons, each of this IOMMU",
                 {(entry.get("iommu"), entry["reason"]) for entry in document.get("rejected", [])},
                 {(name, reason) for reason in reasons})


def check_requirement(checks, console, which, expected):
    """ssid_bits>=1, of which the record is."""
    section = f"check-{which}"
    document = load(checks, console, section, "check")
    if expected is None:
        answer = "unknown"
    else:
        answer = "yes" if ssid_bits(expected) else "no"
    check_answer(checks, console, section, document, answer)
    values = [result.get("value") for result in document.get("results", [])]
    wanted = None if expected is None else ssid_bits(expected)
    checks.equal(f"{section}: the value that was held against it", values, [wanted])
