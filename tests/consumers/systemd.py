#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""systemd.py INSTALLED TARGETS SYSTEMD-ANALYZE…: what it says of the units in INSTALLED.

TARGETS is a folder with systemd's own, which units depend on.
"""

import glob
import os
import shutil
import sys
import tempfile

from exports import Checks, ask

# Of 100, in tenths: how much of the system such a service could harm.
EXPOSURE = 20


def units(root):
    return sorted(glob.glob(os.path.join(root, "**", "systemd", "system", "iommu-probe-*"),
                            recursive=True))


def verify(analyze, root, unit):
    return ask(*analyze, "verify", "--man=no", f"--root={root}", os.path.basename(unit))


def check_bad(checks, analyze, root, unit):
    """A word that is wrong, and a program that is not there."""
    with open(unit, encoding="utf-8") as file:
        text = file.read()
    for good, bad in ("Type=", "Typo="), ("write-export ", "write-nothing "):
        with open(unit, "w", encoding="utf-8") as file:
            file.write(text.replace(good, bad))
        checks.ok(f"{bad!r} is found", verify(analyze, root, unit) != (0, ""))


def check_units(checks, analyze, targets, root):
    found = units(root)
    for target in glob.glob(os.path.join(targets, "*.target")):
        shutil.copy(target, os.path.dirname(found[0]))
    for unit in found:
        checks.equal(f"{os.path.basename(unit)}: nothing is said", verify(analyze, root, unit),
                     (0, ""))
    services = [unit for unit in found if unit.endswith(".service")]
    checks.equal("a timer a service", len(found), 2 * len(services))
    for unit in services:
        status, text = ask(*analyze, "security", "--offline=true", f"--root={root}",
                           f"--threshold={EXPOSURE}", os.path.basename(unit))
        checks.ok(f"{os.path.basename(unit)}: can do little else", status == 0, text)
    check_bad(checks, analyze, root, services[0])


def main(installed, targets, *analyze):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        root = shutil.copytree(installed, os.path.join(folder, "root"), symlinks=True)
        check_units(checks, analyze, targets, root)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
