# SPDX-License-Identifier: MIT
"""status: one line, a status, and a document, held against what `list` says of the same host."""

import itertools
import json
import os
import re

from cli import HOSTS, Case, main, parse, schema_errors
from least import NAMES, differ, least, reported
from tree import Tree

CLASS = "sys/class/iommu"
GROUPS = "sys/kernel/iommu_groups"
TABLES = "sys/firmware/acpi/tables"

def expected_model(name, number, units):
    capabilities, uneven = {}, []
    for key in NAMES:
        values = reported(key, units)
        if values and differ(values):
            uneven.append(key)
        if values and len(values) == len(units):
            value = least(key, values)
            if value is not None:
                capabilities[key] = value
    document = {"name": name, "model": number, "units": len(units),
                "capabilities": capabilities, "uneven": uneven}
    if number is None:
        del document["model"]
    return document


def expected_models(host):
    found = {}
    for model in (model for iommu in host["iommus"] for model in iommu["models"]):
        key = (model.get("model", 2 ** 64), model["name"])
        found.setdefault(key, []).append(model["capabilities"])
    return [expected_model(name, None if number == 2 ** 64 else number, units)
            for (number, name), units in sorted(found.items())]


class TestStatus(Case):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)
        self.tree.dir("sys")

    def status(self, root=None, status=None):
        result = self.tool("--sysroot", root or self.tree.root, "status", "--json")
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        if status is None:
            status = 1 if not document["active"] else 4 if document["errors"] else 0
        self.assertEqual(result.status, status)
        return document

    def line(self, status):
        result = self.tool("--sysroot", self.tree.root, "status")
        self.assertEqual(result.status, status, result)
        self.assertEqual(result.out.count(b"\n"), 1)
        quiet = self.tool("--sysroot", self.tree.root, "status", "-q")
        self.assertEqual((quiet.status, quiet.out), (status, b""))
        return result.out.decode().rstrip("\n")

    def unit(self, name, model="arm-smmu-v3", number=2, **files):
        self.tree.file(f"{CLASS}/{name}/{model}/model", f"{number}\n")
        for key, text in files.items():
            self.tree.file(f"{CLASS}/{name}/{model}/{key}", f"{text}\n")

    def against_list(self, root):
        host, status = self.read(root), self.status(root)
        self.assertEqual(status["units"], len(host["iommus"]))
        self.assertEqual(status["active"], bool(host["iommus"]))
        self.assert_same(status["models"], expected_models(host))
        self.assertEqual(status["errors"], host["errors"])

    def test_hosts(self):
        for name in sorted(os.listdir(HOSTS)):
            if os.path.isdir(os.path.join(HOSTS, name, "expected")):
                with self.subTest(name):
                    self.against_list(os.path.join(HOSTS, name))

    def test_values(self):
        """Two units, with every pair of these values of a kind, each under a model."""
        for name, values in (
                ("input_bits", ["39", "48", "0", "x"]),
                ("pasid_table_align", ["64", "128", "4096"]),
                ("httu", ["none", "access", "access+dirty", "new"]),
                ("ats", ["enabled", "disabled", "new"]),
                ("stall", ["enabled", "disabled", "force", "new"]),
                ("tt_endian", ["little", "big", "both"]),
                ("intremap", ["none", "xapic"]),
                ("pgtable_format", ["none", "aarch64-64k aarch64-4k", "new aarch64-4k old",
                                    "aarch64-4k aarch64-64k"]),
                ("page_sizes", ["none", "2097152 4096", "4096 4096"])):
            pairs = itertools.combinations_with_replacement(values, 2)
            with self.subTest(name), Tree() as self.tree:
                for i, pair in enumerate(pairs):
                    for unit, text in zip("ab", pair):
                        self.unit(unit, f"next{i}", 1000 + i, **{name: text})
                self.against_list(self.tree.root)

    def test_models(self):
        self.unit("a", "arm-smmu-v3", 2)
        self.unit("a", "next", 777, ssid_bits=20, new="x")
        self.unit("b", "next", 777, ssid_bits=8)
        self.unit("b", "next", 777, ssid_bits=8)
        self.unit("c", "next", 778)
        self.unit("d", "broken", "x")
        self.against_list(self.tree.root)

    def test_line(self):
        self.inactive("unit-present")
        self.tree.dir(f"{CLASS}/a")
        self.assertEqual(self.line(0), "active: 1 unit (the kernel does not show of which model), "
                                       "whether DMA is translated is not known")
        self.tree.file(f"{GROUPS}/0/type", "DMA-FQ\n")
        self.unit("a", input_bits=48)
        self.assertEqual(self.line(0), "active: 1 unit (1 arm-smmu-v3, 48 bits), DMA is translated")
        self.unit("b", input_bits=39)
        self.tree.file(f"{GROUPS}/1/type", "identity\n")
        self.assertEqual(self.line(0), "active: 2 units (2 arm-smmu-v3, 39 to 48 bits), "
                                       "DMA is translated for some devices")
        os.unlink(f"{self.tree.root}/{GROUPS}/0/type")
        self.unit("c", "x\x1b", 777)
        self.assertEqual(self.line(0), "active: 3 units (2 arm-smmu-v3, 39 to 48 bits; "
                                       "1 x\\x1b, width not known), DMA is not translated")

    def test_errors(self):
        self.unit("a", ssid_bits="many")
        self.assertTrue(self.line(4).startswith("active: 1 unit "))
        self.assertNotIn("ssid_bits", self.status()["models"][0]["capabilities"])

    def test_unlisted_class(self):
        """It is not known that there is none."""
        self.tree.file(CLASS)
        self.assertEqual(self.line(4), "not known: units could not be listed")
        self.assertFalse(self.status(status=4)["active"])

    def inactive(self, condition):
        """The reason is the first condition that fails; it is the line too."""
        reason = self.status()["reason"]
        self.assertEqual(reason["condition"], condition)
        self.assertEqual(self.line(1), f"not active: {reason['message']}; {reason['remedy']}")
        return reason

    def test_reason(self):
        self.tree.file(f"{TABLES}/DMAR")
        self.tree.file("proc/cmdline", "root=/dev/sda intel_iommu=off quiet\n")
        self.assertIn("intel_iommu=off", self.inactive("driver-enabled")["message"])
        self.tree.file("proc/cmdline", "intel_iommu=off intel_iommu=on\n")
        self.inactive("unit-present")
        self.unit("dmar0", "intel-vtd", 1)
        self.assertNotIn("reason", self.status(status=0))

    def test_firmware(self):
        self.tree.dir("sys/firmware/devicetree/base")
        self.assertEqual(self.status()["firmware"], ["devicetree"])
        # A machine with ACPI may have an empty tree besides.
        self.tree.file(f"{TABLES}/FACP")
        self.assertEqual(self.status()["firmware"], [])
        for name in "VIOT", "RIMT", "IORT", "IVRS", "DMAR":
            self.tree.file(f"{TABLES}/{name}")
        document = self.status()
        self.assertEqual(document["firmware"], ["DMAR", "IVRS", "IORT", "RIMT", "VIOT"])
        self.assertEqual(document["errors"], [])
        self.inactive("unit-present")

    def test_default_domain(self):
        for types, expected in (([], None), (["DMA"], "translated"), (["DMA-FQ"], "translated"),
                                (["identity"], "passthrough"), (["DMA", "DMA-FQ"], "translated"),
                                (["identity", "DMA"], "mixed"), (["unmanaged"], None),
                                (["blocked", "identity"], "passthrough"), (["DMA-new"], None),
                                (["", "DMA"], "translated")):
            with self.subTest(types), Tree() as self.tree:
                self.tree.dir(f"{GROUPS}/9")
                self.tree.dir(f"{GROUPS}/10/type")
                self.tree.file(f"{GROUPS}/file", "DMA\n")
                for i, text in enumerate(types):
                    self.tree.file(f"{GROUPS}/{i}/type", f"{text}\n")
                self.assertEqual(self.status().get("default_domain"), expected)

    def test_usage(self):
        for arguments in ["dmar0"], ["-q", "dmar0"], ["--json", "dmar0"]:
            result = self.tool("--sysroot", self.tree.root, "status", *arguments)
            self.assertEqual((result.status, result.out), (2, b""))

    def test_schema(self):
        """The reason is there for hosts without an IOMMU; nothing else is."""
        document = self.status()
        reason = {"condition": "unit-present", "message": "m", "remedy": "r"}
        self.assertEqual(schema_errors({**document, "reason": reason}), [])
        for bad in ({**document, "reason": {**reason, "condition": "new"}},
                    {**document, "reason": {"condition": "unit-present"}},
                    {**document, "surprise": 1}, {**document, "active": None},
                    {**document, "firmware": ["FACP"]}, {**document, "default_domain": "DMA"},
                    {**document, "models": [{"name": "x"}]}):
            self.assertNotEqual(schema_errors(bad), [], bad)


if __name__ == "__main__":
    main()
