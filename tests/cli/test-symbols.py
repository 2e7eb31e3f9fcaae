#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The library exports what its headers declare and its version script lists, nothing else.

test-symbols.py LIBRARY SOURCE
"""
import os
import re
import subprocess
import sys
import unittest

LIBRARY, SOURCE = sys.argv[1:3]
HEADERS = ("iommu-probe.h", "iommu-probe-answers.h", "iommu-probe-baseline.h",
           "iommu-probe-comparison.h", "iommu-probe-export.h",
           "iommu-probe-monitor.h", "iommu-probe-snapshot.h")


def text(path):
    with open(os.path.join(SOURCE, "iommu-probe", path), encoding="utf-8") as file:
        return re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)


def declared():
    names = set()
    for header in HEADERS:
        names |= set(re.findall(r"\b(iommu_probe_\w+)\s*\(", text(f"include/{header}")))
    return names


def exported():
    listing = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    return {line.split()[2].split("@")[0] for line in listing.splitlines()
            if line.split()[1] == "T"}


class TestSymbols(unittest.TestCase):
    def test_exported(self):
        self.assertGreater(len(declared()), 100)
        self.assertEqual(exported(), declared())

    def test_version_script(self):
        listed = re.findall(r"^\t(iommu_probe_\w+);$", text("lib/libiommu-probe.sym"), re.M)
        self.assertEqual(listed, sorted(declared()))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
