#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check: saved hosts, profiles, exit statuses."""

import glob
import json
import os

from cli import HOSTS, SOURCE, TOOL, environment, main, run
from saved import SavedCase
from tree import Tree

MIXED = os.path.join(HOSTS, "smmuv3-mixed")
PROFILES = os.path.join(SOURCE, "iommu-probe", "profiles")


def text_of(document):
    lines = []
    for result in document["results"]:
        place = " at ".join(result[key] for key in ("device", "iommu") if key in result)
        if "model" in result:
            place += f" ({result['model']})"
        lines.append(f"{result['result'].upper():<7} {place} {result['requirement']}: "
                     f"{result['message']}\n")
    return "".join(lines)


class TestCheck(SavedCase):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)

    def check(self, status, *arguments, root=MIXED, say=""):
        result = self.tool("--sysroot", root, "check", *arguments)
        self.assertEqual(result.status, status, (arguments, result))
        self.assertIn(say, result.err.decode())
        return result

    def test_saved(self):
        self.check_saved("check", text_of)

    def test_lines(self):
        """A line each, as people are to read it."""
        result = self.check(1, "ssid_bits>=20")
        self.assertEqual(result.out.decode().splitlines(), [
            "PASS    smmu3.0x0000000009050000 (arm-smmu-v3) ssid_bits>=20: ssid_bits is 20",
            "FAIL    smmu3.0x00000000e0600000 (arm-smmu-v3) ssid_bits>=20: ssid_bits is 16"])
        self.assertEqual(result.err, b"")

    def test_quiet(self):
        for status, requirement in (0, "ssid_bits>=16"), (1, "ssid_bits>=20"):
            for option in "-q", "--quiet":
                result = self.check(status, option, requirement)
                self.assertEqual((result.out, result.err), (b"", b""))
        result = self.check(4, "-q", "ssid_bits>=1", root=os.path.join(HOSTS, "smmuv3-unreadable"))
        self.assertEqual(result.out, b"")
        self.assertIn(b"ssid_bits: ", result.err)

    def test_usage(self):
        for arguments in ([], ["-q"], ["--on", "00:01.0"], ["ssid_bits"], ["ssid_bits >=16"],
                          ["ssid_bit>=16"], ["stall>=force"], ["stall=on"], ["page_sizes=1g"],
                          ["model=smmu"], ["ssid_bits>=16", ""], ["--nonsense", "ssid_bits>=16"],
                          ["--on"], ["--profile"]):
            self.usage("--sysroot", MIXED, "check", *arguments)
        self.usage("--sysroot", MIXED, "check", "ssid_bits", say="'ssid_bits>=1'")

    def test_usage_comes_first(self):
        """Whatever else is wrong, and wherever it stands."""
        nowhere = self.tree.path("nowhere").decode()
        for before in (["--sysroot", nowhere, "check"], ["--sysroot", MIXED, "check"]):
            for more in [], ["--on", "nobody"], ["--profile", nowhere]:
                self.usage(*before, *more, "nonsense")
                self.usage(*before, *more, "ssid_bit>=1")
                self.usage(*before, *more, "--nonsense", "ssid_bits>=1")
                self.usage(*before, "ssid_bits>=", *more)

    def test_names(self):
        self.check(0, "--on", "00:01.0", "ssid_bits>=20")
        self.check(1, "--on", "0001:00:01.0", "ssid_bits>=20")
        self.check(1, "--on", "00:01.0", "--on", "smmu3.0x00000000e0600000", "ssid_bits>=20")
        result = self.check(3, "--on", "00:01.0", "--on", "00:07.0", "ssid_bits>=20", say="00:07.0")
        self.assertEqual(result.out, b"")

    def test_statuses_of_hosts(self):
        self.check(3, "ssid_bits>=1", root=self.tree.root + "/nowhere")
        self.check(5, "ssid_bits>=1", root=self.tree.root)
        self.tree.dir("sys")
        self.check(1, "ssid_bits>=0", root=self.tree.root, say="no IOMMU")
        self.tree.file("sys/class/iommu")
        self.check(4, "ssid_bits>=0", root=self.tree.root, say="/sys/class/iommu")

    def test_hostile_names(self):
        """Neither output nor JSON is anything else for what a host calls its things."""
        self.tree.file("sys/class/iommu/a\x1b[2J\n b/intel-vtd/model", "1\n")
        result = self.check(0, "ssid_bits=0", root=self.tree.root)
        self.assertEqual(len(result.out.splitlines()), 1)
        self.assertNotIn(b"\x1b", result.out)
        document = self.document(self.tree.root, "check", "ssid_bits=0", status=0)
        self.assertEqual(document["results"][0]["iommu"], "a\x1b[2J\n b")

    def profile(self, content):
        self.tree.file("profile.json", content if isinstance(content, str) else json.dumps(content))
        return self.tree.path("profile.json").decode()

    def test_profile(self):
        good = self.profile({"name": "x", "requirements": ["nesting=enabled", "ssid_bits>=16"]})
        self.check(0, "--profile", good)
        self.check(1, "--profile", good, "ssid_bits>=20")
        self.check(1, "--on", "00:01.0", "--profile", good, "ssid_bits>=21")
        document = self.document(MIXED, "check", "ssid_bits>=20", "--profile", good)
        self.assertEqual(document["requirements"],
                         ["nesting=enabled", "ssid_bits>=16", "ssid_bits>=20"])
        self.assertEqual([result["requirement"] for result in document["results"]],
                         2 * document["requirements"])
        # Twice is as good as once, and the order is that of the command line.
        document = self.document(MIXED, "check", "--profile", good, "--profile", good)
        self.assertEqual(len(document["requirements"]), 4)

    def test_bad_profiles(self):
        missing = self.tree.path("missing.json").decode()
        result = self.check(3, "--profile", missing, "ssid_bits>=16", say="missing.json")
        self.assertEqual(result.out, b"")
        for content in ("", "{", "nonsense", '{"requirements": ["ssid_bits>=16"]',
                        '{"requirements": ["ssid_bits>=16"]} {}', "{'requirements': []}",
                        '{"requirements": ["ssid_bits>=16",]}', "\ufeff{}", "\0"):
            self.check(4, "--profile", self.profile(content), say="profile.json")
        for content in ([], "text", 1, None, {}, {"name": "x"}, {"requirements": "ssid_bits>=16"},
                        {"requirements": {}}, {"requirements": None}, {"requirements": [1]},
                        {"requirements": ["ssid_bits>=16", ["nesting=enabled"]]},
                        {"requirements": [None]}):
            self.check(4, "--profile", self.profile(content), say="profile.json")

    def test_misspelt_profiles(self):
        for wrong in "ssid_bit>=16", "ssid_bits >=16", "ssid_bits", "stall=never", "":
            path = self.profile({"name": "x", "requirements": ["ssid_bits>=1", wrong]})
            self.usage("--sysroot", MIXED, "check", "--profile", path)

    def test_unreadable_profiles(self):
        self.check(4, "--profile", self.tree.root, say=self.tree.root)
        self.check(4, "--profile", self.profile("[" * 70000), say="profile.json")
        self.check(4, "--profile", self.profile("[" * 5000 + "]" * 5000), say="profile.json")

    def test_shipped_profiles(self):
        """They are taken, and say what they are there for."""
        found = sorted(glob.glob(os.path.join(PROFILES, "*.json")))
        self.assertEqual([os.path.basename(path) for path in found],
                         ["dsa.json", "sva.json", "vsmmu.json"])
        for path in found:
            with open(path, encoding="utf-8") as file:
                profile = json.load(file)
            self.assertEqual(set(profile), {"name", "requirements"})
            self.assertEqual(profile["name"] + ".json", os.path.basename(path))
        dsa, sva, vsmmu = found
        accelerator = os.path.join(HOSTS, "vtd-registers")
        self.check(0, "--profile", dsa, root=accelerator)
        self.check(1, "--profile", dsa, root=os.path.join(HOSTS, "vtd-pss-without-pasid"))
        self.check(1, "--profile", dsa)
        self.check(0, "--profile", sva)
        self.check(0, "--profile", sva, root=accelerator)
        # Of the mixed ones one is not coherent.
        self.check(1, "--profile", vsmmu)
        self.check(0, "--profile", vsmmu, "--on", "00:01.0")
        self.check(1, "--profile", vsmmu, root=accelerator)
        self.check(4, "--profile", vsmmu, root=os.path.join(HOSTS, "smmuv3-stock"))

    def test_full(self):
        for json_option in [], ["--json"]:
            with open("/dev/full", "wb") as full:
                result = run([TOOL, "--sysroot", MIXED, "check", "ssid_bits>=1", *json_option],
                             stdout=full, env=environment())
            self.assertEqual(result.status, 5, result)


if __name__ == "__main__":
    main()
