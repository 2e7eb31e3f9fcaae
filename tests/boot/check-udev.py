#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-udev.py CONSOLE: which models udev said that IOMMUs have (inside/udev)."""

import sys

from checks import Checks
from console import Console

PRETEND = "arm-smmu-v3", "intel-vtd", "riscv-iommu", "virtio-iommu"


def properties(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def main(path):
    console = Console(path)
    checks = Checks()
    events = [properties(text) for text in console.text("monitor").split("\n\n")]
    told = {(event["ACTION"], event["DEVPATH"].rsplit("/", 1)[-1], event.get("IOMMU_MODEL"))
            for event in events if "ACTION" in event}
    for section, unit, model in [("stock", "ivhd0", "amd-vi"), ("loaded", "ivhd0", "amd-vi"),
                                 *((f"pretend {name}", name, name) for name in PRETEND)]:
        found = properties(console.text(section))
        checks.equal(f"{section}: the model", found.get("IOMMU_MODEL"), model)
        checks.ok(f"{unit}: its change event says it", ("change", unit, model) in told, told)
    for unit in PRETEND:
        checks.ok(f"{unit}: when its model goes, so does that", ("change", unit, None) in told, told)
    checks.equal("the kernel's log", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
