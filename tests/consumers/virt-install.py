#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""virt-install.py TOOL VIRT-INSTALL: makes of the option what `export libvirt` prints.

Releases up to 5.1 know the words of model intel only: the others cannot be tried.
"""

import sys
import xml.etree.ElementTree as ElementTree

from exports import Checks, ask, exports, without_comments

COMMAND = ("--connect", "test:///default", "--dry-run", "--print-xml", "--name", "guest",
           "--memory", "512", "--disk", "none", "--import", "--osinfo",
           "detect=off,require=off")


def iommu(text):
    found = ElementTree.fromstring(f"<devices>{text}</devices>").find("iommu")
    return found.attrib, found.find("driver").attrib


def install(program, option):
    status, text = ask(program, *COMMAND, *option.split(" "))
    if status:
        return text
    start = text.index("<domain")
    found = ElementTree.fromstring(text[start:]).find("devices/iommu")
    return found.attrib, found.find("driver").attrib


def main(tool, program):
    checks = Checks()
    libvirt = dict(exports(tool, "libvirt"))
    tried = 0
    for host, text in exports(tool, "virt-install"):
        for option in without_comments(text):
            if "model=intel," in option:
                tried += 1
                checks.equal(host, install(program, option), iommu(libvirt[host]))
    checks.ok("some hosts are tried", tried > 5)
    found = install(program, "--iommu model=intel,driver.aw-bits=48")
    checks.ok("a word that is none is refused", isinstance(found, str), found)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
