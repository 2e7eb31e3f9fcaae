#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-smmuv3.py [--acpi] [--httu WORD] CONSOLE: what a guest with an SMMUv3 has recorded (inside/smmuv3)."""

import argparse
import sys

from attributes import check_attributes, recorded_files
from checks import Checks
from console import Console
from documents import check_capabilities, load
from iort import smmu_v3_node
from readers import check_readers

MODEL = "arm-smmu-v3"
ADDRESS = 0x9050000
NAME = f"smmu3.{ADDRESS:#018x}"
LOADS = 50


def registers_of(console, acpi):
    """Registers by the witness, facts by the firmware: none by the module or its driver."""
    registers = {**console.numbers("registers"), **console.numbers("facts")}
    if acpi:
        node = smmu_v3_node(bytes.fromhex(console.text("iort")), ADDRESS)
        registers.update(coherent=node.coherent, iort_httu=node.httu)
    return registers


def check_before(checks, console, parent):
    document = load(checks, console, "json-before")
    iommus = document.get("iommus", [])
    checks.equal("json-before: the IOMMU is there", [i["name"] for i in iommus], [NAME])
    checks.equal("json-before: no model is known", [i["models"] for i in iommus], [[]])
    checks.equal("json-before: the parent", [i.get("parent") for i in iommus], [parent])
    checks.equal("list-before: exit status 0", console["list-before"].status, 0)
    checks.ok("list-before names the IOMMU", NAME in console.text("list-before"))
    said = console.text("list-before stderr") if "list-before stderr" in console else ""
    checks.ok("list-before: one line on stderr names the module",
              "iommu_caps" in said and said.count("\n") == 1, said)


def check_tool(checks, console, expected):
    endpoints = console.text("endpoints").splitlines()
    document = load(checks, console, "json")
    check_capabilities(checks, "json", document, expected)
    for iommu in document.get("iommus", []):
        checks.equal("json: the devices", iommu["devices"], endpoints)
    checks.equal("json-endpoint: an endpoint stands for its IOMMU",
                 load(checks, console, "json-endpoint"), document)
    checks.equal("json-nobody: a name that is not there: nothing, exit status 3",
                 console["json-nobody"], ("", 3))
    checks.equal("list: exit status 0", console["list"].status, 0)
    checks.ok("list shows IOMMU and model",
              NAME in console.text("list") and MODEL in console.text("list"), console.text("list"))


def check_uevents(checks, console, parent):
    """The unit's own KOBJ_ADD was long ago: one change event says that there is more now."""
    path = f"/devices/platform/{parent}/iommu/{NAME}"
    events = [line.split(" ") for line in console.text("uevents").splitlines()[1:]]
    checks.equal("load: one uevent of the unit, a change",
                 [event for event in events if event[1] == path], [["change", path]])


def check_loads(checks, console):
    loads = console.words("loads")
    checks.equal(f"loads: {LOADS} under readers", loads["loads"], str(LOADS))
    check_readers(checks, console, "loads", LOADS)
    seen = console.numbers_of("loads", "whole", "torn", "least")
    checks.ok("loads: the directory was seen", seen["whole"], str(seen))
    checks.ok("loads: where model is, all files are", not seen["torn"], str(seen))


def check_end(checks, console):
    checks.equal("unload leaves the class as it was", console.text("class-after"), console.text("class"))
    checks.equal("unload leaves the unit as it was", console.text("after"), console.text("before"))
    checks.equal("no module is left", console.text("lsmod"), "")
    checks.equal("the kernel's log is clean", console.trouble(), [])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acpi", action="store_true", help="described by ACPI, not a device tree")
    parser.add_argument("--httu", help="what the guest is made to show")
    parser.add_argument("console")
    arguments = parser.parse_args()
    console = Console(arguments.console)
    checks = Checks()

    parent = "arm-smmu-v3.0.auto" if arguments.acpi else f"{ADDRESS:x}.smmuv3"
    checks.equal("the class has one IOMMU", console.text("class"), NAME + "\n")
    checks.ok("there are endpoints behind it", console.text("endpoints"))
    check_before(checks, console,
                 {"name": parent, "subsystem": "platform", "driver": "arm-smmu-v3"})
    for action in "load", "unload":
        checks.equal(f"{action}: exit status 0", console[action].status, 0)
    expected = check_attributes(checks, "files", recorded_files(console, "files"), MODEL,
                                registers_of(console, arguments.acpi))
    if arguments.httu:
        checks.equal("this guest's httu", expected["httu"], arguments.httu)
    check_tool(checks, console, expected)
    check_uevents(checks, console, parent)
    if "loads" in console:
        check_loads(checks, console)
    check_end(checks, console)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
