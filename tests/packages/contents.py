#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""contents.py PACKAGES SOURCE: what is in which package, and under which licence."""

import fnmatch
import os
import re
import sys
import tempfile

from debs import PACKAGES, Checks, field, unpacked

# What users of each look for; * is a folder that differs by release or architecture.
WANTED = {
    "iommu-probe": [
        "usr/bin/iommu-probe", "usr/share/man/man1/iommu-probe-choose.1.gz",
        "usr/share/man/man4/iommu_caps.4.gz", "usr/share/bash-completion/completions/iommu-probe",
        "usr/share/iommu-probe/iommu-probe-1.schema.json",
        "usr/share/iommu-probe/profiles/sva.json",
        "usr/share/iommu-probe/ansible/iommu_probe.fact",
        "*lib/systemd/system/iommu-probe-prometheus.timer",
        "*lib/systemd/system/iommu-probe-nfd.service", "*lib/udev/rules.d/60-iommu-probe.rules",
    ],
    "libiommu-probe1": ["usr/lib/*/libiommu-probe.so.1"],
    "libiommu-probe-dev": [
        "usr/lib/*/libiommu-probe.so", "usr/lib/*/libiommu-probe.a",
        "usr/share/man/man3/libiommu-probe.3.gz",
        "usr/lib/*/pkgconfig/iommu-probe.pc", "usr/include/iommu-probe/linux/iommu-caps.h",
    ],
    "iommu-caps-dkms": [],
}

# Not for kernels of others.
NOT_BUILT = "Documentation", "Kconfig", "patches", "tests"

SPDX = re.compile(r"SPDX-License-Identifier: ([A-Za-z0-9.() -]*[A-Za-z0-9])")
LICENCES = {
    "MIT": "Expat",
    "GPL-2.0": "GPL-2",
    "GPL-2.0 OR MIT": "GPL-2 or Expat",
    "(GPL-2.0 WITH Linux-syscall-note) OR MIT":
        "GPL-2 with Linux-syscall-note exception or Expat",
}


def read(source, *names):
    with open(os.path.join(source, *names), encoding="utf-8") as file:
        return file.read()


def below(folder):
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            yield os.path.relpath(os.path.join(path, name), folder)


def check_files(checks, packages, source):
    found = {}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as root:
            found[package] = unpacked(packages, package, root)
        for name in WANTED[package]:
            checks.ok(f"{package}: has {name}", fnmatch.filter(found[package], name))
    headers = os.listdir(os.path.join(source, "iommu-probe", "include"))
    installed = fnmatch.filter(found["libiommu-probe-dev"], "usr/include/*.h")
    checks.equal("libiommu-probe-dev: all headers",
                 sorted(map(os.path.basename, installed)), sorted([*headers, "iommu-caps.h"]))
    where = f"usr/src/iommu-caps-{field(packages, 'iommu-caps-dkms', 'Version')}/"
    checks.equal("iommu-caps-dkms: the source of the modules",
                 sorted(name.removeprefix(where) for name in found["iommu-caps-dkms"]
                        if name.startswith(where)),
                 sorted(name for name in below(os.path.join(source, "kernel"))
                        if name.split("/")[0] not in NOT_BUILT))


def check_versions(checks, packages, source):
    """What has one in its own words."""
    version = re.search(r"^  version: '(.*)'", read(source, "meson.build"), re.MULTILINE)[1]
    for package in PACKAGES:
        checks.equal(f"{package}: version", field(packages, package, "Version"), version)
    dkms = re.search(r'^PACKAGE_VERSION="(.*)"', read(source, "kernel", "dkms.conf"), re.MULTILINE)
    checks.equal("dkms.conf: version", dkms[1], version)


def paragraphs(source):
    """Patterns and licence of each, in the order of debian/copyright; the last that fits counts."""
    for text in read(source, "debian", "copyright").split("\n\n"):
        patterns = re.search(r"^Files:((?:\s+\S+)+?)\nCopyright:", text, re.MULTILINE)
        if patterns:
            yield patterns[1].split(), re.search(r"^License: (.*)", text, re.MULTILINE)[1]


def check_licences(checks, source):
    stated = list(paragraphs(source))
    checks.ok("debian/copyright: has paragraphs", len(stated) > 2, stated)
    different = []
    files = 0
    for name in below(source):
        # What the build has left, too, is in the last two.
        if name.startswith(("tests/hosts/", "tests/vectors/", "debian/", "obj-")):
            continue
        with open(os.path.join(source, name), encoding="latin-1") as file:
            spdx = SPDX.search(file.read(400))
        if not spdx:
            continue
        files += 1
        fitting = [licence for patterns, licence in stated
                   if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]
        if LICENCES.get(spdx[1]) != fitting[-1]:
            different.append(f"{name}: {spdx[1]} instead of {fitting[-1]}")
    checks.ok("debian/copyright: is what files say", not different, "; ".join(different))
    checks.ok("debian/copyright: files say something", files > 200, files)


def main(packages, source):
    checks = Checks()
    check_files(checks, packages, source)
    check_versions(checks, packages, source)
    check_licences(checks, source)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
