# SPDX-License-Identifier: MIT
"""What iommu-probe watch tells, a document a line."""

import json
import re

from documents import check_schemas

PCI = re.compile(r"[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]")

# The kernel part's own, which is not told.
PROBE = "iommu-caps-probe"


def events_of(text):
    return [json.loads(line) for line in text.splitlines()]


def short(events):
    return [(event["event"], event["name"]) for event in events]


def told_by_kernel(text):
    """What an independent listener heard of IOMMUs and PCI functions, in order."""
    told = []
    for line in text.splitlines():
        action, _, path = line.partition(" ")
        *_, folder, name = ["", "", *path.split("/")]
        if (folder == "iommu" and name != PROBE) or PCI.fullmatch(name):
            told.append((action, name))
    return told


def check_beginning(checks, what, events, unit):
    """Up to the first synced; what follows it."""
    check_schemas(checks, f"{what}: events", events)
    kinds = [event["event"] for event in events]
    synced = kinds.index("synced")
    checks.equal(f"{what}: first what is there", set(kinds[:synced]), {"present"})
    checks.ok(f"{what}: the unit is there", ("present", unit) in short(events[:synced]))
    checks.equal(f"{what}: sequence", [event["sequence"] for event in events],
                 list(range(1, len(events) + 1)))
    return events[synced + 1:]


def check_told(checks, events, expected):
    """In the same order, which two lists of thousands are not printed for."""
    told = short(events)
    first = next((pair for pair in zip(told, expected) if pair[0] != pair[1]), None)
    checks.ok("every event of the kernel is told once, in order", told == expected,
              f"{len(told)} instead of {len(expected)}, the first that differ are {first}")
